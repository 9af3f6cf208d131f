package classify

import (
	"fmt"
	"slices"

	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
	"covenant/tagger/train"
)

// Options are the hyper-parameters of a training run; see [DefaultOptions].
type Options struct {
	Name    string
	Command string // recorded in the model
	Data    string // recorded in the model
	Seed    uint64
	Tasks   []Task

	Cell      nn.CellKind
	Layers    int
	Hidden    int // of each direction
	Direction nn.Direction
	Pool      nn.PoolKind
	Attention int  // units of the attention's hidden layer
	Gate      bool // scale the states by learned factors of the distance before they are pooled

	Features []string // names of feature's fields, the word first
	WordDim  int
	MarkDim  int           // of each of the two fields that mark
	MinWord  int           // a word seen less often has no embedding of its own
	Vectors  train.Vectors // where word embeddings start; nil: at random
	// Tagger is a model whose features and embeddings the network starts from, and
	// with TaggerLayers its recurrent layers too: they then take the place of those
	// above. nil: none.
	Tagger       *model.Model
	TaggerLayers bool

	Context int // least tokens on either side of a mark
	Reach   int // greatest

	Dropout  float64
	WordDrop float64 // share of words hidden in training

	Batch        int // marks
	Rate         float64
	Clip         float64 // of the gradient's norm
	Balance      float64 // a class of n examples weighs n^-Balance: 0 all alike
	Negatives    float64 // where several classes may hold: marks without any that a pass visits for each with one, drawn anew each time
	SilverEpochs int     // passes over what patterns answered, before the others
	Epochs       int     // passes over what people answered, at most
	Patience     int     // such passes without a better result before it stops
	Average      float64 // decay of the moving average of weights
	Workers      int     // 0: all processors; does not change the result
}

// DefaultOptions are those of a classifier of roles.
func DefaultOptions() Options {
	return Options{
		Name: "covenant-roles", Seed: 1, Tasks: Roles(),
		Cell: nn.CellLSTM, Layers: 2, Hidden: 96, Direction: nn.Both, Pool: nn.PoolMax, Attention: 100, Gate: true,
		Features: feature.Default(), WordDim: 100, MarkDim: 16, MinWord: 3,
		Context: 24, Reach: 48, Dropout: 0.5, WordDrop: 0.03,
		Batch: 32, Rate: 3e-3, Clip: 5, Balance: 0.25, Negatives: 2, SilverEpochs: 1, Epochs: 5, Patience: 5, Average: 0.99,
	}
}

// Validate checks the options.
func (o Options) Validate() error {
	switch {
	case o.WordDim < 1 || o.MarkDim < 1 || o.MinWord < 1:
		return fmt.Errorf("word embeddings %d wide, marks %d, words seen %d times: all must be at least 1", o.WordDim, o.MarkDim, o.MinWord)
	// Written so that NaN fails too.
	case !(o.Dropout >= 0 && o.Dropout < 1 && o.WordDrop >= 0 && o.WordDrop < 1):
		return fmt.Errorf("dropout %g and word dropout %g must lie in [0, 1)", o.Dropout, o.WordDrop)
	case o.Batch < 1 || !(o.Rate > 0 && o.Clip > 0):
		return fmt.Errorf("batch %d, rate %g and clip %g must be positive", o.Batch, o.Rate, o.Clip)
	case !(o.Negatives >= 0):
		return fmt.Errorf("%g marks without a class for each with one: must not be negative", o.Negatives)
	case o.SilverEpochs < 0 || o.Epochs < 1 || o.Patience < 1:
		return fmt.Errorf("%d silver epochs, %d epochs and a patience of %d: the last two must be at least 1", o.SilverEpochs, o.Epochs, o.Patience)
	case !(o.Average >= 0 && o.Average < 1 && o.Balance >= 0 && o.Balance <= 1):
		return fmt.Errorf("average %g must lie in [0, 1), balance %g in [0, 1]", o.Average, o.Balance)
	case o.Tagger != nil && o.Vectors != nil:
		return fmt.Errorf("a model and word vectors are given to start from: choose one")
	case o.Tagger != nil && o.Tagger.Net.Chars != nil:
		return fmt.Errorf("the model to start from encodes characters, which a classifier does not: take one without")
	}
	if err := (Info{Context: o.Context, Reach: o.Reach}).Validate(); err != nil {
		return err
	}
	if err := checkTasks(o.Tasks); err != nil {
		return err
	}
	if _, err := feature.NewExtractor(make([][]string, feature.Space), o.Features); err != nil {
		return err
	}
	c := o.config([]nn.Field{{Name: "word", Size: 1, Dim: o.WordDim}})
	c.Heads = []int{2}
	return c.Validate()
}

// config returns the network's configuration over the given fields, without its
// heads.
func (o Options) config(fields []nn.Field) nn.ClassifierConfig {
	c := nn.ClassifierConfig{Pool: o.Pool, Gate: o.Gate, Config: nn.Config{
		Fields: fields, Cell: o.Cell, Hidden: o.Hidden, Layers: o.Layers, Direction: o.Direction, Dropout: float32(o.Dropout),
	}}
	if t := o.Tagger; t != nil && o.TaggerLayers {
		from := t.Net.Config
		c.Cell, c.Hidden, c.Layers, c.Direction, c.Top = from.Cell, from.Hidden, from.Layers, from.Direction, from.Top
	}
	if o.Pool == nn.PoolAttention {
		c.Attention = o.Attention
	}
	return c
}

// width returns the width of a field's embedding.
func (o Options) width(name string) int {
	if name == markField || name == distanceField {
		return o.MarkDim
	}
	if t := o.Tagger; t != nil {
		for _, f := range t.Net.Config.Fields {
			if f.Name == name {
				return f.Dim
			}
		}
	}
	names := feature.Names()
	switch slices.Index(names[:], name) {
	case feature.Word:
		return o.WordDim
	case feature.Prefix, feature.Suffix, feature.Shape, feature.Pos:
		return 16
	default:
		return 8
	}
}
