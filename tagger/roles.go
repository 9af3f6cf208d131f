package tagger

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"covenant/extract"
	"covenant/tagger/bio"
	"covenant/tagger/nn"
)

// Roles returns for each element, of which only the label and the span count, the
// probabilities of its label's roles, in the order of [extract.Label.Roles], as the
// tags have them: how likely it is that exactly the element's tokens are one span of
// that label and role, whatever the tags of the other tokens of its window, among the
// roles of the label. It is nil where the model has no role of the label, or
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
		t.model.Net.Output.Sum(&w.lattice, t.model.Net.Emissions(&w.pass, 0), nil)
		for _, i := range in[n] {
			s := bio.Span{Start: spans[i].Start - from, End: min(spans[i].End, to) - from}
			roles[i] = t.roles(w, s, elements[i].Label)
		}
	}
	return roles, nil
}

// roles returns the probabilities of a label's roles for a span of the window whose
// lattice the work holds, nil where the model has none of them or forbids the span.
func (t *Tagger) roles(w *work, s bio.Span, label extract.Label) []float64 {
	tags := t.byRole[label]
	if tags == nil {
		return nil
	}
	p, sum := make([]float64, len(tags)), 0.0
	for r, x := range tags {
		if x.begin != 0 {
			p[r] = t.model.Net.Output.SpanProbability(&w.lattice, s.Start, s.End, x.begin, x.inside)
			sum += p[r]
		}
	}
	if !(sum > 0) {
		return nil
	}
	for r := range p {
		p[r] /= sum
	}
	return p
}

// byRole returns, for each label of which the scheme has a role, the tags of its roles
// in the order of [extract.Label.Roles].
func byRole(scheme *bio.Scheme) map[extract.Label][]tags {
	out := map[extract.Label][]tags{}
	for i, typ := range scheme.Types {
		names := typ.Label.Roles()
		r := slices.Index(names, typ.Role)
		if r < 0 {
			continue
		}
		if out[typ.Label] == nil {
			out[typ.Label] = make([]tags, len(names))
		}
		out[typ.Label][r] = tags{1 << bio.Begin(i), 1 << bio.Inside(i)}
	}
	return out
}
