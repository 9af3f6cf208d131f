package annotation

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"covenant/extract"
	"covenant/extract/gold"
)

// Gold tables (package gold): passages of contracts with their spans, in one .csv
// file or all of a folder, over texts doc.txt. Each passage becomes a document of
// its own, cut from the text and named by the passage, since nothing is known of
// what lies outside. The writer makes gold.csv and the texts in one folder, with
// one passage over each whole text. Gold tables hold only this program's labels
// and no overlapping spans.

func readGold(ctx context.Context, path, texts string) ([]Document, []Note, error) {
	tables := []string{path}
	folder := filepath.Dir(path)
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		folder = path
		if tables, err = csvFiles(path); err != nil {
			return nil, nil, err
		}
	}
	for _, table := range tables {
		if _, err := readText(table); err != nil {
			return nil, nil, err
		}
	}
	passages, err := gold.ReadFiles(tables...)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	read := func(doc string) (string, error) { return readText(filepath.Join(texts, doc+".txt")) }
	if texts == "" {
		read = func(doc string) (string, error) {
			text, err := readText(filepath.Join(folder, doc+".txt"))
			if errors.Is(err, fs.ErrNotExist) {
				text, err = readText(filepath.Join(folder, "txt", doc+".txt"))
			}
			return text, err
		}
	}
	docs, err := goldDocuments(ctx, path, passages, read)
	return docs, nil, err
}

// csvFiles lists the tables of a folder in order.
func csvFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var tables []string
	for _, e := range entries {
		if !e.IsDir() && strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			tables = append(tables, filepath.Join(dir, e.Name()))
		}
	}
	if len(tables) == 0 {
		return nil, &Error{Place{File: dir}, fmt.Errorf("%w: no .csv file in the folder", ErrEmpty)}
	}
	return tables, nil
}

// goldDocuments cuts the passages from their texts, each of which it reads once.
func goldDocuments(ctx context.Context, file string, passages []gold.Passage, read func(doc string) (string, error)) ([]Document, error) {
	indexes := map[string]*extract.RuneIndex{}
	texts := map[string]string{}
	var docs []Document
	for _, p := range passages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		index, ok := indexes[p.Doc]
		if !ok {
			if !filepath.IsLocal(p.Doc) {
				return nil, &Error{Place{File: file}, fmt.Errorf("%w: passage %s: document %q is not the name of a file in a folder", ErrSyntax, p.ID, p.Doc)}
			}
			text, err := read(p.Doc)
			if err != nil {
				return nil, &Error{Place{File: file}, fmt.Errorf("text of passage %s: %w", p.ID, err)}
			}
			index, texts[p.Doc] = extract.NewRuneIndex(text), text
			indexes[p.Doc] = index
		}
		if p.Span.End > index.Runes() {
			return nil, &Error{Place{File: file}, fmt.Errorf("%w: passage %s [%d,%d) lies outside %s, a text of %d characters",
				ErrSpan, p.ID, p.Span.Start, p.Span.End, p.Doc, index.Runes())}
		}
		d := Document{Name: p.ID, Text: index.ByteSpan(p.Span).Of(texts[p.Doc])}
		for _, s := range p.Spans {
			d.Spans = append(d.Spans, Span{
				extract.RuneSpan{Start: s.Start - p.Span.Start, End: s.End - p.Span.Start}, string(s.Label), string(s.Role)})
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func writeGold(ctx context.Context, dir string, docs []Document) (report Report, err error) {
	f, err := os.Create(filepath.Join(dir, "gold.csv"))
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	if err := w.Write(gold.Columns()); err != nil {
		return report, err
	}
	names := fileNames{}
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		d := &docs[i]
		if d.Text == "" {
			report.Empty++
			continue
		}
		name := names.of(d.Name)
		if name != d.Name {
			report.Renamed++
		}
		rows, err := goldRows(d, name, &report)
		if err != nil {
			return report, fmt.Errorf("document %q: %w", d.Name, err)
		}
		if err := w.WriteAll(rows); err != nil {
			return report, err
		}
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(d.Text), 0o644); err != nil {
			return report, err
		}
		report.Documents++
	}
	w.Flush()
	return report, w.Error()
}

// goldRows returns the rows of a document.
func goldRows(d *Document, name string, report *Report) ([][]string, error) {
	row := func(kind string, start, end int, label, role string) []string {
		return []string{kind, name, name, strconv.Itoa(start), strconv.Itoa(end), label, role}
	}
	rows := [][]string{row("passage", 0, utf8.RuneCountInString(d.Text), "", "")}
	spans, dropped := DropOverlaps(d.Spans)
	for _, s := range spans {
		label, role := ParseName(s.Name())
		if _, err := extract.ParseLabel(label); err != nil {
			return nil, fmt.Errorf("%w %q: gold tables hold only %v, with their roles", ErrLabel, s.Name(), extract.Labels())
		}
		if role == "" {
			role = "-"
		}
		rows = append(rows, row("span", s.Start, s.End, label, role))
	}
	report.Overlapping += dropped
	report.Spans += len(spans)
	return rows, nil
}
