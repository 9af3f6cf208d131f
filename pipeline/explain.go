package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"covenant/extract"
	"covenant/extract/explain"
	"covenant/tagger/classify"
)

// A RoleDecider is a [RoleModel] that says on which words its decisions rest.
type RoleDecider interface {
	DecideRoles(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([]*classify.Decision, error)
}

// Explain takes one file through the stages as a run does, writes nothing, and says
// why each element has its role, each clause its category, and the main contract its
// kind. Where no classifier of the options tells the words that its decisions rest on,
// there are none.
func Explain(ctx context.Context, path string, opts Options) (*explain.Explanation, error) {
	d, err := opts.one(ctx, path, StageTag)
	if err != nil {
		return nil, err
	}
	r := &d.record
	byTags := make([][]float64, len(r.Elements))
	for i, e := range r.Elements {
		byTags[i] = slices.Clone(e.RoleProbabilities)
	}
	if !d.ended() {
		opts.take(ctx, d, StageRoles, StageNormalise)
	}
	var decisions []explain.Decision
	if !d.ended() && opts.Clauses != nil {
		attempt(ctx, StageClauses, d, func(ctx context.Context, d *document) (err error) {
			decisions, err = explainClauses(ctx, d, opts.Clauses)
			return err
		})
	}
	if r.Err != nil {
		return nil, r.Err
	}
	decided := make([]*classify.Decision, len(r.Elements))
	if m, ok := opts.Roles.(RoleDecider); ok {
		if decided, err = m.DecideRoles(ctx, r.Document, r.Sentences, r.Elements); err != nil {
			return nil, fmt.Errorf("explaining roles: %w", err)
		}
	}
	for i, p := range byTags {
		if p != nil {
			decisions = append(decisions, roleDecision(r, i, p, decided[i]))
		}
	}
	return explain.New(r, decisions), nil
}

// roleDecision says how the role of element i was found by the tags, and by a
// classifier if there is one.
func roleDecision(r *extract.Record, i int, byTags []float64, by *classify.Decision) explain.Decision {
	e := &r.Elements[i]
	d := explain.Decision{Kind: explain.OfRole, Element: i, Span: e.Span}
	all := choices(e.Label, e.RoleProbabilities)
	d.Answer, d.Confidence, d.Others = all[0].Answer, all[0].Probability, all[1:]
	if by == nil {
		return d
	}
	d.Opinions = []explain.Opinion{
		{By: "tags", Choice: choices(e.Label, byTags)[0]},
		{By: "classifier", Choice: explain.Choice{Answer: by.Class, Probability: by.Probability}},
	}
	d.Words = decisiveWords(by.Decisive)
	return d
}

// choices returns a label's roles, the likeliest first, of equal ones that which the
// label names first.
func choices(l extract.Label, probabilities []float64) []explain.Choice {
	var out []explain.Choice
	for i, r := range l.Roles() {
		out = append(out, explain.Choice{Answer: string(r), Probability: probabilities[i]})
	}
	slices.SortStableFunc(out, func(a, b explain.Choice) int { return cmp.Compare(b.Probability, a.Probability) })
	return out
}
