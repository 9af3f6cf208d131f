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
	Wx *Param // [I×4H]
	Wh *Param // [H×4H]
	B  *Param // [1×4H]
	// Reverse runs time from the last token to the first.
	Reverse bool

	wx, wh, wxT, whT *kernel.Packed
}

// NewLSTM returns a layer of the given input width and hidden size. Weights
// are Glorot-uniform; the forget gate's bias starts at 1 (Jozefowicz et al.,
// ICML 2015).
func NewLSTM(name string, input, hidden int, reverse bool, rng *rand.Rand) *LSTM {
	l := &LSTM{
		Wx: newParam(name+".wx", input, 4*hidden), Wh: newParam(name+".wh", hidden, 4*hidden),
		B: newParam(name+".b", 1, 4*hidden), Reverse: reverse,
	}
	glorot(l.Wx, hidden, rng)
	glorot(l.Wh, hidden, rng)
	for j := hidden; j < 2*hidden; j++ {
		l.B.W[j] = 1
	}
	return l
}

// Hidden returns the size H of the hidden state.
func (l *LSTM) Hidden() int { return l.Wh.Rows }

// Params returns the layer's parameters.
func (l *LSTM) Params() []*Param { return []*Param{l.Wx, l.Wh, l.B} }

// Prepare packs the weights for the kernels; it must be called after every
// change of them. The transposed ones are needed for training only.
func (l *LSTM) Prepare(training bool) {
	in, h4 := l.Wx.Rows, l.Wx.Cols
	l.wx = repack(l.wx, l.Wx.W, in, h4)
	l.wh = repack(l.wh, l.Wh.W, l.Wh.Rows, h4)
	if training {
		l.wxT = repackT(l.wxT, l.Wx.W, h4, in)
		l.whT = repackT(l.whT, l.Wh.W, h4, l.Wh.Rows)
	}
}

func repack(p *kernel.Packed, w []float32, k, n int) *kernel.Packed {
	if p == nil {
		return kernel.Pack(w, k, n)
	}
	p.Repack(w)
	return p
}

func repackT(p *kernel.Packed, wT []float32, k, n int) *kernel.Packed {
	if p == nil {
		return kernel.PackT(wT, k, n)
	}
	p.RepackT(wT)
	return p
}

// An LSTMPass holds the activations of one forward pass.
type LSTMPass struct {
	layout   *Layout
	x        []float32 // [N×I], the caller's
	z        []float32 // [N×4H] gate activations; their gradients after Backward
	c, tanhC []float32 // [N×H]
	h        []float32 // [N×H]
	prev     []float32 // [N×H] previous state of every row, for Backward
	dc, zero []float32
	work     kernel.Workspace
}

// steps calls f for every step in the layer's direction: rows [row, row+n) are
// the step's, of which the first m have a previous state in rows
// [prev, prev+m).
func (l *LSTM) steps(lay *Layout, f func(row, n, prev, m int)) {
	if !l.Reverse {
		for t := range lay.Steps() {
			row, n := lay.Off[t], lay.Active(t)
			if t == 0 {
				f(row, n, 0, 0)
			} else {
				f(row, n, lay.Off[t-1], n)
			}
		}
		return
	}
	for t := lay.Steps() - 1; t >= 0; t-- {
		f(lay.Off[t], lay.Active(t), lay.Off[t+1], lay.Active(t+1))
	}
}

// stepsBack is steps in the opposite order, for backpropagation through time.
func (l *LSTM) stepsBack(lay *Layout, f func(row, n, prev, m int)) {
	if !l.Reverse {
		for t := lay.Steps() - 1; t > 0; t-- {
			n := lay.Active(t)
			f(lay.Off[t], n, lay.Off[t-1], n)
		}
		f(0, lay.Active(0), 0, 0)
		return
	}
	for t := range lay.Steps() {
		f(lay.Off[t], lay.Active(t), lay.Off[t+1], lay.Active(t+1))
	}
}

// Forward computes the hidden states [N×H] of x [N×I]. The result belongs to
// the pass and stands until its next Forward.
func (l *LSTM) Forward(p *LSTMPass, x []float32, lay *Layout) []float32 {
	n, h := lay.Rows(), l.Hidden()
	p.layout, p.x = lay, x
	p.z, p.c, p.tanhC, p.h = resize(p.z, n*4*h), resize(p.c, n*h), resize(p.tanhC, n*h), resize(p.h, n*h)
	p.zero = resize(p.zero, lay.Active(0)*h)
	clear(p.zero)
	kernel.Mul(p.z, x, n, l.wx)
	kernel.AddRow(p.z, l.B.W, n)
	l.steps(lay, func(row, n, prev, m int) {
		if m > 0 {
			kernel.MulAdd(p.z[row*4*h:(row+m)*4*h], p.h[prev*h:(prev+m)*h], m, l.wh)
			p.gates(row, m, p.c[prev*h:(prev+m)*h], h)
		}
		if n > m {
			p.gates(row+m, n-m, p.zero, h)
		}
	})
	return p.h
}

func (p *LSTMPass) gates(row, n int, cPrev []float32, h int) {
	a, b := row*h, (row+n)*h
	kernel.LSTMGatesBatch(p.h[a:b], p.c[a:b], p.tanhC[a:b], p.z[4*a:4*b], cPrev[:n*h], n, h)
}

// Backward takes the gradient dh [N×H] of Forward's result, which it uses as
// scratch space, adds to the gradients of the parameters, and adds the
// gradient of the input to dx [N×I].
func (l *LSTM) Backward(p *LSTMPass, g *Grads, dh, dx []float32) {
	lay, h := p.layout, l.Hidden()
	n := lay.Rows()
	p.dc, p.prev = resize(p.dc, n*h), resize(p.prev, n*h)
	clear(p.dc)
	drop := make([]float32, lay.Active(0)*h) // gradient of the zero state
	l.stepsBack(lay, func(row, n, prev, m int) {
		if m > 0 {
			p.gatesBackward(row, m, p.dc[prev*h:(prev+m)*h], dh, p.c[prev*h:(prev+m)*h], h)
			kernel.MulAdd(dh[prev*h:(prev+m)*h], p.z[row*4*h:(row+m)*4*h], m, l.whT)
			copy(p.prev[row*h:(row+m)*h], p.h[prev*h:(prev+m)*h])
		}
		if n > m {
			p.gatesBackward(row+m, n-m, drop, dh, p.zero, h)
			clear(p.prev[(row+m)*h : (row+n)*h])
		}
	})
	kernel.MulTAdd(g.Of(l.Wx).G, p.x, p.z, n, l.Wx.Rows, 4*h, &p.work)
	kernel.MulTAdd(g.Of(l.Wh).G, p.prev, p.z, n, h, 4*h, &p.work)
	kernel.SumRowsAdd(g.Of(l.B).G, p.z, n)
	kernel.MulAdd(dx, p.z, n, l.wxT)
}

// gatesBackward overwrites the activations of rows [row, row+n) by the
// gradients of their pre-activations.
func (p *LSTMPass) gatesBackward(row, n int, dcPrev, dh, cPrev []float32, h int) {
	a, b := row*h, (row+n)*h
	z := p.z[4*a : 4*b]
	kernel.LSTMGatesBackward(z, dcPrev[:n*h], dh[a:b], p.dc[a:b], z, p.tanhC[a:b], cPrev[:n*h], n, h)
}
