package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract/explain"
	"covenant/pipeline"
)

// Fixtures of each format are explained: every place of the JSON is where it says, what
// is decided is what is found, and the report has a card for each element and clause.
func TestExplainFixtures(t *testing.T) {
	for _, name := range []string{"supply.pdf", "consulting.docx", "amendment.html", "nda.txt"} {
		dir, path := t.TempDir(), filepath.Join(fixturesFolder(t, "contracts"), name)
		r := call(t, dir, "explain", path, "--json")
		r.wants(t, 0)
		var x pipeline.Explained
		if err := json.Unmarshal([]byte(r.out), &x); err != nil {
			t.Fatal(err)
		}
		if len(x.Elements) == 0 || len(x.Decisions) == 0 || len(x.Contracts) == 0 {
			t.Errorf("%s: %d elements, %d decisions, %d contracts", name, len(x.Elements), len(x.Decisions), len(x.Contracts))
		}
		runes := []rune(x.Text)
		var clauses []pipeline.InspectedClause
		others, kinds := 0, 0
		for _, d := range x.Decisions {
			if string(runes[d.Start:d.End]) != d.Text {
				t.Errorf("%s: decision %+v is not at its place", name, d)
			}
			switch d.Kind {
			case explain.OfRole:
				if e := x.Elements[*d.Element]; e.Start != d.Start || e.End != d.End || string(e.Role) != d.Answer {
					t.Errorf("%s: decision %+v about %+v", name, d, e)
				}
			case explain.OfClause:
				clauses = append(clauses, pipeline.InspectedClause{InspectedSpan: pipeline.InspectedSpan{Start: d.Start, End: d.End, Text: d.Text}, Category: d.Answer, Confidence: d.Confidence})
			case explain.OfKind:
				if kinds++; d.Confidence >= 0.5 && d.Answer != x.Contracts[0].Kind || d.Confidence < 0.5 && x.Contracts[0].Kind != "" {
					t.Errorf("%s: decided on the kind %s %g, found %q", name, d.Answer, d.Confidence, x.Contracts[0].Kind)
				}
			}
			if d.Element == nil {
				others++
			}
			sum := 0.0
			for _, w := range d.Words {
				if string(runes[w.Start:w.End]) != w.Text {
					t.Errorf("%s: word %+v is not at its place", name, w)
				}
				sum += w.Weight
			}
			if sum < 0.999 || sum > 1.001 {
				t.Errorf("%s: the words of %+v weigh %g", name, d, sum)
			}
		}
		if diff := cmp.Diff(x.Clauses, clauses); diff != "" || kinds != 1 {
			t.Errorf("%s: %d kinds; clauses found and decided on: %s", name, kinds, diff)
		}
		r = call(t, dir, "explain", path, "--html", "report.html")
		r.wants(t, 0)
		report, err := os.ReadFile(filepath.Join(dir, "report.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, outside := range []string{"src=", "http:", "https:", "url(", "@import", "<link"} {
			if strings.Contains(string(report), outside) {
				t.Errorf("%s: the report needs something else: %s", name, outside)
			}
		}
		if n := strings.Count(string(report), `<section class="card `); n != len(x.Elements)+others {
			t.Errorf("%s: %d cards for %d elements and %d other decisions", name, n, len(x.Elements), others)
		}
		if n := strings.Count(string(report), `data-note="clause `); n != len(x.Clauses) {
			t.Errorf("%s: %d notes on %d clauses", name, n, len(x.Clauses))
		}
	}
}

func TestExplainInTheTerminal(t *testing.T) {
	path := filepath.Join(fixturesFolder(t, "contracts"), "supply.pdf")
	dir := t.TempDir()
	plain := call(t, dir, "explain", path)
	plain.wants(t, 0)
	for _, want := range []string{"Contract 1\n", "DATE agreement        March 3, 2019 = 2019-03-03", "[March 3, 2019]", "role agreement", "words: "} {
		if !strings.Contains(plain.out, want) {
			t.Errorf("the output lacks %q:\n%s", want, plain.out)
		}
	}
	for name, c := range map[string]struct {
		args   []string
		colour bool
	}{
		"no terminal": {nil, false},
		"always":      {[]string{"--color", "always"}, true},
		"never":       {[]string{"--color", "never"}, false},
	} {
		r := call(t, dir, append([]string{"explain", path, "--label", "date"}, c.args...)...)
		r.wants(t, 0)
		if strings.Contains(r.out, "\x1b[") != c.colour || strings.Contains(r.out, "AMOUNT") {
			t.Errorf("%s:\n%s", name, r.out)
		}
	}
	r := call(t, dir, "explain", path, "--role", "cure", "--page", "2")
	r.wants(t, 0)
	if strings.Contains(r.out, "Page 1\n") || strings.Contains(r.out, "role notice") {
		t.Errorf("one role on one page:\n%s", r.out)
	}
	r = call(t, dir, "explain", path, "--page", "99")
	r.wants(t, 0)
	if !strings.Contains(r.out, "nothing to show") {
		t.Errorf("a page that there is not:\n%s", r.out)
	}
	finish(t, program(t, dir, "explain", path, "--roles", "none", "--label", "date"), func(cmd *exec.Cmd) error {
		cmd.Env = append(os.Environ(), "NO_COLOR=1")
		return cmd.Run()
	}).wants(t, 0)
}

func TestExplainClauses(t *testing.T) {
	path := filepath.Join(fixturesFolder(t, "contracts"), "supply.pdf")
	dir := t.TempDir()
	for name, c := range map[string]struct {
		args        []string
		has, hasNot []string
	}{
		"all":          {nil, []string{"clauses\n", "\nClauses\n", "  kind                Supply  ", "  kind                  Supply  ", "  clause                Termination For Convenience  ", "DATE agreement"}, nil},
		"one category": {[]string{"--category", "termination for convenience"}, []string{"  clause                Termination For Convenience  ", "terminate", "words: "}, []string{"Governing Law", "DATE agreement", "  kind                  Supply"}},
		"and a label":  {[]string{"--category", "termination for convenience", "--label", "date"}, []string{"  clause                Termination For Convenience  ", "DATE agreement"}, []string{"AMOUNT"}},
		"a label":      {[]string{"--label", "date"}, []string{"DATE agreement"}, []string{"  clause  ", "\nClauses\n"}},
		"none":         {[]string{"--clauses", "none"}, []string{"DATE agreement"}, []string{"clause  ", "clauses", "  kind "}},
	} {
		r := call(t, dir, append([]string{"explain", path}, c.args...)...)
		r.wants(t, 0)
		for _, s := range c.has {
			if !strings.Contains(r.out, s) {
				t.Errorf("%s: the output lacks %q:\n%s", name, s, r.out)
			}
		}
		for _, s := range c.hasNot {
			if strings.Contains(r.out, s) {
				t.Errorf("%s: the output has %q:\n%s", name, s, r.out)
			}
		}
	}
}

func TestExplainWrongUse(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contractText, "empty.txt": "", "picture.png": "\x89PNG\r\n\x1a\n"})
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"no document":         {nil, 2, "arg"},
		"a folder":            {[]string{"."}, 2, "one document"},
		"none there":          {[]string{"none.pdf"}, 2, "none.pdf"},
		"not a contract":      {[]string{"picture.png"}, 2, "not a supported format"},
		"an empty file":       {[]string{"empty.txt"}, 1, "OCR"},
		"a colour":            {[]string{"a.txt", "--color", "red"}, 2, "auto"},
		"page 0":              {[]string{"a.txt", "--page", "0"}, 2, "from 1"},
		"two outputs":         {[]string{"a.txt", "--json", "--html", "x.html"}, 2, "give one"},
		"no such folder":      {[]string{"a.txt", "--html", "none/x.html"}, 2, "none"},
		"a category":          {[]string{"a.txt", "--category", "cap of liability"}, 2, "Cap On Liability"},
		"no categories":       {[]string{"a.txt", "--category", "Insurance", "--clauses", "none"}, 2, "--clauses none"},
		"clauses by a tagger": {[]string{"a.txt", "--clauses", randomModel}, 2, "extract train clauses"},
		"no name of pages":    {[]string{"a.txt", "--lm", ""}, 2, "or none"},
		"roles of a kind":     {[]string{"a.txt", "--roles", randomModel}, 2, "extract train roles"},
	} {
		r := call(t, dir, append([]string{"explain"}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.err, c.want) || r.out != "" {
			t.Errorf("%s: exit code %d, want %d and %q in\n%s%s", name, r.code, c.code, c.want, r.err, r.out)
		}
	}
}
