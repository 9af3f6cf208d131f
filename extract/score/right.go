package score

import (
	"strings"

	"covenant/extract"
)

// Right tells how a value compares with what people answered for a field.
// known is false where their answer cannot be compared: they were not asked
// for the field, or wrote something that is no value (a redacted date). Where
// they answered nothing, no value is right.
func (a *Answers) Right(field extract.FieldName, value, code string) (right, known bool) {
	answer, j, ok := judge(a, field, &extract.Field{Name: field, Value: value, Code: code})
	none := !j.answered && strings.TrimSpace(answer) == ""
	return ok && j.asked && j.right, ok && (j.asked || none)
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
	for _, p := range matchParties(gold, clean) {
		matched[p] = true
	}
	for i, n := range names {
		right[i] = matched[cleanName(n)]
	}
	return right, true
}
