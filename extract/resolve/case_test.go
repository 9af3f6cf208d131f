package resolve

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

// tangled is a contract in which each field has candidates, and some depend
// on the values of others.
func tangled(t *testing.T) *Case {
	t.Helper()
	return NewCase(marked(t, `[[TITLE|SUPPLY AGREEMENT]]

This Agreement is made on [[DATE|May 1, 2019]] between [[PARTY|Acme, Inc.]] ([[ALIAS|Acme]]) and [[PARTY|Beta GmbH]] (the [[ALIAS|Buyer]]), effective as of [[DATE|June 1, 2019]].

1. The term of this Agreement is [[DURATION|three years]] from the Effective Date, until [[DATE|May 31, 2022]].
It is automatically renewed for successive terms of [[DURATION|one year]] unless either party gives [[DURATION|ninety days]] prior notice of non-renewal.
The Buyer may terminate this Agreement at any time upon [[DURATION|60 days]] prior written notice.

2. The total price is [[AMOUNT:price|USD 120,000]], payable at [[AMOUNT:price|USD 5,000]] per delivery.

3. This Agreement is governed by the laws of [[GOVLAW|New York]].
The parties submit to the jurisdiction of [[COURT|the courts of New York County, New York]].
`))
}

func TestLearningOrderHasEachFieldOnce(t *testing.T) {
	if diff := cmp.Diff(slices.Sorted(slices.Values(extract.FieldNames())), slices.Sorted(slices.Values(LearningOrder()))); diff != "" {
		t.Error(diff)
	}
}

// What weights are learned from must not depend on weights that are learned
// later.
func TestCandidatesDependOnEarlierFieldsOnly(t *testing.T) {
	c, earlier := tangled(t), Weights{}
	for _, field := range LearningOrder() {
		got, want := c.Candidates(earlier, field), c.Candidates(Default(), field)
		if len(want) == 0 {
			t.Errorf("%s has no candidate", field)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", field, diff)
		}
		earlier[field] = Default()[field]
	}
}

// The case can be resolved with one set of weights after the other.
func TestCaseKeepsNothingOfTheWeights(t *testing.T) {
	c := tangled(t)
	first := c.Contract(Default())
	for _, v := range []extract.FieldName{extract.FieldTitle, extract.FieldTerm, extract.FieldExpirationDate, extract.FieldGoverningLaw, extract.FieldParty} {
		if first.Value(v) == "" {
			t.Errorf("no %s: the contract is no good for this test", v)
		}
	}
	other := maps.Clone(Default())
	for _, field := range LearningOrder() {
		other[field] = map[string]float64{"bias": -3}
		c.Contract(other)
		c.Candidates(other, field)
	}
	if empty := c.Contract(other); empty.Value(extract.FieldGoverningLaw) != "" {
		t.Errorf("with weights against it: governing law %q", empty.Value(extract.FieldGoverningLaw))
	}
	if diff := cmp.Diff(first, c.Contract(Default())); diff != "" {
		t.Error(diff)
	}
}

// Every value of a record is one of the candidates that are learned from.
func TestValuesAreCandidates(t *testing.T) {
	c := tangled(t)
	for _, f := range c.Contract(Default()).Fields {
		if !slices.ContainsFunc(c.Candidates(Default(), f.Name), func(k Candidate) bool { return k.Value == f.Value && k.Code == f.Code }) {
			t.Errorf("%s %q is no candidate", f.Name, f.Value)
		}
		if len(f.Elements) == 0 || repeats(f.Elements) {
			t.Errorf("%s %q has elements %v", f.Name, f.Value, f.Elements)
		}
	}
}

func TestCaseOfNothing(t *testing.T) {
	c := NewCase(&extract.Document{}, nil, nil)
	for _, field := range LearningOrder() {
		if got := c.Candidates(Default(), field); len(got) > 0 {
			t.Errorf("%s: %v", field, got)
		}
	}
	if got := c.Contract(Default()); len(got.Fields) > 0 || len(got.Parties) > 0 || got.Part != 1 {
		t.Errorf("%+v", got)
	}
}
