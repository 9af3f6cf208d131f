package train

import (
	"context"
	"fmt"
	"iter"

	"covenant/tagger/feature"
	"covenant/tagger/word2vec"
)

// LearnVectors learns word vectors of the given width from the documents' texts,
// by skip-gram with negative sampling, for [Options.Vectors]. No label is used.
func LearnVectors(ctx context.Context, docs []Document, dim int, seed uint64, workers int) (*word2vec.Vectors, error) {
	o := word2vec.DefaultOptions()
	o.Dim, o.Seed, o.Workers = dim, seed, workers
	v, err := word2vec.Train(ctx, words(docs), o, nil)
	if err != nil {
		return nil, fmt.Errorf("word vectors of the training texts: %w", err)
	}
	return v, nil
}

// words yields the sentences of the documents in the words' normal form.
func words(docs []Document) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, d := range docs {
			for _, s := range d.Sentences {
				line := make([]string, len(s.Tokens))
				for i, t := range s.Tokens {
					line[i] = feature.Normal(t.Of(d.Text))
				}
				if !yield(line, nil) {
					return
				}
			}
		}
	}
}
