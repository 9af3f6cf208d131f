package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// batchRows is how many rows go into one INSERT: most of an insert's cost is
// per statement, and more than this gains nothing.
const batchRows = 64

// statements are the prepared statements of a Store.
type statements struct {
	known, outcome, forget, document, contract, lastID *sql.Stmt

	pages, elements, fields, fieldElements, parties, clauses inserter

	all []*sql.Stmt
}

const (
	knownSQL = `SELECT coalesce(d.sha256, ''), d.status, r.id, r.model, r.version, r.options
FROM documents d JOIN runs r ON r.id = d.run_id WHERE d.path = ?`

	outcomeSQL = `INSERT INTO run_documents (run_id, path, outcome, error) VALUES (?, ?, ?, ?)
ON CONFLICT (run_id, path) DO UPDATE SET outcome = excluded.outcome, error = excluded.error`

	forgetSQL = `DELETE FROM documents WHERE path = ?`

	documentSQL = `INSERT INTO documents
(run_id, path, sha256, format, bytes, pages, text, status, error, seconds)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

	contractSQL = `INSERT INTO contracts
(document_id, part, start, "end", title, agreement_date, effective_date, expiration_date,
 term, renewal, notice, termination_notice, governing_law, jurisdiction,
 governing_law_code, jurisdiction_code, renewal_automatic, total_value, total_value_currency,
 kind, kind_confidence)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

	lastIDSQL = `SELECT seq FROM sqlite_sequence WHERE name = ?`

	pagesSQL = `INSERT INTO pages (document_id, number, start, "end", width, height, status, error, bits_per_character, garbled) VALUES `

	elementsSQL = `INSERT INTO elements
(id, document_id, label, role, text, value, number, currency, confidence, page, start, "end",
 sentence, flags, attributes) VALUES `

	fieldsSQL = `INSERT INTO contract_fields
(id, contract_id, document_id, field, value, code, derivation, confidence, rank) VALUES `

	fieldElementsSQL = `INSERT INTO contract_field_elements (field_id, position, element_id) VALUES `

	partiesSQL = `INSERT INTO contract_parties
(contract_id, document_id, name, alias, field_id, position, legal_form, role, introduced, signs) VALUES `

	clausesSQL = `INSERT INTO clauses (document_id, category, start, "end", page, confidence) VALUES `
)

func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	var failed error
	prep := func(query string) *sql.Stmt {
		if failed != nil {
			return nil
		}
		st, err := db.PrepareContext(ctx, query)
		if err != nil {
			failed = fmt.Errorf("prepare %.40q: %w", query, err)
			return nil
		}
		s.all = append(s.all, st)
		return st
	}
	rows := func(head string, columns int) inserter {
		row := "(?" + strings.Repeat(", ?", columns-1) + ")"
		return inserter{
			columns: columns,
			one:     prep(head + row),
			many:    prep(head + row + strings.Repeat(", "+row, batchRows-1)),
			args:    make([]any, 0, columns*batchRows),
		}
	}
	s.known, s.outcome, s.forget = prep(knownSQL), prep(outcomeSQL), prep(forgetSQL)
	s.document, s.contract, s.lastID = prep(documentSQL), prep(contractSQL), prep(lastIDSQL)
	s.pages, s.elements = rows(pagesSQL, 10), rows(elementsSQL, 15)
	s.fields, s.fieldElements, s.parties = rows(fieldsSQL, 9), rows(fieldElementsSQL, 3), rows(partiesSQL, 10)
	s.clauses = rows(clausesSQL, 6)
	return failed
}

func (s *statements) close() {
	for _, st := range s.all {
		_ = st.Close() // the database is closed next, and says what went wrong
	}
	s.all = nil
}

// An inserter writes rows of one table, batchRows at a time.
type inserter struct {
	columns   int
	one, many *sql.Stmt
	args      []any // reused; the transaction that uses it holds the only connection
}

// insert writes n rows; row appends the values of row i to args.
func (in *inserter) insert(ctx context.Context, tx *sql.Tx, n int, row func(i int, args []any) ([]any, error)) error {
	if n == 0 {
		return nil
	}
	one, many := tx.StmtContext(ctx, in.one), tx.StmtContext(ctx, in.many)
	for i := 0; i < n; {
		st, upto := one, i+1
		if n-i >= batchRows {
			st, upto = many, i+batchRows
		}
		args := in.args[:0]
		var err error
		for ; i < upto; i++ {
			if args, err = row(i, args); err != nil {
				return err
			}
		}
		if _, err := st.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}
