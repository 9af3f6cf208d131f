package nn

import (
	"fmt"
	"math"
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// A ClassifierConfig says what a classifying network is made of. Its encoder has
// no output of tags: Output is empty.
type ClassifierConfig struct {
	Config
	Pool      PoolKind
	Attention int `json:",omitempty"` // units of the attention's hidden layer
	// Gate scales the states by the ids of the last field before they are pooled.
	Gate  bool  `json:",omitempty"`
	Heads []int // number of classes of each head
	// Several says of each head whether any number of its classes may hold at
	// once; nil: of each one does.
	Several []bool `json:",omitempty"`
}

// several reports whether any number of a head's classes may hold at once.
func (c ClassifierConfig) several(head int) bool { return c.Several != nil && c.Several[head] }

// Validate checks the configuration.
func (c ClassifierConfig) Validate() error {
	if err := c.Config.Validate(); err != nil {
		return err
	}
	switch {
	case c.Config.Output != "":
		return fmt.Errorf("output %q: a classifier has none", c.Config.Output)
	case c.Pool != PoolMax && c.Pool != PoolAttention:
		return fmt.Errorf("pool %q: must be %s or %s", c.Pool, PoolMax, PoolAttention)
	case c.Pool == PoolAttention && c.Attention < 1:
		return fmt.Errorf("attention with %d hidden units: must be at least 1", c.Attention)
	case len(c.Heads) == 0:
		return fmt.Errorf("a classifier without a head")
	case c.Several != nil && len(c.Several) != len(c.Heads):
		return fmt.Errorf("%d heads, of which %d are said to have several classes or one", len(c.Heads), len(c.Several))
	}
	for i, n := range c.Heads {
		if n < 2 {
			return fmt.Errorf("head %d has %d classes: must be at least 2", i+1, n)
		}
		if c.several(i) && n > MaxSeveral {
			return fmt.Errorf("head %d has %d classes of which several may hold: the most is %d", i+1, n, MaxSeveral)
		}
	}
	return nil
}

// Weights returns how many weights the network has. The configuration must be
// valid and its sizes small enough that nothing overflows.
func (c ClassifierConfig) Weights() int64 {
	n, d := c.Config.Weights(0), int64(c.Hidden)
	if c.direction() == Both && !c.Top {
		d *= 2
	}
	if c.Gate {
		n += int64(c.Fields[len(c.Fields)-1].Size) * d
	}
	if c.Pool == PoolAttention {
		n += (d + 2) * int64(c.Attention)
	}
	for _, k := range c.Heads {
		n += (d + 1) * int64(k)
	}
	return n
}

// A Classifier decides on whole sequences: an encoder of the tokens, a gate on its
// states if any, a pool that makes one vector of them, and heads on that vector, each a linear layer
// and a softmax over the classes of one question, or a logistic function of each class where several
// may hold.
type Classifier struct {
	Encoder
	Setup ClassifierConfig
	Gate  *Gate // nil without
	Pool  Pool
	Heads []*Linear
}

// NewClassifier returns a network with random weights.
func NewClassifier(cfg ClassifierConfig, rng *rand.Rand) (*Classifier, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	c := &Classifier{Encoder: newEncoder(cfg.Config, rng), Setup: cfg}
	if cfg.Gate {
		c.Gate = NewGate("gate", cfg.Fields[len(cfg.Fields)-1].Size, c.top())
	}
	c.Pool = newPool(cfg.Pool, c.top(), cfg.Attention, rng)
	for i, n := range cfg.Heads {
		name := "head"
		if cfg.several(i) {
			name = "several"
		}
		c.Heads = append(c.Heads, NewLinear(fmt.Sprintf("%s%d", name, i+1), c.top(), n, rng))
	}
	return c, nil
}

// Params returns all parameters in a fixed order.
func (c *Classifier) Params() []*Param {
	ps := c.Encoder.Params()
	if c.Gate != nil {
		ps = append(ps, c.Gate.Params()...)
	}
	ps = append(ps, c.Pool.Params()...)
	for _, h := range c.Heads {
		ps = append(ps, h.Params()...)
	}
	return ps
}

// Prepare packs the weights; see [Trained].
func (c *Classifier) Prepare(training bool) {
	c.Encoder.Prepare(training)
	c.Pool.Prepare(training)
	for _, h := range c.Heads {
		h.Prepare(training)
	}
}

// A ClassifierPass holds the activations of a batch. It is not for concurrent
// use; the network is.
type ClassifierPass struct {
	encoderPass
	gated   []float32 // [N×D]
	pool    PoolPass
	vectors []float32   // [B×D]
	logits  [][]float32 // of each head, [B×C]
	dlogits []float32
	dvector []float32
	dhead   []float32
	row     []int // of each sequence, as the caller numbered it
	work    kernel.Workspace
}

// Forward computes the logits of a batch. A nil rng means inference, otherwise it
// draws the dropout masks.
func (c *Classifier) Forward(p *ClassifierPass, batch []Sequence, rng *rand.Rand) {
	c.decide(p, c.encode(&p.encoderPass, batch, rng))
}

// Infer is Forward without dropout, and without what a backward pass needs of the
// recurrent layers.
func (c *Classifier) Infer(p *ClassifierPass, batch []Sequence) {
	p.begin(&c.Encoder, batch)
	c.decide(p, c.infer(&p.encoderPass, c.embed(&p.encoderPass, batch)))
}

func (c *Classifier) decide(p *ClassifierPass, states []float32) {
	if c.Gate != nil {
		p.gated = resize(p.gated, len(states))
		c.Gate.Forward(p.gated, states, p.ids[len(p.ids)-1])
		states = p.gated
	}
	p.vectors = c.Pool.Forward(&p.pool, states, p.layout)
	n := len(p.layout.Lens)
	if p.logits == nil {
		p.logits = make([][]float32, len(c.Heads))
	}
	for h, head := range c.Heads {
		p.logits[h] = resize(p.logits[h], n*head.W.Cols)
		head.Forward(p.logits[h], p.vectors, n)
	}
	p.row = make([]int, n)
	for pos, i := range p.layout.Order {
		p.row[i] = pos
	}
}

// Probabilities returns the probabilities of a head's classes for sequence i of
// the last batch.
func (c *Classifier) Probabilities(p *ClassifierPass, i, head int) []float64 {
	k := c.Setup.Heads[head]
	logits := p.logits[head][p.row[i]*k : (p.row[i]+1)*k]
	if c.Setup.several(head) {
		return logistic(logits)
	}
	return softmax(logits)
}

// Weights returns how much each step of sequence i of the last batch counted in
// the pool: numbers that sum to one.
func (c *Classifier) Weights(p *ClassifierPass, i int) []float64 {
	w := make([]float64, p.layout.Lens[p.row[i]])
	c.Pool.Weights(&p.pool, p.row[i], w)
	return w
}

// Evidence returns how much each step of sequence i of the last batch speaks for a
// class of a head: numbers of [0, 1] that sum to one. With an attention they are its
// weights, whatever the class. With global max pooling each unit u belongs to the step
// that its greatest value v_u comes from, and counts by what it adds to the class's
// logit more than to the mean of the others', if that is positive:
//
//	v_u · (W[u,class] − Σ_{k≠class} W[u,k] / (K−1))
//
// Where no unit adds anything, they are the [Classifier.Weights].
func (c *Classifier) Evidence(p *ClassifierPass, i, head, class int) []float64 {
	m, ok := c.Pool.(*MaxPool)
	if !ok {
		return c.Weights(p, i)
	}
	w := c.Heads[head].W
	favour := make([]float32, w.Rows)
	for u := range favour {
		row := w.W[u*w.Cols : (u+1)*w.Cols]
		sum := float32(0)
		for _, x := range row {
			sum += x
		}
		favour[u] = row[class] - (sum-row[class])/float32(w.Cols-1)
	}
	e := make([]float64, p.layout.Lens[p.row[i]])
	if !m.evidence(&p.pool, p.row[i], favour, e) {
		return c.Weights(p, i)
	}
	return e
}

// Contributions returns how much each step of sequence i of the last batch added to
// the logit of a head's class: together the logit without its bias.
func (c *Classifier) Contributions(p *ClassifierPass, i, head, class int) []float64 {
	w := c.Heads[head].W
	direction := make([]float32, w.Rows)
	for j := range direction {
		direction[j] = w.W[j*w.Cols+class]
	}
	parts := make([]float64, p.layout.Lens[p.row[i]])
	c.Pool.Contributions(&p.pool, p.row[i], direction, parts)
	return parts
}

// Unknown is the target of a head that is not asked.
const Unknown = -1

// MaxSeveral is the largest number of classes of a head of which several may hold: a
// set of them is a target.
const MaxSeveral = 62

// Holding is the target of a head of which several classes may hold: the set of
// those that do.
func Holding(classes ...int) int {
	set := 0
	for _, c := range classes {
		set |= 1 << c
	}
	return set
}

// Holds reports whether a class is in the set.
func Holds(target, class int) bool { return target>>class&1 == 1 }

// Backward computes the cross-entropy of the batch of the last Forward, adds its
// gradients to g and returns it, summed over sequences, heads and, where several
// may hold, classes. targets[i][h] is the class of sequence i in head h, a set made by
// [Holding], or Unknown; where a class holds the loss counts weights[h][class] times,
// or once where weights is nil. scale scales loss and gradients.
func (c *Classifier) Backward(p *ClassifierPass, g *Grads, targets [][]int, weights [][]float64, scale float64) float64 {
	n, d, loss := len(p.layout.Lens), c.top(), 0.0
	p.dvector, p.dhead = resize(p.dvector, n*d), resize(p.dhead, n*d)
	clear(p.dvector)
	for h, head := range c.Heads {
		k := c.Setup.Heads[h]
		p.dlogits = resize(p.dlogits, n*k)
		clear(p.dlogits)
		asked := false
		for pos, i := range p.layout.Order {
			want := targets[i][h]
			if want == Unknown {
				continue
			}
			asked = true
			var of []float64
			if weights != nil {
				of = weights[h]
			}
			logits, d := p.logits[h][pos*k:(pos+1)*k], p.dlogits[pos*k:(pos+1)*k]
			if c.Setup.several(h) {
				loss += lossOfSeveral(logits, want, of, scale, d)
			} else {
				loss += lossOfOne(logits, want, of, scale, d)
			}
		}
		if !asked {
			continue
		}
		head.Backward(g, p.dlogits, p.vectors, p.dhead, n, &p.work)
		kernel.Axpy(p.dvector, p.dhead, 1)
	}
	dstates := p.gradient(&c.Encoder)
	c.Pool.Backward(&p.pool, g, p.dvector, dstates)
	if c.Gate != nil {
		c.Gate.Backward(g, dstates, p.gated, p.ids[len(p.ids)-1])
	}
	c.encodeBackward(&p.encoderPass, g, dstates)
	return loss
}

// lossOfOne returns the cross-entropy of the class that holds, scaled, and writes its
// gradient to d.
func lossOfOne(logits []float32, want int, weights []float64, scale float64, d []float32) float64 {
	if weights != nil {
		scale *= weights[want]
	}
	probs := softmax(logits)
	for j, q := range probs {
		if j == want {
			q--
		}
		d[j] = float32(scale * q)
	}
	return -scale * math.Log(max(probs[want], math.SmallestNonzeroFloat32))
}

// lossOfSeveral returns the summed binary cross-entropy of classes of which a set
// holds, scaled, and writes its gradient to d.
func lossOfSeveral(logits []float32, set int, weights []float64, scale float64, d []float32) float64 {
	loss := 0.0
	for j, p := range logistic(logits) {
		if !Holds(set, j) {
			loss -= scale * math.Log(max(1-p, math.SmallestNonzeroFloat32))
			d[j] = float32(scale * p)
			continue
		}
		f := scale
		if weights != nil {
			f *= weights[j]
		}
		loss -= f * math.Log(max(p, math.SmallestNonzeroFloat32))
		d[j] = float32(f * (p - 1))
	}
	return loss
}

// logistic returns 1 / (1 + exp(-x_i)).
func logistic(x []float32) []float64 {
	p := make([]float64, len(x))
	for i, v := range x {
		p[i] = 1 / (1 + math.Exp(-float64(v)))
	}
	return p
}

// softmax returns exp(x_i) / Σ exp(x_j).
func softmax(x []float32) []float64 {
	p, top, sum := make([]float64, len(x)), math.Inf(-1), 0.0
	for _, v := range x {
		top = max(top, float64(v))
	}
	for i, v := range x {
		p[i] = math.Exp(float64(v) - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}
