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
// role that the tags give it: of the roles of its label the one for which the tags
// of the window are likeliest if exactly the element's tokens are one span of that
// label and role, and all other tokens of the window are tagged freely. With a CRF
// that sums over all such sequences of tags, so it is the role with the highest
// probability given the span. The role is empty where the model has none for the
// label, or where its tags forbid the span.
//
// An element's tokens are those that share a byte with it, and its window the one
// that it begins in. Elements need not be in order.
func (t *Tagger) Roles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([]extract.Role, error) {
	var tokens []extract.Token
	var ends []int
	for _, s := range sentences {
		tokens = append(tokens, s.Tokens...)
		ends = append(ends, len(tokens))
	}
	roles := make([]extract.Role, len(elements))
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
			roles[i] = t.role(w, em, s, elements[i].Label)
		}
	}
	return roles, nil
}

// role returns the likeliest role of a span of a window with the given emissions.
func (t *Tagger) role(w *work, em []float32, s bio.Span, label extract.Label) extract.Role {
	k := t.model.Scheme.Tags()
	sets := slices.Repeat([]nn.TagSet{nn.AllTags(k)}, len(em)/k)
	best, role := math.Inf(-1), extract.Role("")
	for i, typ := range t.model.Scheme.Types {
		if typ.Label != label || typ.Role == "" {
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
		if p := w.lattice.LogZ; p > best {
			best, role = p, typ.Role
		}
	}
	return role
}
