package train

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"covenant/tagger/model"
)

// stopped runs until a batch, and leaves the checkpoint.
func stopped(t *testing.T, docs []Document, o Options, batch int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	h := heard{onBatch: func(n int) {
		if n == batch {
			cancel()
		}
	}}
	if _, _, err := Run(ctx, docs, o, &h); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped after %d batches: error %v", batch, err)
	}
}

func sameWeights(a, b *model.Model) bool {
	for i, p := range a.Net.Params() {
		if !slices.Equal(p.W, b.Net.Params()[i].W) {
			return false
		}
	}
	return true
}

// A run that is stopped and goes on ends with the very weights of one that is
// not, wherever it is stopped.
func TestResumedRunGivesTheSameModel(t *testing.T) {
	docs := contracts(t, 24)
	o := quick()
	o.Hidden, o.SilverEpochs, o.GoldEpochs, o.Dropout, o.WordDrop, o.SilverShare = 8, 2, 3, 0.3, 0.2, 0.8
	var h heard
	want, score, err := Run(t.Context(), docs, o, &h)
	if err != nil {
		t.Fatal(err)
	}
	last := len(h.batches)
	for batch := 1; batch < last; batch++ {
		o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
		stopped(t, docs, o, batch)
		o.Workers = 1 + batch%2
		var rest heard
		got, again, err := Run(t.Context(), docs, o, &rest)
		if err != nil {
			t.Fatal(err)
		}
		if !sameWeights(want, got) || again != score {
			t.Errorf("stopped after batch %d of %d: other weights, or score %+v instead of %+v", batch, last, again, score)
		}
		if len(rest.batches) != last-batch || !slices.Equal(rest.batches, h.batches[batch:]) {
			t.Errorf("stopped after batch %d of %d: went on with %d batches", batch, last, len(rest.batches))
		}
		// Who draws a learning curve hears of all epochs.
		if !slices.Equal(rest.epochs, h.epochs) {
			t.Errorf("stopped after batch %d of %d: heard of epochs %+v, want %+v", batch, last, rest.epochs, h.epochs)
		}
	}
	// A run that is over gives its model again at once.
	var none heard
	if got, _, err := Run(t.Context(), docs, o, &none); err != nil || len(none.batches) != 0 || !sameWeights(want, got) {
		t.Errorf("after the end: %d batches, error %v", len(none.batches), err)
	}
}

// Parts of speech may come out otherwise the next time, in one token of a hundred
// thousand: that is no other run.
func TestFingerprintLeavesPartsOfSpeechOut(t *testing.T) {
	o := quick()
	o.Features = []string{"word", "pos", "shape"}
	docs := contracts(t, 24)
	m, _, err := newModel(docs, o)
	if err != nil {
		t.Fatal(err)
	}
	tr := &trainer{Options: o, model: m}
	if err := tr.load(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	tr.step = newStepper(m.Net, nil, 1)
	fingerprint := func() string {
		s, err := tr.fingerprintOf()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	want := fingerprint()
	for i, same := range []bool{false, true, false} {
		ids := tr.gold[0].seq.IDs[i]
		ids[0]++
		if got := fingerprint(); (got == want) != same {
			t.Errorf("another %s: the same fingerprint: %v, want %v", o.Features[i], got == want, same)
		}
		ids[0]--
	}
}

func TestCheckpointThatDoesNotFit(t *testing.T) {
	docs := contracts(t, 24)
	o := quick()
	o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
	stopped(t, docs, o, 2)
	whole, err := os.ReadFile(o.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	other := o
	other.Rate *= 2
	if _, _, err := Run(t.Context(), docs, other, nil); !errors.Is(err, ErrOtherRun) {
		t.Errorf("other options: error %v, want %v", err, ErrOtherRun)
	}
	if _, _, err := Run(t.Context(), docs[1:], o, nil); !errors.Is(err, ErrOtherRun) {
		t.Errorf("other data: error %v, want %v", err, ErrOtherRun)
	}
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for name, b := range map[string][]byte{
		"empty": nil, "cut": whole[:len(whole)/2], "short": whole[:10], "flipped": flipped, "foreign": []byte("%PDF-1.7 and so on, for more than forty bytes of it"),
	} {
		if err := os.WriteFile(o.Checkpoint, b, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Run(t.Context(), docs, o, nil); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("%s: error %v, want %v", name, err, ErrCheckpoint)
		}
	}
}
