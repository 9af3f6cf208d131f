package store

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// NewCSV returns a RowWriter that writes CSV by RFC 4180 with a header line:
// lines end in CRLF, and line ends inside a cell stay what they are. NULL is an
// empty cell. A text that a spreadsheet would take for a formula gets an
// apostrophe before it; numbers are left alone. Bytes are written as X'hex'.
func NewCSV(w io.Writer) RowWriter {
	c := &csvWriter{out: w}
	// With UseCRLF encoding/csv would also rewrite line ends inside cells; so
	// each record is written with LF to a buffer and its end replaced.
	c.enc = csv.NewWriter(&c.line)
	return c
}

type csvWriter struct {
	out   io.Writer
	enc   *csv.Writer
	line  bytes.Buffer
	cells []string
	buf   bytes.Buffer
}

const csvFlushBytes = 64 << 10

func (c *csvWriter) Columns(names []string) error {
	c.cells = c.cells[:0]
	for _, name := range names {
		c.cells = append(c.cells, defuse(name))
	}
	return c.record()
}

func (c *csvWriter) Row(values []any) error {
	c.cells = c.cells[:0]
	for _, v := range values {
		c.cells = append(c.cells, csvCell(v))
	}
	return c.record()
}

func (c *csvWriter) record() error {
	c.line.Reset()
	if err := c.enc.Write(c.cells); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	c.enc.Flush()
	line := bytes.TrimSuffix(c.line.Bytes(), []byte("\n"))
	if len(line) == 0 {
		line = []byte(`""`) // readers skip a line with nothing on it
	}
	c.buf.Write(line)
	c.buf.WriteString("\r\n")
	if c.buf.Len() >= csvFlushBytes {
		return c.Flush()
	}
	return nil
}

func (c *csvWriter) Flush() error {
	if _, err := c.buf.WriteTo(c.out); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func csvCell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return defuse(v)
	}
	return plain(v)
}

// defuse keeps a text from running as a formula when a spreadsheet opens it,
// see https://owasp.org/www-community/attacks/CSV_Injection.
func defuse(s string) string {
	if s != "" {
		switch s[0] {
		case '=', '+', '-', '@', '\t', '\r':
			return "'" + s
		}
	}
	return s
}

// plain returns a value that is not NULL as text. Numbers read back exactly.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return number(v)
	case []byte:
		return fmt.Sprintf("X'%x'", v)
	}
	return fmt.Sprint(v)
}

// number writes x in the fewest digits that read back as x, with an exponent
// only where it would be very long, as JSON does.
func number(x float64) string {
	if a := max(x, -x); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.FormatFloat(x, 'e', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
