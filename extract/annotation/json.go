package annotation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// eachObject calls do with every object of a JSON text that is either one array
// of objects or a sequence of them (JSON lines), and with the line on which the
// object starts. Errors get that place.
func eachObject[T any](ctx context.Context, file, text string, do func(Place, *T) error) error {
	text = strings.TrimPrefix(text, "\ufeff")
	lines := newLineCounter(text)
	dec := json.NewDecoder(strings.NewReader(text))
	array := strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "[")
	if array {
		if _, err := dec.Token(); err != nil {
			return &Error{Place{file, 1}, syntaxError(err)}
		}
	}
	for n := 0; ; n++ {
		if n%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if array && !dec.More() {
			break
		}
		start := int(dec.InputOffset())
		start += len(text[start:]) - len(strings.TrimLeft(text[start:], " \t\r\n,"))
		place := Place{file, lines.at(start)}
		var raw json.RawMessage
		if err := dec.Decode(&raw); errors.Is(err, io.EOF) && !array {
			return nil
		} else if err != nil {
			return &Error{Place{file, lines.at(errorOffset(err, start))}, syntaxError(err)}
		}
		if raw[0] != '{' {
			return &Error{place, fmt.Errorf("%w: want an object, got %q", ErrSyntax, shorten(string(raw)))}
		}
		item := new(T)
		if err := json.Unmarshal(raw, item); err != nil {
			return &Error{place, syntaxError(err)}
		}
		if err := do(place, item); err != nil {
			return &Error{place, err}
		}
	}
	if _, err := dec.Token(); err != nil {
		return &Error{Place{file, lines.at(len(text))}, syntaxError(err)}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return &Error{Place{file, lines.at(int(dec.InputOffset()))}, fmt.Errorf("%w: there is more after the list", ErrSyntax)}
	}
	return nil
}

// syntaxError says in this package's words what encoding/json reports.
func syntaxError(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, ErrSpan), errors.Is(err, ErrSyntax):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: the JSON ends too early", ErrSyntax)
	case errors.As(err, &kind):
		return fmt.Errorf("%w: %q cannot be a %s", ErrSyntax, kind.Field, kind.Value)
	}
	return fmt.Errorf("%w: %w", ErrSyntax, err)
}

// errorOffset is where a syntax error is, not before start.
func errorOffset(err error, start int) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return max(start, int(syntax.Offset)-1)
	}
	return start
}

// An offset is a whole number of characters; some tools write 12 as 12.0.
type offset int

func (o *offset) UnmarshalJSON(b []byte) error {
	var number json.Number
	bad := fmt.Errorf("%w: %s is no whole number of characters", ErrSpan, shorten(string(b)))
	if len(b) == 0 || b[0] == '"' || json.Unmarshal(b, &number) != nil {
		return bad
	}
	f, err := number.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return bad
	}
	*o = offset(f)
	return nil
}

// scalar returns a JSON string or number as text; "" for everything else.
func scalar(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	var s string
	var n json.Number
	switch {
	case len(raw) == 0 || raw[0] == 'n':
		return ""
	case json.Unmarshal(raw, &s) == nil:
		return s
	case json.Unmarshal(raw, &n) == nil:
		return n.String()
	}
	return ""
}

// line writes a value as JSON without a line break, and then after. Characters
// stand as they are, "<" and "&" too.
func (o *output) line(value any, after string) {
	if o.err != nil {
		return
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		o.err = err
		return
	}
	o.printf("%s%s", bytes.TrimRight(b.Bytes(), "\n"), after)
}
