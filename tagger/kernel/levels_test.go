package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// onEachLevel runs a test on every level that this processor has.
func onEachLevel(t *testing.T, test func(t *testing.T, l *level)) {
	for _, l := range levels() {
		t.Run(l.name, func(t *testing.T) { test(t, l) })
	}
}

func TestLevel(t *testing.T) {
	if got := Level(); got != levels()[0].name {
		t.Errorf("Level() = %q, want the best of this processor, %q", got, levels()[0].name)
	}
}

// fence is the space on both sides of a guarded slice.
const fence = 40

// guarded is a slice with values around it that nothing may change, and that
// spoil every result which they enter.
type guarded struct {
	t    *testing.T
	name string
	all  []float32
}

func guard(t *testing.T, name string, s []float32) ([]float32, guarded) {
	g := guarded{t, name, make([]float32, len(s)+2*fence)}
	for i := range g.all {
		g.all[i] = float32(math.NaN())
	}
	inner := g.all[fence : fence+len(s) : fence+len(s)]
	copy(inner, s)
	return inner, g
}

func (g guarded) check() {
	g.t.Helper()
	nan := func(v float32) bool { return v != v }
	out := slices.Concat(g.all[:fence], g.all[len(g.all)-fence:])
	if slices.ContainsFunc(out, func(v float32) bool { return !nan(v) }) {
		g.t.Fatalf("%s: written outside", g.name)
	}
}

func random(rng *rand.Rand, n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = rng.Float32()*2 - 1
	}
	return s
}

func transpose(s []float32, rows, cols int) []float32 {
	t := make([]float32, len(s))
	for i := range rows {
		for j := range cols {
			t[j*rows+i] = s[i*cols+j]
		}
	}
	return t
}

func float64s(s []float32) []float64 {
	d := make([]float64, len(s))
	for i, v := range s {
		d[i] = float64(v)
	}
	return d
}

// near compares got with want element by element.
func near(t *testing.T, name string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d elements, want %d", name, len(got), len(want))
	}
	for i := range want {
		if d := math.Abs(float64(got[i]) - want[i]); !(d <= tolerance) {
			t.Fatalf("%s: element %d is %g, want %g", name, i, got[i], want[i])
		}
	}
}
