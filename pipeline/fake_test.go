package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/store"
)

// wordTagger labels every token "Acme" as a party. Its hook runs first, so
// that tests can make it fail, panic or wait.
type wordTagger struct {
	id   string
	hook func(context.Context, *extract.Document) error
}

func (t wordTagger) ID() string { return "words " + t.id }

func (t wordTagger) Tag(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) ([]extract.Element, error) {
	if t.hook != nil {
		if err := t.hook(ctx, doc); err != nil {
			return nil, err
		}
	}
	var found []extract.Element
	for i, s := range sentences {
		for _, k := range s.Tokens {
			if k.Of(doc.Text) == "Acme" {
				found = append(found, extract.Element{Label: extract.Party, Span: k, Confidence: 1, Sentence: i})
			}
		}
	}
	return found, nil
}

// folder makes a folder with the given files, whose names may have slashes.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		writeFile(t, filepath.Join(dir, name), text)
	}
	return dir
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func openStore(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// runOn runs the pipeline over dir into a database at path.
func runOn(t *testing.T, path, dir string, opts Options) Summary {
	t.Helper()
	db := openStore(t, path)
	defer db.Close()
	if opts.Tagger == nil {
		opts.Tagger = wordTagger{}
	}
	sum, err := Run(t.Context(), db, []string{dir}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// rows returns the answer to a query with one column.
func rows(t *testing.T, path, query string) []string {
	t.Helper()
	var out []string
	err := store.Query(t.Context(), path, store.Each(func(v []any) error {
		out = append(out, fmt.Sprint(v[0]))
		return nil
	}), query)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sound(t *testing.T, path string) {
	t.Helper()
	if got := strings.Join(rows(t, path, "pragma integrity_check"), "; "); got != "ok" {
		t.Errorf("integrity check: %s", got)
	}
	if got := rows(t, path, `select "table" from pragma_foreign_key_check`); len(got) > 0 {
		t.Errorf("foreign keys broken in %v", got)
	}
}

var infoForTest = store.RunInfo{Model: "words", Version: "1", Options: "{}"}
