package lm

import (
	"math/rand/v2"
	"testing"
)

// benchTrainer is ready to train a model of the default size over 14,000 words.
func benchTrainer(b *testing.B, o Options) *trainer {
	b.Helper()
	const words, docs, length = 14000, 64, 4000
	d := &data{counts: make([]int, firstWord+words)}
	for i := range words {
		d.words = append(d.words, string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676)))
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range docs {
		doc := make(document, length)
		for i := range doc {
			doc[i] = int32(float64(len(d.counts)) * rng.Float64() * rng.Float64() * rng.Float64())
			d.counts[doc[i]]++
		}
		d.trained = append(d.trained, doc)
	}
	t, err := newTrainer(d, o, nil)
	if err != nil {
		b.Fatal(err)
	}
	return t
}

// BenchmarkStep is one optimiser step; each word is read in both directions.
func BenchmarkStep(b *testing.B) {
	t := benchTrainer(b, DefaultOptions())
	n := 0
	var list []piece
	for b.Loop() {
		list = t.lanes.next(list[:0], t.Window)
		n += symbols(list)
		if _, err := t.step.step(list, 1e-3, t.rng); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkPerplexity scores by the exact softmax, in both directions.
func BenchmarkPerplexity(b *testing.B) {
	t := benchTrainer(b, DefaultOptions())
	t.model.prepare(false)
	docs := make([]document, 0, scoreLanes)
	n := 0
	for _, d := range t.data.trained[:scoreLanes] {
		docs = append(docs, d[:500])
	}
	for b.Loop() {
		if _, err := t.model.perplexity(b.Context(), docs, 0); err != nil {
			b.Fatal(err)
		}
		n += len(docs) * 499
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkComplete is a beam search of 20 words.
func BenchmarkComplete(b *testing.B) {
	t := benchTrainer(b, DefaultOptions())
	t.model.prepare(false)
	for b.Loop() {
		if _, err := t.model.Complete(b.Context(), [][]string{{"aaa", "baa"}}, DefaultCompleteOptions()); err != nil {
			b.Fatal(err)
		}
	}
}
