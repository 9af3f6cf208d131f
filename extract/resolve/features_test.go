package resolve

import (
	"slices"
	"testing"

	"covenant/extract"
)

// datesOf returns the candidates of a date field of a marked text.
func datesOf(t *testing.T, text string, field extract.FieldName) []candidate {
	t.Helper()
	doc, ss, es := marked(t, text)
	r := newResolution(newView(doc, ss, es, partsOf(doc, es)[0]), Default())
	return r.generate(field)
}

func TestADateNamedTheEffectiveDate(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		named      bool
	}{
		{"called so after it", `This Agreement, made and entered into this [[DATE:other|2nd day of September 1998]], hereinafter called the Effective Date, between [[PARTY|Alder Mills plc]] and [[PARTY|Birch Foods AG]].`, true},
		{"named in brackets", `This Agreement is made on [[DATE:other|May 3, 2010]] (the "Effective Date") between [[PARTY|Alder Mills plc]] and [[PARTY|Birch Foods AG]].`, true},
		{"defined before it", `[[PARTY|Alder Mills plc]] and [[PARTY|Birch Foods AG]] agree. EFFECTIVE DATE means [[DATE:other|18 May 2000]].`, true},
		{"any other date", `[[PARTY|Alder Mills plc]] and [[PARTY|Birch Foods AG]] agree. The goods were delivered on [[DATE:other|18 May 2000]].`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cs := datesOf(t, tt.text, extract.FieldEffectiveDate)
			if len(cs) == 0 || cs[0].derivation != extract.Stated {
				t.Fatalf("candidates: %+v", cs)
			}
			// The role then counts on its own.
			if got := cs[0].is("named-role-other"); got != tt.named {
				t.Errorf("named: %v, want %v: %v", got, tt.named, cs[0].features)
			}
			if got := cs[0].is("role-other"); got == tt.named {
				t.Errorf("the role counts as that of any date: %v, want %v", got, !tt.named)
			}
		})
	}
}

func TestTheDateOfAnAmendedContract(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		another    bool
	}{
		{"entered into", `This is the First Amendment ("First Amendment") to the Development Agreement ("Development Agreement") entered into on [[DATE:agreement|April 15, 2010]], by [[PARTY|Alder Mills plc]].`, true},
		{"with a number, across sentences", `Amendment n° 01 to the Global Maintenance Agreement ref. DS/C-3957/14 Issue 7 dated [[DATE:agreement|March 9, 2015]] between [[PARTY|Alder Mills plc]] and others.`, true},
		{"its own date", `This Amendment is entered into on [[DATE:agreement|January 6, 2016]] by [[PARTY|Alder Mills plc]].`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cs := datesOf(t, tt.text, extract.FieldAgreementDate)
			if len(cs) != 1 {
				t.Fatalf("%d candidates, want 1", len(cs))
			}
			n := 0
			for _, f := range cs[0].features {
				if f.Name == ofAmended.name {
					n++
				}
			}
			if want := one(tt.another); n != want {
				t.Errorf("%s counts %d times, want %d", ofAmended.name, n, want)
			}
		})
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestRolesCountByTheirProbability(t *testing.T) {
	doc, ss, es := marked(t, `[[PARTY|Alder Mills plc]] and [[PARTY|Birch Foods AG]] agree. Delivered on [[DATE:other|18 May 2000]].`)
	e := &es[len(es)-1]
	e.SetRoles([]float64{.3, .1, 0, .6})
	r := newResolution(newView(doc, ss, es, partsOf(doc, es)[0]), Default())
	c := r.generate(extract.FieldAgreementDate)[0]
	for i, role := range extract.Date.Roles() {
		if got := value(c.features, "role-"+string(role)); got != e.RoleProbabilities[i] {
			t.Errorf("%s counts %v, want %v", role, got, e.RoleProbabilities[i])
		}
	}
}

// Filings print the filer's name at the foot of each page.
func TestFilersAreNoParties(t *testing.T) {
	doc, ss, es := marked(t, mainContract+filler+`

Source: [[PARTY|GUM HOLDINGS INC]], 10-K, 3/3/2017

`+filler+`

Source: [[PARTY|GUM HOLDINGS INC]], F-1/A, 3/3/2017

`+signatures)
	c := Contracts(doc, ss, es)[0]
	for _, f := range c.Fields {
		if f.Name == extract.FieldParty && slices.ContainsFunc(f.Elements, func(i int) bool { return es[i].Span.Of(doc.Text) == "GUM HOLDINGS INC" }) {
			t.Errorf("the filer is a candidate: %+v", f)
		}
	}
	if len(c.Parties) != 2 {
		t.Errorf("%d parties, want 2", len(c.Parties))
	}
}
