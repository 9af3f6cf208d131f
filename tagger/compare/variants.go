package compare

import (
	"covenant/tagger/feature"
	"covenant/tagger/nn"
	"covenant/tagger/train"
)

// A Variant is the default with one factor changed.
type Variant struct {
	Name   string // also of its files
	Factor string // what is changed
	Level  string // to what
	Change func(o *train.Options)
}

// Baseline is the name of the variant in which nothing is changed.
const Baseline = "default"

// Family returns the variants, the baseline first. vectors are word vectors of
// the default's width.
func Family(vectors train.Vectors) []Variant {
	words := func(o *train.Options) { o.Vectors = vectors }
	return []Variant{
		{Baseline, "default", "biLSTM, 2 layers, CRF", func(*train.Options) {}},
		// It does not bear the rate that suits the others.
		{"rnn", "cell", "vanilla RNN, at 0.3 of the rate", func(o *train.Options) { o.Cell = nn.CellRNN; o.Rate *= 0.3 }},
		{"gru", "cell", "GRU", func(o *train.Options) { o.Cell = nn.CellGRU }},
		{"layers-1", "depth", "1 layer", func(o *train.Options) { o.Layers = 1 }},
		{"layers-3", "depth", "3 layers", func(o *train.Options) { o.Layers = 3 }},
		{"top-lstm", "depth", "forward LSTM over the biLSTM", func(o *train.Options) { o.Top = true }},
		{"hidden-100", "width", "100 hidden units", func(o *train.Options) { o.Hidden = 100 }},
		{"forward", "direction", "forward only", func(o *train.Options) { o.Direction = nn.Forward }},
		{"backward", "direction", "backward only", func(o *train.Options) { o.Direction = nn.Backward }},
		{"softmax", "output", "softmax", func(o *train.Options) { o.Output = nn.OutputSoftmax }},
		{"vectors-tuned", "embeddings", "Word2Vec, tuned", words},
		{"vectors-frozen", "embeddings", "Word2Vec, frozen", func(o *train.Options) { words(o); o.Freeze = true }},
		{"words-only", "features", "words alone", func(o *train.Options) { o.Features = feature.Default()[:1] }},
		{"speech", "features", "and parts of speech", func(o *train.Options) { o.Features = append(feature.Default(), "pos") }},
		{"chars-cnn", "characters", "convolution", func(o *train.Options) { o.Chars = nn.CharConv }},
		{"chars-lstm", "characters", "biLSTM", func(o *train.Options) { o.Chars = nn.CharLSTM }},
		{"dropout-per-token", "dropout", "a mask per token", func(o *train.Options) { o.DropoutPerStep = true }},
	}
}
