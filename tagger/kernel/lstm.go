package kernel

// LSTMGates computes one step of an LSTM cell (Hochreiter and Schmidhuber 1997,
// with the forget gate of Gers et al. 2000) for one row. z [4·hidden] holds the
// pre-activations of the gates i, f, g, o in this order and is overwritten by
// their activations:
//
//	i, f, o = sigmoid(z_i, z_f, z_o);  g = tanh(z_g)
//	c = f·cPrev + i·g;  h = o·tanh(c)
//
// h, c and cPrev are [hidden]; c may be cPrev.
func LSTMGates(h, c, z, cPrev []float32, hidden int) {
	// h serves as the place of tanh(c) until h itself is written there.
	LSTMGatesBatch(h, c, h, z, cPrev, 1, hidden)
}

// LSTMGatesBatch computes [LSTMGates] for each row. h, c, tanhC and cPrev are
// [rows×hidden], z is [rows×4·hidden]. It also stores tanh(c) in tanhC for
// [LSTMGatesBackward]. c may be cPrev.
func LSTMGatesBatch(h, c, tanhC, z, cPrev []float32, rows, hidden int) {
	active.lstmGates(h, c, tanhC, z, cPrev, rows, hidden)
}

func (l *level) lstmGates(h, c, tanhC, z, cPrev []float32, rows, hidden int) {
	need("h", h, rows, hidden)
	need("c", c, rows, hidden)
	need("tanhC", tanhC, rows, hidden)
	need("z", z, rows, 4*hidden)
	need("cPrev", cPrev, rows, hidden)
	if hidden == 0 {
		return
	}
	for r := range rows {
		at := r * hidden
		l.lstmForward(h[at:], c[at:], tanhC[at:], z[4*at:], cPrev[at:], hidden)
	}
}

// LSTMGatesBackward is the gradient of [LSTMGatesBatch]. z [rows×4·hidden] holds
// the activations that it left, tanhC and cPrev [rows×hidden] are as there. dh is
// the gradient of h, dc the gradient of c that comes from the next step, both
// [rows×hidden]. It sets
//
//	δ      = dc + dh·o·(1-tanhC²)
//	dz_i   = δ·g·i·(1-i);  dz_f = δ·cPrev·f·(1-f)
//	dz_g   = δ·i·(1-g²);   dz_o = dh·tanhC·o·(1-o)
//	dcPrev = δ·f
//
// with dz [rows×4·hidden] the gradient of the pre-activations and dcPrev
// [rows×hidden] that of cPrev. dcPrev may be dc, dz may be z.
func LSTMGatesBackward(dz, dcPrev, dh, dc, z, tanhC, cPrev []float32, rows, hidden int) {
	active.lstmGatesBackward(dz, dcPrev, dh, dc, z, tanhC, cPrev, rows, hidden)
}

func (l *level) lstmGatesBackward(dz, dcPrev, dh, dc, z, tanhC, cPrev []float32, rows, hidden int) {
	need("dz", dz, rows, 4*hidden)
	need("dcPrev", dcPrev, rows, hidden)
	need("dh", dh, rows, hidden)
	need("dc", dc, rows, hidden)
	need("z", z, rows, 4*hidden)
	need("tanhC", tanhC, rows, hidden)
	need("cPrev", cPrev, rows, hidden)
	if hidden == 0 {
		return
	}
	for r := range rows {
		at := r * hidden
		l.lstmBackward(dz[4*at:], dcPrev[at:], dh[at:], dc[at:], z[4*at:], tanhC[at:], cPrev[at:], hidden)
	}
}
