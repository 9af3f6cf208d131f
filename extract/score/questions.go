package score

import (
	"strings"

	"covenant/extract"
	"covenant/extract/normal"
)

// questions are what people answered, in the order of the report. They are
// read-only.
var questions = []struct {
	field  extract.FieldName
	answer func(*Answers) string
	judge  func(answer string, f *extract.Field) judgement
}{
	{extract.FieldTitle, func(a *Answers) string { return a.Title }, judgeTitle},
	{extract.FieldAgreementDate, func(a *Answers) string { return a.AgreementDate }, judgeDate},
	{extract.FieldEffectiveDate, func(a *Answers) string { return a.EffectiveDate }, judgeDate},
	{extract.FieldExpirationDate, func(a *Answers) string { return a.ExpirationDate }, judgeDate},
	{extract.FieldRenewal, func(a *Answers) string { return a.Renewal }, judgeDuration},
	{extract.FieldNotice, func(a *Answers) string { return a.Notice }, judgeDuration},
	{extract.FieldGoverningLaw, func(a *Answers) string { return a.GoverningLaw }, judgePlace},
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
	return answerName == name
}
