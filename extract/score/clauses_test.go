package score

import (
	"fmt"
	"strings"
	"testing"

	"covenant/extract"
)

func TestClauses(t *testing.T) {
	at := func(spans ...int) (out []extract.RuneSpan) {
		for i := 0; i < len(spans); i += 2 {
			out = append(out, extract.RuneSpan{Start: spans[i], End: spans[i+1]})
		}
		return out
	}
	contracts := []ClauseContract{
		{Gold: ClauseSpans{"A": at(0, 10, 20, 30), "B": at(5, 9)}, Found: ClauseSpans{"A": at(0, 20), "C": at(0, 1)}, WantKind: "License", GotKind: "License"},
		{Gold: ClauseSpans{"A": at(0, 10)}, Found: ClauseSpans{"A": at(0, 4, 4, 11), "B": at(7, 8)}, WantKind: "Supply", GotKind: "License"},
		{Gold: ClauseSpans{}, Found: ClauseSpans{"A": at(50, 60)}},
	}
	r := Clauses(contracts, []string{"A", "B"})
	var got []string
	for _, s := range append(r.Categories, r.All) {
		got = append(got, fmt.Sprintf("%s: contracts %d %d %d, clauses %d %d %d, overlap %.3f %.3f", s.Category,
			s.Contract.Gold, s.Contract.Found, s.Contract.Right, s.Clause.Gold, s.Clause.Found, s.Clause.Right, s.Overlap.Precision, s.Overlap.Recall))
	}
	// Of A, (0, 20) shares ten of twenty characters with (0, 10), and (4, 11) six of
	// eleven; (0, 4) four of ten only.
	want := `A: contracts 2 3 2, clauses 3 4 2, overlap 0.750 0.667
B: contracts 1 1 0, clauses 1 1 0, overlap 0.000 0.000
all: contracts 3 4 2, clauses 4 5 2, overlap 0.600 0.500`
	if got := strings.Join(got, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := fmt.Sprintf("%.3f %.3f %.3f", r.MacroContractF1, r.MacroClauseF1, r.Kinds.Accuracy), "0.400 0.286 0.500"; got != want {
		t.Errorf("macro F1 and accuracy of kinds %s, want %s", got, want)
	}
	var b strings.Builder
	if err := r.WriteTable(&b); err != nil || !strings.Contains(b.String(), "kind: 1 of 2 contracts right, accuracy 0.500; given for 2\n") {
		t.Errorf("table, error %v\n%s", err, b.String())
	}
}

func TestClausesOfNothing(t *testing.T) {
	r := Clauses(nil, nil)
	if r.Contracts != 0 || r.All.Clause.F1 != 0 || r.MacroClauseF1 != 0 {
		t.Errorf("%+v", r)
	}
}

// Each clause that people marked is matched once, and each found one too.
func TestClauseMatchesAreOneToOne(t *testing.T) {
	s := extract.RuneSpan{Start: 0, End: 10}
	if n := matches([]extract.RuneSpan{s}, []extract.RuneSpan{s, {Start: 0, End: 9}}); n != 1 {
		t.Errorf("%d matches of one clause", n)
	}
	if n := matches([]extract.RuneSpan{s, {Start: 10, End: 20}}, []extract.RuneSpan{{Start: 0, End: 20}}); n != 1 {
		t.Errorf("%d matches by one clause", n)
	}
}
