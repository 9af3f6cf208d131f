package classify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"covenant/extract"
)

// ErrNotRoles means that a classifier does not decide on roles.
var ErrNotRoles = errors.New("not a classifier of roles")

// CheckRoles reports whether the model's tasks are labels, and their classes these
// labels' roles.
func (m *Model) CheckRoles() error {
	for _, t := range m.Tasks {
		for _, c := range t.Classes {
			if !slices.Contains(extract.Label(t.Name).Roles(), extract.Role(c)) {
				return fmt.Errorf("%w: it tells %q from others in %q", ErrNotRoles, c, t.Name)
			}
		}
	}
	return nil
}

// DecideRoles decides on the roles of elements, of which only the label and the span
// count; nil where the model has no task of the label's name.
func (m *Model) DecideRoles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([]*Decision, error) {
	out := make([]*Decision, len(elements))
	var marks []Mark
	var of []int // the elements of the marks
	for i, e := range elements {
		if _, err := find(m.Tasks, string(e.Label)); err == nil && e.Label.Roles() != nil {
			marks, of = append(marks, Mark{string(e.Label), e.Span}), append(of, i)
		}
	}
	decisions, err := m.Decide(ctx, doc, sentences, marks)
	if err != nil {
		return nil, err
	}
	for k := range decisions {
		out[of[k]] = &decisions[k]
	}
	return out, nil
}

// Roles returns for each element, of which only the label and the span count, the
// probabilities of its label's roles, in the order of [extract.Label.Roles]; nil
// where the model has no task of the label's name. Roles that are no classes of the
// task have none.
func (m *Model) Roles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([][]float64, error) {
	decisions, err := m.DecideRoles(ctx, doc, sentences, elements)
	if err != nil {
		return nil, err
	}
	out := make([][]float64, len(elements))
	for i, d := range decisions {
		if d == nil {
			continue
		}
		label := elements[i].Label
		task, err := find(m.Tasks, string(label))
		if err != nil {
			return nil, err
		}
		for _, r := range label.Roles() {
			p := 0.0
			if c := slices.Index(m.Tasks[task].Classes, string(r)); c >= 0 {
				p = d.Probabilities[c]
			}
			out[i] = append(out[i], p)
		}
	}
	return out, nil
}
