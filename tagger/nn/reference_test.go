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
		var p CellPass
		got := l.Forward(&p, []float32{1, -1}, NewLayout([]int{2}))
		for i, want := range c.want {
			if math.Abs(float64(got[i]-want)) > 2e-6 {
				t.Errorf("reverse=%v: h%d = %.6f, worked by hand %.6f", c.reverse, i+1, got[i], want)
			}
		}
	}
}

// One unit with Wx = 0.5, Wh = 2, b = 0.1 over x = 1, -1: h = tanh(0.6) =
// 0.537050, then tanh(-0.5 + 2·0.537050 + 0.1) = tanh(0.674099) = 0.587670; in
// reverse tanh(-0.4) = -0.379949, then tanh(0.5 - 0.759898 + 0.1) = -0.158549.
func TestRNNByHand(t *testing.T) {
	for reverse, want := range map[bool][2]float32{false: {0.537050, 0.587670}, true: {-0.158549, -0.379949}} {
		l := NewRNN("rnn", 1, 1, reverse, rand.New(rand.NewPCG(1, 1)))
		l.Wx.W[0], l.Wh.W[0], l.B.W[0] = 0.5, 2, 0.1
		handWorked(t, l, reverse, want)
	}
}

// One unit with the weights below over x = 1, -1:
//
//	step 1: r = σ(0.5) = 0.622459    u = σ(0) = 0.5
//	        n = tanh(0.25 + r·(0 + 0.5)) = tanh(0.561230) = 0.508889
//	        h = 0.5·n = 0.254445
//	step 2: r = σ(-0.5 + 2·0.254445) = 0.502222    u = σ(-0.254445) = 0.436730
//	        n = tanh(-0.25 + r·(0.254445 + 0.5)) = tanh(0.128899) = 0.128190
//	        h = (1-u)·n + u·0.254445 = 0.183329
//
// and in reverse: h = 0.5·tanh(-0.25 + 0.377541·0.5) = -0.030577, then r =
// 0.607984, u = 0.507644, n = tanh(0.25 + r·0.469423) = 0.489500, h = 0.225486.
func TestGRUByHand(t *testing.T) {
	for reverse, want := range map[bool][2]float32{false: {0.254445, 0.183329}, true: {0.225486, -0.030577}} {
		l := NewGRU("gru", 1, 1, reverse, rand.New(rand.NewPCG(1, 1)))
		copy(l.Wx.W, []float32{0.5, 0, 0.25})
		copy(l.Wh.W, []float32{2, -1, 1})
		l.C.W[0] = 0.5
		handWorked(t, l, reverse, want)
	}
}

func handWorked(t *testing.T, l Cell, reverse bool, want [2]float32) {
	t.Helper()
	l.Prepare(false)
	var p CellPass
	got := l.Forward(&p, []float32{1, -1}, NewLayout([]int{2}))
	for i, w := range want {
		if math.Abs(float64(got[i]-w)) > 2e-6 {
			t.Errorf("reverse=%v: h%d = %.6f, worked by hand %.6f", reverse, i+1, got[i], w)
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

// slow is the definition of each cell, token by token in double precision: xs
// are the inputs of one sequence, the result its hidden states.
func slow(cell Cell, xs []*mat.VecDense) []*mat.VecDense {
	var r *recurrent
	switch c := cell.(type) {
	case *RNN:
		r = &c.recurrent
	case *GRU:
		r = &c.recurrent
	case *LSTM:
		r = &c.recurrent
	}
	hidden := r.Hidden()
	wx, wh, b := dense(r.Wx), dense(r.Wh), dense(r.B)
	h, c := mat.NewVecDense(hidden, nil), mat.NewVecDense(hidden, nil)
	out := make([]*mat.VecDense, len(xs))
	for n := range xs {
		t := n
		if r.Reverse {
			t = len(xs) - 1 - n
		}
		var zx, zh, z mat.VecDense
		zx.MulVec(wx.T(), xs[t])
		zx.AddVec(&zx, b.RowView(0))
		zh.MulVec(wh.T(), h)
		z.AddVec(&zx, &zh)
		next := mat.NewVecDense(hidden, nil)
		for j := range hidden {
			switch cell := cell.(type) {
			case *RNN:
				next.SetVec(j, math.Tanh(z.AtVec(j)))
			case *GRU:
				reset, update := sigmoid(z.AtVec(j)), sigmoid(z.AtVec(hidden+j))
				cand := math.Tanh(zx.AtVec(2*hidden+j) + reset*(zh.AtVec(2*hidden+j)+float64(cell.C.W[j])))
				next.SetVec(j, (1-update)*cand+update*h.AtVec(j))
			case *LSTM:
				i, f := sigmoid(z.AtVec(j)), sigmoid(z.AtVec(hidden+j))
				g, o := math.Tanh(z.AtVec(2*hidden+j)), sigmoid(z.AtVec(3*hidden+j))
				c.SetVec(j, f*c.AtVec(j)+i*g)
				next.SetVec(j, o*math.Tanh(c.AtVec(j)))
			}
		}
		h, out[t] = next, next
	}
	return out
}

// slowLayer puts the states of the layer's cells side by side.
func slowLayer(l *Layer, xs []*mat.VecDense) []*mat.VecDense {
	out := make([]*mat.VecDense, len(xs))
	sides := make([][]float64, len(xs))
	for _, c := range l.Cells {
		for t, h := range slow(c, xs) {
			sides[t] = append(sides[t], h.RawVector().Data...)
		}
	}
	for t, v := range sides {
		out[t] = mat.NewVecDense(len(v), v)
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

func TestLayersAgreeWithReference(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 20))
		in, hidden := 1+rng.IntN(40), 1+rng.IntN(40)
		lens := make([]int, 1+rng.IntN(9))
		for i := range lens {
			lens[i] = 1 + rng.IntN(25)
		}
		lay := NewLayout(lens)
		x := randomMatrix(lay.Rows()*in, rng)
		for _, kind := range allCells {
			for _, d := range []Direction{Both, Forward, Backward} {
				l := NewLayer(kind, d, "layer", in, hidden, rng)
				for _, p := range l.Params() {
					if p.Rows == 1 { // biases
						uniform(p.W, 1, rng)
					}
				}
				l.Prepare(false)
				var p LayerPass
				h := l.Forward(&p, x, lay)
				for i := range lens {
					sameRows(t, fmt.Sprintf("%s %s, input %d, hidden %d, sequence %d of %v", kind, d, in, hidden, i, lay.Lens),
						rows(h, l.Output(), lay, i), slowLayer(l, rows(x, in, lay, i)))
				}
			}
		}
	}
}

// The whole network from ids to emissions, against the slow layers.
func TestNetworkAgreesWithReference(t *testing.T) {
	for name, cfg := range networks() {
		if cfg.Chars == nil { // their encoders are compared apart
			t.Run(name, func(t *testing.T) { networkAgrees(t, cfg) })
		}
	}
}

func networkAgrees(t *testing.T, cfg Config) {
	rng := rand.New(rand.NewPCG(21, 22))
	cfg.Fields, cfg.Hidden, cfg.Dropout = []Field{{"a", 9, 5}, {"b", 4, 3}}, 7, 0.5
	net := newTestNetwork(t, cfg, rng)
	uniform(net.Projection.B.W, 1, rng)
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
	out, bias := dense(net.Projection.W), dense(net.Projection.B)
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
			xs = slowLayer(b, xs)
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

// The encoders of characters, against their definitions.
func TestCharEncodersAgreeWithReference(t *testing.T) {
	tokens := []string{"a", "contract", "", "\xff\x01", "aaaa"}
	for _, c := range []*Chars{{CharConv, 3, 5}, {CharLSTM, 3, 5}} {
		rng := rand.New(rand.NewPCG(23, 24))
		e := newCharEncoder(c, rng)
		for _, p := range e.Params() {
			uniform(p.W, 1, rng)
		}
		e.Prepare(false)
		var p CharPass
		got := e.encode(&p, tokens)
		for w, tok := range tokens {
			want := slowChars(e, tok)
			for j, x := range want {
				if y := float64(got[w*c.Output()+j]); math.Abs(y-x) > 1e-5 {
					t.Fatalf("%s of %q: unit %d is %g, the reference gives %g", c.Kind, tok, j, y, x)
				}
			}
		}
	}
}

func slowChars(e CharEncoder, tok string) []float64 {
	vector := func(e *Embedding, id byte) []float64 { return mat.Row(nil, int(id), dense(e.Table)) }
	if tok == "" {
		tok = "\x00"
	}
	switch e := e.(type) {
	case *CharBiLSTM:
		var xs []*mat.VecDense
		for i := range len(tok) {
			xs = append(xs, mat.NewVecDense(e.Embed.Dim(), vector(e.Embed, tok[i])))
		}
		left, right := slow(e.Fwd, xs), slow(e.Bwd, xs)
		return append(append([]float64(nil), left[len(xs)-1].RawVector().Data...), right[0].RawVector().Data...)
	case *CharCNN:
		padded := "\x00" + tok + "\x00"
		best := make([]float64, e.Filter.W.Cols)
		for j := range best {
			best[j] = math.Inf(-1)
		}
		for i := range len(tok) {
			var x []float64
			for k := range charWidth {
				x = append(x, vector(e.Embed, padded[i+k])...)
			}
			var y mat.VecDense
			y.MulVec(dense(e.Filter.W).T(), mat.NewVecDense(len(x), x))
			for j := range best {
				best[j] = max(best[j], math.Tanh(y.AtVec(j)+float64(e.Filter.B.W[j])))
			}
		}
		return best
	}
	return nil
}
