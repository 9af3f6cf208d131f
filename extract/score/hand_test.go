package score

import (
	"bytes"
	"encoding/csv"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/extract/gold"
)

func span(start, end int, l extract.Label, r extract.Role) Span {
	return Span{RuneSpan: extract.RuneSpan{Start: start, End: end}, Label: l, Role: r}
}

func TestSpansByHand(t *testing.T) {
	passages := []gold.Passage{
		{ID: "1", Doc: "a", Span: extract.RuneSpan{Start: 0, End: 100}, Spans: []Span{
			span(0, 10, extract.Party, ""), span(20, 30, extract.Date, extract.RoleAgreement), span(40, 50, extract.Date, extract.RoleOther),
		}},
		{ID: "2", Doc: "gone", Span: extract.RuneSpan{Start: 0, End: 50}, Spans: []Span{span(1, 2, extract.Party, "")}},
	}
	r := Spans(passages, map[string][]Span{"a": {
		span(0, 10, extract.Party, ""),                   // right
		span(20, 30, extract.Date, extract.RoleOther),    // right but for the role
		span(41, 45, extract.Date, extract.RoleOther),    // overlaps
		span(46, 48, extract.Date, extract.RoleOther),    // the gold one is taken
		span(150, 160, extract.Date, extract.RoleOther),  // outside of what was annotated
		span(99, 105, extract.Amount, extract.RolePrice), // reaches in: wrong
	}})
	if diff := cmp.Diff([]string{"gone"}, r.Missing); diff != "" || r.Documents != 2 {
		t.Errorf("documents %d, missing %s", r.Documents, diff)
	}
	type line struct {
		Name                   string
		Gold, Predicted, Right int
		F1, Overlap            float64
	}
	var got []line
	round := func(f float64) float64 { return math.Round(f*1000) / 1000 }
	for _, l := range append(r.Labels, r.Micro) {
		got = append(got, line{l.Name, l.Gold, l.Predicted, l.Right, round(l.F1), round(l.OverlapF1)})
	}
	want := []line{
		{"AMOUNT", 0, 1, 0, 0, 0},
		{"DATE", 2, 3, 1, 0.4, 0.8},
		{"PARTY", 2, 1, 1, 0.667, 0.667},
		{"micro", 4, 5, 2, 0.444, 0.667},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if round(r.MacroF1) != 0.533 || round(r.RolesF1) != 0.222 {
		t.Errorf("macro F1 %v, F1 with roles %v", r.MacroF1, r.RolesF1)
	}
}

func TestNothingToScore(t *testing.T) {
	if r := Spans(nil, nil); r.Micro.F1 != 0 || r.MacroF1 != 0 {
		t.Errorf("spans of nothing: %+v", r)
	}
	if r := Contracts(nil, nil); r.Parties.AnyRight != 0 || r.Fields[0].Accuracy != 0 {
		t.Errorf("contracts of nothing: %+v", r)
	}
}

func TestValuesOfAnswers(t *testing.T) {
	for _, test := range []struct {
		kind     string
		of       func(string) string
		in, want string
	}{
		{"date", isoDate, "6/21/99", "1999-06-21"},
		{"date", isoDate, " 1/2/2030 ", "2030-01-02"},
		{"date", isoDate, "1/2/59", "2059-01-02"},
		{"date", isoDate, "2/30/19", ""},
		{"date", isoDate, "[]/[]/[]", ""},
		{"name", cleanName, "Société Générale, S.A.", "societe generale s a"},
		{"name", cleanName, "The ACME Company, Inc.", "acme"},
		{"name", cleanName, "Smith & Co", "smith &"},
		{"place", cleanPlace, "State of New York", "new york"},
		{"place", cleanPlace, "New York, USA", "new york"},
		{"place", cleanPlace, "English", "england"},
		{"place", cleanPlace, "the laws of England and Wales", "england"},
		{"place", cleanPlace, "People's Republic of China", "china"},
		{"place", cleanPlace, "Province of Ontario", "ontario"},
		{"place", cleanPlace, "", ""},
	} {
		if got := test.of(test.in); got != test.want {
			t.Errorf("%s %q is %q, want %q", test.kind, test.in, got, test.want)
		}
	}
}

func TestLengths(t *testing.T) {
	for _, test := range []struct {
		answer, iso string
		same        bool
	}{
		{"successive 1 year", "P1Y", true},
		{"one year", "P12M", true},
		{"12 months", "P365D", true}, // within 3 %
		{"30 days", "P1M", true},     // within a day
		{"30 days", "P31D", false},   // the same unit: exactly
		{"2 weeks", "P14D", true},
		{"seventeen days", "P17D", true},
		{"6 months", "P150D", false},
		{"perpetual", "P1Y", false},
		{"30 days", "", false},
		{"30 days", "P", false},
	} {
		if got := sameLength(answerLength(test.answer), isoLength(test.iso)); got != test.same {
			t.Errorf("%q and %q: same is %v", test.answer, test.iso, got)
		}
	}
}

func TestParties(t *testing.T) {
	set := func(s ...string) map[string]bool {
		m := map[string]bool{}
		for _, x := range s {
			m[x] = true
		}
		return m
	}
	want := map[string]string{"acme": "ACME, Inc.", "beta": "Beta GmbH"}
	if diff := cmp.Diff(want, answerParties("ACME, Inc. (\"Acme\"); Seller (a role); Beta GmbH\nX; BETA")); diff != "" {
		t.Error(diff)
	}
	for _, test := range []struct {
		name            string
		gold, predicted map[string]bool
		want            int
	}{
		{"equal", set("acme", "beta"), set("beta", "acme", "gamma"), 2},
		{"one word of three is missing", set("acme widgets west"), set("acme widgets"), 0},
		{"one word of four is missing", set("acme widgets west coast"), set("acme widgets west"), 1},
		{"short names must be equal", set("abc"), set("abcd"), 0},
		{"each at most once", set("acme widgets", "acme widgetsx"), set("acme widgets"), 1},
	} {
		if got := matchParties(test.gold, test.predicted); len(got) != test.want {
			t.Errorf("%s: pairs %v, want %d", test.name, got, test.want)
		}
	}
}

// answersFile writes answers as ReadAnswers expects them.
func answersFile(t *testing.T, answers []Answers) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := []string{"Most Favored Nation"}
	for name := range new(Answers).columns() {
		head = append(head, name)
	}
	rows := [][]string{head}
	for _, a := range answers {
		row := []string{"No"}
		for _, name := range head[1:] {
			row = append(row, *a.columns()[name])
		}
		rows = append(rows, row)
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadAnswers(t *testing.T) {
	want := []Answers{
		{File: "a", Title: "Supply, Agreement", Notice: "30 days", Parties: "Acme\nBeta"},
		{File: "b", GoverningLaw: "New York"},
	}
	text := answersFile(t, want)
	for name, in := range map[string][]byte{
		"plain":         text,
		"marked UTF-8":  append([]byte("\ufeff"), text...),
		"CRLF":          bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
		"old Macintosh": bytes.ReplaceAll(text, []byte("\n"), []byte("\r")),
	} {
		got, err := ReadAnswers(bytes.NewReader(in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for name, in := range map[string]string{"empty": "", "no columns": "File,Parties\n", "cut": string(text[:len(text)-12])} {
		if _, err := ReadAnswers(strings.NewReader(in)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
