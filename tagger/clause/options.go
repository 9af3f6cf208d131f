package clause

import "covenant/tagger/classify"

// DefaultOptions are those of a classifier of clauses, without its tasks: one layer,
// since every sentence of a document goes through it.
func DefaultOptions() classify.Options {
	o := classify.DefaultOptions()
	o.Name, o.Tasks = "covenant-clauses", nil
	o.Layers, o.Hidden, o.Gate = 1, 80, false
	o.Features, o.WordDim, o.MarkDim, o.MinWord = []string{"word", "suffix", "shape", "space"}, 64, 8, 4
	o.Context, o.Reach = 8, 8
	o.Dropout, o.Rate, o.Balance, o.Negatives = 0.3, 3e-3, 0.25, 2
	o.SilverEpochs, o.Epochs, o.Patience = 0, 8, 8
	return o
}
