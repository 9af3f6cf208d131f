package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// contracts makes short contracts of a few fixed phrases with changing names,
// dates and terms; each is one gold passage, with silver labels of its date.
func contracts(t testing.TB, n int) []Document {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 7))
	pick := func(from ...string) string { return from[rng.IntN(len(from))] }
	name := func() string {
		return pick("Acme", "Beta", "Gamma", "Delta", "Omega", "Sigma") + " " + pick("Foods", "Metals", "Trading", "Motors") + " " + pick("Inc.", "LLC", "Corp.")
	}
	docs := make([]Document, n)
	for i := range docs {
		date := fmt.Sprintf("%s %d, %d", pick("January", "March", "July", "October"), 1+rng.IntN(28), 1990+rng.IntN(30))
		marked := fmt.Sprintf("((This <TITLE|%s Agreement> is made as of [DATE|<DATE-agreement|%s>] by <PARTY|%s> and <PARTY|%s> (the “<ALIAS|%s>”).\n\n"+
			"%s shall deliver the goods within %s. Its term is <DURATION-term|%s years>.))\n",
			pick("Supply", "License", "Lease"), date, name(), name(), pick("Buyer", "Licensee", "Company"),
			pick("The parties", "Each of them", "It"), pick("reason", "its means"), pick("two", "three", "ten"))
		docs[i] = *read(t, marked)
		docs[i].Name = fmt.Sprint("contract ", i)
	}
	return docs
}

// quick are options with which training takes a second.
func quick() Options {
	o := DefaultOptions()
	o.Layers, o.Hidden, o.WordDim, o.Dropout, o.MinWord = 1, 16, 16, 0.1, 1
	o.Window, o.Context, o.Batch, o.Rate = 40, 4, 8, 1e-2
	o.SilverEpochs, o.GoldEpochs, o.Patience, o.Average = 1, 12, 12, 0.9
	o.Command, o.Data = "extract train", "made in a test"
	return o
}

// scoreOf scores a model on the gold passages that it may train on.
func scoreOf(t testing.TB, m *model.Model, o Options, docs []Document) (trained, held Score) {
	t.Helper()
	tr := &trainer{Options: o, model: m}
	if err := tr.load(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	tr.step = &stepper{net: m.Net, Stepper: &nn.Stepper{Workers: 1}}
	var err error
	if trained, err = tr.score(t.Context(), tr.gold); err != nil {
		t.Fatal(err)
	}
	if held, err = tr.score(t.Context(), tr.held); err != nil {
		t.Fatal(err)
	}
	return trained, held
}

// heard keeps what a run reports.
type heard struct {
	known, words int
	batches      []float64
	stages       []string
	epochs       []Epoch
	onBatch      func(n int)
}

func (h *heard) Started(known, words int) { h.known, h.words = known, words }

func (h *heard) Batch(done float64, stage string, loss float64) {
	h.batches, h.stages = append(h.batches, done), append(h.stages, stage)
	if h.onBatch != nil {
		h.onBatch(len(h.batches))
	}
}

func (h *heard) Epoch(e Epoch) { h.epochs = append(h.epochs, e) }

func TestVocabularyOfLabelledDocuments(t *testing.T) {
	docs := contracts(t, 24)
	trained := slices.DeleteFunc(slices.Clone(docs), func(d Document) bool { return d.HeldOut() })
	unlabelled := *read(t, "((Lorem ipsum dolor sit amet.))\n")
	unlabelled.Gold, unlabelled.HasSilver = nil, false
	if unlabelled.HeldOut() {
		t.Fatal("the test wants a text that is not held out")
	}
	for labelled, want := range map[bool]bool{false: true, true: false} {
		o := quick()
		o.LabelledWords = labelled
		m, _, err := newModel(append(slices.Clone(trained), unlabelled), o)
		if err != nil {
			t.Fatal(err)
		}
		words := m.Features.Vocabularies[feature.Word].Entries()
		if slices.Contains(words, "lorem") != want || !slices.Contains(words, "agreement") {
			t.Errorf("labelled alone %v: the vocabulary is %q", labelled, words)
		}
	}
}

// Patience does not run out before anything is found.
func TestPatienceBeginsWhenSomethingIsFound(t *testing.T) {
	o := quick()
	o.SilverEpochs, o.GoldEpochs, o.Patience, o.Rate = 0, 5, 1, 1e-9
	var h heard
	if _, score, err := Run(t.Context(), contracts(t, 24), o, &h); err != nil || score.Right > 0 || score.Gold == 0 {
		t.Fatalf("score %+v, error %v; the test wants a network that finds nothing", score, err)
	}
	if len(h.epochs) != o.GoldEpochs {
		t.Errorf("stopped after %d passes, want %d", len(h.epochs), o.GoldEpochs)
	}
}

func TestRunLearns(t *testing.T) {
	docs := contracts(t, 60)
	o := quick()
	var h heard
	m, score, err := Run(t.Context(), docs, o, &h)
	if err != nil {
		t.Fatal(err)
	}
	trained, held := scoreOf(t, m, o, docs)
	if trained.F1() < 0.9 || trained.RoleF1() < 0.9 {
		t.Errorf("F1 %.3f, with roles %.3f, on what it was trained on: want 0.9", trained.F1(), trained.RoleF1())
	}
	if held != score || held.Gold == 0 {
		t.Errorf("Run says %+v on the documents set apart, its model scores %+v", score, held)
	}
	if m.Info.Name != o.Name || m.Info.Command != o.Command || m.Info.Data != o.Data || m.Info.Seed != o.Seed || m.Info.Window != o.Window || m.Info.Context != o.Context {
		t.Errorf("the model records %+v", m.Info)
	}
	// What was reported on the way.
	if len(h.epochs) != o.SilverEpochs+o.GoldEpochs {
		t.Fatalf("%d epochs reported, want %d", len(h.epochs), o.SilverEpochs+o.GoldEpochs)
	}
	best := Score{}
	for i, e := range h.epochs {
		stage, number, of := "gold", i, o.GoldEpochs
		if i < o.SilverEpochs {
			stage, number, of = "silver", i+1, o.SilverEpochs
		}
		if e.Stage != stage || e.Number != number || e.Of != of || e.HeldOut.Gold != held.Gold {
			t.Errorf("epoch %d is reported as %+v", i, e)
		}
		if stage == "gold" && e.Best != (e.HeldOut.F1() >= best.F1()) {
			t.Errorf("epoch %d with F1 %.3f is the best: %v; before it was %.3f", i, e.HeldOut.F1(), e.Best, best.F1())
		}
		if e.Best {
			best = e.HeldOut
		}
	}
	if best != score {
		t.Errorf("the best epoch scored %+v, the model that was kept %+v", best, score)
	}
	if first, last := h.epochs[o.SilverEpochs].Loss, h.epochs[len(h.epochs)-1].Loss; last > first/4 {
		t.Errorf("the loss went from %.3f to %.3f only", first, last)
	}
	if !slices.IsSorted(h.batches) || h.batches[0] <= 0 || h.batches[len(h.batches)-1] < 0.99 || h.batches[len(h.batches)-1] > 1.01 {
		t.Errorf("progress goes from %g to %g", h.batches[0], h.batches[len(h.batches)-1])
	}
	if h.stages[0] != "silver" || h.stages[len(h.stages)-1] != "gold" {
		t.Errorf("stages go from %s to %s", h.stages[0], h.stages[len(h.stages)-1])
	}
}

// A seed gives one model: the same bits each time, however many workers.
func TestRunIsReproducible(t *testing.T) {
	docs := contracts(t, 24)
	o := quick()
	o.Layers, o.Hidden, o.GoldEpochs, o.Dropout, o.WordDrop = 2, 8, 2, 0.3, 0.2
	run := func(o Options) *model.Model {
		m, _, err := Run(t.Context(), docs, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	same := func(a, b *model.Model) bool {
		for i, p := range a.Net.Params() {
			if !slices.Equal(p.W, b.Net.Params()[i].W) {
				return false
			}
		}
		return true
	}
	o.Workers = 1
	first := run(o)
	for _, workers := range []int{1, 2, 3} {
		o.Workers = workers
		if !same(first, run(o)) {
			t.Errorf("%d workers: other weights", workers)
		}
	}
	o.Seed++
	if same(first, run(o)) {
		t.Error("another seed gives the same weights")
	}
}

func TestRunIsCancelled(t *testing.T) {
	docs := contracts(t, 24)
	for _, after := range []int{1, 4} { // in the silver stage, in the gold stage
		ctx, cancel := context.WithCancel(t.Context())
		h := heard{onBatch: func(n int) {
			if n == after {
				cancel()
			}
		}}
		m, _, err := Run(ctx, docs, quick(), &h)
		if !errors.Is(err, context.Canceled) || m != nil {
			t.Errorf("cancelled after %d batches: model %v, error %v", after, m != nil, err)
		}
		if len(h.batches) != after {
			t.Errorf("cancelled after %d batches, %d were made", after, len(h.batches))
		}
		cancel()
	}
}

// Weights that run away end the run: they would teach nothing, and no file holds
// them.
func TestRunThatDiverges(t *testing.T) {
	docs := contracts(t, 24)
	for _, output := range []nn.OutputKind{nn.OutputCRF, nn.OutputSoftmax} {
		o := quick()
		o.Rate, o.Output = 1e38, output
		if _, _, err := Run(t.Context(), docs, o, nil); !errors.Is(err, ErrDiverged) {
			t.Errorf("%s: error %v, want %v", output, err, ErrDiverged)
		}
	}
}

func TestRunWithoutData(t *testing.T) {
	docs := contracts(t, 40)
	held := slices.DeleteFunc(slices.Clone(docs), func(d Document) bool { return !d.HeldOut() })
	ungold := slices.Clone(docs[:5])
	for i := range ungold {
		ungold[i].Gold = nil
	}
	if len(held) == 0 {
		t.Fatal("no document is held out")
	}
	for name, docs := range map[string][]Document{
		"no documents":                   nil,
		"an empty document":              {{}},
		"no gold passages":               ungold,
		"gold only where it is not seen": held,
	} {
		if _, _, err := Run(t.Context(), docs, quick(), nil); !errors.Is(err, ErrNoData) {
			t.Errorf("%s: error %v, want %v", name, err, ErrNoData)
		}
	}
}

// Without documents to judge by, the last weights are kept.
func TestRunWithNothingHeldOut(t *testing.T) {
	docs := slices.DeleteFunc(contracts(t, 20), func(d Document) bool { return d.HeldOut() })
	o := quick()
	o.SilverEpochs, o.GoldEpochs, o.Patience = 0, 30, 1
	var h heard
	m, score, err := Run(t.Context(), docs, o, &h)
	if err != nil {
		t.Fatal(err)
	}
	if score != (Score{}) || len(h.epochs) != o.GoldEpochs {
		t.Errorf("score %+v after %d epochs, want none after %d", score, len(h.epochs), o.GoldEpochs)
	}
	if trained, _ := scoreOf(t, m, o, docs); trained.F1() < 0.9 {
		t.Errorf("F1 %.3f on its own data: it did not learn", trained.F1())
	}
}

func TestOptions(t *testing.T) {
	if err := DefaultOptions().Validate(); err != nil {
		t.Errorf("default options: %v", err)
	}
	docs := contracts(t, 2)
	for name, change := range map[string]func(o *Options){
		"no layers":            func(o *Options) { o.Layers = 0 },
		"no hidden units":      func(o *Options) { o.Hidden = 0 },
		"no word dimension":    func(o *Options) { o.WordDim = -1 },
		"dropout 1":            func(o *Options) { o.Dropout = 1 },
		"negative dropout":     func(o *Options) { o.Dropout = -0.1 },
		"word dropout 1":       func(o *Options) { o.WordDrop = 1 },
		"tiny window":          func(o *Options) { o.Window = 7 },
		"negative context":     func(o *Options) { o.Context = -1 },
		"empty batch":          func(o *Options) { o.Batch = 0 },
		"rate not a number":    func(o *Options) { o.Rate = math.NaN() },
		"dropout not a number": func(o *Options) { o.Dropout = math.NaN() },
		"no patience":          func(o *Options) { o.Patience = 0 },
		"rate 0":               func(o *Options) { o.Rate = 0 },
		"clip 0":               func(o *Options) { o.Clip = 0 },
		"negative silver":      func(o *Options) { o.SilverEpochs = -1 },
		"no gold epoch":        func(o *Options) { o.GoldEpochs = 0 },
		"silver share 0":       func(o *Options) { o.SilverShare = 0 },
		"silver share above 1": func(o *Options) { o.SilverShare = 1.1 },
		"average 1":            func(o *Options) { o.Average = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			o := quick()
			change(&o)
			_, _, err := Run(t.Context(), docs, o, nil)
			if err == nil || errors.Is(err, ErrNoData) {
				t.Errorf("error %v, want one about the option", err)
			}
		})
	}
}
