package annotation

import (
	"cmp"
	"slices"

	"covenant/extract"
)

// DropOverlaps returns the spans that remain when no two may overlap, in order,
// and how many were dropped. Of spans that overlap the longest stays; of equally
// long ones the first, and at the same place the one that is given first. Empty
// and reversed spans are dropped too.
func DropOverlaps(spans []Span) (kept []Span, dropped int) {
	places := make([]extract.RuneSpan, len(spans))
	for i, s := range spans {
		places[i] = s.RuneSpan
	}
	for i, keep := range disjoint(places) {
		if keep {
			kept = append(kept, spans[i])
		}
	}
	sortSpans(kept)
	return kept, len(spans) - len(kept)
}

// disjoint says which spans stay when overlaps go. It takes them longest first,
// so a span that stays and overlaps a later one holds that one's start or end:
// two look-ups decide. The line is cut at all starts and ends, so that the cost
// is that of sorting, whatever the offsets are.
func disjoint(spans []extract.RuneSpan) []bool {
	var cuts []int
	var first []int // spans, longest first
	for i, s := range spans {
		if s.Start < s.End {
			cuts = append(cuts, s.Start, s.End)
			first = append(first, i)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	slices.SortStableFunc(first, func(i, j int) int {
		a, b := spans[i], spans[j]
		return cmp.Or(cmp.Compare(b.End-b.Start, a.End-a.Start), cmp.Compare(a.Start, b.Start))
	})
	keep := make([]bool, len(spans))
	taken := make([]bool, len(cuts)) // taken[i]: cuts[i] to cuts[i+1] is in a kept span
	for _, i := range first {
		from, _ := slices.BinarySearch(cuts, spans[i].Start)
		to, _ := slices.BinarySearch(cuts, spans[i].End)
		if taken[from] || taken[to-1] {
			continue
		}
		keep[i] = true
		for k := from; k < to; k++ {
			taken[k] = true
		}
	}
	return keep
}
