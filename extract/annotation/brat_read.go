package annotation

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"covenant/extract"
)

// brat standoff: NAME.ann beside NAME.txt, in a folder and those below it.
//
//	T1	DATE-effective 23 34	May 1, 2019
//	T2	PARTY 40 49;58 62	Acme Corp Inc.
//
// Offsets count code points of the text file as it is, so "\r\n" counts two. Of
// the .ann file the text-bound lines (T) are read; relations, events, attributes,
// equivalences, normalisations and notes (R, E, A, M, *, N, #) are not. A T line
// must repeat the text that it covers. An annotation in several fragments becomes
// one span, from the first to the last; a note says so where more than white
// space lies between them (brat itself makes fragments of what goes over a line
// break). A text without .ann file was not annotated and is left out.

func readBrat(ctx context.Context, path string) ([]Document, []Note, error) {
	names, notes, err := bratNames(path)
	if err != nil {
		return nil, nil, err
	}
	var docs []Document
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		d, more, err := readBratDocument(path, name)
		if err != nil {
			return nil, nil, err
		}
		docs = append(docs, d)
		notes = append(notes, more...)
	}
	return docs, notes, nil
}

// bratNames lists the annotated documents of a folder, without extension and
// with slashes, in order, and notes the texts that have no annotations.
func bratNames(dir string) (names []string, notes []Note, err error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, nil, err
	}
	if !info.IsDir() {
		return nil, nil, fmt.Errorf("%w: %s is a file, but brat is a folder of .txt and .ann files", ErrFormat, dir)
	}
	has := map[string]bool{}
	var texts []string
	err = fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path != "." && strings.HasPrefix(e.Name(), ".") {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.IsDir() {
			return nil
		}
		if name, ok := strings.CutSuffix(path, ".ann"); ok {
			has[name] = true
			names = append(names, name)
		} else if name, ok := strings.CutSuffix(path, ".txt"); ok {
			texts = append(texts, name)
		}
		return nil
	})
	for _, name := range texts {
		if !has[name] {
			notes = append(notes, Note{Place{File: name + ".txt"}, "has no .ann file: left out as not annotated"})
		}
	}
	slices.Sort(names)
	return names, notes, err
}

func readBratDocument(dir, name string) (Document, []Note, error) {
	base := filepath.Join(dir, filepath.FromSlash(name))
	text, err := readText(base + ".txt")
	if errors.Is(err, fs.ErrNotExist) {
		return Document{}, nil, &Error{Place{File: base + ".ann"}, fmt.Errorf("%w: there is no text beside it, %s.txt", ErrSyntax, filepath.Base(base))}
	}
	if err != nil {
		return Document{}, nil, err
	}
	ann, err := readText(base + ".ann")
	if err != nil {
		return Document{}, nil, err
	}
	spans, notes, err := parseBrat(base+".ann", ann, text)
	return Document{Name: name, Text: text, Spans: spans}, notes, err
}

// bratIgnored matches lines of other kinds than T.
var bratIgnored = regexp.MustCompile(`^(?:[REAMN#]\S*|\*)\t`)

// parseBrat reads the spans of an .ann file over its text.
func parseBrat(file, ann, text string) ([]Span, []Note, error) {
	index := extract.NewRuneIndex(text)
	seen := map[string]bool{}
	var spans []Span
	var notes []Note
	line := 0
	for raw := range strings.Lines(strings.TrimPrefix(ann, "\ufeff")) {
		line++
		raw = strings.TrimRight(raw, "\r\n")
		if strings.TrimSpace(raw) == "" || bratIgnored.MatchString(raw) {
			continue
		}
		place := Place{file, line}
		b, err := parseTextBound(raw)
		if err == nil && seen[b.id] {
			err = fmt.Errorf("%w: %s is given a second time", ErrSyntax, b.id)
		}
		if err == nil {
			err = b.check(index, text)
		}
		if err != nil {
			return nil, nil, &Error{place, err}
		}
		seen[b.id] = true
		span, gaps := b.hull(index, text)
		if gaps {
			notes = append(notes, Note{place, fmt.Sprintf("%s has %d fragments: read as one span with what lies between them", b.id, len(b.fragments))})
		}
		spans = append(spans, span)
	}
	sortSpans(spans)
	return spans, notes, nil
}

// A textBound is a T line.
type textBound struct {
	id, label string
	fragments []extract.RuneSpan // at least one
	text      string             // that it says it covers
}

// parseTextBound reads "T1<tab>LABEL 0 5;10 15<tab>text".
func parseTextBound(line string) (textBound, error) {
	var b textBound
	id, rest, ok := strings.Cut(line, "\t")
	if !ok || !strings.HasPrefix(id, "T") {
		return b, fmt.Errorf("%w: want an annotation such as T1, a tab and what it is, got %q", ErrSyntax, shorten(line))
	}
	what, text, ok := strings.Cut(rest, "\t")
	if !ok {
		return b, fmt.Errorf("%w: %s does not repeat its text after a second tab", ErrSyntax, id)
	}
	label, offsets, ok := strings.Cut(what, " ")
	if !ok || label == "" {
		return b, fmt.Errorf("%w: %s: want a label and offsets, got %q", ErrSyntax, id, shorten(what))
	}
	b = textBound{id: id, label: label, text: text}
	for part := range strings.SplitSeq(offsets, ";") {
		start, end, _ := strings.Cut(part, " ")
		s, err := strconv.Atoi(start)
		if err != nil {
			return b, fmt.Errorf("%w: %s: start %q is no offset", ErrSpan, id, shorten(start))
		}
		e, err := strconv.Atoi(end)
		if err != nil {
			return b, fmt.Errorf("%w: %s: end %q is no offset", ErrSpan, id, shorten(end))
		}
		b.fragments = append(b.fragments, extract.RuneSpan{Start: s, End: e})
	}
	return b, nil
}

// check compares what the line says with the text.
func (b *textBound) check(index *extract.RuneIndex, text string) error {
	var covered []string
	for _, f := range b.fragments {
		if err := (Span{RuneSpan: f, Label: b.label}).check(index.Runes()); err != nil {
			return fmt.Errorf("%s: %w", b.id, err)
		}
		covered = append(covered, index.ByteSpan(f).Of(text))
	}
	if got := strings.Join(covered, " "); !sameText(got, b.text) {
		err := fmt.Errorf("%s: %w: it says %q, but the text has %q there", b.id, ErrMismatch, shorten(b.text), shorten(got))
		if strings.Contains(text, "\r\n") {
			err = fmt.Errorf(`%w (the text has lines that end in \r\n, which counts two)`, err)
		}
		return err
	}
	return nil
}

// hull returns the span from the first fragment to the last, and whether more
// than white space lies between fragments.
func (b *textBound) hull(index *extract.RuneIndex, text string) (s Span, gaps bool) {
	parts := slices.SortedFunc(slices.Values(b.fragments), order)
	s = newSpan(parts[0].Start, parts[0].End, b.label)
	for _, f := range parts[1:] {
		if f.Start > s.End {
			between := index.ByteSpan(extract.RuneSpan{Start: s.End, End: f.Start}).Of(text)
			gaps = gaps || strings.IndexFunc(between, func(r rune) bool { return !unicode.IsSpace(r) }) >= 0
		}
		s.End = max(s.End, f.End)
	}
	return s, gaps
}
