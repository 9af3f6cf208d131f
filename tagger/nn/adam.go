package nn

import (
	"errors"
	"math"

	"covenant/tagger/kernel"
)

// An Adam is the optimiser of that name (Kingma and Ba, ICLR 2015). Rows of
// sparse parameters move only in steps that touch them.
type Adam struct {
	M, V [][]float32 // first and second moments, by parameter
	Step int         // steps made

	params []*Param
}

const (
	beta1 = 0.9
	beta2 = 0.999
	eps   = 1e-8
)

// NewAdam returns an optimiser of params that has made no step.
func NewAdam(params []*Param) *Adam {
	a := &Adam{params: params}
	for _, p := range params {
		a.M = append(a.M, make([]float32, len(p.W)))
		a.V = append(a.V, make([]float32, len(p.W)))
	}
	return a
}

// ErrDiverged means that the weights ran away.
var ErrDiverged = errors.New("training diverged: its loss is no number any more; take a lower learning rate")

// Descend makes a step of the learning rate lr along gradients of the given
// loss, scaled down where their norm is above clip (Pascanu, Mikolov and
// Bengio, ICML 2013). Without a finite loss and norm it makes none and returns
// [ErrDiverged].
func (a *Adam) Descend(g *Grads, loss, lr, clip float64) error {
	norm := g.Norm(a.params)
	if !finite(loss) || !finite(norm) {
		return ErrDiverged
	}
	if norm > clip {
		g.Scale(a.params, float32(clip/norm))
	}
	a.Update(g, lr)
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// Update makes a step of the learning rate lr along the gradients.
func (a *Adam) Update(g *Grads, lr float64) {
	a.Step++
	c1 := float32(1 - math.Pow(beta1, float64(a.Step)))
	c2 := float32(1 - math.Pow(beta2, float64(a.Step)))
	for i, p := range a.params {
		gr := g.Of(p)
		if !p.Sparse {
			kernel.Adam(p.W, gr.G, a.M[i], a.V[i], float32(lr), beta1, beta2, eps, c1, c2, 0)
			continue
		}
		for _, r := range gr.Touched {
			at, to := int(r)*p.Cols, (int(r)+1)*p.Cols
			kernel.Adam(p.W[at:to], gr.G[at:to], a.M[i][at:to], a.V[i][at:to], float32(lr), beta1, beta2, eps, c1, c2, 0)
		}
	}
}
