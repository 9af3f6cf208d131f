package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const labelStudioExport = `[{"id": 1, "data": {"text": "Acme Inc. pays 😀 on May 1, 2019."}, "annotations": [{"result": [
 {"id": "a", "type": "labels", "value": {"start": 0, "end": 9, "text": "Acme Inc.", "labels": ["PARTY"]}},
 {"id": "b", "type": "labels", "value": {"start": 0, "end": 4, "labels": ["BUYER"]}},
 {"id": "c", "type": "labels", "value": {"start": 20, "end": 31, "text": "May 1, 2019", "labels": ["DATE-effective"]}}]}]},
{"id": 2, "data": {"text": "Nobody saw this."}, "annotations": []}]
`

func TestConvert(t *testing.T) {
	dir := folder(t, map[string]string{"in.json": labelStudioExport})
	read := func(path string) string {
		text, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}

	r := call(t, dir, "convert", "in.json", "-o", "out.conll")
	r.wants(t, 0)
	if want := "out.conll written: 1 documents with 2 spans, labelstudio to conll\n  1 spans dropped, which a longer one overlaps\n"; r.out != want {
		t.Errorf("it printed %q, want %q", r.out, want)
	}
	if want := "in.json:5: \"task-2\": not annotated: left out\n"; r.err != want {
		t.Errorf("on standard error %q, want %q", r.err, want)
	}
	if want := "-DOCSTART- task-1 -X- O\n\nAcme -X- _ B-PARTY\nInc. -X- _ I-PARTY\npays -X- _ O\n😀 -X- _ O\non -X- _ O\nMay -X- _ B-DATE-effective\n"; !strings.HasPrefix(read("out.conll"), want) {
		t.Errorf("columns:\n%s", read("out.conll"))
	}

	// Through every format that keeps the text, and back.
	call(t, dir, "convert", "in.json", "-o", "b", "--to", "brat").wants(t, 0)
	call(t, dir, "convert", "b", "-o", "d.jsonl").wants(t, 0)
	call(t, dir, "convert", "d.jsonl", "--from", "doccano", "--to", "labelstudio", "-o", "back").wants(t, 0)
	call(t, dir, "convert", "back", "-o", "d2.jsonl").wants(t, 0)
	want := `{"name":"task-1","text":"Acme Inc. pays 😀 on May 1, 2019.","label":[[0,9,"PARTY"],[0,4,"BUYER"],[20,31,"DATE-effective"]]}` + "\n"
	if read("d.jsonl") != want || read("d2.jsonl") != want {
		t.Errorf("got %s and %s, want %s", read("d.jsonl"), read("d2.jsonl"), want)
	}

	call(t, dir, "convert", "out.conll", "--to", "gold", "-o", "g").wants(t, 0)
	if text := read("g/gold.csv"); !strings.Contains(text, "span,task-1,task-1,20,") || !strings.Contains(text, ",DATE,effective\n") {
		t.Errorf("gold table:\n%s", text)
	}
	if err := os.Rename(filepath.Join(dir, "g/task-1.txt"), filepath.Join(dir, "task-1.txt")); err != nil {
		t.Fatal(err)
	}
	call(t, dir, "convert", "g", "--texts", ".", "-o", "g.jsonl").wants(t, 0)
}

func TestConvertRefuses(t *testing.T) {
	dir := folder(t, map[string]string{"in.json": labelStudioExport, "a.txt": contractText, "full/x": "",
		"own.jsonl": "{\"text\": \"a\", \"label\": [[0, 1, \"A\"]]}\n",
		"bad.jsonl": "{\"text\": \"a\", \"label\": [[0, 1, \"A\"]]}\n{\"text\": \"a\", \"label\": [[0, 2, \"A\"]]}\n"})
	for _, test := range []struct {
		name string
		args []string
		want string // on standard error
	}{
		{"nothing to read", []string{"-o", "x.json"}, "extract convert --help"},
		{"nothing to write", []string{"in.json"}, "with -o"},
		{"no such format to read", []string{"in.json", "--from", "xml", "-o", "x.json"}, `"xml" is none of conll, brat, labelstudio, doccano, gold`},
		{"no such format to write", []string{"in.json", "--to", "xml", "-o", "x.json"}, `"xml" is none of conll`},
		{"a name that tells nothing", []string{"in.json", "-o", "x"}, "give --to"},
		{"a contract", []string{"a.txt", "-o", "x.json"}, "it can be one of conll, brat, labelstudio, doccano, gold"},
		{"no such file", []string{"none", "-o", "x.json"}, "no such file"},
		{"a span past the end", []string{"bad.jsonl", "-o", "x.json"}, `bad.jsonl:2: "line-2": impossible span`},
		{"another format than said", []string{"in.json", "--from", "doccano", "-o", "x.json"}, "in.json:1: "},
		{"own labels to gold", []string{"own.jsonl", "--to", "gold", "-o", "x.json"}, `document "line-1": the format cannot hold the label "A": gold tables hold only`},
		{"a folder that is not empty", []string{"in.json", "--to", "brat", "-o", "full"}, "not empty"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := call(t, dir, append([]string{"convert"}, test.args...)...)
			r.wants(t, 2)
			if !strings.Contains(r.err, test.want) || r.out != "" {
				t.Errorf("standard error lacks %q:\n%s%s", test.want, r.err, r.out)
			}
			if _, err := os.Stat(filepath.Join(dir, "x.json")); err == nil {
				t.Error("it wrote something")
			}
		})
	}
}
