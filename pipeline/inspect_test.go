package pipeline

import (
	"errors"
	"path/filepath"
	"testing"

	"covenant/extract"
)

func TestInspectStopsAfterTheStage(t *testing.T) {
	// The é and the dash are one code point each, and two and three bytes.
	const text = "Café – Acme pays.\n"
	dir := folder(t, map[string]string{"a.txt": text})
	for _, test := range []struct {
		last                Stage
		sentences, elements int
	}{
		{StageRead, 0, 0}, {StageTokenize, 1, 0}, {StageTag, 1, 1}, {StageRoles, 1, 1}, {StageNormalise, 1, 1}, {StageClauses, 1, 1},
	} {
		in, err := Inspect(t.Context(), filepath.Join(dir, "a.txt"), test.last, Options{Tagger: wordTagger{}, Clauses: clauseWords{}})
		if err != nil {
			t.Fatal(err)
		}
		if in.Text != text || len(in.Pages) != 1 || in.Pages[0].End != len([]rune(text)) {
			t.Errorf("after %s: text %q, pages %+v", test.last, in.Text, in.Pages)
		}
		if len(in.Sentences) != test.sentences || len(in.Elements) != test.elements {
			t.Errorf("after %s: %d sentences and %d elements, want %d and %d", test.last, len(in.Sentences), len(in.Elements), test.sentences, test.elements)
		}
		runes := []rune(text)
		for _, s := range in.Sentences {
			for _, k := range s.Tokens {
				if string(runes[k.Start:k.End]) != k.Text {
					t.Errorf("token %+v is not at its place", k)
				}
			}
		}
		for _, e := range in.Elements {
			if e.Start != 7 || e.Text != "Acme" || e.Label != extract.Party {
				t.Errorf("element %+v", e)
			}
		}
	}
}

func TestInspectFails(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contract, "empty.txt": ""})
	if _, err := Inspect(t.Context(), dir, "sign", Options{}); !errors.Is(err, ErrStage) {
		t.Errorf("no such stage: %v", err)
	}
	in, err := Inspect(t.Context(), filepath.Join(dir, "empty.txt"), StageNormalise, Options{Tagger: wordTagger{}, Clauses: clauseWords{}})
	if !errors.Is(err, extract.ErrNoTextLayer) || in.Path != filepath.Join(dir, "empty.txt") || in.SHA256 == "" {
		t.Errorf("empty file: %+v, %v", in, err)
	}
	var p *PanicError
	if _, err = Inspect(t.Context(), filepath.Join(dir, "a.txt"), StageTag, Options{}); !errors.As(err, &p) || len(p.Stack) == 0 {
		t.Errorf("a tagger that is not there: %v", err)
	}
}
