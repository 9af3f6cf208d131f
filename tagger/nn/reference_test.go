package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The network that is worked by hand: one input, one hidden unit, the weights
// below, two steps x = 1, -1. With σ(0.5) = 0.622459, σ(1) = 0.731059 and
// tanh(0.25) = 0.244919:
//
//	step 1: i = σ(0.5·1 + 0) = 0.622459    f = σ(0·1 + 1)      = 0.731059
//	        g = tanh(0.25·1) = 0.244919    o = σ(-0.5·1 + 1)   = 0.622459
//	        c = i·g = 0.152452             h = o·tanh(c) = 0.622459·0.151282 = 0.094167
//	step 2: i = σ(-0.5 + 2·0.094167) = σ(-0.311667) = 0.422708
//	        f = σ(1 - 0.094167)      = σ(0.905833)  = 0.712143
//	        g = tanh(-0.25 + 0.094167) = tanh(-0.155833) = -0.154584
//	        o = σ(0.5 + 1 + 0.5·0.094167) = σ(1.547083) = 0.824498
//	        c = f·0.152452 + i·g = 0.108568 - 0.065344 = 0.043224
//	        h = o·tanh(c) = 0.824498·0.043197 = 0.035616
//
// The reverse direction sees x = -1 first: i = σ(-0.5) = 0.377541,
// g = -0.244919, o = σ(1.5) = 0.817574, c = -0.092467, h = -0.075384; then
// i = σ(0.5 - 0.150767) = 0.586432, f = σ(1 + 0.075384) = 0.745623,
// g = tanh(0.25 - 0.075384) = 0.172863, o = σ(0.5 - 0.037692) = 0.613561,
// c = 0.745623·(-0.092467) + 0.586432·0.172863 = 0.032427, h = 0.019889.
func TestLSTMByHand(t *testing.T) {
	for _, c := range []struct {
		reverse bool
		want    [2]float32
	}{
		{false, [2]float32{0.094167, 0.035616}},
		{true, [2]float32{0.019889, -0.075384}},
	} {
		l := NewLSTM("lstm", 1, 1, c.reverse, rand.New(rand.NewPCG(1, 1)))
		copy(l.Wx.W, []float32{0.5, 0, 0.25, -0.5})
		copy(l.Wh.W, []float32{2, -1, 1, 0.5})
		copy(l.B.W, []float32{0, 1, 0, 1})
		l.Prepare(false)
		var p LSTMPass
		got := l.Forward(&p, []float32{1, -1}, NewLayout([]int{2}))
		for i, want := range c.want {
			if math.Abs(float64(got[i]-want)) > 2e-6 {
				t.Errorf("reverse=%v: h%d = %.6f, worked by hand %.6f", c.reverse, i+1, got[i], want)
			}
		}
	}
}

func TestLinearByHand(t *testing.T) {
	l := NewLinear("linear", 2, 3, rand.New(rand.NewPCG(1, 1)))
	copy(l.W.W, []float32{1, 2, 3, 4, 5, 6})
	copy(l.B.W, []float32{0.5, 0, -0.5})
	l.Prepare(false)
	y := make([]float32, 6)
	l.Forward(y, []float32{1, 1, -1, 2}, 2)
	if got, want := fmt.Sprint(y), "[5.5 7 8.5 7.5 8 8.5]"; got != want {
		t.Errorf("y = %s, want %s", got, want)
	}
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func dense(p *Param) *mat.Dense {
	d := mat.NewDense(p.Rows, p.Cols, nil)
	for i, w := range p.W {
		d.Set(i/p.Cols, i%p.Cols, float64(w))
	}
	return d
}

// slowLSTM is the definition of an LSTM, token by token in double precision:
// xs are the inputs of one sequence, the result its hidden states.
func slowLSTM(l *LSTM, xs []*mat.VecDense) []*mat.VecDense {
	hidden := l.Hidden()
	wx, wh, b := dense(l.Wx), dense(l.Wh), dense(l.B)
	h, c := mat.NewVecDense(hidden, nil), mat.NewVecDense(hidden, nil)
	out := make([]*mat.VecDense, len(xs))
	for n := range xs {
		t := n
		if l.Reverse {
			t = len(xs) - 1 - n
		}
		var z, zh mat.VecDense
		z.MulVec(wx.T(), xs[t])
		zh.MulVec(wh.T(), h)
		z.AddVec(&z, &zh)
		z.AddVec(&z, b.RowView(0))
		next := mat.NewVecDense(hidden, nil)
		for j := range hidden {
			i, f := sigmoid(z.AtVec(j)), sigmoid(z.AtVec(hidden+j))
			g, o := math.Tanh(z.AtVec(2*hidden+j)), sigmoid(z.AtVec(3*hidden+j))
			c.SetVec(j, f*c.AtVec(j)+i*g)
			next.SetVec(j, o*math.Tanh(c.AtVec(j)))
		}
		h, out[t] = next, next
	}
	return out
}

// rows returns the vectors of sequence i, in its own order of time, out of a
// matrix [N×D] in the layout's order.
func rows(x []float32, d int, lay *Layout, i int) []*mat.VecDense {
	out := make([]*mat.VecDense, lay.Lens[i])
	for t := range out {
		out[t] = mat.NewVecDense(d, nil)
		for j := range d {
			out[t].SetVec(j, float64(x[(lay.Off[t]+i)*d+j]))
		}
	}
	return out
}

func sameRows(t *testing.T, what string, got, want []*mat.VecDense) {
	t.Helper()
	for step := range want {
		if !mat.EqualApprox(got[step], want[step], 2e-5) {
			t.Fatalf("%s, step %d:\n%v, the reference gives\n%v", what, step, mat.Formatted(got[step].T()), mat.Formatted(want[step].T()))
		}
	}
}

func TestLSTMAgreesWithReference(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 20))
		in, hidden := 1+rng.IntN(40), 1+rng.IntN(40)
		lens := make([]int, 1+rng.IntN(9))
		for i := range lens {
			lens[i] = 1 + rng.IntN(25)
		}
		lay := NewLayout(lens)
		x := randomMatrix(lay.Rows()*in, rng)
		for _, reverse := range []bool{false, true} {
			l := NewLSTM("lstm", in, hidden, reverse, rng)
			uniform(l.B.W, 1, rng)
			l.Prepare(false)
			var p LSTMPass
			h := l.Forward(&p, x, lay)
			for i := range lens {
				sameRows(t, fmt.Sprintf("input %d, hidden %d, reverse %v, sequence %d of %v", in, hidden, reverse, i, lay.Lens),
					rows(h, hidden, lay, i), slowLSTM(l, rows(x, in, lay, i)))
			}
		}
		b := NewBiLSTM("bi", in, hidden, rng)
		b.Prepare(false)
		var p BiLSTMPass
		h := b.Forward(&p, x, lay)
		for i := range lens {
			xs := rows(x, in, lay, i)
			left, right := slowLSTM(b.Fwd, xs), slowLSTM(b.Bwd, xs)
			want := make([]*mat.VecDense, len(xs))
			for t := range want {
				want[t] = mat.NewVecDense(2*hidden, append(append([]float64(nil), left[t].RawVector().Data...), right[t].RawVector().Data...))
			}
			sameRows(t, fmt.Sprintf("both directions, sequence %d of %v", i, lay.Lens), rows(h, 2*hidden, lay, i), want)
		}
	}
}

// The whole network from ids to emissions, against the slow layers.
func TestNetworkAgreesWithReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	cfg := Config{Fields: []Field{{"a", 9, 5}, {"b", 4, 3}}, Hidden: 7, Layers: 3, Dropout: 0.5}
	net, err := NewNetwork(cfg, testCRF(t, 5, rng), rng)
	if err != nil {
		t.Fatal(err)
	}
	uniform(net.Out.B.W, 1, rng)
	net.Prepare(false)
	batch := make([]Sequence, 6)
	for i := range batch {
		ids := make([][]int32, len(cfg.Fields))
		for f := range ids {
			ids[f] = make([]int32, 1+3*i%7)
			for t := range ids[f] {
				ids[f][t] = rng.Int32N(int32(cfg.Fields[f].Size))
			}
		}
		batch[i] = Sequence{IDs: ids}
	}
	var p Pass
	net.Forward(&p, batch, nil)
	out, bias := dense(net.Out.W), dense(net.Out.B)
	for i, s := range batch {
		xs := make([]*mat.VecDense, s.Len())
		for t := range xs {
			var v []float64
			for f, e := range net.Embed {
				v = append(v, mat.Row(nil, int(s.IDs[f][t]), dense(e.Table))...)
			}
			xs[t] = mat.NewVecDense(len(v), v)
		}
		for _, b := range net.Stack {
			left, right := slowLSTM(b.Fwd, xs), slowLSTM(b.Bwd, xs)
			for t := range xs {
				xs[t] = mat.NewVecDense(2*cfg.Hidden, append(append([]float64(nil), left[t].RawVector().Data...), right[t].RawVector().Data...))
			}
		}
		em := net.Emissions(&p, i)
		if len(em) != len(xs)*5 {
			t.Fatalf("sequence %d of %d tokens has %d emissions", i, len(xs), len(em))
		}
		for step, x := range xs {
			var want mat.VecDense
			want.MulVec(out.T(), x)
			want.AddVec(&want, bias.RowView(0))
			for k := range 5 {
				if got := float64(em[step*5+k]); math.Abs(got-want.AtVec(k)) > 2e-5 {
					t.Fatalf("sequence %d, step %d, tag %d: emission %g, the reference gives %g", i, step, k, got, want.AtVec(k))
				}
			}
		}
	}
	if net.Emissions(&p, len(batch)) != nil {
		t.Error("emissions of a sequence that the batch lacks")
	}
}
