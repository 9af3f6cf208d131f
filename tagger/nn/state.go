package nn

// A State is the hidden and the cell state [B×H] of an LSTM after so many steps of
// B sequences, in the caller's order. Carried from one part of a text to the next it
// makes them one text, but for backpropagation, which ends where a part begins
// (truncated backpropagation through time; Williams and Peng, Neural Computation
// 1990).
type State struct{ H, C []float32 }

// NewState returns the state of b sequences before their first step: zeros.
func NewState(b, hidden int) State {
	return State{H: make([]float32, b*hidden), C: make([]float32, b*hidden)}
}

// ForwardFrom is [LSTM.Forward] of sequences that go on from a state, which it does
// not change and does not need afterwards. A state of no length means zeros.
func (l *LSTM) ForwardFrom(p *CellPass, x []float32, lay *Layout, from State) []float32 {
	p.begin(x, lay, l.Hidden(), 4)
	p.carried = len(from.H) > 0
	if p.carried {
		h := l.Hidden()
		p.startH = resize(p.startH, len(p.start))
		for i, o := range lay.Order {
			copy(p.startH[i*h:(i+1)*h], from.H[o*h:(o+1)*h])
			copy(p.start[i*h:(i+1)*h], from.C[o*h:(o+1)*h])
		}
	}
	return l.run(p, x, lay)
}

// Last writes the state after the last step of each sequence of the pass, in the
// layer's direction, to the rows of to.
func (l *LSTM) Last(p *CellPass, to State) {
	h := l.Hidden()
	for i, o := range p.layout.Order {
		row := i // of step 0
		if !l.Reverse {
			row += p.layout.Off[p.layout.Lens[i]-1]
		}
		copy(to.H[o*h:(o+1)*h], p.h[row*h:(row+1)*h])
		copy(to.C[o*h:(o+1)*h], p.c[row*h:(row+1)*h])
	}
}
