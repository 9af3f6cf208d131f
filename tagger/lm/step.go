package lm

import (
	"math/rand/v2"

	"golang.org/x/sync/errgroup"

	"covenant/tagger/nn"
)

// ErrDiverged means that the weights ran away.
var ErrDiverged = nn.ErrDiverged

// parts is how many parts a step is cut into: the two ways, or half of the lanes each
// of a single one. It is fixed, and the parts' gradients are added in order, so that
// the number of processors does not change the result.
const parts = 2

// A stepper makes optimiser steps on windows.
type stepper struct {
	model   *Model
	docs    []document
	sampler *nn.Sampler // nil: exact
	dropout nn.Dropout
	clip    float64
	workers int
	params  []*nn.Param
	opt     *nn.Adam
	parts   [parts]part
}

// A part is what one goroutine needs of its own.
type part struct {
	way    *Way
	lane   int // it reads lane, lane+stride, …
	stride int
	pass   pass
	states *carried
	grads  *nn.Grads
	list   []piece
	loss   float64
}

func newStepper(m *Model, docs []document, sampler *nn.Sampler, lanes int, o Options) *stepper {
	s := &stepper{
		model: m, docs: docs, sampler: sampler, workers: workers(o.Workers),
		dropout: nn.Dropout{P: float32(o.Dropout)}, clip: o.Clip, params: m.params(),
	}
	s.opt = nn.NewAdam(s.params)
	for i := range s.parts {
		p := &s.parts[i]
		p.way, p.stride = m.Ways[i%len(m.Ways)], parts/len(m.Ways)
		p.lane = i / len(m.Ways)
		p.states, p.grads = newCarried(p.way, lanes), nn.NewGrads()
	}
	m.prepare(true)
	return s
}

// step learns from the pieces of a window and returns the mean loss of a symbol and
// direction. It cannot be stopped: a run that is has no half of a step.
func (s *stepper) step(list []piece, rate float64, rng *rand.Rand) (float64, error) {
	weight := 1 / float64(symbols(list))
	var g errgroup.Group
	g.SetLimit(s.workers)
	for i := range s.parts {
		p := &s.parts[i]
		own := rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
		p.loss, p.list = 0, p.list[:0]
		for _, q := range list {
			if q.lane%p.stride == p.lane {
				p.list = append(p.list, q)
			}
		}
		g.Go(func() error {
			p.grads.Zero()
			if len(p.list) == 0 {
				return nil
			}
			p.pass.fill(p.way.Direction, s.docs, p.list)
			s.model.forward(&p.pass, p.way, p.states.begin(p.list), s.dropout, own)
			p.states.end(p.list)
			p.loss = s.model.loss(&p.pass, p.way, p.grads, s.sampler, s.dropout, own, weight)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	sum, loss := s.parts[0].grads, s.parts[0].loss
	for i := 1; i < parts; i++ {
		sum.Add(s.parts[i].grads, s.params)
		loss += s.parts[i].loss
	}
	if err := s.opt.Descend(sum, loss, rate, s.clip); err != nil {
		return 0, err
	}
	s.model.prepare(true)
	return loss / float64(len(s.model.Ways)), nil
}
