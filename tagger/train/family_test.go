package train

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// Every member of the family learns what two dozen small contracts say.
func TestFamilyLearns(t *testing.T) {
	docs := contracts(t, 60)
	for name, change := range map[string]func(o *Options){
		"vanilla RNN":         func(o *Options) { o.Cell, o.Rate = nn.CellRNN, 5e-3 },
		"GRU":                 func(o *Options) { o.Cell = nn.CellGRU },
		"two layers":          func(o *Options) { o.Layers = 2 },
		"forward only":        func(o *Options) { o.Direction = nn.Forward },
		"backward only":       func(o *Options) { o.Direction = nn.Backward },
		"BILSTM-LSTM":         func(o *Options) { o.Top, o.Output, o.GoldEpochs = true, nn.OutputSoftmax, 30; o.Patience = 30 },
		"softmax":             func(o *Options) { o.Output = nn.OutputSoftmax },
		"words alone":         func(o *Options) { o.Features = []string{"word"} },
		"parts of speech":     func(o *Options) { o.Features = []string{"word", "shape", "pos"} },
		"characters, filters": func(o *Options) { o.Features, o.Chars = []string{"word"}, nn.CharConv },
		"characters, LSTM":    func(o *Options) { o.Features, o.Chars = []string{"word"}, nn.CharLSTM },
		"dropout per token":   func(o *Options) { o.DropoutPerStep = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := quick()
			change(&o)
			m, _, err := Run(t.Context(), docs, o, nil)
			if err != nil {
				t.Fatal(err)
			}
			trained, held := scoreOf(t, m, o, docs)
			// From one side alone a span's end cannot always be seen.
			want := 0.9
			if o.Direction != nn.Both || o.Cell == nn.CellRNN {
				want = 0.75
			}
			if trained.F1() < want || held.F1() < want-0.1 {
				t.Errorf("F1 %.3f on its own data, %.3f on contracts held out, want %.2f", trained.F1(), held.F1(), want)
			}
		})
	}
}

// someVectors has a vector for each of a few words.
type someVectors map[string][]float32

func (v someVectors) Of(word string) []float32 { return v[word] }

func TestVectorsStartTheEmbeddings(t *testing.T) {
	docs := contracts(t, 24)
	o := quick()
	o.WordDim, o.GoldEpochs, o.WordDrop = 2, 2, 0
	// Their mean square length is 25: they are divided by 5.
	o.Vectors = someVectors{"the": {3, 4}, "agreement": {0, 5}, "absent": {1, 1}}
	for _, freeze := range []bool{true, false} {
		o.Freeze = freeze
		m, _, err := Run(t.Context(), docs, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		table, words := m.Net.Embed[0].Table, m.Features.Vocabularies[feature.Word]
		at := 2 * words.ID("the")
		moved := math.Abs(float64(table.W[at]-0.6))+math.Abs(float64(table.W[at+1]-0.8)) > 1e-6
		if moved == freeze {
			t.Errorf("freeze %v: the vector is (%g, %g) after training, it began as (0.6, 0.8)", freeze, table.W[at], table.W[at+1])
		}
	}
	for name, v := range map[string]Vectors{
		"too wide": someVectors{"the": {1, 2, 3}}, "no word in common": someVectors{"zebra": {1, 2}}, "all zero": someVectors{"the": {0, 0}},
	} {
		o.Vectors = v
		if _, _, err := Run(t.Context(), docs, o, nil); !errors.Is(err, ErrVectors) {
			t.Errorf("%s: error %v, want %v", name, err, ErrVectors)
		}
	}
	o.Vectors = nil
	o.Freeze = true
	if err := o.Validate(); err == nil {
		t.Error("nothing to freeze: no error")
	}
}

// The average of weights that stay is those weights, not almost.
func TestFrozenWeightsStayInTheAverage(t *testing.T) {
	p := &nn.Param{W: []float32{0.6, -0.123456, 3e-4, 0.1, 0.33, -0.7}, Frozen: true}
	average := nn.CopyWeights([]*nn.Param{p})
	for step := range 1000 {
		d := min(0.999, float64(1+step)/float64(10+step))
		nn.Average(average, []*nn.Param{p}, float32(d), float32(1-d))
	}
	if !slices.Equal(average[0], p.W) {
		t.Errorf("average %v, want %v", average[0], p.W)
	}
}

// Annotations with labels of their own make a scheme of their own, and the
// patterns, which know the product's labels only, are left out.
func TestOwnLabels(t *testing.T) {
	var docs []Document
	for _, d := range contracts(t, 60) {
		for i, s := range d.Gold[0].Spans {
			if s.Label == "PARTY" {
				d.Gold[0].Spans[i].Label = "COMPANY"
			}
		}
		docs = append(docs, d)
	}
	o := quick()
	var h heard
	m, _, err := Run(t.Context(), docs, o, &h)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.epochs) != o.GoldEpochs || h.epochs[0].Stage != "gold" {
		t.Errorf("%d epochs, the first of stage %s: there are no silver labels", len(h.epochs), h.epochs[0].Stage)
	}
	var types []string
	for _, typ := range m.Scheme.Types {
		types = append(types, typ.String())
	}
	if got, want := strings.Join(types, " "), "ALIAS COMPANY DATE-agreement DURATION-term TITLE"; got != want {
		t.Errorf("types %s, want %s", got, want)
	}
	if trained, _ := scoreOf(t, m, o, docs); trained.F1() < 0.9 {
		t.Errorf("F1 %.3f on its own data", trained.F1())
	}
	many := slices.Clone(docs)
	for i := range many {
		many[i].Gold = slices.Clone(docs[i].Gold)
		many[i].Gold[0].Spans = slices.Clone(docs[i].Gold[0].Spans)
		many[i].Gold[0].Spans[0].Label = extract.Label(fmt.Sprintf("L%d", i))
	}
	if _, _, err := Run(t.Context(), many, o, nil); err == nil || !strings.Contains(err.Error(), "31") {
		t.Errorf("60 labels: error %v, want one that says how many there may be", err)
	}
	docs[0].Gold[0].Spans[0].Label = "not a label"
	if _, _, err := Run(t.Context(), docs, o, nil); err == nil || errors.Is(err, ErrNoData) {
		t.Errorf("a label in small letters: error %v", err)
	}
}

// A document that was annotated in full is cut into windows; every token of it is
// scored once.
func TestLongPassages(t *testing.T) {
	l := labelledOf(t, "before ((one two <PARTY|three four>. five six seven. <ALIAS|eight> nine ten eleven. twelve thirteen fourteen fifteen sixteen.)) after")
	all := nn.AllTags(nn.MaxTags)
	var scored []string
	for _, e := range l.goldExamples(4, 2, all) {
		if e.to-e.from > 4 {
			t.Errorf("a window of %d tokens", e.to-e.from)
		}
		for i := e.from; i < e.to; i++ {
			if e.sets[i] == all {
				t.Errorf("token %d of an example is scored, but its tags are open", i)
			}
			scored = append(scored, string(rune('a'+e.seq.IDs[0][i])))
		}
	}
	r := l.gold[0]
	var want []string
	for _, id := range l.seq.IDs[0][r.from:r.to] {
		want = append(want, string(rune('a'+id)))
	}
	if !slices.Equal(scored, want) {
		t.Errorf("tokens %v are scored, the passage has %v", scored, want)
	}
}
