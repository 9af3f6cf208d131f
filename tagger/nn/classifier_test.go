package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// classifiers are configurations that between them have every cell and pool.
func classifiers() map[string]ClassifierConfig {
	out := map[string]ClassifierConfig{}
	for _, cell := range allCells {
		for _, pool := range []PoolKind{PoolMax, PoolAttention} {
			c := ClassifierConfig{
				Config: Config{Fields: []Field{{"a", 6, 3}, {"b", 4, 2}}, Cell: cell, Hidden: 3, Layers: 2},
				Pool:   pool, Heads: []int{3, 2},
			}
			if pool == PoolAttention {
				c.Attention = 4
			}
			out[fmt.Sprintf("%s,%s", cell, pool)] = c
		}
	}
	for _, pool := range []string{"max", "attention"} {
		c := out["gru,"+pool]
		c.Gate = true
		out["gate,"+pool] = c
	}
	for _, pool := range []string{"max", "attention"} {
		c := out["lstm,"+pool]
		c.Several = []bool{true, false}
		out["several,"+pool] = c
	}
	c := out["lstm,attention"]
	c.Chars, c.Top = &Chars{Kind: CharConv, Dim: 2, Hidden: 3}, true
	out["characters and a layer on top"] = c
	return out
}

func newTestClassifier(t testing.TB, cfg ClassifierConfig) *Classifier {
	t.Helper()
	c, err := NewClassifier(cfg, rand.New(rand.NewPCG(21, 23)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// classifierBatch has sequences with one head asked, the other, both, and none.
func classifierBatch() ([]Sequence, [][]int) {
	return []Sequence{
		{IDs: [][]int32{{1, 2}, {0, 3}}, Chars: []string{"ab", ""}},
		{IDs: [][]int32{{5, 2, 4}, {1, 1, 2}}, Chars: []string{"a", "ab", "bcab"}},
		{IDs: [][]int32{{3}, {2}}, Chars: []string{"c"}},
		{IDs: [][]int32{{1, 1}, {2, 0}}, Chars: []string{"c", "a"}},
	}, [][]int{{2, Unknown}, {Unknown, 1}, {0, 0}, {Unknown, Unknown}}
}

// severalTargets are targets of the same batch where several of the first head's
// classes may hold: one, none asked, two, and none.
func severalTargets() [][]int {
	return [][]int{{Holding(2), Unknown}, {Unknown, 1}, {Holding(0, 2), 0}, {Holding(), Unknown}}
}

func TestClassifierGradient(t *testing.T) {
	batch, targets := classifierBatch()
	weights := [][]float64{{1, 0.5, 2}, {1.5, 1}}
	for name, cfg := range classifiers() {
		targets := targets
		if cfg.Several != nil {
			targets = severalTargets()
		}
		for _, dropout := range []float32{0, 0.3} {
			t.Run(fmt.Sprintf("%s,dropout=%g", name, dropout), func(t *testing.T) {
				cfg.Dropout = dropout
				net := newTestClassifier(t, cfg)
				var p ClassifierPass
				run := func(g *Grads) float64 {
					net.Prepare(true)
					net.Forward(&p, batch, rand.New(rand.NewPCG(1, 1)))
					return net.Backward(&p, g, targets, weights, 0.5)
				}
				g := NewGrads()
				run(g)
				checkGradient(t, net.Params(), g, func() float64 { return run(NewGrads()) })
			})
		}
	}
}

func TestClassifierCountsWeights(t *testing.T) {
	for name, cfg := range classifiers() {
		var want int64
		for _, p := range newTestClassifier(t, cfg).Params() {
			want += int64(len(p.W))
		}
		if got := cfg.Weights(); got != want {
			t.Errorf("%s: %d weights counted, the network has %d", name, got, want)
		}
	}
}

// What a sequence shares its batch with changes nothing, nor does the way that
// keeps nothing for a backward pass.
func TestClassifierDoesNotDependOnTheBatch(t *testing.T) {
	batch, _ := classifierBatch()
	for name, cfg := range classifiers() {
		net := newTestClassifier(t, cfg)
		net.Prepare(false)
		var alone, among ClassifierPass
		net.Forward(&among, batch, nil)
		for i, s := range batch {
			net.Infer(&alone, []Sequence{s})
			for h, k := range cfg.Heads {
				a, b, sum := net.Probabilities(&alone, 0, h), net.Probabilities(&among, i, h), 0.0
				for c := range k {
					sum += a[c]
					if math.Abs(a[c]-b[c]) > 1e-5 {
						t.Fatalf("%s: sequence %d, head %d: %v alone, %v in a batch", name, i, h, a, b)
					}
				}
				if cfg.Several != nil && cfg.Several[h] {
					continue // each has its own
				}
				if math.Abs(sum-1) > 1e-9 {
					t.Fatalf("%s: probabilities %v sum to %g", name, a, sum)
				}
			}
			a, b := net.Weights(&alone, 0), net.Weights(&among, i)
			if len(a) != s.Len() {
				t.Fatalf("%s: %d weights of %d steps", name, len(a), s.Len())
			}
			for step := range a {
				if math.Abs(a[step]-b[step]) > 1e-5 {
					t.Fatalf("%s: sequence %d: weights %v alone, %v in a batch", name, i, a, b)
				}
			}
		}
	}
}

// Evidence sums to one for every class; with an attention it is its weights.
func TestClassifierEvidence(t *testing.T) {
	batch, _ := classifierBatch()
	for name, cfg := range classifiers() {
		net := newTestClassifier(t, cfg)
		net.Prepare(false)
		var p ClassifierPass
		net.Infer(&p, batch)
		for i, s := range batch {
			for h, k := range cfg.Heads {
				for class := range k {
					e, sum := net.Evidence(&p, i, h, class), 0.0
					for _, w := range e {
						if w < 0 {
							t.Fatalf("%s: evidence %v", name, e)
						}
						sum += w
					}
					if len(e) != s.Len() || math.Abs(sum-1) > 1e-5 {
						t.Fatalf("%s: evidence %v of %d steps sums to %g", name, e, s.Len(), sum)
					}
					if w := net.Weights(&p, i); cfg.Pool == PoolAttention && fmt.Sprint(e) != fmt.Sprint(w) {
						t.Fatalf("%s: evidence %v, weights %v", name, e, w)
					}
				}
			}
		}
	}
}

func TestClassifierConfigRefuses(t *testing.T) {
	for name, change := range map[string]func(c *ClassifierConfig){
		"no fields":          func(c *ClassifierConfig) { c.Fields = nil },
		"an output of tags":  func(c *ClassifierConfig) { c.Config.Output = OutputCRF },
		"no pool":            func(c *ClassifierConfig) { c.Pool = "" },
		"unknown pool":       func(c *ClassifierConfig) { c.Pool = "mean" },
		"attention of none":  func(c *ClassifierConfig) { c.Attention = 0 },
		"no head":            func(c *ClassifierConfig) { c.Heads = nil },
		"a head of one":      func(c *ClassifierConfig) { c.Heads = []int{3, 1} },
		"a head of negative": func(c *ClassifierConfig) { c.Heads = []int{-3} },
		"several of unknown": func(c *ClassifierConfig) { c.Several = []bool{true} },
		"several of too many": func(c *ClassifierConfig) {
			c.Heads, c.Several = []int{2, MaxSeveral + 1}, []bool{false, true}
		},
	} {
		c := classifiers()["gru,attention"]
		change(&c)
		if _, err := NewClassifier(c, rand.New(rand.NewPCG(1, 1))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// What the steps add to a class is its logit, but for the bias.
func TestContributionsSumToTheLogit(t *testing.T) {
	batch, _ := classifierBatch()
	for name, cfg := range classifiers() {
		net := newTestClassifier(t, cfg)
		net.Prepare(false)
		var p ClassifierPass
		net.Infer(&p, batch)
		for i, s := range batch {
			for h, k := range cfg.Heads {
				for class := range k {
					parts, sum := net.Contributions(&p, i, h, class), float64(net.Heads[h].B.W[class])
					if len(parts) != s.Len() {
						t.Fatalf("%s: %d contributions of %d steps", name, len(parts), s.Len())
					}
					for _, x := range parts {
						sum += x
					}
					if want := float64(p.logits[h][p.row[i]*k+class]); math.Abs(sum-want) > 1e-5 {
						t.Errorf("%s: sequence %d, head %d, class %d: contributions sum to %g, the logit is %g", name, i, h, class, sum, want)
					}
				}
			}
		}
	}
}

// The loss of classes of which several hold, by hand.
func TestLossOfSeveral(t *testing.T) {
	d := make([]float32, 3)
	got := lossOfSeveral([]float32{0, 2, -1}, Holding(0, 2), []float64{1, 1, 3}, 0.5, d)
	// ½·(ln 2 + ln(1+e²) + 3·ln(1+e))
	if want := 0.5 * (math.Log(2) + math.Log(1+math.Exp(2)) + 3*math.Log(1+math.E)); math.Abs(got-want) > 1e-9 {
		t.Errorf("loss %g, want %g", got, want)
	}
	for j, want := range []float64{-0.25, 0.5 / (1 + math.Exp(-2)), -1.5 * (1 - 1/(1+math.E))} {
		if math.Abs(float64(d[j])-want) > 1e-6 {
			t.Errorf("gradient of class %d is %g, want %g", j, d[j], want)
		}
	}
}
