package kernel

import (
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
