package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"covenant/extract"
)

func (s *Store) writeClauses(ctx context.Context, tx *sql.Tx, document int64, rec *extract.Record, runes *extract.RuneIndex) error {
	return s.stmt.clauses.insert(ctx, tx, len(rec.Clauses), func(i int, args []any) ([]any, error) {
		c := &rec.Clauses[i]
		at := runes.RuneSpan(c.Span)
		var page any
		if n := rec.Document.PageAt(c.Span.Start); n > 0 {
			page = n
		}
		return append(args, document, c.Category, at.Start, at.End, page, c.Confidence), nil
	})
}

// kindRow is the kind of a contract and its confidence, NULL where nobody asked.
func kindRow(k extract.Kind) []any {
	if k.Name == "" {
		return []any{nil, nil}
	}
	return []any{k.Name, k.Confidence}
}

// checkClause makes sure that a clause has its place in the text.
func checkClause(c *extract.Clause, text string) error {
	switch {
	case c.Category == "":
		return errors.New("it has no category")
	case !fits(c.Span, text) || c.Span.Len() == 0:
		return fmt.Errorf("it is at bytes %v of %d", c.Span, len(text))
	case !(c.Confidence >= 0 && c.Confidence <= 1):
		return fmt.Errorf("its confidence is %v", c.Confidence)
	}
	return nil
}
