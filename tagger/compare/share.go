package compare

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"

	"covenant/tagger/train"
)

// Share returns the documents with the gold passages of a part of them alone: of whole
// documents, in an order that a hash of seed and text gives, until they have the given
// share of the gold spans that are trained on, as nearly as whole documents allow. So a
// larger share of the same seed contains each smaller one. The tenth held out keeps its
// passages, and every document its text. The second result is the number of spans.
func Share(docs []train.Document, share float64, seed uint64) ([]train.Document, int) {
	out := slices.Clone(docs)
	type ranked struct {
		doc  int
		hash []byte
	}
	var order []ranked
	total := 0
	for i := range out {
		if len(out[i].Gold) > 0 && !out[i].HeldOut() {
			sum := sha256.Sum256(append(binary.LittleEndian.AppendUint64(nil, seed), out[i].Text...))
			order = append(order, ranked{i, sum[:]})
			total += goldSpans(&out[i])
		}
	}
	slices.SortFunc(order, func(a, b ranked) int {
		return cmp.Or(slices.Compare(a.hash, b.hash), cmp.Compare(a.doc, b.doc))
	})
	kept, full, want := 0, false, share*float64(total)
	for _, r := range order {
		d := &out[r.doc]
		with := kept + goldSpans(d)
		if full = full || math.Abs(float64(with)-want) > math.Abs(float64(kept)-want); full {
			d.Gold = nil
			continue
		}
		kept = with
	}
	return out, kept
}

func goldSpans(d *train.Document) int {
	n := 0
	for _, p := range d.Gold {
		n += len(p.Spans)
	}
	return n
}
