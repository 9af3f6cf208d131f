package store

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// tableCellRunes is how much of a value a table shows; CSV and JSONL have all
// of it.
const tableCellRunes = 80

// NewTable returns a RowWriter that prints a table for reading on a screen. It
// holds the rows until Flush, since the widest value sets a column's width.
//
// NULL is shown as NULL; a text that says "NULL" stands in quotes. White space
// inside a value is shown as one space, control characters as U+FFFD, and what
// is longer than 80 characters ends in "…".
func NewTable(w io.Writer) RowWriter {
	t := &tableWriter{out: w}
	t.table = tablewriter.NewTable(w,
		tablewriter.WithHeaderAutoFormat(tw.Off), // column names as they are
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
	)
	return t
}

type tableWriter struct {
	out   io.Writer
	table *tablewriter.Table
	text  []bool // which columns hold something else than numbers and NULL
	rows  int
}

func (t *tableWriter) Columns(names []string) error {
	t.text = make([]bool, len(names))
	cells := make([]string, len(names))
	for i, name := range names {
		cells[i] = tableText(name)
	}
	t.table.Header(cells)
	return nil
}

func (t *tableWriter) Row(values []any) error {
	cells := make([]string, len(values))
	for i, v := range values {
		cells[i] = tableCell(v)
	}
	for i, v := range values {
		switch v.(type) {
		case string, []byte:
			t.text[i] = true
		}
	}
	t.rows++
	if err := t.table.Append(cells); err != nil {
		return fmt.Errorf("print table: %w", err)
	}
	return nil
}

// Flush prints the table, with numbers to the right, and how many rows it has.
func (t *tableWriter) Flush() error {
	align := make([]tw.Align, len(t.text))
	for i := range align {
		align[i] = tw.AlignRight
		if t.text[i] {
			align[i] = tw.AlignLeft
		}
	}
	t.table.Options(tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}))
	if err := t.table.Render(); err != nil {
		return fmt.Errorf("print table: %w", err)
	}
	rows := "rows"
	if t.rows == 1 {
		rows = "row"
	}
	if _, err := fmt.Fprintf(t.out, "%d %s\n", t.rows, rows); err != nil {
		return fmt.Errorf("print table: %w", err)
	}
	return nil
}

func tableCell(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		if v == "NULL" {
			return `"NULL"`
		}
		return tableText(v)
	}
	return tableText(plain(v))
}

// tableText makes a text fit for one cell; a document must not be able to
// steer the terminal.
func tableText(s string) string {
	var b strings.Builder
	n, cut, space := 0, 0, false // runes so far; where the 80th begins
	put := func(r rune) {
		if n++; n == tableCellRunes {
			cut = b.Len()
		}
		b.WriteRune(r)
	}
	for _, r := range s {
		if n > tableCellRunes {
			return b.String()[:cut] + "…"
		}
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			r = utf8.RuneError
		}
		if space && n > 0 {
			put(' ')
		}
		space = false
		put(r)
	}
	if n > tableCellRunes {
		return b.String()[:cut] + "…"
	}
	return b.String()
}
