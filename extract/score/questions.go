package score

import (
	"strings"

	"github.com/shopspring/decimal"

	"covenant/extract"
	"covenant/extract/normal"
)

// questions are what people answered, in the order of the report. They are
// read-only.
var questions = []struct {
	field  extract.FieldName
	answer func(*Answers) string // in CUAD; nil where it does not ask
	judge  func(answer string, f *extract.Field) judgement
}{
	{extract.FieldTitle, func(a *Answers) string { return a.Title }, judgeTitle},
	{extract.FieldAgreementDate, func(a *Answers) string { return a.AgreementDate }, judgeDate},
	{extract.FieldEffectiveDate, func(a *Answers) string { return a.EffectiveDate }, judgeDate},
	{extract.FieldExpirationDate, func(a *Answers) string { return a.ExpirationDate }, judgeDate},
	{extract.FieldTerm, nil, nil},
	{extract.FieldRenewal, func(a *Answers) string { return a.Renewal }, judgeDuration},
	{extract.FieldRenewalAutomatic, nil, nil},
	{extract.FieldNotice, func(a *Answers) string { return a.Notice }, judgeDuration},
	{extract.FieldTerminationNotice, nil, nil},
	{extract.FieldGoverningLaw, func(a *Answers) string { return a.GoverningLaw }, judgePlace},
	{extract.FieldJurisdiction, nil, nil},
	{extract.FieldTotalValue, nil, nil},
}

// judge compares a field with what people answered, first in their own columns
// and then in CUAD's; asked is false where neither has the question.
func judge(a *Answers, field extract.FieldName, f *extract.Field) (answer string, j judgement, asked bool) {
	if own, ok := a.Own[field]; ok {
		return own, judgeOwn(own, field, f), true
	}
	for _, q := range questions {
		if q.field == field && q.answer != nil && !a.OwnOnly {
			answer = q.answer(a)
			return answer, q.judge(answer, f), true
		}
	}
	return "", judgement{}, false
}

// judgeOwn compares with an answer in the form of the records' own columns; of
// several values, with ";" between, any is right.
func judgeOwn(answer string, field extract.FieldName, f *extract.Field) judgement {
	j := judgement{answered: strings.TrimSpace(answer) != "", given: f.Value != ""}
	for _, want := range ownValues(answer) {
		j.asked = true
		j.right = j.right || j.given && sameOwn(want, field, f)
	}
	return j
}

func sameOwn(want string, field extract.FieldName, f *extract.Field) bool {
	switch field {
	case extract.FieldTerm, extract.FieldRenewal, extract.FieldNotice, extract.FieldTerminationNotice:
		return sameLength(isoLength(want), isoLength(f.Value))
	case extract.FieldGoverningLaw, extract.FieldJurisdiction:
		return samePlace(want, cleanPlace(want), f.Code, cleanPlace(f.Value))
	case extract.FieldTotalValue:
		currency, amount, ok := amountOf(want)
		given, err := decimal.NewFromString(f.Value)
		return ok && err == nil && amount.Equal(given) && currency == f.Code
	case extract.FieldTitle:
		name := cleanName(want) // empty for one in another script
		return want == f.Value || name != "" && name == cleanName(f.Value)
	}
	return want == f.Value
}

// A judgement compares an answer with the field of a record.
type judgement struct {
	asked    bool // the answer has a value that can be compared
	answered bool // people wrote anything, even without such a value
	given    bool // the record has a value
	right    bool // they are the same
}

func judgeTitle(answer string, f *extract.Field) judgement {
	want := cleanName(answer)
	// A title that people did not give is not counted.
	return judgement{asked: want != "", answered: true, given: f.Value != "", right: cleanName(f.Value) == want}
}

func judgeDate(answer string, f *extract.Field) judgement {
	want := isoDate(answer)
	return judgement{asked: want != "", answered: strings.TrimSpace(answer) != "", given: f.Value != "",
		right: f.Value[:min(len(f.Value), len(want))] == want}
}

func judgeDuration(answer string, f *extract.Field) judgement {
	want := answerLength(answer)
	return judgement{asked: want.unit != 0, answered: strings.TrimSpace(answer) != "", given: f.Value != "",
		right: sameLength(want, isoLength(f.Value))}
}

// judgePlace lets any of several places in an answer count as right.
func judgePlace(answer string, f *extract.Field) judgement {
	given := cleanPlace(f.Value)
	j := judgement{given: given != ""}
	for _, part := range strings.FieldsFunc(answer, func(r rune) bool { return r == ';' || r == '/' }) {
		name := cleanPlace(part)
		if name == "" {
			continue
		}
		j.asked = true
		j.right = j.right || samePlace(part, name, f.Code, given)
	}
	return j
}

// samePlace compares by ISO 3166 code, which no spelling misleads, and by clean
// name where either place has none.
func samePlace(answer, answerName, code, name string) bool {
	if want := normal.PlaceCode(answer); want != "" && code != "" {
		return want == code
	}
	return answerName != "" && answerName == name
}
