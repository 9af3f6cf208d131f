package classify

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// severalModel returns a model of two tasks with random weights, of the first of which
// several classes may hold.
func severalModel(t testing.TB) *Model {
	t.Helper()
	x, err := feature.NewExtractor([][]string{{"this", "agreement"}, {}, {}, {"Xxxxx"}}, []string{"word", "shape"})
	if err != nil {
		t.Fatal(err)
	}
	tasks := []Task{Several("TOPIC", []string{"a", "b"}), {Name: "KIND", Classes: []string{"x", "y"}}}
	cfg := nn.ClassifierConfig{Pool: nn.PoolMax, Config: nn.Config{Cell: nn.CellLSTM, Hidden: 3, Layers: 1}}
	cfg.Fields = fields(x, len(tasks), func(string) int { return 2 })
	m, err := NewModel(Info{Name: "several", Seed: 5, Context: 2, Reach: 5}, tasks, x, cfg)
	if err != nil {
		t.Fatal(err)
	}
	m.Net.Prepare(false)
	return m
}

// Classes hold from their thresholds on; their decisive words are in order, no two
// classes share theirs, and weights sum to one. A task of one class decides as ever.
func TestDecisionsOnSeveral(t *testing.T) {
	const text = "This Agreement is made by Acme. It may end this year.\n"
	doc, sents := &extract.Document{Text: text}, sentences(t, text)
	m := severalModel(t)
	x, err := m.read(text, sents)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		m.Tasks[0].Thresholds = []float64{rapid.Float64Range(0.01, 1).Draw(t, "a"), rapid.Float64Range(0.01, 1).Draw(t, "b")}
		a := rapid.IntRange(0, len(x.tokens)-1).Draw(t, "from")
		b := rapid.IntRange(a, len(x.tokens)-1).Draw(t, "to")
		span := extract.ByteSpan{Start: x.tokens[a].Start, End: x.tokens[b].End}
		d, err := m.Decide(context.Background(), doc, sents, []Mark{{"KIND", span}, {"TOPIC", span}})
		if err != nil {
			t.Fatal(err)
		}
		check(t, d[0], x.tokens)
		if d[0].Holding != nil || d[1].Decisive != nil {
			t.Fatalf("one class holds: %+v; several: %+v", d[0], d[1])
		}
		held := map[string]Held{}
		for _, h := range d[1].Holding {
			held[h.Class] = h
			sum := 0.0
			for i, p := range h.Decisive {
				if sum += p.Weight; p.Weight <= 0 || i > 0 && p.Span.Start < h.Decisive[i-1].Span.End {
					t.Fatalf("decisive words %+v", h.Decisive)
				}
			}
			if len(h.Decisive) > 0 && math.Abs(sum-1) > 1e-5 {
				t.Fatalf("weights sum to %g", sum)
			}
		}
		for c, name := range m.Tasks[0].Classes {
			p := d[1].Probabilities[c]
			if h, ok := held[name]; ok != (p >= m.Tasks[0].Thresholds[c]) || ok && h.Probability != p {
				t.Fatalf("class %s of probability %g, threshold %g: held %v", name, p, m.Tasks[0].Thresholds[c], ok)
			}
		}
	})
}

func TestShares(t *testing.T) {
	for _, c := range []struct{ parts, want []float64 }{
		{[]float64{3, -2, 1}, []float64{0.75, 0, 0.25}},
		{[]float64{-3, -2}, []float64{0, 0}},
	} {
		if got := shares(slices.Clone(c.parts)); !slices.Equal(got, c.want) {
			t.Errorf("shares of %v are %v, want %v", c.parts, got, c.want)
		}
	}
}

// topics are texts of which each sentence has the topics of the colours in it.
func topics(t testing.TB, n int) []Document {
	t.Helper()
	var docs []Document
	for i := range n {
		text := fmt.Sprintf("All of it is red %d.\n\nAll of it is blue %d.\n\nAll of it is red and blue %d.\n\nAll of it is grey %d.\n\nNone of it %d.\n", i, i, i, i, i)
		d := Document{Name: fmt.Sprint(i), Text: text, Sentences: sentences(t, text), HeldOut: i%4 == 0}
		for _, s := range d.Sentences {
			m := Mark{"TOPIC", s.Span}
			n := len(d.Answers)
			for _, colour := range []string{"red", "blue"} {
				if strings.Contains(s.Span.Of(text), colour) {
					d.Answers = append(d.Answers, Answer{m, colour})
				}
			}
			if len(d.Answers) == n {
				d.Answers = append(d.Answers, Answer{Mark: m})
			}
		}
		docs = append(docs, d)
	}
	return docs
}

func TestTrainSeveral(t *testing.T) {
	for _, pool := range pools {
		o := quick(pool)
		o.Tasks, o.SilverEpochs, o.Negatives = []Task{Several("TOPIC", []string{"red", "blue"})}, 0, 0.25
		o.Context, o.Reach = 0, 0 // the sentences around are always the same
		var told epochs
		m, held, err := Train(context.Background(), topics(t, 32), o, &told)
		if err != nil {
			t.Fatal(err)
		}
		if held.Elements != 32 || held.Accuracy < 0.95 || len(held.Tasks[0].Classes) != 2 {
			t.Errorf("%s: %d of %d right, classes %+v", pool, held.Right, held.Elements, held.Tasks[0].Classes)
		}
		if last := told.done[len(told.done)-1]; math.Abs(last-1) > 1e-9 {
			t.Errorf("%s: in the end %g is done", pool, last)
		}
		if o.Tasks[0].Thresholds[0] != 0.5 {
			t.Error("training changed its options")
		}
		for _, p := range m.Tasks[0].Thresholds {
			if !(p > leastThreshold/2 && p < 1) {
				t.Errorf("%s: thresholds %v", pool, m.Tasks[0].Thresholds)
			}
		}
		const text = "All of it is red and blue 7.\n\nAll of it is grey 9.\n"
		s := sentences(t, text)
		d, err := m.Decide(context.Background(), &extract.Document{Text: text}, s, []Mark{{"TOPIC", s[0].Span}, {"TOPIC", s[1].Span}})
		if err != nil || len(d[0].Holding) != 2 || len(d[1].Holding) != 0 {
			t.Errorf("%s: decisions %+v: %v", pool, d, err)
		}
	}
}

// marksOf returns examples of one task with the given sets of classes.
func marksOf(sets ...int) []*example {
	var out []*example
	for _, s := range sets {
		out = append(out, &example{targets: []int{s}})
	}
	return out
}

// A pass visits all marks with a class, and of those without one as many as Negatives
// says, others each time.
func TestDraw(t *testing.T) {
	ex := marksOf(1, 0, 0, 3, 0, 0, 0, 0, 2, 0)
	for negatives, want := range map[float64]int{0: 3, 0.5: 4, 2: 9, 3: 10, 100: 10} {
		r := &trainer{Options: Options{Negatives: negatives}, rng: rand.New(rand.NewPCG(1, 2)),
			model: &Model{Tasks: []Task{Several("T", []string{"a", "b"})}}}
		got, again := r.draw(ex), r.draw(ex)
		if len(got) != want || r.visits(ex) != want {
			t.Errorf("negatives %g: %d of %d visited, %d said, want %d", negatives, len(got), len(ex), r.visits(ex), want)
		}
		seen := map[*example]bool{}
		for _, e := range got {
			if seen[e] {
				t.Errorf("negatives %g: a mark is visited twice", negatives)
			}
			seen[e] = true
		}
		for _, e := range ex {
			if e.class() != 0 && !seen[e] {
				t.Errorf("negatives %g: a mark with a class is left out", negatives)
			}
		}
		if want == 9 && slices.Equal(got, again) {
			t.Error("two passes visit the same marks")
		}
	}
	one := marksOf(1, 0)
	r := &trainer{model: &Model{Tasks: []Task{{Name: "T", Classes: []string{"a", "b"}}}}}
	if got := r.draw(one); !slices.Equal(got, one) {
		t.Error("of a task of one class, marks are left out")
	}
}

// A class with many answers has the threshold of its own best F1, whatever that of all
// together is; one with few has nearly that of all.
func TestThresholds(t *testing.T) {
	var answers []answered
	add := func(n, set int, p ...float64) {
		for range n {
			answers = append(answers, answered{marksOf(set)[0], p})
		}
	}
	add(40, nn.Holding(0), 0.9, 0.1)
	add(40, nn.Holding(), 0.6, 0.1)
	add(20, nn.Holding(1), 0.1, 0.4)
	if got := thresholds(answers, 2); got[0] != 0.75 || got[1] < 0.1 || got[1] > 0.4 {
		t.Errorf("thresholds %v, want halfway between 0.9 and 0.6, and at most 0.4", got)
	}
	answers = answers[:80]
	add(1, nn.Holding(1), 0.1, 0.4)
	if got := thresholds(answers, 2); got[0] != 0.75 || got[1] != 0.75 {
		t.Errorf("thresholds %v, want that of all for the class that holds once", got)
	}
	if got := thresholds(nil, 2); !slices.Equal(got, []float64{0.5, 0.5}) {
		t.Errorf("of no answers: %v", got)
	}
	if got := thresholds(answers[40:80], 2); !slices.Equal(got, []float64{0.5, 0.5}) {
		t.Errorf("where nothing holds: %v", got)
	}
}

func TestBinaryClassWeights(t *testing.T) {
	tasks := []Task{Several("T", []string{"x", "y"})}
	// x holds in 16 marks, y in 4, of which both in 2.
	ex := slices.Concat(marksOf(slices.Repeat([]int{1}, 14)...), marksOf(3, 3, 2, 2, 0, 0, 0))
	if got, want := fmt.Sprintf("%.3f", classWeights(tasks, ex, 0.5)), "[[0.833 1.667]]"; got != want {
		t.Errorf("weights %s, want %s", got, want)
	}
}
