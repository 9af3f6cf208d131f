package resolve

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"covenant/extract"
)

// roughly lets numbers differ by rounding.
var roughly = cmpopts.EquateApprox(0, 1e-9)

func TestScore(t *testing.T) {
	w := Weights{extract.FieldTerm: {"bias": -1, "days": 2}}
	for _, test := range []struct {
		name     string
		field    extract.FieldName
		features []Feature
		want     float64
	}{
		{"weights times values", extract.FieldTerm, []Feature{{"bias", 1}, {"days", 0.5}}, 0},
		{"a feature without a weight", extract.FieldTerm, []Feature{{"bias", 1}, {"hours", 9}}, -1},
		{"a field without weights", extract.FieldTitle, []Feature{{"bias", 1}}, 0},
		{"no feature", extract.FieldTerm, nil, 0},
	} {
		if got := w.Score(test.field, test.features); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestLogit(t *testing.T) {
	for p, want := range map[float64]float64{0: -1, 0.001: -1, 0.5: 0, 0.75: math.Log(3) / 5, 0.25: -math.Log(3) / 5, 0.999: 1, 1: 1} {
		if got := logit(p); math.Abs(got-want) > 1e-12 {
			t.Errorf("logit(%v) = %v, want %v", p, got, want)
		}
	}
}

func TestFeaturesOfZeroAreLeftOut(t *testing.T) {
	var c candidate
	c.add("holds", 1)
	c.add("holds not", 0)
	c.add("speaks against", -0.5)
	if diff := cmp.Diff([]Feature{{"holds", 1}, {"speaks against", -0.5}}, c.features); diff != "" {
		t.Error(diff)
	}
}

// scored makes candidates whose scores are the logarithms of odds.
func scored(odds ...float64) []candidate {
	var cs []candidate
	for i, o := range odds {
		cs = append(cs, candidate{value: fmt.Sprint(i), features: []Feature{{"odds", math.Log(o)}}})
	}
	return cs
}

func TestWeigh(t *testing.T) {
	w := Weights{extract.FieldTerm: {"odds": 1}}
	for _, test := range []struct {
		name string
		odds []float64 // to 1 for none of them
		want []float64 // probabilities, the likeliest first
		none float64
	}{
		{"no candidate", nil, nil, 1},
		{"one as likely as none", []float64{1}, []float64{.5}, .5},
		{"three", []float64{2, 1, 4}, []float64{.5, .25, .125}, .125},
		{"all unlikely", []float64{.25, .25}, []float64{1. / 6, 1. / 6}, 2. / 3},
		{"great odds", []float64{1e200, 1e-200}, []float64{1, 0}, 0},
	} {
		cs := scored(test.odds...)
		none := w.weigh(extract.FieldTerm, cs)
		var got []float64
		for _, c := range cs {
			got = append(got, c.p)
		}
		if diff := cmp.Diff(test.want, got, roughly); diff != "" || math.Abs(none-test.none) > 1e-9 {
			t.Errorf("%s: none has %v, want %v; %s", test.name, none, test.none, diff)
		}
	}
}

func TestEquallyLikelyCandidatesKeepTheirOrder(t *testing.T) {
	cs := scored(1, 3, 1, 3, 1)
	Weights{extract.FieldTerm: {"odds": 1}}.weigh(extract.FieldTerm, cs)
	var got []string
	for _, c := range cs {
		got = append(got, c.value)
	}
	if diff := cmp.Diff([]string{"1", "3", "0", "2", "4"}, got); diff != "" {
		t.Error(diff)
	}
}

// plain is a field without patience.
const plain = extract.FieldTitle

func TestChoose(t *testing.T) {
	for _, test := range []struct {
		name string
		cs   []candidate // the likeliest first
		none float64
		want string // "" for no value
		p    float64
	}{
		{"no candidate", nil, 1, "", 0},
		{"likelier than none", []candidate{{value: "a", p: .6}}, .4, "a", .6},
		{"less likely than none", []candidate{{value: "a", p: .4}}, .6, "", 0},
		{"as likely as none", []candidate{{value: "a", p: .5}}, .5, "", 0},
		{"the likeliest of two", []candidate{{value: "a", p: .5}, {value: "b", p: .3}}, .2, "a", .5},
		{"a value said twice", []candidate{{value: "a", p: .35}, {value: "b", p: .25}, {value: "b", p: .25}}, .15, "b", .5},
		{"likely only together", []candidate{{value: "a", p: .3}, {value: "a", p: .3}}, .4, "a", .6},
		{"as likely as another", []candidate{{value: "a", p: .4}, {value: "b", p: .4}}, .2, "a", .4},
		{"one amount in two currencies", []candidate{{value: "a", code: "EUR", p: .3}, {value: "a", code: "USD", p: .25}}, .45, "", 0},
	} {
		got := choose(plain, test.cs, test.none).best
		switch {
		case got == nil && test.want == "":
		case got == nil || got.value != test.want || math.Abs(got.p-test.p) > 1e-9:
			t.Errorf("%s: %+v, want %q with %v", test.name, got, test.want, test.p)
		}
	}
}

// With patience a value may be less likely than none, as far as it says.
func TestPatience(t *testing.T) {
	for _, field := range extract.FieldNames() {
		enough := .6
		if p := patience[field]; p > 0 {
			enough /= p
		}
		for p, want := range map[float64]bool{enough + .001: true, enough - .001: false} {
			if got := choose(field, []candidate{{value: "a", p: p}}, .6).best; (got != nil) != want {
				t.Errorf("%s: a value with %.3f and none with 0.6: %+v, want it given: %v", field, p, got, want)
			}
		}
	}
	if patience[plain] != 0 {
		t.Errorf("%s has patience: the other tests need a field without", plain)
	}
}

// The best candidate is the likeliest of its value, and a copy: what knows it
// later must not find the probability of the value where that of the
// candidate stood.
func TestTheBestIsACopyOfTheLikeliest(t *testing.T) {
	cs := []candidate{{value: "a", p: .4, elements: []int{7}}, {value: "b", p: .3}, {value: "a", p: .2, elements: []int{8}}}
	c := choose(plain, cs, .1)
	if c.best == nil || math.Abs(c.best.p-.6) > 1e-9 || !slices.Equal(c.best.elements, []int{7}) {
		t.Errorf("best %+v", c.best)
	}
	if c.candidates[0].p != .4 {
		t.Errorf("the candidate's own probability became %v", c.candidates[0].p)
	}
}

func TestFields(t *testing.T) {
	type field struct {
		Value, Code string
		Confidence  float64
		Rank        int
		Elements    []int
	}
	stated := func(value string, p float64, elements ...int) candidate {
		return candidate{value: value, p: p, derivation: extract.Stated, elements: elements}
	}
	many := []candidate{stated("a", .2, 0), stated("b", .1, 1), stated("c", .09, 2), stated("d", .08, 3), stated("e", .07, 4), stated("f", .06, 5), stated("g", .05, 6)}
	for _, test := range []struct {
		name string
		cs   []candidate
		none float64
		want []field
	}{
		{"nothing", nil, 1, nil},
		{"one value", []candidate{stated("a", .75, 3)}, .25, []field{{"a", "", .75, 1, []int{3}}}},
		{"one value from several places", []candidate{stated("a", .5, 3), stated("a", .2, 1)}, .3, []field{{"a", "", .7, 1, []int{3, 1}}}},
		{"an element twice", []candidate{stated("a", .5, 3, 4), stated("a", .2, 4, 5)}, .3, []field{{"a", "", .7, 1, []int{3, 4, 5}}}},
		{"a place that hardly speaks", []candidate{stated("a", .5, 3), stated("a", .02, 1)}, .48, []field{{"a", "", .52, 1, []int{3}}}},
		{"a place that speaks otherwise", []candidate{stated("a", .5, 3), {value: "a", p: .2, derivation: "computed", elements: []int{1}}}, .3, []field{{"a", "", .7, 1, []int{3}}}},
		{"a loser", []candidate{stated("a", .6, 3), stated("b", .3, 1)}, .1, []field{{"a", "", .6, 1, []int{3}}, {"b", "", .3, 2, []int{1}}}},
		{"a loser that is said twice", []candidate{stated("a", .3, 3), stated("b", .25, 1), stated("b", .25, 2)}, .2, []field{{"b", "", .5, 1, []int{1, 2}}, {"a", "", .3, 2, []int{3}}}},
		{"a loser that is too unlikely", []candidate{stated("a", .9, 3), stated("b", .005, 1)}, .095, []field{{"a", "", .9, 1, []int{3}}}},
		{"only losers", []candidate{stated("a", .3, 3), stated("b", .2, 1)}, .5, []field{{"a", "", .3, 2, []int{3}}, {"b", "", .2, 3, []int{1}}}},
		{"one amount in two currencies", []candidate{{value: "5.00", code: "EUR", p: .5, derivation: extract.Stated, elements: []int{1}}, {value: "5.00", code: "USD", p: .3, derivation: extract.Stated, elements: []int{2}}}, .2,
			[]field{{"5.00", "EUR", .5, 1, []int{1}}, {"5.00", "USD", .3, 2, []int{2}}}},
		{"five losers beside a value", many, .15, []field{{"a", "", .2, 1, []int{0}}, {"b", "", .1, 2, []int{1}}, {"c", "", .09, 3, []int{2}}, {"d", "", .08, 4, []int{3}}, {"e", "", .07, 5, []int{4}}, {"f", "", .06, 6, []int{5}}}},
		{"five losers alone", many, .35, []field{{"a", "", .2, 2, []int{0}}, {"b", "", .1, 3, []int{1}}, {"c", "", .09, 4, []int{2}}, {"d", "", .08, 5, []int{3}}, {"e", "", .07, 6, []int{4}}}},
	} {
		var got []field
		for _, f := range choose(plain, test.cs, test.none).fields(plain) {
			if f.Name != plain || f.Derivation == "" {
				t.Errorf("%s: %+v", test.name, f)
			}
			got = append(got, field{f.Value, f.Code, f.Confidence, f.Rank, f.Elements})
		}
		if diff := cmp.Diff(test.want, got, roughly); diff != "" {
			t.Errorf("%s (-want +got): %s", test.name, diff)
		}
	}
}

func TestFieldsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(extract.FieldNames()).Draw(t, "field")
		w := Weights{name: {}}
		for k := range 4 {
			w[name][fmt.Sprint("f", k)] = rapid.Float64Range(-9, 9).Draw(t, "weight")
		}
		var cs []candidate
		for range rapid.IntRange(0, 12).Draw(t, "candidates") {
			c := candidate{
				value:      rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "h"}).Draw(t, "value"),
				code:       rapid.SampledFrom([]string{"", "EUR"}).Draw(t, "code"),
				derivation: rapid.SampledFrom([]string{extract.Stated, "computed"}).Draw(t, "derivation"),
				elements:   rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 0, 3, rapid.ID[int]).Draw(t, "elements"),
			}
			for k := range 4 {
				c.add(fmt.Sprint("f", k), float64(rapid.IntRange(-1, 1).Draw(t, "feature")))
			}
			cs = append(cs, c)
		}
		none := w.weigh(name, cs)
		sum := none
		for i, c := range cs {
			if sum += c.p; c.p < 0 || i > 0 && c.p > cs[i-1].p {
				t.Fatalf("probabilities %v", cs)
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("the probabilities of all and of none sum to %v", sum)
		}
		choice := choose(name, cs, none)
		fields := choice.fields(name)
		total, seen := 0.0, map[string]bool{}
		for i, f := range fields {
			first := 1
			if choice.best == nil {
				first = 2
			}
			if f.Rank != first+i || f.Rank > mostLosers+1 {
				t.Fatalf("the field in place %d has rank %d", i, f.Rank)
			}
			if i > 0 && (f.Confidence > fields[i-1].Confidence || f.Confidence < leastLoser) {
				t.Fatalf("rank %d has confidence %v after %v", f.Rank, f.Confidence, fields[i-1].Confidence)
			}
			if key := f.Value + " " + f.Code; seen[key] {
				t.Fatalf("%s stands there twice", key)
			} else {
				seen[key] = true
			}
			if repeats(f.Elements) {
				t.Fatalf("elements %v", f.Elements)
			}
			total += f.Confidence
		}
		if total > 1+1e-9 {
			t.Fatalf("the confidences sum to %v", total)
		}
		if choice.best != nil {
			if f := fields[0]; f.Value != choice.best.value || f.Code != choice.best.code || f.Derivation != choice.best.derivation || f.Confidence != choice.best.p {
				t.Fatalf("the field %+v is not the best value, %+v", f, *choice.best)
			}
			if patience[name] == 0 && choice.best.p <= none {
				t.Fatalf("a value with %v, though there being none has %v", choice.best.p, none)
			}
		}
	})
}

func repeats(elements []int) bool {
	sorted := slices.Sorted(slices.Values(elements))
	return len(slices.Compact(sorted)) != len(elements)
}
