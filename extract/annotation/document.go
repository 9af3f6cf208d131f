package annotation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"covenant/extract"
)

// A Document is one annotated text.
type Document struct {
	Name  string // as the source names it; need not be unique
	Text  string // valid UTF-8
	Spans []Span // in order of start, then of length, longer first; may overlap
}

// A Span is one annotated element. Its offsets count Unicode code points of the
// document's text.
type Span struct {
	extract.RuneSpan
	Label string
	// Role refines one of this program's own labels; see [ParseName].
	Role string
}

// Name returns the span's label and role as the one string that formats hold:
// "DATE-effective", "PARTY".
func (s Span) Name() string {
	if s.Role == "" {
		return s.Label
	}
	return s.Label + "-" + s.Role
}

// ParseName splits a label as formats hold it. Only "LABEL-role" with one of
// this program's labels and a role that it has is split; every other string is
// a label that people made themselves and is kept whole.
func ParseName(name string) (label, role string) {
	before, after, found := strings.Cut(name, "-")
	if !found {
		return name, ""
	}
	l, err := extract.ParseLabel(before)
	if err != nil {
		return name, ""
	}
	if r, err := extract.ParseRole(l, after); err == nil && r != "" {
		return before, string(r)
	}
	return name, ""
}

// newSpan makes a span of a label as formats hold it.
func newSpan(start, end int, name string) Span {
	label, role := ParseName(name)
	return Span{extract.RuneSpan{Start: start, End: end}, label, role}
}

// check reports whether the span may stand in a text of so many code points.
func (s Span) check(runes int) error {
	switch {
	case s.Start < 0 || s.End <= s.Start:
		return fmt.Errorf("%w: [%d,%d) is empty, reversed or negative", ErrSpan, s.Start, s.End)
	case s.End > runes:
		return fmt.Errorf("%w: [%d,%d) lies outside the text of %d characters", ErrSpan, s.Start, s.End, runes)
	case s.Label == "":
		return fmt.Errorf("%w: [%d,%d) has no label", ErrSpan, s.Start, s.End)
	case !utf8.ValidString(s.Label) || !utf8.ValidString(s.Role):
		return fmt.Errorf("label %q: %w", s.Name(), ErrEncoding)
	}
	return nil
}

// check reports whether the document is what this package promises.
func (d *Document) check() error {
	if !utf8.ValidString(d.Text) {
		return ErrEncoding
	}
	n := utf8.RuneCountInString(d.Text)
	for _, s := range d.Spans {
		if err := s.check(n); err != nil {
			return err
		}
	}
	return nil
}

// sortSpans puts spans in the order that Document promises. Equal places keep
// the order in which the source gives them.
func sortSpans(spans []Span) {
	slices.SortStableFunc(spans, func(a, b Span) int { return order(a.RuneSpan, b.RuneSpan) })
}

func order(a, b extract.RuneSpan) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
}
