package word2vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

// pairLoss is the loss of a pair in double precision, from its formula.
func pairLoss(h []float32, rows [][]float32) float64 {
	l := 0.0
	for k, row := range rows {
		x := 0.0
		for i := range h {
			x += float64(h[i]) * float64(row[i])
		}
		if k > 0 {
			x = -x
		}
		l += math.Log1p(math.Exp(-x))
	}
	return l
}

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// slope is the derivative of f by *x, by central differences.
func slope(x *float32, f func() float64) float64 {
	const d = 1.0 / 256
	was := *x
	*x = was + d
	up := f()
	*x = was - d
	down := f()
	*x = was
	return (up - down) / (2 * d)
}

func TestStepFollowsTheGradientOfTheLoss(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, negatives := range []int{0, 1, 5} {
		for _, dim := range []int{1, 7, 20} {
			h := random(rng, dim)
			rows := make([][]float32, negatives+1)
			for k := range rows {
				rows[k] = random(rng, dim)
			}
			f := func() float64 { return pairLoss(h, rows) }
			wantH := make([]float64, dim)
			for i := range h {
				wantH[i] = slope(&h[i], f)
			}
			want, before := make([][]float64, len(rows)), make([][]float32, len(rows))
			for k, row := range rows {
				want[k], before[k] = make([]float64, dim), append([]float32(nil), row...)
				for i := range row {
					want[k][i] = slope(&row[i], f)
				}
			}

			const rate = 0.5
			change := make([]float32, dim)
			step(h, change, rows, make([]float32, len(rows)), rate)
			for i, got := range change {
				if math.Abs(float64(-got/rate)-wantH[i]) > 1e-4 {
					t.Errorf("%d dimensions, %d noise words: ∂L/∂h[%d] is %g, by differences %g", dim, negatives, i, -got/rate, wantH[i])
				}
			}
			for k, row := range rows {
				for i := range row {
					if got := (before[k][i] - row[i]) / rate; math.Abs(float64(got)-want[k][i]) > 1e-4 {
						t.Errorf("%d dimensions, %d noise words: ∂L/∂rows[%d][%d] is %g, by differences %g", dim, negatives, k, i, got, want[k][i])
					}
				}
			}
		}
	}
}

// trainerOf returns the trainer of a corpus of one sentence.
func trainerOf(t *testing.T, opts Options, words ...string) *trainer {
	t.Helper()
	c, err := readCorpus(t.Context(), sentencesOf(words), 1)
	if err != nil {
		t.Fatal(err)
	}
	return newTrainer(c, opts)
}

// A whole window of CBOW moves the vectors down the gradient of the loss of its
// mean, of which each word has its share.
func TestBagFollowsTheGradientOfTheLoss(t *testing.T) {
	opts := DefaultOptions()
	opts.Dim, opts.CBOW, opts.Subsample = 6, true, 0
	tr := trainerOf(t, opts, "a", "b", "c", "b") // b twice: its share is double
	rng := rand.New(rand.NewPCG(2, 2))
	copy(tr.in, random(rng, len(tr.in)))
	copy(tr.out, random(rng, len(tr.out)))
	tr.noise = newNoise([]int{0, 1}) // always word 1
	s := tr.shards[0]
	s.rng = rand.NewPCG(3, 3)
	s.sentence = tr.corpus.ids
	const centre = 2 // c
	c, noise := int(s.sentence[centre]), 1
	if c == noise {
		t.Fatalf("the centre is word %d, which the noise draws", c)
	}
	row := func(m []float32, w int) []float32 { return m[w*opts.Dim : (w+1)*opts.Dim] }
	f := func() float64 {
		mean := make([]float32, opts.Dim)
		for i, w := range s.sentence {
			if i != centre {
				for j, x := range row(tr.in, int(w)) {
					mean[j] += x / 3
				}
			}
		}
		rows := [][]float32{row(tr.out, c)}
		for range opts.Negative {
			rows = append(rows, row(tr.out, noise))
		}
		return pairLoss(mean, rows)
	}
	var wantIn, wantOut []float64
	for i := range tr.in {
		wantIn = append(wantIn, slope(&tr.in[i], f))
		wantOut = append(wantOut, slope(&tr.out[i], f))
	}
	beforeIn, beforeOut := append([]float32(nil), tr.in...), append([]float32(nil), tr.out...)
	const rate = 0.5
	s.bag(centre, 0, len(s.sentence), rate)
	tr.merge(tr.shards, 1)
	for i := range tr.in {
		if got := float64(beforeIn[i]-tr.in[i]) / rate; math.Abs(got-wantIn[i]) > 1e-4 {
			t.Errorf("input %d: gradient %g, by differences %g", i, got, wantIn[i])
		}
		if got := float64(beforeOut[i]-tr.out[i]) / rate; math.Abs(got-wantOut[i]) > 2e-4 {
			t.Errorf("output %d: gradient %g, by differences %g", i, got, wantOut[i])
		}
	}
}
