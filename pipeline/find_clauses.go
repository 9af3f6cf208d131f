package pipeline

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
)

// A ClauseFinder finds the clauses of a document and says of what kind the contract
// is; [clause.Finder] is one. It is safe for concurrent use.
type ClauseFinder interface {
	// Clauses returns clauses in order of their spans; those of one category do not
	// overlap. The kind has no name where there is none to say.
	Clauses(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) ([]extract.Clause, extract.Kind, error)
	// ID names the model so exactly that equal names give equal clauses.
	ID() string
}

// findClauses finds the clauses of each document, and the kind of its main contract.
// With no finder documents pass as they are.
func findClauses(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, f ClauseFinder) <-chan *document {
	if f == nil {
		return in
	}
	return stage(ctx, g, workers, StageClauses, in, func(ctx context.Context, d *document) error {
		return clausesOfDocument(ctx, d, f)
	})
}

func clausesOfDocument(ctx context.Context, d *document, f ClauseFinder) error {
	if f == nil {
		return nil
	}
	r := &d.record
	clauses, kind, err := f.Clauses(ctx, r.Document, r.Sentences)
	if err != nil {
		return fmt.Errorf("%s: %w", StageClauses, err)
	}
	setClauses(r, clauses, kind)
	return nil
}

// setClauses gives a record its clauses, and its main contract its kind.
func setClauses(r *extract.Record, clauses []extract.Clause, kind extract.Kind) {
	r.Clauses = clauses
	for i := range r.Contracts {
		if r.Contracts[i].Part == 1 {
			r.Contracts[i].Kind = kind
		}
	}
}
