package lm

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
	"covenant/tagger/nn"
)

// A pass holds the activations of one way over a batch. It is not for concurrent use.
type pass struct {
	layout  *nn.Layout
	inputs  []int32
	targets []int32
	x       []float32
	cells   []nn.CellPass
	outs    [][]float32 // of the layers, dropped out
	drops   []nn.DropoutPass
	y       []float32 // [N×D]
	dy      []float32
	dbuf    [2][]float32
	tied    nn.TiedPass
	sample  nn.Sample
	work    kernel.Workspace
}

// fill lays out the pieces as a batch of sequences of inputs and targets.
func (p *pass) fill(way nn.Direction, docs []document, list []piece) {
	lens := make([]int, len(list))
	for i, q := range list {
		lens[i] = q.to - q.from
	}
	p.begin(lens)
	for t := range p.layout.Steps() {
		for i := range p.layout.Active(t) {
			q := list[p.layout.Order[i]]
			d := docs[q.doc]
			p.inputs = append(p.inputs, d.in(way, q.from+t))
			p.targets = append(p.targets, d.in(way, q.from+t+1))
		}
	}
}

// begin lays out sequences of the given lengths without inputs.
func (p *pass) begin(lens []int) {
	p.layout = nn.NewLayout(lens)
	p.inputs, p.targets = p.inputs[:0], p.targets[:0]
}

// forward computes y [N×D], from which the next word of each row is predicted, of the
// sequences that were filled in. They go on from states, which become those at their
// ends. A nil rng means inference, otherwise it draws what is dropped.
func (m *Model) forward(p *pass, w *Way, states []nn.State, dropout nn.Dropout, rng *rand.Rand) {
	n, d := p.layout.Rows(), m.Config.Dim
	if p.cells == nil {
		p.cells = make([]nn.CellPass, len(w.Layers))
		p.outs = make([][]float32, len(w.Layers))
		p.drops = make([]nn.DropoutPass, len(w.Layers)+1)
	}
	p.x = resize(p.x, n*d)
	m.Embed.Forward(p.x, d, 0, p.inputs)
	dropout.Forward(&p.drops[0], p.x, d, p.layout, rng)
	x := p.x
	for i, l := range w.Layers {
		h := l.ForwardFrom(&p.cells[i], x, p.layout, states[i])
		l.Last(&p.cells[i], states[i])
		p.outs[i] = append(p.outs[i][:0], h...) // the cell needs its own for Backward
		x = p.outs[i]
		dropout.Forward(&p.drops[i+1], x, l.Hidden(), p.layout, rng)
	}
	if w.Projection == nil {
		p.y = x
		return
	}
	p.y = resize(p.y, n*d)
	w.Projection.Forward(p.y, x, n)
}

// loss returns the cross-entropy of the targets after forward, summed and scaled by
// weight, and adds its gradients to g. Without a sampler it is exact.
func (m *Model) loss(p *pass, w *Way, g *nn.Grads, sampler *nn.Sampler, dropout nn.Dropout, rng *rand.Rand, weight float64) float64 {
	n := p.layout.Rows()
	p.dy = resize(p.dy, len(p.y))
	var loss float64
	if sampler == nil {
		loss = m.Out.Loss(&p.tied, g, p.y, p.targets, p.dy, weight)
	} else {
		sampler.Draw(&p.sample, rng)
		loss = m.Out.SampledLoss(&p.tied, g, p.y, p.targets, &p.sample, p.dy, weight)
	}
	dout, cur := p.dy, 0
	top := w.Layers[len(w.Layers)-1].Hidden()
	if w.Projection != nil {
		p.dbuf[0] = resize(p.dbuf[0], n*top)
		w.Projection.Backward(g, p.dy, p.outs[len(w.Layers)-1], p.dbuf[0], n, &p.work)
		dout, cur = p.dbuf[0], 1
	}
	for i := len(w.Layers) - 1; i >= 0; i-- {
		l := w.Layers[i]
		dropout.Backward(&p.drops[i+1], dout, l.Hidden(), p.layout)
		p.dbuf[cur] = resize(p.dbuf[cur], n*l.Wx.Rows)
		clear(p.dbuf[cur])
		l.Backward(&p.cells[i], g, dout, p.dbuf[cur])
		dout, cur = p.dbuf[cur], 1-cur
	}
	dropout.Backward(&p.drops[0], dout, m.Config.Dim, p.layout)
	m.Embed.Backward(g, dout, m.Config.Dim, 0, p.inputs)
	return loss
}

// resize returns s with n elements, reusing its memory. Contents are undefined.
func resize(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	return s[:n]
}
