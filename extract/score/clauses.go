package score

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"covenant/extract"
)

// ClauseSpans are the places of clauses by category, in order and apart.
type ClauseSpans map[string][]extract.RuneSpan

// A ClauseContract is a contract with the clauses that people marked in it and those
// that were found, and its kind by both.
type ClauseContract struct {
	Gold, Found       ClauseSpans
	WantKind, GotKind string
}

// A ClauseReport says how well clauses and the kinds of contracts agree with what
// people said of them.
type ClauseReport struct {
	Contracts  int             `json:"contracts"`
	Categories []CategoryScore `json:"categories"`
	All        CategoryScore   `json:"all"` // of all categories, each answer counted alike
	// Means over the categories that people found in at least one contract.
	MacroContractF1 float64 `json:"macro_contract_f1"`
	MacroClauseF1   float64 `json:"macro_clause_f1"`

	Kinds      ClassReport `json:"kinds"`
	KindsGiven int         `json:"kinds_given"` // contracts of which a kind is said
}

// A CategoryScore is the score of one category.
type CategoryScore struct {
	Category string `json:"category"`
	// Contract counts contracts that have the clause.
	Contract Tally `json:"contract"`
	// Clause counts clauses; a found one is right if it shares at least half of the
	// characters that it and one that people marked have together, each of which
	// makes one right.
	Clause Tally `json:"clause"`
	// Overlap counts clauses that share any character with one of the other side.
	Overlap Rate `json:"overlap"`

	touchedGold, touchedFound int
}

// A Tally counts what people and the program found.
type Tally struct {
	Gold  int `json:"gold"`
	Found int `json:"found"`
	Right int `json:"right"`
	Rate
}

func (t *Tally) add(gold, found, right int) {
	t.Gold += gold
	t.Found += found
	t.Right += right
	t.Rate = rate(t.Right, t.Found, t.Gold)
}

// Clauses scores the given categories.
func Clauses(contracts []ClauseContract, categories []string) ClauseReport {
	r := ClauseReport{Contracts: len(contracts), Categories: []CategoryScore{}, All: CategoryScore{Category: "all"}}
	known := 0
	for _, category := range categories {
		s := CategoryScore{Category: category}
		for _, c := range contracts {
			s.addContract(c.Gold[category], c.Found[category])
		}
		s.finish()
		r.Categories = append(r.Categories, s)
		r.All.Contract.add(s.Contract.Gold, s.Contract.Found, s.Contract.Right)
		r.All.Clause.add(s.Clause.Gold, s.Clause.Found, s.Clause.Right)
		r.All.touchedGold += s.touchedGold
		r.All.touchedFound += s.touchedFound
		if s.Contract.Gold > 0 {
			known++
			r.MacroContractF1 += s.Contract.F1
			r.MacroClauseF1 += s.Clause.F1
		}
	}
	r.All.finish()
	if known > 0 {
		r.MacroContractF1 /= float64(known)
		r.MacroClauseF1 /= float64(known)
	}
	var kinds []Classified
	for _, c := range contracts {
		if c.WantKind != "" {
			kinds = append(kinds, Classified{Task: "kind", Want: c.WantKind, Got: c.GotKind})
			r.KindsGiven += one(c.GotKind != "")
		}
	}
	r.Kinds = Classes(kinds)
	return r
}

func (s *CategoryScore) addContract(gold, found []extract.RuneSpan) {
	s.Contract.add(one(len(gold) > 0), one(len(found) > 0), one(len(gold) > 0 && len(found) > 0))
	s.Clause.add(len(gold), len(found), matches(gold, found))
	for _, g := range gold {
		s.touchedGold += one(slices.ContainsFunc(found, func(f extract.RuneSpan) bool { return shared(g, f) > 0 }))
	}
	for _, f := range found {
		s.touchedFound += one(slices.ContainsFunc(gold, func(g extract.RuneSpan) bool { return shared(g, f) > 0 }))
	}
}

func (s *CategoryScore) finish() {
	p, r := ratio(s.touchedFound, s.Clause.Found), ratio(s.touchedGold, s.Clause.Gold)
	s.Overlap = Rate{Precision: p, Recall: r}
	if p+r > 0 {
		s.Overlap.F1 = 2 * p * r / (p + r)
	}
}

// shared returns how many characters two spans have in common.
func shared(a, b extract.RuneSpan) int { return max(0, min(a.End, b.End)-max(a.Start, b.Start)) }

// matches pairs spans that share at least half of their union, those that share most
// of it first, and returns how many pairs there are.
func matches(gold, found []extract.RuneSpan) int {
	type pair struct {
		g, f  int
		share float64
	}
	var pairs []pair
	for g, a := range gold {
		for f, b := range found {
			n := shared(a, b)
			if union := a.End - a.Start + b.End - b.Start - n; n > 0 && 2*n >= union {
				pairs = append(pairs, pair{g, f, float64(n) / float64(union)})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.share, a.share) })
	usedGold, usedFound, n := map[int]bool{}, map[int]bool{}, 0
	for _, p := range pairs {
		if !usedGold[p.g] && !usedFound[p.f] {
			usedGold[p.g], usedFound[p.f] = true, true
			n++
		}
	}
	return n
}

// WriteTable prints the report for people.
func (r *ClauseReport) WriteTable(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%-36s%9s%7s%7s%7s%7s%9s%7s%7s%7s%7s%12s\n", "category",
		"contracts", "found", "P", "R", "F1", "clauses", "found", "P", "R", "F1", "overlap F1")
	for _, s := range r.Categories {
		s.row(&b)
	}
	r.All.row(&b)
	fmt.Fprintf(&b, "macro F1 of contracts %.3f, of clauses %.3f\n", r.MacroContractF1, r.MacroClauseF1)
	fmt.Fprintf(&b, "kind: %d of %d contracts right, accuracy %.3f; given for %d\n", r.Kinds.Right, r.Kinds.Elements, r.Kinds.Accuracy, r.KindsGiven)
	b.WriteString(clauseNotes)
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *CategoryScore) row(w io.Writer) {
	fmt.Fprintf(w, "%-36s%9d%7d%7.3f%7.3f%7.3f%9d%7d%7.3f%7.3f%7.3f%12.3f\n", s.Category,
		s.Contract.Gold, s.Contract.Found, s.Contract.Precision, s.Contract.Recall, s.Contract.F1,
		s.Clause.Gold, s.Clause.Found, s.Clause.Precision, s.Clause.Recall, s.Clause.F1, s.Overlap.F1)
}

const clauseNotes = `contracts: those that have the clause; clauses: passages, right where half of the characters of both together are shared
overlap F1: of passages that share any character
`
