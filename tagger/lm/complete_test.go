package lm

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"covenant/tagger/nn"
)

func TestCompleteGoesOnAsLearned(t *testing.T) {
	o := quick()
	o.Epochs = 6
	m := train(t, corpusOf(texts(150), 0), o)
	list, err := m.Complete(t.Context(), [][]string{strings.Fields("this agreement is governed by")}, CompleteOptions{N: 2, Beam: 4, Length: 10})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range list {
		if !c.Ended || c.LogProb > 0 {
			t.Errorf("completion %+v", c)
		}
		got = append(got, strings.Join(c.Words, " "))
	}
	slices.Sort(got)
	if want := []string{"the laws of delaware .", "the laws of france ."}; !slices.Equal(got, want) {
		t.Errorf("completions %q, want %q", got, want)
	}
	// A new sentence begins as sentences do.
	list, err = m.Complete(t.Context(), [][]string{strings.Fields("the buyer shall pay the price within ten days ."), nil}, CompleteOptions{N: 1, Beam: 3, Length: 1})
	if err != nil {
		t.Fatal(err)
	}
	if list[0].Words[0] != "the" || list[0].Ended {
		t.Errorf("a new sentence begins with %+v", list[0])
	}
}

// With a beam as wide as all continuations there are, the search is exhaustive: its
// best is that of trying all.
func TestWideBeamFindsTheBest(t *testing.T) {
	for seed := range uint64(8) {
		m := newModel(Config{Dim: 3, Hidden: 4, Layers: 1}, []string{"a", "b"}, Info{Seed: seed})
		for i := range m.Embed.Table.W {
			m.Embed.Table.W[i] *= 3 // so that continuations differ
		}
		m.prepare(false)
		const length = 3
		best, bestWords := math.Inf(-1), ""
		var try func(words []string)
		try = func(words []string) {
			for _, ended := range []bool{false, true} {
				if len(words) == 0 || !ended && len(words) < length || ended && len(words) == length {
					continue
				}
				ids := m.document([][]string{append([]string{"a"}, words...)})
				n := len(words)
				if !ended {
					ids = ids[:len(ids)-1]
				} else {
					n++
				}
				sum := 0.0
				for _, l := range slowLogProbs(m, m.Ways[0], ids)[2:] {
					sum += l
				}
				if sum/float64(n) > best {
					best, bestWords = sum/float64(n), strings.Join(words, " ")
				}
			}
			if len(words) < length {
				for _, w := range m.words {
					try(append(slices.Clip(words), w))
				}
			}
		}
		try(nil)
		list, err := m.Complete(t.Context(), [][]string{{"a"}}, CompleteOptions{N: 1, Beam: 100, Length: length})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(list[0].Words, " "); got != bestWords || math.Abs(list[0].PerWord()-best) > 1e-4 {
			t.Errorf("seed %d: %q with %.4f a word, the best is %q with %.4f", seed, got, list[0].PerWord(), bestWords, best)
		}
	}
}

func TestCompleteRefuses(t *testing.T) {
	m := newModel(Config{Dim: 2, Hidden: 2, Layers: 1, Direction: nn.Backward}, []string{"a"}, Info{})
	m.prepare(false)
	if _, err := m.Complete(t.Context(), nil, DefaultCompleteOptions()); !errors.Is(err, ErrNoForward) {
		t.Errorf("backwards only: error %v, want %v", err, ErrNoForward)
	}
	for _, o := range []CompleteOptions{{0, 1, 1}, {1, 1, 0}, {3, 2, 1}, {1, maxBeam + 1, 1}} {
		if _, err := m.Complete(t.Context(), nil, o); err == nil || errors.Is(err, ErrNoForward) {
			t.Errorf("%+v: error %v", o, err)
		}
	}
}

func TestLikeliest(t *testing.T) {
	row := []float32{9, 1, 3, 2, 3} // the unknown word first
	for n, want := range map[int][]int32{1: {2}, 2: {2, 4}, 3: {2, 4, 3}, 9: {2, 4, 3, 1}} {
		if got := likeliest(row, n); !slices.Equal(got, want) {
			t.Errorf("the %d likeliest are %v, want %v", n, got, want)
		}
	}
}

func TestJoin(t *testing.T) {
	for in, want := range map[string]string{
		"":                                   "",
		"by":                                 "by",
		"the buyer , inc. ( the “ buyer ” )": "the buyer, inc. (the “buyer”)",
		"within ten days .":                  "within ten days.",
		"$ 000 , or 0 %":                     "$000, or 0%",
	} {
		if got := Join(strings.Fields(in)); got != want {
			t.Errorf("Join(%q) = %q, want %q", in, got, want)
		}
	}
}
