package kernel

import (
	"fmt"
	"math"
)

// Int8 is a matrix of weights B [K×N] of signed 8-bit numbers, laid out for the
// micro-kernels of [MulInt8] and [MulAddInt8]. Each column has a scale, so that
// B[p,j] ≈ scale_j·w[p,j] with |w| ≤ 127. It may be read by several goroutines at
// once.
//
// As in [Packed] the columns are cut into panels. Each panel holds its part of
// rows 0 to 3, then of rows 4 to 7, and so on: the four numbers of a column lie
// beside each other. Missing rows and columns are zeros.
type Int8 struct {
	level  *level
	k, n   int
	data   []int8
	scale  []float32 // of each column, zeros up to whole vectors
	offset []int32   // -zeroPoint·Σ_p w[p,j], as long as scale
	zeros  []float32 // N zeros: what is added where nothing is
}

// MaxInt8K is the largest K of an [Int8]: sums of K products of 8-bit numbers stay
// within 32 bits, 255·127·MaxInt8K < 2³¹.
const MaxInt8K = 1 << 16

const (
	// zeroPoint is the code of 0 in a [Uint8].
	zeroPoint = 128
	// negligible is the largest value that is rounded to zero with its whole column of
	// weights or row of activations; 127/negligible is finite.
	negligible = 1e-30
)

// PackInt8 rounds the weights w [k×n] to 8 bits and lays them out. The scale of a
// column is max|w[p,j]|/127, and 0 if no weight in it exceeds 1e-30; a
// column with a weight that is not finite makes its results not finite. It panics
// if k exceeds [MaxInt8K].
func PackInt8(w []float32, k, n int) *Int8 { return active.packedInt8(w, k, n) }

func (l *level) packedInt8(w []float32, k, n int) *Int8 {
	need("w", w, k, n)
	if k > MaxInt8K {
		panic(fmt.Sprintf("kernel: 8-bit weights have %d rows, at most %d are possible", k, MaxInt8K))
	}
	f := l.int8
	padded := roundUp(n, f.lanes)
	b := &Int8{
		level: l, k: k, n: n,
		data:  make([]int8, roundUp(k, group)*padded),
		scale: make([]float32, padded), offset: make([]int32, padded), zeros: make([]float32, n),
	}
	for j := range n {
		var largest float32
		for p := range k {
			largest = max(largest, float32(math.Abs(float64(w[p*n+j]))))
		}
		if largest <= negligible {
			continue
		}
		b.scale[j] = largest / 127
		panel, width := b.panel(j - j%f.width())
		at := panel[(j%f.width())*group:]
		for p := range k {
			v := math.RoundToEven(float64(w[p*n+j]) * 127 / float64(largest))
			if v != v {
				continue // the scale is not finite and tells
			}
			at[p/group*group*width+p%group] = int8(v)
			b.offset[j] -= zeroPoint * int32(v)
		}
	}
	return b
}

// group is the number of products that VPDPBUSD adds up in one lane.
const group = 4

// panel returns the panel that begins at column j, and its width in columns.
func (b *Int8) panel(j int) ([]int8, int) {
	width := min(len(b.scale)-j, b.level.int8.width())
	depth := roundUp(b.k, group)
	return b.data[j*depth:][:depth*width], width
}

// K is the number of rows of the matrix.
func (b *Int8) K() int { return b.k }

// N is the number of columns of the matrix.
func (b *Int8) N() int { return b.n }

// HasInt8 says whether the level in use multiplies 8-bit numbers faster than
// float32.
func HasInt8() bool { return active.int8.fast }

// MulInt8 computes C = A·B + bias, where A is [m×K], B is [K×N], bias is [N] or nil
// for none, and C is [m×N]:
//
//	C[i,j] = float32(Σ_p (A[i,p]-128)·B[p,j])·scale_i·scale_j + bias[j]
//
// The sum is exact, and the other operations are rounded to float32 one by one
// from left to right: all levels give the same bits. Compared with the product of
// the values x and w that were rounded to A and B the error of an element is,
// apart from that rounding, at most
//
//	scale_i/2·Σ_p|w[p,j]| + scale_j/2·Σ_p|x[i,p]| + K/4·scale_i·scale_j
func MulInt8(c []float32, a Uint8, m int, b *Int8, bias []float32) {
	if bias == nil {
		bias = b.zeros
	}
	need("bias", bias, 1, b.n)
	b.level.mulInt8(c, a, m, b, bias, 0)
}

// MulAddInt8 computes C += A·B as [MulInt8] does, with C[i,j] in the place of
// bias[j].
func MulAddInt8(c []float32, a Uint8, m int, b *Int8) {
	b.level.mulInt8(c, a, m, b, c, b.n)
}

// unitScale is the scale of all rows of a [Uint8] that has none for each.
var unitScale = []float32{1.0 / 127}

func (l *level) mulInt8(c []float32, a Uint8, m int, b *Int8, addend []float32, ldAddend int) {
	need("c", c, m, b.n)
	a.need("a", m, b.k)
	scale, scaleStep := unitScale, 0
	if a.Scale != nil {
		need("a.Scale", a.Scale, m, 1)
		scale, scaleStep = a.Scale, 1
	}
	if m == 0 || b.n == 0 {
		return
	}
	if b.k == 0 {
		// Without terms there is nothing to scale.
		for i := range m {
			copy(c[i*b.n:][:b.n], addend[i*ldAddend:][:b.n])
		}
		return
	}
	f := l.int8
	block := max(int8BlockBytes/a.Stride/f.rows, 1) * f.rows
	whole, depth := b.n/f.width(), roundUp(b.k, group)
	for i := 0; i < m; i += block {
		tileRows(min(block, m-i), f.rows, func(at, height, tiles int) {
			at += i
			panels := func(from, panels, cols int) {
				vectors := roundUp(cols, f.lanes) / f.lanes
				f.tile(height, vectors, c[at*b.n+from:], a.Data[at*a.Stride:], b.data[from*depth:], int8Tiling{
					ldc: b.n, lda: a.Stride, groups: depth / group, k: b.k,
					tiles: tiles, panels: panels, cols: cols,
					offset: b.offset[from:], colScale: b.scale[from:],
					rowScale: scale[at*scaleStep:], rowScaleStep: scaleStep,
					addend: addend[at*ldAddend+from:], ldAddend: ldAddend,
				})
			}
			if whole > 0 {
				panels(0, whole, f.width())
			}
			if from := whole * f.width(); from < b.n {
				panels(from, 1, b.n-from)
			}
		})
	}
}

// int8BlockBytes bounds the part of A that is gone through once per panel, so that
// it stays in the second cache.
const int8BlockBytes = 256 << 10
