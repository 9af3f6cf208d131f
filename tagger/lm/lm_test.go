package lm

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"covenant/tagger/nn"
)

// texts makes documents of a small grammar: after each word but the last few there
// are at most three others.
func texts(n int) [][][]string {
	rng := rand.New(rand.NewPCG(4, 4))
	pick := func(from ...string) string { return from[rng.IntN(len(from))] }
	docs := make([][][]string, n)
	for i := range docs {
		for range 3 + rng.IntN(4) {
			s := fmt.Sprintf("the %s shall %s the %s within %s days .", pick("buyer", "seller"), pick("pay", "deliver"), pick("price", "goods"), pick("ten", "thirty", "ninety"))
			if rng.IntN(3) == 0 {
				s = "this agreement is governed by the laws of " + pick("france", "delaware") + " ."
			}
			docs[i] = append(docs[i], strings.Fields(s))
		}
	}
	return docs
}

func corpusOf(docs [][][]string, heldEvery int) *Corpus {
	c := new(Corpus)
	for i, d := range docs {
		c.Add(d, heldEvery > 0 && i%heldEvery == 0)
	}
	return c
}

// quick are options with which training takes a fraction of a second.
func quick() Options {
	o := DefaultOptions()
	o.Dim, o.Hidden, o.MinCount, o.Samples = 12, 16, 1, 10
	o.Lanes, o.Window, o.Epochs, o.Rate, o.Dropout = 6, 7, 4, 0.02, 0.1
	return o
}

// heard keeps what a run reports.
type heard struct {
	done   []float64
	words  []int
	losses []float64
	epochs []Epoch
	on     func(steps int)
}

func (h *heard) Batch(done float64, words int, loss float64) {
	h.done, h.words, h.losses = append(h.done, done), append(h.words, words), append(h.losses, loss)
	if h.on != nil {
		h.on(len(h.done))
	}
}

func (h *heard) Epoch(e Epoch) { h.epochs = append(h.epochs, e) }

func train(t testing.TB, c *Corpus, o Options) *Model {
	t.Helper()
	m, err := Train(t.Context(), c, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Who knows the grammar has a perplexity of about 1.3 on its sentences.
func TestTrainLearns(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(o *Options)
	}{
		{"both ways", func(*Options) {}},
		{"exact softmax", func(o *Options) { o.Samples = 1000 }},
		{"forward", func(o *Options) { o.Direction = nn.Forward }},
		{"backward", func(o *Options) { o.Direction = nn.Backward }},
		{"two layers", func(o *Options) { o.Layers = 2 }},
		{"no projection", func(o *Options) { o.Dim = o.Hidden }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := quick()
			c.change(&o)
			var h heard
			m, err := Train(t.Context(), corpusOf(texts(120), 10), o, &h)
			if err != nil {
				t.Fatal(err)
			}
			p := m.Info.HeldOut
			if (p.Forward > 0) != (o.Direction != nn.Backward) || (p.Backward > 0) != (o.Direction != nn.Forward) {
				t.Errorf("judged in the directions %+v", p)
			}
			if p.Forward > 2 || p.Backward > 2 {
				t.Errorf("perplexity %+v, want at most 2", p)
			}
			if len(h.epochs) != o.Epochs || h.epochs[0].HeldOut.Mean() <= p.Mean() || h.done[len(h.done)-1] != 1 {
				t.Errorf("told of epochs %+v, and %g of the run", h.epochs, h.done[len(h.done)-1])
			}
			again, err := m.perplexity(t.Context(), mustNumbered(t, corpusOf(texts(120), 10), o).held, 1)
			if err != nil || again != p {
				t.Errorf("the model's perplexity is %+v, error %v; told was %+v", again, err, p)
			}
		})
	}
}

func mustNumbered(t testing.TB, c *Corpus, o Options) *data {
	t.Helper()
	d, err := c.numbered(o.MinCount)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func sameWeights(a, b *Model) bool {
	for i, p := range a.params() {
		for j, w := range p.W {
			if b.params()[i].W[j] != w {
				return false
			}
		}
	}
	return true
}

func TestSameSeedGivesTheSameModel(t *testing.T) {
	o := quick()
	o.Epochs = 1
	c := corpusOf(texts(40), 10)
	o.Workers = 1
	one := train(t, c, o)
	o.Workers = 2
	if !sameWeights(one, train(t, c, o)) {
		t.Error("two processors give other weights than one")
	}
	o.Seed++
	if sameWeights(one, train(t, c, o)) {
		t.Error("another seed gives the same weights")
	}
}

// The gradients of a whole window, by both ways and from a carried state, are those
// that differences give.
func TestGradient(t *testing.T) {
	for _, samples := range []int{4, 1000} {
		for _, layers := range []int{1, 2} {
			t.Run(fmt.Sprintf("samples=%d,layers=%d", samples, layers), func(t *testing.T) {
				docs := [][][]string{{{"a", "b", "c"}, {"b", "b"}}, {{"c", "a", "b", "a", "c", "d"}}}
				o := quick()
				o.Dim, o.Hidden, o.Layers = 3, 4, layers
				d := mustNumbered(t, corpusOf(docs, 0), o)
				m := newModel(o.Config, d.words, Info{Seed: 3})
				var sampler *nn.Sampler
				if samples < len(d.counts) {
					s, err := nn.NewSampler(d.counts, samples)
					if err != nil {
						t.Fatal(err)
					}
					sampler = s
				}
				list := []piece{{lane: 1, doc: 0, from: 2, to: 5}, {lane: 0, doc: 1, from: 0, to: 4}}
				drop := nn.Dropout{P: 0.3}
				run := func(g *nn.Grads) float64 {
					m.prepare(true)
					loss := 0.0
					for _, w := range m.Ways {
						c := newCarried(w, 2)
						for _, s := range c.layers {
							for i := range s.H {
								s.H[i], s.C[i] = float32(i%3)/4, float32(i%5)/5
							}
						}
						var p pass
						p.fill(w.Direction, d.trained, list)
						rng := rand.New(rand.NewPCG(5, 5))
						m.forward(&p, w, c.begin(list), drop, rng)
						loss += m.loss(&p, w, g, sampler, drop, rng, 0.5)
					}
					return loss
				}
				g := nn.NewGrads()
				run(g)
				const step = 1e-2
				for _, p := range m.params() {
					grad := g.Of(p).G
					for i, w := range p.W {
						p.W[i] = w + step
						up := run(nn.NewGrads())
						p.W[i] = w - step
						down := run(nn.NewGrads())
						p.W[i] = w
						want := (up - down) / (2 * step)
						if diff := math.Abs(want - float64(grad[i])); diff > 2e-3+0.02*math.Abs(want) {
							t.Errorf("%s[%d]: gradient %.5f, differences give %.5f", p.Name, i, grad[i], want)
						}
					}
				}
			})
		}
	}
}

func TestTooLittleText(t *testing.T) {
	for name, docs := range map[string][][][]string{
		"none": nil, "no words": {{{}}, {}}, "one word": {{{"a", "a"}}},
	} {
		if _, err := Train(t.Context(), corpusOf(docs, 0), quick(), nil); !errors.Is(err, ErrNoWords) {
			t.Errorf("%s: error %v, want %v", name, err, ErrNoWords)
		}
	}
	if _, err := Train(t.Context(), corpusOf(texts(5), 1), quick(), nil); !errors.Is(err, ErrNoWords) {
		t.Errorf("all held out: error %v, want %v", err, ErrNoWords)
	}
}

func TestTrainDiverges(t *testing.T) {
	o := quick()
	o.Rate = 1e30
	if _, err := Train(t.Context(), corpusOf(texts(20), 0), o, nil); !errors.Is(err, ErrDiverged) {
		t.Errorf("error %v, want %v", err, ErrDiverged)
	}
}

func TestTrainIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h := heard{on: func(steps int) {
		if steps == 3 {
			cancel()
		}
	}}
	if _, err := Train(ctx, corpusOf(texts(60), 0), quick(), &h); !errors.Is(err, context.Canceled) || len(h.done) != 3 {
		t.Errorf("error %v after %d steps", err, len(h.done))
	}
}

func TestOptions(t *testing.T) {
	if err := DefaultOptions().Validate(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(o *Options){
		"no width":       func(o *Options) { o.Dim = 0 },
		"too wide":       func(o *Options) { o.Hidden = maxWidth + 1 },
		"no layers":      func(o *Options) { o.Layers = 0 },
		"direction":      func(o *Options) { o.Direction = "up" },
		"no count":       func(o *Options) { o.MinCount = 0 },
		"no samples":     func(o *Options) { o.Samples = 0 },
		"no lanes":       func(o *Options) { o.Lanes = 0 },
		"no window":      func(o *Options) { o.Window = 0 },
		"no epochs":      func(o *Options) { o.Epochs = 0 },
		"rate":           func(o *Options) { o.Rate = math.NaN() },
		"clip":           func(o *Options) { o.Clip = 0 },
		"dropout of one": func(o *Options) { o.Dropout = 1 },
		"workers":        func(o *Options) { o.Workers = -1 },
	} {
		o := DefaultOptions()
		change(&o)
		if o.Validate() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
