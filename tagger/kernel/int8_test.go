package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
)

// referenceInt8 computes the documented formula with whole numbers and single
// operations on float32, from weights and codes in plain matrices.
func referenceInt8(a Uint8, w []int8, colScale, addend []float32, ldAddend, m, k, n int) []float32 {
	c := make([]float32, m*n)
	for i := range m {
		rowScale := float32(1.0 / 127)
		if a.Scale != nil {
			rowScale = a.Scale[i]
		}
		for j := range n {
			var sum int64
			for p := range k {
				sum += (int64(a.Data[i*a.Stride+p]) - 128) * int64(w[p*n+j])
			}
			x := float32(sum)
			// Without the conversion arm64 would fuse the last product with the addition.
			x = float32(x * rowScale * colScale[j])
			c[i*n+j] = x + addend[i*ldAddend+j]
		}
	}
	return c
}

// roundedWeights is the documented rounding of weights, column by column.
func roundedWeights(w []float32, k, n int) (rounded []int8, scale []float32) {
	rounded, scale = make([]int8, k*n), make([]float32, n)
	for j := range n {
		var largest float64
		for p := range k {
			largest = max(largest, math.Abs(float64(w[p*n+j])))
		}
		if largest == 0 {
			continue
		}
		scale[j] = float32(largest) / 127
		for p := range k {
			rounded[p*n+j] = int8(math.RoundToEven(float64(w[p*n+j]) * 127 / largest))
		}
	}
	return rounded, scale
}

// randomCodes is a matrix [m×k] with garbage between and behind its rows.
func randomCodes(rng *rand.Rand, m, k int, scaled bool) Uint8 {
	a := Uint8{Stride: k + rng.IntN(6)}
	a.Data = make([]uint8, max(m-1, 0)*a.Stride+roundUp(k, 4))
	for i := range a.Data {
		a.Data[i] = uint8(rng.Uint32())
	}
	if scaled {
		a.Scale = random(rng, m)
	}
	return a
}

func sameBits(t *testing.T, name string, got, want []float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d elements, want %d", name, len(got), len(want))
	}
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) && (got[i] == got[i] || want[i] == want[i]) {
			t.Fatalf("%s: element %d is %g, want %g", name, i, got[i], want[i])
		}
	}
}

func TestInt8ProductsAreExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	for _, s := range append(shapes(), [3]int{1, 5000, 3}, [3]int{13, 200, 800}, [3]int{14, 200, 800}, [3]int{15, 200, 800}) {
		m, k, n := s[0], s[1], s[2]
		w := random(rng, k*n)
		if n > 2 {
			for p := range k {
				w[p*n+2] = 0
			}
		}
		rounded, colScale := roundedWeights(w, k, n)
		before, bias := random(rng, m*n), random(rng, n)
		for _, scaled := range []bool{false, true} {
			a := randomCodes(rng, m, k, scaled)
			plain := referenceInt8(a, rounded, colScale, make([]float32, n), 0, m, k, n)
			biased := referenceInt8(a, rounded, colScale, bias, 0, m, k, n)
			added := referenceInt8(a, rounded, colScale, before, n, m, k, n)
			for _, l := range levels() {
				name := fmt.Sprintf("%s %v scaled %v ", l.name, s, scaled)
				b := l.packedInt8(w, k, n)
				c, g := guard(t, name, before)
				l.mulInt8(c, a, m, b, b.zeros, 0)
				sameBits(t, name+"without bias", c, plain)
				l.mulInt8(c, a, m, b, bias, 0)
				sameBits(t, name+"with bias", c, biased)
				copy(c, before)
				l.mulInt8(c, a, m, b, c, n)
				sameBits(t, name+"added", c, added)
				g.check()
			}
		}
	}
}

// The largest sums that there may be: no code of an activation or weight, in any
// of the MaxInt8K terms, overflows.
func TestInt8SumsDoNotOverflow(t *testing.T) {
	const k, n = MaxInt8K, 5
	w := make([]float32, k*n)
	for i := range w {
		w[i] = []float32{1, -1, 1, -1, 0}[i%n]
	}
	onEachLevel(t, func(t *testing.T, l *level) {
		b := l.packedInt8(w, k, n)
		for _, code := range []uint8{0, 1, 128, 255} {
			a := NewUint8(1, k)
			for i := range a.Data {
				a.Data[i] = code
			}
			a.Scale = []float32{1}
			c := make([]float32, n)
			l.mulInt8(c, a, 1, b, b.zeros, 0)
			scale := float32(1) / 127
			sum := float32((int(code)-128)*127*k) * scale
			sameBits(t, fmt.Sprint("code ", code), c, []float32{sum, 0 - sum, sum, 0 - sum, 0})
		}
	})
}

func TestInt8RowsDoNotDependOnTheirBatch(t *testing.T) {
	onEachLevel(t, func(t *testing.T, l *level) {
		const m, k, n = 100, 203, 75
		rng := rand.New(rand.NewPCG(23, 24))
		a, b := randomCodes(rng, m, k, true), l.packedInt8(random(rng, k*n), k, n)
		whole, parts := make([]float32, m*n), make([]float32, m*n)
		l.mulInt8(whole, a, m, b, b.zeros, 0)
		var wg sync.WaitGroup
		for i := 0; i < m; i += 13 {
			wg.Go(func() {
				rows := min(13, m-i)
				l.mulInt8(parts[i*n:(i+rows)*n], a.From(i, 0), rows, b, b.zeros, 0)
			})
		}
		wg.Wait()
		sameBits(t, "13 rows at a time", parts, whole)
	})
}

func TestInt8ErrorAgainstFloats(t *testing.T) {
	onEachLevel(t, func(t *testing.T, l *level) {
		rng := rand.New(rand.NewPCG(25, 26))
		for _, s := range [][3]int{{1, 1, 1}, {13, 7, 33}, {15, 200, 80}, {3, 1001, 17}} {
			m, k, n := s[0], s[1], s[2]
			x, w := random(rng, m*k), random(rng, k*n)
			for i := range w {
				w[i] *= float32(i%n+1) / 10
			}
			b := l.packedInt8(w, k, n)
			for _, rowScales := range []bool{false, true} {
				q := NewUint8(m, k)
				if rowScales {
					for i := range x {
						x[i] *= float32(i/k + 1)
					}
					q.Scale = make([]float32, m)
					l.quantizeRows(q, x, m, k)
				} else {
					l.quantizeUnit(q, x, m, k)
				}
				c := make([]float32, m*n)
				l.mulInt8(c, q, m, b, b.zeros, 0)
				for i := range m {
					rowScale := 1.0 / 127
					if rowScales {
						rowScale = float64(q.Scale[i])
					}
					for j := range n {
						var want, sumX, sumW float64
						for p := range k {
							xv, wv := float64(x[i*k+p]), float64(w[p*n+j])
							want, sumX, sumW = want+xv*wv, sumX+math.Abs(xv), sumW+math.Abs(wv)
						}
						colScale := float64(b.scale[j])
						bound := rowScale/2*sumW + colScale/2*sumX + float64(k)/4*rowScale*colScale
						bound += 1e-6 * (math.Abs(want) + bound) // float32
						if d := math.Abs(float64(c[i*n+j]) - want); !(d <= bound) {
							t.Fatalf("%v: element %d,%d is off by %g, the bound is %g", s, i, j, d, bound)
						}
					}
				}
			}
		}
	})
}

func TestInt8WithoutFiniteWeights(t *testing.T) {
	onEachLevel(t, func(t *testing.T, l *level) {
		inf, nan := float32(math.Inf(1)), float32(math.NaN())
		b := l.packedInt8([]float32{1, nan, -inf, 1e-31, 2, 0, 1, 0}, 2, 4)
		a, c := NewUint8(1, 2), make([]float32, 4)
		l.quantizeUnit(a, []float32{1, 0.5}, 1, 2)
		l.mulInt8(c, a, 1, b, b.zeros, 0)
		finite := func(v float32) bool { return v-v == 0 }
		if !finite(c[0]) || finite(c[1]) || finite(c[2]) || c[3] != 0 {
			t.Errorf("the product is %g, want a number, two that are none, and 0", c)
		}
	})
}

func TestInt8ShortSlicesPanic(t *testing.T) {
	b := PackInt8(make([]float32, 12), 3, 4)
	a, x := NewUint8(3, 3), make([]float32, 12)
	short := Uint8{Data: make([]uint8, 11), Stride: 4}
	for name, call := range map[string]func(){
		"weights":             func() { PackInt8(x, 3, 5) },
		"too many rows":       func() { PackInt8(make([]float32, MaxInt8K+1), MaxInt8K+1, 1) },
		"C":                   func() { MulInt8(x[:11], a, 3, b, nil) },
		"C of a sum":          func() { MulAddInt8(x[:11], a, 3, b) },
		"A":                   func() { MulInt8(x, short, 3, b, nil) },
		"stride":              func() { MulInt8(x, Uint8{Data: make([]uint8, 99), Stride: 2}, 3, b, nil) },
		"bias":                func() { MulInt8(x, a, 3, b, x[:3]) },
		"row scales":          func() { MulInt8(x, Uint8{a.Data, a.Stride, x[:2]}, 3, b, nil) },
		"quantized":           func() { QuantizeUnit(short, x, 3, 4) },
		"values":              func() { QuantizeUnit(a, x[:8], 3, 3) },
		"scales to write":     func() { QuantizeRows(a, x, 3, 3) },
		"LSTMStep":            func() { LSTMStep(x, x, x[:11], x, 1, 3) },
		"LSTMStepInt8":        func() { LSTMStepInt8(short, nil, x, make([]float32, 48), x, 3, 4) },
		"LSTMStepInt8 with h": func() { LSTMStepInt8(a, x[:8], x, make([]float32, 48), x, 3, 3) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

func TestHasInt8(t *testing.T) {
	if HasInt8() != levels()[0].int8.fast || generic.int8.fast {
		t.Error("plain Go passes for fast, or the best level is not the one in use")
	}
}

func ExampleMulInt8() {
	// Two hidden states of three units each, and weights [3×2].
	h := []float32{1, 0.5, -1, 0, 0.25, 0.5}
	w := []float32{1, 2, 3, 4, 5, 6}
	a := NewUint8(2, 3)
	QuantizeUnit(a, h, 2, 3)
	c := make([]float32, 4)
	MulInt8(c, a, 2, PackInt8(w, 3, 2), []float32{100, 200})
	fmt.Printf("%.1f\n", c)
	// Output: [97.5 198.0 103.3 204.0]
}
