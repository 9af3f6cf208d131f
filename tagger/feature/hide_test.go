package feature

import (
	"math/rand/v2"
	"testing"
)

func TestHide(t *testing.T) {
	words := make([]int32, 4000)
	for i := range words {
		words[i] = int32(i%2) + 1
	}
	dst := make([]int32, len(words))
	Hide(dst, words, []float32{0, 0, .25}, rand.New(rand.NewPCG(1, 2)))
	hidden := 0
	for i, id := range dst {
		switch {
		case id == words[i]:
		case id == 0 && words[i] == 2:
			hidden++
		default:
			t.Fatalf("word %d is %d now, it was %d", i, id, words[i])
		}
	}
	if hidden < 400 || hidden > 600 { // of 2000, a quarter; five standard deviations
		t.Errorf("%d of 2000 words hidden, want about 500", hidden)
	}
}
