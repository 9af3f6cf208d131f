package word2vec

import (
	"context"
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// shard learns one chunk at a time on copies of the rows that it needs.
type shard struct {
	t       *trainer
	in, out *overlay
	rng     *rand.PCG

	sentence []int32     // the words of a sentence that were kept
	slots    []int32     // of the rows of one step
	rows     [][]float32 // the same rows
	scores   []float32
	mean     []float32 // [D] of a context
	change   []float32 // [D] of the input vectors
}

func newShard(t *trainer) *shard {
	n, dim := t.opts.Negative+1, t.opts.Dim
	return &shard{
		t: t, in: newOverlay(t.in, dim), out: newOverlay(t.out, dim),
		slots: make([]int32, 0, n), rows: make([][]float32, 0, n), scores: make([]float32, n),
		mean: make([]float32, dim), change: make([]float32, dim),
	}
}

// learn walks over sentences, before which done words were walked over, until
// they or ctx end.
func (s *shard) learn(ctx context.Context, sentences [2]int, done int, rng *rand.PCG) {
	s.rng = rng
	c := s.t.corpus
	at, _ := c.span(sentences)
	start := at
	for _, end := range c.ends[sentences[0]:sentences[1]] {
		if ctx.Err() != nil {
			return
		}
		s.thin(c.ids[at:end])
		rate := float32(s.t.rate(done + at - start))
		at = end
		for i := range s.sentence {
			// A random part of the window weighs near words more.
			window := 1 + int(s.below(uint64(s.t.opts.Window)))
			from, to := max(i-window, 0), min(i+window+1, len(s.sentence))
			if s.t.opts.CBOW {
				s.bag(i, from, to, rate)
			} else {
				s.skip(i, from, to, rate)
			}
		}
	}
}

// thin drops occurrences of frequent words at random.
func (s *shard) thin(ids []int32) {
	keep := s.t.keep
	if keep == nil {
		s.sentence = append(s.sentence[:0], ids...)
		return
	}
	s.sentence = s.sentence[:0]
	for _, id := range ids {
		if s.rng.Uint64() <= keep[id] {
			s.sentence = append(s.sentence, id)
		}
	}
}

// below draws a number in [0, n); its bias is below n/2^32.
func (s *shard) below(n uint64) uint64 { return (s.rng.Uint64() >> 32) * n >> 32 }

// skip learns to tell each word of the context from the centre, skip-gram.
func (s *shard) skip(centre, from, to int, rate float32) {
	for j := from; j < to; j++ {
		if j == centre {
			continue
		}
		h := s.in.at(s.in.touch(s.sentence[centre]))
		clear(s.change)
		s.step(h, s.sentence[j], rate)
		kernel.Axpy(h, s.change, 1)
	}
}

// bag learns to tell the centre from the mean of its context, CBOW. Each word of
// the context gets its share of the gradient, one over their number (the word2vec
// program lacks that factor; İrsoy et al. 2021).
func (s *shard) bag(centre, from, to int, rate float32) {
	n := to - from - 1
	if n == 0 {
		return
	}
	share := 1 / float32(n)
	clear(s.mean)
	for j := from; j < to; j++ {
		if j != centre {
			kernel.Axpy(s.mean, s.in.at(s.in.touch(s.sentence[j])), share)
		}
	}
	clear(s.change)
	s.step(s.mean, s.sentence[centre], rate)
	for j := from; j < to; j++ {
		if j != centre {
			kernel.Axpy(s.in.at(s.in.slot[s.sentence[j]]), s.change, share)
		}
	}
}

// step learns one pair of an input vector and a true word. Noise words that
// happen to be the true one are left out.
func (s *shard) step(h []float32, word int32, rate float32) {
	s.slots = append(s.slots[:0], s.out.touch(word))
	for range s.t.opts.Negative {
		if n := s.t.noise.draw(s.rng); n != word {
			s.slots = append(s.slots, s.out.touch(n))
		}
	}
	s.rows = s.rows[:0]
	for _, slot := range s.slots {
		s.rows = append(s.rows, s.out.at(slot))
	}
	step(h, s.change, s.rows, s.scores[:len(s.rows)], rate)
}
