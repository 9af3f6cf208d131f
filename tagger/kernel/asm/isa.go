package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// isa is an instruction set. AVX2 has 16 registers of 8 floats and masks that are
// vectors; AVX-512 has 32 of 16 floats and mask registers.
type isa struct {
	suffix string
	lanes  int
	rows   int // rows of the largest tile
	wide   bool
	vec    func() reg.VecVirtual
	konst  *constants
}

func avx2() isa {
	return isa{suffix: "AVX2", lanes: 8, rows: 6, vec: YMM, konst: shared}
}

func avx512() isa {
	return isa{suffix: "AVX512", lanes: 16, rows: 14, wide: true, vec: ZMM, konst: shared}
}

// constants are vectors in read-only memory, each 32 bytes of one value, so that
// they serve as memory operands of AVX2. AVX-512 takes the first element and
// broadcasts it: the linker aligns to 32 bytes, and a load of 64 that crosses a cache
// line takes twice the time.
type constants struct {
	at map[uint32]Mem
}

var shared = &constants{at: map[uint32]Mem{}}

func (c *constants) bits(v uint32) Mem {
	if m, ok := c.at[v]; ok {
		return m
	}
	m := GLOBL("const_"+hex(v), attr.RODATA|attr.NOPTR)
	for i := range 8 {
		DATA(4*i, U32(v))
	}
	c.at[v] = m
	return m
}

func hex(v uint32) string {
	const digits = "0123456789abcdef"
	var s [8]byte
	for i := range s {
		s[i] = digits[v>>(28-4*i)&15]
	}
	return string(s[:])
}

// f is the constant v, in every lane of AVX2.
func (s isa) f(v float64) Mem { return s.konst.bits(math.Float32bits(float32(v))) }

// bits is the constant with these bits, in every lane of AVX2.
func (s isa) bits(v uint32) Mem { return s.konst.bits(v) }

// everyLane sets r to the constant v in every lane.
func (s isa) everyLane(v float64, r Op) { VBROADCASTSS(s.f(v), r) }

// The following compute with the constant v in every lane.

// add computes dst = v + x.
func (s isa) add(v float64, x, dst Op) { s.choose(VADDPS, VADDPS_BCST)(s.f(v), x, dst) }

// mul computes dst = v·x.
func (s isa) mul(v float64, x, dst Op) { s.choose(VMULPS, VMULPS_BCST)(s.f(v), x, dst) }

// mulPlus computes dst = dst·x + v.
func (s isa) mulPlus(v float64, x, dst Op) { s.choose(VFMADD213PS, VFMADD213PS_BCST)(s.f(v), x, dst) }

// minusMul computes dst -= v·x.
func (s isa) minusMul(v float64, x, dst Op) {
	s.choose(VFNMADD231PS, VFNMADD231PS_BCST)(s.f(v), x, dst)
}

// choose takes the form of an instruction whose memory operand is one element, or
// for AVX2, which lacks it, a vector.
func (s isa) choose(vector, broadcast func(...Op)) func(...Op) {
	if s.wide {
		return broadcast
	}
	return vector
}

// zero clears r.
func (s isa) zero(r reg.Register) {
	if s.wide {
		VPXORD(r, r, r)
		return
	}
	VXORPS(r, r, r)
}

// negate computes dst = -x.
func (s isa) negate(x, dst Op) { s.choose(VXORPS, VPXORD_BCST)(s.bits(1<<31), x, dst) }

// round computes dst = src rounded to the nearest integer, ties to even.
func (s isa) round(src, dst Op) {
	if s.wide {
		VRNDSCALEPS(U8(0), src, dst)
		return
	}
	VROUNDPS(U8(0), src, dst)
}

// mask is what a load or store of the first lanes of a vector needs; nil stands
// for all lanes.
type mask reg.Register

// load reads the lanes of mask from m, the other lanes of r are zero.
func (s isa) load(m Mem, k mask, r reg.Register) {
	switch {
	case k == nil:
		VMOVUPS(m, r)
	case s.wide:
		VMOVUPS_Z(m, k, r)
	default:
		VMASKMOVPS(m, k, r)
	}
}

// store writes the lanes of mask to m.
func (s isa) store(r reg.Register, k mask, m Mem) {
	switch {
	case k == nil:
		VMOVUPS(r, m)
	case s.wide:
		VMOVUPS(r, k, m)
	default:
		VMASKMOVPS(r, k, m)
	}
}

// masks returns the masks of the first n lanes of count vectors, n at most
// lanes×count.
func (s isa) masks(n reg.GPVirtual, count int) []mask {
	var ks []mask
	if s.wide {
		bits := GP32()
		MOVL(I32(-1), bits)
		BZHIL(n.As32(), bits, bits)
		for i := range count {
			k := K()
			if i > 0 {
				SHRL(U8(16), bits)
			}
			KMOVW(bits, k)
			ks = append(ks, k)
		}
		return ks
	}
	// A window into 16 ones followed by 16 zeros, as far in as lanes are missing.
	at, missing := GP64(), GP64()
	LEAQ(tailMask(), at)
	MOVQ(I32(16), missing)
	SUBQ(n, missing)
	for i := range count {
		k := s.vec()
		VMOVUPS(Mem{Base: at, Index: missing, Scale: 4, Disp: 32 * i}, k)
		ks = append(ks, k)
	}
	return ks
}

var tailMaskTable *Mem

func tailMask() Mem {
	if tailMaskTable == nil {
		m := GLOBL("tailmask", attr.RODATA|attr.NOPTR)
		for i := range 32 {
			v := U32(0)
			if i < 16 {
				v = 0xffffffff
			}
			DATA(4*i, v)
		}
		tailMaskTable = &m
	}
	return *tailMaskTable
}

// function begins a function whose name ends in the name of the instruction set.
func (s isa) function(name, doc, signature string) {
	TEXT(name+s.suffix, attr.NOSPLIT, signature)
	Doc(name+s.suffix+" computes "+doc, "")
	Pragma("noescape")
}

// argument is the place of a parameter, which belongs to the function.
func argument(name string) Mem {
	at, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return at.Addr
}

func param(name string) reg.GPVirtual {
	return Load(Param(name), GP64()).(reg.GPVirtual)
}

// loop writes body for the n elements at each pointer, a vector at a time, and
// once more under a mask for the rest. bytes are pointers to elements of one byte.
func (s isa) loop(n reg.GPVirtual, pointers []reg.GPVirtual, body func(k mask), bytes ...reg.GPVirtual) {
	s.loopBy(1, n, pointers, func(ks []mask) { body(ks[0]) }, bytes...)
}

// loopBy is loop for bodies of several vectors, with a mask for each. The rest takes
// a body of as few vectors as it needs.
func (s isa) loopBy(vectors int, n reg.GPVirtual, pointers []reg.GPVirtual, body func(ks []mask), bytes ...reg.GPVirtual) {
	Label("loop")
	CMPQ(n, U32(vectors*s.lanes))
	JLT(LabelRef("tail"))
	body(make([]mask, vectors))
	for _, p := range pointers {
		ADDQ(U32(4*vectors*s.lanes), p)
	}
	for _, p := range bytes {
		ADDQ(U32(vectors*s.lanes), p)
	}
	SUBQ(U32(vectors*s.lanes), n)
	JMP(LabelRef("loop"))
	Label("tail")
	TESTQ(n, n)
	JZ(LabelRef("done"))
	for v := 1; v < vectors; v++ {
		longer := fmt.Sprintf("tail%d", v+1)
		CMPQ(n, U32(v*s.lanes))
		JGT(LabelRef(longer))
		body(s.masks(n, v))
		JMP(LabelRef("done"))
		Label(longer)
	}
	body(s.masks(n, vectors))
	Label("done")
}

func end() {
	VZEROUPPER()
	RET()
}
