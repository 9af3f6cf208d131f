package compare

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"covenant/tagger/train"
)

// learned are the documents with gold passages that are trained on.
func learned(docs []train.Document) map[string]bool {
	names := map[string]bool{}
	for i := range docs {
		if len(docs[i].Gold) > 0 && !docs[i].HeldOut() {
			names[docs[i].Name] = true
		}
	}
	return names
}

func TestShare(t *testing.T) {
	docs := contracts(t, 84)
	docs[0].Gold[0].Spans = nil // a passage without elements is learned from too
	all := learned(docs)
	if len(all) == len(docs) {
		t.Fatal("the test wants documents held out")
	}
	total := 0
	for i := range docs {
		if all[docs[i].Name] {
			total += goldSpans(&docs[i])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		small := rapid.Float64Range(0, 1).Draw(t, "small")
		large := rapid.Float64Range(small, 1).Draw(t, "large")
		fewer, n := Share(docs, small, seed)
		more, m := Share(docs, large, seed)
		if len(fewer) != len(docs) || len(more) != len(docs) {
			t.Fatalf("%d and %d documents of %d", len(fewer), len(more), len(docs))
		}
		for i := range fewer {
			if fewer[i].Name != docs[i].Name || fewer[i].Text != docs[i].Text {
				t.Fatalf("document %d is another", i)
			}
			if fewer[i].HeldOut() && len(fewer[i].Gold) != len(docs[i].Gold) {
				t.Fatalf("%s, which is held out, has lost passages", fewer[i].Name)
			}
		}
		for name := range learned(fewer) {
			if !learned(more)[name] {
				t.Fatalf("%s is in the share %g and not in %g", name, small, large)
			}
		}
		// Every document has one span.
		for _, c := range []struct {
			share float64
			spans int
		}{{small, n}, {large, m}} {
			if math.Abs(float64(c.spans)-c.share*float64(total)) > 0.5 {
				t.Fatalf("%d of %d spans at %g", c.spans, total, c.share)
			}
		}
	})
	whole, n := Share(docs, 1, 7)
	if n != total || len(learned(whole)) != len(all) {
		t.Errorf("the whole has %d spans in %d documents, want %d in %d", n, len(learned(whole)), total, len(all))
	}
	half, _ := Share(docs, 0.5, 1)
	other, _ := Share(docs, 0.5, 2)
	same := true
	for name := range learned(half) {
		same = same && learned(other)[name]
	}
	if same {
		t.Error("another seed chooses the same documents")
	}
	if len(learned(docs)) != len(all) {
		t.Error("the documents given have changed")
	}
}
