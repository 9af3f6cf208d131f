package nn

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// manySequences draws sequences of up to 60 tokens, enough for several blocks.
func manySequences(cfg Config, n int, rng *rand.Rand) []Sequence {
	batch := make([]Sequence, n)
	for i := range batch {
		steps := 1 + rng.IntN(60)
		for _, f := range cfg.Fields {
			ids := make([]int32, steps)
			for t := range ids {
				ids[t] = rng.Int32N(int32(f.Size))
			}
			batch[i].IDs = append(batch[i].IDs, ids)
		}
		for range steps {
			batch[i].Chars = append(batch[i].Chars, string(rune('a'+rng.IntN(26))))
		}
	}
	return batch
}

// emissionsOf returns the emissions of all sequences.
func emissionsOf(n *Network, p *Pass, batch []Sequence) [][]float32 {
	out := make([][]float32, len(batch))
	for i := range batch {
		out[i] = slices.Clone(n.Emissions(p, i))
	}
	return out
}

func TestInferGivesWhatForwardGives(t *testing.T) {
	for name, cfg := range networks() {
		rng := rand.New(rand.NewPCG(31, 32))
		cfg.Hidden = 5
		net := newTestNetwork(t, cfg, rng)
		net.Prepare(false)
		batch := manySequences(cfg, 17, rng)
		var slow, fast Pass
		net.Forward(&slow, batch, nil)
		want := emissionsOf(net, &slow, batch)
		for range 2 { // the second time with used memory
			net.Infer(&fast, batch)
			for i, em := range emissionsOf(net, &fast, batch) {
				for j := range em {
					if math.Abs(float64(em[j]-want[i][j])) > 2e-5 {
						t.Fatalf("%s: sequence %d, emission %d: %g, Forward gives %g", name, i, j, em[j], want[i][j])
					}
				}
			}
		}
	}
}

// Eight bits move emissions a little, and not more in one batch than in another.
func TestInferInt8(t *testing.T) {
	for name, cfg := range networks() {
		rng := rand.New(rand.NewPCG(33, 34))
		cfg.Hidden = 13
		net := newTestNetwork(t, cfg, rng)
		net.Prepare(false)
		if err := net.PrepareInt8(); cfg.cell() != CellLSTM {
			if !errors.Is(err, ErrInt8) {
				t.Errorf("%s: error %v, want %v", name, err, ErrInt8)
			}
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		batch := manySequences(cfg, 17, rng)
		var exact, rounded, alone Pass
		net.Forward(&exact, batch, nil)
		net.Infer(&rounded, batch)
		want, got := emissionsOf(net, &exact, batch), emissionsOf(net, &rounded, batch)
		sum, n := 0.0, 0
		for i := range want {
			for j := range want[i] {
				d := math.Abs(float64(got[i][j] - want[i][j]))
				if d > 0.1 {
					t.Fatalf("%s: sequence %d, emission %d: %g in 8 bits, %g in 32", name, i, j, got[i][j], want[i][j])
				}
				sum, n = sum+d, n+1
			}
		}
		if mean := sum / float64(n); mean == 0 || mean > 0.02 {
			t.Errorf("%s: emissions differ by %g in the mean", name, mean)
		}
		for i := range batch {
			net.Infer(&alone, batch[i:i+1])
			if !slices.Equal(net.Emissions(&alone, 0), got[i]) {
				t.Errorf("%s: sequence %d has other emissions alone", name, i)
			}
		}
		net.Prepare(false)
		net.Infer(&rounded, batch)
		if slices.Equal(net.Emissions(&rounded, 0), got[0]) {
			t.Errorf("%s: Prepare keeps the 8-bit weights", name)
		}
	}
}
