package annotation

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/token"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// samples are documents that every format can hold.
func samples() []Document {
	preamble := "SUPPLY AGREEMENT\r\n\r\nThis Agreement 😀 is made as of May 1,\n2019 between Café\u0301 S.A. (“Café”) and Beta <GmbH> & Co.\n"
	return []Document{
		{Name: "Supply agreement", Text: preamble, Spans: []Span{
			find(preamble, "SUPPLY AGREEMENT", "TITLE"),
			find(preamble, "May 1,\n2019", "DATE-effective"),
			find(preamble, "Café\u0301 S.A.", "PARTY"),
			find(preamble, "Beta <GmbH> & Co.", "PARTY"),
		}},
		{Name: "Notice, one page", Text: "Notice: thirty (30) days.", Spans: spans("8-24 DURATION-notice")},
		{Name: "nothing in it", Text: "No element\there.\n"},
	}
}

// spaced has a label with white space, which JSON holds and nothing else.
var spaced = Document{Name: "s", Text: "Acme", Spans: []Span{newSpan(0, 4, "MY LABEL")}}

// find makes a span of the first place of words in a text.
func find(text, words, name string) Span {
	before, _, ok := strings.Cut(text, words)
	if !ok {
		panic("the test's text has no " + words)
	}
	start := len([]rune(before))
	return newSpan(start, start+len([]rune(words)), name)
}

// tree returns all files below a path, by their path there.
func tree(t testing.TB, path string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(p)
		rel, _ := filepath.Rel(path, p)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// The files under testdata are what people find: one folder or file a format.
func TestGoldenFiles(t *testing.T) {
	for format, name := range map[Format]string{CoNLL: "samples.conll", Brat: "brat", LabelStudio: "labelstudio.json", Doccano: "doccano.jsonl", Gold: "gold"} {
		t.Run(string(format), func(t *testing.T) {
			golden, made := filepath.Join("testdata", name), filepath.Join(t.TempDir(), name)
			report, err := Write(t.Context(), made, format, samples(), token.Sentences)
			if err != nil {
				t.Fatal(err)
			}
			if want := (Report{Documents: 3, Spans: 5}); report != want {
				t.Errorf("report is %+v, want %+v", report, want)
			}
			if *update {
				if err := os.RemoveAll(golden); err != nil {
					t.Fatal(err)
				}
				if _, err := Write(t.Context(), golden, format, samples(), token.Sentences); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(tree(t, golden), tree(t, made)); d != "" {
				t.Errorf("files (-want +got); see them, then go test -update:\n%s", d)
			}
			if got, err := Detect(made); got != format || err != nil {
				t.Errorf("detected as %q, %v", got, err)
			}
			got, notes, err := Reader{}.Read(t.Context(), made, format)
			if err != nil || notes != nil {
				t.Fatal(err, notes)
			}
			want := samples()
			switch format {
			case Brat: // in order of names
				want = []Document{want[1], want[0], want[2]}
			case CoNLL: // rebuilt from tokens
				rebuilt := "SUPPLY AGREEMENT\n\nThis Agreement 😀 is made as of May 1 , 2019 between Café\u0301 S.A. ( “ Café ” ) and Beta < GmbH > & Co.\n\n"
				rebuilt = strings.TrimSpace(rebuilt)
				want[0].Text = rebuilt
				want[0].Spans = []Span{find(rebuilt, "SUPPLY AGREEMENT", "TITLE"), find(rebuilt, "May 1 , 2019", "DATE-effective"),
					find(rebuilt, "Café\u0301 S.A.", "PARTY"), find(rebuilt, "Beta < GmbH > & Co.", "PARTY")}
				want[1].Text = "Notice : thirty ( 30 ) days ."
				want[1].Spans = []Span{find(want[1].Text, "thirty ( 30 ) days", "DURATION-notice")}
				want[2].Text = "No element here ."
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("read again (-want +got):\n%s", d)
			}
		})
	}
}

func TestWriteReports(t *testing.T) {
	for name, c := range map[string]struct {
		format Format
		docs   []Document
		want   Report
		files  map[string]string
	}{
		"overlaps in columns": {CoNLL, []Document{doc("a", "Acme Inc. pays", "0-9 PARTY", "0-4 X", "10-14 Y")},
			Report{Documents: 1, Spans: 2, Overlapping: 1},
			map[string]string{".": "-DOCSTART- a -X- O\n\nAcme -X- _ B-PARTY\nInc. -X- _ I-PARTY\npays -X- _ B-Y\n\n"}},
		"spans that cut tokens, and blank ones": {CoNLL, []Document{doc("a", "Acme  pays", "2-7 X", "7-8 Y", "4-6 Z")},
			Report{Documents: 1, Spans: 1, Snapped: 2, Overlapping: 1, Blank: 1},
			map[string]string{".": "-DOCSTART- a -X- O\n\nAcme -X- _ B-X\npays -X- _ I-X\n\n"}},
		"a span over the end of a sentence": {CoNLL, []Document{doc("a", "One.\n\nTwo.\n\nThree.", "0-10 X")},
			Report{Documents: 1, Spans: 1},
			map[string]string{".": "-DOCSTART- a -X- O\n\nOne -X- _ B-X\n. -X- _ I-X\nTwo -X- _ I-X\n. -X- _ I-X\n\nThree -X- _ O\n. -X- _ O\n\n"}},
		"names in columns": {CoNLL, []Document{doc("a \n b", "x"), doc("O", "x"), doc("", "x")},
			Report{Documents: 3, Renamed: 2},
			map[string]string{".": "-DOCSTART- a b -X- O\n\nx -X- _ O\n\n-DOCSTART- O -X- O\n\nx -X- _ O\n\n-DOCSTART- -X- O\n\nx -X- _ O\n\n"}},
		"names of files": {Brat, []Document{doc("../a", "x"), doc("A", "y"), doc("a", "z"), doc("a-2", "z"), doc("", "x"), doc(".x?", "x")},
			Report{Documents: 6, Renamed: 5},
			map[string]string{"_._a.txt": "x", "_._a.ann": "", "A.txt": "y", "A.ann": "", "a-2.txt": "z", "a-2.ann": "", "a-2-2.txt": "z", "a-2-2.ann": "",
				"document.txt": "x", "document.ann": "", "_x_.txt": "x", "_x_.ann": "", "annotation.conf": "[entities]\n\n\n[relations]\n\n[events]\n\n[attributes]\n"}},
		"fragments": {Brat, []Document{doc("a", "Acme\r\n\r\nInc.\n\n", "0-12 PARTY", "6-13 X", "12-13 Y")},
			Report{Documents: 1, Spans: 3},
			map[string]string{"a.txt": "Acme\r\n\r\nInc.\n\n", "a.ann": "T1\tPARTY 0 4;8 12\tAcme Inc.\nT2\tX 6 13\t  Inc. \nT3\tY 12 13\t \n",
				"annotation.conf": "[entities]\nPARTY\nX\nY\n\n[relations]\n\n[events]\n\n[attributes]\n"}},
		"gold": {Gold, []Document{doc("a,b", "Acme Inc.", "0-9 PARTY", "0-4 PARTY"), doc("none", "")},
			Report{Documents: 1, Spans: 1, Overlapping: 1, Empty: 1},
			map[string]string{"a,b.txt": "Acme Inc.", "gold.csv": goldHeader + "passage,\"a,b\",\"a,b\",0,9,,\nspan,\"a,b\",\"a,b\",0,9,PARTY,-\n"}},
		"labels with white space in columns": {CoNLL, []Document{spaced},
			Report{Documents: 1, Spans: 1, Relabelled: 1}, map[string]string{".": "-DOCSTART- s -X- O\n\nAcme -X- _ B-MY_LABEL\n\n"}},
		"labels with white space in brat": {Brat, []Document{spaced},
			Report{Documents: 1, Spans: 1, Relabelled: 1}, map[string]string{"s.txt": "Acme", "s.ann": "T1\tMY_LABEL 0 4\tAcme\n",
				"annotation.conf": "[entities]\nMY_LABEL\n\n[relations]\n\n[events]\n\n[attributes]\n"}},
		"nothing": {LabelStudio, nil, Report{}, map[string]string{".": "[]\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "out")
			report, err := Write(t.Context(), path, c.format, c.docs, token.Sentences)
			if err != nil {
				t.Fatal(err)
			}
			if report != c.want {
				t.Errorf("report is %+v, want %+v", report, c.want)
			}
			if d := cmp.Diff(c.files, tree(t, path)); d != "" {
				t.Errorf("files (-want +got):\n%s", d)
			}
		})
	}
}

func TestWriteRefuses(t *testing.T) {
	good := []Document{doc("a", "Acme", "0-4 PARTY")}
	fixed := func(tokens ...extract.Token) Tokenizer {
		return func(context.Context, string) ([]extract.Sentence, error) {
			return []extract.Sentence{{Tokens: tokens}}, nil
		}
	}
	broken := errors.New("broken tokenizer")
	for name, c := range map[string]struct {
		format   Format
		docs     []Document
		tokenize Tokenizer
		reason   error
		want     string
	}{
		"unknown format":         {"xml", good, nil, ErrFormat, "xml"},
		"a span past the end":    {Doccano, []Document{doc("a", "Acme", "0-5 PARTY")}, nil, ErrSpan, `document "a"`},
		"a span without a label": {Doccano, []Document{{Text: "Acme", Spans: []Span{{RuneSpan: extract.RuneSpan{End: 1}}}}}, nil, ErrSpan, ""},
		"a text not UTF-8":       {Doccano, []Document{{Text: "\xff"}}, nil, ErrEncoding, ""},
		"a label not UTF-8":      {Doccano, []Document{{Text: "a", Spans: []Span{newSpan(0, 1, "\xff")}}}, nil, ErrEncoding, ""},
		"columns, no tokenizer":  {CoNLL, good, nil, ErrFormat, "needs a tokenizer"},
		"a failing tokenizer":    {CoNLL, good, func(context.Context, string) ([]extract.Sentence, error) { return nil, broken }, broken, ""},
		"a token with a space":   {CoNLL, []Document{doc("a", "A b")}, fixed(extract.Token{End: 3}), nil, `"A b" cannot stand`},
		"-DOCSTART- as a token":  {CoNLL, []Document{doc("a", docStart)}, fixed(extract.Token{End: 10}), nil, "cannot stand"},
		"tokens out of order":    {CoNLL, good, fixed(extract.Token{Start: 1, End: 2}, extract.Token{End: 1}), nil, "out of order"},
		"tokens out of the text": {CoNLL, good, fixed(extract.Token{End: 5}), nil, "out of the text"},
		"labels become one":      {CoNLL, []Document{doc("a", "Acme", "0-1 MY_LABEL"), spaced}, token.Sentences, ErrLabel, `"MY_LABEL" and "MY LABEL" would be the same`},
		"the same in brat":       {Brat, []Document{spaced, doc("b", "Acme", "0-1 MY_LABEL")}, nil, ErrLabel, `"MY LABEL" and "MY_LABEL" would be the same`},
		"people's labels":        {Gold, []Document{doc("a", "Acme", "0-4 MINE")}, nil, ErrLabel, `"MINE": gold tables hold only [COURT`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := Write(t.Context(), filepath.Join(dir, "out"), c.format, c.docs, c.tokenize)
			if err == nil || c.reason != nil && !errors.Is(err, c.reason) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %v with %q", err, c.reason, c.want)
			}
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("it left %v", left)
			}
		})
	}
}

func TestWriteKeepsWhatIsThere(t *testing.T) {
	dir := put(t, file{"full/x.txt", "mine"}, file{"full/empty/x", ""}, file{"old.json", "old"})
	if err := os.Remove(filepath.Join(dir, "full/empty/x")); err != nil {
		t.Fatal(err)
	}
	for _, format := range []Format{Brat, Gold} {
		if _, err := Write(t.Context(), filepath.Join(dir, "full"), format, samples(), nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: error is %v, want that the folder is not empty", format, err)
		}
		if _, err := Write(t.Context(), filepath.Join(dir, "old.json"), format, samples(), nil); err == nil {
			t.Errorf("%s: a file was taken for a folder", format)
		}
	}
	bad := []Document{doc("a", "Acme", "0-9 PARTY")}
	if _, err := Write(t.Context(), filepath.Join(dir, "old.json"), LabelStudio, bad, nil); err == nil {
		t.Error("no error")
	}
	want := map[string]string{"full/x.txt": "mine", "old.json": "old"}
	if d := cmp.Diff(want, tree(t, dir)); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	if _, err := Write(t.Context(), filepath.Join(dir, "full/empty"), Brat, samples(), nil); err != nil {
		t.Errorf("into an empty folder: %v", err)
	}
	if _, err := Write(t.Context(), filepath.Join(dir, "old.json"), LabelStudio, samples(), nil); err != nil {
		t.Errorf("over a file: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, format := range Formats() {
		path := filepath.Join(dir, "cancelled")
		if _, err := Write(ctx, path, format, samples(), token.Sentences); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error is %v, want that it was cancelled", format, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s: cancelled, but there is something", format)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]Format{"a.jsonl": Doccano, "x/a.JSON": LabelStudio, "a.conll": CoNLL, "a.bio": CoNLL, "a": "", "a.txt": ""} {
		if got := FormatOf(path); got != want {
			t.Errorf("FormatOf(%q) = %q, want %q", path, got, want)
		}
	}
}
