package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
	"covenant/extract/gold"
	files "covenant/extract/read"
	"covenant/extract/score"
	"covenant/extract/token"
)

// A Benchmark is annotated contracts in memory, to judge taggers by without a
// database.
type Benchmark struct {
	passages []gold.Passage
	docs     []benchmarkDocument
}

type benchmarkDocument struct {
	name      string
	doc       *extract.Document
	sentences []extract.Sentence
}

// LoadBenchmark reads the contracts in the folder texts that the gold tables
// (CSV files, or folders of them) have passages of.
func LoadBenchmark(ctx context.Context, texts string, tables ...string) (*Benchmark, error) {
	paths, err := csvFiles(tables)
	if err != nil {
		return nil, err
	}
	b := &Benchmark{}
	if b.passages, err = gold.ReadFiles(paths...); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range b.passages {
		if !seen[p.Doc] {
			seen[p.Doc] = true
			b.docs = append(b.docs, benchmarkDocument{name: p.Doc})
		}
	}
	slices.SortFunc(b.docs, func(x, y benchmarkDocument) int { return cmp.Compare(x.name, y.name) })
	byName, err := textsByName(texts)
	if err != nil {
		return nil, fmt.Errorf("benchmark: %w", err)
	}
	for i := range b.docs {
		d := &b.docs[i]
		path, ok := byName[d.name]
		if !ok {
			return nil, fmt.Errorf("benchmark: text %q in %s: %w", d.name, texts, fs.ErrNotExist)
		}
		if d.doc, err = files.Read(ctx, path); err != nil {
			return nil, fmt.Errorf("benchmark: %w", err)
		}
		if d.sentences, err = token.Sentences(ctx, d.doc.Text); err != nil {
			return nil, fmt.Errorf("benchmark: %s: %w", d.name, err)
		}
	}
	return b, nil
}

// A BenchmarkScore is how well a tagger does.
type BenchmarkScore struct {
	Spans score.SpanReport
	// TokenF1 counts tokens inside the passages with their labels.
	TokenF1 float64
}

// Score tags the contracts with so many workers and compares.
func (b *Benchmark) Score(ctx context.Context, t Tagger, workers int) (BenchmarkScore, error) {
	elements := make([][]extract.Element, len(b.docs))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for i, d := range b.docs {
		g.Go(func() (err error) {
			elements[i], err = t.Tag(ctx, d.doc, d.sentences)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return BenchmarkScore{}, fmt.Errorf("benchmark: %w", err)
	}
	predicted := map[string][]score.Span{}
	var tokens score.TokenCount
	for i, d := range b.docs {
		runes := extract.NewRuneIndex(d.doc.Text)
		spans := []score.Span{}
		for _, e := range elements[i] {
			spans = append(spans, score.Span{RuneSpan: runes.RuneSpan(e.Span), Label: e.Label, Role: e.Role})
		}
		predicted[d.name] = spans
		for _, p := range b.passages {
			if p.Doc == d.name {
				tokens.Add(runes, d.sentences, p, spans)
			}
		}
	}
	return BenchmarkScore{Spans: score.Spans(b.passages, predicted), TokenF1: tokens.F1()}, nil
}

// Speed tags all contracts once, in one goroutine, and returns the tokens per
// second.
func (b *Benchmark) Speed(ctx context.Context, t Tagger) (float64, error) {
	n := 0
	start := time.Now()
	for _, d := range b.docs {
		if _, err := t.Tag(ctx, d.doc, d.sentences); err != nil {
			return 0, fmt.Errorf("benchmark: %w", err)
		}
		for _, s := range d.sentences {
			n += len(s.Tokens)
		}
	}
	return float64(n) / time.Since(start).Seconds(), nil
}
