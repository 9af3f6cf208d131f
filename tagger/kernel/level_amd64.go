package kernel

import "golang.org/x/sys/cpu"

//go:generate go run ./asm -out kernel_amd64.s -stubs stubs_amd64.go -pkg kernel

// levels lists what this processor can run, the best first.
func levels() []*level {
	var ls []*level
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA && cpu.X86.HasBMI2 {
		if cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512DQ {
			ls = append(ls, avx512)
		}
		ls = append(ls, avx2)
	}
	return append(ls, generic)
}

var avx512 = assembly{
	name: "avx512", lanes: 16,
	tiles: [][]tileFunc{
		{tile1x1AVX512, tile2x1AVX512, tile3x1AVX512, tile4x1AVX512, tile5x1AVX512, tile6x1AVX512, tile7x1AVX512,
			tile8x1AVX512, tile9x1AVX512, tile10x1AVX512, tile11x1AVX512, tile12x1AVX512, tile13x1AVX512, tile14x1AVX512},
		{tile1x2AVX512, tile2x2AVX512, tile3x2AVX512, tile4x2AVX512, tile5x2AVX512, tile6x2AVX512, tile7x2AVX512,
			tile8x2AVX512, tile9x2AVX512, tile10x2AVX512, tile11x2AVX512, tile12x2AVX512, tile13x2AVX512, tile14x2AVX512},
	},
	packs: []packFunc{pack1AVX512, pack2AVX512},
	exp:   expAVX512, sigmoid: sigmoidAVX512, tanh: tanhAVX512,
	lstmForward: lstmForwardAVX512, lstmStep: lstmStepAVX512, lstmBackward: lstmBackwardAVX512,
	axpy: axpyAVX512, dot: dotAVX512, adam: adamAVX512, peak: peakAVX512, int8: int8OfAVX512(),
}.level()

var avx2 = assembly{
	name: "avx2", lanes: 8,
	tiles: [][]tileFunc{
		{tile1x1AVX2, tile2x1AVX2, tile3x1AVX2, tile4x1AVX2, tile5x1AVX2, tile6x1AVX2},
		{tile1x2AVX2, tile2x2AVX2, tile3x2AVX2, tile4x2AVX2, tile5x2AVX2, tile6x2AVX2},
	},
	packs: []packFunc{pack1AVX2, pack2AVX2},
	exp:   expAVX2, sigmoid: sigmoidAVX2, tanh: tanhAVX2,
	lstmForward: lstmForwardAVX2, lstmStep: lstmStepAVX2, lstmBackward: lstmBackwardAVX2,
	axpy: axpyAVX2, dot: dotAVX2, adam: adamAVX2, peak: peakAVX2, int8: genericInt8,
}.level()

type (
	// In assembly steps count bytes.
	tileFunc func(c, a, b *float32, ldc, rs, cs, next, k, tiles, cols, add int)
	packFunc func(dst, src *float32, dstStep, srcStep, rows, cols int)
	mapFunc  func(dst, src *float32, n int)
)

// assembly holds the functions of one instruction set.
type assembly struct {
	name               string
	lanes              int
	tiles              [][]tileFunc // by vectors-1 and rows-1
	packs              []packFunc   // by vectors-1
	exp, sigmoid, tanh mapFunc
	lstmForward        func(h, c, tanhC, z, cPrev *float32, n int)
	lstmStep           func(h, c, z, cPrev *float32, n int)
	lstmBackward       func(dz, dcPrev, dh, dc, z, tanhC, cPrev *float32, n int)
	axpy               func(y, x *float32, n int, alpha float32)
	dot                func(a, b *float32, n int) float32
	adam               func(w, g, m, v *float32, n int, beta1, rest1, beta2, rest2, step, scale, eps, decay float32)
	peak               func(n int)
	int8               *int8Level
}

// level fits the functions, which take pointers, to slices.
func (s assembly) level() *level {
	overSlices := func(f mapFunc) func(dst, src []float32) {
		return func(dst, src []float32) { f(&dst[0], &src[0], len(src)) }
	}
	return &level{
		name: s.name, rows: len(s.tiles[0]), vectors: len(s.tiles), lanes: s.lanes,
		tile: func(rows, vectors int, c, a, b []float32, t tiling) {
			add := 0
			if t.addToPrevious {
				add = 1
			}
			s.tiles[vectors-1][rows-1](&c[0], &a[0], &b[0],
				4*t.ldc, 4*t.rowStep, 4*t.colStep, 4*t.next, t.k, t.tiles, t.cols, add)
		},
		pack: func(vectors int, dst, src []float32, dstStep, srcStep, rows, cols int) {
			s.packs[vectors-1](&dst[0], &src[0], 4*dstStep, 4*srcStep, rows, cols)
		},
		exp: overSlices(s.exp), sigmoid: overSlices(s.sigmoid), tanh: overSlices(s.tanh),
		lstmForward: func(h, c, tanhC, z, cPrev []float32, hidden int) {
			s.lstmForward(&h[0], &c[0], &tanhC[0], &z[0], &cPrev[0], hidden)
		},
		lstmStep: func(h, c, z, cPrev []float32, hidden int) {
			s.lstmStep(&h[0], &c[0], &z[0], &cPrev[0], hidden)
		},
		lstmBackward: func(dz, dcPrev, dh, dc, z, tanhC, cPrev []float32, hidden int) {
			s.lstmBackward(&dz[0], &dcPrev[0], &dh[0], &dc[0], &z[0], &tanhC[0], &cPrev[0], hidden)
		},
		axpy: func(y, x []float32, alpha float32) { s.axpy(&y[0], &x[0], len(y), alpha) },
		dot:  func(a, b []float32) float32 { return s.dot(&a[0], &b[0], len(a)) },
		adam: func(w, g, m, v []float32, k adamStep) {
			s.adam(&w[0], &g[0], &m[0], &v[0], len(w),
				k.beta1, k.rest1, k.beta2, k.rest2, k.step, k.scale, k.eps, k.decay)
		},
		peak: s.peak, int8: s.int8,
	}
}
