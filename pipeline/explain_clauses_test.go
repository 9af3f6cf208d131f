package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"covenant/extract"
	"covenant/extract/explain"
	"covenant/tagger/classify"
	"covenant/tagger/clause"
)

// clauseDecider finds what [clauseWords] does, because of the last word of each
// sentence, and a kind because of the first of the document.
type clauseDecider struct {
	clauseWords
	kind float64 // probability
}

func (c clauseDecider) Find(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) (clause.Found, error) {
	clauses, kind, err := c.Clauses(ctx, doc, sentences)
	if err != nil {
		return clause.Found{}, err
	}
	first := sentences[0].Tokens[0]
	out := clause.Found{Kind: clause.Kind{Kind: extract.Kind{Name: kind.Name, Confidence: c.kind}, Span: sentences[0].Span,
		Others: []extract.Kind{{Name: "Other", Confidence: 1 - c.kind}}, Decisive: []classify.Position{{Span: first, Weight: 1}}}}
	for _, x := range clauses {
		end := extract.ByteSpan{Start: x.Span.End - len("exclusive."), End: x.Span.End - 1}
		out.Clauses = append(out.Clauses, clause.Clause{Clause: x, Decisive: []classify.Position{{Span: end, Weight: 1}}})
	}
	return out, nil
}

func TestExplainClauses(t *testing.T) {
	broken := errors.New("broken")
	path := filepath.Join(folder(t, map[string]string{"a.txt": exclusive}), "a.txt")
	type shown struct{ kind, answer, text, word string }
	clauseOf := shown{explain.OfClause, "Exclusivity", "The right of Acme is exclusive.", "exclusive"}
	kindOf := shown{explain.OfKind, "Test", "Acme Agreement – é.", "Acme"}
	silent := clauseOf
	silent.word = ""
	for name, c := range map[string]struct {
		finder ClauseFinder
		want   []shown
		kind   string // in the record
		err    error
	}{
		"by nobody":                   {nil, nil, "", nil},
		"by one that tells its words": {clauseDecider{kind: 0.9}, []shown{kindOf, clauseOf}, "Test", nil},
		"with an unlikely kind":       {clauseDecider{kind: 0.4}, []shown{kindOf, clauseOf}, "", nil},
		"by one that does not":        {clauseWords{}, []shown{silent}, "Test", nil},
		"by one that fails":           {clauseDecider{clauseWords: clauseWords{hook: func() error { return broken }}}, nil, "", broken},
	} {
		x, err := Explain(t.Context(), path, Options{Tagger: wordTagger{}, Clauses: c.finder})
		if !errors.Is(err, c.err) || err == nil && c.err != nil {
			t.Errorf("%s: error %v", name, err)
		}
		if err != nil {
			continue
		}
		var got []shown
		for _, d := range NewExplained(x).Decisions {
			s := shown{d.Kind, d.Answer, d.Text, ""}
			if d.Element != nil || string([]rune(exclusive)[d.Start:d.End]) != d.Text {
				t.Errorf("%s: %+v is not at its place", name, d)
			}
			for _, w := range d.Words {
				s.word += string([]rune(exclusive)[w.Start:w.End])
			}
			got = append(got, s)
		}
		if len(got) != len(c.want) {
			t.Fatalf("%s: %v, want %v", name, got, c.want)
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", name, got[i], c.want[i])
			}
		}
		if k := x.Record.Contracts[0].Kind.Name; k != c.kind || (c.finder != nil) != (len(x.Record.Clauses) == 1) {
			t.Errorf("%s: kind %q, want %q; clauses %v", name, k, c.kind, x.Record.Clauses)
		}
	}
	var p *PanicError
	if _, err := Explain(t.Context(), path, Options{Tagger: wordTagger{}, Clauses: clauseWords{hook: func() error { panic("no idea") }}}); !errors.As(err, &p) || p.Stage != StageClauses {
		t.Errorf("a finder that panics: %v", err)
	}
}
