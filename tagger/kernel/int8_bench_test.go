package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// fastest runs f over and over and returns the shortest time.
func fastest(b *testing.B, f func()) time.Duration {
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// fastInt8 skips a benchmark where products of 8-bit numbers are not faster.
func fastInt8(b *testing.B) *level {
	l := levels()[0]
	if !l.int8.fast {
		b.Skip("no fast 8-bit products on this processor")
	}
	return l
}

// BenchmarkMulInt8 reports the GOP/s of the fastest operation, their share of what
// the processor reaches on registers alone, and the fastest operation of Mul as a
// multiple of it: "x fp32".
func BenchmarkMulInt8(b *testing.B) {
	l := fastInt8(b)
	rng := rand.New(rand.NewPCG(1, 1))
	for _, s := range append(benchShapes, [3]int{13, 200, 800}, [3]int{15, 200, 800}, [3]int{2000, 400, 800}) {
		m, k, n := s[0], s[1], s[2]
		x, w, c, bias := random(rng, m*k), random(rng, k*n), make([]float32, m*n), random(rng, n)
		packed, rounded, q := l.packed(w, k, n), l.packedInt8(w, k, n), NewUint8(m, k)
		l.quantizeUnit(q, x, m, k)
		b.Run(fmt.Sprintf("%s/%dx%dx%d", l.name, m, k, n), func(b *testing.B) {
			floats := time.Duration(math.MaxInt64)
			best := fastest(b, func() { l.mulInt8(c, q, m, rounded, bias, 0) })
			for range min(b.N, 100) {
				start := time.Now()
				l.mul(c, x, m, packed, false)
				floats = min(floats, time.Since(start))
			}
			rate := 2 * float64(m) * float64(k) * float64(n) / float64(best.Nanoseconds())
			b.ReportMetric(rate, "GOP/s")
			b.ReportMetric(100*rate/(group*peakRate(l.int8.peak, l.lanes)), "%peak")
			b.ReportMetric(float64(floats)/float64(best), "x_fp32")
		})
	}
}

// BenchmarkQuantize reports the time for each number.
func BenchmarkQuantize(b *testing.B) {
	const rows, cols = 64, 200
	rng := rand.New(rand.NewPCG(1, 1))
	x, q := random(rng, rows*cols), NewUint8(rows, cols)
	q.Scale = make([]float32, rows)
	for _, l := range levels() {
		for name, f := range map[string]func(){
			"Unit": func() { l.quantizeUnit(q, x, rows, cols) },
			"Rows": func() { l.quantizeRows(q, x, rows, cols) },
		} {
			b.Run(l.name+"/"+name, func(b *testing.B) {
				b.ReportMetric(float64(fastest(b, f).Nanoseconds())/(rows*cols), "ns/element")
			})
		}
	}
}

// BenchmarkLSTMStep is a recurrent step of a batch of sequences with 200 units: the
// product of the previous outputs and the gates. It reports the time of the fastest
// step for each unit of each sequence.
func BenchmarkLSTMStep(b *testing.B) {
	const hidden = 200
	l := fastInt8(b)
	rng := rand.New(rand.NewPCG(1, 1))
	for _, m := range []int{1, 8, 13, 15, 32, 64} {
		size := m * hidden
		w, zx := random(rng, hidden*4*hidden), random(rng, 4*size)
		packed, rounded := l.packed(w, hidden, 4*hidden), l.packedInt8(w, hidden, 4*hidden)
		h, c, tanhC, z := make([]float32, size), make([]float32, size), make([]float32, size), slices.Clone(zx)
		q := NewUint8(m, hidden)
		for _, step := range []struct {
			name string
			run  func()
		}{
			{"gates", func() { l.lstmGates(h, c, tanhC, z, c, m, hidden) }},
			{"step", func() { l.lstmSteps(h, c, z, c, m, hidden) }},
			{"stepInt8", func() { l.lstmStepsInt8(q, h, c, z, c, m, hidden) }},
			{"product+gates", func() {
				copy(z, zx)
				l.mul(z, h, m, packed, true)
				l.lstmGates(h, c, tanhC, z, c, m, hidden)
			}},
			{"product+step", func() {
				copy(z, zx)
				l.mul(z, h, m, packed, true)
				l.lstmSteps(h, c, z, c, m, hidden)
			}},
			{"productInt8+stepInt8", func() {
				copy(z, zx)
				l.mulInt8(z, q, m, rounded, z, 4*hidden)
				l.lstmStepsInt8(q, nil, c, z, c, m, hidden)
			}},
		} {
			b.Run(fmt.Sprintf("%s/%s/%d", l.name, step.name, m), func(b *testing.B) {
				clear(c)
				b.ReportMetric(float64(fastest(b, step.run).Nanoseconds())/float64(size), "ns/unit")
			})
		}
	}
}
