package pipeline

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
)

// A RoleFinder gives elements, of which the label and the span count, the
// probabilities of their labels' roles, in the order of [extract.Label.Roles]; nil
// where it does not know the label. [tagger.Tagger] and [classify.Model] are such.
type RoleFinder interface {
	Roles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([][]float64, error)
}

// A RoleModel is a finder with a name. It is safe for concurrent use.
type RoleModel interface {
	RoleFinder
	// ID names the model so exactly that equal names give equal roles.
	ID() string
}

// roles decides on the roles of each document's elements.
func roles(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, m RoleModel) <-chan *document {
	if m == nil {
		return in
	}
	return stage(ctx, g, workers, StageRoles, in, func(ctx context.Context, d *document) error {
		return rolesDocument(ctx, d, m)
	})
}

// rolesDocument lets the model and the tagger decide together on the roles of the
// elements, as [Together] does. Elements to which the tagger gave no probabilities of
// roles stay as they are.
func rolesDocument(ctx context.Context, d *document, m RoleModel) error {
	if m == nil {
		return nil
	}
	r := &d.record
	var asked []extract.Element
	var of []int
	for i, e := range r.Elements {
		if e.RoleProbabilities != nil {
			asked, of = append(asked, e), append(of, i)
		}
	}
	found, err := m.Roles(ctx, r.Document, r.Sentences, asked)
	if err != nil {
		return fmt.Errorf("%s: %w", StageRoles, err)
	}
	for k, p := range found {
		if p != nil {
			e := &r.Elements[of[k]]
			multiply(e.RoleProbabilities, p)
			e.SetRoles(e.RoleProbabilities)
		}
	}
	return nil
}

// Together are finders of which each has a say: the probabilities of a role are
// multiplied, and those of the roles made to sum to one. A finder that does not know
// an element's label has none about it.
type Together []RoleFinder

// Roles multiplies the finders' probabilities.
func (fs Together) Roles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([][]float64, error) {
	out := make([][]float64, len(elements))
	for _, f := range fs {
		more, err := f.Roles(ctx, doc, sentences, elements)
		if err != nil {
			return nil, err
		}
		for i, p := range more {
			if out[i] == nil || p == nil {
				if p != nil {
					out[i] = slices.Clone(p)
				}
				continue
			}
			multiply(out[i], p)
		}
	}
	return out, nil
}

// multiply multiplies p by q and makes the result sum to one. Probabilities have a
// floor, so that no finder can forbid what another is sure of.
func multiply(p, q []float64) {
	const floor = 1e-6
	sum := 0.0
	for i := range p {
		p[i] = max(p[i], floor) * max(q[i], floor)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}
