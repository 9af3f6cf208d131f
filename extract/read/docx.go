package read

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"covenant/extract"
)

// readDOCX reads a Word document: headers first, then the body, then footers,
// footnotes and endnotes, each once. Paragraphs are parted by a blank line,
// table rows by a line break, cells by a tab. Inserted text is kept, deleted
// text left out; of fields the result is read. Numbers of numbered paragraphs
// are made from the list's definition (docx_numbering.go). Pages begin where
// the file says that one was broken.
func readDOCX(ctx context.Context, data []byte) (string, []extract.Page, error) {
	pkg, err := openPackage(data)
	if err != nil {
		return "", nil, err
	}
	main := pkg.mainPart()
	if main == "" {
		return "", nil, fmt.Errorf("%w: no document in the package", extract.ErrDamaged)
	}
	numbering, err := readNumbering(pkg, main)
	if err != nil {
		return "", nil, err
	}
	r := &docxReader{ctx: ctx, numbers: numbering}
	seen := map[string]bool{}
	furniture := func(kind string) error {
		for _, name := range pkg.related(main, kind) {
			text, err := r.partText(pkg, name)
			if err != nil {
				return err
			}
			if text = strings.TrimSpace(text); text == "" || seen[text] {
				continue
			}
			seen[text] = true
			r.flow.part(2)
			r.flow.write(text)
			end := r.flow.b.Len()
			r.flow.furniture = append(r.flow.furniture, extract.ByteSpan{Start: end - len(text), End: end})
			r.flow.part(2)
		}
		return nil
	}
	if err := furniture("header"); err != nil {
		return "", nil, err
	}
	if err := r.part(pkg, main); err != nil {
		return "", nil, err
	}
	if err := furniture("footer"); err != nil {
		return "", nil, err
	}
	for _, kind := range []string{"footnotes", "endnotes"} {
		for _, name := range pkg.related(main, kind) {
			r.flow.part(2)
			if err := r.part(pkg, name); err != nil {
				return "", nil, err
			}
		}
	}
	text, pages := r.flow.result()
	return text, pages, nil
}

// A docxReader walks the XML of a part and writes its text to a flow.
type docxReader struct {
	ctx     context.Context
	flow    flow
	numbers *numbering

	fields []bool // open fields; true while in the instruction
	inRun  int
	para   paragraph
}

// A paragraph is what is known of the open paragraph before its first text.
type paragraph struct {
	list, level string
	style       string
	started     bool
}

// partText reads a part apart, for what stands outside the body.
func (r *docxReader) partText(pkg *docxPackage, name string) (string, error) {
	apart := &docxReader{ctx: r.ctx, numbers: r.numbers}
	if err := apart.part(pkg, name); err != nil {
		return "", err
	}
	return apart.flow.b.String(), nil
}

func (r *docxReader) part(pkg *docxPackage, name string) error {
	b, err := pkg.part(name)
	if err != nil || b == nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := r.ctx.Err(); err != nil {
				return err
			}
		}
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return decodeError(name, err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			skip, err := r.start(d, t)
			if err == nil && skip {
				err = d.Skip()
			}
			if err != nil {
				return decodeError(name, err)
			}
		case xml.EndElement:
			r.end(t.Name.Local)
		}
	}
}

// start handles the beginning of an element; skip says to leave it out whole.
func (r *docxReader) start(d *xml.Decoder, e xml.StartElement) (skip bool, err error) {
	switch e.Name.Local {
	case "p":
		r.flow.part(2)
		r.para = paragraph{}
	case "pStyle":
		r.para.style = attribute(e, "val")
	case "numId":
		r.para.list = attribute(e, "val")
	case "ilvl":
		r.para.level = attribute(e, "val")
	case "tbl":
		r.flow.startTable()
	case "tr":
		r.flow.startRow()
	case "tc":
		r.flow.startCell()
	case "t":
		var text string
		if err := d.DecodeElement(&text, &e); err != nil {
			return false, err
		}
		r.text(text)
	case "tab":
		// In a paragraph's properties it defines a tab stop.
		if r.inRun > 0 {
			r.text("\t")
		}
	case "br", "cr":
		if attribute(e, "type") == "page" {
			r.flow.page()
			r.flow.part(2)
		} else if r.inRun > 0 {
			r.flow.lineBreak()
		}
	case "lastRenderedPageBreak":
		r.flow.page()
	case "noBreakHyphen":
		r.text("-")
	case "sym":
		if code, err := strconv.ParseUint(attribute(e, "char"), 16, 32); err == nil {
			r.text(symbol(attribute(e, "font"), rune(code)))
		}
	case "r":
		r.inRun++
	case "fldChar":
		switch attribute(e, "fldCharType") {
		case "begin":
			r.fields = append(r.fields, true)
		case "separate":
			if n := len(r.fields); n > 0 {
				r.fields[n-1] = false
			}
		case "end":
			if n := len(r.fields); n > 0 {
				r.fields = r.fields[:n-1]
			}
		}
	case "del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "pPrChange", "rPrChange", "numberingChange", "tabs":
		// Fallback repeats what its alternative says.
		return true, nil
	case "footnote", "endnote":
		// The separators between text and notes are notes themselves.
		return attribute(e, "type") != "", nil
	}
	return false, nil
}

func (r *docxReader) end(name string) {
	switch name {
	case "p":
		r.flow.part(2)
	case "tbl":
		r.flow.endTable()
	case "tc":
		r.flow.endCell()
	case "r":
		r.inRun = max(0, r.inRun-1)
	}
}

// text writes a run's text, after the number of its paragraph.
func (r *docxReader) text(s string) {
	for _, instruction := range r.fields {
		if instruction {
			return
		}
	}
	if s == "" {
		return
	}
	if !r.para.started {
		r.para.started = true
		if label := r.numbers.next(r.para); label != "" {
			r.flow.write(label + " ")
		}
	}
	r.flow.write(strings.ReplaceAll(s, "\u00a0", " "))
}

// symbol gives the character that a symbol font shows, where it is a usual one.
func symbol(font string, code rune) string {
	switch {
	case code >= 0xF000 && code <= 0xF0FF && (font == "Symbol" || strings.HasPrefix(font, "Wingdings")):
		if font == "Symbol" && code == 0xF0A7 || code == 0xF0B7 {
			return "•"
		}
		return "\uFFFD"
	case code >= 0xF000 && code <= 0xF0FF:
		return string(code - 0xF000)
	}
	return string(code)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
