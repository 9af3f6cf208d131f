package lm

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestVocabulary(t *testing.T) {
	var c Corpus
	c.Add([][]string{{"b", "a", "rare"}, nil, {"a", "b", "c", "c"}}, false)
	c.Add(nil, false)
	c.Add([][]string{{"held", "a"}}, true)
	if c.Documents() != 2 || c.Words() != 9 {
		t.Errorf("%d documents with %d words, want 2 with 9", c.Documents(), c.Words())
	}
	d, err := c.numbered(2)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(d.words, d.counts, d.rare, d.trained, d.held); got != "[a b c] [1 3 2 2 2] 1 [[1 3 2 0 1 2 3 4 4 1]] [[1 0 2 1]]" {
		t.Error(got)
	}
}

// Every lane reads each document from its start to its end, in pieces that follow one
// another, none longer than the window; all documents are read once.
func TestLanesReadEverythingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lens := rapid.SliceOfN(rapid.IntRange(2, 30), 1, 12).Draw(t, "lengths")
		docs := make([]document, len(lens))
		for i, n := range lens {
			docs[i] = make(document, n)
		}
		n, window := rapid.IntRange(1, 5).Draw(t, "lanes"), rapid.IntRange(1, 12).Draw(t, "window")
		dealt := 0
		l := newLanes(docs, n, func() (int, bool) { dealt++; return dealt - 1, dealt <= len(docs) })
		read, lane := make([]int, len(docs)), map[int]int{}
		for {
			list := l.next(nil, window)
			if len(list) == 0 {
				break
			}
			var seen []int
			for _, p := range list {
				if slices.Contains(seen, p.lane) {
					t.Fatalf("lane %d reads twice in one window", p.lane)
				}
				seen = append(seen, p.lane)
				if p.from != read[p.doc] || p.to <= p.from || p.to-p.from > window {
					t.Fatalf("piece %+v after %d symbols", p, read[p.doc])
				}
				if p.from > 0 && lane[p.doc] != p.lane {
					t.Fatalf("document %d moves to lane %d", p.doc, p.lane)
				}
				read[p.doc], lane[p.doc] = p.to, p.lane
			}
		}
		for i, d := range docs {
			if read[i] != d.symbols() {
				t.Fatalf("%d of %d symbols of document %d were read", read[i], d.symbols(), i)
			}
		}
	})
}
