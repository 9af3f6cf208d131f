package token

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"covenant/extract"
)

// show writes sentences one a line, tokens parted by "|".
func show(text string, ss []extract.Sentence) string {
	var lines []string
	for _, s := range ss {
		var toks []string
		for _, t := range s.Tokens {
			toks = append(toks, t.Of(text))
		}
		lines = append(lines, strings.Join(toks, "|"))
	}
	return strings.Join(lines, "\n")
}

func sentences(t testing.TB, text string) []extract.Sentence {
	t.Helper()
	ss, err := Sentences(context.Background(), text)
	if err != nil {
		t.Fatalf("Sentences(%.80q): %v", text, err)
	}
	return ss
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", " \n\t", ""},
		{"alias", `(the "Company"),`, `(|the|"|Company|"|)|,`},
		{"curly quotes", "(“Licensor”)", "(|“|Licensor|”|)"},
		{"a quote before a word", "'Services' 'single", "'|Services|'|'|single"},
		{"legal form", "Acme, Inc., a", "Acme|,|Inc.|,|a"},
		{"a stop too many", "Torvec Inc.., a", "Torvec|Inc.|.|,|a"},
		{"legal forms side by side", "Foo Co., Ltd.", "Foo|Co.|,|Ltd."},
		{"initials", "Acme L.P. and S.p.A., U.S.C.", "Acme|L.P.|and|S.p.A.|,|U.S.C."},
		{"initials without the last stop", "the U.S-based", "the|U.S|-|based"},
		{"a single letter is none", "Exhibit A.", "Exhibit|A|."},
		{"an ordinary word", "Securities Act.", "Securities|Act|."},
		{"words without a space", "Section.The", "Section|.|The"},
		{"money", "US$12 $1,500,000.00. €5", "US|$|12|$|1,500,000.00|.|€|5"},
		{"a year without a space", "January 1,1996", "January|1|,|1996"},
		{"ordinals and sections", "8th 409A 365(n) 10b-5", "8th|409A|365|(|n|)|10b|-|5"},
		{"words and numbers without a space", "March2019 2019WITH", "March|2019|2019|WITH"},
		{"section numbers", "2.1.3 Term", "2.1.3|Term"},
		{"dates", "1/7/2019", "1|/|7|/|2019"},
		{"hyphens", "five-year non–compete", "five|-|year|non|–|compete"},
		{"blanks", "____ day -- of .... x", "____|day|--|of|....|x"},
		{"redacted", "$[***]", "$|[|***|]"},
		{"law", "11 U.S.C. §365(n)", "11|U.S.C.|§|365|(|n|)"},
		{"possessive", "Party's days' Party’s", "Party|'s|days|'|Party|’s"},
		{"contractions", "don't isn’t they'll", "do|n't|is|n’t|they|'ll"},
		{"names", "O'Brien d’Italia", "O'Brien|d’Italia"},
		{"what prose loses", "'single I'll'll &rsquo;", "'|single|I'll|'ll|&|rsquo|;"},
		{"what prose panics on", "ȺȺȺȺ's \xff\xff\xff's", "ȺȺȺȺ|'s|\xff|\xff|\xff|'|s"},
		{"white space", "a\u00a0b\u2003c\u0085d", "a|b|c|d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.ReplaceAll(show(c.text, sentences(t, c.text)), "\n", "|")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"two", "This is one. This is two.", []string{"This is one.", "This is two."}},
		{"hard-wrapped lines are one", "This Agreement\nis made\r\nby us.", []string{"This Agreement\nis made\r\nby us."}},
		{"a blank line ends one", "the Company\n \nand", []string{"the Company", "and"}},
		{"also with CRLF", "the Company\r\n\r\nand", []string{"the Company", "and"}},
		{"a page break ends one", "the Company\fand", []string{"the Company", "and"}},
		{"abbreviations", "Acme, Inc. and Foo Co. (the U.S. one) and No. 5 of Sec. Two.", []string{"Acme, Inc. and Foo Co. (the U.S. one) and No. 5 of Sec. Two."}},
		{"a capital after a name's end", "It is made by Acme, Inc. The Company agrees.", []string{"It is made by Acme, Inc.", "The Company agrees."}},
		{"list labels stay", "1. Term. The term is one year.", []string{"1. Term.", "The term is one year."}},
		{"section labels stay", "2.1. The term is one year.", []string{"2.1. The term is one year."}},
		{"quotes close one", `He said "so." Then he left.`, []string{`He said "so."`, "Then he left."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range sentences(t, c.text) {
				got = append(got, s.Span.Of(c.text))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestLongSentencesAreCutAtPunctuation(t *testing.T) {
	for _, c := range []struct {
		name, text, lastOfFirst string
	}{
		{"semicolon", strings.Repeat("word ", 200) + "end; " + strings.Repeat("word ", 100), ";"},
		{"line end", strings.Repeat("word ", 200) + "end\n" + strings.Repeat("word ", 100), "end"},
		{"comma", strings.Repeat("word ", 200) + "end, " + strings.Repeat("word ", 100), ","},
		{"nothing", strings.Repeat("word ", 300), "word"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ss := sentences(t, c.text)
			if len(ss) != 2 {
				t.Fatalf("%d sentences, want 2", len(ss))
			}
			if got := ss[0].Tokens[len(ss[0].Tokens)-1].Of(c.text); got != c.lastOfFirst {
				t.Errorf("first part ends with %q, want %q", got, c.lastOfFirst)
			}
		})
	}
}

// check fails unless ss keeps the package's promises about text.
func check(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string, ss []extract.Sentence) {
	t.Helper()
	at, valid := 0, utf8.ValidString(text)
	blank := func(from, to int) {
		t.Helper()
		for _, r := range text[from:to] {
			if !unicode.IsSpace(r) {
				t.Fatalf("%.200q: %q is in no token", text, text[from:to])
			}
		}
	}
	for _, s := range ss {
		if len(s.Tokens) == 0 || len(s.Tokens) > MaxTokens {
			t.Fatalf("%.200q: a sentence of %d tokens", text, len(s.Tokens))
		}
		if s.Span != (extract.ByteSpan{Start: s.Tokens[0].Start, End: s.Tokens[len(s.Tokens)-1].End}) {
			t.Fatalf("%.200q: span %v of tokens %v", text, s.Span, s.Tokens)
		}
		for i, k := range s.Tokens {
			if k.Start < at || k.End <= k.Start || k.End > len(text) {
				t.Fatalf("%.200q: token %v after %d", text, k, at)
			}
			if i > 0 && blankLine(text[at:k.Start]) {
				t.Fatalf("%.200q: a blank line inside a sentence", text)
			}
			blank(at, k.Start)
			w := k.Of(text)
			if strings.ContainsFunc(w, unicode.IsSpace) {
				t.Fatalf("%.200q: white space in token %q", text, w)
			}
			if valid && !utf8.ValidString(w) {
				t.Fatalf("%.200q: token %q cuts a character", text, w)
			}
			at = k.End
		}
	}
	blank(at, len(text))
}

func blankLine(s string) bool {
	return strings.Count(strings.ReplaceAll(s, "\r\n", "\n"), "\n") > 1
}

// contractText draws text of the kinds of pieces that contracts have.
func contractText() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{" ", "\n", "\r\n", "\n\n", "\f", "'s", "'", "’", "n't", "Inc.", "U.S.C.", "No. 5", "$", "1,500.00",
			"(", ")", "\"", "“", "____", "…", "Ⱥ", "İ", "\xff", "\xc3", "\x00", "&rsquo;", "The Company", ".", "?", ";", "\u200b", "\u00a0", ":-)"}),
		rapid.String(),
		rapid.StringMatching(`[A-Za-z]{1,12}`),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 60), func(p []string) string { return strings.Join(p, "") })
}

func TestEveryTextIsCovered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := contractText().Draw(t, "text")
		ss, err := Sentences(context.Background(), text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		check(t, text, ss)
	})
}

func TestLargeAndOddTexts(t *testing.T) {
	for name, text := range map[string]string{
		"chunks":                strings.Repeat("The term of this Agreement is one (1) year.\n", 30000),
		"no line breaks":        strings.Repeat("The term, of ", 100000),
		"one word":              strings.Repeat("a", 1<<21),
		"one word of brackets":  strings.Repeat(")", 1<<18),
		"one word of no ASCII":  strings.Repeat("é", 1<<20),
		"white space":           strings.Repeat(" ", 1<<21) + "a",
		"lines":                 strings.Repeat("\n", 1<<20),
		"leader dots":           "Term" + strings.Repeat(".", 5000) + "5",
		"initials":              strings.Repeat("a.", 100000),
		"thousands":             strings.Repeat("111,", 100000),
		"stops":                 strings.Repeat(". ", 100000),
		"invalid UTF-8":         strings.Repeat("\xff\xc3 ", 100000),
		"numbers with no break": strings.Repeat("1", 100000),
	} {
		t.Run(name, func(t *testing.T) { check(t, text, sentences(t, text)) })
	}
}

func TestSentencesIsSafeForConcurrentUse(t *testing.T) {
	text := strings.Repeat("Acme, Inc. (the \"Company\") doesn't agree. It is so.\n\n", 50)
	want := sentences(t, text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := Sentences(context.Background(), text)
			if err != nil || !cmp.Equal(want, got) {
				t.Errorf("differs from the first result (error %v)", err)
			}
		})
	}
	wg.Wait()
}

func TestSentencesCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Sentences(ctx, "The term."); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"", "Acme, Inc.\n\n(the \"Company\")", "ȺȺȺȺ's", "'single", "\xff\x00", "$1,500.00 per year. No. 5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ss, err := Sentences(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		check(t, text, ss)
	})
}
