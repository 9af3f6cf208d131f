package lm

import (
	"context"
	"math/rand/v2"

	"covenant/tagger/nn"
)

// ErrDiverged means that the weights ran away.
var ErrDiverged = nn.ErrDiverged

// A stepper makes optimiser steps on windows. Its shards are the two ways, or half of
// the lanes each of a single one.
type stepper struct {
	*nn.Stepper
	model   *Model
	docs    []document
	sampler *nn.Sampler // nil: exact
	dropout nn.Dropout
	clip    float64
	parts   [nn.Shards]part
}

// A part is what one goroutine needs of its own.
type part struct {
	way    *Way
	lane   int // it reads lane, lane+stride, …
	stride int
	pass   pass
	states *carried
	list   []piece
}

func newStepper(m *Model, docs []document, sampler *nn.Sampler, lanes int, o Options) *stepper {
	s := &stepper{
		Stepper: nn.NewStepper(m.params(), workers(o.Workers)), model: m, docs: docs, sampler: sampler,
		dropout: nn.Dropout{P: float32(o.Dropout)}, clip: o.Clip,
	}
	for i := range s.parts {
		p := &s.parts[i]
		p.way, p.stride = m.Ways[i%len(m.Ways)], nn.Shards/len(m.Ways)
		p.lane = i / len(m.Ways)
		p.states = newCarried(p.way, lanes)
	}
	m.prepare(true)
	return s
}

// step learns from the pieces of a window and returns the mean loss of a symbol and
// direction. It cannot be stopped: a run that is has no half of a step.
func (s *stepper) step(list []piece, rate float64, rng *rand.Rand) (float64, error) {
	weight := 1 / float64(symbols(list))
	loss, err := s.Step(context.Background(), rate, s.clip, rng, func(shard int, g *nn.Grads, rng *rand.Rand) float64 {
		p := &s.parts[shard]
		p.list = p.list[:0]
		for _, q := range list {
			if q.lane%p.stride == p.lane {
				p.list = append(p.list, q)
			}
		}
		if len(p.list) == 0 {
			return 0
		}
		p.pass.fill(p.way.Direction, s.docs, p.list)
		s.model.forward(&p.pass, p.way, p.states.begin(p.list), s.dropout, rng)
		p.states.end(p.list)
		return s.model.loss(&p.pass, p.way, g, s.sampler, s.dropout, rng, weight)
	})
	if err != nil {
		return 0, err
	}
	s.model.prepare(true)
	return loss / float64(len(s.model.Ways)), nil
}
