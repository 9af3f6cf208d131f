package fit

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/extract/normal"
	"covenant/extract/resolve"
	"covenant/extract/score"
)

// A marked is a piece of a contract's text with the element that it is; text
// that is none has no label.
type marked struct {
	text  string
	label extract.Label
	value string
}

// contract makes a contract of one sentence from its pieces, with what people
// answered for it.
func contract(file string, answers map[extract.FieldName]string, pieces ...marked) Contract {
	var text strings.Builder
	var elements []extract.Element
	for _, m := range pieces {
		start := text.Len()
		text.WriteString(m.text)
		if m.label != "" {
			e := extract.Element{Label: m.label, Span: extract.ByteSpan{Start: start, End: text.Len()}, Value: m.value, Confidence: 0.9}
			if m.label == extract.Party {
				e.Attributes = map[string]string{"key": normal.PartyKey(m.value)}
			}
			elements = append(elements, e)
		}
		text.WriteByte(' ')
	}
	doc := &extract.Document{Path: "/in/" + file + ".txt", Text: text.String()}
	all := extract.ByteSpan{End: len(doc.Text) - 1}
	sentences := []extract.Sentence{{Span: all, Tokens: []extract.Token{all}}}
	return Contract{resolve.NewCase(doc, sentences, elements), score.Answers{File: file, Own: answers, OwnOnly: true}}
}

func law(text string) marked   { return marked{text, extract.GovLaw, text} }
func court(text string) marked { return marked{text, extract.Court, text} }
func words(text string) marked { return marked{text: text} }

// places are a state whose law governs, after one whose law does not.
func places(file, organised, governs string) Contract {
	return contract(file, map[extract.FieldName]string{extract.FieldGoverningLaw: governs},
		words("Acme is organized under the laws of"), law(organised), words("and this Agreement is governed by the laws of"), law(governs), words("."))
}

// disputes is a contract about courts, and with a law that has no answer.
func disputes(file string) Contract {
	return contract(file, map[extract.FieldName]string{extract.FieldJurisdiction: "Texas"},
		words("The parties submit to the exclusive jurisdiction of the courts of"), court("Texas"), words("under the laws of"), law("Maine"), words("."))
}

func twenty() []Contract {
	states := []string{"New York", "Texas", "Ohio", "Maine", "Iowa"}
	var out []Contract
	for i := range 20 {
		out = append(out, places("law-"+string(rune('a'+i)), states[i%5], states[(i+1+i/5)%5]))
	}
	return out
}

func TestLearnTellsRightFromWrong(t *testing.T) {
	w, err := Learn(t.Context(), twenty(), nil)
	if err != nil {
		t.Fatal(err)
	}
	unseen := places("unseen", "Oregon", "Nevada").Case.Contract(w)
	f := unseen.Field(extract.FieldGoverningLaw)
	if f == nil || f.Value != "Nevada" || f.Confidence < 0.75 {
		t.Errorf("governing law %+v, want Nevada, surely", f)
	}
}

func TestLearnKeepsDefaultsOfUnansweredFields(t *testing.T) {
	defaults := resolve.Weights{extract.FieldGoverningLaw: {"bias": -7}, extract.FieldJurisdiction: {"bias": -8}, extract.FieldTitle: {"bias": -9}, extract.FieldTerm: {}}
	cases := append(twenty(),
		contract("no title", map[extract.FieldName]string{extract.FieldTitle: "", extract.FieldTerm: "P1Y"}, marked{"LEASE", extract.Title, "Lease"}))
	w, err := Learn(t.Context(), cases, defaults)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		field extract.FieldName
		why   string
	}{
		{extract.FieldJurisdiction, "no answer"},
		{extract.FieldTitle, "no candidate is right by any answer"},
		{extract.FieldTerm, "answered, and without a candidate"},
		{extract.FieldParty, "neither an answer nor a default"},
	} {
		if diff := cmp.Diff(defaults[test.field], w[test.field]); diff != "" {
			t.Errorf("%s (%s): %s", test.field, test.why, diff)
		}
	}
	if w[extract.FieldGoverningLaw]["governed-by"] <= 0 {
		t.Errorf("the governing law was not learned: %v", w[extract.FieldGoverningLaw])
	}
	if defaults[extract.FieldGoverningLaw]["bias"] != -7 {
		t.Error("the defaults were changed")
	}
}

// Any number of parties is right, and each is judged by itself.
func TestLearnParties(t *testing.T) {
	names := []string{"Acme Widgets", "Beta Mills", "Gamma Foods", "Delta Lines", "Epsilon Rail"}
	between := func(file string, i int) Contract {
		party := func(k int) marked { n := names[(i+k)%5]; return marked{n, extract.Party, n} }
		c := contract(file, nil, words("This Agreement is between"), party(0), words("("), marked{"Seller", extract.Alias, "Seller"}, words(") and"),
			party(1), words("("), marked{"Buyer", extract.Alias, "Buyer"}, words("). Deliveries by"), party(2), words("count."))
		c.Answers = score.Answers{File: file, Parties: names[i%5] + "; " + names[(i+1)%5]}
		return c
	}
	var cases []Contract
	for i := range 20 {
		cases = append(cases, between("c"+string(rune('a'+i)), i))
	}
	w, err := Learn(t.Context(), cases, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := between("unseen", 3).Case.Contract(w)
	var got []string
	for _, p := range c.Parties {
		got = append(got, p.Name)
	}
	if diff := cmp.Diff([]string{"Delta Lines", "Epsilon Rail"}, got); diff != "" {
		t.Error(diff)
	}
	r, err := CrossValidate(t.Context(), cases, nil, 4)
	if err != nil {
		t.Fatal(err)
	}
	if p := r.Parties; p.Contracts != 20 || p.Right != 40 || p.Predicted != 40 {
		t.Errorf("cross-validated: %+v", p)
	}
}

// Where people gave a contract's beginning and end and not its term, the
// lengths between the two are right ones.
func TestLearnTermsFromTheirEnds(t *testing.T) {
	lasts := func(file, ends string) Contract {
		return contract(file, map[extract.FieldName]string{extract.FieldEffectiveDate: "2019-06-01", extract.FieldExpirationDate: ends},
			words("This Agreement takes effect on"), marked{"June 1, 2019", extract.Date, "2019-06-01"}, words("for a term of"), marked{"two years", extract.Duration, "P2Y"},
			words("and bills are paid within"), marked{"30 days", extract.Duration, "P30D"}, words("."))
	}
	for _, test := range []struct {
		name, ends string
		asked      bool // for the term, of which they say that there is none
		want       string
	}{
		{"two years later", "2021-06-01", false, "P2Y"},
		{"another day", "2030-12-31", false, ""},
		{"no day", "", false, ""},
		{"the term is answered", "2021-06-01", true, ""},
	} {
		var cases []Contract
		for i := range 20 {
			c := lasts("c"+string(rune('a'+i)), test.ends)
			if test.asked {
				c.Answers.Own[extract.FieldTerm] = ""
			}
			cases = append(cases, c)
		}
		w, err := Learn(t.Context(), cases, resolve.Weights{extract.FieldTerm: {"bias": -9}})
		if err != nil {
			t.Fatal(err)
		}
		if got := lasts("unseen", "").Case.Contract(w); got.Value(extract.FieldTerm) != test.want {
			t.Errorf("%s: term %q, want %q", test.name, got.Value(extract.FieldTerm), test.want)
		}
	}
}

func TestLearnTooLittle(t *testing.T) {
	unanswered := places("a", "Ohio", "Texas")
	unanswered.Answers.Own = nil
	elsewhere := places("a", "Ohio", "Texas")
	elsewhere.Answers.Own[extract.FieldGoverningLaw] = "Peru"
	for name, cases := range map[string][]Contract{
		"no contract":                      nil,
		"no answer":                        {unanswered},
		"answers that no candidate can be": {elsewhere},
	} {
		if _, err := Learn(t.Context(), cases, resolve.Default()); !errors.Is(err, ErrExamples) {
			t.Errorf("%s: %v, want ErrExamples", name, err)
		}
		if _, err := CrossValidate(t.Context(), cases, resolve.Default(), 2); !errors.Is(err, ErrExamples) {
			t.Errorf("%s, cross-validation: %v, want ErrExamples", name, err)
		}
	}
}

func fieldScore(t *testing.T, r score.ContractReport, field extract.FieldName) score.FieldScore {
	t.Helper()
	for _, s := range r.Fields {
		if s.Field == string(field) {
			return s
		}
	}
	t.Fatalf("the report lacks %s: %+v", field, r.Fields)
	return score.FieldScore{}
}

// One contract alone has an answer about courts. With it in learning the
// court is found; cross-validation must not find it.
func TestCrossValidateLeavesTheContractsOwnAnswerOut(t *testing.T) {
	cases := append(twenty(), disputes("court"))
	none := resolve.Weights{extract.FieldJurisdiction: {"bias": -5}}
	w, err := Learn(t.Context(), cases, none)
	if err != nil {
		t.Fatal(err)
	}
	if c := disputes("court").Case.Contract(w); c.Value(extract.FieldJurisdiction) != "Texas" {
		t.Fatalf("learned from its own answer, the court is %q", c.Value(extract.FieldJurisdiction))
	}
	for _, folds := range []int{2, 5, 21, 50} {
		r, err := CrossValidate(t.Context(), cases, none, folds)
		if err != nil {
			t.Fatal(err)
		}
		if s := fieldScore(t, r, extract.FieldJurisdiction); s.Gold != 1 || s.Given != 0 {
			t.Errorf("%d parts: the court was found by its own answer: %+v", folds, s)
		}
		// What the others do teach is known; each contract is scored once.
		if s := fieldScore(t, r, extract.FieldGoverningLaw); s.Gold != 20 || s.Right != 20 || r.Contracts != 21 || r.Missing != 0 {
			t.Errorf("%d parts: governing laws %+v of %d contracts, %d missing", folds, s, r.Contracts, r.Missing)
		}
	}
}

func TestLearningEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Learn(ctx, twenty(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Learn: %v", err)
	}
	if _, err := CrossValidate(ctx, twenty(), nil, 5); !errors.Is(err, context.Canceled) {
		t.Errorf("CrossValidate: %v", err)
	}
}
