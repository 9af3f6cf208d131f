package classify

import (
	"context"

	"covenant/extract"
)

// Roles returns the role of each element, of which only the label and the span
// count; it is empty where the model has no task of the label's name.
func (m *Model) Roles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([]extract.Role, error) {
	roles := make([]extract.Role, len(elements))
	var marks []Mark
	var of []int // the elements of the marks
	for i, e := range elements {
		if _, err := find(m.Tasks, string(e.Label)); err == nil {
			marks, of = append(marks, Mark{string(e.Label), e.Span}), append(of, i)
		}
	}
	decisions, err := m.Decide(ctx, doc, sentences, marks)
	if err != nil {
		return nil, err
	}
	for i, d := range decisions {
		roles[of[i]] = extract.Role(d.Class)
	}
	return roles, nil
}
