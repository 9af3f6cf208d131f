package feature

import "math/rand/v2"

// HideRates returns how often training hides each word, by its number in v: least times,
// and rare ones more often, so that a network learns to do without them.
func (c *Counter) HideRates(v *Vocabulary, least float64) []float32 {
	rates := make([]float32, v.Size())
	for id := 1; id < v.Size(); id++ {
		rates[id] = float32(least + 0.5/(1+float64(c.Count(v, int32(id)))))
	}
	return rates
}

// Hide writes words to dst, which is as long, and replaces some of them by the unknown
// one: each as often as rates says.
func Hide(dst, words []int32, rates []float32, rng *rand.Rand) {
	for i, id := range words {
		if dst[i] = id; rng.Float32() < rates[id] {
			dst[i] = 0
		}
	}
}
