package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// logistic writes a function of one variable over a slice.
func (s isa) logistic(name, doc string, of func(x reg.VecVirtual) reg.VecVirtual) {
	s.function(name, doc+".", "func(dst, src *float32, n int)")
	dst, src, n := param("dst"), param("src"), param("n")
	s.loop(n, []reg.GPVirtual{dst, src}, func(k mask) {
		x := s.vec()
		s.load(Mem{Base: src}, k, x)
		s.store(of(x), k, Mem{Base: dst})
	})
	end()
}

// clamp limits x to [low, high]. The order of operands lets NaN through.
func (s isa) clamp(x reg.VecVirtual, low, high float64) {
	limit := s.vec()
	s.everyLane(low, limit)
	VMAXPS(x, limit, x)
	s.everyLane(high, limit)
	VMINPS(x, limit, x)
}

// reduce writes x = n·ln2 + r, |r| ≤ ln2/2, and returns n and exp(r)-1, from the
// Taylor series up to r⁷ (the first term left out is below 6e-9). It needs x.
func (s isa) reduce(x reg.VecVirtual) (n, p reg.VecVirtual) {
	n = s.vec()
	s.mul(math.Log2E, x, n)
	s.round(n, n)
	high := float64(float32(math.Ln2))
	s.minusMul(high, n, x)
	s.minusMul(math.Ln2-high, n, x)
	p = s.vec()
	s.everyLane(1.0/5040, p)
	for _, c := range []float64{1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2} {
		s.mulPlus(c, x, p)
	}
	square := s.vec()
	VMULPS(x, x, square)
	VFMADD213PS(x, square, p)
	return n, p
}

// power2 writes 2ⁿ over the integer n in AVX2: 0 for -127, +Inf for 128.
func (s isa) power2(n reg.VecVirtual) {
	VPADDD(s.bits(127), n, n)
	VPSLLD(U8(23), n, n)
}

// scale writes p·2ⁿ over p. AVX2 does it right where 2ⁿ is not a subnormal.
func (s isa) scale(n, p reg.VecVirtual) {
	if s.wide {
		VSCALEFPS(n, p, p)
		return
	}
	VCVTPS2DQ(n, n)
	s.power2(n)
	VMULPS(n, p, p)
}

func (s isa) exp(x reg.VecVirtual) reg.VecVirtual {
	s.clamp(x, -104, 89)
	n, p := s.reduce(x)
	s.add(1, p, p)
	if s.wide {
		s.scale(n, p)
		return p
	}
	// In two halves, since 2ⁿ itself may be too large or too small.
	VCVTPS2DQ(n, n)
	first := s.vec()
	VPSRAD(U8(1), n, first)
	VPSUBD(first, n, n)
	s.power2(first)
	s.power2(n)
	VMULPS(first, p, p)
	VMULPS(n, p, p)
	return p
}

func (s isa) sigmoid(x reg.VecVirtual) reg.VecVirtual {
	s.negate(x, x)
	s.clamp(x, -88, 89)
	n, p := s.reduce(x)
	one := s.vec()
	s.everyLane(1, one)
	VADDPS(one, p, p)
	s.scale(n, p)
	VADDPS(one, p, p)
	VDIVPS(p, one, p)
	return p
}

// tanh is e/(e+2) with e = exp(2x)-1 = 2ⁿ·p + (2ⁿ-1), which keeps the precision
// of small x.
func (s isa) tanh(x reg.VecVirtual) reg.VecVirtual {
	VADDPS(x, x, x)
	s.clamp(x, -30, 30)
	n, p := s.reduce(x)
	power := s.vec()
	s.everyLane(1, power)
	s.scale(n, power)
	e := s.vec()
	s.add(-1, power, e)
	VFMADD231PS(p, power, e)
	s.add(2, e, power)
	VDIVPS(power, e, e)
	return e
}
