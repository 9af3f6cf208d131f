package compare

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"covenant/extract"
	"covenant/extract/gold"
	"covenant/extract/token"
	"covenant/tagger"
	"covenant/tagger/nn"
	"covenant/tagger/train"
)

// contracts makes short contracts that are each one gold passage.
func contracts(t *testing.T, n int) []train.Document {
	t.Helper()
	docs := make([]train.Document, n)
	for i := range docs {
		name := []string{"Acme", "Beta", "Gamma"}[i%3] + " Corp"
		text := fmt.Sprintf("This is made by %s on May %d.", name, 1+i%28)
		start := utf8.RuneCountInString("This is made by ")
		docs[i] = train.Document{Name: fmt.Sprint(i), Text: text, Gold: []gold.Passage{{
			ID: fmt.Sprint(i), Doc: fmt.Sprint(i), Span: extract.RuneSpan{End: utf8.RuneCountInString(text)},
			Spans: []gold.Span{{RuneSpan: extract.RuneSpan{Start: start, End: start + len(name)}, Label: extract.Party}},
		}}}
		var err error
		if docs[i].Sentences, err = token.Sentences(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	return docs
}

// countingJudge gives every tagger the next score.
type countingJudge struct{ n int }

func (j *countingJudge) Score(context.Context, *tagger.Tagger) (Score, error) {
	j.n++
	return Score{SpanF1: float64(j.n) / 10, RoleF1: 0.1, TokenF1: 0.5}, nil
}

func (j *countingJudge) Speed(context.Context, *tagger.Tagger) (float64, error) { return 1234, nil }

func comparison(dir string, j Judge) *Comparison {
	o := train.DefaultOptions()
	o.Layers, o.Hidden, o.WordDim, o.MinWord = 1, 4, 4, 1
	o.SilverEpochs, o.GoldEpochs = 0, 2
	return &Comparison{
		Dir: dir, Options: o, Seeds: []uint64{1, 2}, Parallel: 1, Judge: j,
		Variants: []Variant{
			{Baseline, "default", "LSTM", func(*train.Options) {}},
			{"gru", "cell", "GRU", func(o *train.Options) { o.Cell = nn.CellGRU }},
		},
	}
}

// What is done is found again, and only what is missing is trained.
func TestComparisonGoesOn(t *testing.T) {
	docs := contracts(t, 30)
	dir := t.TempDir()
	j := &countingJudge{}
	c := comparison(dir, j)
	first, err := c.Run(t.Context(), docs)
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != 4 || j.n != 4 {
		t.Fatalf("%d results of %d runs, want 4 of 4", len(first), j.n)
	}
	for i, want := range []string{"default 1", "default 2", "gru 1", "gru 2"} {
		if got := fmt.Sprint(first[i].Variant, " ", first[i].Seed); got != want {
			t.Errorf("result %d is of %s, want %s", i, got, want)
		}
		if len(first[i].Curve) != 2 || first[i].Weights <= 0 || first[i].Bytes <= 0 {
			t.Errorf("result %d: %+v", i, first[i])
		}
	}
	if err := os.Remove(filepath.Join(dir, "gru-2.json")); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	c.Told = func(v Variant, r Result, old bool) { found[fmt.Sprint(v.Name, r.Seed)] = old }
	again, err := c.Run(t.Context(), docs)
	if err != nil {
		t.Fatal(err)
	}
	if j.n != 5 || fmt.Sprint(found) != "map[default1:true default2:true gru1:true gru2:false]" {
		t.Errorf("%d runs in all, found %v", j.n, found)
	}
	again[3].Score = first[3].Score
	if fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("results %+v, then %+v", first, again)
	}
	speeds, err := c.Speeds(t.Context(), 1)
	if err != nil || len(speeds) != 2 || speeds["gru"] != 1234 {
		t.Errorf("speeds %v, error %v", speeds, err)
	}
	// Results of other options or data are not taken for these.
	c.Options.GoldEpochs++
	if _, err := c.Run(t.Context(), docs); !errors.Is(err, ErrOtherRun) {
		t.Errorf("other options: error %v, want %v", err, ErrOtherRun)
	}
	c.Options.GoldEpochs--
	if _, err := c.Run(t.Context(), docs[1:]); !errors.Is(err, ErrOtherRun) {
		t.Errorf("other data: error %v, want %v", err, ErrOtherRun)
	}
}

func TestComparisonIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := comparison(t.TempDir(), &countingJudge{})
	c.Told = func(Variant, Result, bool) { cancel() }
	if _, err := c.Run(ctx, contracts(t, 30)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	files, err := filepath.Glob(filepath.Join(c.Dir, "*.json"))
	if err != nil || len(files) == 0 || len(files) == 4 {
		t.Errorf("%d results after the first was told (%v)", len(files), err)
	}
}

// failingJudge fails after each training.
type failingJudge struct{ countingJudge }

var errJudge = errors.New("cannot judge")

func (j *failingJudge) Score(context.Context, *tagger.Tagger) (Score, error) {
	return Score{}, errJudge
}

// A run that stopped goes on from its checkpoint, and its curve is whole.
func TestComparisonGoesOnFromCheckpoints(t *testing.T) {
	docs := contracts(t, 30)
	c := comparison(t.TempDir(), &failingJudge{})
	c.Variants, c.Seeds = c.Variants[:1], c.Seeds[:1]
	if _, err := c.Run(t.Context(), docs); !errors.Is(err, errJudge) {
		t.Fatalf("error %v, want %v", err, errJudge)
	}
	// Nor is the checkpoint of other options taken for one of these.
	c.Options.GoldEpochs++
	if _, err := c.Run(t.Context(), docs); !errors.Is(err, ErrOtherRun) || !strings.Contains(err.Error(), "default-1.checkpoint") {
		t.Errorf("other options: error %v, want %v and the file", err, ErrOtherRun)
	}
	c.Options.GoldEpochs--
	c.Judge = &countingJudge{}
	results, err := c.Run(t.Context(), docs)
	if err != nil {
		t.Fatal(err)
	}
	if got := results[0].Curve; len(got) != 2 || got[0].Epoch != 1 || got[1].Epoch != 2 {
		t.Errorf("curve %+v, want both epochs", got)
	}
	if left, err := filepath.Glob(filepath.Join(c.Dir, "*.checkpoint")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func TestFamilyIsValid(t *testing.T) {
	names := map[string]bool{}
	for _, v := range Family(nil) {
		o := train.DefaultOptions()
		v.Change(&o)
		if o.Freeze { // needs vectors
			o.Freeze = false
		}
		if err := o.Validate(); err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		if names[v.Name] {
			t.Errorf("two variants are called %s", v.Name)
		}
		names[v.Name] = true
	}
	if !names[Baseline] {
		t.Error("the family lacks its baseline")
	}
}

func TestTableAndPlot(t *testing.T) {
	variants := comparison("", nil).Variants
	results := []Result{
		{Variant: Baseline, Seed: 1, Score: Score{0.80, 0.7, 0.9}, Weights: 1_500_000, Bytes: 3_100_000, Curve: []Point{{"silver", 1, 9, 0.1}, {"gold", 1, 5, 0.6}, {"gold", 2, 4, 0.8}}},
		{Variant: Baseline, Seed: 2, Score: Score{0.84, 0.7, 0.9}, Weights: 1_500_000, Bytes: 3_100_000, Curve: []Point{{"silver", 1, 8, 0.3}, {"gold", 1, 5, 0.7}}},
		{Variant: "gru", Seed: 1, Score: Score{0.5, 0.4, 0.6}, Weights: 100_000, Bytes: 300_000},
	}
	rows := Rows(variants, results, map[string]float64{Baseline: 24681})
	if s := rows[0].SpanF1; math.Abs(s.Mean-0.82) > 1e-9 || math.Abs(s.Deviation-0.04/math.Sqrt2) > 1e-9 {
		t.Errorf("mean %g and deviation %g of 0.80 and 0.84", s.Mean, s.Deviation)
	}
	var table bytes.Buffer
	if err := WriteTable(&table, rows); err != nil {
		t.Fatal(err)
	}
	want := `| factor | changed to | seeds | span F1 | with roles | token F1 | tokens/s | weights | file |
| --- | --- | ---: | --- | --- | --- | ---: | ---: | ---: |
| default | LSTM | 2 | 0.820 ± 0.028 | 0.700 ± 0.000 | 0.900 ± 0.000 | 24700 | 1.50 M | 3.1 MB |
| cell | GRU | 1 | 0.500 | 0.400 | 0.600 | – | 0.10 M | 0.3 MB |
`
	if table.String() != want {
		t.Errorf("got\n%s\nwant\n%s", table.String(), want)
	}
	// Only passes that all runs have are averaged.
	if got := fmt.Sprint(meanCurve(results, Baseline)); got != "[{1 0.2} {2 0.6499999999999999}]" {
		t.Errorf("curve %s", got)
	}
	var svg bytes.Buffer
	if err := WritePlot(&svg, variants, results); err != nil {
		t.Fatal(err)
	}
	if s := svg.String(); !strings.Contains(s, "<svg") || !strings.Contains(s, "default: LSTM") || strings.Contains(s, "cell: GRU") {
		t.Errorf("the plot lacks its curve, or has one of no points:\n%.500s", s)
	}
}
