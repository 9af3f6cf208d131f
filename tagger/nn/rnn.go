package nn

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// An RNN is one layer of the simple recurrent network in one direction (Elman,
// Cognitive Science 1990, with tanh for the logistic function):
//
//	h = tanh(x·Wx + h'·Wh + b)
//
// where h' is the previous step's state, zero at the start.
type RNN struct {
	recurrent
}

// NewRNN returns a layer of the given input width and hidden size, with
// Glorot-uniform weights.
func NewRNN(name string, input, hidden int, reverse bool, rng *rand.Rand) *RNN {
	return &RNN{newRecurrent(name, input, hidden, 1, reverse, rng)}
}

// Forward computes the hidden states [N×H] of x [N×I]. The result belongs to
// the pass and stands until its next Forward.
func (l *RNN) Forward(p *CellPass, x []float32, lay *Layout) []float32 {
	h := l.Hidden()
	p.begin(x, lay, h, 1)
	l.project(p.h, x, lay.Rows())
	l.steps(lay, func(row, n, prev, m int) {
		if m > 0 {
			kernel.MulAdd(p.h[row*h:(row+m)*h], p.h[prev*h:(prev+m)*h], m, l.wh)
		}
		now := p.h[row*h : (row+n)*h]
		kernel.Tanh(now, now)
	})
	return p.h
}

// Backward takes the gradient dh [N×H] of Forward's result, which it uses as
// scratch space, adds to the gradients of the parameters, and adds the
// gradient of the input to dx [N×I].
func (l *RNN) Backward(p *CellPass, g *Grads, dh, dx []float32) {
	h := l.Hidden()
	p.beginBackward(&l.recurrent)
	l.stepsBack(p.layout, func(row, n, prev, m int) {
		now, dz := p.h[row*h:(row+n)*h], p.z[row*h:(row+n)*h]
		for i, d := range dh[row*h : (row+n)*h] {
			dz[i] = d * (1 - now[i]*now[i])
		}
		if m > 0 {
			kernel.MulAdd(dh[prev*h:(prev+m)*h], dz[:m*h], m, l.whT)
		}
	})
	l.projectBackward(p, g, p.z, p.z, dx)
}
