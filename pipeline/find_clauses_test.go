package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
)

// clauseWords finds a clause in every sentence with the word "exclusive", in contracts
// of the kind "Test". Its hook runs first.
type clauseWords struct {
	id   string
	hook func() error
}

func (c clauseWords) ID() string { return "words " + c.id }

func (c clauseWords) Clauses(_ context.Context, doc *extract.Document, sentences []extract.Sentence) ([]extract.Clause, extract.Kind, error) {
	if c.hook != nil {
		if err := c.hook(); err != nil {
			return nil, extract.Kind{}, err
		}
	}
	var found []extract.Clause
	for _, s := range sentences {
		if strings.Contains(s.Span.Of(doc.Text), "exclusive") {
			found = append(found, extract.Clause{Category: "Exclusivity", Span: s.Span, Confidence: 0.75})
		}
	}
	return found, extract.Kind{Name: "Test", Confidence: 0.5}, nil
}

const exclusive = "Acme Agreement – é.\n\nThe right of Acme is exclusive.\n\nIt ends.\n"

func TestRunFindsClauses(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": exclusive})
	path := filepath.Join(t.TempDir(), "c.db")
	for _, test := range []struct {
		name          string
		finder        ClauseFinder
		read          int
		clauses, kind string
	}{
		{"by nobody", nil, 1, "", ""},
		{"by a finder", clauseWords{}, 1, "The right of Acme is exclusive.", "Test 0.5"},
		{"by the same", clauseWords{}, 0, "The right of Acme is exclusive.", "Test 0.5"},
		{"by another", clauseWords{id: "2"}, 1, "The right of Acme is exclusive.", "Test 0.5"},
		{"by one that fails", clauseWords{id: "3", hook: func() error { return errors.New("no idea") }}, 0, "", ""},
		{"by one that panics", clauseWords{id: "4", hook: func() error { panic("no idea") }}, 0, "", ""},
	} {
		got := runOn(t, path, dir, Options{Clauses: test.finder})
		if got.Read != test.read {
			t.Errorf("%s: %d documents read, want %d", test.name, got.Read, test.read)
		}
		clauses := rows(t, path, `select substr(d.text, c.start + 1, c."end" - c.start) from clauses c join documents d on d.id = c.document_id`)
		if got := strings.Join(clauses, "|"); got != test.clauses {
			t.Errorf("%s: clauses %q, want %q", test.name, got, test.clauses)
		}
		kinds := rows(t, path, `select kind || ' ' || kind_confidence from contracts where kind is not null`)
		if got := strings.Join(kinds, "|"); got != test.kind {
			t.Errorf("%s: kind %q, want %q", test.name, got, test.kind)
		}
	}
	if got := rows(t, path, "select error from documents"); len(got) != 1 || !strings.Contains(got[0], "clauses: internal error: no idea") {
		t.Errorf("errors %q", got)
	}
	sound(t, path)
}

func TestInspectClauses(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": exclusive})
	in, err := Inspect(t.Context(), filepath.Join(dir, "a.txt"), StageClauses, Options{Tagger: wordTagger{}, Clauses: clauseWords{}})
	if err != nil {
		t.Fatal(err)
	}
	want := InspectedClause{InspectedSpan{Start: 21, End: 52, Text: "The right of Acme is exclusive."}, "Exclusivity", 0.75}
	if len(in.Clauses) != 1 || in.Clauses[0].Start != want.Start || in.Clauses[0].Text != want.Text || in.Clauses[0].Category != want.Category {
		t.Errorf("clauses %+v, want %+v", in.Clauses, want)
	}
	if in.Contracts[0].Kind != "Test" {
		t.Errorf("kind %q", in.Contracts[0].Kind)
	}
}
