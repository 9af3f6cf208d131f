package word2vec

import (
	"math"

	"covenant/tagger/kernel"
)

// step is one step of stochastic gradient descent on the loss of a pair (Mikolov
// et al. 2013, equation 4):
//
//	L = -log σ(h·rows[0]) - Σ log σ(-h·rows[k]), k = 1, 2, …
//
// for the output vectors of the true word, rows[0], and of noise words. It adds
// -rate·∂L/∂h to change and -rate·∂L/∂rows[k] to rows[k], all at the values
// before the step. scores has the length of rows; it is left with the
// probabilities of being true, for [loss].
func step(h, change []float32, rows [][]float32, scores []float32, rate float32) {
	for k, row := range rows {
		scores[k] = kernel.Dot(h, row)
	}
	kernel.Sigmoid(scores, scores)
	for k, row := range rows {
		kernel.Axpy(change, row, -rate*(scores[k]-label(k)))
	}
	for k, row := range rows {
		kernel.Axpy(row, h, -rate*(scores[k]-label(k)))
	}
}

func label(k int) float32 {
	if k == 0 {
		return 1
	}
	return 0
}

// loss is L in nats for the probabilities that step leaves.
func loss(scores []float32) float64 {
	l := 0.0
	for k, p := range scores {
		wrong := math.Abs(float64(p - label(k)))
		l -= math.Log(max(1-wrong, 1e-7)) // the error bound of Sigmoid
	}
	return l
}
