package read

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"covenant/extract"
)

// readHTML reads an HTML page, or the pages of an SEC filing (sec.go). Block
// elements are parted by a blank line, table rows by a line break, cells by a
// tab. Head, scripts, styles and what is not displayed are left out. A page
// begins where the style says so, or at an SEC <PAGE>.
func readHTML(ctx context.Context, data []byte) (string, []extract.Page, error) {
	text := decodeHTML(data)
	var f flow
	if !isSEC(data) {
		if err := walkHTML(ctx, &f, text); err != nil {
			return "", nil, err
		}
	} else {
		for i, part := range secParts(text) {
			if i > 0 {
				f.part(2)
				f.page()
			}
			if !part.html {
				f.write(strings.Trim(part.text, "\r\n"))
				continue
			}
			if err := walkHTML(ctx, &f, part.text); err != nil {
				return "", nil, err
			}
		}
	}
	out, pages := f.result()
	return out, pages, nil
}

// decodeHTML decodes by byte order mark, then by what the page's head says,
// then as plain text is. Valid UTF-8 is believed against a head that says
// Windows-1252 (or Latin 1, which means the same): saved pages often lie so.
func decodeHTML(data []byte) string {
	enc, name, _ := charset.DetermineEncoding(data, "")
	if name == "utf-8" || name == "windows-1252" {
		if text, err := decodeText(data); err == nil {
			return text
		}
		return decodeBytes(data)
	}
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return decodeBytes(data)
	}
	return clean(string(bytes.TrimPrefix(text, []byte("\ufeff"))))
}

// An htmlWalker writes the tokens of a page to a flow.
//
// It works on tokens, not on a tree: the tree builder gives up at 512 open
// elements, which filings with unclosed <font> tags have, and what is asked of
// nesting here (hidden elements, tables, <pre>) is little.
type htmlWalker struct {
	*flow
	hidden openElement   // what is not shown, with all inside it
	breaks []openElement // elements after which a page begins
	pre    int
	inHead bool
}

// An openElement is the name of an element whose end is waited for, and how
// many elements of its name are open inside it.
type openElement struct {
	name  string
	depth int
}

// walkHTML writes the text of page to f.
func walkHTML(ctx context.Context, f *flow, page string) error {
	z := html.NewTokenizer(strings.NewReader(page))
	w := htmlWalker{flow: f}
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return fmt.Errorf("%w: %w", extract.ErrDamaged, err)
			}
			for len(f.tables) > 0 {
				f.endTable()
			}
			return nil
		case html.TextToken:
			w.text(string(z.Text()))
		case html.StartTagToken:
			w.start(z.Token(), false)
		case html.SelfClosingTagToken:
			w.start(z.Token(), true)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		}
	}
}

func (w *htmlWalker) text(s string) {
	switch {
	case w.hidden.name != "":
	case w.inHead && strings.TrimSpace(s) == "":
	case w.pre > 0:
		w.preformatted(s)
	default:
		w.words(s)
	}
}

// preformatted adds the text of a <pre>: its white space counts.
func (w *htmlWalker) preformatted(s string) {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ").Replace(s)
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			w.lineBreak()
		}
		w.write(line)
	}
}

// notShown holds elements whose content is no text of the page. (The tokenizer
// itself knows where scripts and the like end.)
var notShown = map[string]bool{
	"script": true, "style": true, "title": true, "template": true, "noscript": true, "noframes": true, "iframe": true,
	"textarea": true, "select": true, "svg": true, "object": true, "ix:header": true, "xml": true,
}

func (w *htmlWalker) start(t html.Token, closed bool) {
	name := t.Data
	style := styleOf(t)
	switch {
	case w.hidden.name == "":
	case endsImplied(w.hidden.name, t.DataAtom):
		w.hidden = openElement{}
	default:
		if name == w.hidden.name && !closed {
			w.hidden.depth++
		}
		return
	}
	void := closed && !isHTML(t) || isVoid(t.DataAtom)
	switch {
	case name == "head":
		w.inHead = true
	case name == "body":
		w.inHead = false
	case notShown[name], strings.Contains(style, "display:none"):
		if !void {
			w.hidden = openElement{name, 1}
		}
		return
	}
	w.layout(t)
	if pageBefore(style) || name == "page" {
		w.part(2)
		w.page()
	}
	for i := range w.breaks {
		if w.breaks[i].name == name {
			w.breaks[i].depth++
		}
	}
	if pageAfter(style) {
		if void {
			w.part(2)
			w.page()
		} else {
			w.breaks = append(w.breaks, openElement{name, 1})
		}
	}
}

// layout parts the text at the start of an element.
func (w *htmlWalker) layout(t html.Token) {
	switch t.DataAtom {
	case atom.Br:
		w.lineBreak()
	case atom.Pre, atom.Listing, atom.Xmp:
		w.part(2)
		w.pre++
	case atom.Table:
		w.startTable()
	case atom.Tr:
		w.startRow()
	case atom.Td, atom.Th:
		w.startCell()
	case atom.Img:
		// A picture of words is lost; what it says in their stead is not
		// the contract's text.
	default:
		if isBlock(t.DataAtom) {
			w.part(2)
		}
	}
}

func (w *htmlWalker) end(name string) {
	if w.hidden.name != "" {
		switch name {
		case w.hidden.name:
			if w.hidden.depth--; w.hidden.depth == 0 {
				w.hidden = openElement{}
			}
		case "body", "html": // its own end is missing
			w.hidden = openElement{}
		}
		return
	}
	a := atom.Lookup([]byte(name))
	switch a {
	case atom.Head:
		w.inHead = false
	case atom.Pre, atom.Listing, atom.Xmp:
		w.pre = max(w.pre-1, 0)
		w.part(2)
	case atom.Table:
		w.endTable()
	case atom.Td, atom.Th:
		w.endCell()
	case atom.Tr:
		w.endCell()
	default:
		if isBlock(a) {
			w.part(2)
		}
	}
	for i := len(w.breaks) - 1; i >= 0; i-- {
		if w.breaks[i].name != name {
			continue
		}
		if w.breaks[i].depth--; w.breaks[i].depth <= 0 {
			w.breaks = append(w.breaks[:i], w.breaks[i+1:]...)
			w.part(2)
			w.page()
		}
	}
}

// endsImplied reports whether the start of element a ends an open one of the
// name, whose end tag HTML lets one leave out.
func endsImplied(name string, a atom.Atom) bool {
	switch name {
	case "p":
		return isBlock(a)
	case "li", "td", "th", "tr", "dt", "dd":
		return name == a.String()
	}
	return false
}

func isHTML(t html.Token) bool { return t.DataAtom != 0 }

func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Meta, atom.Link, atom.Base, atom.Area, atom.Col, atom.Embed, atom.Wbr:
		return true
	}
	return false
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt,
		atom.Dd, atom.Blockquote, atom.Center, atom.Hr, atom.Address, atom.Article, atom.Aside, atom.Section, atom.Header,
		atom.Footer, atom.Main, atom.Nav, atom.Figure, atom.Figcaption, atom.Fieldset, atom.Form, atom.Caption, atom.Body,
		atom.Html, atom.Details, atom.Summary, atom.Option, atom.Dir, atom.Menu:
		return true
	}
	return false
}

// styleOf returns the style of t, lower-case without white space.
func styleOf(t html.Token) string {
	for _, a := range t.Attr {
		if a.Key == "style" {
			return strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
		}
	}
	return ""
}

func pageBefore(style string) bool {
	return strings.Contains(style, "page-break-before:always") || strings.Contains(style, "break-before:page")
}

func pageAfter(style string) bool {
	return strings.Contains(style, "page-break-after:always") || strings.Contains(style, "break-after:page")
}
