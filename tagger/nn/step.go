package nn

import (
	"context"
	"math/rand/v2"

	"golang.org/x/sync/errgroup"
)

// Shards is how many parts the work of a training step is cut into. It is fixed, and
// the parts' gradients are added in order, so that the number of processors does not
// change the result.
const Shards = 2

// A Stepper makes steps of an optimiser whose gradients are computed shard by shard,
// side by side.
type Stepper struct {
	Params  []*Param
	Adam    *Adam
	Workers int // processors to use at most

	grads [Shards]*Grads
}

// NewStepper returns a stepper that has made no step.
func NewStepper(params []*Param, workers int) *Stepper {
	s := &Stepper{Params: params, Adam: NewAdam(params), Workers: workers}
	for i := range s.grads {
		s.grads[i] = NewGrads()
	}
	return s
}

// Step makes one step and returns the summed loss of the shards. Each of these is
// learned from by a call of learn, which adds to gradients that are zero, draws from a
// random source of its own, and returns its loss; calls run side by side.
//
// Errors: that of ctx, and then no step was made; [ErrDiverged].
func (s *Stepper) Step(ctx context.Context, rate, clip float64, rng *rand.Rand, learn func(shard int, g *Grads, rng *rand.Rand) (loss float64)) (float64, error) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(s.Workers)
	var losses [Shards]float64
	for i := range s.grads {
		own := rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			s.grads[i].Zero()
			losses[i] = learn(i, s.grads[i], own)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	sum, loss := s.grads[0], losses[0]
	for i := 1; i < Shards; i++ {
		sum.Add(s.grads[i], s.Params)
		loss += losses[i]
	}
	return loss, s.Adam.Descend(sum, loss, rate, clip)
}

// CopyWeights returns the weights of parameters, each a copy.
func CopyWeights(params []*Param) [][]float32 {
	out := make([][]float32, len(params))
	for i, p := range params {
		out[i] = append([]float32(nil), p.W...)
	}
	return out
}

// SetWeights copies weights into the parameters.
func SetWeights(params []*Param, weights [][]float32) {
	for i, p := range params {
		copy(p.W, weights[i])
	}
}

// SwapWeights exchanges the weights of parameters for others.
func SwapWeights(params []*Param, weights [][]float32) {
	for i, p := range params {
		weights[i], p.W = p.W, weights[i]
	}
}

// Average moves an average of weights towards those of the parameters, but for frozen
// ones: a = keep·a + add·w.
func Average(average [][]float32, params []*Param, keep, add float32) {
	for i, p := range params {
		if p.Frozen {
			continue
		}
		a := average[i]
		for j, w := range p.W {
			a[j] = keep*a[j] + add*w
		}
	}
}
