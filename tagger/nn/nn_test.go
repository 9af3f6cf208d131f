package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// checkGradient compares the gradient of loss, which backward adds to g, with
// central differences over every weight of params.
func checkGradient(t *testing.T, params []*Param, g *Grads, loss func() float64) {
	t.Helper()
	const h = 1e-2
	for _, p := range params {
		grad := g.Of(p).G
		for i := range p.W {
			w := p.W[i]
			p.W[i] = w + h
			up := loss()
			p.W[i] = w - h
			down := loss()
			p.W[i] = w
			want := (up - down) / (2 * h)
			if diff := math.Abs(want - float64(grad[i])); diff > 2e-3+0.02*math.Abs(want) {
				t.Errorf("%s[%d]: gradient %.5f, differences give %.5f", p.Name, i, grad[i], want)
			}
		}
	}
}

func randomMatrix(n int, rng *rand.Rand) []float32 {
	x := make([]float32, n)
	uniform(x, 1, rng)
	return x
}

// weightedSum is a loss whose gradient is w.
func weightedSum(y, w []float32) float64 {
	sum := 0.0
	for i := range y {
		sum += float64(y[i]) * float64(w[i])
	}
	return sum
}

func TestLayout(t *testing.T) {
	l := NewLayout([]int{2, 4, 1})
	if got, want := fmt.Sprint(l.Lens, l.Order, l.Off), "[4 2 1] [1 0 2] [0 3 5 6 7]"; got != want {
		t.Errorf("layout %s, want %s", got, want)
	}
	if l.Rows() != 7 || l.Steps() != 4 || l.Active(1) != 2 || l.Active(4) != 0 || l.Active(-1) != 0 {
		t.Errorf("rows %d, steps %d, active %d", l.Rows(), l.Steps(), l.Active(1))
	}
}

// allCells are the kinds of cells.
var allCells = []CellKind{CellRNN, CellGRU, CellLSTM}

func TestCellGradient(t *testing.T) {
	for _, kind := range allCells {
		for _, reverse := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s,reverse=%v", kind, reverse), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(1, 2))
				const in, hidden = 3, 4
				lay := NewLayout([]int{3, 5, 1, 3})
				l := NewCell(kind, "cell", in, hidden, reverse, rng)
				for _, p := range l.Params() {
					uniform(p.W, 1, rng)
				}
				x := &Param{Name: "x", Rows: lay.Rows(), Cols: in, W: randomMatrix(lay.Rows()*in, rng)}
				w := randomMatrix(lay.Rows()*hidden, rng)
				var p CellPass
				loss := func() float64 {
					l.Prepare(true)
					return weightedSum(l.Forward(&p, x.W, lay), w)
				}
				loss()
				g := NewGrads()
				l.Backward(&p, g, append([]float32(nil), w...), g.Of(x).G)
				checkGradient(t, append(l.Params(), x), g, loss)
			})
		}
	}
}

func TestLayerGradient(t *testing.T) {
	for _, kind := range allCells {
		for _, d := range []Direction{Both, Forward, Backward} {
			t.Run(fmt.Sprintf("%s,%s", kind, d), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(3, 4))
				const in, hidden = 2, 3
				lay := NewLayout([]int{4, 2})
				l := NewLayer(kind, d, "layer", in, hidden, rng)
				x := &Param{Name: "x", Rows: lay.Rows(), Cols: in, W: randomMatrix(lay.Rows()*in, rng)}
				w := randomMatrix(lay.Rows()*l.Output(), rng)
				var p LayerPass
				loss := func() float64 {
					l.Prepare(true)
					return weightedSum(l.Forward(&p, x.W, lay), w)
				}
				loss()
				g := NewGrads()
				l.Backward(&p, g, append([]float32(nil), w...), g.Of(x).G)
				checkGradient(t, append(l.Params(), x), g, loss)
			})
		}
	}
}

func TestLinearGradient(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	const n, in, out = 4, 3, 5
	l := NewLinear("linear", in, out, rng)
	x := &Param{Name: "x", Rows: n, Cols: in, W: randomMatrix(n*in, rng)}
	w, y := randomMatrix(n*out, rng), make([]float32, n*out)
	loss := func() float64 {
		l.Prepare(true)
		l.Forward(y, x.W, n)
		return weightedSum(y, w)
	}
	loss()
	g := NewGrads()
	var p Pass
	l.Backward(g, w, x.W, g.Of(x).G, n, &p.work)
	checkGradient(t, append(l.Params(), x), g, loss)
}

func TestEmbeddingGradient(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	e := NewEmbedding("embed", 5, 2, rng)
	ids := []int32{3, 0, 3, 1}
	const width, col = 4, 1
	w, out := randomMatrix(len(ids)*width, rng), make([]float32, len(ids)*width)
	loss := func() float64 {
		e.Forward(out, width, col, ids)
		return weightedSum(out, w)
	}
	loss()
	g := NewGrads()
	e.Backward(g, w, width, col, ids)
	checkGradient(t, []*Param{e.Table}, g, loss)
	if got := fmt.Sprint(g.Of(e.Table).Touched); got != "[3 0 1]" {
		t.Errorf("touched rows %s, want [3 0 1]", got)
	}
}

func TestDropoutKeepsItsMaskOverTimeAndInBackward(t *testing.T) {
	const dim = 50
	lay := NewLayout([]int{3, 2})
	x := make([]float32, lay.Rows()*dim)
	for i := range x {
		x[i] = 1
	}
	var p DropoutPass
	d := Dropout{P: 0.4}
	d.Forward(&p, x, dim, lay, rand.New(rand.NewPCG(9, 9)))
	zeros := 0
	for i := range lay.Active(0) * dim {
		if x[i] == 0 {
			zeros++
		} else if math.Abs(float64(x[i])-1/0.6) > 1e-6 {
			t.Fatalf("kept unit is %g, want 1/0.6", x[i])
		}
		if i < lay.Active(1)*dim && x[i] != x[lay.Off[1]*dim+i] {
			t.Fatalf("unit %d changes over time", i)
		}
	}
	if zeros < 20 || zeros > 60 {
		t.Errorf("%d of 100 units dropped, want about 40", zeros)
	}
	dx := make([]float32, len(x))
	for i := range dx {
		dx[i] = 1
	}
	d.Backward(&p, dx, dim, lay)
	for i := range dx {
		if dx[i] != x[i] {
			t.Fatalf("backward mask differs at %d", i)
		}
	}
	d.Forward(&p, x, dim, lay, nil)
	for i := range dx {
		if dx[i] != x[i] {
			t.Fatal("inference must not drop")
		}
	}
}

// networks are configurations that between them have every part of the family.
func networks() map[string]Config {
	base := Config{Fields: []Field{{"a", 6, 3}, {"b", 4, 2}}, Hidden: 3, Layers: 2}
	change := func(f func(c *Config)) Config {
		c := base
		f(&c)
		return c
	}
	return map[string]Config{
		"bilstm-crf":     base,
		"birnn-crf":      change(func(c *Config) { c.Cell = CellRNN }),
		"bigru-softmax":  change(func(c *Config) { c.Cell, c.Output = CellGRU, OutputSoftmax }),
		"forward lstm":   change(func(c *Config) { c.Direction = Forward }),
		"backward gru":   change(func(c *Config) { c.Direction, c.Cell, c.Layers = Backward, CellGRU, 3 }),
		"bilstm-lstm":    change(func(c *Config) { c.Top, c.Output = true, OutputSoftmax }),
		"character cnn":  change(func(c *Config) { c.Chars = &Chars{Kind: CharConv, Dim: 2, Hidden: 4} }),
		"character lstm": change(func(c *Config) { c.Chars = &Chars{Kind: CharLSTM, Dim: 2, Hidden: 2} }),
	}
}

func newTestNetwork(t testing.TB, cfg Config, rng *rand.Rand) *Network {
	t.Helper()
	var out Output = testCRF(t, 5, rng)
	if cfg.Output == OutputSoftmax {
		s, err := NewSoftmax(5)
		if err != nil {
			t.Fatal(err)
		}
		out = s
	}
	n, err := NewNetwork(cfg, out, rng)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func testNetwork(t testing.TB, rng *rand.Rand) *Network {
	return newTestNetwork(t, networks()["bilstm-crf"], rng)
}

func TestNetworkGradient(t *testing.T) {
	batch := []Sequence{
		{IDs: [][]int32{{1, 2}, {0, 3}}, Chars: []string{"ab", ""}},
		{IDs: [][]int32{{5, 2, 4}, {1, 1, 2}}, Chars: []string{"a", "ab", "bcab"}},
	}
	sets := [][]TagSet{{1 << 1, 1 << 2}, {1 << 0, AllTags(5), 1<<3 | 1<<1}}
	for name, cfg := range networks() {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(13, 14))
			net := newTestNetwork(t, cfg, rng)
			var p Pass
			g := NewGrads()
			loss := func() float64 {
				net.Prepare(true)
				net.Forward(&p, batch, nil)
				return net.Backward(&p, NewGrads(), sets, 0.5)
			}
			net.Prepare(true)
			net.Forward(&p, batch, nil)
			net.Backward(&p, g, sets, 0.5)
			checkGradient(t, net.Params(), g, loss)
		})
	}
}

// The masks of training are the same in both passes, whichever way they are drawn,
// and dropping what a layer gives out leaves the states inside it as they are.
func TestNetworkGradientUnderDropout(t *testing.T) {
	batch := []Sequence{
		{IDs: [][]int32{{1, 2, 3}, {0, 3, 1}}, Chars: []string{"ab", "", "b"}},
		{IDs: [][]int32{{5, 2}, {1, 1}}, Chars: []string{"a", "bcab"}},
	}
	sets := [][]TagSet{{1 << 1, 1 << 2, 1}, {1 << 0, 1 << 3}}
	for name, cfg := range networks() {
		for _, perStep := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s,per step=%v", name, perStep), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(17, 18))
				cfg.Dropout, cfg.DropoutPerStep = 0.4, perStep
				net := newTestNetwork(t, cfg, rng)
				var p Pass
				run := func(g *Grads) float64 {
					net.Prepare(true)
					net.Forward(&p, batch, rand.New(rand.NewPCG(1, 1)))
					return net.Backward(&p, g, sets, 1)
				}
				g := NewGrads()
				run(g)
				checkGradient(t, net.Params(), g, func() float64 { return run(NewGrads()) })
			})
		}
	}
}

func TestFrozenEmbeddingStays(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	net := testNetwork(t, rng)
	net.Embed[0].Table.Frozen = true
	net.Prepare(true)
	var p Pass
	g := NewGrads()
	net.Forward(&p, []Sequence{{IDs: [][]int32{{1, 2}, {0, 3}}}}, nil)
	net.Backward(&p, g, [][]TagSet{{1 << 1, 1 << 2}}, 1)
	if len(g.Of(net.Embed[0].Table).Touched) != 0 {
		t.Error("a frozen table has a gradient")
	}
	if len(g.Of(net.Embed[1].Table).Touched) != 2 {
		t.Error("the other table has none")
	}
}

func TestConfigCountsWeights(t *testing.T) {
	for name, cfg := range networks() {
		net := newTestNetwork(t, cfg, rand.New(rand.NewPCG(1, 1)))
		var want int64
		for _, p := range net.Params() {
			want += int64(len(p.W))
		}
		if got := cfg.Weights(5); got != want {
			t.Errorf("%s: %d weights counted, the network has %d", name, got, want)
		}
	}
}

// What a sequence shares its batch with must not change its emissions.
func TestEmissionsDoNotDependOnTheBatch(t *testing.T) {
	for name, cfg := range networks() {
		rng := rand.New(rand.NewPCG(15, 16))
		net := newTestNetwork(t, cfg, rng)
		net.Prepare(false)
		one := Sequence{IDs: [][]int32{{5, 2, 4}, {1, 1, 2}}, Chars: []string{"x", "abcdefg", "x"}}
		var alone, among Pass
		net.Forward(&alone, []Sequence{one}, nil)
		net.Forward(&among, []Sequence{{IDs: [][]int32{{1}, {1}}, Chars: []string{""}}, one, {IDs: [][]int32{{1, 2, 3, 4, 5}, {3, 2, 1, 0, 1}}, Chars: []string{"y", "x", "zz", "", "xyz"}}}, nil)
		a, b := net.Emissions(&alone, 0), net.Emissions(&among, 1)
		for i := range a {
			if math.Abs(float64(a[i]-b[i])) > 1e-6 {
				t.Fatalf("%s: emission %d: %g alone, %g in a batch", name, i, a[i], b[i])
			}
		}
	}
}

func TestWindows(t *testing.T) {
	cases := []struct {
		ends []int
		size int
		want string
	}{
		{nil, 4, "[]"},
		{[]int{3}, 4, "[[0 3]]"},
		{[]int{2, 4, 7}, 4, "[[0 4] [4 7]]"},
		{[]int{2, 5, 6}, 4, "[[0 2] [2 6]]"},
		{[]int{10}, 4, "[[0 4] [4 8] [8 10]]"},
		{[]int{1, 11, 12}, 4, "[[0 1] [1 5] [5 9] [9 12]]"},
	}
	for _, c := range cases {
		if got := fmt.Sprint(Windows(c.ends, c.size)); got != c.want {
			t.Errorf("Windows(%v, %d) = %s, want %s", c.ends, c.size, got, c.want)
		}
	}
}
