package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
)

// A Sampler draws words in proportion to count^0.75 (Mikolov et al., NIPS 2013).
type Sampler struct {
	size int
	sums []float64 // of the shares up to each word; the last is 1
	logN []float32 // by word: log of how often it is drawn on average
}

// NewSampler returns a sampler of size draws; counts of 0 count as 1.
func NewSampler(counts []int, size int) (*Sampler, error) {
	if len(counts) == 0 || size < 1 {
		return nil, fmt.Errorf("sampler of %d draws of %d words: both must be positive", size, len(counts))
	}
	s := &Sampler{size: size, sums: make([]float64, len(counts)), logN: make([]float32, len(counts))}
	total := 0.0
	for i, c := range counts {
		total += math.Pow(float64(max(c, 1)), 0.75)
		s.sums[i] = total
	}
	before := 0.0
	for i, sum := range s.sums {
		s.logN[i] = float32(math.Log(float64(size) * (sum - before) / total))
		s.sums[i], before = sum/total, sum
	}
	s.sums[len(s.sums)-1] = 1
	return s, nil
}

// A Sample is what a [Sampler] drew: each word once, in order, with the log of how
// often it was drawn over how often it is on average.
type Sample struct {
	ids   []int32
	logit []float32
	from  *Sampler
	draws []int32
}

// Draw replaces the sample by a new one.
func (s *Sampler) Draw(to *Sample, rng *rand.Rand) {
	to.from, to.draws = s, to.draws[:0]
	for range s.size {
		to.draws = append(to.draws, int32(sort.SearchFloat64s(s.sums, rng.Float64())))
	}
	slices.Sort(to.draws)
	to.ids, to.logit = to.ids[:0], to.logit[:0]
	for i := 0; i < len(to.draws); {
		from, id := i, to.draws[i]
		for i < len(to.draws) && to.draws[i] == id {
			i++
		}
		to.ids = append(to.ids, id)
		to.logit = append(to.logit, float32(math.Log(float64(i-from)))-s.logN[id])
	}
}
