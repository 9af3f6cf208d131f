package train

import (
	"context"
	"errors"
	"math/bits"

	"golang.org/x/sync/errgroup"

	"covenant/tagger/bio"
	"covenant/tagger/kernel"
	"covenant/tagger/nn"
)

// A Score counts spans: exact ones, with their label and, apart, their role.
type Score struct {
	Gold, Predicted, Right, WithRole int
}

// F1 is the harmonic mean of precision and recall of exact spans with labels.
func (s Score) F1() float64 { return s.f1(s.Right) }

// RoleF1 is F1 where the role must be right too.
func (s Score) RoleF1() float64 { return s.f1(s.WithRole) }

func (s Score) f1(right int) float64 {
	if right == 0 {
		return 0
	}
	return 2 * float64(right) / float64(s.Gold+s.Predicted)
}

// score tags the examples and compares with their tags.
func (t *trainer) score(ctx context.Context, ex []example) (Score, error) {
	const batch = 32
	n := (len(ex) + batch - 1) / batch
	scores := make([]Score, n)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(t.step.Workers)
	for b := range n {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			part := ex[b*batch : min(len(ex), (b+1)*batch)]
			seqs := make([]nn.Sequence, len(part))
			for i := range part {
				seqs[i] = part[i].seq
			}
			var p nn.Pass
			t.model.Net.Infer(&p, seqs)
			for i := range part {
				scores[b].add(&part[i], t.model.Net.Output.Decode(t.model.Net.Emissions(&p, i)), t.model.Scheme)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return Score{}, err
	}
	var sum Score
	for _, x := range scores {
		sum.Gold += x.Gold
		sum.Predicted += x.Predicted
		sum.Right += x.Right
		sum.WithRole += x.WithRole
	}
	return sum, nil
}

// add scores the tags of one example. An annotation that leaves its role open has
// any role of its label.
func (s *Score) add(e *example, tags []int, scheme *bio.Scheme) {
	want := map[[2]int]bio.Type{}
	known := make([]int, e.len())
	for t := e.from; t < e.to; t++ {
		known[t] = bits.TrailingZeros64(uint64(e.sets[t]))
	}
	for _, x := range bio.Spans(known) {
		want[[2]int{x.Start, x.End}] = scheme.Types[x.Type]
		s.Gold++
	}
	for _, x := range bio.Spans(tags) {
		if x.Start >= e.to || x.End <= e.from {
			continue
		}
		s.Predicted++
		got := scheme.Types[x.Type]
		if w, ok := want[[2]int{x.Start, x.End}]; ok && w.Label == got.Label {
			s.Right++
			if e.sets[x.Start].Has(bio.Begin(x.Type)) {
				s.WithRole++
			}
		}
	}
}

// int8Loss is the span F1 that 8-bit inference may lose on the documents held out.
const int8Loss = 0.003

// tryInt8 notes in the model whether 8-bit inference does as well. Where the
// processor is slow with 8 bits, or nothing is held out, it is not tried. The
// network must hold the best weights.
func (t *trainer) tryInt8(ctx context.Context) error {
	net := t.model.Net
	if !kernel.HasInt8() || len(t.held) == 0 {
		return nil
	}
	if err := net.PrepareInt8(); errors.Is(err, nn.ErrInt8) {
		return nil
	} else if err != nil {
		return err
	}
	defer net.DropInt8()
	rounded, err := t.score(ctx, t.held)
	if err != nil {
		return err
	}
	t.model.Info.Int8 = rounded.F1() >= t.at.Top.F1()-int8Loss
	return nil
}
