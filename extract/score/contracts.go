package score

import (
	"maps"
	"slices"

	"covenant/extract"
)

// A ContractReport says how well contract records agree with human answers.
type ContractReport struct {
	Fields  []FieldScore `json:"fields"`
	Parties PartyScore   `json:"parties"`
	// Contracts counts the answered ones, Missing those without a record.
	Contracts int `json:"contracts"`
	Missing   int `json:"missing"`
	// Details lists every disagreement, by field and then by file.
	Details []Detail `json:"details,omitempty"`
}

// A FieldScore is the score of one field of the records.
type FieldScore struct {
	Field     string  `json:"field"`
	Gold      int     `json:"gold"`  // contracts with an answer that has a value
	Given     int     `json:"given"` // of these, records that have a value too
	Right     int     `json:"right"`
	Coverage  float64 `json:"coverage"`  // given / gold
	Precision float64 `json:"precision"` // right / given: the accuracy of what is given
	Accuracy  float64 `json:"accuracy"`  // right / gold
	// Extra counts records with a value where people gave no answer at all.
	Extra int `json:"extra"`
	// Calibration is that of the given values; where people gave no answer at
	// all, a value counts as wrong.
	Calibration Calibration `json:"calibration"`
}

// A PartyScore is the score of the parties' names.
type PartyScore struct {
	Gold      int `json:"gold"`
	Predicted int `json:"predicted"`
	Right     int `json:"right"`
	Rate
	Contracts int     `json:"contracts"` // with at least one party in the answer
	AnyRight  float64 `json:"any_right"` // share of these with at least one right
	// Calibration is that of the predicted parties.
	Calibration Calibration `json:"calibration"`
}

// Contracts scores the main record of each contract, keyed by the base name of
// its file without extension.
//
// A field without a derivation comes from a database that says nothing of its
// confidence: it has no part in the calibration.
func Contracts(answers []Answers, records map[string]extract.Contract) ContractReport {
	r := ContractReport{Contracts: len(answers)}
	for _, a := range answers {
		if _, ok := records[a.File]; !ok {
			r.Missing++
		}
	}
	for _, q := range questions {
		s := FieldScore{Field: string(q.field)}
		var c calibrator
		var details []Detail
		asked := 0
		for _, a := range answers {
			record := records[a.File]
			f := record.Field(q.field)
			if f == nil {
				f = &extract.Field{}
			}
			answer, j, ok := judge(&a, q.field, f)
			if !ok {
				continue
			}
			asked++
			s.count(j)
			if j.given && (j.asked || !j.answered) && f.Derivation != "" {
				c.add(f.Confidence, j.right)
			}
			if d, ok := detailOf(j, f); ok {
				d.Field, d.File, d.Answer = s.Field, a.File, answer
				details = append(details, d)
			}
		}
		if asked == 0 && q.answer == nil {
			continue // nobody was asked
		}
		s.Coverage, s.Precision, s.Accuracy = ratio(s.Given, s.Gold), ratio(s.Right, s.Given), ratio(s.Right, s.Gold)
		s.Calibration = c.calibration()
		r.Fields = append(r.Fields, s)
		r.Details = append(r.Details, byFile(details)...)
	}
	details := r.Parties.score(answers, records)
	r.Details = append(r.Details, byFile(details)...)
	return r
}

func (f *FieldScore) count(j judgement) {
	switch {
	case j.asked:
		f.Gold++
		f.Given += one(j.given)
		f.Right += one(j.right)
	case j.given && !j.answered:
		f.Extra++
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *PartyScore) score(answers []Answers, records map[string]extract.Contract) []Detail {
	var c calibrator
	var details []Detail
	anyRight := 0
	for _, a := range answers {
		gold := answerParties(a.Parties)
		if len(gold) == 0 {
			continue
		}
		record := records[a.File]
		predicted := recordParties(&record)
		right := matchParties(gold, predicted)
		s.Contracts++
		s.Gold += len(gold)
		s.Predicted += len(predicted)
		s.Right += len(right)
		anyRight += one(len(right) > 0)
		matched := map[string]bool{}
		for _, name := range right {
			matched[name] = true
		}
		for _, name := range slices.Sorted(maps.Keys(predicted)) {
			if p := predicted[name]; p.stored {
				c.add(p.Confidence, matched[name])
			}
		}
		if d, ok := partyDetail(gold, predicted, right); ok {
			d.File, d.Answer = a.File, a.Parties
			details = append(details, d)
		}
	}
	s.Rate = rate(s.Right, s.Predicted, s.Gold)
	s.AnyRight = ratio(anyRight, s.Contracts)
	s.Calibration = c.calibration()
	return details
}
