package nn

import (
	"math"
	"math/bits"
)

// A Softmax decides each tag alone: p(y_t) = exp(e_ty) / Σ_k exp(e_tk). Decoding
// takes the likeliest tag of each step, even where the tag scheme forbids the
// sequence.
type Softmax struct {
	// flat is a CRF all of whose sequences are allowed and score nothing: its
	// probabilities are products of the softmax's.
	flat *CRF
}

// NewSoftmax returns an output of k tags. It has no parameters.
func NewSoftmax(k int) (*Softmax, error) {
	all := func(int) bool { return true }
	flat, err := NewCRF(k, func(int, int) bool { return true }, all)
	if err != nil {
		return nil, err
	}
	flat.Prepare(false)
	return &Softmax{flat}, nil
}

// Params returns nothing.
func (s *Softmax) Params() []*Param { return nil }

// Prepare has nothing to do.
func (s *Softmax) Prepare(bool) {}

// Tags returns the number of tags K.
func (s *Softmax) Tags() int { return s.flat.k }

// Decode returns the likeliest tag of each step of emissions [T×K].
func (s *Softmax) Decode(emissions []float32) []int {
	k := s.flat.k
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

// Sum prepares a lattice for [Softmax.SpanProbability].
func (s *Softmax) Sum(l *Lattice, emissions []float32, sets []TagSet) { s.flat.Sum(l, emissions, sets) }

// SpanProbability is that of a CRF; see [CRF.SpanProbability].
func (s *Softmax) SpanProbability(l *Lattice, start, end int, begin, inside TagSet) float64 {
	return s.flat.SpanProbability(l, start, end, begin, inside)
}

// Loss returns the cross-entropy summed over the steps, -Σ log Σ_{k∈set} p(k).
// Gradients are added to dem [T×K]; both are scaled by weight.
func (s *Softmax) Loss(_ *CRFPass, _ *Grads, emissions []float32, sets []TagSet, dem []float32, weight float64) float64 {
	k := s.flat.k
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
