package nn

import "math"

// A Gate scales the units of every step by factors that depend on an id of the
// step, such as its distance from what is marked: y_t = x_t ∘ exp(G[id_t]). It is
// the location-weighted memory of Chen et al. (EMNLP 2017, section 3.3) with
// weights that are learned, a factor for each unit. With zero weights it changes
// nothing.
type Gate struct {
	G *Param // [V×D]
}

// NewGate returns a gate of v ids over states of width d, with zero weights.
func NewGate(name string, v, d int) *Gate { return &Gate{G: newParam(name, v, d)} }

// Params returns the layer's parameters.
func (g *Gate) Params() []*Param { return []*Param{g.G} }

// Forward writes the scaled states to y [N×D]. ids are those of the rows of x.
func (g *Gate) Forward(y, x []float32, ids []int32) {
	d := g.G.Cols
	for n, id := range ids {
		row := g.G.W[int(id)*d : (int(id)+1)*d]
		in, out := x[n*d:(n+1)*d], y[n*d:(n+1)*d]
		for j, w := range row {
			out[j] = in[j] * float32(math.Exp(float64(w)))
		}
	}
}

// Backward takes the gradient dy [N×D] of the last Forward's result y, adds to the
// parameters' gradients, and overwrites dy by the gradient of x.
func (g *Gate) Backward(gr *Grads, dy, y []float32, ids []int32) {
	d, grad := g.G.Cols, gr.Of(g.G).G
	for n, id := range ids {
		row, sum := g.G.W[int(id)*d:(int(id)+1)*d], grad[int(id)*d:(int(id)+1)*d]
		out, dout := y[n*d:(n+1)*d], dy[n*d:(n+1)*d]
		for j, w := range row {
			sum[j] += dout[j] * out[j]
			dout[j] *= float32(math.Exp(float64(w)))
		}
	}
}
