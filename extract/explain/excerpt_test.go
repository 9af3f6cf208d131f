package explain

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/token"
)

// Of a long stretch the beginning, the end and what is near the best words is shown;
// what is around it only near such words.
func TestExcerptOfClauses(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "w%d ", i)
	}
	text := strings.TrimSpace(b.String())
	sentences, err := token.Sentences(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	r := &extract.Record{Document: &extract.Document{Text: text}, Sentences: sentences}
	word := func(n int) extract.ByteSpan {
		w := fmt.Sprintf("w%d", n)
		i := strings.Index(text+" ", w+" ")
		return extract.ByteSpan{Start: i, End: i + len(w)}
	}
	for _, c := range []struct {
		name     string
		from, to int // words of the clause
		words    []int
		want     string
	}{
		{"short", 40, 44, []int{42}, "… [w40 w41 w42 w43 w44] …"},
		{"all of the document", 0, 99, nil, "[w0 w1 w2 w3 w4 w5 w6 w7 … w96 w97 w98 w99]"},
		{"a word in the middle", 10, 80, []int{50}, "… [w10 w11 w12 w13 w14 w15 w16 w17 … w46 w47 w48 w49 w50 w51 w52 w53 w54 … w77 w78 w79 w80] …"},
		{"a word near the beginning", 10, 80, []int{24}, "… [w10 w11 w12 w13 w14 w15 w16 w17 w18 w19 w20 w21 w22 w23 w24 w25 w26 w27 w28 … w77 w78 w79 w80] …"},
		{"words beside it", 40, 44, []int{30, 50, 70}, "… w26 w27 w28 w29 w30 w31 w32 w33 w34 … [w40 w41 w42 w43 w44] w45 w46 w47 w48 w49 w50 w51 w52 w53 w54 …"},
	} {
		d := Decision{Kind: OfClause, Element: -1, Span: extract.ByteSpan{Start: word(c.from).Start, End: word(c.to).End}}
		for _, n := range c.words {
			d.Words = append(d.Words, Word{word(n), 1 / float64(len(c.words))})
		}
		var p painter
		if p.excerpt(r, &d, ""); p.String() != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, p.String(), c.want)
		}
	}
}
