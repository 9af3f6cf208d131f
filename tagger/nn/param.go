package nn

import (
	"math"
	"math/rand/v2"
)

// A Param is a matrix of weights [Rows×Cols].
type Param struct {
	Name       string
	Rows, Cols int
	W          []float32
	// Sparse marks embedding tables: a step touches few of their rows, and
	// the optimiser visits only those.
	Sparse bool
	// Frozen weights have no gradient and are not trained.
	Frozen bool
}

func newParam(name string, rows, cols int) *Param {
	return &Param{Name: name, Rows: rows, Cols: cols, W: make([]float32, rows*cols)}
}

// uniform fills w with values in [-limit, limit).
func uniform(w []float32, limit float64, rng *rand.Rand) {
	for i := range w {
		w[i] = float32((2*rng.Float64() - 1) * limit)
	}
}

// glorot fills p for fan-in Rows and the given fan-out: Glorot and Bengio
// (AISTATS 2010), equation 16.
func glorot(p *Param, fanOut int, rng *rand.Rand) {
	uniform(p.W, math.Sqrt(6/float64(p.Rows+fanOut)), rng)
}

// A Grad is the gradient of one parameter. Of a sparse one only the rows in
// Touched are set.
type Grad struct {
	G       []float32
	Touched []int32
	seen    []bool
}

// Grads holds gradients of a set of parameters, made when first asked for.
type Grads struct {
	byParam map[*Param]*Grad
}

// NewGrads returns zero gradients.
func NewGrads() *Grads { return &Grads{byParam: map[*Param]*Grad{}} }

// Of returns the gradient of p.
func (g *Grads) Of(p *Param) *Grad {
	x := g.byParam[p]
	if x == nil {
		x = &Grad{G: make([]float32, len(p.W))}
		if p.Sparse {
			x.seen = make([]bool, p.Rows)
		}
		g.byParam[p] = x
	}
	return x
}

// touch returns row r of a sparse parameter's gradient for adding to.
func (x *Grad) touch(r int32, cols int) []float32 {
	if !x.seen[r] {
		x.seen[r] = true
		x.Touched = append(x.Touched, r)
	}
	return x.G[int(r)*cols : (int(r)+1)*cols]
}

// Zero clears all gradients for the next step.
func (g *Grads) Zero() {
	for p, x := range g.byParam {
		if !p.Sparse {
			clear(x.G)
			continue
		}
		for _, r := range x.Touched {
			x.seen[r] = false
			clear(x.G[int(r)*p.Cols : (int(r)+1)*p.Cols])
		}
		x.Touched = x.Touched[:0]
	}
}

// Add adds o's gradients of params to g.
func (g *Grads) Add(o *Grads, params []*Param) {
	for _, p := range params {
		src, dst := o.Of(p), g.Of(p)
		if !p.Sparse {
			for i, v := range src.G {
				dst.G[i] += v
			}
			continue
		}
		for _, r := range src.Touched {
			row := dst.touch(r, p.Cols)
			for i, v := range src.G[int(r)*p.Cols : (int(r)+1)*p.Cols] {
				row[i] += v
			}
		}
	}
}

// Norm returns the Euclidean norm over all gradients of params.
func (g *Grads) Norm(params []*Param) float64 {
	sum := 0.0
	for _, p := range params {
		x := g.Of(p)
		if !p.Sparse {
			for _, v := range x.G {
				sum += float64(v) * float64(v)
			}
			continue
		}
		for _, r := range x.Touched {
			for _, v := range x.G[int(r)*p.Cols : (int(r)+1)*p.Cols] {
				sum += float64(v) * float64(v)
			}
		}
	}
	return math.Sqrt(sum)
}

// Scale multiplies all gradients of params by f.
func (g *Grads) Scale(params []*Param, f float32) {
	for _, p := range params {
		x := g.Of(p)
		if !p.Sparse {
			for i := range x.G {
				x.G[i] *= f
			}
			continue
		}
		for _, r := range x.Touched {
			row := x.G[int(r)*p.Cols : (int(r)+1)*p.Cols]
			for i := range row {
				row[i] *= f
			}
		}
	}
}

// resize returns s with n elements, reusing its memory. Contents are undefined.
func resize(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	return s[:n]
}
