package nn

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// An Output turns emissions into tags and a loss: a [CRF] or a [Softmax].
type Output interface {
	Trained
	Tags() int
	Decode(emissions []float32) []int
	Sum(l *Lattice, emissions []float32, sets []TagSet)
	SpanProbability(l *Lattice, start, end int, begin, inside TagSet) float64
	Loss(p *CRFPass, g *Grads, emissions []float32, sets []TagSet, dem []float32, weight float64) float64
}

// NewOutput returns the output of the given kind over k tags. allowed says which
// tag may follow which, and first which may begin; a softmax heeds neither.
func NewOutput(kind OutputKind, k int, allowed func(from, to int) bool, first func(tag int) bool) (Output, error) {
	if kind == OutputSoftmax {
		return NewSoftmax(k)
	}
	return NewCRF(k, allowed, first)
}

// A Network tags sequences: the embeddings of each token's fields and the
// encoding of its characters side by side, stacked recurrent layers, a linear
// projection to emissions, and an output that decodes them.
type Network struct {
	Config     Config
	Embed      []*Embedding
	Chars      CharEncoder // nil without
	Stack      []*Layer
	Projection *Linear
	Output     Output

	layers8     []layerInt8 // see PrepareInt8
	projection8 *kernel.Int8
}

// NewNetwork returns a network with random weights.
func NewNetwork(cfg Config, out Output, rng *rand.Rand) (*Network, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	n := &Network{Config: cfg, Output: out}
	for _, f := range cfg.Fields {
		n.Embed = append(n.Embed, NewEmbedding("embed."+f.Name, f.Size, f.Dim, rng))
	}
	if cfg.Chars != nil {
		n.Chars = newCharEncoder(cfg.Chars, rng)
	}
	n.Stack = newStack(cfg, cfg.Input(), rng)
	n.Projection = NewLinear("out", n.top(), out.Tags(), rng)
	return n, nil
}

// top returns the width of the last layer's output.
func (n *Network) top() int { return n.Stack[len(n.Stack)-1].Output() }

// Params returns all parameters in a fixed order.
func (n *Network) Params() []*Param {
	var ps []*Param
	for _, e := range n.Embed {
		ps = append(ps, e.Table)
	}
	for _, t := range n.trained() {
		ps = append(ps, t.Params()...)
	}
	return ps
}

// trained returns the parts other than the embeddings of the fields.
func (n *Network) trained() []Trained {
	var ts []Trained
	if n.Chars != nil {
		ts = append(ts, n.Chars)
	}
	for _, l := range n.Stack {
		ts = append(ts, l)
	}
	return append(ts, n.Projection, n.Output)
}

// Prepare packs the weights; see [Trained]. Those of [Network.PrepareInt8] are
// dropped.
func (n *Network) Prepare(training bool) {
	n.DropInt8()
	for _, t := range n.trained() {
		t.Prepare(training)
	}
}

// A Sequence is the input of one sequence of T tokens: IDs[f][t] is the id of
// token t in field f, and Chars[t] the ids of its characters, a byte each, for
// networks that have an encoder of them.
type Sequence struct {
	IDs   [][]int32
	Chars []string
}

// Len returns T.
func (s Sequence) Len() int { return len(s.IDs[0]) }

// Slice returns tokens [from, to).
func (s Sequence) Slice(from, to int) Sequence {
	part := Sequence{IDs: make([][]int32, len(s.IDs))}
	for f, ids := range s.IDs {
		part.IDs[f] = ids[from:to]
	}
	if s.Chars != nil {
		part.Chars = s.Chars[from:to]
	}
	return part
}

// A Pass holds the activations of a batch. It is not for concurrent use; the
// network is.
type Pass struct {
	layout *Layout
	ids    [][]int32
	chars  CharPass
	x      []float32
	layers []LayerPass
	q      [2]kernel.Uint8 // input and output of a layer
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
	p.begin(n, batch)
	x, width := n.embed(p, batch), n.Config.Input()
	drop := Dropout{P: n.Config.Dropout, PerStep: n.Config.DropoutPerStep}
	drop.Forward(&p.drops[0], x, width, p.layout, rng)
	for i, l := range n.Stack {
		x, width = l.Forward(&p.layers[i], x, p.layout), l.Output()
		drop.Forward(&p.drops[i+1], x, width, p.layout, rng)
	}
	p.top = x
	p.em = resize(p.em, p.layout.Rows()*n.Output.Tags())
	n.Projection.Forward(p.em, x, p.layout.Rows())
}

// begin lays out a batch.
func (p *Pass) begin(n *Network, batch []Sequence) {
	lens := make([]int, len(batch))
	for i, s := range batch {
		lens[i] = s.Len()
	}
	p.layout = NewLayout(lens)
	if p.layers == nil {
		p.layers = make([]LayerPass, len(n.Stack))
		p.drops = make([]DropoutPass, len(n.Stack)+1)
		p.ids = make([][]int32, len(n.Embed))
	}
}

// embed returns the first layer's input [N×Input].
func (n *Network) embed(p *Pass, batch []Sequence) []float32 {
	width := n.Config.Input()
	p.x = resize(p.x, p.layout.Rows()*width)
	col := 0
	for f, e := range n.Embed {
		p.ids[f] = p.ids[f][:0]
		for t := range p.layout.Steps() {
			for i := range p.layout.Active(t) {
				p.ids[f] = append(p.ids[f], batch[p.layout.Order[i]].IDs[f][t])
			}
		}
		e.Forward(p.x, width, col, p.ids[f])
		col += e.Dim()
	}
	if n.Chars != nil {
		p.chars.gather(batch, p.layout)
		p.chars.forward(n.Chars, p.x, width, col, width-col)
	}
	return p.x
}

// embedBackward takes the gradient dx [N×Input] of embed's result.
func (n *Network) embedBackward(p *Pass, g *Grads, dx []float32) {
	width := n.Config.Input()
	col := 0
	for f, e := range n.Embed {
		e.Backward(g, dx, width, col, p.ids[f])
		col += e.Dim()
	}
	if n.Chars != nil {
		p.chars.backward(n.Chars, g, dx, width, col, width-col)
	}
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
	k, steps := n.Output.Tags(), p.layout.Lens[pos]
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
	k, rows := n.Output.Tags(), p.layout.Rows()
	p.dem = resize(p.dem, rows*k)
	loss := 0.0
	for pos, o := range p.layout.Order {
		em := n.gather(p, pos)
		p.dseq = resize(p.dseq, len(em))
		clear(p.dseq)
		loss += n.Output.Loss(&p.crf, g, em, sets[o], p.dseq, weight)
		for t := range p.layout.Lens[pos] {
			row := (p.layout.Off[t] + pos) * k
			copy(p.dem[row:row+k], p.dseq[t*k:(t+1)*k])
		}
	}
	cur := 0
	p.dbuf[0] = resize(p.dbuf[0], rows*n.top())
	n.Projection.Backward(g, p.dem, p.top, p.dbuf[0], rows, &p.work)
	drop := Dropout{P: n.Config.Dropout, PerStep: n.Config.DropoutPerStep}
	for i := len(n.Stack) - 1; i >= 0; i-- {
		in := n.Config.Input()
		if i > 0 {
			in = n.Stack[i-1].Output()
		}
		dout := p.dbuf[cur]
		drop.Backward(&p.drops[i+1], dout, n.Stack[i].Output(), p.layout)
		p.dbuf[1-cur] = resize(p.dbuf[1-cur], rows*in)
		clear(p.dbuf[1-cur])
		n.Stack[i].Backward(&p.layers[i], g, dout, p.dbuf[1-cur])
		cur = 1 - cur
	}
	drop.Backward(&p.drops[0], p.dbuf[cur], n.Config.Input(), p.layout)
	n.embedBackward(p, g, p.dbuf[cur])
	return loss
}
