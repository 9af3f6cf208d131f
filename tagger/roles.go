package tagger

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"covenant/extract"
	"covenant/tagger/bio"
	"covenant/tagger/nn"
)

// Roles returns for each element, of which only the label and the span count, the
// probabilities of its label's roles, in the order of [extract.Label.Roles], as the
// tags have them. That of a role is in proportion to how likely the tags of the
// window are if exactly the element's tokens are one span of that label and role,
// and all other tokens of the window are tagged freely: with a CRF the sum over all
// such sequences of tags. It is nil where the model has no role of the label, or
// its tags forbid the span.
//
// An element's tokens are those that share a byte with it, and its window the one
// that it begins in. Elements need not be in order.
func (t *Tagger) Roles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([][]float64, error) {
	var tokens []extract.Token
	var ends []int
	for _, s := range sentences {
		tokens = append(tokens, s.Tokens...)
		ends = append(ends, len(tokens))
	}
	roles := make([][]float64, len(elements))
	if len(tokens) == 0 {
		return roles, nil
	}
	seq, err := t.model.Sequence(doc.Text, tokens)
	if err != nil {
		return nil, fmt.Errorf("roles in %s: %w", doc.Path, err)
	}
	windows := nn.Windows(ends, t.model.Info.Window)
	in := map[int][]int{} // elements by window
	spans := make([]bio.Span, len(elements))
	for i, e := range elements {
		s := &spans[i]
		s.Start = sort.Search(len(tokens), func(k int) bool { return tokens[k].End > e.Span.Start })
		s.End = sort.Search(len(tokens), func(k int) bool { return tokens[k].Start >= e.Span.End })
		if s.Start < s.End {
			w := sort.Search(len(windows), func(k int) bool { return windows[k][1] > s.Start })
			in[w] = append(in[w], i)
		}
	}
	w := t.passes.Get().(*work)
	defer t.passes.Put(w)
	for n, win := range windows {
		if len(in[n]) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("roles in %s: %w", doc.Path, err)
		}
		from := max(0, win[0]-t.model.Info.Context)
		to := min(len(tokens), win[1]+t.model.Info.Context)
		t.model.Net.Infer(&w.pass, []nn.Sequence{seq.Slice(from, to)})
		em := t.model.Net.Emissions(&w.pass, 0)
		for _, i := range in[n] {
			s := bio.Span{Start: spans[i].Start - from, End: min(spans[i].End, to) - from}
			roles[i] = t.roles(w, em, s, elements[i].Label)
		}
	}
	return roles, nil
}

// roles returns the probabilities of a label's roles for a span of a window with the
// given emissions.
func (t *Tagger) roles(w *work, em []float32, s bio.Span, label extract.Label) []float64 {
	k, names := t.model.Scheme.Tags(), label.Roles()
	sets := slices.Repeat([]nn.TagSet{nn.AllTags(k)}, len(em)/k)
	logs, top := slices.Repeat([]float64{math.Inf(-1)}, len(names)), math.Inf(-1)
	for r, name := range names {
		i := t.model.Scheme.Index(bio.Type{Label: label, Role: name})
		if i < 0 {
			continue
		}
		sets[s.Start] = 1 << bio.Begin(i)
		for n := s.Start + 1; n < s.End; n++ {
			sets[n] = 1 << bio.Inside(i)
		}
		if s.End < len(sets) {
			sets[s.End] = nn.AllTags(k) &^ (1 << bio.Inside(i))
		}
		t.model.Net.Output.Sum(&w.lattice, em, sets)
		logs[r] = w.lattice.LogZ
		top = max(top, logs[r])
	}
	if math.IsInf(top, 0) || math.IsNaN(top) {
		return nil
	}
	sum := 0.0
	for r, l := range logs {
		logs[r] = math.Exp(l - top)
		sum += logs[r]
	}
	for r := range logs {
		logs[r] /= sum
	}
	return logs
}
