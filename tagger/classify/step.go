package classify

import (
	"context"
	"math/rand/v2"
	"slices"

	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// stepper makes optimiser steps on batches.
type stepper struct {
	*nn.Stepper
	net   *nn.Classifier
	drop  []float32
	parts [nn.Shards]part
}

// part is what one shard needs.
type part struct {
	pass    nn.ClassifierPass
	seqs    []nn.Sequence
	targets [][]int
}

func newStepper(net *nn.Classifier, drop []float32, workers int) *stepper {
	net.Prepare(true)
	return &stepper{Stepper: nn.NewStepper(net.Params(), workers), net: net, drop: drop}
}

// step learns from one batch and returns the summed loss.
func (s *stepper) step(ctx context.Context, batch []*example, weights [][]float64, rate, clip float64, rng *rand.Rand) (float64, error) {
	loss, err := s.Step(ctx, rate, clip, rng, func(shard int, g *nn.Grads, rng *rand.Rand) float64 {
		p := &s.parts[shard]
		if p.take(batch, shard); len(p.seqs) == 0 {
			return 0
		}
		p.hideWords(s.drop, rng)
		s.net.Forward(&p.pass, p.seqs, rng)
		return s.net.Backward(&p.pass, g, p.targets, weights, 1/float64(len(batch)))
	})
	if err != nil {
		return 0, err
	}
	s.net.Prepare(true)
	return loss * float64(len(batch)), nil
}

// take gives the shard every [nn.Shards]-th example of the batch.
func (p *part) take(batch []*example, shard int) {
	p.seqs, p.targets = p.seqs[:0], p.targets[:0]
	for i := shard; i < len(batch); i += nn.Shards {
		p.seqs = append(p.seqs, nn.Sequence{IDs: slices.Clone(batch[i].seq.IDs)})
		p.targets = append(p.targets, batch[i].targets)
	}
}

// hideWords replaces words by the unknown one, at random.
func (p *part) hideWords(drop []float32, rng *rand.Rand) {
	for _, s := range p.seqs {
		words := make([]int32, s.Len())
		feature.Hide(words, s.IDs[feature.Word], drop, rng)
		s.IDs[feature.Word] = words
	}
}
