package read

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"covenant/extract"
)

// readDOCX reads a Word document as it is seen with all changes accepted:
// headers, each distinct one once, at the start; the body with the numbers of
// its paragraphs, text boxes at their place; footers; footnotes and endnotes
// with their numbers at the end. Insertions are kept, deletions and hidden text
// left out; fields give their result. Comments and pictures are not read.
// Paragraphs are parted by a blank line, table rows by a line break, cells by a
// tab. Headers and footers are the first and last pages' furniture. Pages begin
// at page breaks, where Word last saw them too.
//
// It stands on encoding/xml: the libraries there are for Word files are made to
// write them, and none resolves changes, numbers and notes.
func readDOCX(ctx context.Context, data []byte) (string, []extract.Page, error) {
	pkg, err := openPackage(data)
	if err != nil {
		return "", nil, err
	}
	main := pkg.mainPart()
	if main == "" {
		return "", nil, fmt.Errorf("%w: no document in the package", extract.ErrDamaged)
	}
	num, err := readNumbering(pkg, main)
	if err != nil {
		return "", nil, err
	}
	d := docx{ctx: ctx, pkg: pkg, main: main, numbers: num, flow: &flow{}}
	for _, step := range []func() error{
		func() error { return d.furnish("header") },
		d.body,
		func() error { return d.furnish("footer") },
		func() error { return d.notes("footnotes", "footnote") },
		func() error { return d.notes("endnotes", "endnote") },
	} {
		d.flow.part(2)
		if err := step(); err != nil {
			return "", nil, err
		}
	}
	text, pages := d.flow.result()
	return text, pages, nil
}

// A docx is a Word document while it is read.
type docx struct {
	ctx     context.Context
	pkg     *officePackage
	main    string
	numbers *numbering
	flow    *flow
	refs    []noteRef // notes in the order in which the body refers to them
}

// A noteRef is a reference to a note.
type noteRef struct{ kind, id string }

func (d *docx) body() error {
	b, err := d.pkg.part(d.main)
	if err != nil {
		return err
	}
	w := docxWalker{docx: d, part: d.main, out: d.flow, pages: true}
	return w.walk(b)
}

// furnish writes the headers or footers: those with letters or digits, each
// text once.
func (d *docx) furnish(kind string) error {
	rels, err := d.pkg.related(d.main, kind)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, r := range rels {
		b, err := d.pkg.part(r.Target)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		var f flow
		w := docxWalker{docx: d, part: r.Target, out: &f}
		if err := w.walk(b); err != nil {
			return err
		}
		text, _ := f.result()
		if text = strings.TrimSpace(text); text == "" || seen[text] {
			continue
		}
		seen[text] = true
		d.flow.part(2)
		d.flow.write(text)
		end := d.flow.b.Len()
		d.flow.furniture = append(d.flow.furniture, extract.ByteSpan{Start: end - len(text), End: end})
		d.flow.part(2)
	}
	return nil
}

// notes writes the notes of a part that the body refers to, each after its
// number.
func (d *docx) notes(part, kind string) error {
	rels, err := d.pkg.related(d.main, part)
	if err != nil || len(rels) == 0 {
		return err
	}
	b, err := d.pkg.part(rels[0].Target)
	if err != nil || b == nil {
		return err
	}
	w := docxWalker{docx: d, part: rels[0].Target, out: &flow{}, notes: map[string]string{}}
	if err := w.walk(b); err != nil {
		return err
	}
	n := 0
	for _, r := range d.refs {
		if r.kind != kind {
			continue
		}
		n++
		if text := strings.TrimSpace(w.notes[r.id]); text != "" {
			d.flow.part(2)
			d.flow.write(strconv.Itoa(n) + " " + text)
			d.flow.part(2)
		}
	}
	return nil
}
