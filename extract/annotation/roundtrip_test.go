package annotation

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
	"covenant/extract/token"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawText joins pieces that are hard on offsets and on formats.
func drawText(t *rapid.T) string {
	pieces := []string{"Acme", "Inc.", "May", "1,", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\v", "\u2028", "\u0085", "\u00a0", "\x00", "\ufeff",
		"😀", "👨‍🚒", "e\u0301", "\U0001D49C", "é", `\n`, `\`, "n", `"`, ",", "'", "#", "# ", "-DOCSTART-", "O", "B-PARTY", ";", "T1", "\ufffd", "<b>", "&amp;"}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(t, "text"), "")
}

func drawDocument(t *rapid.T, labels []string) Document {
	d := Document{
		Name: rapid.SampledFrom([]string{"a", "A", "Lease (1), 2019", "b/c", "../x", "😀", "é.txt", "a,b\"c", "O"}).Draw(t, "name"),
		Text: drawText(t),
	}
	n := utf8.RuneCountInString(d.Text)
	if n == 0 {
		return d
	}
	for range rapid.IntRange(0, 6).Draw(t, "spans") {
		start := rapid.IntRange(0, n-1).Draw(t, "start")
		end := rapid.IntRange(start+1, n).Draw(t, "end")
		d.Spans = append(d.Spans, newSpan(start, end, rapid.SampledFrom(labels).Draw(t, "label")))
	}
	sortSpans(d.Spans)
	return d
}

var (
	ownLabels = []string{"PARTY", "DATE", "DATE-effective", "COURT-other", "AMOUNT-cap"}
	anyLabels = append([]string{"MY_LABEL", "my-label", "PARTY-buyer", "Straße", "日付", "O", "B-X"}, ownLabels...)
)

// sameDocuments compares what was written with what was read, and that the spans
// cover the same words.
func sameDocuments(t *rapid.T, want, got []Document) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("documents (-written +read):\n%s", d)
	}
	for i, d := range got {
		for k, s := range d.Spans {
			index := extract.NewRuneIndex(d.Text)
			if w, g := covered(want[i].Text, want[i].Spans[k].RuneSpan), index.ByteSpan(s.RuneSpan).Of(d.Text); w != g {
				t.Fatalf("span %v covers %q, but covered %q", s, g, w)
			}
		}
	}
}

// JSON holds everything: names, texts, overlapping and repeated spans.
func TestJSONRoundTrip(t *testing.T) {
	for format, c := range map[Format]struct {
		write func(context.Context, *output, []Document) (Report, error)
		parse func(ctx context.Context, file, text string) ([]Document, []Note, error)
	}{
		LabelStudio: {writeLabelStudio, parseLabelStudio},
		Doccano:     {writeDoccano, parseDoccano},
	} {
		t.Run(string(format), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				docs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Document { return drawDocument(t, append(anyLabels, "with space\n")) }), 1, 4).Draw(t, "documents")
				out, report, err := written(func(w *output) (Report, error) { return c.write(t.Context(), w, docs) })
				if err != nil {
					t.Fatal(err)
				}
				n := 0
				for _, d := range docs {
					n += len(d.Spans)
				}
				if want := (Report{Documents: len(docs), Spans: n}); report != want {
					t.Fatalf("report is %+v, want %+v", report, want)
				}
				got, notes, err := c.parse(t.Context(), "x", out)
				if err != nil || len(notes) > 0 {
					t.Fatal(err, notes)
				}
				sameDocuments(t, docs, got)
			})
		})
	}
}

// brat holds everything but names.
func TestBratRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t, anyLabels)
		ann, err := bratLines(&d, labelNames{}, new(Report))
		if err != nil {
			t.Fatal(err)
		}
		spans, notes, err := parseBrat("x.ann", ann, d.Text)
		if err != nil || len(notes) > 0 {
			t.Fatal(err, notes, ann)
		}
		sameDocuments(t, []Document{d}, []Document{{d.Name, d.Text, spans}})
	})
}

// Gold tables hold what has this program's labels and does not overlap.
func TestGoldRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := []Document{drawDocument(t, ownLabels), drawDocument(t, ownLabels)}
		dir := filepath.Join(tempDir(t), "gold")
		report, err := Write(t.Context(), dir, Gold, docs, nil)
		if err != nil {
			t.Fatal(err)
		}
		names := fileNames{}
		var want []Document
		wanted := Report{}
		for _, d := range docs {
			if d.Text == "" {
				wanted.Empty++
				continue
			}
			var dropped int
			d.Spans, dropped = DropOverlaps(d.Spans)
			wanted.Overlapping += dropped
			wanted.Spans += len(d.Spans)
			wanted.Documents++
			if name := names.of(d.Name); name != d.Name {
				wanted.Renamed++
				d.Name = name
			}
			want = append(want, d)
		}
		if report != wanted {
			t.Fatalf("report is %+v, want %+v", report, wanted)
		}
		if len(want) == 0 {
			return
		}
		got, err := Read(t.Context(), dir, Gold)
		if err != nil {
			t.Fatal(err)
		}
		sameDocuments(t, want, got)
	})
}

// Columns keep every character that is not white space, and under each span that
// was written the words of the tokens that it touches.
func TestCoNLLRoundTrip(t *testing.T) {
	known := map[string][]extract.Sentence{} // the tokenizer is the slow part
	var mu sync.Mutex
	tokenize := func(ctx context.Context, text string) ([]extract.Sentence, error) {
		mu.Lock()
		defer mu.Unlock()
		var err error
		if _, ok := known[text]; !ok {
			known[text], err = token.Sentences(ctx, text)
		}
		return known[text], err
	}
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Document { return drawDocument(t, anyLabels) }), 1, 2).Draw(t, "documents")
		out, report, err := written(func(w *output) (Report, error) { return writeCoNLL(t.Context(), w, docs, tokenize) })
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := parseCoNLL(t.Context(), "x", out)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(docs) || report.Documents != len(docs) {
			t.Fatalf("%d documents became %d, the report says %d", len(docs), len(got), report.Documents)
		}
		given, written := 0, 0
		for i, d := range docs {
			given += len(d.Spans)
			written += len(got[i].Spans)
			if w, g := solid(d.Text), solid(got[i].Text); w != g {
				t.Fatalf("the text %q became %q", w, g)
			}
			want := touched(d, known[d.Text])
			for k, s := range got[i].Spans {
				if w, g := want[k], solid(covered(got[i].Text, s.RuneSpan)); w != g {
					t.Fatalf("span %d covers %q, want %q", k, g, w)
				}
			}
		}
		if written != report.Spans || given != report.Spans+report.Overlapping+report.Blank {
			t.Fatalf("%d spans given, %d read, and the report is %+v", given, written, report)
		}
	})
}

// touched returns the words of the tokens under each span of a document, for the
// spans that stay when overlaps go.
func touched(d Document, sentences []extract.Sentence) []string {
	var tokens []extract.Token
	for _, s := range sentences {
		tokens = append(tokens, s.Tokens...)
	}
	index := extract.NewRuneIndex(d.Text)
	var inTokens []Span
	for _, s := range d.Spans {
		first, end := -1, -1
		for i, tok := range tokens {
			if tok.Overlaps(index.ByteSpan(s.RuneSpan)) {
				if first < 0 {
					first = i
				}
				end = i + 1
			}
		}
		if first >= 0 {
			inTokens = append(inTokens, Span{extract.RuneSpan{Start: first, End: end}, s.Label, s.Role})
		}
	}
	inTokens, _ = DropOverlaps(inTokens)
	var words []string
	for _, s := range inTokens {
		var w string
		for _, tok := range tokens[s.Start:s.End] {
			w += tok.Of(d.Text)
		}
		words = append(words, solid(w))
	}
	return words
}

// solid is a text without white space.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// tempDir makes a folder for one check of a property.
func tempDir(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "annotation-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
