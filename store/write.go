package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"covenant/extract"
)

// Write replaces all that the database holds of the record's path by the
// record, and notes the outcome for the run, in one transaction: whatever
// happens, either the earlier reading is there or the new one, whole.
//
// It fails with ErrRecord, having written nothing, when the record contradicts
// its document. Write does not keep the record.
func (s *Store) Write(ctx context.Context, runID int64, rec *extract.Record) error {
	if err := check(rec); err != nil {
		return err
	}
	if err := s.write(ctx, runID, rec); err != nil {
		return explain(err, "write %s to %s", rec.Document.Path, s.path)
	}
	return nil
}

func (s *Store) write(ctx context.Context, runID int64, rec *extract.Record) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing, after an error that one counts

	doc := rec.Document
	reason := orNull(reasonOf(rec))
	if _, err := tx.StmtContext(ctx, s.stmt.forget).ExecContext(ctx, doc.Path); err != nil {
		return err
	}
	res, err := tx.StmtContext(ctx, s.stmt.document).ExecContext(ctx, documentRow(runID, rec, reason)...)
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return err
	}
	runes := extract.NewRuneIndex(doc.Text)
	if err := s.writePages(ctx, tx, id, doc, runes); err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	firstElement, err := s.writeElements(ctx, tx, id, rec, runes)
	if err != nil {
		return fmt.Errorf("elements: %w", err)
	}
	if err := s.writeClauses(ctx, tx, id, rec, runes); err != nil {
		return fmt.Errorf("clauses: %w", err)
	}
	for i := range rec.Contracts {
		if err := s.writeContract(ctx, tx, id, firstElement, &rec.Contracts[i], runes); err != nil {
			return fmt.Errorf("contract %d: %w", rec.Contracts[i].Part, err)
		}
	}
	if _, err := tx.StmtContext(ctx, s.stmt.outcome).ExecContext(ctx, runID, doc.Path, outcomeOf(rec.Status), reason); err != nil {
		return err
	}
	return tx.Commit()
}

func documentRow(runID int64, rec *extract.Record, reason any) []any {
	doc := rec.Document
	var size, pages, text any
	if doc.SHA256 != "" || doc.Bytes > 0 {
		size = doc.Bytes
	}
	if len(doc.Pages) > 0 {
		pages = len(doc.Pages)
	}
	if doc.Text != "" || rec.Status == extract.StatusOK {
		text = doc.Text
	}
	return []any{runID, doc.Path, orNull(doc.SHA256), orNull(string(doc.Format)), size, pages, text,
		string(rec.Status), reason, rec.Seconds}
}

func (s *Store) writePages(ctx context.Context, tx *sql.Tx, id int64, doc *extract.Document, runes *extract.RuneIndex) error {
	return s.stmt.pages.insert(ctx, tx, len(doc.Pages), func(i int, args []any) ([]any, error) {
		p := &doc.Pages[i]
		at := runes.RuneSpan(p.Span)
		var garbled any
		if p.BitsPerCharacter > 0 {
			garbled = p.Garbled
		}
		return append(args, id, p.Number, at.Start, at.End, positive(p.Width), positive(p.Height),
			string(p.Status), orNull(clean(p.Err)), positive(p.BitsPerCharacter), garbled), nil
	})
}

// writeElements returns the number of the first element; the others follow it.
func (s *Store) writeElements(ctx context.Context, tx *sql.Tx, id int64, rec *extract.Record, runes *extract.RuneIndex) (first int64, err error) {
	if first, err = s.nextID(ctx, tx, "elements"); err != nil {
		return 0, err
	}
	doc := rec.Document
	return first, s.stmt.elements.insert(ctx, tx, len(rec.Elements), func(i int, args []any) ([]any, error) {
		e := &rec.Elements[i]
		at := runes.RuneSpan(e.Span)
		var number, page, sentence any
		if e.HasNumber {
			number = e.Number
		}
		if n := doc.PageAt(e.Span.Start); n > 0 {
			page = n
		}
		if len(rec.Sentences) > 0 {
			sentence = rec.Sentences[e.Sentence].Span.Of(doc.Text)
		}
		flags, err := jsonOrNull(e.Flags, len(e.Flags))
		if err != nil {
			return nil, err
		}
		attributes, err := jsonOrNull(e.Attributes, len(e.Attributes))
		if err != nil {
			return nil, err
		}
		return append(args, first+int64(i), id, string(e.Label), orNull(string(e.Role)), e.Span.Of(doc.Text), orNull(e.Value),
			number, orNull(e.Currency), e.Confidence, page, at.Start, at.End, sentence, flags, attributes), nil
	})
}

// nextID returns the number that follows all that a table with AUTOINCREMENT
// has ever given, see https://www.sqlite.org/autoinc.html. Rows that others
// refer to are written with their numbers: SQLite tells only the last one of an
// INSERT of several rows, and does not promise that they are consecutive. The
// transaction holds the write lock, so nobody else takes them.
func (s *Store) nextID(ctx context.Context, tx *sql.Tx, table string) (int64, error) {
	var last int64
	err := tx.StmtContext(ctx, s.stmt.lastID).QueryRowContext(ctx, table).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // no row: the table was always empty
		return 0, err
	}
	return last + 1, nil
}

func outcomeOf(status extract.Status) string {
	if status == extract.StatusOK {
		return "read"
	}
	return string(status)
}

// reasonOf says why the status is not ok.
func reasonOf(rec *extract.Record) string {
	switch {
	case rec.Err != nil:
		return clean(rec.Err.Error())
	case rec.Status != extract.StatusOK:
		return "no reason was given"
	}
	return ""
}

// clean makes a message fit to be stored: valid UTF-8 without NUL, at which
// SQLite's functions stop.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func positive(x float64) any {
	if x > 0 {
		return x
	}
	return nil
}

func jsonOrNull(v any, n int) (any, error) {
	if n == 0 {
		return nil, nil
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
