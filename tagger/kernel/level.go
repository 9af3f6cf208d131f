package kernel

// level is one way of computing everything in the package. The functions trust
// their arguments: the exported functions have checked them, and no length is 0.
type level struct {
	name string
	// A tile of C has up to rows rows and up to vectors·lanes columns.
	rows, vectors, lanes int

	tile func(rows, vectors int, c, a, b []float32, t tiling)
	// pack copies rows of cols elements that begin every srcStep elements of src to
	// every dstStep elements of dst, each filled up with zeros to vectors·lanes.
	pack func(vectors int, dst, src []float32, dstStep, srcStep, rows, cols int)

	exp, sigmoid, tanh func(dst, src []float32)
	lstmForward        func(h, c, tanhC, z, cPrev []float32, hidden int)
	lstmStep           func(h, c, z, cPrev []float32, hidden int) // h may be z
	lstmBackward       func(dz, dcPrev, dh, dc, z, tanhC, cPrev []float32, hidden int)
	axpy               func(y, x []float32, alpha float32)
	dot                func(a, b []float32) float32
	adam               func(w, g, m, v []float32, s adamStep)

	int8 *int8Level

	// peak makes n times 12 fused multiply-adds of lanes floats, for benchmarks; nil
	// where there are none.
	peak func(n int)
}

// tiling describes tiles of C that stand below each other: C[i,j] (+)= Σ A[i,p]·B[p,j].
// Steps count elements.
type tiling struct {
	ldc           int  // from one row of C to the next
	rowStep       int  // from A[i,p] to A[i+1,p]
	colStep       int  // from A[i,p] to A[i,p+1]
	next          int  // from the A of one tile to that of the next
	k             int  // length of the sums
	tiles         int  // number of tiles
	cols          int  // columns of C to touch, at most those of the panel
	addToPrevious bool // C += rather than C =
}

// active is the best level that the processor has. Nothing but tests changes it.
var active = levels()[0]

// Level names the instruction set in use: "avx512", "avx2" or "generic".
func Level() string { return active.name }
