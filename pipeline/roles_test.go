package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
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

// dateTagger takes all "Acme" for dates, and gives their roles the same probabilities.
type dateTagger struct {
	wordTagger
	p []float64
}

func (dt dateTagger) Tag(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) ([]extract.Element, error) {
	found, err := dt.wordTagger.Tag(ctx, doc, sentences)
	for i := range found {
		found[i].Label, found[i].Role = extract.Date, extract.RoleOther
		found[i].SetRoles(slices.Clone(dt.p))
	}
	return found, err
}

func (fixedRoles) ID() string { return "fixed" }

// A run multiplies the tagger's probabilities with the model's. Without a model, and
// where the tagger gave none, its roles stand.
func TestRunFindsRoles(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "Acme and Acme.\n"})
	byTags, byModel := []float64{0.5, 0.3, 0.2, 0}, []float64{0.1, 0.8, 0.1, 0}
	for name, c := range map[string]struct {
		tags  []float64
		model RoleModel
		want  string
	}{
		"no model":              {byTags, nil, "agreement"},
		"both":                  {byTags, anyRoles{byModel}, "effective"},
		"a model without a say": {byTags, anyRoles{}, "agreement"},
		"a tagger without":      {nil, anyRoles{byModel}, "other"},
	} {
		db := filepath.Join(t.TempDir(), "x.db")
		sum := runOn(t, db, dir, Options{Tagger: dateTagger{p: c.tags}, Roles: c.model})
		got := strings.Join(rows(t, db, "select role from elements"), " ")
		if sum.Read != 1 || got != c.want+" "+c.want {
			t.Errorf("%s: roles %q, want twice %s", name, got, c.want)
		}
		in, err := Inspect(t.Context(), filepath.Join(dir, "a.txt"), StageRoles, Options{Tagger: dateTagger{p: c.tags}, Roles: c.model})
		if err != nil || string(in.Elements[0].Role) != c.want {
			t.Errorf("%s: inspected %+v: %v", name, in.Elements, err)
		}
	}
}

// A model that fails on a document fails this document, and says in which stage.
func TestRunWithBrokenRoles(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "Acme.\n"})
	db := filepath.Join(t.TempDir(), "x.db")
	sum := runOn(t, db, dir, Options{Tagger: dateTagger{p: []float64{1, 0, 0, 0}}, Roles: fixedRoles{err: errors.New("broken")}})
	if sum.Failed != 1 || sum.Failures[0].Error != "roles: broken" {
		t.Errorf("summary %+v", sum)
	}
}

// A document is read again by another model of roles.
func TestRunReadsAgainForOtherRoles(t *testing.T) {
	dir, db := folder(t, map[string]string{"a.txt": "Acme.\n"}), filepath.Join(t.TempDir(), "x.db")
	for i, c := range []struct {
		roles RoleModel
		read  int
	}{{nil, 1}, {anyRoles{}, 1}, {anyRoles{}, 0}, {fixedRoles{}, 1}} {
		if sum := runOn(t, db, dir, Options{Roles: c.roles}); sum.Read != c.read {
			t.Errorf("run %d read %d documents, want %d", i+1, sum.Read, c.read)
		}
	}
}

// anyRoles gives every element the same probabilities.
type anyRoles struct{ p []float64 }

func (anyRoles) ID() string { return "any" }

func (a anyRoles) Roles(_ context.Context, _ *extract.Document, _ []extract.Sentence, elements []extract.Element) ([][]float64, error) {
	return slices.Repeat([][]float64{a.p}, len(elements)), nil
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
