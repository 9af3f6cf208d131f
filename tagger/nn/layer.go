package nn

import (
	"fmt"
	"math/rand/v2"
)

// A Trained has parameters that Prepare packs for the kernels. Prepare must be
// called after every change of them, with training set when a backward pass will
// follow.
type Trained interface {
	Params() []*Param
	Prepare(training bool)
}

// A Cell is one recurrent layer in one direction: [RNN], [GRU] or [LSTM].
type Cell interface {
	Trained
	Forward(p *CellPass, x []float32, lay *Layout) []float32
	Backward(p *CellPass, g *Grads, dh, dx []float32)
}

// NewCell returns a cell of the given kind.
func NewCell(kind CellKind, name string, input, hidden int, reverse bool, rng *rand.Rand) Cell {
	switch kind {
	case CellRNN:
		return NewRNN(name, input, hidden, reverse, rng)
	case CellGRU:
		return NewGRU(name, input, hidden, reverse, rng)
	default:
		return NewLSTM(name, input, hidden, reverse, rng)
	}
}

// A Layer runs cells over the same input and puts their hidden states side by
// side: one cell, or one from left to right and one from right to left
// (Schuster and Paliwal 1997; for LSTMs Graves and Schmidhuber 2005).
type Layer struct {
	Cells  []Cell
	hidden int
}

// NewLayer returns a layer whose output width is hidden, or 2·hidden when it
// runs both ways.
func NewLayer(kind CellKind, d Direction, name string, input, hidden int, rng *rand.Rand) *Layer {
	l := &Layer{hidden: hidden}
	if d != Backward {
		l.Cells = append(l.Cells, NewCell(kind, name+".fwd", input, hidden, false, rng))
	}
	if d != Forward {
		l.Cells = append(l.Cells, NewCell(kind, name+".bwd", input, hidden, true, rng))
	}
	return l
}

// Output returns the width of the layer's output.
func (l *Layer) Output() int { return len(l.Cells) * l.hidden }

// Params returns the layer's parameters.
func (l *Layer) Params() []*Param {
	var ps []*Param
	for _, c := range l.Cells {
		ps = append(ps, c.Params()...)
	}
	return ps
}

// Prepare packs the weights; see [Trained].
func (l *Layer) Prepare(training bool) {
	for _, c := range l.Cells {
		c.Prepare(training)
	}
}

// A LayerPass holds the activations of one forward pass.
type LayerPass struct {
	cells [2]CellPass
	out   []float32 // [N×Output]
	dh    []float32 // [N×H]
}

// Forward returns the hidden states [N×Output] of x [N×I], forward ones first.
// The result belongs to the pass and stands until its next Forward.
// The caller may change it, as dropout does: the cells keep states of their own
// for Backward.
func (l *Layer) Forward(p *LayerPass, x []float32, lay *Layout) []float32 {
	states := l.side(p, lay, func(c Cell, p *CellPass) []float32 { return c.Forward(p, x, lay) })
	if len(l.Cells) > 1 {
		return states
	}
	p.out = resize(p.out, len(states))
	copy(p.out, states)
	return p.out
}

// side puts what f returns for each cell side by side.
func (l *Layer) side(p *LayerPass, lay *Layout, f func(c Cell, p *CellPass) []float32) []float32 {
	if len(l.Cells) == 1 {
		return f(l.Cells[0], &p.cells[0])
	}
	n, h, width := lay.Rows(), l.hidden, l.Output()
	p.out = resize(p.out, n*width)
	for c, cell := range l.Cells {
		states := f(cell, &p.cells[c])
		for i := range n {
			copy(p.out[i*width+c*h:], states[i*h:(i+1)*h])
		}
	}
	return p.out
}

// Backward takes the gradient dout [N×Output] of Forward's result, which it may
// use as scratch space, and adds the gradient of the input to dx [N×I].
func (l *Layer) Backward(p *LayerPass, g *Grads, dout, dx []float32) {
	if len(l.Cells) == 1 {
		l.Cells[0].Backward(&p.cells[0], g, dout, dx)
		return
	}
	h, width := l.hidden, l.Output()
	n := len(dout) / width
	p.dh = resize(p.dh, n*h)
	for c, cell := range l.Cells {
		for i := range n {
			copy(p.dh[i*h:(i+1)*h], dout[i*width+c*h:])
		}
		cell.Backward(&p.cells[c], g, p.dh, dx)
	}
}

// newStack returns the layers that the configuration names over an input of the
// given width.
func newStack(c Config, input int, rng *rand.Rand) []*Layer {
	var stack []*Layer
	add := func(d Direction) {
		name := fmt.Sprintf("%s%d", c.cell(), len(stack)+1)
		l := NewLayer(c.cell(), d, name, input, c.Hidden, rng)
		stack, input = append(stack, l), l.Output()
	}
	for range c.Layers {
		add(c.direction())
	}
	if c.Top {
		add(Forward)
	}
	return stack
}
