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

// A Network tags sequences: an encoder of the tokens, a linear projection to
// emissions, and an output that decodes them.
type Network struct {
	Encoder
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
	n := &Network{Encoder: newEncoder(cfg, rng), Output: out}
	n.Projection = NewLinear("out", n.top(), out.Tags(), rng)
	return n, nil
}

// Params returns all parameters in a fixed order.
func (n *Network) Params() []*Param {
	return append(append(n.Encoder.Params(), n.Projection.Params()...), n.Output.Params()...)
}

// Prepare packs the weights; see [Trained]. Those of [Network.PrepareInt8] are
// dropped.
func (n *Network) Prepare(training bool) {
	n.DropInt8()
	n.Encoder.Prepare(training)
	n.Projection.Prepare(training)
	n.Output.Prepare(training)
}

// A Pass holds the activations of a batch. It is not for concurrent use; the
// network is.
type Pass struct {
	encoderPass
	q    [2]kernel.Uint8 // input and output of a layer
	em   []float32       // [N×K] rows in the layout's order
	seq  []float32       // [T×K] emissions of one sequence
	dseq []float32
	dem  []float32
	crf  CRFPass
	work kernel.Workspace
}

// Forward computes the emissions of a batch. A nil rng means inference,
// otherwise it draws the dropout masks.
func (n *Network) Forward(p *Pass, batch []Sequence, rng *rand.Rand) {
	x := n.encode(&p.encoderPass, batch, rng)
	p.em = resize(p.em, p.layout.Rows()*n.Output.Tags())
	n.Projection.Forward(p.em, x, p.layout.Rows())
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
	dout := p.gradient(&n.Encoder)
	n.Projection.Backward(g, p.dem, p.top, dout, rows, &p.work)
	n.encodeBackward(&p.encoderPass, g, dout)
	return loss
}
