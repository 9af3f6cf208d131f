package classify

import (
	"errors"
	"fmt"
	"sort"

	"covenant/extract"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// The two fields that say what is marked. Both have an embedding of their own,
// after those of the token's features.
const (
	markField     = "mark"     // 0 outside, 1+i inside a mark of task i
	distanceField = "distance" // 0 inside, else the side and the distance in tokens
)

// distances are the least numbers of tokens of each step of the distance.
var distances = [...]int{1, 2, 3, 5, 9, 17, 33}

// distanceSize is the number of ids of the distance: inside, and the steps of
// both sides.
const distanceSize = 1 + 2*len(distances)

// distance returns the id of token t for a mark of tokens [from, to).
func distance(t, from, to int) int32 {
	step := func(n int) int32 { return int32(sort.SearchInts(distances[:], n+1)) }
	switch {
	case t < from:
		return step(from - t)
	case t >= to:
		return int32(len(distances)) + step(t-to+1)
	}
	return 0
}

// fields returns the network's fields for the features and so many tasks.
func fields(x *feature.Extractor, tasks int, dims func(name string) int) []nn.Field {
	return append(model.Fields(x, dims),
		nn.Field{Name: markField, Size: 1 + tasks, Dim: dims(markField)},
		nn.Field{Name: distanceField, Size: distanceSize, Dim: dims(distanceField)})
}

// ErrSpan means that a mark covers no token of its document.
var ErrSpan = errors.New("the mark covers no token")

// A text is a document ready to be cut into windows.
type text struct {
	tokens []extract.Token
	ends   []int // token counts at which sentences end
	seq    nn.Sequence
}

// read makes the ids of a document's tokens.
func (m *Model) read(s string, sentences []extract.Sentence) (*text, error) {
	x := &text{}
	for _, sentence := range sentences {
		x.tokens = append(x.tokens, sentence.Tokens...)
		x.ends = append(x.ends, len(x.tokens))
	}
	ids, err := m.Features.IDs(s, x.tokens)
	if err != nil {
		return nil, err
	}
	x.seq = nn.Sequence{IDs: ids}
	return x, nil
}

// A window is the part of a document that decides on one mark.
type window struct {
	from int // its first token
	seq  nn.Sequence
}

// window cuts out the sentences that a mark stands in, as far as Reach tokens on
// either side of it, and at least Context tokens where the document has them, and
// marks it: each token's field mark says whether it is inside and for which task,
// the field distance how far from it and on which side.
func (m *Model) window(x *text, task int, span extract.ByteSpan) (window, error) {
	a := sort.Search(len(x.tokens), func(i int) bool { return x.tokens[i].End > span.Start })
	b := sort.Search(len(x.tokens), func(i int) bool { return x.tokens[i].Start >= span.End })
	if a >= b || span.Len() <= 0 {
		return window{}, fmt.Errorf("%w: bytes %d to %d", ErrSpan, span.Start, span.End)
	}
	first := sort.SearchInts(x.ends, a+1) // the sentence of the first token
	start := 0
	if first > 0 {
		start = x.ends[first-1]
	}
	end := x.ends[sort.SearchInts(x.ends, b)]
	from := max(0, a-m.Info.Reach, min(start, a-m.Info.Context))
	to := min(len(x.tokens), b+m.Info.Reach, max(end, b+m.Info.Context))
	to = min(to, from+maxWindow)
	w := window{from: from, seq: x.seq.Slice(from, to)}
	mark, dist := make([]int32, to-from), make([]int32, to-from)
	for t := from; t < to; t++ {
		if t >= a && t < b {
			mark[t-from] = int32(1 + task)
		}
		dist[t-from] = distance(t, a, b)
	}
	w.seq.IDs = append(w.seq.IDs, mark, dist)
	return w, nil
}
