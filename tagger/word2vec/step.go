package word2vec

import "covenant/tagger/kernel"

// step is one step of stochastic gradient descent on the loss of a pair (Mikolov
// et al. 2013, equation 4):
//
//	L = -log σ(h·rows[0]) - Σ log σ(-h·rows[k]), k = 1, 2, …
//
// for the output vectors of the true word, rows[0], and of noise words. It adds
// -rate·∂L/∂h to change and -rate·∂L/∂rows[k] to rows[k], all at the values
// before the step. scores is scratch of the length of rows.
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
