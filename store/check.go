package store

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"covenant/extract"
)

// check makes sure that what Write promises of places holds for a record.
func check(rec *extract.Record) error {
	doc := rec.Document
	if doc == nil || doc.Path == "" {
		return fmt.Errorf("write a document: %w: it has no path", ErrRecord)
	}
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("write %s: %w: %s", doc.Path, ErrRecord, fmt.Sprintf(format, args...))
	}
	switch rec.Status {
	case extract.StatusOK, extract.StatusFailed, extract.StatusSkipped:
	default:
		return wrong("status is %q", rec.Status)
	}
	if !utf8.ValidString(doc.Text) || strings.Contains(doc.Text, "\x00") {
		return wrong("its text is not valid UTF-8 without NUL")
	}
	for i := range doc.Pages {
		p := &doc.Pages[i]
		if !fits(p.Span, doc.Text) {
			return wrong("page %d is at bytes %v of %d", p.Number, p.Span, len(doc.Text))
		}
		if b := p.BitsPerCharacter; !(b >= 0 && b <= math.MaxFloat64) || p.Garbled && b == 0 {
			return wrong("page %d has %v bits per character, garbled: %v", p.Number, b, p.Garbled)
		}
	}
	for i := range rec.Sentences {
		if s := &rec.Sentences[i]; !fits(s.Span, doc.Text) {
			return wrong("sentence %d is at bytes %v of %d", i, s.Span, len(doc.Text))
		}
	}
	for i := range rec.Elements {
		e := &rec.Elements[i]
		switch {
		case !fits(e.Span, doc.Text) || e.Span.Len() == 0:
			return wrong("%s element %d is at bytes %v of %d", e.Label, i, e.Span, len(doc.Text))
		case len(rec.Sentences) > 0 && (e.Sentence < 0 || e.Sentence >= len(rec.Sentences)):
			return wrong("%s element %d is in sentence %d of %d", e.Label, i, e.Sentence, len(rec.Sentences))
		case !(e.Confidence >= 0 && e.Confidence <= 1):
			return wrong("%s element %d has confidence %v", e.Label, i, e.Confidence)
		case e.HasNumber && (math.IsNaN(e.Number) || math.IsInf(e.Number, 0)):
			return wrong("%s element %d has number %v", e.Label, i, e.Number)
		}
	}
	for i := range rec.Clauses {
		if err := checkClause(&rec.Clauses[i], doc.Text); err != nil {
			return wrong("clause %d (%s): %v", i, rec.Clauses[i].Category, err)
		}
	}
	for i := range rec.Contracts {
		c := &rec.Contracts[i]
		if err := checkContract(c, doc.Text, len(rec.Elements)); err != nil {
			return wrong("contract %d: %v", c.Part, err)
		}
	}
	return nil
}

// fits reports whether the span lies in text and cuts no code point.
func fits(s extract.ByteSpan, text string) bool {
	return 0 <= s.Start && s.Start <= s.End && s.End <= len(text) &&
		(s.Start == len(text) || utf8.RuneStart(text[s.Start])) &&
		(s.End == len(text) || utf8.RuneStart(text[s.End]))
}
