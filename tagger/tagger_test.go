package tagger

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/token"
	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// blank returns a model that knows the given words, with random weights.
func blank(t testing.TB, words []string, width, hidden, window, context int) *model.Model {
	t.Helper()
	x, err := feature.NewExtractor([][]string{words, {"Acm"}, {"orp"}, {"Xxxx", "xxxx"}}, feature.Default())
	if err != nil {
		t.Fatal(err)
	}
	cfg := nn.Config{Hidden: hidden, Layers: 1}
	cfg.Fields = model.Fields(x, func(string) int { return 1 })
	cfg.Fields[feature.Word].Dim = width
	m, err := model.New(model.Info{Name: "test", Seed: 3, Window: window, Context: context}, bio.Default(), x, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func newTagger(t testing.TB, m *model.Model) *Tagger {
	t.Helper()
	tagger, err := New(m, FP32)
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

// dictionary returns a tagger that looks each word up on its own: its LSTM
// forgets everything at once and passes the word on to the output, which scores
// the word's tag. The higher the score, the surer it is.
func dictionary(t testing.TB, tags map[string]string, window, context int, score float32) *Tagger {
	t.Helper()
	var words []string
	for w := range tags {
		words = append(words, w)
	}
	slices.Sort(words)
	n := len(words) + 1
	m := blank(t, words, n, n, window, context)
	for _, p := range m.Net.Params() {
		clear(p.W)
	}
	for id := range n {
		m.Net.Embed[feature.Word].Table.W[id*n+id] = 1
	}
	l := m.Net.Stack[0].Cells[0].(*nn.LSTM)
	for j := range n {
		l.B.W[j], l.B.W[n+j], l.B.W[3*n+j] = 20, -20, 20 // input open, nothing kept, output open
		l.Wx.W[j*4*n+2*n+j] = 20
	}
	k := m.Scheme.Tags()
	for id := range n {
		tag := bio.Outside
		if id > 0 {
			tag = tagOf(t, m.Scheme, tags[words[id-1]])
		}
		m.Net.Projection.W.W[id*k+tag] = score
	}
	m.Net.Prepare(false)
	return newTagger(t, m)
}

func tagOf(t testing.TB, s *bio.Scheme, name string) int {
	for tag := range s.Tags() {
		if s.Name(tag) == name {
			return tag
		}
	}
	t.Fatalf("no tag is named %q", name)
	return 0
}

var names = map[string]string{
	"acme": "B-PARTY", "corp": "I-PARTY", "beta": "B-PARTY", "llc": "I-PARTY", "-": "B-PARTY", "*": "I-PARTY",
	"lease": "B-TITLE", "agreement": "I-TITLE",
	"march": "B-DATE-effective", "0000": "I-DATE-effective",
	"company": "B-ALIAS", "$": "B-AMOUNT-price", "00": "I-AMOUNT-price",
}

func document(t testing.TB, text string) (*extract.Document, []extract.Sentence) {
	t.Helper()
	s, err := token.Sentences(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	return &extract.Document{Path: "contract.txt", Text: text}, s
}

func tag(t testing.TB, tagger *Tagger, text string) []extract.Element {
	t.Helper()
	doc, sentences := document(t, text)
	elements, err := tagger.Tag(t.Context(), doc, sentences)
	if err != nil {
		t.Fatal(err)
	}
	return elements
}

// show writes elements as "PARTY[Acme Corp]0", with their sentence.
func show(text string, elements []extract.Element) string {
	var out []string
	for _, e := range elements {
		typ := bio.Type{Label: e.Label, Role: e.Role}
		out = append(out, fmt.Sprintf("%s[%s]%d", typ, e.Span.Of(text), e.Sentence))
	}
	return strings.Join(out, " ")
}

func TestTag(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"no text", "", ""},
		{"white space", " \n\n ", ""},
		{"nothing to find", "The parties agree.", ""},
		{"one element", "signed by Acme Corp today", "PARTY[Acme Corp]0"},
		{"the whole text", "Acme Corp", "PARTY[Acme Corp]0"},
		{"each with its sentence", "Lease Agreement\n\nAcme Corp agrees.\n\nIt starts on March 2020 at $50.",
			"TITLE[Lease Agreement]0 PARTY[Acme Corp]1 DATE-effective[March 2020]2 AMOUNT-price[$50]2"},
		{"two that touch", "Acme Corp Beta LLC", "PARTY[Acme Corp]0 PARTY[Beta LLC]0"},
		{"beyond ASCII", "Né à Genève: Acme Corp, “Company”", "PARTY[Acme Corp]0 ALIAS[Company]0"},
		{"a bullet before a name is left out", "by - Corp of it", "PARTY[Corp]0"},
		{"bullets alone are nothing", "by - * of it", ""},
		{"a sign before a sum is kept", "pay $ 50 now", "AMOUNT-price[$ 50]0"},
	}
	tagger := dictionary(t, names, 100, 10, 20)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := show(c.text, tag(t, tagger, c.text)); got != c.want {
				t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
			}
		})
	}
}

// However long the document and however its sentences fall on the windows,
// every element is found once, also the ones over a border.
func TestWindowsLoseNothing(t *testing.T) {
	for _, c := range []struct {
		name, unit string
		times      int
	}{
		{"short sentences", "Here Acme Corp agrees to pay.\n\n", 300},
		{"a sentence longer than the window", "Acme Corp and then ", 300},
		{"names only", "Acme Corp ", 500},
		{"more than a batch", "To Acme Corp, of the one part, and so on.\n\n", 400},
	} {
		for window := 3; window <= 40; window = window*2 + 1 {
			t.Run(fmt.Sprintf("%s, window of %d", c.name, window), func(t *testing.T) {
				text := strings.Repeat(c.unit, c.times)
				tagger := dictionary(t, names, window, 2, 20)
				at := 0
				elements := tag(t, tagger, text)
				for i, e := range elements {
					want := at + strings.Index(text[at:], "Acme Corp")
					if e.Span.Start != want || e.Span.Of(text) != "Acme Corp" {
						t.Fatalf("element %d is %q at %d, want Acme Corp at %d", i, e.Span.Of(text), e.Span.Start, want)
					}
					at = e.Span.End
				}
				if len(elements) != c.times {
					t.Errorf("%d elements, want %d", len(elements), c.times)
				}
			})
		}
	}
}

// A surer model gives higher confidences; two tags of equal score share them.
func TestConfidence(t *testing.T) {
	last := 0.0
	for _, score := range []float32{8, 10, 12, 20} {
		e := tag(t, dictionary(t, names, 100, 10, score), "by Acme Corp now")
		if len(e) != 1 || e[0].Confidence <= last || e[0].Confidence > 1 {
			t.Fatalf("score %g: %+v, want one element surer than %g", score, e, last)
		}
		last = e[0].Confidence
	}
	if last < 0.999 {
		t.Errorf("confidence %g of a very sure model", last)
	}
}

// random returns a tagger that sees spans everywhere.
func random(t testing.TB, window, context int) *Tagger {
	m := blank(t, []string{"acme", "corp", "the", ","}, 4, 6, window, context)
	rng := rand.New(rand.NewPCG(5, 6))
	for _, p := range append(m.Net.Output.Params(), m.Net.Projection.Params()...) {
		for i := range p.W {
			p.W[i] = 3 * (2*rng.Float32() - 1)
		}
	}
	m.Net.Prepare(false)
	return newTagger(t, m)
}

// What holds for every text and every model.
func TestElementsOfAnyText(t *testing.T) {
	taggers := []*Tagger{random(t, 5, 0), random(t, 8, 3), random(t, 200, 32), dictionary(t, names, 7, 2, 6)}
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(
			rapid.SampledFrom([]string{"Acme", "Corp", "Corp.\n\n", "acme", "-", "the", ",", "2020", "March", "$50", "Élan", "§ 3.", "“Company”", "Lease", "Agreement"}),
			rapid.StringN(0, 6, -1),
		)
		text := strings.Join(rapid.SliceOfN(word, 0, 120).Draw(t, "words"), " ")
		sentences, err := token.Sentences(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		starts, ends := map[int]bool{}, map[int]bool{}
		for _, s := range sentences {
			for _, tok := range s.Tokens {
				starts[tok.Start], ends[tok.End] = true, true
			}
		}
		for i, tagger := range taggers {
			elements, err := tagger.Tag(context.Background(), &extract.Document{Text: text}, sentences)
			if err != nil {
				t.Fatal(err)
			}
			found += len(elements)
			roles, err := tagger.Roles(context.Background(), &extract.Document{Text: text}, sentences, elements)
			if err != nil {
				t.Fatal(err)
			}
			at := 0
			for k, e := range elements {
				if (e.RoleProbabilities == nil) != (e.Label.Roles() == nil) || e.Role != likeliest(t, e.Label, e.RoleProbabilities) {
					t.Fatalf("tagger %d: role %q of %s by %v", i, e.Role, e.Label, e.RoleProbabilities)
				}
				if e.Label != extract.Court && e.Role != likeliest(t, e.Label, roles[k]) { // courts may lose their first tokens
					t.Fatalf("tagger %d: role %q of %s by %v, asked for it alone by %v", i, e.Role, e.Label, e.RoleProbabilities, roles[k])
				}
				if e.Span.Start < at || e.Span.End <= e.Span.Start {
					t.Fatalf("tagger %d: span %v after one that ends at %d", i, e.Span, at)
				}
				at = e.Span.End
				if !starts[e.Span.Start] || !ends[e.Span.End] {
					t.Fatalf("tagger %d: %q is not a run of tokens", i, e.Span.Of(text))
				}
				if !(e.Confidence > 0 && e.Confidence <= 1) {
					t.Fatalf("tagger %d: confidence %g", i, e.Confidence)
				}
				s := sentences[e.Sentence]
				if e.Span.Start < s.Span.Start || e.Span.Start >= s.Span.End {
					t.Fatalf("tagger %d: %v is said to begin in sentence %d, %v", i, e.Span, e.Sentence, s.Span)
				}
				if tagger.model.Scheme.Index(bio.Type{Label: e.Label, Role: e.Role}) < 0 {
					t.Fatalf("tagger %d: label %s with role %q", i, e.Label, e.Role)
				}
			}
		}
	})
	if found == 0 {
		t.Error("no element was found in any text")
	}
}

func TestTagIsSafeForConcurrentUse(t *testing.T) {
	tagger := random(t, 20, 5)
	texts := []string{
		strings.Repeat("The Acme Corp, of Paris. ", 40),
		strings.Repeat("Beta LLC and the Acme agree, ", 9),
		"Acme",
	}
	var want [3]string
	for i, text := range texts {
		want[i] = fmt.Sprint(tag(t, tagger, text))
	}
	var g errgroup.Group
	for n := range 12 {
		g.Go(func() error {
			i := n % len(texts)
			sentences, err := token.Sentences(t.Context(), texts[i])
			if err != nil {
				return err
			}
			for range 10 {
				got, err := tagger.Tag(t.Context(), &extract.Document{Text: texts[i]}, sentences)
				if err != nil {
					return err
				}
				if fmt.Sprint(got) != want[i] {
					return fmt.Errorf("text %d: %v, alone it was %v", i, got, want[i])
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

func TestTagIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	doc, sentences := document(t, "by Acme Corp")
	cancel()
	got, err := dictionary(t, names, 10, 2, 9).Tag(ctx, doc, sentences)
	if !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("%v, %v; want %v", got, err, context.Canceled)
	}
	if err == nil || !strings.Contains(err.Error(), doc.Path) {
		t.Errorf("error %v does not name the document", err)
	}
}
