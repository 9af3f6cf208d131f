package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sumProducts adds to each 32-bit lane of acc its four products of an unsigned
// byte of a and a signed byte of w. avo does not know the instruction.
func sumProducts(w, a, acc Op) {
	Instruction(&ir.Instruction{
		Opcode:   "VPDPBUSD",
		Operands: []Op{w, a, acc},
		Inputs:   []Op{w, a, acc},
		Outputs:  []Op{acc},
		ISA:      []string{"AVX512_VNNI"},
	})
}

// int8Tile writes the micro-kernel, like that of tile: each step takes four
// columns of A and four rows of B, and the block of C is sums of whole numbers until
// the end.
func (s isa) int8Tile(rows, vectors int) {
	s.function(fmt.Sprintf("int8Tile%dx%d", rows, vectors),
		fmt.Sprintf("panels times tiles blocks of C = (offset + A·B)·rowScale·colScale + addend,"+
			" each %d rows of %d columns: tiles below each other, then those of the next panel.", rows, vectors*s.lanes),
		"func(c, addend, rowScale *float32, a *uint8, b *int8, offset *int32, colScale *float32,"+
			" ldc, ldAddend, rowScaleStep, lda, next, groups, tiles, panels, cols int)")
	lda := param("lda")
	ks := s.masks(param("cols"), vectors)

	acc := make([][]reg.VecVirtual, rows)
	for r := range acc {
		for range vectors {
			acc[r] = append(acc[r], s.vec())
		}
	}
	walk := newRowWalk(rows, lda)

	Label("panel")
	c, addend, rowScale := param("c"), param("addend"), param("rowScale")
	a, tiles := param("a"), param("tiles")
	Label("tile")
	walk.start(a)
	b, k, offset := param("b"), param("groups"), param("offset")
	for v := range vectors {
		VMOVDQU32(Mem{Base: offset, Disp: 4 * s.lanes * v}, acc[0][v])
		for r := 1; r < rows; r++ {
			VMOVDQA32(acc[0][v], acc[r][v])
		}
	}
	Label("step")
	var bv []reg.VecVirtual
	for v := range vectors {
		bv = append(bv, s.vec())
		VMOVDQU32(Mem{Base: b, Disp: 4 * s.lanes * v}, bv[v])
	}
	for r := range rows {
		x := s.vec()
		VPBROADCASTD(walk.row(r), x)
		for v := range vectors {
			sumProducts(bv[v], x, acc[r][v])
		}
	}
	ADDQ(U32(4*s.lanes*vectors), b)
	walk.step(U8(4))
	DECQ(k)
	JNZ(LabelRef("step"))

	colScale, ldc := param("colScale"), param("ldc")
	ldAddend, rowScaleStep := param("ldAddend"), param("rowScaleStep")
	var scale []reg.VecVirtual
	for v := range vectors {
		scale = append(scale, s.vec())
		VMOVUPS(Mem{Base: colScale, Disp: 4 * s.lanes * v}, scale[v])
	}
	for r := range rows {
		ofRow := s.vec()
		VBROADCASTSS(Mem{Base: rowScale}, ofRow)
		for v, x := range acc[r] {
			VCVTDQ2PS(x, x)
			VMULPS(ofRow, x, x)
			VMULPS(scale[v], x, x)
			y := s.vec()
			s.load(Mem{Base: addend, Disp: 4 * s.lanes * v}, ks[v], y)
			VADDPS(y, x, x)
			s.store(x, ks[v], Mem{Base: c, Disp: 4 * s.lanes * v})
		}
		ADDQ(rowScaleStep, rowScale)
		ADDQ(ldAddend, addend)
		ADDQ(ldc, c)
	}
	ADDQ(param("next"), a)
	DECQ(tiles)
	JNZ(LabelRef("tile"))

	// b has reached the next panel.
	MOVQ(b, argument("b"))
	for _, name := range []string{"c", "addend", "offset", "colScale"} {
		ADDQ(U32(4*s.lanes*vectors), argument(name))
	}
	DECQ(argument("panels"))
	JNZ(LabelRef("panel"))
	end()
}

// quantized returns x·factor, limited to -127 and 127, rounded, plus 128, over x. NaN
// becomes that of -127.
func (s isa) quantized(x, factor reg.VecVirtual) reg.VecVirtual {
	VMULPS(factor, x, x)
	VMAXPS_BCST(s.f(-127), x, x)
	VMINPS_BCST(s.f(127), x, x)
	VCVTPS2DQ(x, x)
	VPADDD_BCST(s.bits(128), x, x)
	return x
}

// storeBytes writes the low byte of the lanes of k to m.
func (s isa) storeBytes(x reg.VecVirtual, k mask, m Mem) {
	if k == nil {
		VPMOVDB(x, m)
		return
	}
	VPMOVDB(x, k, m)
}

func (s isa) quantize() {
	s.function("quantize", "q = round(x·factor) + 128, between 1 and 255.",
		"func(q *uint8, x *float32, n int, factor float32)")
	q, x, n := param("q"), param("x"), param("n")
	factor := s.everywhere("factor")
	s.loop(n, []reg.GPVirtual{x}, func(k mask) {
		v := s.vec()
		s.load(Mem{Base: x}, k, v)
		s.storeBytes(s.quantized(v, factor), k, Mem{Base: q})
	}, q)
	end()
}

// maxAbs compares the bits as whole numbers: without their sign they are in the
// order of the numbers, then +Inf, then NaN.
func (s isa) maxAbs() {
	s.function("maxAbs", "the largest |x|, NaN if there is one.", "func(x *float32, n int) float32")
	x, n := param("x"), param("n")
	largest := s.vec()
	s.zero(largest)
	s.loop(n, []reg.GPVirtual{x}, func(k mask) {
		v := s.vec()
		s.load(Mem{Base: x}, k, v)
		VPANDD_BCST(s.bits(1<<31-1), v, v)
		VPMAXUD(v, largest, largest)
	})
	half := YMM()
	VEXTRACTF64X4(U8(1), largest, half)
	VPMAXUD(half, largest.AsY(), half)
	low, other := half.AsX(), XMM()
	VEXTRACTF128(U8(1), half, other)
	VPMAXUD(other, low, low)
	for _, order := range []uint8{0b01001110, 0b10110001} { // halves, then neighbours
		VPSHUFD(U8(order), low, other)
		VPMAXUD(other, low, low)
	}
	Store(low, ReturnIndex(0))
	end()
}

// int8Peak is peak for sumProducts.
func (s isa) int8Peak() {
	s.peakOf("int8Peak", "12 sums of four products in each lane, n times.", func(x, y, acc reg.VecVirtual) {
		sumProducts(x, y, acc)
	})
}
