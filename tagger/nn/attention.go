package nn

import (
	"math"
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// An Attention sums a sequence's states by weights that a hidden layer and a
// softmax over its steps give them (the additive scores of Bahdanau et al., ICLR
// 2015, appendix A.1.2, without a query, as in Yang et al., NAACL 2016, equations
// 5 to 7):
//
//	u_t = tanh(x_t·W + b)    a_t = exp(u_t·v) / Σ exp(u_s·v)    out = Σ a_t x_t
type Attention struct {
	Hidden *Linear // W [D×A] and b [1×A]
	V      *Param  // [A×1]
}

// NewAttention returns an attention over states of width d with Glorot-uniform
// weights.
func NewAttention(name string, d, units int, rng *rand.Rand) *Attention {
	a := &Attention{Hidden: NewLinear(name, d, units, rng), V: newParam(name+".v", units, 1)}
	glorot(a.V, 1, rng)
	return a
}

// attentionPass is what a PoolPass holds for an Attention.
type attentionPass struct {
	u, du  []float32 // [N×A]
	weight []float32 // [N] a_t
	dw     []float32 // [N]
	work   kernel.Workspace
}

// Params returns the layer's parameters.
func (a *Attention) Params() []*Param { return append(a.Hidden.Params(), a.V) }

// Prepare packs the weights; see [Trained].
func (a *Attention) Prepare(training bool) { a.Hidden.Prepare(training) }

// Forward sums the weighted states; see [Pool].
func (a *Attention) Forward(p *PoolPass, x []float32, lay *Layout) []float32 {
	p.begin(x, lay)
	n, units, d := lay.Rows(), a.V.Rows, p.width
	p.u, p.weight = resize(p.u, n*units), resize(p.weight, n)
	a.Hidden.Forward(p.u, x, n)
	kernel.Tanh(p.u, p.u)
	for row := range n {
		p.weight[row] = kernel.Dot(p.u[row*units:(row+1)*units], a.V.W)
	}
	clear(p.out)
	for pos := range lay.Lens {
		p.normalise(pos)
		out := p.out[pos*d : (pos+1)*d]
		p.each(pos, func(row int) { kernel.Axpy(out, x[row*d:(row+1)*d], p.weight[row]) })
	}
	return p.out
}

// each calls f with the row of every step of the sequence in row pos.
func (p *PoolPass) each(pos int, f func(row int)) {
	for t := range p.layout.Lens[pos] {
		f(p.layout.Off[t] + pos)
	}
}

// normalise turns a sequence's scores into weights.
func (p *PoolPass) normalise(pos int) {
	top, sum := math.Inf(-1), 0.0
	p.each(pos, func(row int) { top = max(top, float64(p.weight[row])) })
	p.each(pos, func(row int) { sum += math.Exp(float64(p.weight[row]) - top) })
	p.each(pos, func(row int) {
		p.weight[row] = float32(math.Exp(float64(p.weight[row])-top) / sum)
	})
}

// Backward goes back through the sum, the softmax and the hidden layer; see
// [Pool].
func (a *Attention) Backward(p *PoolPass, g *Grads, dout, dx []float32) {
	n, units, d := p.layout.Rows(), a.V.Rows, p.width
	p.du, p.dw = resize(p.du, n*units), resize(p.dw, n)
	dv := g.Of(a.V).G
	for pos := range p.layout.Lens {
		mean := float32(0)
		p.each(pos, func(row int) {
			p.dw[row] = kernel.Dot(dout[pos*d:(pos+1)*d], p.x[row*d:(row+1)*d])
			mean += p.weight[row] * p.dw[row]
		})
		p.each(pos, func(row int) {
			score := p.weight[row] * (p.dw[row] - mean)
			u, du := p.u[row*units:(row+1)*units], p.du[row*units:(row+1)*units]
			kernel.Axpy(dv, u, score)
			for j, v := range a.V.W {
				du[j] = score * v * (1 - u[j]*u[j])
			}
		})
	}
	a.Hidden.Backward(g, p.du, p.x, dx, n, &p.work)
	for pos := range p.layout.Lens {
		p.each(pos, func(row int) { kernel.Axpy(dx[row*d:(row+1)*d], dout[pos*d:(pos+1)*d], p.weight[row]) })
	}
}

// Weights gives the weights of the sum; see [Pool].
func (a *Attention) Weights(p *PoolPass, pos int, w []float64) {
	for t := range p.layout.Lens[pos] {
		w[t] = float64(p.weight[p.layout.Off[t]+pos])
	}
}

// Contributions gives the products of the weighted states; see [Pool].
func (a *Attention) Contributions(p *PoolPass, pos int, direction []float32, parts []float64) {
	for t := range p.layout.Lens[pos] {
		row := p.layout.Off[t] + pos
		parts[t] = float64(p.weight[row] * kernel.Dot(p.x[row*p.width:(row+1)*p.width], direction))
	}
}
