// Package silver makes training labels for whole contracts that nobody has
// annotated: careful patterns find dates, durations, amounts, laws, courts and
// governing laws, and the answers that people gave about a contract (its
// title, its parties, its dates) are found again wherever they stand in the
// text. The labels follow the rules of the gold annotations, with some errors.
//
// Data goes through [Label] in this order: every finder proposes spans; where
// they overlap the larger label wins; roles are decided from the words around
// a span and from the answers. Where a finder is unsure it reports the place
// as unknown, so that a learner is not told that nothing stands there.
//
// Spans come sorted and never overlap each other or an unknown region.
// Everything here is safe for concurrent use.
package silver

import (
	"cmp"
	"slices"
	"strings"

	"covenant/extract"
)

// A Span is one labelled element.
type Span struct {
	extract.ByteSpan
	Label extract.Label
	Role  extract.Role // empty where the label has none
}

// Label finds the elements of one contract. Sentences bound the words that
// decide a role; without them paragraphs do. The zero Answers means that
// nothing is known of the contract: patterns work alone.
//
// In the regions that it returns as unknown an element may or may not stand.
func Label(text string, sentences []extract.Sentence, a Answers) (spans []Span, unknown []extract.ByteSpan) {
	d := newDocument(text, sentences, a)
	d.findDates()
	d.findDurations()
	d.findAmounts()
	d.findLaws()
	d.findGoverningLaw()
	d.findCourts()
	d.findParties()
	d.findTitles()
	d.findAliases()
	spans = d.resolve()
	d.dateRoles(spans)
	d.durationRoles(spans)
	d.amountRoles(spans)
	d.courtRoles(spans)
	return spans, d.remaining(spans)
}

// resolve keeps of overlapping spans the one with the label of higher
// precedence; of two with the same label the longer one, then the earlier.
func (d *document) resolve() []Span {
	rank := make(map[extract.Label]int)
	for i, l := range extract.Labels() {
		rank[l] = i
	}
	slices.SortStableFunc(d.found, func(a, b Span) int {
		return cmp.Or(cmp.Compare(rank[a.Label], rank[b.Label]), cmp.Compare(b.Len(), a.Len()), cmp.Compare(a.Start, b.Start))
	})
	var kept []Span // sorted by Start
	for _, s := range d.found {
		if s.Start < 0 || s.Len() <= 0 || s.End > len(d.text) {
			continue
		}
		i, _ := slices.BinarySearchFunc(kept, s.Start, func(k Span, start int) int { return cmp.Compare(k.Start, start) })
		if i > 0 && kept[i-1].End > s.Start || i < len(kept) && kept[i].Start < s.End {
			continue
		}
		kept = slices.Insert(kept, i, s)
	}
	return kept
}

// remaining returns the unknown regions without what the spans cover, sorted
// and merged.
func (d *document) remaining(spans []Span) []extract.ByteSpan {
	slices.SortFunc(d.unsure, func(a, b extract.ByteSpan) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var out []extract.ByteSpan
	add := func(u extract.ByteSpan) {
		if u.Len() <= 0 || strings.TrimSpace(u.Of(d.text)) == "" {
			return
		}
		if n := len(out); n > 0 && u.Start <= out[n-1].End {
			// Never merge across a span: u starts at or after the end of the
			// one that cut it, so touching regions only meet end to start.
			out[n-1].End = max(out[n-1].End, u.End)
			return
		}
		out = append(out, u)
	}
	end := 0
	for _, u := range d.unsure {
		u.Start = max(u.Start, end, 0)
		u.End = min(u.End, len(d.text))
		end = max(end, u.End)
		i, _ := slices.BinarySearchFunc(spans, u.Start, func(s Span, start int) int { return cmp.Compare(s.End-1, start) })
		for ; i < len(spans) && spans[i].Start < u.End; i++ {
			add(extract.ByteSpan{Start: u.Start, End: spans[i].Start})
			u.Start = spans[i].End
		}
		add(u)
	}
	return out
}
