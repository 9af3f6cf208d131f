package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// gates returns the pointers of the four gates in a row z of 4n floats.
func gates(z, n reg.GPVirtual) []reg.GPVirtual {
	ps := []reg.GPVirtual{z}
	for range 3 {
		p := GP64()
		LEAQ(Mem{Base: ps[len(ps)-1], Index: n, Scale: 4}, p)
		ps = append(ps, p)
	}
	return ps
}

func (s isa) lstmForward() {
	s.function("lstmForward", "one row of LSTMGatesBatch.",
		"func(h, c, tanhC, z, cPrev *float32, n int)")
	h, c, tanhC, z, cPrev, n := param("h"), param("c"), param("tanhC"), param("z"), param("cPrev"), param("n")
	g := gates(z, n)
	s.loop(n, append(g, h, c, tanhC, cPrev), func(k mask) {
		gate := func(at int, of func(x reg.VecVirtual) reg.VecVirtual) reg.VecVirtual {
			x := s.vec()
			s.load(Mem{Base: g[at]}, k, x)
			y := of(x)
			s.store(y, k, Mem{Base: g[at]})
			return y
		}
		cell, x := s.vec(), gate(0, s.sigmoid)
		VMULPS(gate(2, s.tanh), x, x)
		s.load(Mem{Base: cPrev}, k, cell)
		VFMADD213PS(x, gate(1, s.sigmoid), cell)
		s.store(cell, k, Mem{Base: c})
		t := s.tanh(cell)
		s.store(t, k, Mem{Base: tanhC})
		VMULPS(gate(3, s.sigmoid), t, t)
		s.store(t, k, Mem{Base: h})
	})
	end()
}

func (s isa) lstmBackward() {
	s.function("lstmBackward", "one row of LSTMGatesBackward.",
		"func(dz, dcPrev, dh, dc, z, tanhC, cPrev *float32, n int)")
	dz, dcPrev, dh, dc := param("dz"), param("dcPrev"), param("dh"), param("dc")
	z, tanhC, cPrev, n := param("z"), param("tanhC"), param("cPrev"), param("n")
	// Fourteen streams have too few registers: the gates are addressed by multiples
	// of the length of a row.
	length, length3 := GP64(), GP64()
	MOVQ(n, length)
	SHLQ(U8(2), length)
	LEAQ(Mem{Base: length, Index: length, Scale: 2}, length3)
	gate := func(base reg.GPVirtual, i int) Mem {
		switch i {
		case 0:
			return Mem{Base: base}
		case 3:
			return Mem{Base: base, Index: length3, Scale: 1}
		default:
			return Mem{Base: base, Index: length, Scale: uint8(i)}
		}
	}
	s.loop(n, []reg.GPVirtual{dz, dcPrev, dh, dc, z, tanhC, cPrev}, func(k mask) {
		read := func(m Mem) reg.VecVirtual {
			r := s.vec()
			s.load(m, k, r)
			return r
		}
		one := s.vec()
		s.everyLane(1, one)
		o, t, gh := read(gate(z, 3)), read(Mem{Base: tanhC}), read(Mem{Base: dh})
		// δ = dc + dh·o·(1-t²)
		d, x, y := read(Mem{Base: dc}), s.vec(), s.vec()
		VMULPS(o, gh, x) // dh·o
		VMOVAPS(one, y)
		VFNMADD231PS(t, t, y)
		VFMADD231PS(y, x, d)
		// dz_o = dh·o · t·(1-o)
		VSUBPS(o, one, y)
		VMULPS(t, y, y)
		VMULPS(x, y, y)
		i, g := read(gate(z, 0)), read(gate(z, 2))
		f, cp := read(gate(z, 1)), read(Mem{Base: cPrev})
		s.store(y, k, gate(dz, 3))
		// dz_f = δ·f · cPrev·(1-f), dcPrev = δ·f
		VMULPS(f, d, x)
		s.store(x, k, Mem{Base: dcPrev})
		VSUBPS(f, one, y)
		VMULPS(cp, y, y)
		VMULPS(x, y, y)
		s.store(y, k, gate(dz, 1))
		// dz_i = δ·i · g·(1-i)
		VMULPS(i, d, x)
		VSUBPS(i, one, y)
		VMULPS(g, y, y)
		VMULPS(x, y, y)
		s.store(y, k, gate(dz, 0))
		// dz_g = δ·i · (1-g²)
		VFNMADD231PS(g, g, one)
		VMULPS(x, one, one)
		s.store(one, k, gate(dz, 2))
	})
	end()
}
