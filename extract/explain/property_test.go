package explain

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/token"
)

// anyExplanation draws a document with elements that do not overlap, and decisions
// about them and about any other stretches, which may.
func anyExplanation(t *rapid.T) *Explanation {
	word := rapid.OneOf(
		rapid.SampledFrom([]string{"Acme", "<b>", "&amp;", "5", "§", "\n", "\n\n", "\f", "\x1b[1m", "\u202e", "“x”", "</div>", "{{.}}", "\r\n"}),
		rapid.StringN(1, 5, -1),
	)
	text := strings.ToValidUTF8(strings.Join(rapid.SliceOfN(word, 1, 80).Draw(t, "words"), " "), "")
	text = strings.ReplaceAll(text, "\x00", "")
	sentences, err := token.Sentences(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	var tokens []extract.Token
	for _, s := range sentences {
		tokens = append(tokens, s.Tokens...)
	}
	doc := &extract.Document{Path: "a.txt", Text: text}
	cut := rapid.IntRange(0, len(text)).Draw(t, "page")
	for cut > 0 && cut < len(text) && !utf8.RuneStart(text[cut]) {
		cut--
	}
	doc.Pages = []extract.Page{{Number: 1, Span: extract.ByteSpan{End: cut}}, {Number: 2, Span: extract.ByteSpan{Start: cut, End: len(text)}}}
	r := &extract.Record{Document: doc, Sentences: sentences}
	for i := 0; i < len(tokens); {
		n := rapid.IntRange(1, 3).Draw(t, "length")
		if j := min(len(tokens), i+n); rapid.Bool().Draw(t, "element") {
			r.Elements = append(r.Elements, extract.Element{Label: extract.Date, Role: extract.RoleOther, Confidence: 0.5,
				Span: extract.ByteSpan{Start: tokens[i].Start, End: tokens[j-1].End}})
		}
		i += n
	}
	var decisions []Decision
	for range rapid.IntRange(0, 4).Draw(t, "decisions") {
		if len(tokens) == 0 {
			break
		}
		a := rapid.IntRange(0, len(tokens)-1).Draw(t, "from")
		b := rapid.IntRange(a, len(tokens)-1).Draw(t, "to")
		d := Decision{Kind: rapid.SampledFrom([]string{"x", OfClause}).Draw(t, "kind"), Element: -1, Span: extract.ByteSpan{Start: tokens[a].Start, End: tokens[b].End}, Answer: "y"}
		if len(r.Elements) > 0 && rapid.Bool().Draw(t, "about an element") {
			d.Element = rapid.IntRange(0, len(r.Elements)-1).Draw(t, "which")
			d.Span = r.Elements[d.Element].Span
		}
		for _, k := range tokens {
			if rapid.Bool().Draw(t, "word") {
				d.Words = append(d.Words, Word{k, rapid.Float64Range(0, 1).Draw(t, "weight")})
			}
		}
		decisions = append(decisions, d)
	}
	return New(r, decisions)
}

// Every visible character of the text is shown once and in order, elements and words
// are those at their places, whatever stands in the text.
func TestReportHoldsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyExplanation(t)
		l := x.layout()
		var all strings.Builder
		shown, words := map[int]string{}, map[int]string{}
		for _, p := range l.pages() {
			for _, k := range p.Pieces {
				all.WriteString(k.Text)
				if k.Card >= 0 {
					shown[k.Card] += k.Text
				}
				for _, id := range strings.Fields(k.About) {
					n, err := strconv.Atoi(id)
					if err != nil {
						t.Fatal(err)
					}
					shown[n] += k.Text
				}
				if k.Word >= 0 {
					words[k.Word] += k.Text
				}
			}
		}
		text := x.Record.Document.Text
		if all.String() != visible(text) {
			t.Fatalf("the text %q is shown as %q", text, all.String())
		}
		for id, it := range l.items {
			if shown[id] != visible(it.span.Of(text)) {
				t.Fatalf("item %d is %q, shown as %q", id, it.span.Of(text), shown[id])
			}
		}
		for s, n := range l.words {
			if words[n] != visible(s.Of(text)) {
				t.Fatalf("word %d is %q, shown as %q", n, s.Of(text), words[n])
			}
		}
		var b bytes.Buffer
		if err := x.WriteHTML(&b); err != nil {
			t.Fatal(err)
		}
		// Parsers of HTML turn all ends of lines into line feeds.
		ends := strings.NewReplacer("\r", "", "\n", "")
		want := ends.Replace(visible(text))
		if got := ends.Replace(textOf(t, b.String())); got != want {
			t.Fatalf("the text %q reads %q in the report", want, got)
		}
	})
}

// textOf returns what stands in the elements of class "text" of a page.
func textOf(t *rapid.T, page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		inside = inside || slices.Contains(n.Attr, html.Attribute{Key: "class", Val: "text"})
		if inside && n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, inside)
		}
	}
	walk(root, false)
	return b.String()
}

// An excerpt holds tokens of the document in order, those outside of what the decision
// is about beside those inside, and says wherever something is left out.
func TestExcerptsHoldTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyExplanation(t)
		var all []extract.Token
		for _, s := range x.Record.Sentences {
			all = append(all, s.Tokens...)
		}
		for i := range x.Decisions {
			d := &x.Decisions[i]
			shown, more := excerptOf(x.Record, d)
			next, first, last := 0, -1, -1
			for _, s := range shown {
				n := slices.Index(all, s.Token)
				if n < next || s.gap != (n > next) || s.inside != s.Overlaps(d.Span) {
					t.Fatalf("token %d after %d of %+v: %+v", n, next, d, s)
				}
				if next = n + 1; s.inside {
					if last = n; first < 0 {
						first = n
					}
				}
			}
			if more != (next < len(all)) {
				t.Fatalf("%d of %d tokens, more: %t", next, len(all), more)
			}
			if first < 0 || all[first].Start > d.Span.Start || all[last].End < d.Span.End {
				t.Fatalf("%+v is cut at an end", d)
			}
			if got := shortened(x.Record, d); got != visible(got) {
				t.Fatalf("%q holds what is not to be seen", got)
			}
		}
	})
}

// Nothing of the document can steer a terminal, and without colour there is no escape
// at all.
func TestTextIsHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyExplanation(t)
		var b bytes.Buffer
		if err := x.WriteText(&b, false); err != nil {
			t.Fatal(err)
		}
		if got := visible(b.String()); got != b.String() {
			t.Fatalf("characters that are not to be seen in %q", b.String())
		}
		heads := 0
		for _, it := range x.items() {
			for _, d := range it.decisions {
				head := fmt.Sprintf("      %s y 0.00", d.Kind)
				if it.element < 0 {
					head = fmt.Sprintf("  %-20s  y  0.00", d.Kind)
				}
				if !strings.Contains(b.String(), "\n"+head) {
					t.Fatalf("no line %q in\n%s", head, b.String())
				}
				heads++
			}
		}
		if heads != len(x.Decisions) {
			t.Fatalf("%d of %d decisions are shown", heads, len(x.Decisions))
		}
	})
}
