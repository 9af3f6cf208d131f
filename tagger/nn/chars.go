package nn

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
)

const (
	charIDs   = 256 // a character's id is one byte; 0 is the space around a token
	charWidth = 3   // characters under a filter
)

// A CharEncoder encodes each token by its characters. Equal tokens of a batch
// are encoded once.
type CharEncoder interface {
	Trained
	// encode returns the encodings [W×Output] of W tokens; they belong to the pass.
	encode(p *CharPass, tokens []string) []float32
	// backward takes the gradient of encode's result.
	backward(p *CharPass, g *Grads, dout []float32)
}

// newCharEncoder returns the encoder that the configuration names.
func newCharEncoder(c *Chars, rng *rand.Rand) CharEncoder {
	e := NewEmbedding("chars", charIDs, c.Dim, rng)
	if c.Kind == CharLSTM {
		return &CharBiLSTM{
			Embed: e,
			Fwd:   NewLSTM("chars.fwd", c.Dim, c.Hidden, false, rng),
			Bwd:   NewLSTM("chars.bwd", c.Dim, c.Hidden, true, rng),
		}
	}
	return &CharCNN{Embed: e, Filter: NewLinear("chars.filter", charWidth*c.Dim, c.Hidden, rng)}
}

// A CharPass holds the activations of one pass of an encoder.
type CharPass struct {
	tokens []string         // the different tokens of the batch
	index  map[string]int32 // their places
	rows   []int32          // the token of every row of the batch
	enc    []float32        // [W×Output]
	denc   []float32

	ids      []int32
	x, y     []float32
	dx, dy   []float32
	dcell    []float32
	at       []int32 // of each maximum of a convolution: its row
	layout   *Layout
	fwd, bwd CellPass
	work     kernel.Workspace
}

// forward writes the encodings of the tokens of the batch's rows into columns
// [col, col+width) of x [N×stride].
func (p *CharPass) forward(e CharEncoder, x []float32, stride, col, width int) {
	p.enc = e.encode(p, p.tokens)
	for n, w := range p.rows {
		copy(x[n*stride+col:n*stride+col+width], p.enc[int(w)*width:])
	}
}

// gather collects the different tokens of a batch.
func (p *CharPass) gather(batch []Sequence, lay *Layout) {
	p.tokens, p.rows = p.tokens[:0], p.rows[:0]
	if p.index == nil {
		p.index = map[string]int32{}
	}
	clear(p.index)
	for t := range lay.Steps() {
		for i := range lay.Active(t) {
			tok := batch[lay.Order[i]].Chars[t]
			w, ok := p.index[tok]
			if !ok {
				w = int32(len(p.tokens))
				p.index[tok] = w
				p.tokens = append(p.tokens, tok)
			}
			p.rows = append(p.rows, w)
		}
	}
}

// backward sums the gradients dx [N×stride] of forward's columns by token and
// hands them to the encoder.
func (p *CharPass) backward(e CharEncoder, g *Grads, dx []float32, stride, col, width int) {
	p.denc = resize(p.denc, len(p.tokens)*width)
	clear(p.denc)
	for n, w := range p.rows {
		row := p.denc[int(w)*width : (int(w)+1)*width]
		for j, d := range dx[n*stride+col : n*stride+col+width] {
			row[j] += d
		}
	}
	e.backward(p, g, p.denc)
}

// A CharCNN runs filters over the characters of a token, with one space before
// and after it, and keeps the maximum of each over the places (Ma and Hovy, ACL
// 2016): max over t of tanh([e(t-1) e(t) e(t+1)]·W + b). The tanh comes after the
// maximum, which is the same.
type CharCNN struct {
	Embed  *Embedding // [256×D]
	Filter *Linear    // [3D×F]
}

// Params returns the encoder's parameters.
func (c *CharCNN) Params() []*Param { return append([]*Param{c.Embed.Table}, c.Filter.Params()...) }

// Prepare packs the weights; see [Trained].
func (c *CharCNN) Prepare(training bool) { c.Filter.Prepare(training) }

func (c *CharCNN) encode(p *CharPass, tokens []string) []float32 {
	d, f := c.Embed.Dim(), c.Filter.W.Cols
	p.ids = p.ids[:0]
	for _, tok := range tokens {
		for i := range max(1, len(tok)) {
			for j := i - charWidth/2; j <= i+charWidth/2; j++ {
				id := int32(0)
				if j >= 0 && j < len(tok) {
					id = int32(tok[j])
				}
				p.ids = append(p.ids, id)
			}
		}
	}
	places := len(p.ids) / charWidth
	p.x, p.y = resize(p.x, len(p.ids)*d), resize(p.y, places*f)
	c.Embed.Forward(p.x, d, 0, p.ids)
	c.Filter.Forward(p.y, p.x, places)
	p.enc = resize(p.enc, len(tokens)*f)
	if cap(p.at) < len(p.enc) {
		p.at = make([]int32, len(p.enc))
	}
	p.at = p.at[:len(p.enc)]
	row := 0
	for w, tok := range tokens {
		n := max(1, len(tok))
		for j := range f {
			best := row
			for i := row + 1; i < row+n; i++ {
				if p.y[i*f+j] > p.y[best*f+j] {
					best = i
				}
			}
			p.enc[w*f+j], p.at[w*f+j] = p.y[best*f+j], int32(best)
		}
		row += n
	}
	kernel.Tanh(p.enc, p.enc)
	return p.enc
}

func (c *CharCNN) backward(p *CharPass, g *Grads, dout []float32) {
	d, f := c.Embed.Dim(), c.Filter.W.Cols
	places := len(p.ids) / charWidth
	p.dy, p.dx = resize(p.dy, places*f), resize(p.dx, len(p.ids)*d)
	clear(p.dy)
	for i, grad := range dout {
		y := p.enc[i]
		p.dy[int(p.at[i])*f+i%f] += grad * (1 - y*y)
	}
	c.Filter.Backward(g, p.dy, p.x, p.dx, places, &p.work)
	c.Embed.Backward(g, p.dx, d, 0, p.ids)
}

// A CharBiLSTM reads the characters of a token from left to right and from right
// to left and keeps the last state of each (Lample et al., NAACL 2016, section
// 4.1).
type CharBiLSTM struct {
	Embed    *Embedding // [256×D]
	Fwd, Bwd *LSTM
}

// Params returns the encoder's parameters.
func (c *CharBiLSTM) Params() []*Param {
	return append(append([]*Param{c.Embed.Table}, c.Fwd.Params()...), c.Bwd.Params()...)
}

// Prepare packs the weights; see [Trained].
func (c *CharBiLSTM) Prepare(training bool) {
	c.Fwd.Prepare(training)
	c.Bwd.Prepare(training)
}

// ends calls f for every token with the rows of its first and its last
// character.
func (p *CharPass) ends(f func(token, first, last int)) {
	for pos, w := range p.layout.Order {
		f(w, pos, p.layout.Off[p.layout.Lens[pos]-1]+pos)
	}
}

func (c *CharBiLSTM) encode(p *CharPass, tokens []string) []float32 {
	d, h := c.Embed.Dim(), c.Fwd.Hidden()
	lens := make([]int, len(tokens))
	for i, tok := range tokens {
		lens[i] = max(1, len(tok))
	}
	p.layout = NewLayout(lens)
	p.ids = p.ids[:0]
	for t := range p.layout.Steps() {
		for i := range p.layout.Active(t) {
			id := int32(0)
			if tok := tokens[p.layout.Order[i]]; t < len(tok) {
				id = int32(tok[t])
			}
			p.ids = append(p.ids, id)
		}
	}
	p.x = resize(p.x, len(p.ids)*d)
	c.Embed.Forward(p.x, d, 0, p.ids)
	left, right := c.Fwd.Forward(&p.fwd, p.x, p.layout), c.Bwd.Forward(&p.bwd, p.x, p.layout)
	p.enc = resize(p.enc, len(tokens)*2*h)
	p.ends(func(w, first, last int) {
		copy(p.enc[2*w*h:], left[last*h:(last+1)*h])
		copy(p.enc[(2*w+1)*h:], right[first*h:(first+1)*h])
	})
	return p.enc
}

func (c *CharBiLSTM) backward(p *CharPass, g *Grads, dout []float32) {
	d, h := c.Embed.Dim(), c.Fwd.Hidden()
	p.dx, p.dcell = resize(p.dx, len(p.ids)*d), resize(p.dcell, len(p.ids)*h)
	clear(p.dx)
	clear(p.dcell)
	p.ends(func(w, _, last int) { copy(p.dcell[last*h:], dout[2*w*h:(2*w+1)*h]) })
	c.Fwd.Backward(&p.fwd, g, p.dcell, p.dx)
	clear(p.dcell)
	p.ends(func(w, first, _ int) { copy(p.dcell[first*h:], dout[(2*w+1)*h:(2*w+2)*h]) })
	c.Bwd.Backward(&p.bwd, g, p.dcell, p.dx)
	c.Embed.Backward(g, p.dx, d, 0, p.ids)
}
