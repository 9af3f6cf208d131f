package nn

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func testTied(v, d int, rng *rand.Rand) *TiedSoftmax {
	o := NewTiedSoftmax("out", NewEmbedding("embed", v, d, rng).Table)
	uniform(o.B.W, 1, rng)
	return o
}

// Three words with the vectors (1,0), (0,1), (1,1) and biases 0, 0.5, -1; y = (1,2)
// gives the scores 1, 2.5, 2: log Σ exp = 2.5 + log(e^-1.5 + 1 + e^-0.5) = 3.104131.
func TestTiedSoftmaxByHand(t *testing.T) {
	o := testTied(3, 2, rand.New(rand.NewPCG(1, 1)))
	copy(o.Table.W, []float32{1, 0, 0, 1, 1, 1})
	copy(o.B.W, []float32{0, 0.5, -1})
	o.Prepare()
	var p TiedPass
	y := []float32{1, 2, 1, 2, 1, 2}
	got := make([]float64, 3)
	o.LogProbs(&p, got, y, []int32{0, 1, 2})
	for i, want := range []float64{1 - 3.104131, 2.5 - 3.104131, 2 - 3.104131} {
		if math.Abs(got[i]-want) > 2e-6 {
			t.Errorf("log p(%d) = %.6f, worked by hand %.6f", i, got[i], want)
		}
	}
	for i, l := range o.LogSoftmax(&p, y, 3) {
		if math.Abs(float64(l)-got[i%3]) > 2e-6 {
			t.Errorf("row %d: log p(%d) = %.6f, alone %.6f", i/3, i%3, l, got[i%3])
		}
	}
	dy := make([]float32, 6)
	if loss := o.Loss(&p, NewGrads(), y, []int32{0, 1, 2}, dy, 2); math.Abs(loss-2*(3*3.104131-5.5)) > 1e-5 {
		t.Errorf("loss %.6f, worked by hand %.6f", loss, 2*(3*3.104131-5.5))
	}
}

// Two draws of three words whose counts are equal: each is
// drawn 2/3 times on average. Word 0 came twice: its score is 1 + log 2 - log(2/3),
// that of the target 1 is 2.5 - log(2/3); log(2/3) falls out. The loss is
// log(e^2.5 + 2e) - 2.5 = 0.368981.
func TestSampledLossByHand(t *testing.T) {
	o := testTied(3, 2, rand.New(rand.NewPCG(1, 1)))
	copy(o.Table.W, []float32{1, 0, 0, 1, 1, 1})
	copy(o.B.W, []float32{0, 0.5, -1})
	s, err := NewSampler([]int{4, 4, 4}, 2)
	if err != nil {
		t.Fatal(err)
	}
	third := float32(math.Log(2.0 / 3))
	sample := &Sample{ids: []int32{0}, logit: []float32{float32(math.Log(2)) - third}, from: s}
	var p TiedPass
	dy := make([]float32, 2)
	if got := o.SampledLoss(&p, NewGrads(), []float32{1, 2}, []int32{1}, sample, dy, 1); math.Abs(got-0.368981) > 1e-5 {
		t.Errorf("loss %.6f, worked by hand 0.368981", got)
	}
	// A sample of nothing but the target leaves nothing to choose from.
	sample.ids[0] = 1
	if got := o.SampledLoss(&p, NewGrads(), []float32{1, 2}, []int32{1}, sample, dy, 1); got != 0 || dy[0] != 0 || dy[1] != 0 {
		t.Errorf("loss %g with gradient %v, want 0", got, dy)
	}
}

func TestTiedSoftmaxGradient(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	const v, d, n = 7, 3, 5
	o := testTied(v, d, rng)
	y := &Param{Name: "y", Rows: n, Cols: d, W: randomMatrix(n*d, rng)}
	targets := []int32{2, 6, 2, 0, 4}
	s, err := NewSampler([]int{9, 1, 5, 0, 2, 30, 1}, 4)
	if err != nil {
		t.Fatal(err)
	}
	var sample Sample
	s.Draw(&sample, rng)
	var p TiedPass
	losses := map[string]func(g *Grads, dy []float32) float64{
		"exact":   func(g *Grads, dy []float32) float64 { return o.Loss(&p, g, y.W, targets, dy, 0.7) },
		"sampled": func(g *Grads, dy []float32) float64 { return o.SampledLoss(&p, g, y.W, targets, &sample, dy, 0.7) },
	}
	for name, loss := range losses {
		t.Run(name, func(t *testing.T) {
			g, scratch := NewGrads(), make([]float32, n*d)
			loss(g, g.Of(y).G)
			checkGradient(t, []*Param{o.Table, o.B, y}, g, func() float64 { return loss(NewGrads(), scratch) })
		})
	}
}

// A sample that is large enough gives about the gradient of the exact loss.
func TestSampledLossComesNearTheExactOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 6))
	const v, d = 40, 4
	o := testTied(v, d, rng)
	counts := make([]int, v)
	for i := range counts {
		counts[i] = 1 + 400/(i+1)
	}
	s, err := NewSampler(counts, 20000)
	if err != nil {
		t.Fatal(err)
	}
	var sample Sample
	s.Draw(&sample, rng)
	y, targets := randomMatrix(3*d, rng), []int32{0, 7, 39}
	var p TiedPass
	exact, sampled := make([]float32, 3*d), make([]float32, 3*d)
	want := o.Loss(&p, NewGrads(), y, targets, exact, 1)
	// The targets' scores are corrected too: without their own correction the
	// sample is an estimate of the sum over all words but the target.
	got := 0.0
	for i, target := range targets {
		got += o.SampledLoss(&p, NewGrads(), y[i*d:(i+1)*d], []int32{target}, shifted(&sample, target), sampled[i*d:(i+1)*d], 1)
	}
	if math.Abs(got-want) > 0.05 {
		t.Errorf("loss %.4f, exact %.4f", got, want)
	}
	for i := range exact {
		if math.Abs(float64(exact[i]-sampled[i])) > 0.05 {
			t.Errorf("gradient %d is %.4f, exact %.4f", i, sampled[i], exact[i])
		}
	}
}

// shifted is the sample as it is for a target whose score needs no correction.
func shifted(s *Sample, target int32) *Sample {
	out := &Sample{ids: s.ids, from: s.from}
	for _, x := range s.logit {
		out.logit = append(out.logit, x-s.from.logN[target])
	}
	return out
}

func TestSamplerDrawsInProportion(t *testing.T) {
	counts := []int{16, 1, 81, 0}
	const size = 100_000
	s, err := NewSampler(counts, size)
	if err != nil {
		t.Fatal(err)
	}
	var sample Sample
	s.Draw(&sample, rand.New(rand.NewPCG(1, 1)))
	if len(sample.ids) != 4 {
		t.Fatalf("drew %d of 4 words", len(sample.ids))
	}
	for j, share := range []float64{8.0 / 37, 1.0 / 37, 27.0 / 37, 1.0 / 37} { // count^0.75
		if got := s.logN[j]; math.Abs(float64(got)-math.Log(size*share)) > 1e-5 {
			t.Errorf("word %d is drawn e^%.4f times on average, want e^%.4f", j, got, math.Log(size*share))
		}
		if math.Abs(float64(sample.logit[j])) > 0.1 {
			t.Errorf("word %d was drawn e^%.3f times as often as on average", j, sample.logit[j])
		}
	}
	for _, c := range []struct {
		counts []int
		size   int
	}{{nil, 3}, {[]int{1}, 0}} {
		if _, err := NewSampler(c.counts, c.size); err == nil {
			t.Errorf("%d draws of %d words: no error", c.size, len(c.counts))
		}
	}
}

// The probabilities of all words add up to one, whatever the scores.
func TestLogProbsAddUpToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, d := rapid.IntRange(1, 90).Draw(t, "V"), rapid.IntRange(1, 5).Draw(t, "D")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		o := testTied(v, d, rng)
		o.Prepare()
		y := randomMatrix(d, rng)
		for i := range y {
			y[i] *= float32(rapid.IntRange(0, 30).Draw(t, "scale"))
		}
		var rows []float32
		targets := make([]int32, v)
		for i := range targets {
			targets[i] = int32(i)
			rows = append(rows, y...)
		}
		out := make([]float64, v)
		var p TiedPass
		o.LogProbs(&p, out, rows, targets)
		sum := 0.0
		for _, l := range out {
			sum += math.Exp(l)
		}
		if math.Abs(sum-1) > 1e-4 {
			t.Fatalf("probabilities add up to %g", sum)
		}
	})
}
