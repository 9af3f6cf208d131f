package kernel

import "golang.org/x/sys/cpu"

// int8OfAVX512 belongs to the level avx512, on processors which may lack VNNI.
func int8OfAVX512() *int8Level {
	if cpu.X86.HasAVX512VNNI {
		return vnni
	}
	return genericInt8
}

var vnni = int8Assembly{
	lanes: 16,
	tiles: [][]int8TileFunc{
		{int8Tile1x1AVX512, int8Tile2x1AVX512, int8Tile3x1AVX512, int8Tile4x1AVX512, int8Tile5x1AVX512,
			int8Tile6x1AVX512, int8Tile7x1AVX512, int8Tile8x1AVX512, int8Tile9x1AVX512, int8Tile10x1AVX512,
			int8Tile11x1AVX512, int8Tile12x1AVX512, int8Tile13x1AVX512, int8Tile14x1AVX512},
		{int8Tile1x2AVX512, int8Tile2x2AVX512, int8Tile3x2AVX512, int8Tile4x2AVX512, int8Tile5x2AVX512,
			int8Tile6x2AVX512, int8Tile7x2AVX512, int8Tile8x2AVX512, int8Tile9x2AVX512, int8Tile10x2AVX512,
			int8Tile11x2AVX512, int8Tile12x2AVX512, int8Tile13x2AVX512, int8Tile14x2AVX512},
	},
	quantize: quantizeAVX512, maxAbs: maxAbsAVX512, lstmStep: lstmStepInt8AVX512, peak: int8PeakAVX512,
}.level()

// In assembly steps count bytes.
type int8TileFunc func(c, addend, rowScale *float32, a *uint8, b *int8, offset *int32, colScale *float32,
	ldc, ldAddend, rowScaleStep, lda, next, groups, tiles, panels, cols int)

// int8Assembly holds the functions on 8-bit numbers of one instruction set.
type int8Assembly struct {
	lanes    int
	tiles    [][]int8TileFunc // by vectors-1 and rows-1
	quantize func(q *uint8, x *float32, n int, factor float32)
	maxAbs   func(x *float32, n int) float32
	lstmStep func(q *uint8, h, c, z, cPrev *float32, n int)
	peak     func(n int)
}

// level fits the functions, which take pointers, to slices.
func (s int8Assembly) level() *int8Level {
	return &int8Level{
		fast: true, rows: len(s.tiles[0]), vectors: len(s.tiles), lanes: s.lanes,
		tile: func(rows, vectors int, c []float32, a []uint8, b []int8, t int8Tiling) {
			s.tiles[vectors-1][rows-1](&c[0], &t.addend[0], &t.rowScale[0], &a[0], &b[0], &t.offset[0], &t.colScale[0],
				4*t.ldc, 4*t.ldAddend, 4*t.rowScaleStep, t.lda, rows*t.lda, t.groups, t.tiles, t.panels, t.cols)
		},
		quantize: func(q []uint8, x []float32, factor float32) { s.quantize(&q[0], &x[0], len(x), factor) },
		maxAbs:   func(x []float32) float32 { return s.maxAbs(&x[0], len(x)) },
		lstmStep: func(q []uint8, h, c, z, cPrev []float32, hidden int) {
			s.lstmStep(&q[0], &h[0], &c[0], &z[0], &cPrev[0], hidden)
		},
		peak: s.peak,
	}
}
