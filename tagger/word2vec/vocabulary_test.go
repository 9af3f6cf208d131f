package word2vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestReadCorpus(t *testing.T) {
	text := sentencesOf(strings.Fields("c b b once"), nil, strings.Fields("twice"), strings.Fields("a twice a b"))
	cases := []struct {
		minCount int
		want     string
	}{
		{1, "words [b a twice c once] counts [3 2 2 1 1] ids [3 0 0 4 2 1 2 1 0] ends [4 4 5 9]"},
		{2, "words [b a twice] counts [3 2 2] ids [0 0 2 1 2 1 0] ends [2 2 3 7]"},
		{4, "words [] counts [] ids [] ends [0 0 0 0]"},
	}
	for _, c := range cases {
		got, err := readCorpus(t.Context(), text, c.minCount)
		if err != nil {
			t.Fatal(err)
		}
		if s := fmt.Sprintf("words %v counts %v ids %v ends %v", got.words, got.counts, got.ids, got.ends); s != c.want {
			t.Errorf("at least %d times:\n%s, want\n%s", c.minCount, s, c.want)
		}
	}
}

func TestChunksCoverAllSentences(t *testing.T) {
	c := &corpus{ends: []int{4, 4, 5, 9, 30, 31, 32}, ids: make([]int32, 32)}
	for words, want := range map[int]string{
		1:    "[[0 1] [1 3] [3 4] [4 5] [5 6] [6 7]]",
		5:    "[[0 3] [3 5] [5 7]]",
		1000: "[[0 7]]",
	} {
		if got := fmt.Sprint(c.chunks(words)); got != want {
			t.Errorf("chunks of %d words are %s, want %s", words, got, want)
		}
	}
}

func TestFrequentWordsAreThinned(t *testing.T) {
	c := &corpus{counts: []int{500, 100, 10}, ids: make([]int32, 610)}
	const threshold = 0.1
	for i, k := range c.keepers(threshold) {
		f := float64(c.counts[i]) / 610
		want := min(1, math.Sqrt(threshold/f)+threshold/f)
		if got := float64(k) / (1 << 64); math.Abs(got-want) > 1e-9 {
			t.Errorf("a word with the share %.3f is kept with probability %.6f, want %.6f", f, got, want)
		}
	}
	if c.keepers(0) != nil {
		t.Error("words are thinned at the threshold 0")
	}
}

func TestNoiseFollowsCountsToThreeQuarters(t *testing.T) {
	counts := []int{1, 16, 81, 256, 10_000, 1, 1}
	total := 0.0
	for _, c := range counts {
		total += math.Pow(float64(c), 0.75)
	}
	d := newNoise(counts)

	// The exact share of each word: its own part and those of which it is the alias.
	share := make([]float64, len(counts))
	for i, own := range d.own {
		p := (float64(own) + 1) / (1 << 64)
		share[i] += p / float64(len(counts))
		share[d.alias[i]] += (1 - p) / float64(len(counts))
	}
	rng, drawn := rand.NewPCG(1, 1), make([]float64, len(counts))
	const draws = 100_000
	for range draws {
		drawn[d.draw(rng)]++
	}
	for i, c := range counts {
		want := math.Pow(float64(c), 0.75) / total
		if math.Abs(share[i]-want) > 1e-9 {
			t.Errorf("word %d of count %d has the share %.9f, want %.9f", i, c, share[i], want)
		}
		if sigma := math.Sqrt(want * (1 - want) / draws); math.Abs(drawn[i]/draws-want) > 5*sigma {
			t.Errorf("word %d of count %d was drawn with frequency %.5f, want %.5f", i, c, drawn[i]/draws, want)
		}
	}
}
