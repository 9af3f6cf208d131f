package score

import (
	"strings"

	"covenant/extract"
)

// Right tells how a value compares with what people answered for a field.
// known is false where their answer cannot be compared: they were not asked
// for the field, or wrote something that is no value (a redacted date). Where
// they answered nothing, no value is right.
func (a *Answers) Right(field extract.FieldName, value string) (right, known bool) {
	var f FieldScore
	var answer string
	switch field {
	case extract.FieldTitle:
		answer = a.Title
		f.title(answer, value)
	case extract.FieldAgreementDate:
		answer = a.AgreementDate
		f.date(answer, value)
	case extract.FieldEffectiveDate:
		answer = a.EffectiveDate
		f.date(answer, value)
	case extract.FieldExpirationDate:
		answer = a.ExpirationDate
		f.date(answer, value)
	case extract.FieldRenewal:
		answer = a.Renewal
		f.duration(answer, value)
	case extract.FieldNotice:
		answer = a.Notice
		f.duration(answer, value)
	case extract.FieldGoverningLaw:
		answer = a.GoverningLaw
		f.place(answer, value)
	default:
		return false, false
	}
	return f.Right > 0, f.Gold > 0 || strings.TrimSpace(answer) == ""
}

// RightParties tells which of the given names are parties by what people
// answered; known is false where they named none.
func (a *Answers) RightParties(names []string) (right []bool, known bool) {
	gold := answerParties(a.Parties)
	right = make([]bool, len(names))
	if len(gold) == 0 {
		return right, false
	}
	clean := map[string]bool{}
	for _, n := range names {
		clean[cleanName(n)] = true
	}
	matched := map[string]bool{}
	for _, pair := range pairParties(gold, clean) {
		matched[pair] = true
	}
	for i, n := range names {
		right[i] = matched[cleanName(n)]
	}
	return right, true
}
