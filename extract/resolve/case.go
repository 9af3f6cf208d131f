package resolve

import "covenant/extract"

// A Candidate is a value that a field of the main contract might have, for
// learning [Weights].
type Candidate struct {
	Value, Code string // see extract.Field
	Features    []Feature
}

// A Case is the main contract of a document, ready to be resolved with
// different weights.
type Case struct{ v *view }

// NewCase prepares the main contract of a document; see [Contracts].
func NewCase(doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) *Case {
	return &Case{newView(doc, sentences, elements, partsOf(doc, elements)[0])}
}

// Candidates returns what the contract might have as the value of a field. The
// features of some depend on the weights of the fields before it in the order
// of [LearningOrder].
func (c *Case) Candidates(w Weights, field extract.FieldName) []Candidate {
	r := newResolution(c.v, w)
	var out []Candidate
	if field == extract.FieldParty {
		ps := r.mentioned()
		for i, features := range partyFeatures(ps) {
			out = append(out, Candidate{Value: ps[i].name, Features: features})
		}
		return out
	}
	for _, c := range r.generate(field) {
		out = append(out, Candidate{c.value, c.code, c.features})
	}
	return out
}

// Contract resolves the contract.
func (c *Case) Contract(w Weights) extract.Contract { return newResolution(c.v, w).contract(1) }

// LearningOrder returns the fields in an order in which their weights can be
// learned: one comes after those that its features depend on.
func LearningOrder() []extract.FieldName {
	return []extract.FieldName{extract.FieldTitle, extract.FieldParty, extract.FieldAgreementDate, extract.FieldEffectiveDate,
		extract.FieldTerm, extract.FieldExpirationDate, extract.FieldRenewal, extract.FieldRenewalAutomatic, extract.FieldNotice,
		extract.FieldTerminationNotice, extract.FieldGoverningLaw, extract.FieldJurisdiction, extract.FieldTotalValue}
}
