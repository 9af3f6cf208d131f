package train

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

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
	// Started is called first where word embeddings start from vectors or a language
	// model, with how many of the network's words these know.
	Started(known, words int)
	// Batch is called after each step with the share of the whole run that is
	// done, in tokens.
	Batch(done float64, stage string, loss float64)
	// Epoch is called after each epoch. A run that goes on from a checkpoint first
	// tells of the epochs that were over.
	Epoch(Epoch)
}

// ErrNoData means that there is nothing to train on.
var ErrNoData = errors.New("no gold passages to train on")

// Run trains a model. Options must be valid; progress may be nil.
func Run(ctx context.Context, docs []Document, o Options, progress Progress) (*model.Model, Score, error) {
	if err := o.Validate(); err != nil {
		return nil, Score{}, err
	}
	if o.LearnVectors {
		v, err := LearnVectors(ctx, docs, o.WordDim, o.Seed, o.Workers)
		if err != nil {
			return nil, Score{}, err
		}
		o.Vectors = v
	}
	m, count, err := newModel(docs, o)
	if err != nil {
		return nil, Score{}, err
	}
	if known, words := o.known(m); progress != nil && known > 0 {
		progress.Started(known, words)
	}
	t := &trainer{Options: o, model: m, progress: progress, source: rand.NewPCG(o.Seed, 2)}
	t.rng = rand.New(t.source)
	t.drop = count.HideRates(m.Features.Vocabularies[feature.Word], o.WordDrop)
	if err := t.load(ctx, docs); err != nil {
		return nil, Score{}, err
	}
	if err := t.run(ctx); err != nil {
		return nil, Score{}, err
	}
	return m, t.at.Top, nil
}

// trainer is one run.
type trainer struct {
	Options
	model    *model.Model
	progress Progress
	source   *rand.PCG
	rng      *rand.Rand

	silver, gold, held []example
	drop               []float32 // by word id: probability that training hides it
	work               float64   // tokens of the whole run

	step          *stepper
	at            position
	average, best [][]float32 // in the gold stage
	fingerprint   string
	saved         time.Time
}

// A position is how far a run has come. With the weights and the optimiser's
// state it is all that the rest of the run depends on.
type position struct {
	Epoch int     // of both stages
	Batch int     // of the epoch
	Loss  float64 // summed over the epoch's sequences
	Steps int     // of the stage
	Done  float64 // tokens
	Top   Score   // of the best weights
	Since int     // epochs since then
	// Past are the epochs that are over.
	Past []Epoch
	// The random source as it was when the epoch began, and before the next batch
	// (of the first batch: before the epoch).
	EpochRandom, Random []byte
}

// load cuts the documents into examples.
func (t *trainer) load(ctx context.Context, docs []Document) error {
	all := nn.AllTags(t.model.Scheme.Tags())
	standard := slices.Equal(t.model.Scheme.Types, bio.Default().Types)
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		d := docs[i]
		if d.HasSilver = d.HasSilver && standard; !d.HasSilver {
			d.Silver, d.Unknown = nil, nil
		}
		l, err := label(&d, t.model)
		if err != nil {
			return err
		}
		if d.HeldOut() {
			t.held = append(t.held, l.goldExamples(t.Window, t.Context, all)...)
			continue
		}
		t.gold = append(t.gold, l.goldExamples(t.Window, t.Context, all)...)
		if d.HasSilver && t.SilverEpochs > 0 {
			t.silver = append(t.silver, l.silverExamples(t.Window)...)
		}
	}
	if len(t.gold) == 0 {
		return ErrNoData
	}
	if len(t.silver) == 0 {
		t.SilverEpochs = 0 // there is nothing to pass over
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

// inGold reports whether the current epoch is of the gold stage.
func (t *trainer) inGold() bool { return t.at.Epoch >= t.SilverEpochs }

// run trains both stages and leaves the best weights in the model.
func (t *trainer) run(ctx context.Context) error {
	workers := t.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	t.step = newStepper(t.model.Net, t.drop, workers)
	t.work = float64(t.SilverEpochs)*t.SilverShare*tokens(t.silver) + float64(t.GoldEpochs)*tokens(t.gold)
	if err := t.resume(); err != nil {
		return err
	}
	for t.at.Epoch < t.SilverEpochs+t.GoldEpochs && t.at.Since < t.Patience {
		if t.inGold() && t.average == nil {
			t.at.Steps = 0
			t.average, t.best = nn.CopyWeights(t.step.Params), nn.CopyWeights(t.step.Params)
		}
		loss, err := t.epoch(ctx)
		if err == nil {
			err = t.endEpoch(ctx, loss)
		}
		if err != nil && ctx.Err() != nil {
			return errors.Join(err, t.checkpoint())
		}
		if err != nil {
			return err
		}
		if err := t.checkpoint(); err != nil {
			return err
		}
	}
	nn.SetWeights(t.step.Params, t.best)
	t.model.Net.Prepare(false)
	return t.tryInt8(ctx)
}

// epoch visits all examples of the stage once, or those that are left, and
// returns the mean loss.
func (t *trainer) epoch(ctx context.Context) (float64, error) {
	resumed := t.at.Random
	if t.at.Batch == 0 {
		t.at.EpochRandom, resumed = t.random(), nil
		t.at.Random = t.at.EpochRandom
	} else if err := t.source.UnmarshalBinary(t.at.EpochRandom); err != nil {
		return 0, fmt.Errorf("checkpoint's random source: %w", err)
	}
	ex, share, stage := t.silver, t.SilverShare, "silver"
	if t.inGold() {
		ex, share, stage = t.gold, 1, "gold"
		t.step.after = func() {
			d := min(t.Average, float64(1+t.at.Steps)/float64(10+t.at.Steps))
			nn.Average(t.average, t.step.Params, float32(d), float32(1-d))
		}
	}
	drawn := t.sample(ex, share)
	batches := slices.Collect(slices.Chunk(drawn, t.Batch))
	t.rng.Shuffle(len(batches), func(i, j int) { batches[i], batches[j] = batches[j], batches[i] })
	if resumed != nil {
		if err := t.source.UnmarshalBinary(resumed); err != nil {
			return 0, fmt.Errorf("checkpoint's random source: %w", err)
		}
	}
	for ; t.at.Batch < len(batches); t.at.Batch++ {
		if t.at.Batch > 0 {
			t.at.Random = t.random()
		}
		if time.Since(t.saved) > checkpointEvery {
			if err := t.checkpoint(); err != nil {
				return 0, err
			}
		}
		b := batches[t.at.Batch]
		t.at.Steps++
		loss, err := t.step.step(ctx, b, t.rate(), t.Clip, t.rng)
		if err != nil {
			t.at.Steps--
			return 0, err
		}
		t.at.Loss += loss
		for _, e := range b {
			t.at.Done += float64(e.len())
		}
		if t.progress != nil {
			t.progress.Batch(t.at.Done/t.work, stage, loss/float64(len(b)))
		}
	}
	t.at.Random = t.random()
	return t.at.Loss / float64(max(1, len(drawn))), nil
}

func (t *trainer) random() []byte {
	b, _ := t.source.MarshalBinary() // never fails
	return b
}

// rate is the learning rate of the current step: in the silver stage it warms up,
// in the gold stage it falls linearly.
func (t *trainer) rate() float64 {
	if !t.inGold() {
		return t.Rate * min(1, float64(t.at.Steps)/100)
	}
	total := float64(t.GoldEpochs * ((len(t.gold) + t.Batch - 1) / t.Batch))
	return t.Rate * (1 - 0.95*float64(t.at.Steps)/total)
}

// endEpoch judges the weights, keeps the best of the gold stage, and moves on.
func (t *trainer) endEpoch(ctx context.Context, loss float64) error {
	e := Epoch{Stage: "silver", Number: t.at.Epoch + 1, Of: t.SilverEpochs, Loss: loss}
	var err error
	if t.inGold() {
		e.Stage, e.Number, e.Of = "gold", e.Number-t.SilverEpochs, t.GoldEpochs
		e.HeldOut, e.Best, err = t.judge(ctx)
	} else if t.progress != nil {
		e.HeldOut, err = t.score(ctx, t.held)
	}
	if err != nil {
		return err
	}
	t.at.Epoch, t.at.Batch, t.at.Loss, t.at.Random = t.at.Epoch+1, 0, 0, t.random()
	t.at.Past = append(t.at.Past, e)
	if t.progress != nil {
		t.progress.Epoch(e)
	}
	return nil
}

// judge scores the averaged weights and keeps them if they are the best so far;
// the run goes on from the weights themselves.
func (t *trainer) judge(ctx context.Context) (Score, bool, error) {
	params := t.step.Params
	nn.SwapWeights(params, t.average)
	t.model.Net.Prepare(true)
	defer func() {
		nn.SwapWeights(params, t.average)
		t.model.Net.Prepare(true)
	}()
	score, err := t.score(ctx, t.held)
	if err != nil {
		return Score{}, false, err
	}
	// Where there is little to learn from, many passes find nothing yet.
	if t.at.Top.Right > 0 || score.Gold == 0 {
		t.at.Since++
	}
	switch {
	case score.F1() < t.at.Top.F1():
		return score, false, nil
	// As good: the later weights have learned more, but patience runs out.
	case score.F1() > t.at.Top.F1() || len(t.held) == 0:
		t.at.Since = 0
	}
	t.at.Top = score
	for i, p := range params {
		copy(t.best[i], p.W)
	}
	return score, true, nil
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
