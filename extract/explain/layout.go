package explain

import (
	"slices"
	"strconv"
	"strings"

	"covenant/extract"
)

// faintest is the share of the greatest weight from which a word is lit.
const faintest = 0.1

// A layout cuts the document's text into pieces.
type layout struct {
	x     *Explanation
	items []item
	cards map[int]int              // item of each element that is shown
	words map[extract.ByteSpan]int // decisive words by their numbers, in order of the text
}

func (x *Explanation) layout() *layout {
	l := &layout{x: x, items: x.items(), cards: map[int]int{}, words: map[extract.ByteSpan]int{}}
	for id, it := range l.items {
		if it.element >= 0 {
			l.cards[it.element] = id
		}
	}
	var spans []extract.ByteSpan
	for i := range x.Decisions {
		d := &x.Decisions[i]
		words, _ := d.Telling()
		top := strongest(words)
		for _, w := range words {
			if w.Weight > 0 && w.Weight >= faintest*top {
				spans = append(spans, w.Span)
			}
		}
	}
	slices.SortFunc(spans, func(a, b extract.ByteSpan) int { return a.Start - b.Start })
	for i, s := range slices.Compact(spans) {
		l.words[s] = i
	}
	return l
}

// pages returns the text page by page, every character once.
func (l *layout) pages() []pageView {
	doc := l.x.Record.Document
	cuts, words := l.cuts()
	var out []pageView
	var open []int // items that have begun and not ended
	word, next := 0, 0
	for i := 1; i < len(cuts); i++ {
		s := extract.ByteSpan{Start: cuts[i-1], End: cuts[i]}
		if n := doc.PageAt(s.Start); len(out) == 0 || out[len(out)-1].Number != n {
			out = append(out, pageView{Number: n})
		}
		for ; next < len(l.items) && l.items[next].span.Start <= s.Start; next++ {
			open = append(open, next)
		}
		open = slices.DeleteFunc(open, func(id int) bool { return l.items[id].span.End <= s.Start })
		k := l.piece(s, open)
		for word < len(words) && words[word].End <= s.Start {
			word++
		}
		if word < len(words) && words[word].Overlaps(s) {
			k.Word = word
		}
		p := &out[len(out)-1]
		p.Pieces = append(p.Pieces, k)
	}
	return out
}

// cuts returns the places at which something begins or ends, in order, and the
// decisive words.
func (l *layout) cuts() ([]int, []extract.ByteSpan) {
	doc := l.x.Record.Document
	cuts := []int{0, len(doc.Text)}
	cut := func(s extract.ByteSpan) { cuts = append(cuts, s.Start, s.End) }
	for _, p := range doc.Pages {
		cut(p.Span)
	}
	for _, it := range l.items {
		cut(it.span)
	}
	words := make([]extract.ByteSpan, len(l.words))
	for s, n := range l.words {
		words[n] = s
		cut(s)
	}
	slices.Sort(cuts)
	return slices.Compact(cuts), words
}

// piece returns a piece, of which the open items are about, without its decisive word.
func (l *layout) piece(s extract.ByteSpan, open []int) piece {
	k := piece{Text: visible(s.Of(l.x.Record.Document.Text)), Card: -1, Word: -1}
	for _, id := range open {
		it := l.items[id]
		if it.span.Start == s.Start {
			k.Begin = append(k.Begin, begin{id, it.note()})
		}
		if it.element < 0 {
			k.About = strings.TrimSpace(k.About + " " + strconv.Itoa(id))
			continue
		}
		e := &l.x.Record.Elements[it.element]
		k.Card, k.Label, k.Title = id, string(e.Label), head(e)+" "+percent(e.Confidence)
	}
	return k
}
