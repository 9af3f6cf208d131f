package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/gold"
	"covenant/tagger/silver"
	"covenant/tagger/train"
)

// Gold spans with roles are answers; silver ones are where nobody has read. Gold
// offsets count code points, answers bytes.
func TestRoleDocuments(t *testing.T) {
	const text = "Über Acme: made May 1, ends May 2, pays $5."
	span := func(part string) extract.ByteSpan {
		at := strings.Index(text, part)
		return extract.ByteSpan{Start: at, End: at + len(part)}
	}
	runes := extract.NewRuneIndex(text)
	docs := RoleDocuments([]train.Document{{
		Name: "a", Text: text,
		Gold: []gold.Passage{{Doc: "a", Span: runes.RuneSpan(span("Über Acme: made May 1")), Spans: []gold.Span{
			{RuneSpan: runes.RuneSpan(span("Acme")), Label: extract.Party},
			{RuneSpan: runes.RuneSpan(span("May 1")), Label: extract.Date, Role: extract.RoleAgreement},
		}}},
		Silver: []silver.Span{
			{ByteSpan: span("May 1"), Label: extract.Date, Role: extract.RoleOther},
			{ByteSpan: span("May 2"), Label: extract.Date, Role: extract.RoleExpiration},
			{ByteSpan: span("$5"), Label: extract.Amount},
		},
	}})
	if len(docs) != 1 || docs[0].Name != "a" || docs[0].Text != text {
		t.Fatalf("documents %+v", docs)
	}
	if got, want := fmt.Sprint(docs[0].Answers), fmt.Sprintf("[{{DATE %v} agreement}]", span("May 1")); got != want {
		t.Errorf("answers %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(docs[0].Silver), fmt.Sprintf("[{{DATE %v} expiration}]", span("May 2")); got != want {
		t.Errorf("silver answers %s, want %s", got, want)
	}
}

// fixedRoles knows the roles of dates only, and gives each the same probabilities:
// agreement, effective, expiration, other.
type fixedRoles struct {
	p   []float64
	err error
}

func (f fixedRoles) Roles(_ context.Context, doc *extract.Document, _ []extract.Sentence, elements []extract.Element) ([][]float64, error) {
	out := make([][]float64, len(elements))
	for i, e := range elements {
		if text := e.Span.Of(doc.Text); e.Label == extract.Date && strings.HasPrefix(text, "May") {
			out[i] = f.p
		}
	}
	return out, f.err
}

// Two finders decide together by the product; one that knows nothing has no say.
func TestTogether(t *testing.T) {
	doc := &extract.Document{Text: "May 1 and $5"}
	elements := []extract.Element{{Label: extract.Date, Span: extract.ByteSpan{Start: 0, End: 5}}, {Label: extract.Amount, Span: extract.ByteSpan{Start: 10, End: 12}}}
	first, second := []float64{0.5, 0.3, 0.2, 0}, []float64{0.1, 0.8, 0.1, 0}
	for _, c := range []struct {
		finders Together
		want    string
	}{
		{Together{fixedRoles{p: first}}, "[0.500 0.300 0.200 0.000]"},
		{Together{fixedRoles{p: first}, fixedRoles{p: second}}, "[0.161 0.774 0.065 0.000]"},
		{Together{fixedRoles{}, fixedRoles{p: first}, fixedRoles{}}, "[0.500 0.300 0.200 0.000]"},
		{Together{fixedRoles{p: []float64{1, 0, 0, 0}}, fixedRoles{p: []float64{0, 1, 0, 0}}}, "[0.500 0.500 0.000 0.000]"},
		{nil, "[]"},
	} {
		got, err := c.finders.Roles(t.Context(), doc, nil, elements)
		if err != nil || fmt.Sprintf("%.3f", got[0]) != c.want || got[1] != nil {
			t.Errorf("got %.3f, want %s for the date and nothing for the amount (%v)", got, c.want, err)
		}
	}
	if first[0] != 0.5 || second[0] != 0.1 {
		t.Error("the finders' own probabilities changed")
	}
	broken := errors.New("broken")
	if _, err := (Together{fixedRoles{p: first}, fixedRoles{err: broken}}).Roles(t.Context(), doc, nil, elements); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

func TestBenchmarkOfRoles(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": "“Acme” made May 1, ends May 2, pays $5.\n",
		"b.txt": "Made May 3 by Acme.\n",
		"gold/1.csv": goldHeader +
			"passage,p1,a,0,39,,\nspan,p1,a,12,17,DATE,agreement\nspan,p1,a,24,29,DATE,expiration\nspan,p1,a,36,38,AMOUNT,price\n" +
			"passage,p2,b,0,19,,\nspan,p2,b,5,10,DATE,agreement\nspan,p2,b,14,18,PARTY,-\n",
	})
	b, err := LoadBenchmark(t.Context(), dir, filepath.Join(dir, "gold"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Roles(t.Context(), fixedRoles{p: []float64{0.7, 0.1, 0.1, 0.1}}, "fixed")
	if err != nil {
		t.Fatal(err)
	}
	if r.Name != "fixed" || r.Elements != 3 || r.Right != 2 || len(r.Tasks) != 1 {
		t.Errorf("report %+v, want two of three dates right and nothing else", r)
	}
	broken := errors.New("broken")
	if _, err := b.Roles(t.Context(), fixedRoles{err: broken}, "fixed"); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}
