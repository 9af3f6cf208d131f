package lm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"covenant/tagger/nn"
)

// An Epoch is what one pass over the documents gave.
type Epoch struct {
	Number  int // from 1
	Of      int
	Loss    float64    // mean per symbol and direction, in training: of the sampled softmax, with dropout
	HeldOut Perplexity // on the documents held out; zero without any
	Best    bool       // the best so far
}

// Progress hears of a training run as it goes.
type Progress interface {
	// Batch is called after each step with the share of the whole run that is done,
	// the words that the run has read, and the loss.
	Batch(done float64, words int, loss float64)
	// Epoch is called after each epoch. A run that goes on from a checkpoint first
	// tells of the epochs that were over.
	Epoch(Epoch)
}

// Train learns a model and keeps the weights with the lowest perplexity on the
// documents held out, or the last ones where there are none. progress may be nil.
//
// A step reads a window of each lane: backpropagation ends where the window begins
// (truncated), the state is carried on. No state goes from one document to another.
func Train(ctx context.Context, corpus *Corpus, o Options, progress Progress) (*Model, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	d, err := corpus.numbered(o.MinCount)
	if err != nil {
		return nil, err
	}
	t, err := newTrainer(d, o, progress)
	if err != nil {
		return nil, err
	}
	if err := t.run(ctx); err != nil {
		return nil, err
	}
	return t.model, nil
}

// trainer is one run.
type trainer struct {
	Options
	data     *data
	progress Progress
	source   *rand.PCG
	rng      *rand.Rand
	model    *Model
	step     *stepper
	lanes    *lanes
	total    int // symbols of an epoch
	at       position
	best     [][]float32

	fingerprint string
	saved       time.Time
}

// A position is how far a run has come. With the weights, the optimiser's state and
// those of the lanes it is all that the rest of the run depends on.
type position struct {
	Epoch   int     // that are over
	Symbols int     // read in all
	Loss    float64 // of the present epoch, summed over its symbols
	Read    int     // symbols of the present epoch
	Top     Perplexity
	Past    []Epoch // that are over
	Order   []int   // documents that are still to be dealt
	Lanes   []place
	Random  []byte // the random source before the next step
}

func newTrainer(d *data, o Options, progress Progress) (*trainer, error) {
	t := &trainer{Options: o, data: d, progress: progress, source: rand.NewPCG(o.Seed, 2)}
	t.rng = rand.New(t.source)
	t.model = newModel(o.Config, d.words, Info{Command: o.Command, Data: o.Data, Seed: o.Seed, Rare: d.rare})
	var sampler *nn.Sampler
	if o.Samples < len(d.counts) {
		var err error
		if sampler, err = nn.NewSampler(d.counts, o.Samples); err != nil {
			return nil, err
		}
	}
	for _, doc := range d.trained {
		t.total += doc.symbols()
	}
	n := min(o.Lanes, len(d.trained))
	t.lanes = newLanes(d.trained, n, t.deal)
	t.step = newStepper(t.model, d.trained, sampler, n, o)
	t.best = nn.CopyWeights(t.step.Params)
	return t, nil
}

// deal gives lanes the documents in random order, again and again: an epoch ends when
// as many symbols were read as there are, not when each lane is through.
func (t *trainer) deal() (int, bool) {
	if len(t.at.Order) == 0 {
		t.at.Order = t.rng.Perm(len(t.data.trained))
	}
	doc := t.at.Order[0]
	t.at.Order = t.at.Order[1:]
	return doc, true
}

// run trains and leaves the best weights in the model.
func (t *trainer) run(ctx context.Context) error {
	if err := t.resume(); err != nil {
		return err
	}
	for t.at.Epoch < t.Epochs {
		err := t.epoch(ctx)
		if err == nil {
			err = t.endEpoch(ctx)
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
	t.model.Info.HeldOut = t.at.Top
	t.model.prepare(false)
	return nil
}

// epoch reads what is left of the present epoch.
func (t *trainer) epoch(ctx context.Context) error {
	var list []piece
	for t.at.Read < t.total {
		if err := ctx.Err(); err != nil {
			return err
		}
		if time.Since(t.saved) > checkpointEvery {
			if err := t.checkpoint(); err != nil {
				return err
			}
		}
		list = t.lanes.next(list[:0], t.Window)
		n := symbols(list)
		loss, err := t.step.step(list, t.rate(), t.rng)
		if err != nil {
			return fmt.Errorf("epoch %d: %w", t.at.Epoch+1, err)
		}
		t.at.Symbols, t.at.Read = t.at.Symbols+n, t.at.Read+n
		t.at.Loss += loss * float64(n)
		if t.progress != nil {
			t.progress.Batch(min(1, t.done()), t.at.Symbols, loss)
		}
	}
	return nil
}

// done is the share of the run that is over.
func (t *trainer) done() float64 { return float64(t.at.Symbols) / float64(t.total*t.Epochs) }

// rate is the learning rate of the next step.
func (t *trainer) rate() float64 { return t.Rate * max(0.05, 1-0.95*t.done()) }

// endEpoch judges the weights, keeps the best, and moves on.
func (t *trainer) endEpoch(ctx context.Context) error {
	e := Epoch{Number: t.at.Epoch + 1, Of: t.Epochs, Loss: t.at.Loss / float64(max(t.at.Read, 1))}
	if len(t.data.held) > 0 {
		t.model.prepare(false)
		var err error
		if e.HeldOut, err = t.model.perplexity(ctx, t.data.held, t.Workers); err != nil {
			return err
		}
	}
	if e.Best = len(t.data.held) == 0 || t.at.Top.Mean() == 0 || e.HeldOut.Mean() < t.at.Top.Mean(); e.Best {
		t.at.Top = e.HeldOut
		for i, p := range t.step.Params {
			copy(t.best[i], p.W)
		}
	}
	t.at.Epoch, t.at.Read, t.at.Loss = t.at.Epoch+1, 0, 0
	t.at.Past = append(t.at.Past, e)
	if t.progress != nil {
		t.progress.Epoch(e)
	}
	return nil
}
