package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func (s isa) lstmStep() {
	s.function("lstmStep", "one row of LSTMStep.", "func(h, c, z, cPrev *float32, n int)")
	s.lstmStepLoop(nil, nil)
	end()
}

// lstmStepInt8 also writes h as bytes.
func (s isa) lstmStepInt8() {
	s.function("lstmStepInt8", "one row of LSTMStepInt8.", "func(q *uint8, h, c, z, cPrev *float32, n int)")
	q, factor := param("q"), s.vec()
	s.everyLane(127, factor)
	s.lstmStepLoop([]reg.GPVirtual{q}, func(h reg.VecVirtual, k mask, v int) {
		s.storeBytes(s.quantized(h, factor), k, Mem{Base: q, Disp: s.lanes * v})
	})
	end()
}

// lstmStepLoop writes the loop over a row. It hands each vector of h on to and,
// which stores it once more behind the pointers to bytes.
func (s isa) lstmStepLoop(bytes []reg.GPVirtual, and func(h reg.VecVirtual, k mask, v int)) {
	h, c, z, cPrev, n := param("h"), param("c"), param("z"), param("cPrev"), param("n")
	g := gates(z, n)
	vectors := 1
	var f fractions
	if s.wide {
		vectors = 2
		f = s.newFractions()
	}
	s.loopBy(vectors, n, append(g, h, c, cPrev), func(ks []mask) {
		var in []cellInput
		at := func(p reg.GPVirtual, v int) Mem { return Mem{Base: p, Disp: 4 * s.lanes * v} }
		for v, k := range ks {
			read := func(p reg.GPVirtual) reg.VecVirtual {
				x := s.vec()
				s.load(at(p, v), k, x)
				return x
			}
			in = append(in, cellInput{read(g[0]), read(g[1]), read(g[2]), read(g[3]), read(cPrev)})
		}
		var hs []reg.VecVirtual
		if s.wide {
			hs = f.cells(in)
		} else {
			hs = s.cells(in)
		}
		for v, k := range ks {
			s.store(in[v].c, k, at(c, v))
			s.store(hs[v], k, at(h, v))
			if and != nil {
				and(hs[v], k, v)
			}
		}
	}, bytes...)
}

// cellInput is a vector of the pre-activations of the gates of an LSTM, and of its
// previous state.
type cellInput struct{ i, f, g, o, c reg.VecVirtual }

// cells writes the new states over the previous ones and returns the outputs.
func (s isa) cells(in []cellInput) (hs []reg.VecVirtual) {
	for _, v := range in {
		ig, f, h := s.sigmoid(v.i), s.sigmoid(v.f), s.vec()
		VMULPS(s.tanh(v.g), ig, ig)
		VFMADD213PS(ig, f, v.c)
		VMOVAPS(v.c, h)
		h = s.tanh(h)
		VMULPS(s.sigmoid(v.o), h, h)
		hs = append(hs, h)
	}
	return hs
}

// fractions computes the cell of an LSTM with AVX-512. With I = exp(-i), F = exp(-f),
// G = exp(2g), O = exp(-o), C = exp(2c)
//
//	c = (cPrev·(1+I)(G+1) + (G-1)(1+F)) / ((1+F)(1+I)(G+1))
//	h = (C-1) / ((1+O)(C+1))
type fractions struct {
	isa
	// one holds ones, and limit the logarithm to the base 2 of the largest power, so
	// that products of three of them are finite.
	one, limit reg.VecVirtual
}

func (s isa) newFractions() fractions {
	f := fractions{s, s.vec(), s.vec()}
	s.everyLane(1, f.one)
	s.everyLane(40, f.limit)
	return f
}

// cells is isa.cells, two divisions in place of five.
func (s fractions) cells(in []cellInput) (hs []reg.VecVirtual) {
	var xs []exponent
	for _, v := range in {
		xs = append(xs, exponent{v.i, -1}, exponent{v.f, -1}, exponent{v.g, 2}, exponent{v.o, -1})
	}
	powers := s.powers(xs)
	xs = nil
	var os []reg.VecVirtual
	for at, v := range in {
		i, f, g, o, below := powers[4*at], powers[4*at+1], powers[4*at+2], powers[4*at+3], s.vec()
		VADDPS(s.one, i, i)
		VADDPS(s.one, g, below)
		VADDPS(s.one, f, f)
		VSUBPS(s.one, g, g)
		VMULPS(i, below, below)
		VMULPS(f, g, g)
		VFMADD213PS(g, below, v.c)
		VMULPS(f, below, below)
		VDIVPS(below, v.c, v.c)
		VADDPS(s.one, o, o)
		os, xs = append(os, o), append(xs, exponent{v.c, 2})
	}
	hs = s.powers(xs)
	for at, h := range hs {
		below := s.vec()
		VADDPS(s.one, h, below)
		VSUBPS(s.one, h, h)
		VMULPS(os[at], below, below)
		VDIVPS(below, h, h)
	}
	return hs
}

// exponent stands for factor·x.
type exponent struct {
	x      reg.VecVirtual
	factor float64
}

// powers returns exp(factor·x) for each exponent. With t = factor·x·log₂e it is
// 2^floor(t) times 2ʳ for the fraction r of t, as a polynomial that is exact for 0
// and has the smallest relative error, 1.5e-7 (found by the Remez exchange). All
// take each step together, so that none waits for its own last step.
func (s fractions) powers(es []exponent) []reg.VecVirtual {
	t, r, p := make([]reg.VecVirtual, len(es)), make([]reg.VecVirtual, len(es)), make([]reg.VecVirtual, len(es))
	for i, e := range es {
		t[i], r[i], p[i] = s.vec(), s.vec(), s.vec()
		s.mul(e.factor*math.Log2E, e.x, t[i])
	}
	for i := range es {
		VMINPS(t[i], s.limit, t[i]) // in this order NaN stays
	}
	for i := range es {
		VREDUCEPS(U8(1), t[i], r[i]) // t - floor(t), and 0 for -Inf
	}
	for i := range es {
		s.everyLane(0.0018671300495043397, p[i])
	}
	for _, c := range []float64{0.009017030708491802, 0.05579991266131401, 0.24016444385051727, 0.6931512951850891, 1} {
		for i := range es {
			s.mulPlus(c, r[i], p[i])
		}
	}
	for i := range es {
		VSCALEFPS(t[i], p[i], p[i]) // p·2^floor(t)
	}
	return p
}
