package compare

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"covenant/tagger/feature"
	"covenant/tagger/lm"
	"covenant/tagger/train"
)

// language learns a language model that fits comparison's network in a moment.
func language(t *testing.T, docs []train.Document, seed uint64) *lm.Model {
	t.Helper()
	o := lm.DefaultOptions()
	o.Dim, o.Hidden, o.MinCount, o.Epochs, o.Samples, o.Seed = 4, 4, 1, 1, 20, seed
	c := new(lm.Corpus)
	for _, d := range docs {
		var words []string
		for _, tok := range d.Sentences[0].Tokens {
			words = append(words, feature.Normal(tok.Of(d.Text)))
		}
		c.Add([][]string{words}, d.HeldOut())
	}
	m, err := lm.Train(t.Context(), c, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Each share has a folder of its own, and a result counts the spans that were learned.
func TestStartsAtShares(t *testing.T) {
	docs := contracts(t, 60)
	j := &countingJudge{}
	c := comparison(t.TempDir(), j)
	c.Options.GoldEpochs, c.Options.Patience = 2, 2
	vectors, err := Vectors(t.Context(), c.Dir, docs, 4)
	if err != nil {
		t.Fatal(err)
	}
	c.Variants, c.Seeds = Starts(vectors, language(t, docs, 1)), c.Seeds[:1]
	var shares []AtShare
	for _, share := range []float64{0.25, 1} {
		at := c.At(share)
		results, err := at.Run(t.Context(), docs)
		if err != nil {
			t.Fatal(err)
		}
		_, want := Share(docs, share, 1)
		for i, v := range c.Variants {
			if r := results[i]; r.Variant != v.Name || r.Spans != want || len(r.Curve) > int(2/share+2) {
				t.Errorf("at %g: result %+v, want %s on %d spans", share, r, v.Name, want)
			}
		}
		shares = append(shares, AtShare{share, results})
	}
	if o := c.At(0.25).Options; o.GoldEpochs != 4 || o.Patience != 4 {
		t.Errorf("a quarter is passed over %d times with patience %d, want 4 and 4", o.GoldEpochs, o.Patience)
	}
	if files, _ := filepath.Glob(filepath.Join(c.Dir, "share-*", "*-1.json")); len(files) != 6 {
		t.Errorf("results %v, want 6", files)
	}
	if c.Share != 0 || j.n != 6 {
		t.Errorf("share %g after %d runs", c.Share, j.n)
	}
	var plot bytes.Buffer
	if err := WriteSharesPlot(&plot, c.Variants, shares); err != nil {
		t.Fatal(err)
	}
	// A start from another language model is another run.
	c.Variants = Starts(vectors, language(t, docs, 2))
	if _, err := c.At(1).Run(t.Context(), docs); !errors.Is(err, ErrOtherRun) || !strings.Contains(err.Error(), "lm-1.json") {
		t.Errorf("another language model: error %v, want %v", err, ErrOtherRun)
	}
}

func TestTableAndPlotOfShares(t *testing.T) {
	starts := Starts(nil, nil)
	result := func(start string, seed uint64, spans int, f1 float64) Result {
		return Result{Variant: start, Seed: seed, Spans: spans, Score: Score{SpanF1: f1}}
	}
	shares := []AtShare{
		{0.05, []Result{result("random", 1, 330, 0.5), result("vectors", 1, 330, 0.56), result("lm", 1, 330, 0.48)}},
		{0.25, []Result{
			result("random", 1, 1650, 0.7), result("random", 2, 1660, 0.72), result("vectors", 1, 1650, 0.73),
			result("vectors", 2, 1660, 0.73), result("lm", 1, 1650, 0.75), result("lm", 2, 1660, 0.76),
		}},
	}
	var table bytes.Buffer
	if err := WriteShares(&table, starts, shares); err != nil {
		t.Fatal(err)
	}
	want := `| share | gold spans | seeds | random | Word2Vec | gain | language model | gain |
| ---: | ---: | ---: | --- | --- | ---: | --- | ---: |
| 5 % | 330 | 1 | 0.500 | 0.560 | +6.0 | 0.480 | -2.0 |
| 25 % | 1655 | 2 | 0.710 ± 0.014 | 0.730 ± 0.000 | +2.0 | 0.755 ± 0.007 | +4.5 |
`
	if table.String() != want {
		t.Errorf("got\n%s\nwant\n%s", table.String(), want)
	}
	for n := range 2 {
		var svg bytes.Buffer
		if err := WriteSharesPlot(&svg, starts, shares[n:]); err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"<svg", "start: language model", ">25<"} {
			if !strings.Contains(svg.String(), s) {
				t.Errorf("the plot of %d shares lacks %q", 2-n, s)
			}
		}
	}
}
