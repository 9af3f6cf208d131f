package train

import "fmt"

// Options are the hyper-parameters of a training run. DefaultOptions gives the
// shipped model's.
type Options struct {
	Name    string
	Command string // recorded in the model
	Data    string // recorded in the model
	Seed    uint64

	Layers  int
	Hidden  int // of each direction
	WordDim int
	Dropout float64
	MinWord int // a word seen less often has no embedding of its own

	Window  int // tokens
	Context int // tokens on either side

	Batch        int // sequences
	Rate         float64
	Clip         float64 // of the gradient's norm
	SilverEpochs int
	SilverShare  float64 // of the windows that one silver epoch visits
	GoldEpochs   int
	Patience     int     // gold epochs without a better F1 before it stops
	Average      float64 // decay of the moving average of weights in the gold stage
	WordDrop     float64 // share of words hidden in training
	Workers      int     // 0: all processors
}

// DefaultOptions are those of the default model.
func DefaultOptions() Options {
	return Options{
		Name: "covenant-bilstm-crf", Seed: 1,
		Layers: 2, Hidden: 200, WordDim: 100, Dropout: 0.5, MinWord: 3,
		Window: 160, Context: 32,
		Batch: 16, Rate: 1.5e-3, Clip: 5,
		SilverEpochs: 3, SilverShare: 1, GoldEpochs: 16, Patience: 8, Average: 0.999,
		WordDrop: 0.03,
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
	}
	return nil
}
