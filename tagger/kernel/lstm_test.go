package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestLSTMGatesAgainstFloat64(t *testing.T) {
	const rows = 3
	onEachLevel(t, func(t *testing.T, l *level) {
		rng := rand.New(rand.NewPCG(5, 6))
		for _, hidden := range append(upTo(70), 200) {
			size := rows * hidden
			start, cPrev := random(rng, 4*size), random(rng, size)
			for i := range start {
				start[i] *= 6
			}
			ref := referenceLSTM(start, cPrev, rows, hidden)
			h, gh := guard(t, "h", make([]float32, size))
			c, gc := guard(t, "c", make([]float32, size))
			tanhC, gt := guard(t, "tanhC", make([]float32, size))
			z, gz := guard(t, "z", start)
			l.lstmGates(h, c, tanhC, z, cPrev, rows, hidden)
			near(t, "z", z, ref.z, 1e-6)
			near(t, "c", c, ref.c, 3e-6)
			near(t, "tanhC", tanhC, ref.tanhC, 3e-6)
			near(t, "h", h, ref.h, 4e-6)

			dh, dc := random(rng, size), random(rng, size)
			dz, gdz := guard(t, "dz", make([]float32, 4*size))
			dcPrev, gdp := guard(t, "dcPrev", make([]float32, size))
			l.lstmGatesBackward(dz, dcPrev, dh, dc, z, tanhC, cPrev, rows, hidden)
			wantZ, wantC := ref.backward(dh, dc, cPrev, rows, hidden)
			near(t, "dz", dz, wantZ, 1e-5)
			near(t, "dcPrev", dcPrev, wantC, 1e-5)
			for _, g := range []guarded{gh, gc, gt, gz, gdz, gdp} {
				g.check()
			}

			// In place: dz over z, dcPrev over dc.
			l.lstmGatesBackward(z, dc, dh, dc, z, tanhC, cPrev, rows, hidden)
			if !slices.Equal(z, dz) || !slices.Equal(dc, dcPrev) {
				t.Fatalf("hidden %d: the gradient in place differs", hidden)
			}
		}
	})
}

func TestLSTMGatesIsOneRowOfTheBatch(t *testing.T) {
	const hidden = 37
	rng := rand.New(rand.NewPCG(7, 8))
	z, cPrev := random(rng, 4*hidden), random(rng, hidden)
	h, c, tanhC, zBatch := make([]float32, hidden), make([]float32, hidden), make([]float32, hidden), slices.Clone(z)
	LSTMGatesBatch(h, c, tanhC, zBatch, cPrev, 1, hidden)
	hOne := make([]float32, hidden)
	LSTMGates(hOne, cPrev, z, cPrev, hidden) // c over cPrev
	if !slices.Equal(hOne, h) || !slices.Equal(cPrev, c) || !slices.Equal(z, zBatch) {
		t.Error("LSTMGates and LSTMGatesBatch differ")
	}
}

// The gradient agrees with differences of the function h·u + c·v that it is the
// gradient of.
func TestReferenceGradientAgainstDifferences(t *testing.T) {
	const hidden, step = 4, 1e-3
	rng := rand.New(rand.NewPCG(9, 10))
	z, cPrev, u, v := random(rng, 4*hidden), random(rng, hidden), random(rng, hidden), random(rng, hidden)
	value := func() (s float64) {
		r := referenceLSTM(z, cPrev, 1, hidden)
		for j := range hidden {
			s += r.h[j]*float64(u[j]) + r.c[j]*float64(v[j])
		}
		return s
	}
	dz, dc := referenceLSTM(z, cPrev, 1, hidden).backward(u, v, cPrev, 1, hidden)
	for i := range z {
		checkDifference(t, "dz", &z[i], value, dz[i], step)
	}
	for i := range cPrev {
		checkDifference(t, "dcPrev", &cPrev[i], value, dc[i], step)
	}
}

func checkDifference(t *testing.T, name string, at *float32, value func() float64, want float64, step float32) {
	t.Helper()
	x := *at
	*at = x + step
	up, high := value(), float64(*at)
	*at = x - step
	down, low := value(), float64(*at)
	*at = x
	if got := (up - down) / (high - low); math.Abs(got-want) > 1e-5 {
		t.Errorf("%s is %g, differences say %g", name, want, got)
	}
}

// reference holds what LSTMGatesBatch leaves, in double precision.
type reference struct{ h, c, tanhC, z []float64 }

func referenceLSTM(z, cPrev []float32, rows, hidden int) reference {
	size := rows * hidden
	r := reference{make([]float64, size), make([]float64, size), make([]float64, size), float64s(z)}
	logistic := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	for row := range rows {
		a := r.z[4*row*hidden:]
		for j := range hidden {
			i, f, g, o := &a[j], &a[hidden+j], &a[2*hidden+j], &a[3*hidden+j]
			*i, *f, *g, *o = logistic(*i), logistic(*f), math.Tanh(*g), logistic(*o)
			at := row*hidden + j
			r.c[at] = *f*float64(cPrev[at]) + *i**g
			r.tanhC[at] = math.Tanh(r.c[at])
			r.h[at] = *o * r.tanhC[at]
		}
	}
	return r
}

func (r reference) backward(dh, dc, cPrev []float32, rows, hidden int) (dz, dcPrev []float64) {
	dz, dcPrev = make([]float64, 4*rows*hidden), make([]float64, rows*hidden)
	for row := range rows {
		a, d := r.z[4*row*hidden:], dz[4*row*hidden:]
		for j := range hidden {
			i, f, g, o := a[j], a[hidden+j], a[2*hidden+j], a[3*hidden+j]
			at := row*hidden + j
			t, gh := r.tanhC[at], float64(dh[at])
			delta := float64(dc[at]) + gh*o*(1-t*t)
			d[j] = delta * g * i * (1 - i)
			d[hidden+j] = delta * float64(cPrev[at]) * f * (1 - f)
			d[2*hidden+j] = delta * i * (1 - g*g)
			d[3*hidden+j] = gh * t * o * (1 - o)
			dcPrev[at] = delta * f
		}
	}
	return dz, dcPrev
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i + 1
	}
	return list
}
