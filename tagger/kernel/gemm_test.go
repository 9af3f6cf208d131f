package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

func TestMulAgainstGonum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range [][3]int{{1, 1, 1}, {3, 5, 7}, {17, 33, 65}, {64, 200, 800}} {
		m, k, n := s[0], s[1], s[2]
		t.Run(fmt.Sprintf("%dx%dx%d", m, k, n), func(t *testing.T) {
			a, b, c := random(rng, m*k), random(rng, k*n), random(rng, m*n)
			want := make([]float64, m*n)
			blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, general(a, m, k), general(b, k, n), 0,
				blas64.General{Rows: m, Cols: n, Stride: n, Data: want})
			got := make([]float32, m*n)
			Mul(got, a, m, Pack(b, k, n))
			near(t, "Mul", got, want, k)
			sum := append([]float32(nil), c...)
			MulAdd(sum, a, m, PackT(transpose(b, k, n), k, n))
			clear(got)
			copy(got, c)
			MulTAdd(got, transpose(a, m, k), b, k, m, n, nil)
			for i := range want {
				want[i] += float64(c[i])
			}
			near(t, "MulAdd", sum, want, k)
			near(t, "MulTAdd", got, want, k)
		})
	}
}

func near(t *testing.T, name string, got []float32, want []float64, terms int) {
	t.Helper()
	for i := range want {
		if d := math.Abs(float64(got[i]) - want[i]); !(d <= 2e-7*float64(terms+1)) {
			t.Fatalf("%s: element %d is %g, want %g", name, i, got[i], want[i])
		}
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

func general(s []float32, rows, cols int) blas64.General {
	d := make([]float64, len(s))
	for i, v := range s {
		d[i] = float64(v)
	}
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: d}
}
