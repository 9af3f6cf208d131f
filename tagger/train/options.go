package train

import (
	"fmt"
	"slices"

	"covenant/tagger/feature"
	"covenant/tagger/lm"
	"covenant/tagger/nn"
)

// Options are the hyper-parameters of a training run; see [DefaultOptions].
type Options struct {
	Name    string
	Command string // recorded in the model
	Data    string // recorded in the model
	Seed    uint64

	Cell      nn.CellKind
	Layers    int
	Hidden    int // of each direction
	Direction nn.Direction
	Top       bool // one more layer, forward only, over the others
	Output    nn.OutputKind

	Features   []string // names of feature's fields, the word first
	WordDim    int
	Chars      nn.CharKind // empty: no encoder of characters
	CharDim    int
	CharHidden int // filters, or hidden units of each direction
	MinWord    int // a word seen less often has no embedding of its own
	// LabelledWords counts the vocabulary on the documents with labels alone: words of
	// the others would keep the embeddings that they start with.
	LabelledWords bool    `json:",omitempty"`
	Vectors       Vectors // where word embeddings start; nil: at random
	// LearnVectors learns Vectors from the training texts first.
	LearnVectors bool `json:",omitempty"`
	// Language is a language model that the word embeddings and the lowest layer start
	// from, nil for none; see [ErrLanguage] for what must fit.
	Language *lm.Model `json:"-"`
	Freeze   bool      // leave the word embeddings as Vectors or Language has them

	Dropout        float64
	DropoutPerStep bool    // draw a mask at every token, not once per sequence
	WordDrop       float64 // share of words hidden in training

	Window  int // tokens
	Context int // tokens on either side

	Batch        int // sequences
	Rate         float64
	Clip         float64 // of the gradient's norm
	SilverEpochs int
	SilverShare  float64 // of the windows that one silver epoch visits
	GoldEpochs   int
	Patience     int     // gold epochs without a better F1 before it stops, once it finds something
	Average      float64 // decay of the moving average of weights in the gold stage
	Workers      int     // 0: all processors; does not change the result

	// Checkpoint is a file that keeps the state of the run, empty for none. If it
	// is there the run goes on from it.
	Checkpoint string
}

// Vectors are word vectors that were learned elsewhere.
type Vectors interface {
	// Of returns the vector of a word in its normal form (see feature.Normal), nil
	// if there is none. Vectors are as wide as the word embeddings.
	Of(word string) []float32
}

// DefaultOptions are those of the default model, which besides learns its word
// vectors first.
func DefaultOptions() Options {
	return Options{
		Name: "covenant-bilstm-crf", Seed: 1,
		Cell: nn.CellLSTM, Layers: 2, Hidden: 200, Direction: nn.Both, Output: nn.OutputCRF,
		Features: feature.Default(), WordDim: 100, CharDim: 16, CharHidden: 32, MinWord: 3,
		Dropout: 0.5, WordDrop: 0.03,
		Window: 160, Context: 32,
		Batch: 16, Rate: 1.5e-3, Clip: 5,
		SilverEpochs: 3, SilverShare: 1, GoldEpochs: 16, Patience: 8, Average: 0.999,
	}
}

// Validate checks the options.
func (o Options) Validate() error {
	switch {
	case o.Layers < 1 || o.Hidden < 1 || o.WordDim < 1:
		return fmt.Errorf("training needs at least one layer, hidden unit and embedding dimension; got %d, %d, %d", o.Layers, o.Hidden, o.WordDim)
	// Written so that NaN fails too.
	case !(o.Dropout >= 0 && o.Dropout < 1 && o.WordDrop >= 0 && o.WordDrop < 1):
		return fmt.Errorf("dropout %g and word dropout %g must lie in [0, 1)", o.Dropout, o.WordDrop)
	case o.Window < 8 || o.Context < 0:
		return fmt.Errorf("window of %d tokens with %d of context: the window must be at least 8", o.Window, o.Context)
	case o.Batch < 1 || !(o.Rate > 0 && o.Clip > 0):
		return fmt.Errorf("batch %d, rate %g and clip %g must be positive", o.Batch, o.Rate, o.Clip)
	case o.SilverEpochs < 0 || o.GoldEpochs < 1:
		return fmt.Errorf("%d silver and %d gold epochs: at least one gold epoch is needed", o.SilverEpochs, o.GoldEpochs)
	case o.Patience < 1 || o.MinWord < 1:
		return fmt.Errorf("patience of %d epochs and words seen %d times: both must be at least 1", o.Patience, o.MinWord)
	case !(o.SilverShare > 0 && o.SilverShare <= 1):
		return fmt.Errorf("silver share %g must lie in (0, 1]", o.SilverShare)
	case !(o.Average >= 0 && o.Average < 1):
		return fmt.Errorf("average %g must lie in [0, 1)", o.Average)
	case o.LearnVectors && o.Vectors != nil:
		return fmt.Errorf("word vectors are given, and are to be learned: choose one")
	case o.Language != nil && (o.LearnVectors || o.Vectors != nil):
		return fmt.Errorf("word embeddings are to start from a language model and from word vectors: choose one")
	case o.Freeze && o.Vectors == nil && !o.LearnVectors && o.Language == nil:
		return fmt.Errorf("word embeddings are to stay as the vectors have them, but no vectors are given")
	}
	if _, err := feature.NewExtractor(make([][]string, feature.Space), o.Features); err != nil {
		return err
	}
	return o.config([]nn.Field{{Name: "word", Size: 1, Dim: o.WordDim}}).Validate()
}

// config returns the network's configuration over the given fields.
func (o Options) config(fields []nn.Field) nn.Config {
	c := nn.Config{
		Fields: fields, Cell: o.Cell, Hidden: o.Hidden, Layers: o.Layers, Direction: o.Direction, Top: o.Top,
		Output: o.Output, Dropout: float32(o.Dropout), DropoutPerStep: o.DropoutPerStep,
	}
	if o.Chars != "" {
		c.Chars = &nn.Chars{Kind: o.Chars, Dim: o.CharDim, Hidden: o.CharHidden}
	}
	return c
}

// width returns the width of a feature's embedding.
func (o Options) width(name string) int {
	names := feature.Names()
	switch slices.Index(names[:], name) {
	case feature.Word:
		return o.WordDim
	case feature.Prefix, feature.Suffix, feature.Shape:
		return 24
	case feature.Pos:
		return 16
	default:
		return 8
	}
}
