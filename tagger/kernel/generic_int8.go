package kernel

import "math"

// int8Level is one way of computing with 8-bit numbers, as level is for float32.
type int8Level struct {
	// fast says that products take less time than those of float32.
	fast bool
	// A tile of C has up to rows rows and up to vectors·lanes columns.
	rows, vectors, lanes int

	tile func(rows, vectors int, c []float32, a []uint8, b []int8, t int8Tiling)
	// quantize writes round(x·factor), from -127 to 127, plus zeroPoint.
	quantize func(q []uint8, x []float32, factor float32)
	// maxAbs is the largest |x|, NaN if any is NaN.
	maxAbs func(x []float32) float32
	// lstmStep is that of level, and writes h as quantize does with the factor 127; nil
	// where the two are to be called one after the other.
	lstmStep func(q []uint8, h, c, z, cPrev []float32, hidden int)

	// peak makes n times 12 sums of 4 products in each lane, for benchmarks; nil where
	// there are none.
	peak func(n int)
}

func (f *int8Level) width() int { return f.vectors * f.lanes }

// int8Tiling describes tiles of C that stand below each other, and those of the
// panels to the right:
// C[i,j] = (offset[j] + Σ_p A[i,p]·B[p,j])·rowScale[i]·colScale[j] + addend[i,j].
// Steps count elements.
type int8Tiling struct {
	ldc, lda     int // from one row of C or A to the next
	groups, k    int // length of the sums in groups of 4, and in elements
	tiles        int // number of tiles
	panels       int // number of panels
	cols         int // columns of C to touch, all of the panel if there are several
	offset       []int32
	colScale     []float32
	rowScale     []float32
	rowScaleStep int // 1, or 0 for one scale of all rows
	addend       []float32
	ldAddend     int // from one row of the addend to the next: that of C, or 0
}

var genericInt8 = &int8Level{
	rows: 4, vectors: 1, lanes: 4,
	tile: tileInt8Generic, quantize: quantizeGeneric, maxAbs: maxAbsGeneric,
}

func tileInt8Generic(rows, _ int, c []float32, a []uint8, b []int8, t int8Tiling) {
	for panel := range t.panels {
		at := 4 * panel
		bp := b[panel*4*group*t.groups:]
		offset, colScale := t.offset[at:], t.colScale[at:]
		for i := range rows * t.tiles {
			sum := [4]int32(offset)
			for p, q := range a[i*t.lda:][:t.k] {
				w := bp[p/group*4*group+p%group:][:3*group+1]
				sum[0] += int32(q) * int32(w[0])
				sum[1] += int32(q) * int32(w[group])
				sum[2] += int32(q) * int32(w[2*group])
				sum[3] += int32(q) * int32(w[3*group])
			}
			to, addend := c[i*t.ldc+at:][:t.cols], t.addend[i*t.ldAddend+at:]
			for j := range to {
				// The conversion keeps the compiler from fusing it with the addition.
				x := float32(float32(sum[j]) * t.rowScale[i*t.rowScaleStep] * colScale[j])
				to[j] = x + addend[j]
			}
		}
	}
}

func quantizeGeneric(q []uint8, x []float32, factor float32) {
	for i, v := range x {
		v *= factor
		if !(v >= -127) { // or NaN
			v = -127
		}
		q[i] = uint8(math.RoundToEven(float64(min(v, 127))) + zeroPoint)
	}
}

func maxAbsGeneric(x []float32) float32 {
	var largest float32
	for _, v := range x {
		largest = max(largest, v, -v)
	}
	return largest
}
