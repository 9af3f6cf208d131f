package kernel

// Workspace is the scratch memory of [MulTAdd]. Its zero value is ready; it
// grows to what the largest call needs. It is not for concurrent use: one for
// each goroutine.
type Workspace struct {
	a, b []float32
}

// MulTAdd computes C += Aᵀ·B, where A is [m×k], B is [m×n] and C is [k×n]: the
// gradient of a weight matrix from its inputs A and the gradient B of its
// outputs, summed over m rows. C must not overlap A or B. A nil ws means memory
// of its own for this call.
func MulTAdd(c, a, b []float32, m, k, n int, ws *Workspace) {
	active.mulTAdd(c, a, b, m, k, n, ws)
}

func (l *level) mulTAdd(c, a, b []float32, m, k, n int, ws *Workspace) {
	need("c", c, k, n)
	need("a", a, m, k)
	need("b", b, m, n)
	if m == 0 || k == 0 || n == 0 {
		return
	}
	if ws == nil {
		ws = new(Workspace)
	}
	passes := (m + depth - 1) / depth
	longest := (m + passes - 1) / passes
	// Packing writes whole vectors: the last row of A may reach over its end.
	ws.a = grow(ws.a, longest*k+l.lanes)
	ws.b = grow(ws.b, longest*roundUp(n, l.lanes))
	for pass := range passes {
		from, to := pass*m/passes, (pass+1)*m/passes
		length := to - from
		l.packPanels(ws.b, b[from*n:], length, n, n)
		tileRows(k, l.rows, func(at, height, tiles int) {
			for t := range tiles {
				i := at + t*height
				l.pack(1, ws.a[i*length:], a[from*k+i:], height, k, length, height)
			}
		})
		for j := 0; j < n; j += l.width() {
			cols, vectors := l.panel(n - j)
			bp := ws.b[j*length:]
			tileRows(k, l.rows, func(at, height, tiles int) {
				l.tile(height, vectors, c[at*n+j:], ws.a[at*length:], bp, tiling{
					ldc: n, rowStep: 1, colStep: height, next: height * length,
					k: length, tiles: tiles, cols: cols, addToPrevious: true,
				})
			})
		}
	}
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}
