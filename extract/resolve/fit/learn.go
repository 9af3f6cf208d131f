package fit

import (
	"context"
	"fmt"

	"covenant/extract"
	"covenant/extract/normal"
	"covenant/extract/resolve"
	"covenant/extract/score"
)

// A Contract is a contract with what people answered for it.
type Contract struct {
	Case    *resolve.Case
	Answers score.Answers
}

// Learn learns the weights of all fields of which people's answers make at
// least one candidate right; the others are taken from defaults.
//
// Errors: [ErrExamples] where no field can be learned.
func Learn(ctx context.Context, contracts []Contract, defaults resolve.Weights) (resolve.Weights, error) {
	w := resolve.Weights{}
	learned := 0
	for _, field := range resolve.LearningOrder() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		examples := examplesOf(contracts, w, field)
		if !teach(examples) {
			w[field] = defaults[field]
			continue
		}
		of, err := weightsOf(field, examples)
		if err != nil {
			return nil, err
		}
		w[field] = of
		learned++
	}
	if learned == 0 {
		return nil, fmt.Errorf("learning to resolve records: %w: no answer fits any of %d contracts", ErrExamples, len(contracts))
	}
	return w, nil
}

func examplesOf(contracts []Contract, w resolve.Weights, field extract.FieldName) []example {
	var out []example
	for i := range contracts {
		c := &contracts[i]
		e := example{candidates: c.Case.Candidates(w, field)}
		known := false
		if field == extract.FieldParty {
			names := make([]string, len(e.candidates))
			for k := range names {
				names[k] = e.candidates[k].Value
			}
			e.right, known = c.Answers.RightParties(names)
		} else {
			_, known = c.Answers.Right(field, "", "")
			for _, k := range e.candidates {
				right, _ := c.Answers.Right(field, k.Value, k.Code)
				e.right = append(e.right, right)
			}
		}
		if field == extract.FieldTerm && !known {
			e.right, known = impliedTerm(c, w, e.candidates)
		}
		if known {
			out = append(out, e)
		}
	}
	return out
}

// impliedTerm tells which lengths lie between the day on which a contract
// begins and that on which it ends, as people answered both; known is false
// where none does, which says nothing of the term.
func impliedTerm(c *Contract, w resolve.Weights, lengths []resolve.Candidate) (right []bool, known bool) {
	right = make([]bool, len(lengths))
	for _, field := range []extract.FieldName{extract.FieldEffectiveDate, extract.FieldAgreementDate} {
		for _, start := range c.Case.Candidates(w, field) {
			if begins, _ := c.Answers.Right(field, start.Value, ""); !begins {
				continue
			}
			for i, l := range lengths {
				p, err := normal.ParsePeriod(l.Value)
				if err != nil {
					continue
				}
				end, err := p.AddTo(start.Value)
				if err != nil {
					continue
				}
				if ends, _ := c.Answers.Right(extract.FieldExpirationDate, end, ""); ends {
					right[i], known = true, true
				}
			}
		}
	}
	return right, known
}

// teach reports whether any candidate is right.
func teach(examples []example) bool {
	for _, e := range examples {
		for _, right := range e.right {
			if right {
				return true
			}
		}
	}
	return false
}

// CrossValidate scores records of contracts with weights that were learned
// from other contracts: each in turn of folds parts, or of as many as there
// are contracts, is left out of learning and resolved. It says what to expect
// on contracts that nobody answered, whereas the score of Learn's weights on
// the same contracts is too good.
func CrossValidate(ctx context.Context, contracts []Contract, defaults resolve.Weights, folds int) (score.ContractReport, error) {
	var answers []score.Answers
	records := map[string]extract.Contract{}
	folds = max(1, min(folds, len(contracts))) // an empty part leaves nothing out
	for k := range folds {
		var others []Contract
		for i, c := range contracts {
			if i%folds != k {
				others = append(others, c)
			}
		}
		w, err := Learn(ctx, others, defaults)
		if err != nil {
			return score.ContractReport{}, fmt.Errorf("cross-validation, part %d of %d: %w", k+1, folds, err)
		}
		for i, c := range contracts {
			if i%folds == k {
				answers = append(answers, c.Answers)
				records[c.Answers.File] = c.Case.Contract(w)
			}
		}
	}
	return score.Contracts(answers, records), nil
}
