package tagger

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
	"covenant/tagger/bio"
)

const (
	// repeatFrom is the confidence from which a name counts as known.
	repeatFrom = 0.8
	// repeatMin is the number of tokens from which a name is distinct enough
	// to be found again by its letters alone.
	repeatMin = 2
)

// repeat finds names of parties and titles again: what is surely the full name
// of a party, or this contract's title, is so wherever the document has it.
// Such a span takes the confidence of the one it repeats. Spans are in order
// and do not overlap, before and after.
func (t *Tagger) repeat(text string, tokens []extract.Token, spans []found) []found {
	type name struct {
		typ        int
		confidence float64
		length     int
	}
	key := func(from, to int) string {
		var b strings.Builder
		for _, tok := range tokens[from:to] {
			b.WriteString(strings.ToLower(tok.Of(text)))
			b.WriteByte(' ')
		}
		return b.String()
	}
	names := map[string]name{}
	starts := map[string][]int{} // first token → lengths of the names that it begins
	for _, s := range spans {
		l := t.model.Scheme.Types[s.Type].Label
		if l != extract.Party && l != extract.Title || s.confidence < repeatFrom || s.End-s.Start < repeatMin {
			continue
		}
		k := key(s.Start, s.End)
		if old, ok := names[k]; ok && old.confidence >= s.confidence {
			continue
		} else if !ok {
			first := key(s.Start, s.Start+1)
			if !slices.Contains(starts[first], s.End-s.Start) {
				starts[first] = append(starts[first], s.End-s.Start)
			}
		}
		names[k] = name{s.Type, s.confidence, s.End - s.Start}
	}
	if len(names) == 0 {
		return spans
	}
	for _, l := range starts {
		slices.SortFunc(l, func(a, b int) int { return b - a })
	}
	var out []found
	at := 0
	for i := 0; i < len(tokens); {
		if at < len(spans) && i == spans[at].Start {
			out = append(out, spans[at])
			i = spans[at].End
			at++
			continue
		}
		limit := len(tokens)
		if at < len(spans) {
			limit = spans[at].Start
		}
		step := 1
		for _, n := range starts[key(i, i+1)] {
			if i+n > limit || !capitalised(tokens[i].Of(text)) {
				continue
			}
			if x, ok := names[key(i, i+n)]; ok {
				out = append(out, found{Span: bio.Span{Start: i, End: i + n, Type: x.typ}, confidence: x.confidence})
				step = n
				break
			}
		}
		i += step
	}
	return out
}

func capitalised(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}
