package tagger

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/tagger/bio"
)

// marked reads a text whose spans are marked as in "by {PARTY 0.9 Acme Corp}
// now": words are tokens, spans have a type and a confidence.
func marked(t testing.TB, s *bio.Scheme, in string) (text string, tokens []extract.Token, spans []found) {
	t.Helper()
	var b strings.Builder
	open := false
	words := strings.Fields(in)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if name, ok := strings.CutPrefix(w, "{"); ok {
			typ, err := bio.ParseType(name)
			if err != nil {
				t.Fatal(err)
			}
			f := found{Span: bio.Span{Start: len(tokens), Type: s.Index(typ)}, confidence: 0}
			if _, err := fmt.Sscan(words[i+1], &f.confidence); err != nil {
				t.Fatal(err)
			}
			spans, open = append(spans, f), true
			i++
			continue
		}
		w, closes := strings.CutSuffix(w, "}")
		tokens = append(tokens, extract.Token{Start: b.Len(), End: b.Len() + len(w)})
		b.WriteString(w + " ")
		if closes {
			if !open {
				t.Fatalf("%q: } without {", in)
			}
			spans[len(spans)-1].End, open = len(tokens), false
		}
	}
	return b.String(), tokens, spans
}

// mark writes what marked reads.
func mark(s *bio.Scheme, text string, tokens []extract.Token, spans []found) string {
	var out []string
	for i, tok := range tokens {
		w := tok.Of(text)
		for _, f := range spans {
			if f.End-1 == i {
				w += "}"
			}
			if f.Start == i {
				w = fmt.Sprintf("{%s %g %s", s.Types[f.Type], f.confidence, w)
			}
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func TestRepeat(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"nothing known", "by Acme Corp now", "by Acme Corp now"},
		{"found again", "{PARTY 0.9 Acme Corp} and Acme Corp", "{PARTY 0.9 Acme Corp} and {PARTY 0.9 Acme Corp}"},
		{"also before", "Acme Corp and {PARTY 0.9 Acme Corp}", "{PARTY 0.9 Acme Corp} and {PARTY 0.9 Acme Corp}"},
		{"in capitals", "{PARTY 0.9 Acme Corp} by ACME CORP", "{PARTY 0.9 Acme Corp} by {PARTY 0.9 ACME CORP}"},
		{"not in lower case", "{PARTY 0.9 Acme Corp} the acme corp", "{PARTY 0.9 Acme Corp} the acme corp"},
		{"capitals beyond ASCII", "{PARTY 0.9 Élan Corp} by ÉLAN CORP", "{PARTY 0.9 Élan Corp} by {PARTY 0.9 ÉLAN CORP}"},
		{"lower case beyond ASCII", "{PARTY 0.9 Élan Corp} the élan corp", "{PARTY 0.9 Élan Corp} the élan corp"},
		{"a part is not the name", "{PARTY 0.9 Acme Corp} by Acme only", "{PARTY 0.9 Acme Corp} by Acme only"},
		{"at the very end", "{PARTY 0.9 Acme Corp} by Acme", "{PARTY 0.9 Acme Corp} by Acme"},
		{"the title", "{TITLE 0.8 Lease Agreement} of this Lease Agreement", "{TITLE 0.8 Lease Agreement} of this {TITLE 0.8 Lease Agreement}"},
		{"not sure enough", "{PARTY 0.79 Acme Corp} and Acme Corp", "{PARTY 0.79 Acme Corp} and Acme Corp"},
		{"one word is too little", "{PARTY 0.9 Acme} and Acme", "{PARTY 0.9 Acme} and Acme"},
		{"other labels are not repeated", "{GOVLAW 0.9 New York} and New York", "{GOVLAW 0.9 New York} and New York"},
		{"the surest one counts", "{PARTY 0.8 Acme Corp} {PARTY 0.95 Acme Corp} Acme Corp", "{PARTY 0.8 Acme Corp} {PARTY 0.95 Acme Corp} {PARTY 0.95 Acme Corp}"},
		{"the surest label counts", "{TITLE 0.8 Acme Corp} {PARTY 0.95 Acme Corp} Acme Corp", "{TITLE 0.8 Acme Corp} {PARTY 0.95 Acme Corp} {PARTY 0.95 Acme Corp}"},
		{"the longest name wins", "{PARTY 0.8 Acme Corp} {PARTY 0.9 Acme Corp East} by Acme Corp East", "{PARTY 0.8 Acme Corp} {PARTY 0.9 Acme Corp East} by {PARTY 0.9 Acme Corp East}"},
		{"the shorter where the longer is not", "{PARTY 0.8 Acme Corp} {PARTY 0.9 Acme Corp East} by Acme Corp West", "{PARTY 0.8 Acme Corp} {PARTY 0.9 Acme Corp East} by {PARTY 0.8 Acme Corp} West"},
		{"no overlap with what was found", "{PARTY 0.9 Acme Corp} by Acme {ALIAS 0.7 Corp} now", "{PARTY 0.9 Acme Corp} by Acme {ALIAS 0.7 Corp} now"},
		{"nor inside it", "{PARTY 0.9 Acme Corp} by {COURT-other 0.7 Acme Corp Court} now", "{PARTY 0.9 Acme Corp} by {COURT-other 0.7 Acme Corp Court} now"},
		{"nor with each other", "{PARTY 0.9 Acme Acme} by Acme Acme Acme", "{PARTY 0.9 Acme Acme} by {PARTY 0.9 Acme Acme} Acme"},
		{"right before another", "{PARTY 0.9 Acme Corp} Acme Corp {ALIAS 0.7 Company}", "{PARTY 0.9 Acme Corp} {PARTY 0.9 Acme Corp} {ALIAS 0.7 Company}"},
	}
	tagger := dictionary(t, names, 10, 2, 9)
	s := tagger.model.Scheme
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text, tokens, spans := marked(t, s, c.in)
			if got := mark(s, text, tokens, tagger.repeat(text, tokens, spans)); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

func TestDisjoint(t *testing.T) {
	span := func(start, end int, p float64) found {
		return found{Span: bio.Span{Start: start, End: end}, confidence: p}
	}
	cases := []struct {
		name     string
		in, want []found
	}{
		{"none", nil, nil},
		{"apart", []found{span(0, 2, .5), span(2, 3, .6)}, []found{span(0, 2, .5), span(2, 3, .6)}},
		{"the surer first", []found{span(0, 3, .7), span(2, 4, .6)}, []found{span(0, 3, .7)}},
		{"the surer last", []found{span(0, 3, .5), span(2, 4, .6)}, []found{span(2, 4, .6)}},
		{"as sure", []found{span(0, 3, .5), span(2, 4, .5)}, []found{span(0, 3, .5)}},
		{"one inside", []found{span(0, 9, .9), span(2, 4, .5), span(5, 6, .6)}, []found{span(0, 9, .9)}},
		{"three in a row", []found{span(0, 3, .5), span(2, 5, .6), span(4, 6, .4)}, []found{span(2, 5, .6)}},
		{"three in a row, the middle less sure", []found{span(0, 3, .7), span(2, 5, .8), span(4, 6, .9)}, []found{span(0, 3, .7), span(4, 6, .9)}},
		{"a long one over two", []found{span(0, 9, .5), span(1, 3, .7), span(5, 7, .6)}, []found{span(1, 3, .7), span(5, 7, .6)}},
		{"then one apart", []found{span(0, 3, .5), span(2, 5, .6), span(5, 6, .4)}, []found{span(2, 5, .6), span(5, 6, .4)}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := disjoint(c.in); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// repeat keeps every span that it is given, and adds none that overlaps.
func TestRepeatKeepsAndNeverOverlaps(t *testing.T) {
	tagger := dictionary(t, names, 10, 2, 9)
	party, title := tagger.model.Scheme.Index(bio.Type{Label: extract.Party}), tagger.model.Scheme.Index(bio.Type{Label: extract.Title})
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		var tokens []extract.Token
		for _, w := range rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B", "a", "É", "C"}), 1, 40).Draw(t, "words") {
			tokens = append(tokens, extract.Token{Start: text.Len(), End: text.Len() + len(w)})
			text.WriteString(w + " ")
		}
		var spans []found
		for at := 0; ; {
			at += rapid.IntRange(0, 6).Draw(t, "gap")
			end := at + rapid.IntRange(1, 4).Draw(t, "length")
			if end > len(tokens) {
				break
			}
			typ := rapid.SampledFrom([]int{party, title, 0}).Draw(t, "type")
			spans = append(spans, found{Span: bio.Span{Start: at, End: end, Type: typ}, confidence: rapid.SampledFrom([]float64{0.5, 0.8, 0.95}).Draw(t, "confidence")})
			at = end
		}
		got := tagger.repeat(text.String(), tokens, spans)
		end, kept := 0, 0
		for _, f := range got {
			if f.Start < end || f.End <= f.Start || f.End > len(tokens) {
				t.Fatalf("span %v after one that ends at %d of %d", f, end, len(tokens))
			}
			end = f.End
			if kept < len(spans) && f.Span == spans[kept].Span && f.confidence == spans[kept].confidence {
				kept++
			}
		}
		if kept != len(spans) {
			t.Fatalf("of %v only %d are in %v", spans, kept, got)
		}
	})
}
