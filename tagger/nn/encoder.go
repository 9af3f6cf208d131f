package nn

import "math/rand/v2"

// An Encoder turns tokens into states: the embeddings of each token's fields and
// the encoding of its characters side by side, and stacked recurrent layers over
// them.
type Encoder struct {
	Config Config
	Embed  []*Embedding
	Chars  CharEncoder // nil without
	Stack  []*Layer
}

// newEncoder returns an encoder with random weights. The configuration must be
// valid.
func newEncoder(cfg Config, rng *rand.Rand) Encoder {
	e := Encoder{Config: cfg}
	for _, f := range cfg.Fields {
		e.Embed = append(e.Embed, NewEmbedding("embed."+f.Name, f.Size, f.Dim, rng))
	}
	if cfg.Chars != nil {
		e.Chars = newCharEncoder(cfg.Chars, rng)
	}
	e.Stack = newStack(cfg, cfg.Input(), rng)
	return e
}

// top returns the width of the last layer's output.
func (e *Encoder) top() int { return e.Stack[len(e.Stack)-1].Output() }

// Params returns the encoder's parameters: the embeddings of the fields first.
func (e *Encoder) Params() []*Param {
	var ps []*Param
	for _, t := range e.Embed {
		ps = append(ps, t.Table)
	}
	if e.Chars != nil {
		ps = append(ps, e.Chars.Params()...)
	}
	for _, l := range e.Stack {
		ps = append(ps, l.Params()...)
	}
	return ps
}

// Prepare packs the weights; see [Trained].
func (e *Encoder) Prepare(training bool) {
	if e.Chars != nil {
		e.Chars.Prepare(training)
	}
	for _, l := range e.Stack {
		l.Prepare(training)
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

// An encoderPass holds the activations of a batch.
type encoderPass struct {
	layout *Layout
	ids    [][]int32
	chars  CharPass
	x      []float32
	layers []LayerPass
	drops  []DropoutPass
	top    []float32 // output of the last layer, dropped out
	dbuf   [2][]float32
}

// encode returns the states [N×top] of a batch. A nil rng means inference,
// otherwise it draws the dropout masks.
func (e *Encoder) encode(p *encoderPass, batch []Sequence, rng *rand.Rand) []float32 {
	p.begin(e, batch)
	x, width := e.embed(p, batch), e.Config.Input()
	drop := e.dropout()
	drop.Forward(&p.drops[0], x, width, p.layout, rng)
	for i, l := range e.Stack {
		x, width = l.Forward(&p.layers[i], x, p.layout), l.Output()
		drop.Forward(&p.drops[i+1], x, width, p.layout, rng)
	}
	p.top = x
	return x
}

func (e *Encoder) dropout() Dropout {
	return Dropout{P: e.Config.Dropout, PerStep: e.Config.DropoutPerStep}
}

// gradient returns room for the gradient [N×top] of the states, for
// encodeBackward.
func (p *encoderPass) gradient(e *Encoder) []float32 {
	p.dbuf[0] = resize(p.dbuf[0], p.layout.Rows()*e.top())
	return p.dbuf[0]
}

// encodeBackward adds to g the gradients of the encoder's parameters, given that
// of the last encode's states, which stands where gradient said and is used as
// scratch space.
func (e *Encoder) encodeBackward(p *encoderPass, g *Grads, dout []float32) {
	drop, rows, cur := e.dropout(), p.layout.Rows(), 0
	for i := len(e.Stack) - 1; i >= 0; i-- {
		in := e.Config.Input()
		if i > 0 {
			in = e.Stack[i-1].Output()
		}
		drop.Backward(&p.drops[i+1], dout, e.Stack[i].Output(), p.layout)
		p.dbuf[1-cur] = resize(p.dbuf[1-cur], rows*in)
		clear(p.dbuf[1-cur])
		e.Stack[i].Backward(&p.layers[i], g, dout, p.dbuf[1-cur])
		cur = 1 - cur
		dout = p.dbuf[cur]
	}
	drop.Backward(&p.drops[0], dout, e.Config.Input(), p.layout)
	e.embedBackward(p, g, dout)
}

// begin lays out a batch.
func (p *encoderPass) begin(e *Encoder, batch []Sequence) {
	lens := make([]int, len(batch))
	for i, s := range batch {
		lens[i] = s.Len()
	}
	p.layout = NewLayout(lens)
	if p.layers == nil {
		p.layers = make([]LayerPass, len(e.Stack))
		p.drops = make([]DropoutPass, len(e.Stack)+1)
		p.ids = make([][]int32, len(e.Embed))
	}
}

// embed returns the first layer's input [N×Input].
func (e *Encoder) embed(p *encoderPass, batch []Sequence) []float32 {
	width := e.Config.Input()
	p.x = resize(p.x, p.layout.Rows()*width)
	col := 0
	for f, table := range e.Embed {
		p.ids[f] = p.ids[f][:0]
		for t := range p.layout.Steps() {
			for i := range p.layout.Active(t) {
				p.ids[f] = append(p.ids[f], batch[p.layout.Order[i]].IDs[f][t])
			}
		}
		table.Forward(p.x, width, col, p.ids[f])
		col += table.Dim()
	}
	if e.Chars != nil {
		p.chars.gather(batch, p.layout)
		p.chars.forward(e.Chars, p.x, width, col, width-col)
	}
	return p.x
}

// embedBackward takes the gradient dx [N×Input] of embed's result.
func (e *Encoder) embedBackward(p *encoderPass, g *Grads, dx []float32) {
	width := e.Config.Input()
	col := 0
	for f, table := range e.Embed {
		table.Backward(g, dx, width, col, p.ids[f])
		col += table.Dim()
	}
	if e.Chars != nil {
		p.chars.backward(e.Chars, g, dx, width, col, width-col)
	}
}
