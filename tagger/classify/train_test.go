package classify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
	"covenant/tagger/train"
)

// quick are options of a network that learns in a second.
func quick(pool nn.PoolKind) Options {
	o := DefaultOptions()
	o.Tasks = []Task{{Name: "DATE", Classes: []string{"start", "end"}}, {Name: "COURT", Classes: []string{"yes", "no"}}}
	o.Hidden, o.Layers, o.WordDim, o.MarkDim, o.Attention, o.MinWord = 12, 1, 12, 6, 8, 1
	o.Pool, o.Rate, o.Average, o.Dropout, o.Epochs, o.Patience, o.Batch = pool, 0.02, 0.9, 0.1, 12, 12, 8
	return o
}

// corpus returns documents with two dates each: the one after "from" is the start,
// the one after "until" the end. Nothing but the mark tells which is asked about.
func corpus(t testing.TB, n int) []Document {
	t.Helper()
	var docs []Document
	for i := range n {
		a, b := fmt.Sprintf("May %d", 1+i%27), fmt.Sprintf("June %d", 1+i%29)
		text := fmt.Sprintf("It runs from %s until %s as agreed.\n", a, b)
		if i%2 == 1 {
			text = fmt.Sprintf("It runs until %s and from %s as agreed.\n", b, a)
		}
		answers := []Answer{
			{Mark{"DATE", spanOf(t, text, a)}, "start"},
			{Mark{"DATE", spanOf(t, text, b)}, "end"},
			{Mark{"PARTY", spanOf(t, text, "agreed")}, "of no task"},
		}
		d := Document{Name: fmt.Sprint(i), Text: text, Sentences: sentences(t, text), HeldOut: i%5 == 0}
		if i%3 == 0 {
			d.Silver = answers
		}
		d.Answers = answers
		docs = append(docs, d)
	}
	return docs
}

// epochs records what a run tells.
type epochs struct {
	all  []Epoch
	done []float64
}

func (e *epochs) Batch(done float64, _ string, _ float64) { e.done = append(e.done, done) }
func (e *epochs) Epoch(x Epoch)                           { e.all = append(e.all, x) }

// The mark alone decides which of two dates of a sentence is asked about, and the
// network learns to heed it, with any cell and pool.
func TestTrainLearnsFromTheMark(t *testing.T) {
	docs := corpus(t, 50)
	for _, c := range []struct {
		cell nn.CellKind
		pool nn.PoolKind
		gate bool
	}{
		{nn.CellLSTM, nn.PoolMax, true}, {nn.CellLSTM, nn.PoolAttention, true}, {nn.CellGRU, nn.PoolMax, false}, {nn.CellRNN, nn.PoolAttention, true},
	} {
		t.Run(fmt.Sprintf("%s,%s,gate=%v", c.cell, c.pool, c.gate), func(t *testing.T) {
			o := quick(c.pool)
			o.Cell, o.Gate = c.cell, c.gate
			var told epochs
			m, held, err := Train(context.Background(), docs, o, &told)
			if err != nil {
				t.Fatal(err)
			}
			if held.Elements != 20 || held.Accuracy < 0.95 {
				t.Errorf("accuracy %.3f on %d dates held out", held.Accuracy, held.Elements)
			}
			if first := told.all[0]; first.Stage != "silver" || first.Of != 1 || told.all[1].Stage != "gold" {
				t.Errorf("told first %+v", first)
			}
			if last := told.done[len(told.done)-1]; last < 0.999 || last > 1.001 {
				t.Errorf("in the end %g is done", last)
			}
			const text = "It runs until June 30 and from May 28 as agreed.\n"
			d, err := m.Decide(context.Background(), &extract.Document{Text: text}, sentences(t, text),
				[]Mark{{"DATE", spanOf(t, text, "June 30")}, {"DATE", spanOf(t, text, "May 28")}})
			if err != nil || d[0].Class != "end" || d[1].Class != "start" {
				t.Errorf("decisions %+v: %v", d, err)
			}
		})
	}
}

// A seed gives the same file whatever the number of processors; another gives
// another one.
func TestTrainRepeats(t *testing.T) {
	docs := corpus(t, 20)
	file := func(seed uint64, workers int) []byte {
		o := quick(nn.PoolAttention)
		o.Seed, o.Workers, o.Epochs = seed, workers, 2
		m, _, err := Train(context.Background(), docs, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		return encode(t, m)
	}
	first := file(1, 1)
	if !bytes.Equal(first, file(1, 2)) {
		t.Error("two processors give another model than one")
	}
	if bytes.Equal(first, file(2, 1)) {
		t.Error("two seeds give the same model")
	}
}

func TestTrainRefuses(t *testing.T) {
	docs := corpus(t, 10)
	for name, change := range map[string]func(o *Options){
		"no task":            func(o *Options) { o.Tasks = nil },
		"unknown cell":       func(o *Options) { o.Cell = "x" },
		"unknown pool":       func(o *Options) { o.Pool = "mean" },
		"no epoch":           func(o *Options) { o.Epochs = 0 },
		"no batch":           func(o *Options) { o.Batch = 0 },
		"dropout 1":          func(o *Options) { o.Dropout = 1 },
		"balance 2":          func(o *Options) { o.Balance = 2 },
		"reach below":        func(o *Options) { o.Reach = o.Context - 1 },
		"unknown feature":    func(o *Options) { o.Features = []string{"word", "colour"} },
		"the word not first": func(o *Options) { o.Features = []string{"shape"} },
	} {
		o := quick(nn.PoolMax)
		change(&o)
		if _, _, err := Train(context.Background(), docs, o, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	o := quick(nn.PoolMax)
	if _, _, err := Train(context.Background(), nil, o, nil); !errors.Is(err, ErrNoData) {
		t.Errorf("no documents: %v", err)
	}
	docs[1].Answers[0].Class = "middle"
	if _, _, err := Train(context.Background(), docs, o, nil); !errors.Is(err, ErrTask) || !strings.Contains(err.Error(), "middle") {
		t.Errorf("an unknown class: %v", err)
	}
	docs = corpus(t, 10)
	docs[1].Answers[0].Span = extract.ByteSpan{Start: 900, End: 910}
	if _, _, err := Train(context.Background(), docs, o, nil); !errors.Is(err, ErrSpan) {
		t.Errorf("a span beyond the text: %v", err)
	}
	o.Rate = 1e30
	if _, _, err := Train(context.Background(), corpus(t, 40), o, nil); !errors.Is(err, ErrDiverged) {
		t.Errorf("a rate beyond all bounds: %v", err)
	}
}

// stopper cancels a run after some batches.
type stopper struct {
	epochs
	stop context.CancelFunc
}

func (s *stopper) Batch(float64, string, float64) { s.stop() }

func TestTrainStops(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	m, _, err := Train(ctx, corpus(t, 20), quick(nn.PoolMax), &stopper{stop: stop})
	if !errors.Is(err, context.Canceled) || m != nil {
		t.Errorf("model %v, error %v", m, err)
	}
}

// Without documents held out the last weights are kept.
func TestTrainWithNothingHeldOut(t *testing.T) {
	docs := corpus(t, 10)
	for i := range docs {
		docs[i].HeldOut = false
	}
	m, held, err := Train(context.Background(), docs, quick(nn.PoolMax), nil)
	if err != nil || held.Elements != 0 || m == nil {
		t.Errorf("held out %+v: %v", held, err)
	}
}

// A run that starts from a tagger begins with its embeddings and layers.
func TestStartFromATagger(t *testing.T) {
	x, err := feature.NewExtractor([][]string{{"runs", "from", "until"}, {"run"}, {"ns"}, {"xxxx"}}, []string{"word", "space"})
	if err != nil {
		t.Fatal(err)
	}
	cfg := nn.Config{Cell: nn.CellGRU, Hidden: 4, Layers: 2, Fields: model.Fields(x, func(string) int { return 3 })}
	tagger, err := model.New(model.Info{Name: "tagger", Window: 20}, bio.Default(), x, cfg)
	if err != nil {
		t.Fatal(err)
	}
	o := quick(nn.PoolMax)
	o.Tagger, o.TaggerLayers = tagger, true
	m, _, err := newTrained(corpus(t, 5), o)
	if err != nil {
		t.Fatal(err)
	}
	params := map[string]*nn.Param{}
	for _, p := range m.Net.Params() {
		params[p.Name] = p
	}
	for _, p := range tagger.Net.Encoder.Params() {
		got := params[p.Name]
		if got == nil {
			t.Fatalf("the classifier has no %s", p.Name)
		}
		for i, w := range p.W {
			if got.W[i] != w {
				t.Fatalf("%s[%d] is %g, the tagger's %g", p.Name, i, got.W[i], w)
			}
		}
	}
	o.Vectors = zeros{}
	if err := o.Validate(); err == nil {
		t.Error("a tagger and vectors to start from: accepted")
	}
	o.Tagger = nil
	if _, _, err := newTrained(corpus(t, 5), o); !errors.Is(err, train.ErrVectors) {
		t.Errorf("vectors without a word: %v", err)
	}
}

// zeros has no vector of any word.
type zeros struct{}

func (zeros) Of(string) []float32 { return nil }

func TestClassWeights(t *testing.T) {
	tasks := []Task{{Name: "A", Classes: []string{"x", "y", "none"}}, {Name: "B", Classes: []string{"x", "y"}}}
	var ex []*example
	for i := range 20 {
		class := 0
		if i >= 16 {
			class = 1
		}
		ex = append(ex, &example{task: 0, targets: []int{class, nn.Unknown}})
	}
	w := classWeights(tasks, ex, 0.5)
	// 16 of x weigh 16^-½ = ¼ each, 4 of y ½: 6 together, scaled to 20.
	if got, want := fmt.Sprintf("%.3f", w), "[[0.833 1.667 3.333] [1.000 1.000]]"; got != want {
		t.Errorf("weights %s, want %s", got, want)
	}
}
