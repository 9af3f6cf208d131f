package train

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
	net   *nn.Network
	drop  []float32
	after func() // called after each step, may be nil
	parts [nn.Shards]part
}

// part is what one shard needs.
type part struct {
	pass  nn.Pass
	seqs  []nn.Sequence
	sets  [][]nn.TagSet
	words []int32
}

func newStepper(net *nn.Network, drop []float32, workers int) *stepper {
	net.Prepare(true)
	return &stepper{Stepper: nn.NewStepper(net.Params(), workers), net: net, drop: drop}
}

// ErrDiverged means that the weights ran away.
var ErrDiverged = nn.ErrDiverged

// step learns from one batch and returns the summed loss.
func (s *stepper) step(ctx context.Context, batch []*example, rate, clip float64, rng *rand.Rand) (float64, error) {
	loss, err := s.Step(ctx, rate, clip, rng, func(shard int, g *nn.Grads, rng *rand.Rand) float64 {
		p := &s.parts[shard]
		if p.take(batch, shard); len(p.seqs) == 0 {
			return 0
		}
		p.hideWords(s.drop, rng)
		s.net.Forward(&p.pass, p.seqs, rng)
		return s.net.Backward(&p.pass, g, p.sets, 1/float64(len(batch)))
	})
	if err != nil {
		return 0, err
	}
	s.net.Prepare(true)
	if s.after != nil {
		s.after()
	}
	return loss * float64(len(batch)), nil
}

// take gives the shard every [nn.Shards]-th example of the batch.
func (p *part) take(batch []*example, shard int) {
	p.seqs, p.sets = p.seqs[:0], p.sets[:0]
	for i := shard; i < len(batch); i += nn.Shards {
		p.seqs = append(p.seqs, nn.Sequence{IDs: slices.Clone(batch[i].seq.IDs), Chars: batch[i].seq.Chars})
		p.sets = append(p.sets, batch[i].sets)
	}
}

// hideWords replaces words by the unknown one, at random.
func (p *part) hideWords(drop []float32, rng *rand.Rand) {
	n := 0
	for _, q := range p.seqs {
		n += q.Len()
	}
	if cap(p.words) < n {
		p.words = make([]int32, n)
	}
	words := p.words[:n]
	for _, q := range p.seqs {
		w := words[:q.Len()]
		words = words[q.Len():]
		feature.Hide(w, q.IDs[feature.Word], drop, rng)
		q.IDs[feature.Word] = w
	}
}

// groupByLength sorts runs of n examples by length, so that batches hold like
// lengths while the order stays random at large.
func groupByLength(ex []*example, n int) {
	for run := range slices.Chunk(ex, n) {
		slices.SortStableFunc(run, func(a, b *example) int { return b.len() - a.len() })
	}
}
