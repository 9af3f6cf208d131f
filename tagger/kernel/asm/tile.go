package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// tiles writes a micro-kernel for every size of a block.
func (s isa) tiles(tile func(rows, vectors int)) {
	for vectors := 1; vectors <= 2; vectors++ {
		for rows := 1; rows <= s.rows; rows++ {
			tile(rows, vectors)
		}
	}
}

// tile writes the micro-kernel: a block of C of rows×vectors registers stays in
// them while the rows of a panel of B and the columns of A go by. Tiles that
// stand below each other in C are done in one call.
func (s isa) tile(rows, vectors int) {
	s.function(fmt.Sprintf("tile%dx%d", rows, vectors),
		fmt.Sprintf("tiles blocks below each other of C (+)= A·B, each %d rows of %d columns.", rows, vectors*s.lanes),
		"func(c, a, b *float32, ldc, rs, cs, next, k, tiles, cols, add int)")
	c, a, ldc, rs, cs := param("c"), param("a"), param("ldc"), param("rs"), param("cs")
	tiles, cols := param("tiles"), param("cols")

	// acc[r][v] is row r, vector v of the block.
	acc := make([][]reg.VecVirtual, rows)
	for r := range acc {
		for range vectors {
			acc[r] = append(acc[r], s.vec())
		}
	}
	walk := newRowWalk(rows, rs)
	b, k, at := GP64(), GP64(), GP64()
	add := GP64()

	var ks []mask
	if s.wide {
		ks = s.masks(cols, vectors)
	}
	// block reads or writes the block of C. AVX2's masks take registers and its
	// masked stores are slow: whole blocks do without.
	block := func(label string, access func(r int, at Mem, v int, k mask)) {
		walk := func(ks []mask) {
			MOVQ(c, at)
			for r := range rows {
				for v := range vectors {
					var k mask
					if ks != nil {
						k = ks[v]
					}
					access(r, Mem{Base: at, Disp: 4 * s.lanes * v}, v, k)
				}
				if r < rows-1 {
					ADDQ(ldc, at)
				}
			}
		}
		if s.wide {
			walk(ks)
			return
		}
		CMPQ(cols, U32(vectors*s.lanes))
		JLT(LabelRef(label + "_masked"))
		walk(nil)
		JMP(LabelRef(label + "_end"))
		Label(label + "_masked")
		walk(s.masks(cols, vectors))
		Label(label + "_end")
	}

	Label("tile")
	walk.start(a)
	Load(Param("b"), b)
	Load(Param("k"), k)
	Load(Param("add"), add)
	TESTQ(add, add)
	JZ(LabelRef("zero"))
	block("read", func(r int, at Mem, v int, k mask) { s.load(at, k, acc[r][v]) })
	JMP(LabelRef("step"))
	Label("zero")
	for r := range acc {
		for v := range acc[r] {
			s.zero(acc[r][v])
		}
	}
	Label("step")
	var bv []reg.VecVirtual
	for v := range vectors {
		bv = append(bv, s.vec())
		VMOVUPS(Mem{Base: b, Disp: 4 * s.lanes * v}, bv[v])
	}
	for r := range rows {
		x := s.vec()
		VBROADCASTSS(walk.row(r), x)
		for v := range vectors {
			VFMADD231PS(x, bv[v], acc[r][v])
		}
	}
	ADDQ(U32(4*s.lanes*vectors), b)
	walk.step(cs)
	DECQ(k)
	JNZ(LabelRef("step"))

	block("write", func(r int, at Mem, v int, k mask) { s.store(acc[r][v], k, at) })
	ADDQ(ldc, at)
	MOVQ(at, c)
	step := GP64()
	Load(Param("next"), step)
	ADDQ(step, a)
	DECQ(tiles)
	JNZ(LabelRef("tile"))
	end()
}

// packs writes the copying of a block of a matrix into a panel: rows of cols
// elements, filled up with zeros to whole vectors.
func (s isa) packs() {
	for vectors := 1; vectors <= 2; vectors++ {
		s.function(fmt.Sprintf("pack%d", vectors),
			"rows copies of cols elements from src to dst, filled up with zeros.",
			"func(dst, src *float32, dstStep, srcStep, rows, cols int)")
		dst, src := param("dst"), param("src")
		dstStep, srcStep := param("dstStep"), param("srcStep")
		rows := param("rows")
		ks := s.masks(param("cols"), vectors)
		Label("row")
		for v := range vectors {
			x := s.vec()
			s.load(Mem{Base: src, Disp: 4 * s.lanes * v}, ks[v], x)
			VMOVUPS(x, Mem{Base: dst, Disp: 4 * s.lanes * v})
		}
		ADDQ(dstStep, dst)
		ADDQ(srcStep, src)
		DECQ(rows)
		JNZ(LabelRef("row"))
		end()
	}
}
