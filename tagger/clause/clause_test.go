package clause

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/token"
	"covenant/tagger/classify"
)

func sentences(t testing.TB, text string) []extract.Sentence {
	t.Helper()
	s, err := token.Sentences(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// quick are options of a network that learns in a second.
func quick() classify.Options {
	o := DefaultOptions()
	o.Hidden, o.WordDim, o.MarkDim, o.MinWord = 16, 16, 4, 1
	o.Rate, o.Average, o.Dropout, o.Epochs, o.Patience, o.Batch = 0.02, 0.9, 0.1, 12, 12, 8
	return o
}

const (
	exclusive = "The Supplier shall sell the goods to nobody else."
	capped    = "Neither party is liable for more than %d dollars."
	both      = "It shall sell to nobody else and is liable for %d dollars at most."
	neither   = "The parties meet every %d weeks in the office of one of them."
)

// contracts are of two kinds, with clauses of two categories, in sentences of their own
// and in one together.
func contracts(t testing.TB, n int) []Contract {
	t.Helper()
	var out []Contract
	for i := range n {
		kind := []string{"Supply", "License"}[i%2]
		text := fmt.Sprintf("%s AGREEMENT No. %d of the parties\n\n%s\n\n1.\n\n%s %s\n\n%s %s\n", strings.ToUpper(kind), i,
			fmt.Sprintf(neither, i), exclusive, fmt.Sprintf(capped, i), fmt.Sprintf(neither, i+1), fmt.Sprintf(both, i))
		c := Contract{Name: fmt.Sprint(i), Text: text, Sentences: sentences(t, text), Kind: kind, HeldOut: i%4 == 0}
		at := func(part string) extract.ByteSpan {
			from := strings.Index(text, part)
			return extract.ByteSpan{Start: from, End: from + len(part)}
		}
		c.Clauses = map[string][]extract.ByteSpan{
			"Exclusivity": {at(exclusive), at(fmt.Sprintf(both, i))}, "Cap": {at(fmt.Sprintf(capped, i)), at(fmt.Sprintf(both, i))}, "Rare": nil,
		}
		out = append(out, c)
	}
	return out
}

func trained(t testing.TB) *Finder {
	t.Helper()
	docs, tasks, err := Documents(contracts(t, 24), []string{"Exclusivity", "Cap"}, 3)
	if err != nil {
		t.Fatal(err)
	}
	o := quick()
	o.Tasks = tasks
	m, held, err := classify.Train(context.Background(), docs, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if held.Accuracy < 0.95 {
		t.Fatalf("accuracy %.3f of %d on the contracts held out", held.Accuracy, held.Elements)
	}
	f, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What the network learned is found again: one clause of each category in the second
// paragraph, two of the same sentence in the third, and the kind. Each says which words
// decided.
func TestFind(t *testing.T) {
	f := trained(t)
	c := contracts(t, 31)[30]
	found, err := f.Find(context.Background(), &extract.Document{Text: c.Text}, c.Sentences)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range found.Clauses {
		got = append(got, x.Category+": "+x.Span.Of(c.Text))
		best, sum := "", 0.0
		top := 0.0
		for _, p := range x.Decisive {
			if sum += p.Weight; p.Weight > top {
				best, top = p.Span.Of(c.Text), p.Weight
			}
		}
		if best == "" || math.Abs(sum-1) > 1e-5 || x.Confidence <= 0 || x.Confidence > 1 {
			t.Errorf("%s: most decisive is %q of %g in all, confidence %g", x.Category, best, sum, x.Confidence)
		}
	}
	want := []string{
		"Exclusivity: " + exclusive, "Cap: " + fmt.Sprintf(capped, 30),
		"Exclusivity: " + fmt.Sprintf(both, 30), "Cap: " + fmt.Sprintf(both, 30),
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if found.Kind.Name != "Supply" || found.Kind.Confidence <= 0.5 || len(found.Kind.Decisive) == 0 {
		t.Errorf("kind %+v", found.Kind)
	}
	// The short form says the same.
	clauses, kind, err := f.Clauses(context.Background(), &extract.Document{Text: c.Text}, c.Sentences)
	if err != nil || len(clauses) != len(found.Clauses) || clauses[1] != found.Clauses[1].Clause || kind != found.Kind.Kind {
		t.Errorf("clauses %v, kind %v: %v", clauses, kind, err)
	}
	if id := f.ID(); !strings.HasPrefix(id, "covenant-clauses-") {
		t.Errorf("the model's name is %s", id)
	}
	if got := fmt.Sprint(f.Categories(), f.Kinds()); got != "[Exclusivity Cap] [License Supply Other]" {
		t.Errorf("categories and kinds %s", got)
	}
}

func TestFindInNothing(t *testing.T) {
	f := trained(t)
	ctx := context.Background()
	for _, text := range []string{"", " \n", "1.", "Exhibit 1"} {
		found, err := f.Find(ctx, &extract.Document{Text: text}, sentences(t, text))
		if err != nil || len(found.Clauses) > 0 {
			t.Errorf("%q: %+v, %v", text, found, err)
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := f.Find(stopped, &extract.Document{Text: exclusive}, sentences(t, exclusive)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// A file gives the same finder; a classifier of something else is refused.
func TestOpen(t *testing.T) {
	f := trained(t)
	path := filepath.Join(t.TempDir(), "clauses.model")
	if err := f.model.Save(path); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(again.Categories()) != fmt.Sprint(f.Categories()) || fmt.Sprint(again.model.Tasks) != fmt.Sprint(f.model.Tasks) {
		t.Errorf("read back %v", again.model.Tasks)
	}
	o := quick()
	for name, tasks := range map[string][]classify.Task{
		"roles":         {{Name: "DATE", Classes: []string{"a", "b"}}},
		"one category":  {{Name: Categories, Classes: []string{"a", "b"}}, {Name: Kinds, Classes: []string{"a", "b"}}},
		"several kinds": {classify.Several(Categories, []string{"a", "b"}), classify.Several(Kinds, []string{"a", "b"})},
		"no kinds":      {classify.Several(Categories, []string{"a", "b"})},
	} {
		o.Tasks = tasks
		m, err := classify.NewModel(classify.Info{Name: name, Context: 1, Reach: 1}, tasks, f.model.Features, f.model.Net.Setup)
		if err == nil {
			_, err = New(m)
		}
		if !errors.Is(err, ErrTasks) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestJoin(t *testing.T) {
	const text = "All of this ends.\n\n(a)\n\nEach has its part. It is not sold. More is not said."
	s := sentences(t, text)
	if len(s) != 5 {
		t.Fatalf("%d sentences", len(s))
	}
	numbers := asked(text, s)
	if fmt.Sprint(numbers) != "[0 2 3 4]" {
		t.Fatalf("asked about the sentences %v", numbers)
	}
	word := func(sentence int) classify.Position { return classify.Position{Span: s[sentence].Tokens[0], Weight: 1} }
	held := func(class string, p float64, sentence int) classify.Held {
		return classify.Held{Class: class, Probability: p, Decisive: []classify.Position{word(sentence)}}
	}
	f := &Finder{}
	var got []string
	for _, c := range f.join(s, numbers, map[int][]classify.Held{
		0: {held("X", 0.5, 0)}, 2: {held("X", 0.9, 2), held("Y", 0.6, 2)}, 3: {held("X", 0.7, 3)}, 4: {held("Y", 0.8, 4)},
	}) {
		line := fmt.Sprintf("%s %.1f %q", c.Category, c.Confidence, c.Span.Of(text))
		for _, p := range c.Decisive {
			line += fmt.Sprintf(" %s %.2f", p.Span.Of(text), p.Weight)
		}
		got = append(got, line)
	}
	want := []string{
		`X 0.9 "All of this ends.\n\n(a)\n\nEach has its part. It is not sold." All 0.33 Each 0.33 It 0.33`,
		`Y 0.6 "Each has its part." Each 1.00`,
		`Y 0.8 "More is not said." More 1.00`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("joined\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Whatever holds, clauses are in order, those of one category are apart, each begins
// and ends with a sentence, and each sentence that holds is in a clause.
func TestJoinKeepsEverySentence(t *testing.T) {
	text := strings.Repeat("One two three four. 1.\n\n", 6)
	s := sentences(t, text)
	numbers := asked(text, s)
	f := &Finder{}
	rapid.Check(t, func(t *rapid.T) {
		held := map[int][]classify.Held{}
		for _, i := range numbers {
			for _, class := range []string{"X", "Y"} {
				if rapid.Bool().Draw(t, class) {
					held[i] = append(held[i], classify.Held{Class: class, Probability: 0.5, Decisive: []classify.Position{{Span: s[i].Tokens[0], Weight: 1}}})
				}
			}
		}
		last, start := map[string]int{}, 0
		clauses := f.join(s, numbers, held)
		for _, c := range clauses {
			if c.Span.Start < start || c.Span.Start < last[c.Category] || c.Span.Len() <= 0 {
				t.Fatalf("%+v begins before %d, or before the last of its category ends at %d", c, start, last[c.Category])
			}
			start, last[c.Category] = c.Span.Start, c.Span.End
		}
		for i, hs := range held {
			for _, h := range hs {
				in := 0
				for _, c := range clauses {
					if c.Category == h.Class && c.Span.Contains(s[i].Span) {
						in++
					}
				}
				if in != 1 {
					t.Fatalf("sentence %d is in %d clauses of %s", i, in, h.Class)
				}
			}
		}
	})
}

func TestAnswers(t *testing.T) {
	const text = "LICENSE of the things\n\nA clause that goes over two sentences. And goes on here as well. It is nothing but this.\n\n1.\n"
	at := func(part string) extract.ByteSpan {
		i := strings.Index(text, part)
		return extract.ByteSpan{Start: i, End: i + len(part)}
	}
	c := &Contract{Text: text, Sentences: sentences(t, text), Kind: "License", HeldOut: true, Clauses: map[string][]extract.ByteSpan{
		"Two":   {at("A clause that goes over two sentences. And goes on here as well.")},
		"Part":  {at("two")},
		"Touch": {{Start: at("clause").Start, End: at("goes on").End}},
	}}
	var got []string
	for _, a := range answers(c, []string{"Two", "Part", "Touch"}, []string{"License", OtherKind}) {
		got = append(got, a.Task+" "+a.Class+": "+a.Span.Of(text))
	}
	want := []string{
		"CLAUSE : LICENSE of the things",
		"CLAUSE Two: A clause that goes over two sentences.",
		"CLAUSE Part: A clause that goes over two sentences.",
		"CLAUSE Touch: A clause that goes over two sentences.",
		"CLAUSE Two: And goes on here as well.",
		"CLAUSE : It is nothing but this.",
		"KIND License: " + strings.TrimSuffix(text, "\n"),
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("answers\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, _, err := Documents(nil, []string{"One"}, 1); !errors.Is(err, ErrNoCategory) {
		t.Errorf("one category: %v", err)
	}
}

// The head is the first tokens, as many as there are.
func TestHead(t *testing.T) {
	const text = "One two. Three four five.\n\nSix."
	s := sentences(t, text)
	for n, want := range map[int]string{1: "One", 3: "One two.", 5: "One two. Three four", 100: text} {
		if span, ok := head(s, n); !ok || span.Of(text) != want {
			t.Errorf("%d tokens: %q, want %q", n, span.Of(text), want)
		}
	}
	if _, ok := head(nil, 5); ok {
		t.Error("no sentence: a head")
	}
}
