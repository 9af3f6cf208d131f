package clause

import (
	"covenant/tagger/classify"
	"covenant/tagger/nn"
)

// DefaultOptions are those of a classifier of clauses, without its tasks: one layer,
// since every sentence of a document goes through it.
func DefaultOptions() classify.Options {
	o := classify.DefaultOptions()
	o.Name, o.Tasks = "covenant-clauses", nil
	o.Layers, o.Hidden, o.Pool, o.Gate = 1, 96, nn.PoolAttention, false
	o.Features, o.WordDim, o.MarkDim, o.MinWord = []string{"word", "suffix", "shape", "space"}, 64, 8, 4
	o.Context, o.Reach = 8, 8
	o.Dropout, o.Rate, o.Balance, o.Negatives = 0.5, 3e-3, 0.25, 3
	o.SilverEpochs, o.Epochs, o.Patience = 0, 12, 12
	return o
}
