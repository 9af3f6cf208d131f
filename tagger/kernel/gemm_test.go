package kernel

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// shapes are m×k×n: all small heights and widths around the edges of tiles, one
// dimension at a time and mixed, and sizes of real networks, deeper than a pass.
func shapes() [][3]int {
	list := [][3]int{
		{0, 3, 4}, {3, 0, 4}, {3, 4, 0},
		{64, 200, 800}, {8, 200, 800}, {33, 800, 200}, {500, 100, 36}, {29, 257, 33}, {15, 513, 95}, {300, 300, 10},
	}
	for i := 1; i <= 70; i++ {
		list = append(list, [3]int{i, 7, 35}, [3]int{17, i, 33}, [3]int{15, 9, i}, [3]int{i, 71 - i, (i*37)%70 + 1})
	}
	return list
}

func TestProductsAgainstGonum(t *testing.T) {
	onEachLevel(t, func(t *testing.T, l *level) {
		rng := rand.New(rand.NewPCG(1, 2))
		var ws Workspace
		for _, s := range shapes() {
			m, k, n := s[0], s[1], s[2]
			a, ga := guard(t, "a", random(rng, m*k))
			b, gb := guard(t, "b", random(rng, k*n))
			before := random(rng, m*n)
			product := make([]float64, m*n)
			if m*k*n > 0 {
				blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, general(a, m, k), general(b, k, n), 0, general64(product, m, n))
			}
			sum := make([]float64, m*n)
			for i := range sum {
				sum[i] = product[i] + float64(before[i])
			}
			tolerance := 1.2e-7 * float64(k+1)

			packed := l.packed(random(rng, k*n), k, n)
			packed.Repack(b)
			c, gc := guard(t, "c", before)
			l.mul(c, a, m, packed, false)
			near(t, "Mul", c, product, tolerance)
			gc.check()

			bT, gbT := guard(t, "bT", transpose(b, k, n))
			fromT := l.packedT(bT, k, n)
			if !slices.Equal(fromT.data, packed.data) {
				t.Fatalf("%v: PackT and Pack differ", s)
			}
			copy(c, before)
			l.mul(c, a, m, fromT, true)
			near(t, "MulAdd", c, sum, tolerance)
			gc.check()

			aT, gaT := guard(t, "aT", transpose(a, m, k))
			copy(c, before)
			l.mulTAdd(c, aT, b, k, m, n, &ws)
			near(t, "MulTAdd", c, sum, tolerance)
			for _, g := range []guarded{ga, gb, gc, gbT, gaT} {
				g.check()
			}
		}
	})
}

// A row's result has the same bits alone and in any batch, and when several
// goroutines read one packed matrix.
func TestRowsDoNotDependOnTheirBatch(t *testing.T) {
	onEachLevel(t, func(t *testing.T, l *level) {
		const m, k, n = 100, 530, 75
		rng := rand.New(rand.NewPCG(3, 4))
		a, b, before := random(rng, m*k), l.packed(random(rng, k*n), k, n), random(rng, m*n)
		whole := slices.Clone(before)
		l.mul(whole, a, m, b, true)
		for _, rows := range []int{1, 3, 13, 50} {
			parts := slices.Clone(before)
			var wg sync.WaitGroup
			for i := 0; i < m; i += rows {
				wg.Go(func() {
					end := min(i+rows, m)
					l.mul(parts[i*n:end*n], a[i*k:end*k], end-i, b, true)
				})
			}
			wg.Wait()
			if !slices.Equal(parts, whole) {
				t.Errorf("%d rows at a time give other bits than all at once", rows)
			}
		}
	})
}

func TestShortSlicesPanic(t *testing.T) {
	s := make([]float32, 11)
	b := Pack(make([]float32, 12), 3, 4)
	for name, call := range map[string]func(){
		"Pack":       func() { Pack(s, 3, 4) },
		"PackT":      func() { PackT(s, 3, 4) },
		"Mul":        func() { Mul(s, make([]float32, 9), 3, b) },
		"MulAdd":     func() { MulAdd(make([]float32, 16), s, 4, b) },
		"MulTAdd":    func() { MulTAdd(s, make([]float32, 6), make([]float32, 8), 2, 3, 4, nil) },
		"Sigmoid":    func() { Sigmoid(s, s[1:]) },
		"LSTMGates":  func() { LSTMGates(s, s, s, s, 3) },
		"AddRow":     func() { AddRow(s, s[:4], 3) },
		"Axpy":       func() { Axpy(s, s[1:], 1) },
		"SumRowsAdd": func() { SumRowsAdd(s[:4], s, 3) },
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

func general(s []float32, rows, cols int) blas64.General {
	return general64(float64s(s), rows, cols)
}

func general64(s []float64, rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: s}
}
