package nn

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// recurrent is what the cells have in common: the projections of the input and
// of the previous hidden state to G gates that stand side by side, and the order
// of time.
type recurrent struct {
	Wx *Param // [I×G·H]
	Wh *Param // [H×G·H]
	B  *Param // [1×G·H]
	// Reverse runs time from the last token to the first.
	Reverse bool

	wx, wh, wxT, whT *kernel.Packed
}

// newRecurrent returns projections with Glorot-uniform weights and no bias.
func newRecurrent(name string, input, hidden, gates int, reverse bool, rng *rand.Rand) recurrent {
	r := recurrent{
		Wx: newParam(name+".wx", input, gates*hidden), Wh: newParam(name+".wh", hidden, gates*hidden),
		B: newParam(name+".b", 1, gates*hidden), Reverse: reverse,
	}
	glorot(r.Wx, hidden, rng)
	glorot(r.Wh, hidden, rng)
	return r
}

// Hidden returns the size H of the hidden state.
func (r *recurrent) Hidden() int { return r.Wh.Rows }

// Params returns the layer's parameters.
func (r *recurrent) Params() []*Param { return []*Param{r.Wx, r.Wh, r.B} }

// Prepare packs the weights for the kernels; it must be called after every
// change of them. The transposed ones are needed for training only.
func (r *recurrent) Prepare(training bool) {
	in, h, g := r.Wx.Rows, r.Wh.Rows, r.Wx.Cols
	r.wx = repack(r.wx, r.Wx.W, in, g)
	r.wh = repack(r.wh, r.Wh.W, h, g)
	if training {
		r.wxT = repackT(r.wxT, r.Wx.W, g, in)
		r.whT = repackT(r.whT, r.Wh.W, g, h)
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

// project writes x·Wx + b to z [N×G·H].
func (r *recurrent) project(z, x []float32, n int) {
	kernel.Mul(z, x, n, r.wx)
	kernel.AddRow(z, r.B.W, n)
}

// projectBackward takes the gradients of the input's projection, dx [N×G·H], and
// of the state's, dh [N×G·H] (the same where the cell adds the two), and adds to
// the gradients of the weights and of the input x.
func (r *recurrent) projectBackward(p *CellPass, g *Grads, zx, zh, dx []float32) {
	n := p.layout.Rows()
	kernel.MulTAdd(g.Of(r.Wx).G, p.x, zx, n, r.Wx.Rows, r.Wx.Cols, &p.work)
	kernel.MulTAdd(g.Of(r.Wh).G, p.prev, zh, n, r.Wh.Rows, r.Wh.Cols, &p.work)
	kernel.SumRowsAdd(g.Of(r.B).G, zx, n)
	kernel.MulAdd(dx, zx, n, r.wxT)
}

// A CellPass holds the activations of one forward pass of a cell.
type CellPass struct {
	layout   *Layout
	x        []float32 // [N×I], the caller's
	z        []float32 // [N×G·H] gate activations; their gradients after Backward
	h        []float32 // [N×H]
	c, tanhC []float32 // [N×H], of an LSTM
	rec      []float32 // [N×3H], of a GRU
	prev     []float32 // [N×H] previous state of every row, for Backward
	dc       []float32
	start    []float32 // [B×H] state before the first step; of an LSTM the cell state
	startH   []float32 // [B×H] hidden state of an LSTM before it, where carried
	carried  bool      // whether it is that of an earlier pass
	drop     []float32 // [B×H] gradient of that state
	steps    []step    // of a block
	work     kernel.Workspace
}

// begin sets up a forward pass with so many gates.
func (p *CellPass) begin(x []float32, lay *Layout, hidden, gates int) {
	n := lay.Rows()
	p.layout, p.x = lay, x
	p.z, p.h = resize(p.z, n*gates*hidden), resize(p.h, n*hidden)
	p.start = resize(p.start, lay.Active(0)*hidden)
	clear(p.start)
	p.carried = false
}

// beginBackward collects the previous state of every row.
func (p *CellPass) beginBackward(r *recurrent) {
	h := r.Hidden()
	p.prev = resize(p.prev, p.layout.Rows()*h)
	p.drop = resize(p.drop, p.layout.Active(0)*h)
	r.steps(p.layout, func(row, n, prev, m int) {
		copy(p.prev[row*h:(row+m)*h], p.h[prev*h:(prev+m)*h])
		first := p.prev[(row+m)*h : (row+n)*h]
		if p.carried {
			copy(first, p.startH[m*h:n*h])
			return
		}
		clear(first)
	})
}

// steps calls f for every step in the layer's direction: rows [row, row+n) are
// the step's, of which the first m have a previous state in rows
// [prev, prev+m).
func (r *recurrent) steps(lay *Layout, f func(row, n, prev, m int)) {
	if !r.Reverse {
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

// stepsBack is steps in the opposite order, for backpropagation through time
// (Werbos, Proc. IEEE 1990).
func (r *recurrent) stepsBack(lay *Layout, f func(row, n, prev, m int)) {
	if !r.Reverse {
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
