// Package bio is the tag scheme: B-X begins a span of type X, I-X goes on with
// it, O is outside (Ramshaw and Marcus 1995, in the variant of CoNLL-2003 where
// every span begins with B). A type is a label with its role, so that one tag
// says both.
package bio

import (
	"fmt"
	"regexp"
	"strings"

	"covenant/extract"
)

// Outside is the tag O.
const Outside = 0

// A Type is what a span can be.
type Type struct {
	Label extract.Label
	Role  extract.Role
}

// String gives "DATE-agreement", or "PARTY" without a role.
func (t Type) String() string {
	if t.Role == "" {
		return string(t.Label)
	}
	return string(t.Label) + "-" + string(t.Role)
}

// typeName is what a type may be called.
var typeName = regexp.MustCompile(`^([A-Z][A-Z0-9_]*)(?:-([a-z][a-z0-9_]*))?$`)

// ParseType reads what String writes: one of the product's labels, with one of
// its roles or none, or another label in capitals, which may have a role in small
// letters.
func ParseType(s string) (Type, error) {
	name, role, _ := strings.Cut(s, "-")
	if l, err := extract.ParseLabel(name); err == nil {
		r, err := extract.ParseRole(l, role)
		if err != nil || s != (Type{l, r}).String() {
			return Type{}, fmt.Errorf("type %q: %s has no such role", s, l)
		}
		return Type{l, r}, nil
	}
	m := typeName.FindStringSubmatch(s)
	if m == nil {
		return Type{}, fmt.Errorf("type %q: a label in capitals was expected, with a role in small letters after a hyphen or without", s)
	}
	return Type{extract.Label(m[1]), extract.Role(m[2])}, nil
}

// A Scheme numbers the tags of a list of types: tag 0 is O, the tags of type i
// are 2i+1 (B) and 2i+2 (I).
type Scheme struct {
	Types []Type
	index map[Type]int
}

// New returns the scheme of the given types.
func New(types []Type) *Scheme {
	s := &Scheme{Types: types, index: make(map[Type]int, len(types))}
	for i, t := range types {
		s.index[t] = i
	}
	return s
}

// Default returns the scheme of all labels with all their roles.
func Default() *Scheme {
	var types []Type
	for _, l := range extract.Labels() {
		if l.Roles() == nil {
			types = append(types, Type{Label: l})
		}
		for _, r := range l.Roles() {
			types = append(types, Type{l, r})
		}
	}
	return New(types)
}

// Tags returns the number of tags K.
func (s *Scheme) Tags() int { return 2*len(s.Types) + 1 }

// Index returns the number of a type, -1 if the scheme has none such.
func (s *Scheme) Index(t Type) int {
	if i, ok := s.index[t]; ok {
		return i
	}
	return -1
}

// Begin and Inside return the tags of type i.
func Begin(i int) int { return 2*i + 1 }

// Inside returns the tag I of type i.
func Inside(i int) int { return 2*i + 2 }

// Allowed reports whether tag to may follow tag from: I-X only after B-X or I-X.
func Allowed(from, to int) bool {
	if to == Outside || to%2 == 1 {
		return true
	}
	return from == to || from == to-1
}

// First reports whether a sequence may begin with the tag.
func First(tag int) bool { return tag == Outside || tag%2 == 1 }

// Name returns the tag's name, such as "B-DATE-effective".
func (s *Scheme) Name(tag int) string {
	if tag == Outside {
		return "O"
	}
	return "IB"[tag%2:tag%2+1] + "-" + s.Types[(tag-1)/2].String()
}

// A Span is a run of tokens [Start, End) of one type.
type Span struct {
	Start, End int
	Type       int
}

// Spans reads the spans of a sequence of tags. An I tag that follows nothing of
// its type begins a span, as conlleval has it.
func Spans(tags []int) []Span {
	var spans []Span
	for t, tag := range tags {
		switch {
		case tag == Outside:
		case tag%2 == 0 && t > 0 && Allowed(tags[t-1], tag):
			spans[len(spans)-1].End = t + 1
		default:
			spans = append(spans, Span{t, t + 1, (tag - 1) / 2})
		}
	}
	return spans
}
