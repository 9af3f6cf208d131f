package compare

import (
	"fmt"
	"math"
	"path/filepath"

	"covenant/tagger/lm"
	"covenant/tagger/train"
)

// Starts returns what a network can start from: random weights, word vectors, a
// language model. The vectors must be as wide as the word embeddings; for what must fit
// of a language model see [train.ErrLanguage]. With random weights the vocabulary is
// that of the documents with labels: embeddings that are never trained only harm.
func Starts(vectors train.Vectors, language *lm.Model) []Variant {
	return []Variant{
		{"random", "start", "random", func(o *train.Options) { o.LabelledWords = true }},
		{"vectors", "start", "Word2Vec", func(o *train.Options) { o.Vectors = vectors }},
		{"lm", "start", "language model", func(o *train.Options) { o.Language = language }},
	}
}

// At returns the comparison in which each run learns from a share of the gold spans, in
// a folder of its own. Fewer spans are passed over more often: the passes, and those
// without a better result that end a run, grow with the root of 1/share.
func (c Comparison) At(share float64) *Comparison {
	more := func(n int) int { return int(math.Round(float64(n) / math.Sqrt(share))) }
	c.Dir = filepath.Join(c.Dir, fmt.Sprintf("share-%g", 100*share))
	c.Share = share
	c.Options.GoldEpochs, c.Options.Patience = more(c.Options.GoldEpochs), more(c.Options.Patience)
	return &c
}

// AtShare is what the runs gave that learned from a share of the gold spans.
type AtShare struct {
	Share   float64
	Results []Result
}

// spans returns the mean number of spans that the runs learned from.
func (a AtShare) spans() float64 {
	sum := 0
	for _, r := range a.Results {
		sum += r.Spans
	}
	return float64(sum) / float64(max(1, len(a.Results)))
}

// f1 returns the span F1 of the runs of a variant.
func (a AtShare) f1(v Variant) Spread {
	var xs []float64
	for _, r := range a.Results {
		if r.Variant == v.Name {
			xs = append(xs, r.SpanF1)
		}
	}
	return spread(xs)
}
