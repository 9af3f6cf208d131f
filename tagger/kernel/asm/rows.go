package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// rowWalk goes through the columns of a few rows at once. The rows are addressed
// from two pointers, half rows apart, and odd multiples of the stride.
type rowWalk struct {
	stride, stride3, stride5 reg.GPVirtual
	low, high                reg.GPVirtual // high is nil if there are few rows
}

const half = 7

func newRowWalk(rows int, stride reg.GPVirtual) rowWalk {
	w := rowWalk{stride: stride, low: GP64()}
	if rows > 3 {
		w.stride3 = GP64()
		LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, w.stride3)
	}
	if rows > 5 {
		w.stride5 = GP64()
		LEAQ(Mem{Base: stride, Index: stride, Scale: 4}, w.stride5)
	}
	if rows > half {
		w.high = GP64()
	}
	return w
}

// start goes to the first column of the rows that begin at a.
func (w rowWalk) start(a reg.GPVirtual) {
	MOVQ(a, w.low)
	if w.high != nil {
		LEAQ(Mem{Base: a, Index: w.stride, Scale: 1}, w.high)
		LEAQ(Mem{Base: w.high, Index: w.stride3, Scale: 2}, w.high)
	}
}

// row is the place in row r.
func (w rowWalk) row(r int) Mem {
	base := w.low
	if r >= half {
		base, r = w.high, r-half
	}
	switch r {
	case 0:
		return Mem{Base: base}
	case 3:
		return Mem{Base: base, Index: w.stride3, Scale: 1}
	case 5:
		return Mem{Base: base, Index: w.stride5, Scale: 1}
	case 6:
		return Mem{Base: base, Index: w.stride3, Scale: 2}
	default: // 1, 2, 4
		return Mem{Base: base, Index: w.stride, Scale: uint8(r)}
	}
}

// step goes on by so many bytes.
func (w rowWalk) step(bytes Op) {
	ADDQ(bytes, w.low)
	if w.high != nil {
		ADDQ(bytes, w.high)
	}
}
