package nn

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// An LSTM is one layer of long short-term memory in one direction (Hochreiter
// and Schmidhuber 1997, with the forget gate of Gers et al. 2000):
//
//	i = σ(x·Wxᵢ + h'·Whᵢ + bᵢ)    f = σ(x·Wx_f + h'·Wh_f + b_f)
//	g = tanh(x·Wx_g + h'·Wh_g + b_g)    o = σ(x·Wxₒ + h'·Whₒ + bₒ)
//	c = f∘c' + i∘g                h = o∘tanh(c)
//
// where h' and c' are the previous step's state, zero at the start. The four
// gates stand side by side in the order i, f, g, o.
type LSTM struct {
	recurrent
}

// NewLSTM returns a layer of the given input width and hidden size. Weights
// are Glorot-uniform; the forget gate's bias starts at 1 (Jozefowicz et al.,
// ICML 2015).
func NewLSTM(name string, input, hidden int, reverse bool, rng *rand.Rand) *LSTM {
	l := &LSTM{newRecurrent(name, input, hidden, 4, reverse, rng)}
	for j := hidden; j < 2*hidden; j++ {
		l.B.W[j] = 1
	}
	return l
}

// Forward computes the hidden states [N×H] of x [N×I]. The result belongs to
// the pass and stands until its next Forward.
func (l *LSTM) Forward(p *CellPass, x []float32, lay *Layout) []float32 {
	p.begin(x, lay, l.Hidden(), 4)
	return l.run(p, x, lay)
}

// run computes the states of a pass that has begun.
func (l *LSTM) run(p *CellPass, x []float32, lay *Layout) []float32 {
	n, h := lay.Rows(), l.Hidden()
	p.c, p.tanhC = resize(p.c, n*h), resize(p.tanhC, n*h)
	l.project(p.z, x, n)
	l.steps(lay, func(row, n, prev, m int) {
		if m > 0 {
			kernel.MulAdd(p.z[row*4*h:(row+m)*4*h], p.h[prev*h:(prev+m)*h], m, l.wh)
			p.lstmGates(row, m, p.c[prev*h:(prev+m)*h], h)
		}
		if n > m {
			if p.carried {
				kernel.MulAdd(p.z[(row+m)*4*h:(row+n)*4*h], p.startH[m*h:n*h], n-m, l.wh)
			}
			p.lstmGates(row+m, n-m, p.start[m*h:n*h], h)
		}
	})
	return p.h
}

func (p *CellPass) lstmGates(row, n int, cPrev []float32, h int) {
	a, b := row*h, (row+n)*h
	kernel.LSTMGatesBatch(p.h[a:b], p.c[a:b], p.tanhC[a:b], p.z[4*a:4*b], cPrev[:n*h], n, h)
}

// Backward takes the gradient dh [N×H] of Forward's result, which it uses as
// scratch space, adds to the gradients of the parameters, and adds the
// gradient of the input to dx [N×I].
func (l *LSTM) Backward(p *CellPass, g *Grads, dh, dx []float32) {
	h := l.Hidden()
	p.beginBackward(&l.recurrent)
	p.dc = resize(p.dc, p.layout.Rows()*h)
	clear(p.dc)
	l.stepsBack(p.layout, func(row, n, prev, m int) {
		if m > 0 {
			p.lstmGatesBackward(row, m, p.dc[prev*h:(prev+m)*h], dh, p.c[prev*h:(prev+m)*h], h)
			kernel.MulAdd(dh[prev*h:(prev+m)*h], p.z[row*4*h:(row+m)*4*h], m, l.whT)
		}
		if n > m {
			p.lstmGatesBackward(row+m, n-m, p.drop, dh, p.start[m*h:n*h], h)
		}
	})
	l.projectBackward(p, g, p.z, p.z, dx)
}

// lstmGatesBackward overwrites the activations of rows [row, row+n) by the
// gradients of their pre-activations.
func (p *CellPass) lstmGatesBackward(row, n int, dcPrev, dh, cPrev []float32, h int) {
	a, b := row*h, (row+n)*h
	z := p.z[4*a : 4*b]
	kernel.LSTMGatesBackward(z, dcPrev[:n*h], dh[a:b], p.dc[a:b], z, p.tanhC[a:b], cPrev[:n*h], n, h)
}
