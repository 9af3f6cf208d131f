package nn

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// A step adds the shards' gradients and losses in their order, whatever the number of
// processors.
func TestStepperAddsShards(t *testing.T) {
	for _, workers := range []int{1, 2} {
		p := newParam("w", 1, 1)
		p.W[0] = 1
		s := NewStepper([]*Param{p}, workers)
		var drawn [Shards]uint64
		loss, err := s.Step(context.Background(), .1, 1e9, rand.New(rand.NewPCG(1, 2)), func(shard int, g *Grads, rng *rand.Rand) float64 {
			drawn[shard] = rng.Uint64()
			g.Of(p).G[0] += float32(shard + 1)
			return float64(10 * (shard + 1))
		})
		if err != nil || loss != 30 {
			t.Fatalf("%d workers: loss %v, %v", workers, loss, err)
		}
		// Adam's first step is the rate, against the sign of the gradient.
		if got := float64(p.W[0]); math.Abs(got-.9) > 1e-5 {
			t.Errorf("%d workers: weight %v, want 0.9", workers, got)
		}
		if want := float32(.1 * 3); math.Abs(float64(s.Adam.M[0][0]-want)) > 1e-6 {
			t.Errorf("%d workers: first moment %v, want that of the summed gradient, %v", workers, s.Adam.M[0][0], want)
		}
		if drawn[0] == drawn[1] {
			t.Errorf("%d workers: shards draw the same", workers)
		}
	}
}

func TestStepperStops(t *testing.T) {
	p := newParam("w", 1, 1)
	s := NewStepper([]*Param{p}, 2)
	rng := rand.New(rand.NewPCG(1, 2))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Step(ctx, .1, 1, rng, func(int, *Grads, *rand.Rand) float64 { return 1 }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := s.Step(context.Background(), .1, 1, rng, func(int, *Grads, *rand.Rand) float64 { return math.NaN() }); !errors.Is(err, ErrDiverged) {
		t.Errorf("a loss that is no number: %v", err)
	}
	if s.Adam.Step != 0 || p.W[0] != 0 {
		t.Errorf("%d steps were made, the weight is %v", s.Adam.Step, p.W[0])
	}
}
