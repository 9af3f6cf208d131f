package train

import (
	"math"

	"covenant/tagger/kernel"
	"covenant/tagger/nn"
)

// adam is the optimiser (Kingma and Ba, ICLR 2015). Rows of embedding tables
// move only in steps that touch them.
type adam struct {
	params []*nn.Param
	m, v   [][]float32
	step   int
}

const (
	beta1 = 0.9
	beta2 = 0.999
	eps   = 1e-8
)

func newAdam(params []*nn.Param) *adam {
	a := &adam{params: params}
	for _, p := range params {
		a.m = append(a.m, make([]float32, len(p.W)))
		a.v = append(a.v, make([]float32, len(p.W)))
	}
	return a
}

func (a *adam) update(g *nn.Grads, lr float64) {
	a.step++
	c1 := float32(1 - math.Pow(beta1, float64(a.step)))
	c2 := float32(1 - math.Pow(beta2, float64(a.step)))
	for i, p := range a.params {
		gr := g.Of(p)
		if !p.Sparse {
			kernel.Adam(p.W, gr.G, a.m[i], a.v[i], float32(lr), beta1, beta2, eps, c1, c2, 0)
			continue
		}
		for _, r := range gr.Touched {
			at, to := int(r)*p.Cols, (int(r)+1)*p.Cols
			kernel.Adam(p.W[at:to], gr.G[at:to], a.m[i][at:to], a.v[i][at:to], float32(lr), beta1, beta2, eps, c1, c2, 0)
		}
	}
}
