package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// Each benchmark of a product reports, next to the mean time per operation, the
// GFLOP/s of its fastest operation, which other work on the processor disturbs
// least, and what share that is of peakGFLOPs.

// peakGFLOPs is the rate of fused multiply-adds on registers alone, the bound of
// the products, on this core at this moment; 0 for a level without them.
func (l *level) peakGFLOPs() float64 {
	if l.peak == nil {
		return 0
	}
	return peakRate(l.peak, l.lanes)
}

// peakRate is the rate of a loop of 12 multiply-adds of so many lanes.
func peakRate(peak func(n int), lanes int) float64 {
	const steps = 5000
	best := time.Duration(math.MaxInt64)
	for range 200 {
		start := time.Now()
		peak(steps)
		best = min(best, time.Since(start))
	}
	return 2 * 12 * steps * float64(lanes) / float64(best.Nanoseconds())
}

func benchmarkProduct(b *testing.B, l *level, m, k, n int, product func()) {
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		product()
		best = min(best, time.Since(start))
	}
	rate := 2 * float64(m) * float64(k) * float64(n) / float64(best.Nanoseconds())
	b.ReportMetric(rate, "GFLOP/s")
	if peak := l.peakGFLOPs(); peak > 0 {
		b.ReportMetric(100*rate/peak, "%peak")
	}
}

func BenchmarkPeak(b *testing.B) {
	for _, l := range levels() {
		b.Run(l.name, func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(l.peakGFLOPs(), "GFLOP/s")
			}
		})
		if l.int8.peak == nil {
			continue
		}
		b.Run(l.name+"/int8", func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(group*peakRate(l.int8.peak, l.lanes), "GOP/s")
			}
		})
	}
}

// benchShapes are m×k×n of a layer with 200 units: recurrent steps of batches,
// projections of whole sequences, and the products of the backward pass.
var benchShapes = [][3]int{
	{1, 200, 800}, {8, 200, 800}, {32, 200, 800}, {64, 200, 800}, {128, 200, 800},
	{500, 200, 800}, {2000, 200, 800}, {64, 800, 200}, {2000, 800, 200}, {2000, 400, 400},
}

func BenchmarkMul(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, s := range benchShapes {
		m, k, n := s[0], s[1], s[2]
		a, w, c := random(rng, m*k), random(rng, k*n), make([]float32, m*n)
		for _, l := range levels() {
			packed := l.packed(w, k, n)
			b.Run(fmt.Sprintf("%s/%dx%dx%d", l.name, m, k, n), func(b *testing.B) {
				benchmarkProduct(b, l, m, k, n, func() { l.mul(c, a, m, packed, false) })
			})
		}
		b.Run(fmt.Sprintf("gonum/%dx%dx%d", m, k, n), func(b *testing.B) {
			benchmarkProduct(b, generic, m, k, n, func() {
				blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, general32(a, m, k), general32(w, k, n), 0, general32(c, m, n))
			})
		})
	}
}

func BenchmarkMulTAdd(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, s := range [][3]int{{64, 200, 800}, {2000, 100, 100}, {2000, 200, 800}, {2000, 400, 800}} {
		m, k, n := s[0], s[1], s[2]
		a, d, c := random(rng, m*k), random(rng, m*n), make([]float32, k*n)
		for _, l := range levels() {
			var ws Workspace
			b.Run(fmt.Sprintf("%s/%dx%dx%d", l.name, m, k, n), func(b *testing.B) {
				benchmarkProduct(b, l, m, k, n, func() { l.mulTAdd(c, a, d, m, k, n, &ws) })
			})
		}
		b.Run(fmt.Sprintf("gonum/%dx%dx%d", m, k, n), func(b *testing.B) {
			benchmarkProduct(b, generic, m, k, n, func() {
				blas32.Gemm(blas.Trans, blas.NoTrans, 1, general32(a, m, k), general32(d, m, n), 1, general32(c, k, n))
			})
		})
	}
}

func BenchmarkRepack(b *testing.B) {
	const k, n = 200, 800
	w := random(rand.New(rand.NewPCG(1, 1)), k*n)
	for _, l := range levels() {
		p := l.packed(w, k, n)
		b.Run(l.name+"/rows", func(b *testing.B) {
			b.SetBytes(4 * k * n)
			for b.Loop() {
				p.Repack(w)
			}
		})
		b.Run(l.name+"/transposed", func(b *testing.B) {
			b.SetBytes(4 * k * n)
			for b.Loop() {
				p.RepackT(w)
			}
		})
	}
}

func BenchmarkElementwise(b *testing.B) {
	const rows, hidden = 64, 200
	rng := rand.New(rand.NewPCG(1, 1))
	x, z := random(rng, rows*hidden), random(rng, 4*rows*hidden)
	h, c, t, dz := make([]float32, len(x)), make([]float32, len(x)), make([]float32, len(x)), make([]float32, len(z))
	for _, l := range levels() {
		for _, f := range []struct {
			name string
			run  func()
		}{
			{"Exp", func() { l.exp(h, x) }},
			{"Sigmoid", func() { l.sigmoid(h, x) }},
			{"Tanh", func() { l.tanh(h, x) }},
			{"LSTMGates", func() { copy(dz, z); l.lstmGates(h, c, t, dz, x, rows, hidden) }},
			{"LSTMGatesBackward", func() { l.lstmGatesBackward(dz, c, x, x, z, t, x, rows, hidden) }},
			{"Adam", func() { l.adamChecked(h, x, c, t, adamStep{0.9, 0.1, 0.999, 0.001, 0.001, 1, 1e-8, 1}) }},
			{"Dot", func() { l.dot(h, x) }},
			{"Axpy", func() { l.axpy(h, x, 1e-9) }},
		} {
			b.Run(l.name+"/"+f.name, func(b *testing.B) {
				for b.Loop() {
					f.run()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(rows*hidden), "ns/element")
			})
		}
	}
}

func general32(s []float32, rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: s}
}
