package nn

import (
	"math"
	"math/rand/v2"
)

// A PoolKind names what makes one vector of a sequence's states.
type PoolKind string

// The pools.
const (
	PoolMax       PoolKind = "max"
	PoolAttention PoolKind = "attention"
)

// A Pool makes one vector of width D of each sequence's states: a [MaxPool] or
// an [Attention].
type Pool interface {
	Trained
	// Forward returns the vectors [B×D] of the states x [N×D], a row for each
	// sequence in the layout's order. They belong to the pass and stand until its
	// next Forward.
	Forward(p *PoolPass, x []float32, lay *Layout) []float32
	// Backward takes the gradient dout [B×D] of Forward's result, adds to the
	// parameters' gradients and writes that of the states to dx [N×D].
	Backward(p *PoolPass, g *Grads, dout, dx []float32)
	// Weights writes how much each step of the sequence in row pos counted in the
	// last Forward: numbers of [0, 1] that sum to one, as many as it has steps.
	Weights(p *PoolPass, pos int, w []float64)
	// Contributions writes how much each step of the sequence in row pos adds to
	// the product of its vector and direction [D].
	Contributions(p *PoolPass, pos int, direction []float32, parts []float64)
}

// newPool returns a pool of the given kind over states of width d; units is the
// width of an attention's hidden layer.
func newPool(kind PoolKind, d, units int, rng *rand.Rand) Pool {
	if kind == PoolAttention {
		return NewAttention("attention", d, units, rng)
	}
	return &MaxPool{}
}

// A PoolPass holds the activations of one pass of a pool.
type PoolPass struct {
	layout *Layout
	width  int
	x      []float32 // [N×D], the caller's
	out    []float32 // [B×D]
	at     []int32   // [B×D] of a MaxPool: the step that each unit comes from
	attentionPass
}

func (p *PoolPass) begin(x []float32, lay *Layout) {
	p.layout, p.x, p.width = lay, x, len(x)/lay.Rows()
	p.out = resize(p.out, len(lay.Lens)*p.width)
}

// A MaxPool keeps the greatest value of each unit over time (global max pooling;
// Collobert et al., JMLR 2011, section 3.2.2). Of equal ones the first counts. It
// has no parameters.
type MaxPool struct{}

// Params returns nothing.
func (*MaxPool) Params() []*Param { return nil }

// Prepare has nothing to do.
func (*MaxPool) Prepare(bool) {}

// Forward keeps the maxima; see [Pool].
func (*MaxPool) Forward(p *PoolPass, x []float32, lay *Layout) []float32 {
	p.begin(x, lay)
	if cap(p.at) < len(p.out) {
		p.at = make([]int32, len(p.out))
	}
	p.at = p.at[:len(p.out)]
	clear(p.at)
	copy(p.out, x) // the rows of step 0
	for t := 1; t < lay.Steps(); t++ {
		row := lay.Off[t] * p.width
		for i, v := range x[row : row+lay.Active(t)*p.width] {
			if v > p.out[i] {
				p.out[i], p.at[i] = v, int32(t)
			}
		}
	}
	return p.out
}

// Backward hands each gradient to the step of the maximum; see [Pool].
func (*MaxPool) Backward(p *PoolPass, _ *Grads, dout, dx []float32) {
	clear(dx)
	for i, d := range dout {
		row := p.layout.Off[p.at[i]] * p.width
		dx[row+i] = d
	}
}

// Weights gives the share of the units that come from each step; see [Pool].
func (*MaxPool) Weights(p *PoolPass, pos int, w []float64) {
	clear(w)
	for _, t := range p.at[pos*p.width : (pos+1)*p.width] {
		w[t] += 1 / float64(p.width)
	}
}

// evidence writes to w how much each step of the sequence in row pos adds to the
// pooled vector's product with favour [D], negative addends left out, as numbers that
// sum to one. It reports false, and nothing is of use, where none is positive.
func (*MaxPool) evidence(p *PoolPass, pos int, favour []float32, w []float64) bool {
	clear(w)
	sum := 0.0
	for u, t := range p.at[pos*p.width : (pos+1)*p.width] {
		if x := float64(p.out[pos*p.width+u]) * float64(favour[u]); x > 0 {
			w[t] += x
			sum += x
		}
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return false
	}
	for t := range w {
		w[t] /= sum
	}
	return true
}

// Contributions gives each unit's product to the step that it comes from; see
// [Pool].
func (*MaxPool) Contributions(p *PoolPass, pos int, direction []float32, parts []float64) {
	clear(parts)
	for j, t := range p.at[pos*p.width : (pos+1)*p.width] {
		parts[t] += float64(p.out[pos*p.width+j] * direction[j])
	}
}
