package nn

import (
	"fmt"
	"math"
	"math/bits"
)

// A Softmax decides each tag alone: p(y_t) = exp(e_ty) / Σ_k exp(e_tk). Decoding
// takes the likeliest tag of each step, even where the tag scheme forbids the
// sequence.
type Softmax struct{ k int }

// NewSoftmax returns an output of k tags. It has no parameters.
func NewSoftmax(k int) (*Softmax, error) {
	if k < 1 || k > MaxTags {
		return nil, fmt.Errorf("softmax over %d tags: must be 1 to %d", k, MaxTags)
	}
	return &Softmax{k}, nil
}

// Params returns nothing.
func (s *Softmax) Params() []*Param { return nil }

// Prepare has nothing to do.
func (s *Softmax) Prepare(bool) {}

// Tags returns the number of tags K.
func (s *Softmax) Tags() int { return s.k }

// Decode returns the likeliest tag of each step of emissions [T×K].
func (s *Softmax) Decode(emissions []float32) []int {
	k := s.k
	tags := make([]int, len(emissions)/k)
	for t := range tags {
		em := emissions[t*k : (t+1)*k]
		for j, e := range em {
			if e > em[tags[t]] {
				tags[t] = j
			}
		}
	}
	return tags
}

// Sum writes the probabilities to a lattice; see [CRF.Sum].
func (s *Softmax) Sum(l *Lattice, emissions []float32, sets []TagSet) {
	k := s.k
	l.steps = len(emissions) / k
	l.alpha, l.beta = resize64(l.alpha, l.steps*k), resize64(l.beta, l.steps*k)
	l.LogZ, l.z = 0, 1
	for i := range l.beta {
		l.beta[i] = 1
	}
	clear(l.alpha)
	for t := range l.steps {
		set := AllTags(k)
		if sets != nil {
			set &= sets[t]
		}
		em, a := emissions[t*k:(t+1)*k], l.alpha[t*k:(t+1)*k]
		top, sum := math.Inf(-1), 0.0
		for x := set; x != 0; x &= x - 1 {
			top = max(top, float64(em[bits.TrailingZeros64(uint64(x))]))
		}
		for x := set; x != 0; x &= x - 1 {
			j := bits.TrailingZeros64(uint64(x))
			a[j] = math.Exp(float64(em[j]) - top)
			sum += a[j]
		}
		for j := range a {
			a[j] /= sum
		}
		l.LogZ += math.Log(sum) + top
	}
}

// SpanProbability returns the probability that steps [start, end) are one span, as
// tags that nothing ties together are read: it begins with a tag of begin, or with
// one of inside that follows neither, goes on with tags of inside, and none of
// inside comes after it. The lattice must come from s.
func (s *Softmax) SpanProbability(l *Lattice, start, end int, begin, inside TagSet) float64 {
	of := func(t int, set TagSet) float64 {
		sum := 0.0
		for x := set; x != 0; x &= x - 1 {
			sum += l.alpha[t*s.k+bits.TrailingZeros64(uint64(x))]
		}
		return sum
	}
	p := of(start, inside)
	if start > 0 {
		p *= of(start-1, AllTags(s.k)&^(begin|inside))
	}
	p += of(start, begin)
	for t := start + 1; t < end; t++ {
		p *= of(t, inside)
	}
	if end < l.steps {
		p *= of(end, AllTags(s.k)&^inside)
	}
	return min(1, p)
}

// Loss returns the cross-entropy summed over the steps, -Σ log Σ_{k∈set} p(k).
// Gradients are added to dem [T×K]; both are scaled by weight.
func (s *Softmax) Loss(_ *CRFPass, _ *Grads, emissions []float32, sets []TagSet, dem []float32, weight float64) float64 {
	k := s.k
	p := make([]float64, k)
	loss := 0.0
	for t, set := range sets {
		if set&AllTags(k) == AllTags(k) {
			continue // any tag is right
		}
		em, d := emissions[t*k:(t+1)*k], dem[t*k:(t+1)*k]
		top := em[0]
		for _, e := range em {
			top = max(top, e)
		}
		sum, right := 0.0, 0.0
		for j, e := range em {
			p[j] = math.Exp(float64(e - top))
			sum += p[j]
		}
		for x := set; x != 0; x &= x - 1 {
			right += p[bits.TrailingZeros64(uint64(x))]
		}
		if right = max(right, math.SmallestNonzeroFloat32*sum); set == 0 {
			continue
		}
		loss += weight * math.Log(sum/right)
		for j := range d {
			grad := p[j] / sum
			if set.Has(j) {
				grad -= p[j] / right
			}
			d[j] += float32(weight * grad)
		}
	}
	return loss
}
