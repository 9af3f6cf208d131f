package annotation

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sort"
	"strings"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
)

// The writer gives each token a line of four columns, "token -X- _ tag", with
// IOB2 tags, and each document a -DOCSTART- line with its name. Spans become
// whole tokens; a sentence goes on over its end where a span does.

func writeCoNLL(ctx context.Context, w *output, docs []Document, tokenize Tokenizer) (Report, error) {
	var report Report
	labels := labelNames{}
	workers := runtime.GOMAXPROCS(0)
	for chunk := range slices.Chunk(docs, 8*workers) { // memory for the tokens of a chunk only
		sentences := make([][]extract.Sentence, len(chunk))
		g, ctx := errgroup.WithContext(ctx)
		g.SetLimit(workers)
		for i := range chunk {
			g.Go(func() (err error) {
				if err = ctx.Err(); err == nil {
					sentences[i], err = tokenize(ctx, chunk[i].Text)
				}
				if err != nil {
					return fmt.Errorf("document %q: %w", chunk[i].Name, err)
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			return report, err
		}
		for i := range chunk {
			if err := writeCoNLLDocument(w, &chunk[i], sentences[i], labels, &report); err != nil {
				return report, fmt.Errorf("document %q: %w", chunk[i].Name, err)
			}
		}
	}
	return report, nil
}

func writeCoNLLDocument(w *output, d *Document, sentences []extract.Sentence, labels labelNames, report *Report) error {
	var tokens []extract.Token
	ends := map[int]bool{} // sentences end after these tokens
	for _, s := range sentences {
		tokens = append(tokens, s.Tokens...)
		ends[len(tokens)-1] = true
	}
	if err := checkTokens(d.Text, tokens); err != nil {
		return err
	}
	spans, err := tokenSpans(d, tokens, labels, report)
	if err != nil {
		return err
	}
	name := strings.Join(strings.Fields(d.Name), " ")
	if back, _ := docStartName(docStart + " " + name); back != d.Name {
		report.Renamed++
	}
	w.printf("%s %s\n\n", docStart, strings.TrimSpace(name+" -X- O"))
	next := 0 // the span at or after the token
	for i, t := range tokens {
		for next < len(spans) && spans[next].End <= i {
			next++
		}
		tag, inside := "O", false
		if next < len(spans) && spans[next].Start <= i {
			tag, inside = "I-"+spans[next].Name(), spans[next].End > i+1
			if spans[next].Start == i {
				tag = "B" + tag[1:]
			}
		}
		w.printf("%s -X- _ %s\n", t.Of(d.Text), tag)
		if ends[i] && !inside || i == len(tokens)-1 {
			w.printf("\n")
		}
	}
	report.Documents++
	report.Spans += len(spans)
	return w.err
}

// checkTokens refuses tokens that no line can hold, and what is no tokenisation.
func checkTokens(text string, tokens []extract.Token) error {
	end := 0
	for _, t := range tokens {
		if t.Start < end || t.End <= t.Start || t.End > len(text) {
			return fmt.Errorf("tokens are out of order or out of the text at byte %d", t.Start)
		}
		if word := t.Of(text); strings.ContainsAny(word, " \t\r\n") || word == docStart {
			return fmt.Errorf("the token %q cannot stand on a line of columns", shorten(word))
		}
		end = t.End
	}
	return nil
}

// tokenSpans returns the spans counted in tokens, widened to whole tokens, in
// order and without overlaps.
func tokenSpans(d *Document, tokens []extract.Token, labels labelNames, report *Report) ([]Span, error) {
	index := extract.NewRuneIndex(d.Text)
	var spans []Span
	for _, s := range d.Spans {
		name, err := labels.of(s, report)
		if err != nil {
			return nil, err
		}
		b := index.ByteSpan(s.RuneSpan)
		first := sort.Search(len(tokens), func(i int) bool { return tokens[i].End > b.Start })
		end := sort.Search(len(tokens), func(i int) bool { return tokens[i].Start >= b.End })
		if first >= end {
			report.Blank++
			continue
		}
		if tokens[first].Start < b.Start || tokens[end-1].End > b.End {
			report.Snapped++
		}
		spans = append(spans, newSpan(first, end, name))
	}
	spans, dropped := DropOverlaps(spans)
	report.Overlapping += dropped
	return spans, nil
}
