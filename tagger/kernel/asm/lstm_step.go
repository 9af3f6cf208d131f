package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// exp2 returns 2ᵗ, with 2ʳ for the fraction r of t as a polynomial that is exact
// for 0 and has the smallest relative error, 1.5e-7 (found by the Remez exchange).
// AVX-512 only.
func (s isa) exp2(t reg.VecVirtual) reg.VecVirtual {
	r, p := s.vec(), s.vec()
	VREDUCEPS(U8(1), t, r) // t - floor(t), 0 for infinite t
	VMOVUPS(s.f(0.0018671300495043397), p)
	for _, c := range []float64{0.009017030708491802, 0.05579991266131401, 0.24016444385051727, 0.6931512951850891, 1} {
		VFMADD213PS(s.f(c), r, p)
	}
	VSCALEFPS(t, p, p) // p·2^floor(t)
	return p
}

// power returns exp(factor·x), at most 2⁴⁰ so that products of three are finite.
func (s isa) power(x reg.VecVirtual, factor float64) reg.VecVirtual {
	t, limit := s.vec(), s.vec()
	VMOVUPS(s.f(40), limit)
	VMULPS(s.f(factor*math.Log2E), x, t)
	VMINPS(t, limit, t) // in this order NaN stays
	return s.exp2(t)
}

// cell returns the state and output of an LSTM from the pre-activations of its
// gates and the previous state. With I = exp(-i), F = exp(-f), G = exp(2g),
// O = exp(-o), C = exp(2c) they are single fractions,
//
//	c = (cPrev·(1+I)(G+1) + (G-1)(1+F)) / ((1+F)(1+I)(G+1))
//	h = (C-1) / ((1+O)(C+1))
//
// AVX2 takes the functions one by one.
func (s isa) cell(i, f, g, o, cPrev reg.VecVirtual) (c, h reg.VecVirtual) {
	if !s.wide {
		c, f, i = cPrev, s.sigmoid(f), s.sigmoid(i)
		VMULPS(s.tanh(g), i, i)
		VFMADD213PS(i, f, c)
		x := s.vec()
		VMOVAPS(c, x)
		h = s.tanh(x)
		VMULPS(s.sigmoid(o), h, h)
		return c, h
	}
	one := s.vec()
	VMOVUPS(s.f(1), one)
	plusOne := func(x reg.VecVirtual) reg.VecVirtual {
		y := s.vec()
		VADDPS(one, x, y)
		return y
	}
	i, f, g = plusOne(s.power(i, -1)), plusOne(s.power(f, -1)), s.power(g, 2)
	ig := plusOne(g)
	VMULPS(i, ig, ig)
	VSUBPS(one, g, g)
	VMULPS(f, g, g)
	c = cPrev
	VFMADD213PS(g, ig, c)
	VMULPS(f, ig, ig)
	VDIVPS(ig, c, c)

	o, h = plusOne(s.power(o, -1)), s.power(c, 2)
	below := plusOne(h)
	VMULPS(o, below, below)
	VSUBPS(one, h, h)
	VDIVPS(below, h, h)
	return c, h
}

func (s isa) lstmStep() {
	s.function("lstmStep", "one row of LSTMStep.", "func(h, c, z, cPrev *float32, n int)")
	s.lstmStepLoop(nil)
}

// lstmStepInt8 also writes h as bytes.
func (s isa) lstmStepInt8() {
	s.function("lstmStepInt8", "one row of LSTMStepInt8.", "func(q *uint8, h, c, z, cPrev *float32, n int)")
	s.lstmStepLoop(param("q"))
}

func (s isa) lstmStepLoop(q reg.GPVirtual) {
	h, c, z, cPrev, n := param("h"), param("c"), param("z"), param("cPrev"), param("n")
	g := gates(z, n)
	var bytes []reg.GPVirtual
	if q != nil {
		bytes = append(bytes, q)
	}
	s.loop(n, append(g, h, c, cPrev), func(k mask) {
		read := func(p reg.GPVirtual) reg.VecVirtual {
			x := s.vec()
			s.load(Mem{Base: p}, k, x)
			return x
		}
		cell, out := s.cell(read(g[0]), read(g[1]), read(g[2]), read(g[3]), read(cPrev))
		s.store(cell, k, Mem{Base: c})
		s.store(out, k, Mem{Base: h})
		if q != nil {
			s.storeBytes(s.quantized(out, s.f(127)), k, Mem{Base: q})
		}
	}, bytes...)
	end()
}
