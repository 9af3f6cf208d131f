package resolve

import (
	"covenant/extract"
)

// Contracts returns the records of the contracts in a document, the main one
// first, resolved with the weights that come with the program. The elements
// must have their values already (see package normal) and be in order. A
// document without elements has no record, nor has a part of it without any.
func Contracts(doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) []extract.Contract {
	return Default().Contracts(doc, sentences, elements)
}

// Contracts returns the records of the contracts in a document, as the
// function of the same name does, resolved with these weights.
func (w Weights) Contracts(doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) []extract.Contract {
	var out []extract.Contract
	for _, p := range partsOf(doc, elements) {
		v := newView(doc, sentences, elements, p)
		if len(v.elements) == 0 {
			continue
		}
		out = append(out, newResolution(v, w).contract(len(out)+1))
	}
	return out
}

// A resolution is the work on one contract: what it knows of each field is
// made when it is first asked for.
type resolution struct {
	*view
	w       Weights
	byIndex map[int]mention
	choices map[extract.FieldName]choice
}

func newResolution(v *view, w Weights) *resolution {
	r := &resolution{view: v, w: w, byIndex: map[int]mention{}, choices: map[extract.FieldName]choice{}}
	for _, e := range v.elements {
		r.byIndex[e.index] = e
	}
	return r
}

// at returns the element with an index among those of the document.
func (r *resolution) at(index int) mention { return r.byIndex[index] }

// choice returns what is known of a field.
func (r *resolution) choice(field extract.FieldName) choice {
	c, ok := r.choices[field]
	if !ok {
		cs := r.generate(field)
		c = choose(field, cs, r.w.weigh(field, cs))
		r.choices[field] = c
	}
	return c
}

// best returns the likeliest value of a field, nil where there is none.
func (r *resolution) best(field extract.FieldName) *candidate { return r.choice(field).best }

func (r *resolution) generate(field extract.FieldName) []candidate {
	switch field {
	case extract.FieldTitle:
		return r.titles()
	case extract.FieldAgreementDate:
		return r.agreementDates()
	case extract.FieldEffectiveDate:
		return r.effectiveDates()
	case extract.FieldExpirationDate:
		return r.expirationDates()
	case extract.FieldTerm:
		return r.terms()
	case extract.FieldRenewal:
		return r.renewals()
	case extract.FieldRenewalAutomatic:
		return r.automatic()
	case extract.FieldNotice:
		return r.nonRenewalNotices()
	case extract.FieldTerminationNotice:
		return r.terminationNotices()
	case extract.FieldGoverningLaw:
		return r.governingLaws()
	case extract.FieldJurisdiction:
		return r.jurisdictions()
	case extract.FieldTotalValue:
		return r.totals()
	}
	return nil
}

func (r *resolution) contract(number int) extract.Contract {
	c := extract.Contract{Part: number, Span: r.span}
	for _, name := range extract.FieldNames() {
		if name == extract.FieldParty {
			r.parties(&c)
			continue
		}
		c.Fields = append(c.Fields, r.choice(name).fields(name)...)
	}
	return c
}
