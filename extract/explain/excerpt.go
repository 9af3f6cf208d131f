package explain

import (
	"slices"
	"strings"

	"covenant/extract"
)

const (
	excerptTokens = 14 // shown on either side of an element at most
	longSpan      = 40 // tokens from which on what a decision is about is cut
	spanBegin     = 8  // of a long span its first tokens are shown,
	spanEnd       = 4  // its last,
	wordReach     = 4  // and so many on either side of each of its best words
	leastGap      = 3  // tokens that are worth being left out
)

// An excerptToken is a token of an excerpt.
type excerptToken struct {
	extract.Token
	inside bool // it belongs to what the decision is about
	gap    bool // something was left out before it
}

// excerptOf returns what is shown of the stretch that a decision is about and of its
// surroundings, and whether the document goes on after it. Elements stand among the
// words around them. Other stretches, such as clauses, stand alone; of what is around
// them and of long ones only the beginning, the end and what is near the best words is
// shown.
func excerptOf(r *extract.Record, d *Decision) (tokens []excerptToken, more bool) {
	around, before, after := surroundings(r.Sentences, d.Span)
	inside := func(t extract.Token) bool { return t.End > d.Span.Start && t.Start < d.Span.End }
	first := max(0, slices.IndexFunc(around, inside))
	end := first
	for end < len(around) && inside(around[end]) {
		end++
	}
	keep := make([]bool, len(around))
	mark := func(from, to int) {
		for i := max(0, from); i < min(len(keep), to); i++ {
			keep[i] = true
		}
	}
	if d.Element >= 0 {
		mark(0, first)
		mark(end, len(around))
	}
	if end-first <= longSpan {
		mark(first, end)
	} else {
		mark(first, first+spanBegin)
		mark(end-spanEnd, end)
	}
	words, _ := d.Telling()
	for _, w := range best(words, r.Document.Text, bestWords) {
		switch i := slices.Index(around, w.Span); {
		case i < 0:
		case first <= i && i < end: // what is around the stretch does not belong to it
			mark(max(first, i-wordReach), min(end, i+wordReach+1))
		default:
			mark(i-wordReach, i+wordReach+1)
		}
	}
	closeGaps(keep)
	left := before // something since the last token that is shown
	for i, t := range around {
		if !keep[i] {
			left = true
			continue
		}
		tokens = append(tokens, excerptToken{t, inside(t), left})
		left = false
	}
	return tokens, left || after
}

// closeGaps keeps what stands between two tokens that are kept, where it is too little
// to be left out.
func closeGaps(keep []bool) {
	last := -1 // that is kept
	for i := range keep {
		if !keep[i] {
			continue
		}
		if last >= 0 && i-last-1 < leastGap {
			for k := last + 1; k < i; k++ {
				keep[k] = true
			}
		}
		last = i
	}
}

// shortened returns in one line what a decision about no element is about, cut as in
// its excerpt.
func shortened(r *extract.Record, d *Decision) string {
	var b strings.Builder
	tokens, _ := excerptOf(r, d)
	at := -1
	for _, t := range tokens {
		switch {
		case !t.inside:
			continue
		case at >= 0 && t.gap:
			b.WriteString(" … ")
		case at >= 0 && at < t.Start:
			b.WriteByte(' ')
		}
		b.WriteString(plain(t.Of(r.Document.Text)))
		at = t.End
	}
	return b.String()
}

// surroundings returns the tokens of a span and some on either side, and whether
// others of the document come before and after these.
func surroundings(sentences []extract.Sentence, span extract.ByteSpan) (around []extract.Token, before, after bool) {
	var left []extract.Token
	right := 0
	for _, s := range sentences {
		for _, t := range s.Tokens {
			switch {
			case t.End <= span.Start:
				if left = append(left, t); len(left) > excerptTokens {
					left, before = left[1:], true
				}
			case t.Start < span.End:
				around = append(around, t)
			default:
				if right++; right > excerptTokens {
					return append(left, around...), before, true
				}
				around = append(around, t)
			}
		}
	}
	return append(left, around...), before, false
}
