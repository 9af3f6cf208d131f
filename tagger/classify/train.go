package classify

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"

	"covenant/extract/score"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// An Epoch is what one pass over the data gave.
type Epoch struct {
	Stage   string // "silver" or "gold"
	Number  int    // from 1
	Of      int
	Loss    float64           // mean per mark
	HeldOut score.ClassReport // on the documents set apart
	Best    bool              // the best so far
}

// Progress hears of a training run as it goes.
type Progress interface {
	// Batch is called after each step with the share of the whole run that is done.
	Batch(done float64, stage string, loss float64)
	Epoch(Epoch)
}

// Why there is no model.
var (
	ErrNoData   = errors.New("nothing to train on: no marked element with a known class in the documents that are not held out")
	ErrDiverged = nn.ErrDiverged
)

// Train makes a model of the documents' answers and returns it with its score on
// the documents held out: first it passes over the answers of patterns, then over
// those of people, and after each of the latter passes it judges the moving average
// of the weights. The best by accuracy are kept, of equal ones the last.
//
// Where several classes may hold, that judging sets their thresholds (see
// [Task.Thresholds]), and an element of its report is a class that holds or is said
// to: one that rightly does not is none.
//
// A seed gives the same model whatever the number of processors, on processors with
// the same instruction set. Progress may be nil.
func Train(ctx context.Context, docs []Document, o Options, progress Progress) (*Model, score.ClassReport, error) {
	if err := o.Validate(); err != nil {
		return nil, score.ClassReport{}, err
	}
	o.Tasks = slices.Clone(o.Tasks) // their thresholds change
	m, count, err := newTrained(docs, o)
	if err != nil {
		return nil, score.ClassReport{}, err
	}
	t := &trainer{Options: o, model: m, progress: progress, rng: rand.New(rand.NewPCG(o.Seed, 2))}
	if t.Workers <= 0 {
		t.Workers = runtime.GOMAXPROCS(0)
	}
	t.drop = count.HideRates(m.Features.Vocabularies[feature.Word], o.WordDrop)
	if err := t.load(ctx, docs); err != nil {
		return nil, score.ClassReport{}, err
	}
	if err := t.run(ctx); err != nil {
		return nil, score.ClassReport{}, err
	}
	return m, t.top, nil
}

// trainer is one run.
type trainer struct {
	Options
	model    *Model
	progress Progress
	rng      *rand.Rand

	silver, gold, held []*example
	drop               []float32 // by word id: probability that training hides it

	step          *stepper
	weights       [][]float64 // of the stage's classes
	steps, done   int         // of the stage; marks seen in the whole run
	thresholds    [][]float64 // by task, of the last score
	average, best [][]float32 // in the gold stage
	top           score.ClassReport
	since         int // passes since the best
}

func (t *trainer) run(ctx context.Context) error {
	t.step = newStepper(t.model.Net, t.drop, t.Workers)
	t.weights = classWeights(t.model.Tasks, t.silver, t.Balance)
	for n := range t.SilverEpochs {
		loss, err := t.epoch(ctx, t.silver, "silver")
		if err != nil {
			return err
		}
		if err := t.tell(ctx, Epoch{Stage: "silver", Number: n + 1, Of: t.SilverEpochs, Loss: loss}); err != nil {
			return err
		}
	}
	t.weights, t.steps = classWeights(t.model.Tasks, t.gold, t.Balance), 0
	t.average, t.best = nn.CopyWeights(t.step.Params), nn.CopyWeights(t.step.Params)
	for n := 0; n < t.Epochs && t.since < t.Patience; n++ {
		loss, err := t.epoch(ctx, t.gold, "gold")
		if err != nil {
			return err
		}
		e := Epoch{Stage: "gold", Number: n + 1, Of: t.Epochs, Loss: loss}
		if err := t.judge(ctx, &e); err != nil {
			return err
		}
		if t.progress != nil {
			t.progress.Epoch(e)
		}
	}
	nn.SetWeights(t.step.Params, t.best)
	t.model.Net.Prepare(false)
	return nil
}

// epoch visits all examples once, in random order with like lengths together, and
// returns the mean loss.
func (t *trainer) epoch(ctx context.Context, ex []*example, stage string) (float64, error) {
	ex = t.draw(ex)
	drawn := make([]*example, len(ex))
	for i, j := range t.rng.Perm(len(ex)) {
		drawn[i] = ex[j]
	}
	for run := range slices.Chunk(drawn, 16*t.Batch) {
		slices.SortStableFunc(run, func(a, b *example) int { return b.seq.Len() - a.seq.Len() })
	}
	batches := slices.Collect(slices.Chunk(drawn, t.Batch))
	t.rng.Shuffle(len(batches), func(i, j int) { batches[i], batches[j] = batches[j], batches[i] })
	sum, all := 0.0, float64(t.SilverEpochs*t.visits(t.silver)+t.Epochs*t.visits(t.gold))
	for _, b := range batches {
		t.steps++
		loss, err := t.step.step(ctx, b, t.weights, t.rate(stage, len(batches)), t.Clip, t.rng)
		if err != nil {
			return 0, err
		}
		if t.average != nil {
			d := float32(min(t.Average, float64(1+t.steps)/float64(10+t.steps)))
			nn.Average(t.average, t.step.Params, d, 1-d)
		}
		sum += loss
		t.done += len(b)
		if t.progress != nil {
			t.progress.Batch(float64(t.done)/all, stage, loss/float64(len(b)))
		}
	}
	return sum / float64(max(1, len(ex))), nil
}

// rate is the learning rate of the current step: it warms up, and falls linearly
// in the gold stage.
func (t *trainer) rate(stage string, batches int) float64 {
	rate := t.Rate * min(1, float64(t.steps)/50)
	if stage == "gold" {
		rate *= 1 - 0.95*float64(t.steps)/float64(t.Epochs*batches)
	}
	return rate
}

// judge scores the averaged weights and keeps them if they are the best so far; the
// run goes on from the weights themselves.
func (t *trainer) judge(ctx context.Context, e *Epoch) error {
	params := t.step.Params
	turn := func() {
		nn.SwapWeights(params, t.average)
		t.model.Net.Prepare(true)
	}
	turn()
	defer turn()
	var err error
	if e.HeldOut, err = t.score(ctx); err != nil {
		return err
	}
	if t.since++; e.HeldOut.Accuracy < t.top.Accuracy {
		return nil
	}
	if e.HeldOut.Accuracy > t.top.Accuracy || len(t.held) == 0 {
		t.since = 0
	}
	t.top, e.Best = e.HeldOut, true
	for i, p := range params {
		copy(t.best[i], p.W)
	}
	for i, th := range t.thresholds {
		if th != nil {
			t.model.Tasks[i].Thresholds = th
		}
	}
	return nil
}

// tell reports a pass of the silver stage.
func (t *trainer) tell(ctx context.Context, e Epoch) (err error) {
	if t.progress == nil {
		return nil
	}
	if e.HeldOut, err = t.score(ctx); err == nil {
		t.progress.Epoch(e)
	}
	return err
}
