package lm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"covenant/tagger/nn"
)

// A Config is the shape of the network.
type Config struct {
	Dim       int          // width of the word embeddings
	Hidden    int          // units of each layer
	Layers    int          // of each direction
	Direction nn.Direction // which way it reads; empty: both
	Unit      Unit         `json:",omitempty"` // what it reads; empty: words
}

// A Unit is what a model takes for a word. To the network all are the same.
type Unit string

// What a model can read.
const (
	Words      Unit = "word"
	Characters Unit = "character" // as [Spell] gives them
)

// Bounds of a network, so that a file of one is read back.
const (
	maxWidth  = 1 << 12
	maxLayers = 64
)

// Validate checks the configuration.
func (c Config) Validate() error {
	switch {
	case c.Dim < 1 || c.Dim > maxWidth || c.Hidden < 1 || c.Hidden > maxWidth:
		return fmt.Errorf("word embeddings of width %d and %d hidden units: both must be 1 to %d", c.Dim, c.Hidden, maxWidth)
	case c.Layers < 1 || c.Layers > maxLayers:
		return fmt.Errorf("%d layers: must be 1 to %d", c.Layers, maxLayers)
	}
	switch c.Unit {
	case "", Words, Characters:
	default:
		return fmt.Errorf("unit %q: must be %s or %s", c.Unit, Words, Characters)
	}
	switch c.Direction {
	case "", nn.Both, nn.Forward, nn.Backward:
		return nil
	}
	return fmt.Errorf("direction %q: must be %s, %s or %s", c.Direction, nn.Both, nn.Forward, nn.Backward)
}

// weights returns how many weights the network has over so many ids.
func (c Config) weights(ids int) int64 {
	d, h := int64(c.Dim), int64(c.Hidden)
	way := 4*h*(d+h+1) + int64(c.Layers-1)*4*h*(2*h+1)
	if h != d {
		way += (h + 1) * d
	}
	n := int64(ids) * (d + 1)
	for range c.directions() {
		n += way
	}
	return n
}

// directions returns the directions, forward before backward.
func (c Config) directions() []nn.Direction {
	if c.Direction == nn.Forward || c.Direction == nn.Backward {
		return []nn.Direction{c.Direction}
	}
	return []nn.Direction{nn.Forward, nn.Backward}
}

// Info says how a model came to be.
type Info struct {
	Command string `json:"command"` // the command line that trains it again
	Data    string `json:"data"`    // what it was trained on
	Seed    uint64 `json:"seed"`
	// Rare is how many different words the training documents have that are not in
	// the vocabulary.
	Rare int `json:"rare"`
	// HeldOut is the perplexity on the documents that it was not trained on, with all
	// unknown words as one; zero where there were none.
	HeldOut Perplexity `json:"heldOut"`
	// Garbled is the score in bits per character above which a page is taken to be
	// garbled; zero for a model that no page can be judged by.
	Garbled float64 `json:"garbled,omitempty"`
}

// A Model is a trained language model. It is safe for concurrent use.
type Model struct {
	Info   Info
	Config Config
	Embed  *nn.Embedding // ids: all other words, the bound of sentences, then the words
	Ways   []*Way
	Out    *nn.TiedSoftmax // over Embed's table

	// Sum is the SHA-256 of the file that the model was read from.
	Sum [32]byte

	words []string
	index map[string]int32

	passes sync.Pool // of *pass, for inference
}

// A Way is one direction: stacked LSTMs, both over words in the order in which it
// reads them, and where they are not as wide as the embeddings a projection to them.
type Way struct {
	Direction  nn.Direction
	Layers     []*nn.LSTM
	Projection *nn.Linear // nil where the widths are equal
}

// newModel returns a model with random weights. The configuration must be valid.
func newModel(cfg Config, words []string, info Info) *Model {
	rng := rand.New(rand.NewPCG(info.Seed, 1))
	m := &Model{Info: info, Config: cfg, words: words, index: make(map[string]int32, len(words))}
	for i, w := range words {
		m.index[w] = int32(firstWord + i)
	}
	m.Embed = nn.NewEmbedding("embed", firstWord+len(words), cfg.Dim, rng)
	for _, d := range cfg.directions() {
		side := "fwd"
		if d == nn.Backward {
			side = "bwd"
		}
		w := &Way{Direction: d}
		in := cfg.Dim
		for i := range cfg.Layers {
			w.Layers = append(w.Layers, nn.NewLSTM(fmt.Sprintf("lstm%d.%s", i+1, side), in, cfg.Hidden, false, rng))
			in = cfg.Hidden
		}
		if in != cfg.Dim {
			w.Projection = nn.NewLinear("project."+side, in, cfg.Dim, rng)
		}
		m.Ways = append(m.Ways, w)
	}
	m.Out = nn.NewTiedSoftmax("out", m.Embed.Table)
	return m
}

// unknownLogProb is the log-probability of one word among all unknown ones.
func (m *Model) unknownLogProb() float64 { return -math.Log(float64(max(m.Info.Rare, 1))) }

// Words returns the vocabulary, frequent words first.
func (m *Model) Words() []string { return m.words }

// Vector returns the embedding of a word, nil if it is not in the vocabulary.
func (m *Model) Vector(word string) []float32 {
	id, ok := m.index[word]
	if !ok {
		return nil
	}
	return m.vector(id)
}

// UnknownVector returns the embedding of the words that are not in the vocabulary.
func (m *Model) UnknownVector() []float32 { return m.vector(unknown) }

func (m *Model) vector(id int32) []float32 {
	d := m.Config.Dim
	return m.Embed.Table.W[int(id)*d : (int(id)+1)*d : (int(id)+1)*d]
}

// Way returns the way that reads in a direction, nil if the model has none.
func (m *Model) Way(d nn.Direction) *Way {
	for _, w := range m.Ways {
		if w.Direction == d {
			return w
		}
	}
	return nil
}

// params returns all parameters in the order of the file.
func (m *Model) params() []*nn.Param {
	ps := append([]*nn.Param{m.Embed.Table}, m.Out.Params()...)
	for _, w := range m.Ways {
		for _, l := range w.Layers {
			ps = append(ps, l.Params()...)
		}
		if w.Projection != nil {
			ps = append(ps, w.Projection.Params()...)
		}
	}
	return ps
}

// prepare packs the weights of the layers; it must be called after every change of
// them. The output is packed where all words are scored.
func (m *Model) prepare(training bool) {
	for _, w := range m.Ways {
		for _, l := range w.Layers {
			l.Prepare(training)
		}
		if w.Projection != nil {
			w.Projection.Prepare(training)
		}
	}
	if !training {
		m.Out.Prepare()
	}
}

// document returns the ids of a document's sentences.
func (m *Model) document(sentences [][]string) document {
	d := document{bound}
	for _, s := range sentences {
		if len(s) == 0 {
			continue
		}
		for _, w := range s {
			d = append(d, m.index[w])
		}
		d = append(d, bound)
	}
	return d
}
