package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestLSTMStepAgainstFloat64(t *testing.T) {
	const rows = 3
	onEachLevel(t, func(t *testing.T, l *level) {
		rng := rand.New(rand.NewPCG(31, 32))
		for _, hidden := range append(upTo(70), 200) {
			size := rows * hidden
			start, cPrev := random(rng, 4*size), random(rng, size)
			for i := range start {
				start[i] *= []float32{6, 1, 200}[i%3]
			}
			ref := referenceLSTM(start, cPrev, rows, hidden)
			h, gh := guard(t, "h", make([]float32, size))
			c, gc := guard(t, "c", make([]float32, size))
			z, gz := guard(t, "z", start)
			l.lstmSteps(h, c, z, cPrev, rows, hidden)
			near(t, "c", c, ref.c, 3e-6)
			near(t, "h", h, ref.h, 4e-6)

			// h again as codes, with and without h itself, c in place.
			want := NewUint8(rows, hidden)
			l.quantizeUnit(want, h, rows, hidden)
			for _, withH := range []bool{true, false} {
				const spare = 3
				q := Uint8{Data: slices.Repeat([]uint8{77}, rows*(hidden+spare)), Stride: hidden + spare}
				var again []float32
				if withH {
					again = make([]float32, size)
				}
				copy(z, start)
				state := slices.Clone(cPrev)
				l.lstmStepsInt8(q, again, state, z, state, rows, hidden)
				sameBits(t, "c", state, c)
				if withH {
					sameBits(t, "h", again, h)
				}
				for r := range rows {
					row := q.Data[r*q.Stride:][:q.Stride]
					if !slices.Equal(row[:hidden], want.Data[r*want.Stride:][:hidden]) {
						t.Fatalf("the codes of h are %d, want %d", row, want.Data[r*want.Stride:])
					}
					if slices.ContainsFunc(row[hidden:], func(v uint8) bool { return v != 77 }) {
						t.Fatalf("written behind the row: %d", row)
					}
				}
			}
			for _, g := range []guarded{gh, gc, gz} {
				g.check()
			}
		}
	})
}

func TestLSTMStepOfExtremes(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	values := []float32{0, 1, -1, 27.7, -27.8, 90, -90, 3e38, -3e38, inf, -inf}
	states := []float32{0, 0.5, -1, 300, -300, 1e6}
	onEachLevel(t, func(t *testing.T, l *level) {
		// Each combination of values is one unit.
		units := len(values) * len(values) * len(values) * len(values) * len(states)
		z, cPrev := make([]float32, 4*units), make([]float32, units)
		for u := range units {
			rest := u
			for gate := range 4 {
				z[gate*units+u] = values[rest%len(values)]
				rest /= len(values)
			}
			cPrev[u] = states[rest]
		}
		want := referenceLSTM(z, cPrev, 1, units)
		h, c := make([]float32, units), make([]float32, units)
		l.lstmSteps(h, c, z, cPrev, 1, units)
		for u := range units {
			if d := math.Abs(float64(c[u]) - want.c[u]); !(d <= 1e-6*max(1, math.Abs(want.c[u]), math.Abs(float64(cPrev[u])))) {
				t.Fatalf("unit %d: c is %g, want %g", u, c[u], want.c[u])
			}
		}
		for u, state := range c {
			o := 1 / (1 + math.Exp(-float64(z[3*units+u])))
			if d := math.Abs(float64(h[u]) - o*math.Tanh(float64(state))); !(d <= 1e-6) {
				t.Fatalf("unit %d: h is off by %g", u, d)
			}
		}
		// NaN anywhere ends in h.
		for at := range 5 {
			z, c := []float32{1, 1, 1, 1}, []float32{1}
			if at < 4 {
				z[at] = nan
			} else {
				c[0] = nan
			}
			l.lstmSteps(h[:1], c, z, c, 1, 1)
			if h[0] == h[0] {
				t.Errorf("NaN in place %d: h is %g", at, h[0])
			}
		}
	})
}
