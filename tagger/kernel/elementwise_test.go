package kernel

import (
	"math"
	"slices"
	"testing"
)

func TestLogisticFunctionsOverAllFloats(t *testing.T) {
	inputs := sampledFloats()
	functions := []struct {
		name string
		of   func(l *level) func(dst, src []float32)
		want func(x float64) float64
		ok   func(got, want float64) bool
	}{
		{"Sigmoid", func(l *level) func(dst, src []float32) { return l.sigmoid },
			func(x float64) float64 { return 1 / (1 + math.Exp(-x)) },
			func(got, want float64) bool { return math.Abs(got-want) < 1e-6 }},
		{"Tanh", func(l *level) func(dst, src []float32) { return l.tanh }, math.Tanh,
			func(got, want float64) bool {
				return math.Abs(got-want) < 1e-6 && math.Abs(got-want) <= 1e-6*math.Abs(want)+1e-44
			}},
		{"Exp", func(l *level) func(dst, src []float32) { return l.exp }, math.Exp,
			func(got, want float64) bool {
				if rounded := float64(float32(want)); got == rounded {
					return true // also Inf and the subnormals
				}
				return math.Abs(got-want) <= 1e-6*want+3e-45
			}},
	}
	onEachLevel(t, func(t *testing.T, l *level) {
		for _, f := range functions {
			got := make([]float32, len(inputs))
			f.of(l)(got, inputs)
			for i, x := range inputs {
				want := f.want(float64(x))
				if math.IsNaN(want) != (got[i] != got[i]) || !math.IsNaN(want) && !f.ok(float64(got[i]), want) {
					t.Fatalf("%s(%g) = %g, want %g", f.name, x, got[i], want)
				}
			}
			inPlace := slices.Clone(inputs)
			f.of(l)(inPlace, inPlace)
			for i := range got {
				if math.Float32bits(got[i]) != math.Float32bits(inPlace[i]) && got[i] == got[i] {
					t.Fatalf("%s(%g) is %g in place, %g elsewhere", f.name, inputs[i], inPlace[i], got[i])
				}
			}
		}
	})
}

// sampledFloats takes every 4099th float of all exponents and signs, a dense grid
// where the functions bend, and special values.
func sampledFloats() []float32 {
	inf := float32(math.Inf(1))
	list := []float32{0, float32(math.Copysign(0, -1)), inf, -inf, float32(math.NaN()),
		math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, -math.SmallestNonzeroFloat32,
		88.72283, 88.72284, 89, -87.33654, -87.33655, -103.9, -104, -105, 30, -30, 15, -15}
	for bits := uint64(0); bits < 1<<32; bits += 4099 {
		list = append(list, math.Float32frombits(uint32(bits)))
	}
	for i := -110000; i <= 110000; i++ {
		list = append(list, float32(i)/1000)
	}
	return list
}

func TestLogisticFunctionsKeepToTheirSlice(t *testing.T) {
	onEachLevel(t, func(t *testing.T, l *level) {
		for n := 1; n <= 70; n++ {
			for name, f := range map[string]func(dst, src []float32){"Exp": l.exp, "Sigmoid": l.sigmoid, "Tanh": l.tanh} {
				src := make([]float32, n)
				dst, g := guard(t, name, src)
				apply(f, dst, src)
				g.check()
				want := map[string]float32{"Exp": 1, "Sigmoid": 0.5, "Tanh": 0}[name]
				if i := slices.IndexFunc(dst, func(v float32) bool { return v != want }); i >= 0 {
					t.Fatalf("%s(0) = %g at %d of %d, want %g", name, dst[i], i, n, want)
				}
			}
		}
	})
	Sigmoid(nil, nil) // nothing to do is no error
}
