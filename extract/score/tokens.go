package score

import (
	"sort"

	"covenant/extract"
	"covenant/extract/gold"
)

// A TokenCount counts labelled tokens inside gold passages.
type TokenCount struct{ gold, predicted, right int }

// Add counts the tokens of a document that lie inside one of its passages.
// Predicted spans are in order and do not overlap.
func (c *TokenCount) Add(runes *extract.RuneIndex, sentences []extract.Sentence, p gold.Passage, predicted []Span) {
	for _, s := range sentences {
		for _, tok := range s.Tokens {
			at := runes.RuneSpan(tok)
			if at.Start < p.Span.Start || at.End > p.Span.End {
				continue
			}
			want, got := labelAt(p.Spans, at), labelAt(predicted, at)
			c.gold += one(want != "")
			c.predicted += one(got != "")
			c.right += one(want != "" && want == got)
		}
	}
}

// F1 is that of the tokens' labels.
func (c *TokenCount) F1() float64 { return rate(c.right, c.predicted, c.gold).F1 }

// labelAt returns the label of the span that a token lies in, "" for none.
func labelAt(spans []Span, at extract.RuneSpan) extract.Label {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > at.Start })
	if i < len(spans) && spans[i].Start < at.End {
		return spans[i].Label
	}
	return ""
}
