package pipeline

import (
	"context"
	"fmt"

	"covenant/extract"
	"covenant/extract/explain"
	"covenant/tagger/classify"
	"covenant/tagger/clause"
)

// A ClauseDecider is a [ClauseFinder] that says on which words its decisions rest. What
// it finds and [clause.Found.Recorded] returns are the finder's clauses and kind.
type ClauseDecider interface {
	Find(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) (clause.Found, error)
}

// explainClauses does the work of [StageClauses] and says why each clause has its
// category and the main contract its kind. A kind that is too unlikely for the record is
// explained, too.
func explainClauses(ctx context.Context, d *document, f ClauseFinder) ([]explain.Decision, error) {
	r := &d.record
	decider, ok := f.(ClauseDecider)
	if !ok {
		if err := clausesOfDocument(ctx, d, f); err != nil {
			return nil, err
		}
		var out []explain.Decision
		for _, c := range r.Clauses {
			out = append(out, clauseDecision(c, nil))
		}
		return out, nil
	}
	found, err := decider.Find(ctx, r.Document, r.Sentences)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", StageClauses, err)
	}
	clauses, kind := found.Recorded()
	setClauses(r, clauses, kind)
	var out []explain.Decision
	for _, c := range r.Contracts {
		if k := &found.Kind; c.Part == 1 && k.Name != "" {
			out = append(out, kindDecision(k))
		}
	}
	for _, c := range found.Clauses {
		out = append(out, clauseDecision(c.Clause, c.Decisive))
	}
	return out, nil
}

func clauseDecision(c extract.Clause, decisive []classify.Position) explain.Decision {
	return explain.Decision{Kind: explain.OfClause, Element: -1, Span: c.Span, Answer: c.Category,
		Confidence: c.Confidence, Words: decisiveWords(decisive)}
}

func kindDecision(k *clause.Kind) explain.Decision {
	d := explain.Decision{Kind: explain.OfKind, Element: -1, Span: k.Span, Answer: k.Name,
		Confidence: k.Confidence, Words: decisiveWords(k.Decisive)}
	for _, o := range k.Others {
		d.Others = append(d.Others, explain.Choice{Answer: o.Name, Probability: o.Confidence})
	}
	return d
}

func decisiveWords(positions []classify.Position) []explain.Word {
	var out []explain.Word
	for _, p := range positions {
		out = append(out, explain.Word{Span: p.Span, Weight: p.Weight})
	}
	return out
}
