package kernel

// Packed is a matrix B [K×N] laid out for the micro-kernels of [Mul] and
// [MulAdd]. It may be read by several goroutines at once; Repack and RepackT
// need it alone.
type Packed struct {
	k, n int
	data []float32
}

// Pack lays out b [k×n].
func Pack(b []float32, k, n int) *Packed {
	p := newPacked(k, n)
	p.Repack(b)
	return p
}

// PackT lays out the transpose of bT [n×k]: the packed matrix is [k×n].
func PackT(bT []float32, k, n int) *Packed {
	p := newPacked(k, n)
	p.RepackT(bT)
	return p
}

func newPacked(k, n int) *Packed {
	return &Packed{k: k, n: n, data: make([]float32, k*n)}
}

// K is the number of rows of the packed matrix.
func (p *Packed) K() int { return p.k }

// N is the number of columns of the packed matrix.
func (p *Packed) N() int { return p.n }

// Repack lays out b [K×N] in the memory that p has.
func (p *Packed) Repack(b []float32) {
	need("b", b, p.k, p.n)
	copy(p.data, b)
}

// RepackT lays out the transpose of bT [N×K] in the memory that p has.
func (p *Packed) RepackT(bT []float32) {
	need("bT", bT, p.n, p.k)
	for i := range p.n {
		for j := range p.k {
			p.data[j*p.n+i] = bT[i*p.k+j]
		}
	}
}

// Mul computes C = A·B, where A is [m×K], B is [K×N] and C is [m×N]. C must not
// overlap A.
func Mul(c, a []float32, m int, b *Packed) {
	need("c", c, m, b.n)
	need("a", a, m, b.k)
	clear(c[:m*b.n])
	MulAdd(c, a, m, b)
}

// MulAdd computes C += A·B, where A is [m×K], B is [K×N] and C is [m×N]. C must
// not overlap A.
func MulAdd(c, a []float32, m int, b *Packed) {
	need("c", c, m, b.n)
	need("a", a, m, b.k)
	for i := range m {
		row := c[i*b.n : (i+1)*b.n]
		for p, x := range a[i*b.k : (i+1)*b.k] {
			Axpy(row, b.data[p*b.n:(p+1)*b.n], x)
		}
	}
}

// Workspace is the scratch memory of [MulTAdd]. Its zero value is ready; it
// grows to what the largest call needs. It is not for concurrent use: one for
// each goroutine.
type Workspace struct{}

// MulTAdd computes C += Aᵀ·B, where A is [m×k], B is [m×n] and C is [k×n]: the
// gradient of a weight matrix from its inputs A and the gradient B of its
// outputs, summed over m rows. C must not overlap A or B. A nil ws means memory
// of its own for this call.
func MulTAdd(c, a, b []float32, m, k, n int, ws *Workspace) {
	need("c", c, k, n)
	need("a", a, m, k)
	need("b", b, m, n)
	for r := range m {
		row := b[r*n : (r+1)*n]
		for i, x := range a[r*k : (r+1)*k] {
			Axpy(c[i*n:(i+1)*n], row, x)
		}
	}
}
