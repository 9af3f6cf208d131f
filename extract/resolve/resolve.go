package resolve

import (
	"covenant/extract"
)

// Contracts returns the records of the contracts in a document: for now one,
// part 1, of the whole text. The elements must have their values already (see
// package normal) and be in order. A document without elements has no record.
func Contracts(doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) []extract.Contract {
	if len(elements) == 0 {
		return nil
	}
	v := newView(doc, sentences, elements)
	c := extract.Contract{Part: 1, Span: extract.ByteSpan{Start: 0, End: len(doc.Text)}}
	d := v.dates()
	term := v.term()
	value := func(e *extract.Element) string {
		if e == nil {
			return ""
		}
		return e.Value
	}
	notice, terminationNotice := v.notices()
	for _, f := range []extract.Field{
		{Name: extract.FieldTitle, Value: v.title()},
		{Name: extract.FieldAgreementDate, Value: d.agreement},
		{Name: extract.FieldEffectiveDate, Value: d.effective},
		{Name: extract.FieldExpirationDate, Value: v.expiration(d, term)},
		{Name: extract.FieldTerm, Value: value(term)},
		{Name: extract.FieldRenewal, Value: v.renewal()},
		{Name: extract.FieldNotice, Value: notice},
		{Name: extract.FieldTerminationNotice, Value: terminationNotice},
		{Name: extract.FieldGoverningLaw, Value: v.governingLaw()},
		{Name: extract.FieldJurisdiction, Value: v.jurisdiction()},
	} {
		if f.Value != "" {
			f.Rank, f.Derivation = 1, extract.Stated
			c.Fields = append(c.Fields, f)
		}
	}
	for _, p := range v.parties() {
		p.Field = len(c.Fields)
		c.Fields = append(c.Fields, extract.Field{Name: extract.FieldParty, Value: p.Name, Rank: 1, Derivation: extract.Stated})
		c.Parties = append(c.Parties, p)
	}
	return []extract.Contract{c}
}
