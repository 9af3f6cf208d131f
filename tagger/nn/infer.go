package nn

import "covenant/tagger/kernel"

// inferRows is about how many rows of gates are projected at a time, so that they
// are still in the second cache when the recurrence comes to them.
const inferRows = 96

// Infer computes the emissions of a batch as [Network.Forward] does without
// dropout. LSTM layers keep nothing for a backward pass and are faster: where
// [Network.PrepareInt8] has been called, with 8-bit products.
func (n *Network) Infer(p *Pass, batch []Sequence) {
	p.begin(&n.Encoder, batch)
	x, rows := n.embed(&p.encoderPass, batch), p.layout.Rows()
	p.em = resize(p.em, rows*n.Output.Tags())
	if n.projection8 != nil {
		n.inferInt8(p, x)
		return
	}
	n.Projection.Forward(p.em, n.infer(&p.encoderPass, x), rows)
}

// infer returns the states [N×top] of a batch that was embedded as x, without
// dropout.
func (e *Encoder) infer(p *encoderPass, x []float32) []float32 {
	for i, l := range e.Stack {
		x = l.infer(&p.layers[i], x, p.layout)
	}
	return x
}

// infer is Forward, without keeping anything where the cells are LSTMs.
func (l *Layer) infer(p *LayerPass, x []float32, lay *Layout) []float32 {
	return l.side(p, lay, func(c Cell, p *CellPass) []float32 {
		if lstm, ok := c.(*LSTM); ok {
			return lstm.infer(p, x, lay)
		}
		return c.Forward(p, x, lay)
	})
}

// A block is a run of steps in the direction of a cell, whose rows stand side by
// side: rows [from, to).
type block struct {
	from, to int
	steps    []step
}

// A step is rows [row, row+n), of which the first m have a previous state in rows
// [prev, prev+m).
type step struct{ row, n, prev, m int }

// blocks cuts the steps into runs of about inferRows rows and calls f for each.
func (r *recurrent) blocks(p *CellPass, lay *Layout, f func(b block)) {
	b := block{steps: p.steps[:0]}
	flush := func() {
		if len(b.steps) > 0 {
			f(b)
			b.steps = b.steps[:0]
		}
	}
	r.steps(lay, func(row, n, prev, m int) {
		if len(b.steps) > 0 && b.to-b.from+n > inferRows {
			flush()
		}
		if len(b.steps) == 0 {
			b.from, b.to = row, row+n
		}
		b.from, b.to = min(b.from, row), max(b.to, row+n)
		b.steps = append(b.steps, step{row, n, prev, m})
	})
	flush()
	p.steps = b.steps
}

func (l *LSTM) infer(p *CellPass, x []float32, lay *Layout) []float32 {
	h, in := l.Hidden(), l.Wx.Rows
	p.beginInfer(lay, h)
	p.h = resize(p.h, lay.Rows()*h)
	l.blocks(p, lay, func(b block) {
		p.z = resize(p.z, (b.to-b.from)*4*h)
		l.project(p.z, x[b.from*in:b.to*in], b.to-b.from)
		for _, s := range b.steps {
			z := p.z[(s.row-b.from)*4*h:]
			if s.m > 0 {
				kernel.MulAdd(z, p.h[s.prev*h:], s.m, l.wh)
			}
			kernel.LSTMStep(p.h[s.row*h:], p.c, z, p.c, s.n, h)
		}
	})
	return p.h
}

// beginInfer sets up the cell states, one for each sequence. Sequences are in the
// same order at every step, and those that have not begun are zero.
func (p *CellPass) beginInfer(lay *Layout, hidden int) {
	p.c = resize(p.c, lay.Active(0)*hidden)
	clear(p.c)
}
