package store

import (
	"context"
	"errors"
	"fmt"
)

// A RowWriter takes the result of a query, row by row: Columns once, then Row
// for each row, then Flush, unless something failed before.
type RowWriter interface {
	Columns(names []string) error
	// Row takes one value per column: nil, int64, float64, string or []byte.
	// The slice is used again for the next row.
	Row(values []any) error
	Flush() error
}

// Query runs one SQL statement that only reads on the database at path and
// gives its rows to w as they come. args fill the statement's parameters.
//
// Beside OpenReader's errors: ErrStatement, ErrReadOnly where the statement
// would write, ctx's error when it ends before the query.
func Query(ctx context.Context, path string, w RowWriter, query string, args ...any) error {
	r, err := OpenReader(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(r.Query(ctx, w, query, args...), r.Close())
}

// Query is [Query] on an open database.
func (r *Reader) Query(ctx context.Context, w RowWriter, query string, args ...any) error {
	query, err := singleStatement(query)
	if err != nil {
		return err
	}
	if err := r.stream(ctx, w, query, args...); err != nil {
		return explain(err, "query %s", r.path)
	}
	return nil
}

func (r *Reader) stream(ctx context.Context, w RowWriter, query string, args ...any) error {
	rows, err := r.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return interrupted(ctx, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	if err := w.Columns(names); err != nil {
		return err
	}
	values := make([]any, len(names))
	to := make([]any, len(names))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		if err := w.Row(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return interrupted(ctx, err)
	}
	return w.Flush()
}

// interrupted makes a driver's own word for a cancelled query ctx's error.
func interrupted(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil && !errors.Is(err, cause) {
		return fmt.Errorf("%w (%w)", cause, err)
	}
	return err
}

// Each returns a RowWriter that calls row with each row's values, which are
// valid during the call only.
func Each(row func(values []any) error) RowWriter { return each(row) }

type each func(values []any) error

func (each) Columns([]string) error   { return nil }
func (f each) Row(values []any) error { return f(values) }
func (each) Flush() error             { return nil }
