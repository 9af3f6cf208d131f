package word2vec

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
)

// corpus is the text as numbers of words, sentence after sentence.
type corpus struct {
	words  []string // by number, frequent ones first, then by letters
	counts []int    // by number
	ids    []int32
	ends   []int // of the sentences in ids
}

// readCorpus takes in all sentences and drops the words seen less than minCount
// times.
func readCorpus(ctx context.Context, sentences iter.Seq2[[]string, error], minCount int) (*corpus, error) {
	var c corpus
	number := map[string]int32{}
	for sentence, err := range sentences {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("read sentence %d: %w", len(c.ends)+1, err)
		}
		for _, w := range sentence {
			id, ok := number[w]
			if !ok {
				if len(c.words) == math.MaxInt32 {
					return nil, fmt.Errorf("read sentence %d: more than %d different words", len(c.ends)+1, math.MaxInt32)
				}
				w = strings.Clone(w) // the caller's may be part of a whole document
				id = int32(len(c.words))
				number[w] = id
				c.words = append(c.words, w)
				c.counts = append(c.counts, 0)
			}
			c.counts[id]++
			c.ids = append(c.ids, id)
		}
		c.ends = append(c.ends, len(c.ids))
	}
	c.renumber(minCount)
	return &c, nil
}

func (c *corpus) renumber(minCount int) {
	var order []int32
	for id, n := range c.counts {
		if n >= minCount {
			order = append(order, int32(id))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(c.words[a], c.words[b]))
	})
	number := make([]int32, len(c.words)) // 0: dropped
	words, counts := make([]string, len(order)), make([]int, len(order))
	for i, id := range order {
		number[id] = int32(i + 1)
		words[i], counts[i] = c.words[id], c.counts[id]
	}
	ids, ends, at := c.ids[:0], c.ends[:0], 0
	for _, end := range c.ends {
		for ; at < end; at++ {
			if n := number[c.ids[at]]; n > 0 {
				ids = append(ids, n-1)
			}
		}
		ends = append(ends, len(ids))
	}
	c.words, c.counts, c.ids, c.ends = words, counts, ids, ends
}

// keepers returns for each word the probability with which an occurrence is kept,
// sqrt(t/f) + t/f for its share f of the corpus, as the word2vec program has it
// (the paper: sqrt(t/f)), as a threshold for random 64-bit numbers. nil keeps all.
func (c *corpus) keepers(t float64) []uint64 {
	if t == 0 {
		return nil
	}
	keep := make([]uint64, len(c.counts))
	for i, n := range c.counts {
		f := float64(n) / float64(len(c.ids))
		keep[i] = threshold(math.Sqrt(t/f) + t/f)
	}
	return keep
}

// threshold is the number that a uniform 64-bit number is at most with
// probability p.
func threshold(p float64) uint64 {
	if p >= 1 {
		return math.MaxUint64
	}
	return uint64(p * (1 << 64))
}

// noise draws words with probabilities in proportion to count^0.75, by the alias
// method (Walker 1977; Vose 1991): a word in equal shares, then that word or its
// alias.
type noise struct {
	own   []uint64 // threshold at which the word itself is taken
	alias []int32
}

func newNoise(counts []int) *noise {
	n := len(counts)
	share := make([]float64, n) // 1 is an equal share
	total := 0.0
	for i, c := range counts {
		share[i] = math.Pow(float64(c), 0.75)
		total += share[i]
	}
	d := &noise{own: make([]uint64, n), alias: make([]int32, n)}
	var small, large []int32
	for i := range share {
		share[i] *= float64(n) / total
		d.own[i], d.alias[i] = math.MaxUint64, int32(i)
		if share[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	// Each small share is filled up from a large one. Shares that rounding leaves
	// over are 1.
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		d.own[s], d.alias[s] = threshold(share[s]), l
		share[l] -= 1 - share[s]
		if share[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	return d
}

// draw uses the high part of one random number for the share and the low part,
// which is independent of it up to 2^-64 times the number of words, for the coin.
func (d *noise) draw(rng *rand.PCG) int32 {
	share, coin := bits.Mul64(rng.Uint64(), uint64(len(d.own)))
	if coin <= d.own[share] {
		return int32(share)
	}
	return d.alias[share]
}
