package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestPoolGradient(t *testing.T) {
	for _, kind := range []PoolKind{PoolMax, PoolAttention} {
		t.Run(string(kind), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 6))
			const d, units = 3, 4
			lay := NewLayout([]int{2, 4, 1})
			pool := newPool(kind, d, units, rng)
			x := &Param{Name: "x", Rows: lay.Rows(), Cols: d, W: randomMatrix(lay.Rows()*d, rng)}
			w := randomMatrix(len(lay.Lens)*d, rng)
			var p PoolPass
			loss := func() float64 {
				pool.Prepare(true)
				return weightedSum(pool.Forward(&p, x.W, lay), w)
			}
			loss()
			g := NewGrads()
			pool.Backward(&p, g, w, g.Of(x).G)
			checkGradient(t, append(pool.Params(), x), g, loss)
		})
	}
}

// Two sequences of three and two steps, worked by hand: rows are time-major.
func TestMaxPool(t *testing.T) {
	lay := NewLayout([]int{3, 2})
	x := []float32{
		1, 5, // step 0 of the first
		-1, -2, // and of the second
		3, 5, // step 1
		-3, -1,
		2, 0, // step 2
	}
	var pool MaxPool
	var p PoolPass
	if got, want := fmt.Sprint(pool.Forward(&p, x, lay)), "[3 5 -1 -1]"; got != want {
		t.Errorf("maxima %s, want %s", got, want)
	}
	for pos, want := range []string{"[0.5 0.5 0]", "[0.5 0.5]"} {
		w := make([]float64, lay.Lens[pos])
		pool.Weights(&p, pos, w)
		if got := fmt.Sprint(w); got != want {
			t.Errorf("sequence %d: shares %s, want %s", pos, got, want)
		}
	}
	for _, c := range []struct {
		pos    int
		favour []float32
		want   string
	}{
		{0, []float32{1, 0.2}, "[0.25 0.75 0]"}, // 5·0.2 and 3·1
		{0, []float32{-1, 0.2}, "[1 0 0]"},      // what speaks against it is left out
		{1, []float32{-2, -2}, "[0.5 0.5]"},     // a low maximum of a unit that must be low
		{1, []float32{1, 1}, ""},
	} {
		w, got := make([]float64, lay.Lens[c.pos]), ""
		if pool.evidence(&p, c.pos, c.favour, w) {
			got = fmt.Sprintf("%.3v", w)
		}
		if got != c.want {
			t.Errorf("sequence %d, favour %v: evidence %s, want %s", c.pos, c.favour, got, c.want)
		}
	}
	dx := make([]float32, len(x))
	pool.Backward(&p, NewGrads(), []float32{1, 2, 3, 4}, dx)
	if got, want := fmt.Sprint(dx), "[0 2 3 0 1 0 0 4 0 0]"; got != want {
		t.Errorf("gradient %s, want %s", got, want)
	}
}

// With W = 1, b = 0 and v = 2 the scores are 2·tanh(x).
func TestAttention(t *testing.T) {
	a := NewAttention("a", 1, 1, rand.New(rand.NewPCG(1, 1)))
	a.Hidden.W.W[0], a.Hidden.B.W[0], a.V.W[0] = 1, 0, 2
	a.Prepare(false)
	var p PoolPass
	out := a.Forward(&p, []float32{0, 1}, NewLayout([]int{2}))
	second := 1 / (1 + math.Exp(-2*math.Tanh(1)))
	w := make([]float64, 2)
	a.Weights(&p, 0, w)
	if math.Abs(w[1]-second) > 1e-6 || math.Abs(float64(out[0])-second) > 1e-6 {
		t.Errorf("weights %v, sum %v; want %.6f for the second step", w, out, second)
	}
}

// Whatever the states, the weights of each sequence sum to one, and what a pool
// gives lies between the least and the greatest state.
func TestPoolWeightsSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]PoolKind{PoolMax, PoolAttention}).Draw(t, "kind")
		lens := rapid.SliceOfN(rapid.IntRange(1, 6), 1, 5).Draw(t, "lengths")
		lay, d := NewLayout(lens), rapid.IntRange(1, 4).Draw(t, "width")
		x := rapid.SliceOfN(rapid.Float32Range(-50, 50), lay.Rows()*d, lay.Rows()*d).Draw(t, "states")
		pool := newPool(kind, d, 3, rand.New(rand.NewPCG(1, 2)))
		pool.Prepare(false)
		var p PoolPass
		out := pool.Forward(&p, x, lay)
		for pos, n := range lay.Lens {
			w, sum := make([]float64, n), 0.0
			pool.Weights(&p, pos, w)
			for _, v := range w {
				if !(v >= 0 && v <= 1+1e-6) {
					t.Fatalf("weight %g", v)
				}
				sum += v
			}
			if math.Abs(sum-1) > 1e-5 {
				t.Fatalf("weights %v sum to %g", w, sum)
			}
			for j := range d {
				low, high := float32(math.Inf(1)), float32(math.Inf(-1))
				for s := range n {
					v := x[(lay.Off[s]+pos)*d+j]
					low, high = min(low, v), max(high, v)
				}
				if v := out[pos*d+j]; v < low-1e-4 || v > high+1e-4 {
					t.Fatalf("unit %d is %g, the states lie in [%g, %g]", j, v, low, high)
				}
			}
		}
	})
}

func TestGateGradient(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	const n, d = 4, 3
	ids := []int32{1, 0, 1, 2}
	gate := NewGate("gate", 3, d)
	copy(gate.G.W, randomMatrix(len(gate.G.W), rng))
	x := &Param{Name: "x", Rows: n, Cols: d, W: randomMatrix(n*d, rng)}
	w, y := randomMatrix(n*d, rng), make([]float32, n*d)
	loss := func() float64 {
		gate.Forward(y, x.W, ids)
		return weightedSum(y, w)
	}
	loss()
	g := NewGrads()
	copy(g.Of(x).G, w)
	gate.Backward(g, g.Of(x).G, y, ids)
	checkGradient(t, append(gate.Params(), x), g, loss)
}
