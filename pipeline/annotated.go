package pipeline

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
	"covenant/extract/annotation"
	"covenant/extract/gold"
	"covenant/extract/token"
	"covenant/tagger/train"
)

// annotated reads the annotated documents: each was read in full, so that it is
// one gold passage.
func (c Corpus) annotated(ctx context.Context) ([]train.Document, []string, error) {
	format := c.Format
	if format == "" {
		var err error
		if format, err = annotation.Detect(c.Annotations); err != nil {
			return nil, nil, fmt.Errorf("annotations: %w", err)
		}
	}
	read, told, err := annotation.Reader{Texts: c.Texts}.Read(ctx, c.Annotations, format)
	if err != nil {
		return nil, nil, err
	}
	var notes []string
	for _, n := range told {
		notes = append(notes, n.String())
	}
	docs := make([]train.Document, len(read))
	names := labelNames{}
	for i, d := range read {
		docs[i] = train.Document{Name: d.Name, Text: d.Text}
		if docs[i].Sentences, err = token.Sentences(ctx, d.Text); err != nil {
			return nil, nil, fmt.Errorf("annotated text %s: %w", d.Name, err)
		}
		spans, dropped := annotation.DropOverlaps(d.Spans)
		if dropped > 0 {
			notes = append(notes, fmt.Sprintf("%s: %d spans left out that others overlap", d.Name, dropped))
		}
		p := gold.Passage{ID: d.Name, Doc: d.Name, Span: extract.RuneSpan{End: utf8.RuneCountInString(d.Text)}}
		for _, s := range spans {
			label, role := s.Label, s.Role
			if role == "" {
				var note string
				if label, note = names.of(s.Label); note != "" {
					notes = append(notes, note)
				}
			}
			p.Spans = append(p.Spans, gold.Span{RuneSpan: s.RuneSpan, Label: extract.Label(label), Role: extract.Role(role)})
		}
		docs[i].Gold = []gold.Passage{p}
	}
	return docs, notes, nil
}

// labelNames are what people's labels are called in a tag scheme.
type labelNames map[string]string

// of returns the name of a label, and a note when it is a new one of its own.
func (n labelNames) of(label string) (name, note string) {
	if name, ok := n[label]; ok {
		return name, ""
	}
	plain := labelName(label)
	name = plain
	for i := 2; n.taken(name); i++ {
		name = fmt.Sprintf("%s_%d", plain, i)
	}
	n[label] = name
	if name != label {
		note = fmt.Sprintf("label %q is called %s", label, name)
	}
	return name, note
}

func (n labelNames) taken(name string) bool {
	for _, v := range n {
		if v == name {
			return true
		}
	}
	return false
}

// labelName turns a label into what a tag scheme can hold: capitals, digits and
// low lines.
func labelName(s string) string {
	name := strings.Map(func(r rune) rune {
		r = unicode.ToUpper(r)
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, s)
	if name == "" || name[0] < 'A' || name[0] > 'Z' {
		name = "L" + name
	}
	return name
}
