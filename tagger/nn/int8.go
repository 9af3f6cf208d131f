package nn

import (
	"errors"
	"fmt"

	"covenant/tagger/kernel"
)

// ErrInt8 means that a network has cells that 8-bit inference does not know.
var ErrInt8 = errors.New("8-bit inference needs LSTM cells")

// layerInt8 is a layer with 8-bit weights.
type layerInt8 struct{ cells []lstmInt8 }

type lstmInt8 struct {
	*LSTM
	wx8, wh8 *kernel.Int8
}

// PrepareInt8 rounds the weights of the layers and of the projection to 8 bits, a
// scale for each column, for [Network.Infer]; activations are rounded too: the
// input with a scale for each token, hidden states, which lie in (-1, 1), to
// multiples of 1/127. The rest stays in single precision. Prepare must have been
// called before.
func (n *Network) PrepareInt8() error {
	layers := make([]layerInt8, len(n.Stack))
	for i, l := range n.Stack {
		for _, c := range l.Cells {
			lstm, ok := c.(*LSTM)
			if !ok {
				return fmt.Errorf("%w, the network has %s", ErrInt8, n.Config.cell())
			}
			layers[i].cells = append(layers[i].cells, lstmInt8{
				LSTM: lstm,
				wx8:  kernel.PackInt8(lstm.Wx.W, lstm.Wx.Rows, lstm.Wx.Cols),
				wh8:  kernel.PackInt8(lstm.Wh.W, lstm.Wh.Rows, lstm.Wh.Cols),
			})
		}
	}
	n.layers8 = layers
	n.projection8 = kernel.PackInt8(n.Projection.W.W, n.Projection.W.Rows, n.Projection.W.Cols)
	return nil
}

// DropInt8 undoes [Network.PrepareInt8].
func (n *Network) DropInt8() { n.layers8, n.projection8 = nil, nil }

// inferInt8 computes the emissions of the layers' input x [N×Input].
func (n *Network) inferInt8(p *Pass, x []float32) {
	rows, width := p.layout.Rows(), n.Config.Input()
	p.q[0] = p.q[0].Resized(rows, width)
	p.q[0].Scale = resize(p.q[0].Scale, rows)
	kernel.QuantizeRows(p.q[0], x, rows, width)
	in := p.q[0]
	for i, l := range n.Stack {
		out := p.q[1-i%2].Resized(rows, l.Output())
		out.Scale = nil
		p.q[1-i%2] = out
		for c, cell := range n.layers8[i].cells {
			cell.infer(&p.layers[i].cells[c], in, out.From(0, c*l.hidden), p.layout)
		}
		in = out
	}
	kernel.MulInt8(p.em, in, rows, n.projection8, n.Projection.B.W)
}

// infer writes the hidden states of x to the first columns of out.
func (l *lstmInt8) infer(p *CellPass, x, out kernel.Uint8, lay *Layout) {
	h := l.Hidden()
	p.beginInfer(lay, h)
	l.blocks(p, lay, func(b block) {
		p.z = resize(p.z, (b.to-b.from)*4*h)
		kernel.MulInt8(p.z, x.From(b.from, 0), b.to-b.from, l.wx8, l.B.W)
		for _, s := range b.steps {
			z := p.z[(s.row-b.from)*4*h:]
			if s.m > 0 {
				kernel.MulAddInt8(z, out.From(s.prev, 0), s.m, l.wh8)
			}
			kernel.LSTMStepInt8(out.From(s.row, 0), nil, p.c, z, p.c, s.n, h)
		}
	})
}
