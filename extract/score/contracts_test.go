package score

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

// contractOf is a record with values and parties of rank 1.
func contractOf(values []extract.Field, parties ...string) extract.Contract {
	c := extract.Contract{Part: 1}
	for _, f := range values {
		f.Rank = 1
		c.Fields = append(c.Fields, f)
	}
	for _, name := range parties {
		c.Parties = append(c.Parties, extract.ContractParty{Name: name, Field: len(c.Fields)})
		c.Fields = append(c.Fields, extract.Field{Name: extract.FieldParty, Value: name, Rank: 1})
	}
	return c
}

func TestPlacesByCode(t *testing.T) {
	for _, test := range []struct {
		answer, name, code string
		right              bool
	}{
		{"New York", "New York", "US-NY", true},
		{"State of New York, USA", "NY", "US-NY", true},         // the names differ
		{"England; Wales", "England and Wales", "GB-EAW", true}, // any of several
		{"Illinois; New York", "New York", "US-NY", true},
		{"Washington", "Washington", "US-DC", false}, // the names are equal
		{"Delaware", "New York", "US-NY", false},
		{"United Kingdom", "England", "GB-EAW", false},      // one name to those who compare names
		{"United Kingdom", "England", "", true},             // as they do where the record has no code
		{"Republic of Atlantis", "Atlantis", "US-NY", true}, // or the answer
		{"the place of the restaurant", "New York", "US-NY", false},
		{"New York", "", "", false},
	} {
		j := judgePlace(test.answer, &extract.Field{Value: test.name, Code: test.code})
		if !j.asked || j.given != (test.name != "") || j.right != test.right {
			t.Errorf("%q and %q (%s): %+v, want right %v", test.answer, test.name, test.code, j, test.right)
		}
	}
}

func TestCalibration(t *testing.T) {
	type value struct {
		confidence float64
		right      bool
	}
	for _, test := range []struct {
		name   string
		values []value
		want   Calibration
	}{
		{"nothing", nil, Calibration{}},
		{"sure and right", []value{{1, true}, {1, true}}, Calibration{2, 0, 0}},
		{"sure and wrong", []value{{1, false}}, Calibration{1, 1, 1}},
		{"half and half", []value{{.5, true}, {.5, false}}, Calibration{2, 0, .25}},
		{"one bin", []value{{.72, true}, {.78, true}}, Calibration{2, .25, (.28*.28 + .22*.22) / 2}},
		{"two bins do not make up for each other", []value{{.95, false}, {.05, true}}, Calibration{2, .95, .95 * .95}},
		{"the edges", []value{{0, false}, {.1, false}, {1, true}}, Calibration{3, .1 / 3, .01 / 3}},
	} {
		var c calibrator
		for _, v := range test.values {
			c.add(v.confidence, v.right)
		}
		got := c.calibration()
		if got.Values != test.want.Values || math.Abs(got.ECE-test.want.ECE) > 1e-12 || math.Abs(got.Brier-test.want.Brier) > 1e-12 {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

// disagreements are four contracts and what people answered of them.
func disagreements() ([]Answers, map[string]extract.Contract) {
	stated := func(name extract.FieldName, value, code string, confidence float64) extract.Field {
		return extract.Field{Name: name, Value: value, Code: code, Derivation: extract.Stated, Confidence: confidence}
	}
	b := contractOf([]extract.Field{
		stated(extract.FieldTitle, "Supply Agreement", "", .9),
		stated(extract.FieldAgreementDate, "2019-03-01", "", .8),
		stated(extract.FieldNotice, "P30D", "", .25),
		stated(extract.FieldGoverningLaw, "New York", "US-NY", .6),
	}, "ACME, INC.", "Gamma Ltd")
	for i, confidence := range []float64{.9, .4} {
		f := &b.Fields[b.Parties[i].Field]
		f.Derivation, f.Confidence = extract.Stated, confidence
	}
	a := contractOf([]extract.Field{{Name: extract.FieldTitle, Value: "Lease"}}, "Delta") // of an older database
	return []Answers{
			{File: "b", Title: "SUPPLY AGREEMENT", AgreementDate: "3/2/19", ExpirationDate: "1/1/20", GoverningLaw: "Delaware", Parties: "Acme (\"A\");\nBeta GmbH"},
			{File: "a", Title: "LOAN", EffectiveDate: "when\tsigned", Parties: "Delta LLC"},
			{File: "gone", Parties: "Epsilon\x1b[31m plc"},
		},
		map[string]extract.Contract{"a": a, "b": b}
}

func TestContractsByHand(t *testing.T) {
	answers, records := disagreements()
	r := Contracts(answers, records)
	var table strings.Builder
	if err := r.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	want := `
field                 gold  given  right  coverage  precision  accuracy  given where none     ECE   Brier
title                    2      2      1     1.000      0.500     0.500                 0   0.100   0.010
agreement_date           1      1      0     1.000      0.000     0.000                 0   0.800   0.640
effective_date           0      0      0     0.000      0.000     0.000                 0       -       -
expiration_date          1      0      0     0.000      0.000     0.000                 0       -       -
renewal                  0      0      0     0.000      0.000     0.000                 0       -       -
notice                   0      0      0     0.000      0.000     0.000                 1   0.250   0.062
governing_law            1      1      0     1.000      0.000     0.000                 0   0.600   0.360
party                    4      3      2                0.667                               0.250   0.085
parties: precision 0.667 recall 0.500 F1 0.571; at least one right in 0.667 of 3; contracts missing from the database 1
` + contractNotes
	if diff := cmp.Diff(want, "\n"+table.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var details strings.Builder
	if err := r.WriteDetails(&details); err != nil {
		t.Fatal(err)
	}
	want = `
field	file	kind	answer	given	confidence	derivation
title	a	wrong	LOAN	Lease		
agreement_date	b	wrong	3/2/19	2019-03-01	0.80	stated
expiration_date	b	missing	1/1/20			
notice	b	extra		P30D	0.25	stated
governing_law	b	wrong	Delaware	New York [US-NY]	0.60	stated
party	b	wrong	Acme ("A"); Beta GmbH	missed: Beta GmbH | too many: Gamma Ltd (0.40)		
party	gone	missing	Epsilon` + "\uFFFD[31m plc	missed: Epsilon\uFFFD[31m plc" + `		
`
	if diff := cmp.Diff(want, "\n"+details.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
