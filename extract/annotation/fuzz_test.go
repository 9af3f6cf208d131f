package annotation

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/gold"

	"github.com/google/go-cmp/cmp"
)

// seed adds the inputs of the tables of a format and its golden file.
func seed(f *testing.F, cases []readCase, golden string, add func(text string)) {
	for _, c := range cases {
		for _, file := range c.files {
			add(file.text)
		}
	}
	text, err := os.ReadFile(filepath.Join("testdata", golden))
	if err != nil {
		f.Fatal(err)
	}
	add(string(text))
}

// promised fails when documents are not what Read promises.
func promised(t *testing.T, docs []Document) {
	t.Helper()
	for i := range docs {
		d := &docs[i]
		if err := d.check(); err != nil {
			t.Fatalf("document %q: %v", d.Name, err)
		}
		if !slices.IsSortedFunc(d.Spans, func(a, b Span) int { return order(a.RuneSpan, b.RuneSpan) }) {
			t.Fatalf("document %q: spans are out of order: %v", d.Name, d.Spans)
		}
		for _, s := range d.Spans {
			if label, role := ParseName(s.Name()); label != s.Label || role != s.Role {
				t.Fatalf("the label %q is kept as %q, %q", s.Name(), s.Label, s.Role)
			}
		}
	}
}

// written returns what a writer makes.
func written(write func(*output) (Report, error)) (string, Report, error) {
	var b bytes.Buffer
	w := &output{w: bufio.NewWriter(&b)}
	report, err := write(w)
	err = errors.Join(err, w.w.Flush())
	return b.String(), report, err
}

func FuzzCoNLL(f *testing.F) {
	seed(f, conllCases, "samples.conll", func(text string) { f.Add(text) })
	f.Fuzz(func(t *testing.T, text string) {
		if checkText("x", text) != nil {
			return
		}
		docs, _, err := parseCoNLL(t.Context(), "x", text)
		if err != nil {
			return
		}
		promised(t, docs)
		for _, d := range docs {
			if kept, dropped := DropOverlaps(d.Spans); dropped > 0 {
				t.Fatalf("spans overlap: %v, of which %v", d.Spans, kept)
			}
		}
		// What was read can be written, and reads as the same.
		again := func(docs []Document) []Document {
			out, _, err := written(func(w *output) (Report, error) { return writeCoNLL(t.Context(), w, docs, splitRebuilt) })
			if err != nil {
				t.Skip(err) // tokens with white space other than a blank, or labels
			}
			more, _, err := parseCoNLL(t.Context(), "x", out)
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			return more
		}
		second := again(docs)
		if len(second) != len(docs) {
			t.Fatalf("%d documents became %d", len(docs), len(second))
		}
		for i := range docs {
			if w, g := solid(docs[i].Text), solid(second[i].Text); w != g {
				t.Fatalf("the text %q became %q", w, g)
			}
			if len(docs[i].Spans) != len(second[i].Spans) {
				t.Fatalf("spans %v became %v", docs[i].Spans, second[i].Spans)
			}
		}
		if d := cmp.Diff(second, again(second)); d != "" {
			t.Fatalf("a third reading (-second +third):\n%s", d)
		}
	})
}

// splitRebuilt finds the tokens of a text that the reader of columns has made.
func splitRebuilt(_ context.Context, text string) ([]extract.Sentence, error) {
	var out []extract.Sentence
	at := 0
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		var s extract.Sentence
		for word := range strings.SplitSeq(paragraph, " ") {
			if word != "" {
				s.Tokens = append(s.Tokens, extract.Token{Start: at, End: at + len(word)})
			}
			at += len(word) + 1
		}
		at++ // a paragraph ends with two line breaks, and its last word had no blank
		if len(s.Tokens) > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

func FuzzBrat(f *testing.F) {
	for _, c := range bratCases {
		f.Add(c.files[1].text, c.files[0].text)
	}
	f.Add("T1\tA 0 1;5 6;3 4\ta c b\n", "a b c\r\nd")
	f.Fuzz(func(t *testing.T, ann, text string) {
		if checkText("x", ann) != nil || checkText("x", text) != nil {
			return
		}
		spans, _, err := parseBrat("x.ann", ann, text)
		if err != nil {
			return
		}
		d := Document{"x", text, spans}
		promised(t, []Document{d})
		var report Report
		out, err := bratLines(&d, labelNames{}, &report)
		if err != nil || report.Relabelled > 0 {
			return // labels with white space
		}
		again, notes, err := parseBrat("x.ann", out, text)
		if err != nil || len(notes) > 0 {
			t.Fatalf("%v, %v\n%s", err, notes, out)
		}
		if d := cmp.Diff(spans, again); d != "" {
			t.Fatalf("read again (-first +second):\n%s", d)
		}
	})
}

func FuzzLabelStudio(f *testing.F) {
	seed(f, labelStudioCases, "labelstudio.json", func(text string) { f.Add(text) })
	f.Fuzz(func(t *testing.T, text string) {
		if checkText("x", text) != nil {
			return
		}
		docs, _, err := parseLabelStudio(t.Context(), "x", text)
		if err != nil {
			return
		}
		promised(t, docs)
		out, _, err := written(func(w *output) (Report, error) { return writeLabelStudio(t.Context(), w, docs) })
		if err != nil {
			t.Fatal(err)
		}
		again, notes, err := parseLabelStudio(t.Context(), "x", out)
		if err != nil || len(notes) > 0 {
			t.Fatalf("%v, %v\n%s", err, notes, out)
		}
		if d := cmp.Diff(docs, again); d != "" {
			t.Fatalf("read again (-first +second):\n%s", d)
		}
	})
}

func FuzzDoccano(f *testing.F) {
	seed(f, doccanoCases, "doccano.jsonl", func(text string) { f.Add(text) })
	f.Fuzz(func(t *testing.T, text string) {
		if checkText("x", text) != nil {
			return
		}
		docs, _, err := parseDoccano(t.Context(), "x", text)
		if err != nil {
			return
		}
		promised(t, docs)
		out, _, err := written(func(w *output) (Report, error) { return writeDoccano(t.Context(), w, docs) })
		if err != nil {
			t.Fatal(err)
		}
		again, notes, err := parseDoccano(t.Context(), "x", out)
		if err != nil || len(notes) > 0 {
			t.Fatalf("%v, %v\n%s", err, notes, out)
		}
		if d := cmp.Diff(docs, again); d != "" {
			t.Fatalf("read again (-first +second):\n%s", d)
		}
	})
}

func FuzzGold(f *testing.F) {
	for _, c := range goldCases {
		f.Add(c.files[0].text, "😀 x Acme pays")
	}
	f.Fuzz(func(t *testing.T, table, text string) {
		if checkText("x", table) != nil || checkText("x", text) != nil {
			return
		}
		passages, err := gold.Read(strings.NewReader(table))
		if err != nil {
			return
		}
		docs, err := goldDocuments(t.Context(), "x", passages, func(string) (string, error) { return text, nil })
		if err != nil {
			return
		}
		promised(t, docs)
		for i, d := range docs {
			p := passages[i]
			if covered(text, p.Span) != d.Text {
				t.Fatalf("passage %v is %q", p, d.Text)
			}
			for k, s := range d.Spans {
				if w, g := covered(text, p.Spans[k].RuneSpan), covered(d.Text, s.RuneSpan); w != g {
					t.Fatalf("span %v covers %q, want %q", s, g, w)
				}
			}
		}
	})
}

func FuzzDetect(f *testing.F) {
	for _, cases := range [][]readCase{conllCases, bratCases, labelStudioCases, doccanoCases, goldCases} {
		for _, c := range cases {
			f.Add(c.files[0].text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if format := detectFile(text); format != "" {
			if _, err := ParseFormat(string(format)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
