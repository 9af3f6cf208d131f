package train

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"

	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// dims are the widths of the small embeddings.
var dims = [feature.Fields]int{feature.Prefix: 24, feature.Suffix: 24, feature.Shape: 24, feature.Space: 8, feature.Place: 8, feature.Head: 8}

// An Epoch is what one pass over the data gave.
type Epoch struct {
	Stage   string // "silver" or "gold"
	Number  int    // from 1
	Of      int
	Loss    float64 // mean per sequence
	HeldOut Score   // on the documents set apart
	Best    bool    // the best so far
}

// Progress hears of a training run as it goes.
type Progress interface {
	// Batch is called after each step with the share of the whole run that is
	// done, in tokens.
	Batch(done float64, stage string, loss float64)
	// Epoch is called after each epoch.
	Epoch(Epoch)
}

// ErrNoData means that there is nothing to train on.
var ErrNoData = errors.New("no gold passages to train on")

// Run trains a model. Options must be valid; progress may be nil.
func Run(ctx context.Context, docs []Document, o Options, progress Progress) (*model.Model, Score, error) {
	if err := o.Validate(); err != nil {
		return nil, Score{}, err
	}
	count := feature.NewCounter()
	for i := range docs {
		if !docs[i].HeldOut() {
			count.Add(docs[i].Text, docs[i].Sentences)
		}
	}
	x := count.Extractor(o.MinWord)
	cfg := nn.Config{Hidden: o.Hidden, Layers: o.Layers, Dropout: float32(o.Dropout)}
	for f, size := range x.Sizes() {
		dim := dims[f]
		if f == feature.Word {
			dim = o.WordDim
		}
		cfg.Fields = append(cfg.Fields, nn.Field{Name: feature.Names[f], Size: size, Dim: dim})
	}
	info := model.Info{Name: o.Name, Command: o.Command, Data: o.Data, Seed: o.Seed, Window: o.Window, Context: o.Context}
	m, err := model.New(info, bio.Default(), x, cfg)
	if err != nil {
		return nil, Score{}, err
	}
	t := &trainer{Options: o, model: m, progress: progress, rng: rand.New(rand.NewPCG(o.Seed, 2))}
	t.wordDrop(count)
	if err := t.load(docs); err != nil {
		return nil, Score{}, err
	}
	score, err := t.run(ctx)
	if err != nil {
		return nil, Score{}, err
	}
	return m, score, nil
}

// trainer is the state of one run.
type trainer struct {
	Options
	model    *model.Model
	progress Progress
	rng      *rand.Rand

	silver, gold, held []example
	drop               []float32 // by word id: probability that training hides it

	work, done float64 // tokens of the whole run, and so far
}

// wordDrop sets how often each word is hidden: rare ones more often, so that
// the network learns to do without them.
func (t *trainer) wordDrop(c *feature.Counter) {
	v := t.model.Features.Vocabularies[feature.Word]
	t.drop = make([]float32, v.Size())
	for id := 1; id < v.Size(); id++ {
		t.drop[id] = float32(t.WordDrop + 0.5*1/(1+float64(c.Count(v, int32(id)))))
	}
}

// load cuts the documents into examples.
func (t *trainer) load(docs []Document) error {
	all := nn.AllTags(t.model.Scheme.Tags())
	for i := range docs {
		l, err := label(&docs[i], t.model.Features, t.model.Scheme)
		if err != nil {
			return err
		}
		if docs[i].HeldOut() {
			t.held = append(t.held, l.goldExamples(t.Context, all)...)
			continue
		}
		t.gold = append(t.gold, l.goldExamples(t.Context, all)...)
		t.silver = append(t.silver, l.silverExamples(t.Window)...)
	}
	if len(t.gold) == 0 {
		return ErrNoData
	}
	return nil
}

func tokens(ex []example) float64 {
	n := 0
	for i := range ex {
		n += ex[i].len()
	}
	return float64(n)
}

// run trains both stages and leaves the best weights in the model.
func (t *trainer) run(ctx context.Context) (Score, error) {
	workers := t.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	s := newStepper(t.model.Net, t.drop, workers)
	t.work = float64(t.SilverEpochs)*t.SilverShare*tokens(t.silver) + float64(t.GoldEpochs)*tokens(t.gold)
	steps := 0
	for e := range t.SilverEpochs {
		sample := t.sample(t.silver, t.SilverShare)
		loss, err := t.epoch(ctx, s, sample, "silver", func() float64 {
			steps++
			return t.Rate * min(1, float64(steps)/100)
		})
		if err != nil {
			return Score{}, err
		}
		if err := t.report(ctx, s, Epoch{Stage: "silver", Number: e + 1, Of: t.SilverEpochs, Loss: loss}); err != nil {
			return Score{}, err
		}
	}
	return t.goldStage(ctx, s)
}

func (t *trainer) goldStage(ctx context.Context, s *stepper) (Score, error) {
	params := t.model.Net.Params()
	average, best := copyWeights(params), copyWeights(params)
	var top Score
	steps, since := 0, 0
	total := float64(t.GoldEpochs * ((len(t.gold) + t.Batch - 1) / t.Batch))
	for e := range t.GoldEpochs {
		s.after = func() { blend(average, params, min(t.Average, float64(1+steps)/float64(10+steps))) }
		loss, err := t.epoch(ctx, s, t.sample(t.gold, 1), "gold", func() float64 {
			steps++
			return t.Rate * (1 - 0.95*float64(steps)/total)
		})
		if err != nil {
			return Score{}, err
		}
		// The averaged weights are judged and kept; the run goes on from the
		// weights themselves.
		swap(average, params)
		t.model.Net.Prepare(true)
		score, err := t.score(ctx, s, t.held)
		if err != nil {
			return Score{}, err
		}
		better := score.F1() > top.F1() || len(t.held) == 0
		if since++; better {
			top, since = score, 0
			for i, p := range params {
				copy(best[i], p.W)
			}
		}
		swap(average, params)
		t.model.Net.Prepare(true)
		if t.progress != nil {
			t.progress.Epoch(Epoch{Stage: "gold", Number: e + 1, Of: t.GoldEpochs, Loss: loss, HeldOut: score, Best: better})
		}
		if since >= t.Patience {
			break
		}
	}
	for i, p := range params {
		copy(p.W, best[i])
	}
	t.model.Net.Prepare(false)
	return top, nil
}

func (t *trainer) report(ctx context.Context, s *stepper, e Epoch) error {
	if t.progress == nil {
		return nil
	}
	score, err := t.score(ctx, s, t.held)
	if err != nil {
		return err
	}
	e.HeldOut = score
	t.progress.Epoch(e)
	return nil
}

func copyWeights(params []*nn.Param) [][]float32 {
	out := make([][]float32, len(params))
	for i, p := range params {
		out[i] = append([]float32(nil), p.W...)
	}
	return out
}

func swap(w [][]float32, params []*nn.Param) {
	for i, p := range params {
		w[i], p.W = p.W, w[i]
	}
}

// blend moves the average towards the weights: a = d·a + (1-d)·w.
func blend(average [][]float32, params []*nn.Param, d float64) {
	keep, add := float32(d), float32(1-d)
	for i, p := range params {
		a := average[i]
		for j, w := range p.W {
			a[j] = keep*a[j] + add*w
		}
	}
}

// sample draws a share of the examples in random order, those with elements
// twice as often as those without, and groups ones of like length.
func (t *trainer) sample(ex []example, share float64) []*example {
	order := t.rng.Perm(len(ex))
	want := int(share * tokens(ex))
	var out []*example
	for _, i := range order {
		if want <= 0 {
			break
		}
		if share < 1 && ex[i].elements == 0 && t.rng.Float64() < 0.5 {
			continue
		}
		out = append(out, &ex[i])
		want -= ex[i].len()
	}
	groupByLength(out, 16*t.Batch)
	return out
}
