package lm

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"covenant/tagger/nn"
	"covenant/tagger/sealed"
)

// stopped runs until a step, and leaves the checkpoint.
func stopped(t *testing.T, c *Corpus, o Options, step int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	h := heard{on: func(n int) {
		if n == step {
			cancel()
		}
	}}
	if _, err := Train(ctx, c, o, &h); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped after %d steps: error %v", step, err)
	}
}

// A run that is stopped and goes on ends with the very weights of one that is not,
// wherever it is stopped.
func TestResumedRunGivesTheSameModel(t *testing.T) {
	c := corpusOf(texts(24), 6)
	for _, d := range []nn.Direction{nn.Both, nn.Backward} {
		o := quick()
		o.Epochs, o.Direction = 2, d
		var h heard
		want, err := Train(t.Context(), c, o, &h)
		if err != nil {
			t.Fatal(err)
		}
		last := len(h.done)
		for step := 1; step < last; step += 3 {
			o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
			stopped(t, c, o, step)
			o.Workers = 1 + step%2
			var rest heard
			got, err := Train(t.Context(), c, o, &rest)
			if err != nil {
				t.Fatal(err)
			}
			if !sameWeights(want, got) || got.Info != want.Info {
				t.Errorf("stopped after step %d of %d: other weights, or %+v instead of %+v", step, last, got.Info, want.Info)
			}
			if !slices.Equal(rest.losses, h.losses[step:]) || !slices.Equal(rest.words, h.words[step:]) {
				t.Errorf("stopped after step %d of %d: went on with %d steps", step, last, len(rest.losses))
			}
			if !slices.Equal(rest.epochs, h.epochs) {
				t.Errorf("stopped after step %d of %d: heard of epochs %+v, want %+v", step, last, rest.epochs, h.epochs)
			}
		}
		// A run that is over gives its model again at once.
		var none heard
		if got, err := Train(t.Context(), c, o, &none); err != nil || len(none.done) != 0 || !sameWeights(want, got) {
			t.Errorf("after the end: %d steps, error %v", len(none.done), err)
		}
	}
}

func TestCheckpointThatDoesNotFit(t *testing.T) {
	docs := texts(24)
	o := quick()
	o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
	stopped(t, corpusOf(docs, 6), o, 2)
	whole, err := os.ReadFile(o.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	other := o
	other.Rate *= 2
	if _, err := Train(t.Context(), corpusOf(docs, 6), other, nil); !errors.Is(err, ErrOtherRun) {
		t.Errorf("other options: error %v, want %v", err, ErrOtherRun)
	}
	for name, c := range map[string]*Corpus{"fewer texts": corpusOf(docs[1:], 6), "others held out": corpusOf(docs, 5)} {
		if _, err := Train(t.Context(), c, o, nil); !errors.Is(err, ErrOtherRun) {
			t.Errorf("%s: error %v, want %v", name, err, ErrOtherRun)
		}
	}
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	model, err := newModel(o.Config, []string{"a"}, Info{}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"empty": nil, "cut": whole[:len(whole)/2], "flipped": flipped, "a model": model, "foreign": []byte("%PDF-1.7 and so on"),
	} {
		if err := os.WriteFile(o.Checkpoint, b, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Train(t.Context(), corpusOf(docs, 6), o, nil); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("%s: error %v, want %v", name, err, ErrCheckpoint)
		}
	}
}

// A checkpoint that is sound but lies about documents is refused and changes nothing.
func TestCheckpointThatLies(t *testing.T) {
	d := mustNumbered(t, corpusOf(texts(12), 6), quick())
	for name, lie := range map[string]func(p *position){
		"a document too many": func(p *position) { p.Order = append(p.Order, 99) },
		"a lane too few":      func(p *position) { p.Lanes = p.Lanes[1:] },
		"a lane elsewhere":    func(p *position) { p.Lanes[0].Doc = -7 },
		"a place before":      func(p *position) { p.Lanes[0] = place{Doc: 0, At: -1} },
		"a place behind":      func(p *position) { p.Lanes[0] = place{Doc: 0, At: 1 << 40} },
	} {
		t.Run(name, func(t *testing.T) {
			tr, err := newTrainer(d, quick(), nil)
			if err != nil {
				t.Fatal(err)
			}
			tr.at.Lanes = slices.Clone(tr.lanes.places)
			tr.at.Random, _ = tr.source.MarshalBinary()
			seal := func() []byte {
				b, err := checkpointFormat.Seal(checkpointHeader{At: tr.at}, func(b []byte) ([]byte, error) {
					for _, w := range tr.tensors() {
						b = sealed.AppendSingle(b, w)
					}
					return b, nil
				})
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			if err := tr.restore(seal()); err != nil {
				t.Fatalf("before the lie: %v", err)
			}
			lie(&tr.at)
			if err := tr.restore(seal()); !errors.Is(err, ErrCheckpoint) {
				t.Errorf("error %v, want %v", err, ErrCheckpoint)
			}
		})
	}
}
