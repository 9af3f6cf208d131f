package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
)

// NewJSONL returns a RowWriter that writes one JSON object per line, its
// members in the order of the columns. Values are unchanged, NULL is null,
// bytes are a string X'hex'. The text of the columns named in nested is JSON
// already and stands as it is.
func NewJSONL(w io.Writer, nested ...string) RowWriter {
	j := &jsonlWriter{out: w, nestedNames: nested}
	j.enc = json.NewEncoder(&j.buf)
	j.enc.SetEscapeHTML(false)
	return j
}

type jsonlWriter struct {
	out         io.Writer
	enc         *json.Encoder
	buf         bytes.Buffer
	nestedNames []string
	names       []string
	nested      []bool
}

func (j *jsonlWriter) Columns(names []string) error {
	j.names, j.nested = slices.Clone(names), make([]bool, len(names))
	for i, name := range names {
		j.nested[i] = slices.Contains(j.nestedNames, name)
	}
	return nil
}

func (j *jsonlWriter) Row(values []any) error {
	for i, v := range values {
		j.buf.WriteByte("{,"[min(i, 1)])
		if err := j.value(j.names[i]); err != nil {
			return err
		}
		j.buf.WriteByte(':')
		if s, ok := v.(string); ok && j.nested[i] {
			j.buf.WriteString(s)
			continue
		}
		if err := j.value(v); err != nil {
			return err
		}
	}
	j.buf.WriteString("}\n")
	if j.buf.Len() >= csvFlushBytes {
		return j.Flush()
	}
	return nil
}

func (j *jsonlWriter) value(v any) error {
	switch x := v.(type) {
	case []byte:
		v = plain(x)
	case float64:
		if math.IsInf(x, 0) || math.IsNaN(x) {
			v = nil // JSON has no word for it
		}
	}
	if err := j.enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	j.buf.Truncate(j.buf.Len() - 1) // Encode ends with a newline
	return nil
}

func (j *jsonlWriter) Flush() error {
	if _, err := j.buf.WriteTo(j.out); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
