package nn

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// A Linear layer computes y = x·W + b.
type Linear struct {
	W *Param // [I×O]
	B *Param // [1×O]

	w, wT *kernel.Packed
}

// NewLinear returns a layer with Glorot-uniform weights and zero bias.
func NewLinear(name string, input, output int, rng *rand.Rand) *Linear {
	l := &Linear{W: newParam(name+".w", input, output), B: newParam(name+".b", 1, output)}
	glorot(l.W, output, rng)
	return l
}

// Params returns the layer's parameters.
func (l *Linear) Params() []*Param { return []*Param{l.W, l.B} }

// Prepare packs the weights; see [Trained].
func (l *Linear) Prepare(training bool) {
	l.w = repack(l.w, l.W.W, l.W.Rows, l.W.Cols)
	if training {
		l.wT = repackT(l.wT, l.W.W, l.W.Cols, l.W.Rows)
	}
}

// Forward writes y [N×O] for x [N×I].
func (l *Linear) Forward(y, x []float32, n int) {
	kernel.Mul(y, x, n, l.w)
	kernel.AddRow(y, l.B.W, n)
}

// Backward takes the gradient dy [N×O], adds to the parameters' gradients and
// writes the gradient of the input to dx [N×I].
func (l *Linear) Backward(g *Grads, dy, x, dx []float32, n int, work *kernel.Workspace) {
	kernel.MulTAdd(g.Of(l.W).G, x, dy, n, l.W.Rows, l.W.Cols, work)
	kernel.SumRowsAdd(g.Of(l.B).G, dy, n)
	kernel.Mul(dx, dy, n, l.wT)
}
