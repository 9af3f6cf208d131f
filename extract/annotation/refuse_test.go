package annotation

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
)

type refusal struct {
	name   string
	format Format
	files  []file
	reason error
	want   string // in the message
}

func labels(value string) []file {
	return one("x.json", "[\n"+`{"id": 1, "data": {"text": "😀 Acme"}, "annotations": [{"result": [{"id": "r", "type": "labels", "value": `+value+`}]}]}]`)
}

func TestReadRefuses(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	cases := []refusal{
		{"an empty file", CoNLL, one("x", "\n"), ErrEmpty, "no annotated documents"},
		{"unknown format", "xml", one("x", "a"), ErrFormat, `"xml" is none of conll, brat, labelstudio, doccano, gold`},
		{"a folder for a file", Doccano, []file{{"d/x.jsonl", "{}"}}, ErrFormat, "is a folder"},
		{"a file for a folder", Brat, one("x", "a"), ErrFormat, "is a file"},
		{"an empty folder", Brat, []file{{"d/.x", ""}}, ErrEmpty, "no annotated documents"},

		{"no tag", CoNLL, one("x", "a O\nb\n"), ErrSyntax, "x:2: "},
		{"a tag without label", CoNLL, one("x", "a B-\n"), ErrSyntax, "x:1: "},
		{"another kind of tag", CoNLL, one("x", "a NNP\n"), ErrSyntax, "x:1: "},
		{"no token", CoNLL, one("x", "a\tO\n\tO\n"), ErrSyntax, "x:2: "},
		{"invalid UTF-8", CoNLL, one("x", "a O\n\xff O\n"), ErrEncoding, "x:2: not valid UTF-8"},

		{"an offset past the end", Brat, pair("😀 Acme", "T1\tP 2 7\tAcme\n"), ErrSpan, "a.ann:1: T1: impossible span: [2,7) lies outside the text of 6 characters"},
		{"a negative offset", Brat, pair("Acme", "T1\tP -1 4\tAcme\n"), ErrSpan, "a.ann:1: "},
		{"a reversed span", Brat, pair("Acme", "T1\tP 4 1\tAcme\n"), ErrSpan, "a.ann:1: "},
		{"an empty fragment", Brat, pair("Acme", "T1\tP 0 1;2 2\tAcme\n"), ErrSpan, "a.ann:1: "},
		{"offsets that are no numbers", Brat, pair("Acme", "T1\tP NaN 1e300\tAcme\n"), ErrSpan, `start "NaN"`},
		{"an offset too large", Brat, pair("Acme", "T1\tP 0 99999999999999999999\tAcme\n"), ErrSpan, "a.ann:1: "},
		{"another text", Brat, pair("Beta Acme", "#1\tN T1\tx\nT1\tP 0 4\tAcme\n"), ErrMismatch, `a.ann:2: T1: the offsets do not fit the text: it says "Acme", but the text has "Beta" there`},
		{"offsets of a text with other line ends", Brat, pair("a\r\nb c", "T1\tP 2 3\tb\n"), ErrMismatch, `\r\n, which counts two`},
		{"offsets in bytes", Brat, pair("é Acme", "T1\tP 3 7\tAcme\n"), ErrSpan, "a.ann:1: "},
		{"no repeated text", Brat, pair("Acme", "T1\tP 0 4\n"), ErrSyntax, "a.ann:1: "},
		{"no label", Brat, pair("Acme", "T1\t 0 4\tAcme\n"), ErrSyntax, "a.ann:1: "},
		{"an id twice", Brat, pair("Acme", "T1\tP 0 4\tAcme\nT1\tP 0 4\tAcme\n"), ErrSyntax, "a.ann:2: malformed annotations: T1 is given a second time"},
		{"what is no line of brat", Brat, pair("Acme", "Acme\n"), ErrSyntax, "a.ann:1: "},
		{"an .ann file alone", Brat, []file{{"b/a.ann", ""}}, ErrSyntax, "no text beside it, a.txt"},
		{"a text that is not UTF-8", Brat, pair("Ac\nme\xe9", ""), ErrEncoding, "a.txt:2: "},

		{"an offset past the end", LabelStudio, labels(`{"start": 2, "end": 8, "labels": ["P"]}`), ErrSpan, `x.json:2: "task-1": region r: impossible span: [2,8)`},
		{"a negative offset", LabelStudio, labels(`{"start": -1, "end": 4, "labels": ["P"]}`), ErrSpan, "x.json:2: "},
		{"an empty span", LabelStudio, labels(`{"start": 1, "end": 1, "labels": ["P"]}`), ErrSpan, "x.json:2: "},
		{"a huge offset", LabelStudio, labels(`{"start": 0, "end": 1e300, "labels": ["P"]}`), ErrSpan, "1e300 is no whole number"},
		{"a fraction", LabelStudio, labels(`{"start": 0.5, "end": 2, "labels": ["P"]}`), ErrSpan, "0.5 is no whole number"},
		{"not a number", LabelStudio, labels(`{"start": NaN, "end": 2, "labels": ["P"]}`), ErrSyntax, "x.json:2: "},
		{"an XPath for an offset", LabelStudio, labels(`{"start": "/p[1]/text()[1]", "end": 2, "labels": ["P"]}`), ErrSpan, "x.json:2: "},
		{"no offset", LabelStudio, labels(`{"end": 2, "labels": ["P"]}`), ErrSyntax, "no start or no end"},
		{"an empty label", LabelStudio, labels(`{"start": 0, "end": 1, "labels": [""]}`), ErrSpan, "has no label"},
		{"another text", LabelStudio, labels(`{"start": 1, "end": 5, "text": "Beta", "labels": ["P"]}`), ErrMismatch, `it says "Beta", but the text has " Acm" there`},
		{"a text in neither way of counting", LabelStudio, labels(`{"start": 1, "end": 5, "text": "Acme", "labels": ["P"]}`), ErrMismatch, "x.json:2: "},
		{"no text", LabelStudio, one("x.json", `[{"data": {"n": 1}, "annotations": [{}]}]`), ErrSyntax, "holds no text"},
		{"two texts", LabelStudio, one("x.json", `[{"data": {"b": "x", "a": "y"}, "annotations": [{}]}]`), ErrSyntax, "a, b"},
		{"JSON-MIN", LabelStudio, one("x.json", `[{"id": 1, "text": "Acme", "label": [{"start": 0, "end": 4, "labels": ["P"]}], "annotation_id": 1}]`), ErrSyntax, `"JSON" that is read`},
		{"annotations of another kind", LabelStudio, one("x.json", `[{"data": {"text": "x"}, "annotations": 5}]`), ErrSyntax, `"annotations" cannot be a number`},
		{"not objects", LabelStudio, one("x.json", "[\n1]"), ErrSyntax, "x.json:2: "},
		{"huge nesting", LabelStudio, one("x.json", deep), ErrSyntax, "x.json:1: "},
		{"huge nesting in a field", LabelStudio, one("x.json", `[{"data": {"text": `+deep), ErrSyntax, "x.json:1: "},
		{"the end is missing", LabelStudio, one("x.json", `[{"data": {"text": "x"}, "annotations": [{}]}`), ErrSyntax, "ends too early"},
		{"more after the end", LabelStudio, one("x.json", "[]\n[]"), ErrSyntax, "x.json:2: "},
		{"empty list", LabelStudio, one("x.json", "[]"), ErrEmpty, ""},
		{"nobody annotated", LabelStudio, one("x.json", `[{"data": {"text": "x"}}]`), ErrEmpty, ""},
		{"invalid UTF-8", LabelStudio, one("x.json", "[\n{\"data\": {\"text\": \"\xff\"}}]"), ErrEncoding, "x.json:2: "},

		{"an offset past the end", Doccano, one("x.jsonl", "\n{\"text\": \"😀\", \"label\": [[0, 2, \"A\"]]}"), ErrSpan, `x.jsonl:2: "line-2": impossible span: [0,2)`},
		{"a huge offset", Doccano, one("x.jsonl", `{"text": "a", "label": [[0, 1e300, "A"]]}`), ErrSpan, "x.jsonl:1: "},
		{"a negative offset", Doccano, one("x.jsonl", `{"text": "a", "label": [[-1, 1, "A"]]}`), ErrSpan, "x.jsonl:1: "},
		{"an offset as text", Doccano, one("x.jsonl", `{"text": "a", "label": [["0", 1, "A"]]}`), ErrSpan, "x.jsonl:1: "},
		{"null for an offset", Doccano, one("x.jsonl", `{"text": "a", "label": [[null, 1, "A"]]}`), ErrSyntax, "x.jsonl:1: "},
		{"an empty label", Doccano, one("x.jsonl", `{"text": "a", "label": [[0, 1, ""]]}`), ErrSpan, "has no label"},
		{"a label by number", Doccano, one("x.jsonl", `{"text": "a", "entities": [{"start_offset": 0, "end_offset": 1, "label": 3}]}`), ErrSyntax, `cannot be a number`},
		{"no end", Doccano, one("x.jsonl", `{"text": "a", "entities": [{"start_offset": 0, "label": "A"}]}`), ErrSyntax, "want a start, an end and a label"},
		{"two parts", Doccano, one("x.jsonl", `{"text": "a", "label": [[0, 1]]}`), ErrSyntax, "want [start, end, label]"},
		{"classes of documents", Doccano, one("x.jsonl", `{"text": "a", "label": ["good"]}`), ErrSyntax, "x.jsonl:1: "},
		{"no text", Doccano, one("x.jsonl", `{"label": []}`), ErrSyntax, `no "text"`},
		{"broken JSON", Doccano, one("x.jsonl", "{\"text\": \"a\", \"label\": []}\n{\"text\" \"b\"}\n"), ErrSyntax, "x.jsonl:2: "},
		{"an empty file", Doccano, one("x.jsonl", ""), ErrEmpty, ""},

		{"an unknown label", Gold, []file{{"g/1.csv", goldHeader + "passage,p,a,0,4,,\nspan,p,a,0,4,MINE,-\n"}, {"g/a.txt", "Acme"}}, ErrSyntax, "line 3"},
		{"no text", Gold, []file{{"g/1.csv", goldHeader + "passage,p,a,0,4,,\n"}}, fs.ErrNotExist, "text of passage p"},
		{"a passage past the end", Gold, []file{{"g/1.csv", goldHeader + "passage,p,a,0,5,,\n"}, {"g/a.txt", "Acme"}}, ErrSpan, "passage p [0,5) lies outside a"},
		{"a document elsewhere", Gold, []file{{"g/1.csv", goldHeader + "passage,p,../a,0,4,,\n"}, {"a.txt", "Acme"}}, ErrSyntax, "is not the name of a file"},
		{"no tables", Gold, []file{{"g/a.txt", "Acme"}}, ErrEmpty, "no .csv file"},
	}
	for _, c := range cases {
		t.Run(string(c.format)+"/"+c.name, func(t *testing.T) {
			dir := put(t, c.files...)
			docs, err := Read(context.Background(), target(dir, c.files), c.format)
			if err == nil {
				t.Fatalf("no error, but %+v", docs)
			}
			if !errors.Is(err, c.reason) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %q\nwant %q with %q", err, c.reason, c.want)
			}
			if len(err.Error()) > 600 {
				t.Errorf("the message has %d bytes", len(err.Error()))
			}
			var placed *Error
			if c.format != Gold && !errors.Is(err, ErrFormat) && !errors.As(err, &placed) {
				t.Errorf("%q names no place", err)
			}
		})
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for format, files := range map[Format][]file{
		CoNLL:       one("x", strings.Repeat("a O\n", 5000)),
		Brat:        pair("Acme", ""),
		LabelStudio: one("x.json", `[{"data": {}}]`),
		Doccano:     one("x.jsonl", `{"text": "", "label": []}`),
		Gold:        {{"g/1.csv", goldHeader + "passage,p,a,0,4,,\n"}, {"g/a.txt", "Acme"}},
	} {
		dir := put(t, files...)
		if _, err := Read(ctx, target(dir, files), format); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error is %v, want that it was cancelled", format, err)
		}
	}
}

func TestReadOfNoFile(t *testing.T) {
	for _, f := range Formats() {
		if _, err := Read(context.Background(), t.TempDir()+"/none", f); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: error is %v, want that there is no such file", f, err)
		}
	}
	if _, err := Detect(t.TempDir() + "/none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Detect: error is %v, want that there is no such file", err)
	}
}

func TestDetect(t *testing.T) {
	for name, c := range map[string]struct {
		files []file
		want  Format
	}{
		"columns":                   {one("x.txt", "EU B-ORG\nrejects O\n"), CoNLL},
		"columns that start with [": {one("x.txt", "[ O\nEU B-ORG\n"), CoNLL},
		"-DOCSTART- alone":          {one("x", "-DOCSTART- -X- -X- O\n"), CoNLL},
		"columns after a comment":   {one("x", "# name = a\nEU\tNNP\tB-ORG\n"), CoNLL},
		"brat":                      {pair("a", ""), Brat},
		"brat below":                {[]file{{"b/c/a.ann", ""}, {"b/c/a.txt", ""}}, Brat},
		"Label Studio":              {one("x", "\ufeff [ {\"id\": 1, \"data\": {\"text\": \"a\"}}]"), LabelStudio},
		"Label Studio, one task":    {one("x", `{"annotations": [], "data": {}}`), LabelStudio},
		"Label Studio, JSON-MIN":    {one("x", `[{"text": "a", "annotation_id": 1, "label": []}]`), LabelStudio},
		"doccano":                   {one("x", "{\"id\": 1, \"text\": \"a\", \"label\": []}\nrubbish"), Doccano},
		"doccano as an array":       {one("x", `[{"text": "a", "label": []}]`), Doccano},
		"gold folder":               {[]file{{"g/a.csv", "x,y\n"}, {"g/b.csv", goldHeader}}, Gold},
		"gold table":                {one("x", goldHeader), Gold},
	} {
		t.Run(name, func(t *testing.T) {
			dir := put(t, c.files...)
			if got, err := Detect(target(dir, c.files)); got != c.want || err != nil {
				t.Errorf("it is %q, %v; want %q", got, err, c.want)
			}
		})
	}
	for name, files := range map[string][]file{
		"prose":        one("x.txt", "This Agreement is made as of May 1.\n"),
		"empty":        one("x", ""),
		"other JSON":   one("x.json", `{"a": 1}`),
		"numbers":      one("x.json", `[1, 2]`),
		"broken JSON":  one("x.json", `[{"text": `),
		"other tables": {{"g/a.csv", "x,y\n"}},
		"a folder":     {{"g/a.txt", "x"}},
	} {
		t.Run("not "+name, func(t *testing.T) {
			dir := put(t, files...)
			got, err := Detect(target(dir, files))
			if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "conll, brat, labelstudio, doccano, gold") {
				t.Errorf("it is %q, %v; want an error that lists the formats", got, err)
			}
		})
	}
}
