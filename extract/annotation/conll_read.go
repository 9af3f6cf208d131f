package annotation

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// CoNLL-2003 columns: one token a line, the token in the first column and its
// tag in the last; blank lines between sentences; a line that starts with
// -DOCSTART- between documents. Columns are parted by tabs where the line has
// one, else by spaces. Tags are IOB1, IOB2, IOBES or BILOU: "B-", "S-" and "U-"
// begin a span, "I-", "E-", "L-" and "M-" go on with one of the same label or
// else begin it, "E-", "L-", "S-" and "U-" end it. A blank line ends it too.
//
// The files hold no text. It is rebuilt: a space between tokens, a blank line
// between sentences. A document's name stands on its -DOCSTART- line, or in a
// comment before its first token ("# name = N", "# newdoc id = N",
// "#begin document (N);"); else the file's name with a number is used. A line
// that starts with # is a comment where a sentence could start and its last
// column is no tag.

const docStart = "-DOCSTART-"

// conllParser collects the document that is being read.
type conllParser struct {
	docs []Document

	open    bool   // a document has begun
	name    string // its name, if it gave one
	text    strings.Builder
	runes   int
	spans   []Span
	begin   bool   // the next token is the first of its sentence
	goingOn bool   // the last span may go on
	label   string // of the last span
}

func parseCoNLL(ctx context.Context, file, text string) ([]Document, []Note, error) {
	p := &conllParser{begin: true}
	text = strings.TrimPrefix(text, "\ufeff")
	line := 0
	for raw := range strings.Lines(text) {
		line++
		if line%4096 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err := p.line(strings.TrimRight(raw, "\r\n")); err != nil {
			return nil, nil, &Error{Place{file, line}, err}
		}
	}
	p.finish()
	nameByFile(p.docs, file)
	return p.docs, nil, nil
}

func (p *conllParser) line(line string) error {
	if strings.Trim(line, " \t") == "" {
		p.begin, p.goingOn = true, false
		return nil
	}
	if name, ok := docStartName(line); ok {
		p.finish()
		p.open, p.name = true, name
		return nil
	}
	columns := splitColumns(line)
	prefix, label, ok := splitTag(columns[len(columns)-1])
	ok = ok && len(columns) > 1
	if !ok && p.begin && strings.HasPrefix(line, "#") {
		p.comment(line)
		return nil
	}
	if !ok {
		return fmt.Errorf("%w: want a token and a tag (O, or B-, I-, E-, S- with a label), got %q", ErrSyntax, shorten(line))
	}
	token := strings.Trim(columns[0], " ")
	if token == "" {
		return fmt.Errorf("%w: the token is empty", ErrSyntax)
	}
	start := p.add(token)
	p.tag(prefix, label, start)
	return nil
}

// splitColumns never returns an empty slice.
func splitColumns(line string) []string {
	if strings.Contains(line, "\t") {
		return strings.Split(strings.TrimRight(line, " \t"), "\t")
	}
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' })
}

// splitTag returns O as prefix 'O' without a label.
func splitTag(tag string) (prefix byte, label string, ok bool) {
	if tag == "O" {
		return 'O', "", true
	}
	if len(tag) < 3 || tag[1] != '-' || !strings.Contains("BIESULM", tag[:1]) {
		return 0, "", false
	}
	return tag[0], tag[2:], true
}

// add appends a token to the text and returns where it starts.
func (p *conllParser) add(token string) (start int) {
	p.open = true
	if p.runes > 0 {
		between := " "
		if p.begin {
			between = "\n\n"
		}
		p.text.WriteString(between)
		p.runes += len(between)
	}
	p.begin = false
	start = p.runes
	p.text.WriteString(token)
	p.runes += utf8.RuneCountInString(token)
	return start
}

// tag gives the token that was added last, from start, to a span.
func (p *conllParser) tag(prefix byte, label string, start int) {
	switch {
	case prefix == 'O':
		p.goingOn = false
		return
	case p.goingOn && p.label == label && strings.IndexByte("IELM", prefix) >= 0:
		p.spans[len(p.spans)-1].End = p.runes
	default:
		p.spans = append(p.spans, newSpan(start, p.runes, label))
	}
	p.label = label
	p.goingOn = strings.IndexByte("ESLU", prefix) < 0
}

// docStartName returns what a -DOCSTART- line says beside fillers.
func docStartName(line string) (name string, ok bool) {
	rest, ok := strings.CutPrefix(line, docStart)
	if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return "", false
	}
	filler := func(s string) bool { return s == "-X-" || s == "O" || s == "_" || s == "-Y-" || s == "-Z-" }
	rest = strings.Trim(rest, " \t")
	for rest != "" {
		i, j := strings.IndexAny(rest, " \t"), strings.LastIndexAny(rest, " \t")
		switch {
		case i < 0 && filler(rest):
			rest = ""
		case i >= 0 && filler(rest[:i]):
			rest = strings.Trim(rest[i:], " \t")
		case j >= 0 && filler(rest[j+1:]):
			rest = strings.Trim(rest[:j], " \t")
		default:
			return rest, true
		}
	}
	return "", true
}

// comment takes the name of a document from a comment.
func (p *conllParser) comment(line string) {
	line = strings.Trim(strings.TrimLeft(line, "#"), " \t")
	if rest, ok := strings.CutPrefix(line, "begin document ("); ok {
		if i := strings.LastIndex(rest, ")"); i >= 0 {
			p.start(rest[:i])
		}
		return
	}
	key, value, _ := strings.Cut(line, "=")
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "newdoc id":
		p.start(value)
	case "name", "document", "doc_id":
		if p.runes == 0 && value != "" {
			p.open, p.name = true, value
		}
	}
}

// start begins a document of that name, or names one that has just begun.
func (p *conllParser) start(name string) {
	if p.runes > 0 || p.name != "" {
		p.finish()
	}
	p.open, p.name = true, name
}

// finish ends the document that is being read, if any.
func (p *conllParser) finish() {
	if p.open {
		p.docs = append(p.docs, Document{Name: p.name, Text: p.text.String(), Spans: p.spans})
	}
	*p = conllParser{docs: p.docs, begin: true}
}

// nameByFile names documents that have no name after their file.
func nameByFile(docs []Document, file string) {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	for i := range docs {
		switch {
		case docs[i].Name != "":
		case len(docs) == 1:
			docs[i].Name = base
		default:
			docs[i].Name = fmt.Sprintf("%s-%d", base, i+1)
		}
	}
}
