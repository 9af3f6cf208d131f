package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// everywhere returns the float parameter in every lane of a vector.
func (s isa) everywhere(name string) reg.VecVirtual {
	r := s.vec()
	VBROADCASTSS(argument(name), r)
	return r
}

func (s isa) axpy() {
	s.function("axpy", "y += alpha·x.", "func(y, x *float32, n int, alpha float32)")
	y, x, n := param("y"), param("x"), param("n")
	alpha := s.everywhere("alpha")
	s.loop(n, []reg.GPVirtual{y, x}, func(k mask) {
		yv, xv := s.vec(), s.vec()
		s.load(Mem{Base: y}, k, yv)
		s.load(Mem{Base: x}, k, xv)
		VFMADD231PS(xv, alpha, yv)
		s.store(yv, k, Mem{Base: y})
	})
	end()
}

// dot keeps four sums, so that additions need not wait for each other.
func (s isa) dot() {
	s.function("dot", "the sum of a·b.", "func(a, b *float32, n int) float32")
	a, b, n := param("a"), param("b"), param("n")
	sum := make([]reg.VecVirtual, 4)
	for i := range sum {
		sum[i] = s.vec()
		s.zero(sum[i])
	}
	Label("four")
	CMPQ(n, U32(4*s.lanes))
	JLT(LabelRef("loop"))
	for i := range sum {
		x := s.vec()
		VMOVUPS(Mem{Base: a, Disp: 4 * s.lanes * i}, x)
		VFMADD231PS(Mem{Base: b, Disp: 4 * s.lanes * i}, x, sum[i])
	}
	ADDQ(U32(16*s.lanes), a)
	ADDQ(U32(16*s.lanes), b)
	SUBQ(U32(4*s.lanes), n)
	JMP(LabelRef("four"))
	s.loop(n, []reg.GPVirtual{a, b}, func(k mask) {
		x, y := s.vec(), s.vec()
		s.load(Mem{Base: a}, k, x)
		s.load(Mem{Base: b}, k, y)
		VFMADD231PS(x, y, sum[0])
	})
	VADDPS(sum[1], sum[0], sum[0])
	VADDPS(sum[3], sum[2], sum[2])
	VADDPS(sum[2], sum[0], sum[0])
	if s.wide {
		high := YMM()
		VEXTRACTF64X4(U8(1), sum[0], high)
		VADDPS(high, sum[0].AsY(), sum[0].AsY())
	}
	high, low := XMM(), sum[0].AsX()
	VEXTRACTF128(U8(1), sum[0].AsY(), high)
	VADDPS(high, low, low)
	VHADDPS(low, low, low)
	VHADDPS(low, low, low)
	Store(low, ReturnIndex(0))
	end()
}

func (s isa) adam() {
	s.function("adam", "m += (1-beta1)·(g-m); v += (1-beta2)·(g²-v);"+
		" w = w·decay - step·m/(sqrt(v·scale)+eps), with the first two as sums of products.",
		"func(w, grad, m, v *float32, n int, beta1, rest1, beta2, rest2, step, scale, eps, decay float32)")
	w, g, m, v, n := param("w"), param("grad"), param("m"), param("v"), param("n")
	beta1, rest1 := s.everywhere("beta1"), s.everywhere("rest1")
	beta2, rest2 := s.everywhere("beta2"), s.everywhere("rest2")
	step, scale := s.everywhere("step"), s.everywhere("scale")
	eps, decay := s.everywhere("eps"), s.everywhere("decay")
	s.loop(n, []reg.GPVirtual{w, g, m, v}, func(k mask) {
		gv, mv, vv, wv, x := s.vec(), s.vec(), s.vec(), s.vec(), s.vec()
		s.load(Mem{Base: g}, k, gv)
		s.load(Mem{Base: m}, k, mv)
		s.load(Mem{Base: v}, k, vv)
		s.load(Mem{Base: w}, k, wv)
		VMULPS(beta1, mv, mv)
		VFMADD231PS(gv, rest1, mv)
		s.store(mv, k, Mem{Base: m})
		VMULPS(gv, gv, gv)
		VMULPS(beta2, vv, vv)
		VFMADD231PS(gv, rest2, vv)
		s.store(vv, k, Mem{Base: v})
		VMULPS(scale, vv, x)
		VSQRTPS(x, x)
		VADDPS(eps, x, x)
		VMULPS(step, mv, mv)
		VDIVPS(x, mv, x)
		VFMSUB213PS(x, decay, wv)
		s.store(wv, k, Mem{Base: w})
	})
	end()
}

// peak writes a loop of nothing but fused multiply-adds on registers, enough of
// them that none waits for another: the bound of the matrix products.
func (s isa) peak() {
	s.peakOf("peak", "12 fused multiply-adds of whole vectors, n times.", func(x, y, acc reg.VecVirtual) {
		VFMADD231PS(x, y, acc)
	})
}

// peakOf writes such a loop of the given operation.
func (s isa) peakOf(name, doc string, operation func(x, y, acc reg.VecVirtual)) {
	s.function(name, doc, "func(n int)")
	n := param("n")
	acc := make([]reg.VecVirtual, 12)
	for i := range acc {
		acc[i] = s.vec()
		s.zero(acc[i])
	}
	x, y := s.vec(), s.vec()
	s.zero(x)
	s.zero(y)
	Label("step")
	for _, r := range acc {
		operation(x, y, r)
	}
	DECQ(n)
	JNZ(LabelRef("step"))
	end()
}
