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
	c.Title = v.title()
	c.Parties = v.parties()
	d := v.dates()
	c.AgreementDate, c.EffectiveDate = d.agreement, d.effective
	term := v.term()
	if term != nil {
		c.Term = term.Value
	}
	c.ExpirationDate = v.expiration(d, term)
	c.Renewal = v.renewal()
	c.Notice, c.TerminationNotice = v.notices()
	c.GoverningLaw = v.governingLaw()
	c.Jurisdiction = v.jurisdiction()
	return []extract.Contract{c}
}
