package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/pipeline"
)

func TestRunAndRunAgain(t *testing.T) {
	dir := folder(t, map[string]string{"in/a.txt": contractText, "in/sub/b.txt": contractText + "More.\n", "in/logo.png": "\x89PNG\r\n\x1a\n\x00\x00"})
	args := []string{"run", "in", "--db", "c.db", "--model", randomModel, "--json"}
	first := call(t, dir, args...)
	first.wants(t, 0)
	if s := first.summary(t); s.Read != 2 || s.Skipped != 1 || s.Failed != 0 || s.Tokens == 0 || s.Pages != 2 || s.Run != 1 {
		t.Errorf("first run: %+v", s)
	}
	if first.err != "" {
		t.Errorf("on standard error, which is no terminal: %q", first.err)
	}
	before := ask(t, filepath.Join(dir, "c.db"), "SELECT * FROM documents")
	second := call(t, dir, args...)
	second.wants(t, 0)
	if s := second.summary(t); s.Unchanged != 3 || s.Read != 0 || s.Skipped != 0 {
		t.Errorf("second run: %+v", s)
	}
	if after := ask(t, filepath.Join(dir, "c.db"), "SELECT * FROM documents"); strings.Join(before, "\n") != strings.Join(after, "\n") {
		t.Errorf("unchanged documents changed:\n%s\n%s", before, after)
	}
	third := call(t, dir, append(args, "--force")...)
	third.wants(t, 0)
	if s := third.summary(t); s.Read != 2 || s.Unchanged != 0 {
		t.Errorf("forced run: %+v", s)
	}
	sound(t, filepath.Join(dir, "c.db"))
}

func TestSummaryForPeople(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contractText, "b.txt": ""})
	r := call(t, dir, "run", ".", "--model", randomModel)
	r.wants(t, 1)
	for _, want := range []string{"documents  2: 1 read, 0 unchanged, 1 failed, 0 skipped", "database   contracts.db"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("summary lacks %q:\n%s", want, r.out)
		}
	}
	if want := "b.txt: read text: no text layer (a scan or an empty file: run text recognition (OCR) on it first)"; !strings.Contains(r.err, want) {
		t.Errorf("standard error lacks %q:\n%s", want, r.err)
	}
}

func TestWrongUse(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contractText, "pictures/a.png": "\x89PNG\r\n\x1a\n\x00", "notes.txt": strings.Repeat("no database ", 100)})
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		args []string
		want string // on standard error
	}{
		{"no path", []string{"run"}, "extract run --help"},
		{"no such verb", []string{"ran", "a.txt"}, `no command "ran"`},
		{"no such flag", []string{"run", "a.txt", "--bd", "c.db"}, "unknown flag: --bd"},
		{"no such path", []string{"run", "b.txt", "--model", randomModel}, "no such file"},
		{"negative workers", []string{"run", "a.txt", "--workers=-1"}, "--workers"},
		{"empty folder", []string{"run", "empty", "--model", randomModel}, "no readable contracts"},
		{"pictures only", []string{"run", "pictures", "--model", randomModel}, "no readable contracts"},
		{"pictures only, again", []string{"run", "pictures", "--model", randomModel}, "no readable contracts"},
		{"no database", []string{"run", "a.txt", "--db", "notes.txt", "--model", randomModel}, "not a database"},
		{"no model", []string{"run", "a.txt", "--model", "a.txt"}, "not a model file"},
		{"no such stage", []string{"run", "a.txt", "--stop-after", "sign"}, "no such stage"},
		{"two files to inspect", []string{"run", "a.txt", "a.txt", "--stop-after", "read"}, "exactly one file"},
		{"query without SQL", []string{"query"}, "extract query --help"},
		{"query that writes", []string{"query", "DELETE FROM documents"}, "read-only"},
		{"query of nothing", []string{"query", "--db", "no.db", "SELECT 1"}, "no such file"},
		{"query as a letter", []string{"query", "--format", "letter", "SELECT 1"}, "want table or csv"},
		{"export of nothing", []string{"export", "--db", "no.db"}, "no such file"},
		{"export of what", []string{"export", "--what", "signatures"}, "signatures"},
		{"eval of nothing", []string{"eval"}, "--gold or --contracts"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := call(t, dir, test.args...)
			r.wants(t, 2)
			if !strings.Contains(r.err, test.want) {
				t.Errorf("standard error lacks %q:\n%s", test.want, r.err)
			}
		})
	}
	if text, err := os.ReadFile(filepath.Join(dir, "notes.txt")); err != nil || !strings.HasPrefix(string(text), "no database") {
		t.Errorf("the file that is no database was changed: %q, %v", text, err)
	}
}

func TestStopAfter(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contractText, "empty.txt": ""})
	for _, test := range []struct {
		stage  string
		tokens bool
	}{{"read", false}, {"tokenize", true}, {"tag", true}, {"roles", true}, {"normalise", true}} {
		r := call(t, dir, "run", "a.txt", "--stop-after", test.stage, "--model", randomModel)
		r.wants(t, 0)
		var in pipeline.Inspection
		if err := json.Unmarshal([]byte(r.out), &in); err != nil {
			t.Fatal(err)
		}
		if in.Text != contractText || len(in.Pages) != 1 || in.Pages[0].End != len(contractText) || (len(in.Sentences) > 0) != test.tokens {
			t.Errorf("after %s: %+v", test.stage, in)
		}
	}
	r := call(t, dir, "run", "empty.txt", "--stop-after", "read")
	r.wants(t, 1)
	if want := "empty.txt: read text: no text layer"; !strings.Contains(r.err, want) {
		t.Errorf("standard error lacks %q:\n%s", want, r.err)
	}
	if _, err := os.Stat(filepath.Join(dir, "contracts.db")); err == nil {
		t.Error("an inspection made a database")
	}
}

func TestQueryAndExport(t *testing.T) {
	dir := folder(t, map[string]string{"in/=a.txt": contractText})
	call(t, dir, "run", "in", "--model", randomModel).wants(t, 0)

	r := call(t, dir, "query", "--format", "csv", "SELECT status, pages, NULL AS none FROM documents")
	r.wants(t, 0)
	if want := "status,pages,none\r\nok,1,\r\n"; r.out != want {
		t.Errorf("query printed %q, want %q", r.out, want)
	}
	r = call(t, dir, "query", "SELECT status, NULL AS none FROM documents")
	r.wants(t, 0)
	if !strings.Contains(r.out, "ok") || !strings.Contains(r.out, "NULL") {
		t.Errorf("table:\n%s", r.out)
	}

	r = call(t, dir, "export", "--what", "documents", "--format", "jsonl")
	r.wants(t, 0)
	var doc struct{ Path, Text, Status string }
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil || doc.Text != contractText || doc.Status != "ok" {
		t.Errorf("export: %v\n%s", err, r.out)
	}
	for _, what := range []string{"elements", "contracts", "fields", "documents"} {
		r := call(t, dir, "export", "--what", what, "-o", what+".csv")
		r.wants(t, 0)
		text, err := os.ReadFile(filepath.Join(dir, what+".csv"))
		if err != nil || r.out != "" || !strings.Contains(string(text), "path") {
			t.Errorf("export of %s to a file: %v\n%s", what, err, text)
		}
	}
}

func TestVersion(t *testing.T) {
	r := call(t, t.TempDir(), "version")
	r.wants(t, 0)
	if !strings.HasPrefix(r.out, "extract "+version) || !strings.Contains(r.out, "model ") {
		t.Errorf("version printed %q", r.out)
	}
}
