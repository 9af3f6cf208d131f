package lm

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"covenant/tagger/nn"
)

// The bits of a stretch are those of a document of the same symbols, in the order of
// the text whatever the direction, and do not depend on what is read beside it.
func TestSurprise(t *testing.T) {
	for _, way := range []nn.Direction{nn.Forward, nn.Backward} {
		t.Run(string(way), func(t *testing.T) {
			o := quick()
			o.Direction, o.MinCount = way, 2
			docs := append(texts(60), [][]string{{"a", "rare", "word"}, {"one", "more"}})
			m := train(t, corpusOf(docs, 0), o)
			stretches := [][]string{
				strings.Fields("the buyer shall pay the price within ten days"),
				{},
				strings.Fields("governed by zyx laws"),
				{"the"},
			}
			for len(stretches) < surpriseLanes+5 {
				stretches = append(stretches, stretches[0][:len(stretches)%7])
			}
			got, err := m.Surprise(t.Context(), stretches)
			if err != nil {
				t.Fatal(err)
			}
			for i, s := range stretches {
				if len(got[i]) != len(s) {
					t.Fatalf("stretch %d: bits of %d symbols, want %d", i, len(got[i]), len(s))
				}
				if len(s) == 0 {
					continue
				}
				want := make([]float64, len(s))
				d := m.document([][]string{s})
				err := m.logProbs(t.Context(), []document{d}, 1, func(_ nn.Direction, _, k int, logp float64) {
					if d.in(way, k) == unknown {
						logp += m.unknownLogProb()
					}
					if k <= len(s) {
						want[k-1] = -logp / math.Ln2
					}
				})
				if err != nil {
					t.Fatal(err)
				}
				if way == nn.Backward {
					slices.Reverse(want)
				}
				for k := range want {
					if math.Abs(got[i][k]-want[k]) > 1e-4 {
						t.Errorf("stretch %d, %q: %.5f bits, want %.5f", i, s[k], got[i][k], want[k])
					}
				}
			}
		})
	}
}

func TestSurpriseCancelled(t *testing.T) {
	m := train(t, corpusOf(texts(10), 0), quick())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Surprise(ctx, [][]string{{"the"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
