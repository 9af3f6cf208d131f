package kernel

// Packed is a matrix B [K×N] laid out for the micro-kernels of [Mul] and
// [MulAdd]. It may be read by several goroutines at once; Repack and RepackT
// need it alone.
//
// B is cut into panels of as many columns as a tile has. Each panel holds its
// part of row 0, then of row 1, and so on, filled up with zeros to whole vectors.
type Packed struct {
	level *level
	k, n  int
	data  []float32
}

// Pack lays out b [k×n].
func Pack(b []float32, k, n int) *Packed { return active.packed(b, k, n) }

// PackT lays out the transpose of bT [n×k]: the packed matrix is [k×n].
func PackT(bT []float32, k, n int) *Packed { return active.packedT(bT, k, n) }

func (l *level) packed(b []float32, k, n int) *Packed {
	need("b", b, k, n)
	p := l.newPacked(k, n)
	p.Repack(b)
	return p
}

func (l *level) packedT(bT []float32, k, n int) *Packed {
	need("bT", bT, n, k)
	p := l.newPacked(k, n)
	p.RepackT(bT)
	return p
}

func (l *level) newPacked(k, n int) *Packed {
	return &Packed{level: l, k: k, n: n, data: make([]float32, k*roundUp(n, l.lanes))}
}

// K is the number of rows of the packed matrix.
func (p *Packed) K() int { return p.k }

// N is the number of columns of the packed matrix.
func (p *Packed) N() int { return p.n }

// Repack lays out b [K×N] in the memory that p has.
func (p *Packed) Repack(b []float32) {
	need("b", b, p.k, p.n)
	if p.k == 0 {
		return
	}
	p.level.packPanels(p.data, b, p.k, p.n, p.n)
}

// RepackT lays out the transpose of bT [N×K] in the memory that p has.
func (p *Packed) RepackT(bT []float32) {
	need("bT", bT, p.n, p.k)
	l := p.level
	for j := 0; j < p.n; j += l.width() {
		cols, vectors := l.panel(p.n - j)
		width := vectors * l.lanes
		panel := p.data[j*p.k:][:p.k*width]
		for c := 0; c < cols; c++ {
			src := bT[(j+c)*p.k:][:p.k]
			for r, at := 0, c; r < len(src); r, at = r+1, at+width {
				panel[at] = src[r]
			}
		}
	}
}

// width is the number of columns of a whole panel.
func (l *level) width() int { return l.vectors * l.lanes }

// panel returns the columns and vectors of the panel that begins where left
// columns are left.
func (l *level) panel(left int) (cols, vectors int) {
	cols = min(left, l.width())
	return cols, roundUp(cols, l.lanes) / l.lanes
}

// packPanels lays out k rows of n elements, which begin every step elements of b.
func (l *level) packPanels(dst, b []float32, k, n, step int) {
	for j := 0; j < n; j += l.width() {
		cols, vectors := l.panel(n - j)
		l.pack(vectors, dst[j*k:], b[j:], vectors*l.lanes, step, k, cols)
	}
}

// Mul computes C = A·B, where A is [m×K], B is [K×N] and C is [m×N]. C must not
// overlap A.
func Mul(c, a []float32, m int, b *Packed) { b.level.mul(c, a, m, b, false) }

// MulAdd computes C += A·B, where A is [m×K], B is [K×N] and C is [m×N]. C must
// not overlap A.
func MulAdd(c, a []float32, m int, b *Packed) { b.level.mul(c, a, m, b, true) }

const (
	// depth bounds the length of the sums of one pass, so that a panel of that depth
	// (32 columns at most) and the rows of A beside it stay in the first cache.
	depth = 256
	// blockElements bounds the part of A that is gone through once per panel, so
	// that it stays in the second cache.
	blockElements = 64 << 10
)

func (l *level) mul(c, a []float32, m int, b *Packed, add bool) {
	need("c", c, m, b.n)
	need("a", a, m, b.k)
	k, n := b.k, b.n
	if m == 0 || n == 0 {
		return
	}
	if k == 0 {
		if !add {
			clear(c[:m*n])
		}
		return
	}
	// Every element is one sum from p = 0 to k-1, continued from pass to pass: how
	// the rows are cut does not change its bits.
	passes := (k + depth - 1) / depth
	block := max(blockElements/(k/passes)/l.rows, 1) * l.rows
	for i := 0; i < m; i += block {
		rows := min(block, m-i)
		for pass := range passes {
			from, to := pass*k/passes, (pass+1)*k/passes
			for j := 0; j < n; j += l.width() {
				cols, vectors := l.panel(n - j)
				bp := b.data[j*k+from*vectors*l.lanes:]
				tileRows(rows, l.rows, func(at, height, tiles int) {
					l.tile(height, vectors, c[(i+at)*n+j:], a[(i+at)*k+from:], bp, tiling{
						ldc: n, rowStep: k, colStep: 1, next: height * k,
						k: to - from, tiles: tiles, cols: cols, addToPrevious: add || pass > 0,
					})
				})
			}
		}
	}
}

// tileRows cuts rows into tiles of nearly equal height, at most highest: first tiles
// of one row more, then the others. It calls f for each of the two groups that has
// any.
func tileRows(rows, highest int, f func(at, height, tiles int)) {
	tiles := (rows + highest - 1) / highest
	height, taller := rows/tiles, rows%tiles
	if taller > 0 {
		f(0, height+1, taller)
	}
	f(taller*(height+1), height, tiles-taller)
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }
