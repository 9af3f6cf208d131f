package lm

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/tagger/nn"
)

// slowLogProbs returns log p of each symbol by reading the text symbol by symbol.
func slowLogProbs(m *Model, way *Way, d document) []float64 {
	out := make([]float64, len(d))
	states := make([]nn.State, len(way.Layers))
	for i, l := range way.Layers {
		states[i] = nn.NewState(1, l.Hidden())
	}
	var p pass
	for k := range d.symbols() {
		p.begin([]int{1})
		p.inputs = append(p.inputs, d.in(way.Direction, k))
		m.forward(&p, way, states, nn.Dropout{}, nil)
		out[k+1] = float64(m.Out.LogSoftmax(&p.tied, p.y, 1)[d.in(way.Direction, k+1)])
	}
	return out
}

// drawDocuments draws documents of the small model's words and others.
func drawDocuments(t *rapid.T) [][][]string {
	word := rapid.SampledFrom([]string{"the", "buyer", "ü", "x", "y"})
	sentence := rapid.SliceOfN(word, 0, 9)
	return rapid.SliceOfN(rapid.SliceOfN(sentence, 0, 6), 0, 5).Draw(t, "documents")
}

// Scoring many documents side by side gives what reading each alone, symbol by symbol,
// does; every symbol is counted once in each direction.
func TestScoreIsThatOfReadingAlone(t *testing.T) {
	m := small()
	m.Info.Rare = 5
	m.prepare(false)
	rapid.Check(t, func(t *rapid.T) {
		docs := drawDocuments(t)
		scores, err := m.Score(context.Background(), docs)
		if err != nil {
			t.Fatal(err)
		}
		for i, sentences := range docs {
			d := m.document(sentences)
			forward, backward := slowLogProbs(m, m.Ways[0], d), slowLogProbs(m, m.Ways[1], d)
			at := 1
			for j, words := range sentences {
				got := scores[i][j]
				var want SentenceScore
				if len(words) > 0 {
					want.Words = len(words)
					for k := at; k <= at+len(words); k++ {
						want.Forward += forward[k]
						want.Backward += backward[len(d)-k] // from the bound before to the last word
					}
					at += len(words) + 1
				}
				for _, w := range words {
					if w == "x" || w == "y" {
						want.Unknown++
						want.Forward -= math.Log(5)
						want.Backward -= math.Log(5)
					}
				}
				if got.Words != want.Words || got.Unknown != want.Unknown || math.Abs(got.Forward-want.Forward) > 1e-3 || math.Abs(got.Backward-want.Backward) > 1e-3 {
					t.Fatalf("document %d, sentence %d: %+v, alone %+v", i, j, got, want)
				}
			}
		}
	})
}

func TestPerplexityByHand(t *testing.T) {
	// Two sentences of one and two words, with two and three symbols: -log p is 1 and
	// 4 forward, so the perplexity is e^0.5, e^(4/3), and e^(5/5) together.
	a := SentenceScore{Words: 1, Forward: -1, Backward: -2}
	b := SentenceScore{Words: 2, Unknown: 1, Forward: -4}
	for _, c := range []struct {
		got, want float64
	}{
		{a.Perplexity().Forward, math.Exp(0.5)},
		{a.Perplexity().Backward, math.E},
		{a.Perplexity().Mean(), math.Exp(0.75)},
		{b.Perplexity().Forward, math.Exp(4.0 / 3)},
		{b.Perplexity().Backward, 0},
		{b.Perplexity().Mean(), math.Exp(4.0 / 3)},
		{SentenceScore{}.Perplexity().Mean(), 0},
		{SentenceScore{Words: 1, Forward: -1e9}.Perplexity().Forward, math.Exp(700)},
	} {
		if math.Abs(c.got-c.want) > 1e-9*max(1, c.want) {
			t.Errorf("%.6f, want %.6f", c.got, c.want)
		}
	}
	sum, p := Total([]SentenceScore{a, {}, b})
	if sum.Words != 3 || sum.Unknown != 1 || math.Abs(p.Forward-math.E) > 1e-9 {
		t.Errorf("together %+v, %+v", sum, p)
	}
	if sum, p := Total(nil); sum.Words != 0 || p.Mean() != 0 {
		t.Errorf("of nothing %+v, %+v", sum, p)
	}
}

// A model tells what it has learned from what it has not.
func TestScoreTellsGarbledText(t *testing.T) {
	m := train(t, corpusOf(texts(100), 0), quick())
	good := []string{"the", "buyer", "shall", "pay", "the", "price", "within", "ten", "days", "."}
	bad := slices.Clone(good)
	slices.Reverse(bad)
	scores, err := m.Score(t.Context(), [][][]string{{good}, {bad}})
	if err != nil {
		t.Fatal(err)
	}
	// Letters that make no word are not likely, though all are one word to the network.
	m.Info.Rare = 1000
	garbled, err := m.Score(t.Context(), [][][]string{{strings.Fields("qvc zzt shall kkq the wqx")}})
	if err != nil {
		t.Fatal(err)
	}
	if g := garbled[0][0].Perplexity(); g.Mean() < 100 {
		t.Errorf("perplexity %+v of what is no word", g)
	}
	if g, b := scores[0][0].Perplexity(), scores[1][0].Perplexity(); g.Mean() > 3 || b.Mean() < 10 {
		t.Errorf("perplexity %+v of a sentence, %+v of the same in disorder", g, b)
	}
}

func TestScoreIsStopped(t *testing.T) {
	m := small()
	m.prepare(false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Score(ctx, [][][]string{{{"the"}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := m.Complete(ctx, [][]string{{"the"}}, DefaultCompleteOptions()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
