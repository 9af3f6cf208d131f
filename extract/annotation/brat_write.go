package annotation

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"covenant/extract"
)

// The writer makes NAME.txt and NAME.ann for each document, and annotation.conf
// with the labels, which brat wants beside them. A span that goes over line
// breaks gets a fragment for each line, as brat has it.

func writeBrat(ctx context.Context, dir string, docs []Document) (Report, error) {
	var report Report
	names := fileNames{}
	labels := labelNames{}
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		d := &docs[i]
		ann, err := bratLines(d, labels, &report)
		if err != nil {
			return report, fmt.Errorf("document %q: %w", d.Name, err)
		}
		name := names.of(d.Name)
		if name != d.Name {
			report.Renamed++
		}
		base := filepath.Join(dir, name)
		err = errors.Join(os.WriteFile(base+".txt", []byte(d.Text), 0o644), os.WriteFile(base+".ann", []byte(ann), 0o644))
		if err != nil {
			return report, err
		}
		report.Documents++
		report.Spans += len(d.Spans)
	}
	conf := "[entities]\n" + strings.Join(slices.Sorted(maps.Keys(labels)), "\n") +
		"\n\n[relations]\n\n[events]\n\n[attributes]\n"
	return report, os.WriteFile(filepath.Join(dir, "annotation.conf"), []byte(conf), 0o644)
}

// bratLines returns the .ann file of a document.
func bratLines(d *Document, labels labelNames, report *Report) (string, error) {
	var out strings.Builder
	index := extract.NewRuneIndex(d.Text)
	for i, s := range d.Spans {
		name, err := labels.of(s, report)
		if err != nil {
			return "", err
		}
		var offsets, texts []string
		for _, f := range fragments(index.ByteSpan(s.RuneSpan), d.Text) {
			r := index.RuneSpan(f)
			offsets = append(offsets, fmt.Sprintf("%d %d", r.Start, r.End))
			texts = append(texts, oneLine(f.Of(d.Text)))
		}
		fmt.Fprintf(&out, "T%d\t%s %s\t%s\n", i+1, name, strings.Join(offsets, ";"), strings.Join(texts, " "))
	}
	return out.String(), nil
}

var lineBreaks = regexp.MustCompile(`[\r\n]+`)

// fragments cuts a span at the line breaks inside it. Those at its start and end
// stay in it, so that the fragments reach as far as the span.
func fragments(s extract.ByteSpan, text string) []extract.ByteSpan {
	var out []extract.ByteSpan
	start := s.Start
	for _, b := range lineBreaks.FindAllStringIndex(s.Of(text), -1) {
		from, to := s.Start+b[0], s.Start+b[1]
		if from == s.Start || to == s.End {
			continue
		}
		out = append(out, extract.ByteSpan{Start: start, End: from})
		start = to
	}
	return append(out, extract.ByteSpan{Start: start, End: s.End})
}

// oneLine replaces what would end a line by spaces.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
			return ' '
		}
		return r
	}, s)
}
