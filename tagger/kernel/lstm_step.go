package kernel

// LSTMStep computes [LSTMGatesBatch] for inference: it keeps nothing for a
// backward pass, and is faster. h, c and cPrev are [rows×hidden], z is
// [rows×4·hidden]; what z holds afterwards is not specified. c may be cPrev, which
// must stay below 2⁴⁷. The error of c is below 1e-6·max(1, |c|, |cPrev|), that of
// o·tanh(c) below 1e-6.
func LSTMStep(h, c, z, cPrev []float32, rows, hidden int) {
	active.lstmSteps(h, c, z, cPrev, rows, hidden)
}

func (l *level) lstmSteps(h, c, z, cPrev []float32, rows, hidden int) {
	need("h", h, rows, hidden)
	need("c", c, rows, hidden)
	need("z", z, rows, 4*hidden)
	need("cPrev", cPrev, rows, hidden)
	if hidden == 0 {
		return
	}
	for r := range rows {
		at := r * hidden
		l.lstmStep(h[at:], c[at:], z[4*at:], cPrev[at:], hidden)
	}
}

// LSTMStepInt8 computes [LSTMStep], and writes h also to q [rows×hidden] as
// [QuantizeUnit] does, which makes it the left operand of the next step. h may be
// nil where only q is wanted. It does not touch q.Scale, which must be nil for the
// products.
func LSTMStepInt8(q Uint8, h, c, z, cPrev []float32, rows, hidden int) {
	active.lstmStepsInt8(q, h, c, z, cPrev, rows, hidden)
}

func (l *level) lstmStepsInt8(q Uint8, h, c, z, cPrev []float32, rows, hidden int) {
	q.need("q", rows, hidden)
	if h != nil {
		need("h", h, rows, hidden)
	}
	need("c", c, rows, hidden)
	need("z", z, rows, 4*hidden)
	need("cPrev", cPrev, rows, hidden)
	if hidden == 0 {
		return
	}
	for r := range rows {
		at := r * hidden
		to := z[4*at:] // the place of the first gate serves for an h that nobody wants
		if h != nil {
			to = h[at:]
		}
		if l.int8.lstmStep != nil {
			l.int8.lstmStep(q.Data[r*q.Stride:], to, c[at:], z[4*at:], cPrev[at:], hidden)
			continue
		}
		l.lstmStep(to, c[at:], z[4*at:], cPrev[at:], hidden)
		l.int8.quantize(q.Data[r*q.Stride:], to[:hidden], 127)
	}
}
