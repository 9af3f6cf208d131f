package score

import (
	"slices"
	"strings"

	"covenant/extract"
)

// A ContractReport says how well contract records agree with human answers.
type ContractReport struct {
	Fields  []FieldScore `json:"fields"`
	Parties PartyScore   `json:"parties"`
	// Contracts counts the answered ones, Missing those without a record.
	Contracts int `json:"contracts"`
	Missing   int `json:"missing"`
}

// A FieldScore is the score of one field of the records.
type FieldScore struct {
	Field     string  `json:"field"`
	Gold      int     `json:"gold"`  // contracts with an answer that has a value
	Given     int     `json:"given"` // of these, records that have a value too
	Right     int     `json:"right"`
	Accuracy  float64 `json:"accuracy"`  // right / gold
	Precision float64 `json:"precision"` // right / given
	// Extra counts records with a value where people gave no answer at all.
	Extra int `json:"extra"`
}

// A PartyScore is the score of the parties' names.
type PartyScore struct {
	Gold      int `json:"gold"`
	Predicted int `json:"predicted"`
	Right     int `json:"right"`
	Rate
	Contracts int     `json:"contracts"` // with at least one party in the answer
	AnyRight  float64 `json:"any_right"` // share of these with at least one right
}

// Contracts scores the main record of each contract, keyed by the base name of
// its file without extension.
func Contracts(answers []Answers, records map[string]extract.Contract) ContractReport {
	fields := []*FieldScore{
		{Field: "title"}, {Field: "agreement_date"}, {Field: "effective_date"}, {Field: "expiration_date"},
		{Field: "renewal"}, {Field: "notice"}, {Field: "governing_law"},
	}
	title, agreement, effective, expiration, renewal, notice, law := fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]
	r := ContractReport{Contracts: len(answers)}
	anyRight := 0
	for _, a := range answers {
		c, ok := records[a.File]
		if !ok {
			r.Missing++
		}
		title.title(a.Title, c.Value(extract.FieldTitle))
		agreement.date(a.AgreementDate, c.Value(extract.FieldAgreementDate))
		effective.date(a.EffectiveDate, c.Value(extract.FieldEffectiveDate))
		expiration.date(a.ExpirationDate, c.Value(extract.FieldExpirationDate))
		renewal.duration(a.Renewal, c.Value(extract.FieldRenewal))
		notice.duration(a.Notice, c.Value(extract.FieldNotice))
		law.place(a.GoverningLaw, c.Value(extract.FieldGoverningLaw))
		if right, counted := r.Parties.parties(a.Parties, c.Parties); counted && right > 0 {
			anyRight++
		}
	}
	for _, f := range fields {
		f.Accuracy, f.Precision = ratio(f.Right, f.Gold), ratio(f.Right, f.Given)
		r.Fields = append(r.Fields, *f)
	}
	p := &r.Parties
	p.Rate = rate(p.Right, p.Predicted, p.Gold)
	p.AnyRight = ratio(anyRight, p.Contracts)
	return r
}

// count notes a value for an answer that has one. answered says whether people
// wrote anything, even without a value that can be compared.
func (f *FieldScore) count(hasValue, answered, given, right bool) {
	switch {
	case hasValue:
		f.Gold++
		f.Given += one(given)
		f.Right += one(right)
	case given && !answered:
		f.Extra++
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (f *FieldScore) title(answer, value string) {
	want := cleanName(answer)
	// A title that people did not give is not counted.
	f.count(want != "", true, value != "", cleanName(value) == want)
}

func (f *FieldScore) date(answer, value string) {
	want := isoDate(answer)
	f.count(want != "", strings.TrimSpace(answer) != "", value != "", value[:min(len(value), len(want))] == want)
}

func (f *FieldScore) duration(answer, value string) {
	want := answerLength(answer)
	f.count(want.unit != 0, strings.TrimSpace(answer) != "", value != "", sameLength(want, isoLength(value)))
}

// place lets any of several places in an answer count as right.
func (f *FieldScore) place(answer, value string) {
	var want []string
	for _, p := range strings.FieldsFunc(answer, func(r rune) bool { return r == ';' || r == '/' }) {
		if p = cleanPlace(p); p != "" {
			want = append(want, p)
		}
	}
	given := cleanPlace(value)
	f.count(len(want) > 0, false, given != "", slices.Contains(want, given))
}

// parties returns how many are right, and false where the answer has none.
func (s *PartyScore) parties(answer string, parties []extract.ContractParty) (right int, counted bool) {
	gold := answerParties(answer)
	if len(gold) == 0 {
		return 0, false
	}
	predicted := map[string]bool{}
	for _, p := range parties {
		if n := cleanName(p.Name); n != "" {
			predicted[n] = true
		}
	}
	right = matchParties(gold, predicted)
	s.Gold += len(gold)
	s.Predicted += len(predicted)
	s.Right += right
	s.Contracts++
	return right, true
}
