package nn

import "math/rand/v2"

// A BiLSTM runs one LSTM from left to right and one from right to left
// (Graves and Schmidhuber 2005) and puts their hidden states side by side.
type BiLSTM struct {
	Fwd, Bwd *LSTM
}

// NewBiLSTM returns a layer whose output width is 2·hidden.
func NewBiLSTM(name string, input, hidden int, rng *rand.Rand) *BiLSTM {
	return &BiLSTM{
		Fwd: NewLSTM(name+".fwd", input, hidden, false, rng),
		Bwd: NewLSTM(name+".bwd", input, hidden, true, rng),
	}
}

// Params returns the layer's parameters.
func (b *BiLSTM) Params() []*Param { return append(b.Fwd.Params(), b.Bwd.Params()...) }

// Prepare packs the weights; see [LSTM.Prepare].
func (b *BiLSTM) Prepare(training bool) {
	b.Fwd.Prepare(training)
	b.Bwd.Prepare(training)
}

// A BiLSTMPass holds the activations of one forward pass.
type BiLSTMPass struct {
	fwd, bwd LSTMPass
	out      []float32 // [N×2H]
	dh       []float32 // [N×H]
}

// Forward returns the hidden states [N×2H] of x [N×I], forward ones first. The
// result belongs to the pass and stands until its next Forward.
func (b *BiLSTM) Forward(p *BiLSTMPass, x []float32, lay *Layout) []float32 {
	n, h := lay.Rows(), b.Fwd.Hidden()
	left, right := b.Fwd.Forward(&p.fwd, x, lay), b.Bwd.Forward(&p.bwd, x, lay)
	p.out = resize(p.out, n*2*h)
	for i := range n {
		copy(p.out[2*i*h:], left[i*h:(i+1)*h])
		copy(p.out[(2*i+1)*h:], right[i*h:(i+1)*h])
	}
	return p.out
}

// Backward takes the gradient dout [N×2H] of Forward's result and adds the
// gradient of the input to dx [N×I].
func (b *BiLSTM) Backward(p *BiLSTMPass, g *Grads, dout, dx []float32) {
	h := b.Fwd.Hidden()
	n := len(dout) / (2 * h)
	p.dh = resize(p.dh, n*h)
	for i := range n {
		copy(p.dh[i*h:(i+1)*h], dout[2*i*h:])
	}
	b.Fwd.Backward(&p.fwd, g, p.dh, dx)
	for i := range n {
		copy(p.dh[i*h:(i+1)*h], dout[(2*i+1)*h:])
	}
	b.Bwd.Backward(&p.bwd, g, p.dh, dx)
}
