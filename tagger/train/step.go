package train

import (
	"context"
	"math/rand/v2"
	"slices"

	"golang.org/x/sync/errgroup"

	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// shards is how many parts a batch is cut into. It is fixed, and the parts'
// gradients are added in order, so that the number of processors does not
// change the result.
const shards = 2

// stepper makes optimiser steps on batches.
type stepper struct {
	net     *nn.Network
	params  []*nn.Param
	opt     *nn.Adam
	drop    []float32
	workers int
	after   func() // called after each step, may be nil
	parts   [shards]part
}

// part is what one shard needs.
type part struct {
	pass  nn.Pass
	grads *nn.Grads
	rng   *rand.Rand
	seqs  []nn.Sequence
	sets  [][]nn.TagSet
	words []int32
	loss  float64
}

func newStepper(net *nn.Network, drop []float32, workers int) *stepper {
	s := &stepper{net: net, params: net.Params(), drop: drop, workers: workers}
	s.opt = nn.NewAdam(s.params)
	for i := range s.parts {
		s.parts[i].grads = nn.NewGrads()
	}
	net.Prepare(true)
	return s
}

// ErrDiverged means that the weights ran away.
var ErrDiverged = nn.ErrDiverged

// step learns from one batch and returns the summed loss.
func (s *stepper) step(ctx context.Context, batch []*example, rate, clip float64, rng *rand.Rand) (float64, error) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(s.workers)
	for i := range s.parts {
		p := &s.parts[i]
		p.rng = rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
		p.loss = 0
		p.take(batch, i)
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if p.grads.Zero(); len(p.seqs) == 0 {
				return nil
			}
			p.hideWords(s.drop)
			s.net.Forward(&p.pass, p.seqs, p.rng)
			p.loss = s.net.Backward(&p.pass, p.grads, p.sets, 1/float64(len(batch)))
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	sum, loss := s.parts[0].grads, s.parts[0].loss
	for i := 1; i < shards; i++ {
		sum.Add(s.parts[i].grads, s.params)
		loss += s.parts[i].loss
	}
	if err := s.opt.Descend(sum, loss, rate, clip); err != nil {
		return 0, err
	}
	s.net.Prepare(true)
	if s.after != nil {
		s.after()
	}
	return loss * float64(len(batch)), nil
}

// take gives the shard every shards-th example of the batch.
func (p *part) take(batch []*example, shard int) {
	p.seqs, p.sets = p.seqs[:0], p.sets[:0]
	for i := shard; i < len(batch); i += shards {
		p.seqs = append(p.seqs, nn.Sequence{IDs: slices.Clone(batch[i].seq.IDs), Chars: batch[i].seq.Chars})
		p.sets = append(p.sets, batch[i].sets)
	}
}

// hideWords replaces words by the unknown one, at random.
func (p *part) hideWords(drop []float32) {
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
		for t, id := range q.IDs[feature.Word] {
			if w[t] = id; p.rng.Float32() < drop[id] {
				w[t] = 0
			}
		}
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
