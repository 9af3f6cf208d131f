package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

func TestVectorsAgainstGonum(t *testing.T) {
	const alpha = 0.75
	onEachLevel(t, func(t *testing.T, l *level) {
		rng := rand.New(rand.NewPCG(11, 12))
		for _, n := range append(upTo(200), 0, 1000) {
			x, gx := guard(t, "x", random(rng, n))
			y, gy := guard(t, "y", random(rng, n))
			near(t, "Dot", []float32{l.dotChecked(x, y)}, []float64{floats.Dot(float64s(x), float64s(y))}, 1e-7*float64(n+1))
			want := float64s(y)
			floats.AddScaled(want, alpha, float64s(x))
			l.axpyChecked(y, x, alpha)
			near(t, "Axpy", y, want, 3e-7)
			gx.check()
			gy.check()
		}
	})
}

func TestRowsOfBias(t *testing.T) {
	const m = 5
	onEachLevel(t, func(t *testing.T, l *level) {
		rng := rand.New(rand.NewPCG(13, 14))
		for _, n := range upTo(70) {
			c, gc := guard(t, "c", random(rng, m*n))
			row, gr := guard(t, "row", random(rng, n))
			sums, added := float64s(row), float64s(c)
			for i := range m {
				floats.Add(sums, float64s(c[i*n:(i+1)*n]))
				floats.Add(added[i*n:(i+1)*n], float64s(row))
			}
			l.addRow(c, row, m)
			near(t, "AddRow", c, added, 3e-7)
			for i := range m { // back again
				l.axpyChecked(c[i*n:(i+1)*n], row, -1)
			}
			l.sumRowsAdd(row, c, m)
			near(t, "SumRowsAdd", row, sums, 3e-6)
			gc.check()
			gr.check()
		}
	})
}

func TestAdamAgainstTheFormula(t *testing.T) {
	const lr, beta1, beta2, eps, weightDecay = 0.01, 0.9, 0.999, 1e-8, 0.1
	onEachLevel(t, func(t *testing.T, l *level) {
		rng := rand.New(rand.NewPCG(15, 16))
		for _, n := range append(upTo(70), 1000) {
			w, gw := guard(t, "w", random(rng, n))
			m, gm := guard(t, "m", make([]float32, n))
			v, gv := guard(t, "v", make([]float32, n))
			w64, m64, v64 := float64s(w), float64s(m), float64s(v)
			for step := 1.0; step <= 3; step++ {
				g := random(rng, n)
				correction1, correction2 := 1-math.Pow(beta1, step), 1-math.Pow(beta2, step)
				withLevel(l, func() {
					Adam(w, g, m, v, lr, beta1, beta2, eps, float32(correction1), float32(correction2), weightDecay)
				})
				for i, x := range float64s(g) {
					m64[i] = beta1*m64[i] + (1-beta1)*x
					v64[i] = beta2*v64[i] + (1-beta2)*x*x
					w64[i] -= lr * (m64[i]/correction1/(math.Sqrt(v64[i]/correction2)+eps) + weightDecay*w64[i])
				}
			}
			near(t, "m", m, m64, 1e-6)
			near(t, "v", v, v64, 1e-6)
			near(t, "w", w, w64, 2e-6)
			for _, g := range []guarded{gw, gm, gv} {
				g.check()
			}
		}
	})
}

// withLevel makes l the level of the exported functions meanwhile. Tests that use
// it do not run in parallel.
func withLevel(l *level, f func()) {
	before := active
	defer func() { active = before }()
	active = l
	f()
}
