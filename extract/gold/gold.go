// Package gold reads the gold annotations: passages of contracts that a person
// read in full, with every element in them marked.
//
// The files are CSV with the columns kind,passage,doc,start,end,label,role. A
// "passage" row bounds text that was read; a "span" row is an element inside
// the passage of the same name. Offsets count Unicode code points of the
// document's text and are end exclusive. Outside its passages nothing is known
// of a document.
//
// Reading promises that every span lies inside its passage, has a known label
// and role, and overlaps no other span; whatever breaks that is an error that
// names the line.
package gold

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"covenant/extract"
)

// A Span is one marked element. Its offsets count code points of the document.
type Span struct {
	extract.RuneSpan
	Label extract.Label
	Role  extract.Role // empty where the label has none
}

// A Passage is a stretch of one document that was read in full.
type Passage struct {
	ID    string
	Doc   string // base name of the document's text, without extension
	Span  extract.RuneSpan
	Spans []Span // in order, inside Span, not overlapping
}

// Columns returns the header of the files.
func Columns() []string {
	return []string{"kind", "passage", "doc", "start", "end", "label", "role"}
}

// Read reads one file. Passages come in the order of their rows.
func Read(r io.Reader) ([]Passage, error) {
	var t table
	if err := t.read(r); err != nil {
		return nil, err
	}
	return t.passages()
}

// ReadFiles reads several files as if they were one, in the given order. A
// passage and its spans may stand in different files.
func ReadFiles(paths ...string) ([]Passage, error) {
	var t table
	for _, path := range paths {
		t.name = path
		if err := t.readFile(path); err != nil {
			return nil, fmt.Errorf("reading gold annotations from %s: %w", path, err)
		}
	}
	return t.passages()
}

// table collects rows until every passage is known, since spans may come first.
type table struct {
	name  string // of the file being read, empty for a plain reader
	order []passageRow
	index map[string]int // passage id to its place in order
	spans []spanRow
}

type passageRow struct {
	Passage
	where string
}

type spanRow struct {
	Span
	passage, doc, where string
}

func (t *table) readFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return t.read(f)
}

func (t *table) read(r io.Reader) error {
	in := csv.NewReader(r)
	in.FieldsPerRecord = len(Columns())
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("gold annotations: empty file, want a header row")
	}
	if err != nil {
		return fmt.Errorf("gold annotations: header: %w", err)
	}
	if columns := Columns(); !slices.Equal(head, columns) {
		return fmt.Errorf("gold annotations: header is %q, want %q", head, columns)
	}
	if t.index == nil {
		t.index = make(map[string]int)
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("gold annotations: %w", err)
		}
		line, _ := in.FieldPos(0)
		if err := t.add(row, t.where(line)); err != nil {
			return err
		}
	}
}

func (t *table) where(line int) string {
	if t.name == "" {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("%s: line %d", t.name, line)
}

func (t *table) add(row []string, where string) error {
	kind, id, doc := row[0], row[1], row[2]
	span, err := parseSpan(row[3], row[4])
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	if id == "" || doc == "" {
		return fmt.Errorf("%s: passage and doc must be given", where)
	}
	switch kind {
	case "passage":
		if _, ok := t.index[id]; ok {
			return fmt.Errorf("%s: passage %s is given a second time", where, id)
		}
		t.index[id] = len(t.order)
		t.order = append(t.order, passageRow{Passage{ID: id, Doc: doc, Span: span}, where})
	case "span":
		label, err := extract.ParseLabel(row[5])
		if err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		role, err := extract.ParseRole(label, row[6])
		if err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		t.spans = append(t.spans, spanRow{Span{span, label, role}, id, doc, where})
	default:
		return fmt.Errorf("%s: kind is %q, want passage or span", where, kind)
	}
	return nil
}

func parseSpan(start, end string) (extract.RuneSpan, error) {
	var s extract.RuneSpan
	var err error
	if s.Start, err = strconv.Atoi(start); err != nil {
		return s, fmt.Errorf("start: %w", err)
	}
	if s.End, err = strconv.Atoi(end); err != nil {
		return s, fmt.Errorf("end: %w", err)
	}
	if s.Start < 0 || s.End <= s.Start {
		return s, fmt.Errorf("span [%d,%d) is empty, reversed or negative", s.Start, s.End)
	}
	return s, nil
}

// passages gives each span to its passage and checks what Read promises.
func (t *table) passages() ([]Passage, error) {
	type placed struct {
		Span
		where string
	}
	inside := make([][]placed, len(t.order))
	for _, s := range t.spans {
		i, ok := t.index[s.passage]
		if !ok {
			return nil, fmt.Errorf("%s: span of passage %s, which has no row", s.where, s.passage)
		}
		p := t.order[i]
		if s.doc != p.Doc {
			return nil, fmt.Errorf("%s: span is of document %s, but its passage %s is of %s", s.where, s.doc, p.ID, p.Doc)
		}
		if s.Start < p.Span.Start || s.End > p.Span.End {
			return nil, fmt.Errorf("%s: span [%d,%d) lies outside its passage %s [%d,%d)",
				s.where, s.Start, s.End, p.ID, p.Span.Start, p.Span.End)
		}
		inside[i] = append(inside[i], placed{s.Span, s.where})
	}
	out := make([]Passage, len(t.order))
	for i, p := range t.order {
		slices.SortStableFunc(inside[i], func(a, b placed) int { return cmp.Compare(a.Start, b.Start) })
		for k, s := range inside[i] {
			if k > 0 && s.Start < inside[i][k-1].End {
				return nil, fmt.Errorf("%s: span [%d,%d) overlaps the one of %s", s.where, s.Start, s.End, inside[i][k-1].where)
			}
			p.Spans = append(p.Spans, s.Span)
		}
		out[i] = p.Passage
	}
	return out, nil
}
