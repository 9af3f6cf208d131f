package annotation

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A file of a test. Of a test's files the first one's first path element is read.
type file struct{ path, text string }

// put writes files into a new folder and returns it.
func put(t testing.TB, files ...file) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(f.text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

type readCase struct {
	name   string
	format Format
	files  []file
	want   []Document
	notes  []string // each with the place inside the test's folder
}

// one is a test of a single file.
func one(name, text string) []file { return []file{{name, text}} }

// pair is a test of a single brat document.
func pair(text, ann string) []file { return []file{{"b/a.txt", text}, {"b/a.ann", ann}} }

func doc(name, text string, list ...string) Document {
	return Document{Name: name, Text: text, Spans: spans(list...)}
}

// target is the path to read of a test's files.
func target(dir string, files []file) string {
	first, _, _ := strings.Cut(files[0].path, "/")
	return filepath.Join(dir, first)
}

func TestRead(t *testing.T) {
	for _, cases := range [][]readCase{conllCases, bratCases, labelStudioCases, doccanoCases, goldCases} {
		for _, c := range cases {
			t.Run(string(c.format)+"/"+c.name, func(t *testing.T) {
				dir := put(t, c.files...)
				got, notes, err := Reader{}.Read(context.Background(), target(dir, c.files), c.format)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(c.want, got); d != "" {
					t.Errorf("documents (-want +got):\n%s", d)
				}
				var told []string
				for _, n := range notes {
					rest, _ := strings.CutPrefix(n.String(), dir+string(filepath.Separator))
					told = append(told, filepath.ToSlash(rest))
				}
				if d := cmp.Diff(c.notes, told); d != "" {
					t.Errorf("notes (-want +got):\n%s", d)
				}
			})
		}
	}
}

var conllCases = []readCase{
	{name: "IOB2, four columns, two documents", format: CoNLL, files: one("x.conll",
		"-DOCSTART- -X- -X- O\n\nJohn NNP B-NP B-PERSON\nSmith NNP I-NP I-PERSON\nMary NNP B-NP B-PERSON\n. . O O\n\nHe PRP B-NP O\n\n-DOCSTART- -X- O O\n\nRome NNP B-NP B-LOC\n"),
		want: []Document{doc("x-1", "John Smith Mary .\n\nHe", "0-10 PERSON", "11-15 PERSON"), doc("x-2", "Rome", "0-4 LOC")}},
	{name: "IOB1: B- only between neighbours", format: CoNLL, files: one("x.iob",
		"John I-PERSON\nSmith I-PERSON\nMary B-PERSON\nin O\nRome I-LOC\nParis I-CITY\n"),
		want: []Document{doc("x", "John Smith Mary in Rome Paris", "0-10 PERSON", "11-15 PERSON", "19-23 LOC", "24-29 CITY")}},
	{name: "IOBES", format: CoNLL, files: one("x",
		"John B-P\nvan I-P\nDam E-P\nMary S-P\nAnn S-P\nJo I-P\n"),
		want: []Document{doc("x", "John van Dam Mary Ann Jo", "0-12 P", "13-17 P", "18-21 P", "22-24 P")}},
	{name: "BILOU", format: CoNLL, files: one("x",
		"John B-P\nvan I-P\nDam L-P\nMary U-P\n"),
		want: []Document{doc("x", "John van Dam Mary", "0-12 P", "13-17 P")}},
	{name: "a blank line ends a span", format: CoNLL, files: one("x", "John B-P\n \t\nSmith I-P\n"),
		want: []Document{doc("x", "John\n\nSmith", "0-4 P", "6-11 P")}},
	{name: "labels with roles, and of people's own", format: CoNLL, files: one("x", "May B-DATE-effective\n1 I-DATE-effective\nAcme B-MY-OWN\n"),
		want: []Document{doc("x", "May 1 Acme", "0-5 DATE-effective", "6-10 MY-OWN")}},
	{name: "tabs let tokens have spaces", format: CoNLL, files: one("x", "New York\tNNP\tB-LOC\r\n.\t.\tO\r\n"),
		want: []Document{doc("x", "New York .", "0-8 LOC")}},
	{name: "names", format: CoNLL, files: one("x",
		"-DOCSTART- -X- My lease 1 -X- O\n\na O\n\n-DOCSTART-\n\n# name = Second\nb O\n\n# newdoc id = Third\n# a remark\nc O\n\n#begin document (Fourth); part 000\nd O\n\n#end document\n"),
		want: []Document{doc("My lease 1", "a"), doc("Second", "b"), doc("Third", "c"), doc("Fourth", "d")}},
	{name: "emoji and combining marks", format: CoNLL, files: one("x", "\ufeff😀 O\ncafe\u0301 B-P\n"),
		want: []Document{doc("x", "😀 cafe\u0301", "2-7 P")}},
	{name: "# as a token", format: CoNLL, files: one("x", "# -X- _ O\n5 -X- _ B-N\n# -X- _ I-N\n"),
		want: []Document{doc("x", "# 5 #", "2-5 N")}},
	{name: "documents without tokens", format: CoNLL, files: one("x", "-DOCSTART- O\n\n-DOCSTART- b O\n\na O\n"),
		want: []Document{doc("x-1", ""), doc("b", "a")}},
}

var bratCases = []readCase{
	{name: "the lines that are not spans", format: Brat, files: pair("Acme pays May 1.\n",
		"T1\tPARTY 0 4\tAcme\nT2\tDATE-effective 10 15\tMay 1\n\nR1\tPays Arg1:T1 Arg2:T2\nE1\tPay:T1 On:T2\nA1\tNegated E1\nM1\tSure E1\nN1\tReference T1 Wiki:1\tAcme\n*\tAlias T1 T2\n#1\tAnnotatorNotes T1\tsure?\n"),
		want: []Document{doc("a", "Acme pays May 1.\n", "0-4 PARTY", "10-15 DATE-effective")}},
	{name: "offsets count code points", format: Brat, files: pair("😀 cafe\u0301 \U0001D49C x", "T1\tA 2 7\tcafe\u0301\nT2\tB 8 9\t\U0001D49C\nT3\tC 0 1\t😀\n"),
		want: []Document{doc("a", "😀 cafe\u0301 \U0001D49C x", "0-1 C", "2-7 A", "8-9 B")}},
	{name: "a carriage return counts", format: Brat, files: pair("one\r\ntwo\r\n", "T1\tA 5 8\ttwo\r\n"),
		want: []Document{doc("a", "one\r\ntwo\r\n", "5-8 A")}},
	{name: "fragments over a line break", format: Brat, files: pair("Acme\nInc. pays", "T1\tPARTY 0 4;5 9\tAcme Inc.\n"),
		want: []Document{doc("a", "Acme\nInc. pays", "0-9 PARTY")}},
	{name: "fragments with words between", format: Brat, files: pair("Acme and Beta Inc.", "T1\tPARTY 0 4;14 18\tAcme Inc.\nT2\tPARTY 9 18\tBeta Inc.\n"),
		want:  []Document{doc("a", "Acme and Beta Inc.", "0-18 PARTY", "9-18 PARTY")},
		notes: []string{"b/a.ann:1: T1 has 2 fragments: read as one span with what lies between them"}},
	{name: "overlaps and repetitions stay", format: Brat, files: pair("Acme Inc.", "T1\tA 0 4\tAcme\nT2\tB 0 9\tAcme Inc.\nT3\tB 0 9\tAcme Inc.\n"),
		want: []Document{doc("a", "Acme Inc.", "0-9 B", "0-9 B", "0-4 A")}},
	{name: "folders, and texts without annotations", format: Brat,
		files: []file{{"b/z.txt", "Acme"}, {"b/z.ann", ""}, {"b/sub/a.txt", "Beta"}, {"b/sub/a.ann", "T1\tP 0 4\tBeta"},
			{"b/lonely.txt", "x"}, {"b/annotation.conf", "[entities]\n"}, {"b/.hidden/x.ann", "?"}},
		want:  []Document{doc("sub/a", "Beta", "0-4 P"), doc("z", "Acme")},
		notes: []string{"lonely.txt: has no .ann file: left out as not annotated"}},
}

var labelStudioCases = []readCase{
	{name: "an export", format: LabelStudio, files: one("x.json", `[
 {"id": 7, "data": {"text": "Acme pays May 1.", "url": "x"}, "annotations": [
   {"id": 1, "was_cancelled": true, "result": [{"type": "labels", "value": {"start": 5, "end": 9, "labels": ["X"]}}]},
   {"id": 2, "was_cancelled": false, "result": [
     {"id": "a", "type": "labels", "from_name": "l", "to_name": "t", "origin": "manual", "value": {"start": 10, "end": 15.0, "text": "May 1", "labels": ["DATE-effective"]}},
     {"id": "b", "type": "labels", "value": {"start": 0, "end": 4, "labels": ["PARTY", "BUYER"]}}]},
   {"id": 3, "result": []}], "predictions": [{"result": []}]},
 {"id": 8, "data": {"contract": "Beta", "n": 3, "name": "My lease"}, "annotations": [{"result": []}]}
]`),
		want: []Document{doc("task-7", "Acme pays May 1.", "0-4 PARTY", "0-4 BUYER", "10-15 DATE-effective"), doc("My lease", "Beta")}},
	{name: "what is left out", format: LabelStudio, files: one("x.json", `[{"id": 1, "data": {"text": "a"}},
{"id": 2, "data": {"text": "b"}, "annotations": [{"was_cancelled": true, "result": []}]},
{"id": 3, "data": {"text": "c"}, "annotations": [{"result": [{"type": "relation", "from_id": "x"}, {"type": "choices", "value": {"choices": ["y"]}}, {"type": "choices"}, {"type": "labels", "value": {"start": 0, "end": 1}}]}]}]`),
		want: []Document{doc("task-3", "c")},
		notes: []string{`x.json:1: "task-1": not annotated: left out`, `x.json:2: "task-2": not annotated: left out`,
			`x.json:3: "task-3": left out 2 regions of the kind "choices"`, `x.json:3: "task-3": left out 1 regions of the kind "relation"`,
			`x.json:3: "task-3": left out 1 regions without a label`}},
	{name: "offsets count code points", format: LabelStudio, files: one("x.json",
		`[{"data": {"text": "😀 cafe\u0301 😀\r\nx"}, "annotations": [{"result": [{"type": "labels", "value": {"start": 2, "end": 7, "text": "cafe\u0301", "labels": ["A"]}}, {"type": "labels", "value": {"start": 11, "end": 12, "text": "x", "labels": ["B"]}}]}]}]`),
		want: []Document{doc("task-number-1", "😀 cafe\u0301 😀\r\nx", "2-7 A", "11-12 B")}},
	{name: "UTF-16 code units of old versions", format: LabelStudio, files: one("x.json",
		`[{"id": 1, "data": {"text": "😀 cafe\u0301 😀 x"}, "completions": [{"result": [{"type": "labels", "value": {"start": 3, "end": 8, "text": "cafe\u0301", "labels": ["A"]}}, {"type": "labels", "value": {"start": 12, "end": 13, "text": "x", "labels": ["B"]}}]}]}]`),
		want:  []Document{doc("task-1", "😀 cafe\u0301 😀 x", "2-7 A", "10-11 B")},
		notes: []string{`x.json:1: "task-1": offsets count UTF-16 code units, as old versions of Label Studio do: converted`}},
	{name: "tasks one after the other", format: LabelStudio, files: one("x.json",
		"{\"id\": 1, \"data\": {\"text\": \"a\"}, \"annotations\": [{\"result\": null}]}\n{\"id\": 2, \"data\": {\"text\": \"b\"}, \"annotations\": [{}]}\n"),
		want: []Document{doc("task-1", "a"), doc("task-2", "b")}},
	{name: "line breaks that the region spells", format: LabelStudio, files: one("x.json",
		`[{"id": 1, "data": {"text": "Acme\nInc. x"}, "annotations": [{"result": [{"type": "labels", "value": {"start": 0, "end": 9, "text": "Acme\\nInc.", "labels": ["A"]}}]}]}]`),
		want: []Document{doc("task-1", "Acme\nInc. x", "0-9 A")}},
}

var doccanoCases = []readCase{
	{name: "label, labels and entities", format: Doccano, files: one("x.jsonl", `{"id": 5, "text": "Acme pays May 1.", "label": [[10, 15, "DATE-effective"], [0, 4, "PARTY"]], "Comments": []}

{"text": "Beta", "labels": [[0, 4, "PARTY"]], "name": "My lease"}
{"id": "c", "text": "Beta 1", "entities": [{"id": 3, "label": "PARTY", "start_offset": 0, "end_offset": 4}], "relations": [{"id": 0}]}
{"data": "none here", "label": []}
`),
		want: []Document{doc("5", "Acme pays May 1.", "0-4 PARTY", "10-15 DATE-effective"), doc("My lease", "Beta", "0-4 PARTY"),
			doc("c", "Beta 1", "0-4 PARTY"), doc("line-5", "none here")}},
	{name: "not annotated", format: Doccano, files: one("x.jsonl", "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2, \"text\": \"b\", \"label\": []}\n"),
		want: []Document{doc("2", "b")}, notes: []string{`x.jsonl:1: "1" has no list of labels: left out as not annotated`}},
	{name: "offsets count code points", format: Doccano, files: one("x.jsonl", `{"id": 1, "text": "\ud83d\ude00 cafe\u0301\r\n\ud800x", "label": [[2, 7, "A"], [10, 11, "B"]]}`),
		want: []Document{doc("1", "😀 cafe\u0301\r\n\ufffdx", "2-7 A", "10-11 B")}},
	{name: "an array, and empty text", format: Doccano, files: one("x.json", `[{"id": 1, "text": "", "label": []}, {"id": 2, "text": "a", "label": [[0, 1, "A"], [0, 1, "A"]]}]`),
		want: []Document{doc("1", ""), doc("2", "a", "0-1 A", "0-1 A")}},
}

const goldHeader = "kind,passage,doc,start,end,label,role\n"

var goldCases = []readCase{
	{name: "texts beside the tables and in txt", format: Gold, files: []file{
		{"g/1.csv", goldHeader + "passage,p1,a,2,8,,\nspan,p1,a,4,8,PARTY,-\npassage,p2,a,0,1,,\n"},
		{"g/2.csv", goldHeader + "passage,p3,b,0,5,,\nspan,p3,b,0,5,DATE,effective\n"},
		{"g/a.txt", "😀 x Acme pays"}, {"g/txt/b.txt", "May 1"}},
		want: []Document{doc("p1", "x Acme", "2-6 PARTY"), doc("p2", "😀"), doc("p3", "May 1", "0-5 DATE-effective")}},
	{name: "one table", format: Gold, files: []file{{"1.csv", goldHeader + "passage,p1,a,0,4,,\n"}, {"a.txt", "Acme"}},
		want: []Document{doc("p1", "Acme")}},
}
