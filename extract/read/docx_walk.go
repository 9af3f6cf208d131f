package read

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// A docxWalker writes the text of one part of a Word document.
type docxWalker struct {
	*docx
	part  string
	dec   *xml.Decoder
	out   *flow
	pages bool              // whether page breaks count
	notes map[string]string // text by id, where the part holds notes

	paragraphs []paragraph // open, outermost first: text boxes nest
	fields     []bool      // open fields: whether the result has begun
	inText     int         // inside <w:t>
	runHidden  bool
	noteID     string
	depth      int        // open elements
	rooted     bool       // the root element was seen
	joining    *paragraph // the paragraph before, where its end is a deletion
}

// A paragraph is what its properties say of one.
type paragraph struct {
	style string
	numberRef
	labelled  bool // its number, or text, was written
	joinsNext bool // its end is a deletion
	pageAfter bool
}

// dropped holds elements of which nothing is text of the document: deletions,
// properties, field instructions, and what stands in for newer content.
var dropped = map[string]bool{
	"del": true, "moveFrom": true, "instrText": true, "delText": true, "delInstrText": true, "sdtPr": true, "tblPr": true,
	"tblGrid": true, "tcPr": true, "ffData": true, "Fallback": true, "rubyPr": true, "rt": true,
}

// walk writes the text of part b.
func (w *docxWalker) walk(b []byte) error {
	w.dec = newXMLDecoder(b)
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := w.ctx.Err(); err != nil {
				return err
			}
		}
		t, err := w.dec.Token()
		if errors.Is(err, io.EOF) && w.depth == 0 && w.rooted {
			return nil
		}
		if err != nil {
			return damagedXML(w.part, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			w.rooted = true
			consumed, err := w.start(t)
			if err != nil {
				return damagedXML(w.part, err)
			}
			if !consumed {
				w.depth++
			}
		case xml.EndElement:
			w.depth--
			w.end(t.Name)
		case xml.CharData:
			if w.inText > 0 {
				w.write(strings.ReplaceAll(string(t), "\u00a0", " "))
			}
		}
	}
}

// shown reports whether text here is seen: not hidden, nor in a field inside
// another field's instruction.
func (w *docxWalker) shown() bool {
	for _, result := range w.fields[:max(len(w.fields)-1, 0)] {
		if !result {
			return false
		}
	}
	return !w.runHidden
}

// write adds text, after the number of the paragraph where it is the first.
func (w *docxWalker) write(s string) {
	if !w.shown() {
		return
	}
	w.label()
	w.out.write(s)
}

// label writes the number of the innermost paragraph if it was not yet.
func (w *docxWalker) label() {
	if len(w.paragraphs) == 0 {
		return
	}
	p := &w.paragraphs[len(w.paragraphs)-1]
	if p.labelled {
		return
	}
	p.labelled = true
	w.out.write(w.numbers.label(*p))
}

// start handles the start of an element and reports whether it read the whole
// of it, to its end.
func (w *docxWalker) start(e xml.StartElement) (consumed bool, err error) {
	name := e.Name.Local
	if dropped[name] {
		return true, w.dec.Skip()
	}
	if !isWord(e.Name.Space) {
		if name == "t" && strings.HasSuffix(e.Name.Space, "/math") {
			w.inText++
		}
		return false, nil
	}
	switch name {
	case "p":
		w.startParagraph()
	case "pPr":
		return true, w.properties(e)
	case "r":
		w.runHidden = false
	case "rPr":
		return true, w.runProperties(e)
	case "t":
		w.inText++
	case "tab", "ptab":
		w.write("\t")
	case "br":
		w.lineBreak(attr(e, "type"))
	case "cr":
		w.lineBreak("")
	case "noBreakHyphen":
		w.write("-")
	case "sym":
		w.write(symbol(attr(e, "font"), attr(e, "char")))
	case "lastRenderedPageBreak":
		w.newPage()
	case "sectPr":
		return true, w.dec.Skip()
	case "fldChar":
		w.field(attr(e, "fldCharType"))
	case "footnoteReference", "endnoteReference":
		if w.notes == nil && w.shown() {
			w.refs = append(w.refs, noteRef{strings.TrimSuffix(name, "Reference"), attr(e, "id")})
		}
	case "footnote", "endnote":
		w.noteID = attr(e, "id")
	case "tbl":
		w.out.startTable()
	case "tr":
		w.out.startRow()
	case "trPr":
		return true, w.rowProperties(e)
	case "tc":
		w.out.startCell()
	}
	return false, nil
}

func (w *docxWalker) end(name xml.Name) {
	if !isWord(name.Space) {
		if name.Local == "t" && strings.HasSuffix(name.Space, "/math") {
			w.inText--
		}
		return
	}
	switch name.Local {
	case "t":
		w.inText--
	case "r":
		w.runHidden = false
	case "p":
		w.endParagraph()
	case "tc":
		w.out.endCell()
	case "tbl":
		w.out.endTable()
	case "footnote", "endnote":
		if w.notes != nil {
			w.notes[w.noteID], _ = w.out.result()
			w.out = &flow{}
		}
	}
}

func (w *docxWalker) startParagraph() {
	p := paragraph{}
	if w.joining != nil {
		p.labelled = w.joining.labelled
		w.joining = nil
	} else {
		w.out.part(2)
	}
	w.paragraphs = append(w.paragraphs, p)
}

func (w *docxWalker) endParagraph() {
	if len(w.paragraphs) == 0 {
		return
	}
	p := w.paragraphs[len(w.paragraphs)-1]
	w.paragraphs = w.paragraphs[:len(w.paragraphs)-1]
	switch {
	case p.joinsNext && p.labelled:
		w.joining = &p
	case p.joinsNext: // it is deleted as a whole
	default:
		if !p.labelled {
			// An empty paragraph's number counts, but is not seen alone.
			w.numbers.label(p)
		}
		w.out.part(2)
	}
	if p.pageAfter {
		w.newPage()
	}
}

// lineBreak handles a <w:br>: of a page, a column or a line.
func (w *docxWalker) lineBreak(kind string) {
	switch {
	case !w.shown():
	case kind == "page":
		w.out.part(1)
		w.newPage()
	default:
		w.out.lineBreak()
	}
}

func (w *docxWalker) newPage() {
	if w.pages {
		w.out.page()
	}
}

// field follows a complex field: begin, instruction, separate, result, end.
func (w *docxWalker) field(kind string) {
	n := len(w.fields)
	switch {
	case kind == "begin":
		w.fields = append(w.fields, false)
	case kind == "separate" && n > 0:
		w.fields[n-1] = true
	case kind == "end" && n > 0:
		w.fields = w.fields[:n-1]
	}
}

// paragraphProperties is what is read of <w:pPr>.
type paragraphProperties struct {
	Style           val                 `xml:"pStyle"`
	Number          numberingProperties `xml:"numPr"`
	PageBreakBefore *val                `xml:"pageBreakBefore"`
	Mark            struct {
		Deleted *struct{} `xml:"del"`
		Moved   *struct{} `xml:"moveFrom"`
	} `xml:"rPr"`
	Section *struct {
		Type val `xml:"type"`
	} `xml:"sectPr"`
}

// A val is an element whose attribute val says it all.
type val struct {
	Val string `xml:"val,attr"`
}

// properties reads a paragraph's <w:pPr>.
func (w *docxWalker) properties(e xml.StartElement) error {
	var p paragraphProperties
	if err := w.dec.DecodeElement(&p, &e); err != nil || len(w.paragraphs) == 0 {
		return err
	}
	q := &w.paragraphs[len(w.paragraphs)-1]
	q.style = p.Style.Val
	q.numberRef = p.Number.ref()
	q.joinsNext = p.Mark.Deleted != nil || p.Mark.Moved != nil
	q.pageAfter = p.Section != nil && p.Section.Type.Val != "continuous" && p.Section.Type.Val != "nextColumn"
	if p.PageBreakBefore != nil && !isOff(p.PageBreakBefore.Val) {
		w.newPage()
	}
	return nil
}

// runProperties reads a run's <w:rPr>.
func (w *docxWalker) runProperties(e xml.StartElement) error {
	var p struct {
		Vanish *val `xml:"vanish"`
	}
	if err := w.dec.DecodeElement(&p, &e); err != nil {
		return err
	}
	w.runHidden = p.Vanish != nil && !isOff(p.Vanish.Val)
	return nil
}

// rowProperties reads a row's <w:trPr>, and over the row where it is deleted.
func (w *docxWalker) rowProperties(e xml.StartElement) error {
	var p struct {
		Deleted *struct{} `xml:"del"`
	}
	if err := w.dec.DecodeElement(&p, &e); err != nil {
		return err
	}
	if p.Deleted == nil {
		return nil
	}
	w.depth-- // of the row, whose end goes with it
	return w.dec.Skip()
}
