package word2vec

import (
	"fmt"
	"math"
)

// Options are the hyper-parameters of a training run.
type Options struct {
	Dim       int     // length of a vector
	Window    int     // words on either side of the centre, at most
	Negative  int     // noise words drawn for each true pair
	MinCount  int     // a word seen less often has no vector; its place closes up
	Subsample float64 // threshold t of the thinning of frequent words; 0: none
	Epochs    int     // walks over the corpus
	Rate      float64 // learning rate at the start; falls linearly to Rate/10000
	Seed      uint64
	Shards    int  // parts of the text, at most MaxShards; 0: DefaultShards
	Workers   int  // goroutines, of which up to Shards find work; 0: all processors
	CBOW      bool // predict the centre from the mean of its context
}

// Shards are parts of the text that are learned side by side before their changes
// are merged. The vectors depend on their number. On a million words of contracts,
// DefaultShards and MaxShards agreed more on which words are near than two seeds
// did; with 16 shards they agreed less, and 32 shards learned nothing of use.
const (
	DefaultShards = 4
	MaxShards     = 8
)

// DefaultOptions are skip-gram with the defaults of the word2vec program. CBOW,
// whose gradient is shared out over the context, wants about three times the rate.
func DefaultOptions() Options {
	return Options{
		Dim: 100, Window: 5, Negative: 5, MinCount: 5, Subsample: 1e-3,
		Epochs: 5, Rate: 0.025, Seed: 1,
	}
}

// Validate checks the options.
func (o Options) Validate() error {
	switch {
	case o.Dim < 1 || o.Dim > maxDim:
		return fmt.Errorf("vectors of %d dimensions: must be 1 to %d", o.Dim, maxDim)
	case o.Window < 1 || o.Negative < 1:
		return fmt.Errorf("window of %d words and %d noise words: both must be at least 1", o.Window, o.Negative)
	case o.MinCount < 1 || o.Epochs < 1:
		return fmt.Errorf("words seen %d times and %d epochs: both must be at least 1", o.MinCount, o.Epochs)
	// Written so that NaN fails too.
	case !(o.Subsample >= 0 && o.Subsample <= 1):
		return fmt.Errorf("threshold %g for frequent words must lie in [0, 1]", o.Subsample)
	case !(o.Rate > 0 && o.Rate < math.Inf(1)):
		return fmt.Errorf("learning rate %g must be positive", o.Rate)
	case o.Workers < 0:
		return fmt.Errorf("%d workers: must be 0 (all processors) or more", o.Workers)
	case o.Shards < 0 || o.Shards > MaxShards:
		return fmt.Errorf("%d shards: must be 0 (%d) to %d", o.Shards, DefaultShards, MaxShards)
	}
	return nil
}
