package lm

import (
	"fmt"

	"covenant/tagger/nn"
)

// Options are the hyper-parameters of a training run; see [DefaultOptions].
type Options struct {
	Config
	Command string // recorded in the model
	Data    string // recorded in the model
	Seed    uint64

	MinCount int // a word seen less often is unknown
	Samples  int // words drawn for each step of sampled softmax; smaller vocabularies have no need of it

	Lanes   int     // documents that are read side by side
	Window  int     // words of each that a step reads
	Epochs  int     // passes over the documents
	Rate    float64 // learning rate of Adam at the start; falls linearly to a twentieth
	Clip    float64 // of the gradient's norm
	Dropout float64 // of embeddings and layers
	Workers int     // processors, of which two find work; 0: all; does not change the result

	// Checkpoint is a file that keeps the state of the run, empty for none. If it
	// is there the run goes on from it.
	Checkpoint string
}

// DefaultOptions are those of a model that fits the default tagger.
func DefaultOptions() Options {
	return Options{
		Config: Config{Dim: 100, Hidden: 200, Layers: 1}, Seed: 1,
		MinCount: 3, Samples: 1024,
		Lanes: 32, Window: 32, Epochs: 4, Rate: 2e-3, Clip: 1, Dropout: 0.2,
	}
}

// DefaultCharacterOptions are those of a small model of characters, by which garbled
// pages are told.
func DefaultCharacterOptions() Options {
	return Options{
		Config: Config{Dim: 32, Hidden: 64, Layers: 1, Direction: nn.Forward, Unit: Characters}, Seed: 1,
		MinCount: 100, Samples: 1024,
		Lanes: 64, Window: 64, Epochs: 4, Rate: 5e-3, Clip: 1,
	}
}

// Validate checks the options.
func (o Options) Validate() error {
	switch {
	case o.MinCount < 1 || o.Samples < 1:
		return fmt.Errorf("words seen %d times and %d samples: both must be at least 1", o.MinCount, o.Samples)
	case o.Lanes < 1 || o.Window < 1 || o.Epochs < 1:
		return fmt.Errorf("%d lanes, windows of %d words and %d epochs: all must be at least 1", o.Lanes, o.Window, o.Epochs)
	// Written so that NaN fails too.
	case !(o.Rate > 0 && o.Clip > 0):
		return fmt.Errorf("rate %g and clip %g must be positive", o.Rate, o.Clip)
	case !(o.Dropout >= 0 && o.Dropout < 1):
		return fmt.Errorf("dropout %g must lie in [0, 1)", o.Dropout)
	case o.Workers < 0:
		return fmt.Errorf("%d workers: must be 0 (all processors) or more", o.Workers)
	}
	return o.Config.Validate()
}
