package nn

import (
	"fmt"
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// A Field describes one categorical feature of a token: how many ids it has and
// the width of its embedding.
type Field struct {
	Name      string `json:"name"`
	Size, Dim int
}

// A Config says what a tagging network is made of.
type Config struct {
	Fields  []Field
	Hidden  int     // of each direction
	Layers  int     // stacked bidirectional LSTM layers
	Dropout float32 // on the embeddings and on each layer's output
}

// Validate checks the configuration.
func (c Config) Validate() error {
	if len(c.Fields) == 0 || c.Hidden < 1 || c.Layers < 1 {
		return fmt.Errorf("network needs fields, a hidden size and layers; has %d, %d, %d", len(c.Fields), c.Hidden, c.Layers)
	}
	for _, f := range c.Fields {
		if f.Size < 1 || f.Dim < 1 {
			return fmt.Errorf("field %q has size %d and dimension %d; both must be positive", f.Name, f.Size, f.Dim)
		}
	}
	if !(c.Dropout >= 0 && c.Dropout < 1) { // NaN is refused too
		return fmt.Errorf("dropout %g is not in [0, 1)", c.Dropout)
	}
	return nil
}

// A Network tags sequences: the embeddings of each token's fields side by side,
// stacked bidirectional LSTM layers, a linear layer, a CRF.
type Network struct {
	Config Config
	Embed  []*Embedding
	Stack  []*BiLSTM
	Out    *Linear
	CRF    *CRF

	input int
}

// NewNetwork returns a network with random weights.
func NewNetwork(cfg Config, crf *CRF, rng *rand.Rand) (*Network, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	n := &Network{Config: cfg, CRF: crf}
	for _, f := range cfg.Fields {
		n.Embed = append(n.Embed, NewEmbedding("embed."+f.Name, f.Size, f.Dim, rng))
		n.input += f.Dim
	}
	width := n.input
	for i := range cfg.Layers {
		n.Stack = append(n.Stack, NewBiLSTM(fmt.Sprintf("lstm%d", i+1), width, cfg.Hidden, rng))
		width = 2 * cfg.Hidden
	}
	n.Out = NewLinear("out", width, crf.Tags(), rng)
	return n, nil
}

// Params returns all parameters in a fixed order.
func (n *Network) Params() []*Param {
	var ps []*Param
	for _, e := range n.Embed {
		ps = append(ps, e.Table)
	}
	for _, b := range n.Stack {
		ps = append(ps, b.Params()...)
	}
	ps = append(ps, n.Out.Params()...)
	return append(ps, n.CRF.Params()...)
}

// Prepare packs the weights; it must be called after every change of them,
// with training set when Backward will follow.
func (n *Network) Prepare(training bool) {
	for _, b := range n.Stack {
		b.Prepare(training)
	}
	n.Out.Prepare(training)
	n.CRF.Prepare()
}

// A Sequence is the input of one sequence of T tokens: IDs[f][t] is the id of
// token t in field f.
type Sequence struct {
	IDs [][]int32
}

// Len returns T.
func (s Sequence) Len() int { return len(s.IDs[0]) }

// A Pass holds the activations of a batch. It is not for concurrent use; the
// network is.
type Pass struct {
	layout *Layout
	ids    [][]int32
	x      []float32
	layers []BiLSTMPass
	drops  []DropoutPass
	top    []float32 // output of the last layer, dropped out
	em     []float32 // [N×K] rows in the layout's order
	seq    []float32 // [T×K] emissions of one sequence
	dseq   []float32
	dem    []float32
	dbuf   [2][]float32
	crf    CRFPass
	work   kernel.Workspace
}

// Forward computes the emissions of a batch. A nil rng means inference,
// otherwise it draws the dropout masks.
func (n *Network) Forward(p *Pass, batch []Sequence, rng *rand.Rand) {
	lens := make([]int, len(batch))
	for i, s := range batch {
		lens[i] = s.Len()
	}
	p.layout = NewLayout(lens)
	rows := p.layout.Rows()
	p.x = resize(p.x, rows*n.input)
	if p.layers == nil {
		p.layers = make([]BiLSTMPass, len(n.Stack))
		p.drops = make([]DropoutPass, len(n.Stack)+1)
		p.ids = make([][]int32, len(n.Embed))
	}
	col := 0
	for f, e := range n.Embed {
		p.ids[f] = p.ids[f][:0]
		for t := range p.layout.Steps() {
			for i := range p.layout.Active(t) {
				p.ids[f] = append(p.ids[f], batch[p.layout.Order[i]].IDs[f][t])
			}
		}
		e.Forward(p.x, n.input, col, p.ids[f])
		col += e.Dim()
	}
	drop := Dropout{P: n.Config.Dropout}
	x, width := p.x, n.input
	drop.Forward(&p.drops[0], x, width, p.layout, rng)
	for i, b := range n.Stack {
		x, width = b.Forward(&p.layers[i], x, p.layout), 2*n.Config.Hidden
		drop.Forward(&p.drops[i+1], x, width, p.layout, rng)
	}
	p.top = x
	p.em = resize(p.em, rows*n.CRF.Tags())
	n.Out.Forward(p.em, x, rows)
}

// Emissions returns the emissions [T×K] of sequence i of the batch, as the
// caller numbered it. They stand until the next call.
func (n *Network) Emissions(p *Pass, i int) []float32 {
	for pos, o := range p.layout.Order {
		if o == i {
			return n.gather(p, pos)
		}
	}
	return nil
}

func (n *Network) gather(p *Pass, pos int) []float32 {
	k, steps := n.CRF.Tags(), p.layout.Lens[pos]
	p.seq = resize(p.seq, steps*k)
	for t := range steps {
		row := (p.layout.Off[t] + pos) * k
		copy(p.seq[t*k:(t+1)*k], p.em[row:row+k])
	}
	return p.seq
}

// Backward computes the loss of the batch of the last Forward, adds its
// gradients to g and returns it, summed over sequences. sets[i][t] is the set
// of tags that token t of sequence i may carry. weight scales loss and
// gradients.
func (n *Network) Backward(p *Pass, g *Grads, sets [][]TagSet, weight float64) float64 {
	k, rows := n.CRF.Tags(), p.layout.Rows()
	p.dem = resize(p.dem, rows*k)
	loss := 0.0
	for pos, o := range p.layout.Order {
		em := n.gather(p, pos)
		p.dseq = resize(p.dseq, len(em))
		clear(p.dseq)
		loss += n.CRF.Loss(&p.crf, g, em, sets[o], p.dseq, weight)
		for t := range p.layout.Lens[pos] {
			row := (p.layout.Off[t] + pos) * k
			copy(p.dem[row:row+k], p.dseq[t*k:(t+1)*k])
		}
	}
	width := 2 * n.Config.Hidden
	cur := 0
	p.dbuf[0] = resize(p.dbuf[0], rows*width)
	n.Out.Backward(g, p.dem, p.top, p.dbuf[0], rows, &p.work)
	drop := Dropout{P: n.Config.Dropout}
	for i := len(n.Stack) - 1; i >= 0; i-- {
		in := 2 * n.Config.Hidden
		if i == 0 {
			in = n.input
		}
		dout := p.dbuf[cur]
		drop.Backward(&p.drops[i+1], dout, 2*n.Config.Hidden, p.layout)
		p.dbuf[1-cur] = resize(p.dbuf[1-cur], rows*in)
		clear(p.dbuf[1-cur])
		n.Stack[i].Backward(&p.layers[i], g, dout, p.dbuf[1-cur])
		cur = 1 - cur
	}
	dx := p.dbuf[cur]
	drop.Backward(&p.drops[0], dx, n.input, p.layout)
	col := 0
	for f, e := range n.Embed {
		e.Backward(g, dx, n.input, col, p.ids[f])
		col += e.Dim()
	}
	return loss
}
