package score

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"covenant/extract"
)

// A Kind says how a record disagrees with an answer.
type Kind string

// How a record can disagree: with another value, with none, or with one where
// people gave no answer. Of parties: names both missed and too many, only
// missed, only too many.
const (
	Wrong   Kind = "wrong"
	Missing Kind = "missing"
	Extra   Kind = "extra"
)

// A Detail is one disagreement of a record with people's answer.
type Detail struct {
	Field  string `json:"field"`
	File   string `json:"file"`
	Kind   Kind   `json:"kind"`
	Answer string `json:"answer"` // as people wrote it

	Value      string  `json:"value,omitempty"`
	Code       string  `json:"code,omitempty"`
	Confidence float64 `json:"confidence"`
	Derivation string  `json:"derivation,omitempty"`

	// Of parties: names in the answer that the record lacks, and names in the
	// record that the answer lacks.
	Missed  []string `json:"missed,omitempty"`
	TooMany []Named  `json:"too_many,omitempty"`
}

// A Named is a party of a record.
type Named struct {
	Name       string  `json:"name"`
	Confidence float64 `json:"confidence"`
}

func detailOf(j judgement, f *extract.Field) (Detail, bool) {
	d := Detail{Value: f.Value, Code: f.Code, Confidence: f.Confidence, Derivation: f.Derivation}
	switch {
	case j.asked && !j.given:
		d.Kind = Missing
	case j.asked && !j.right:
		d.Kind = Wrong
	case !j.asked && !j.answered && j.given:
		d.Kind = Extra
	default:
		return Detail{}, false
	}
	return d, true
}

func partyDetail(gold map[string]string, predicted map[string]party, right map[string]string) (Detail, bool) {
	d := Detail{Field: string(extract.FieldParty)}
	matched := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(gold)) {
		if p, ok := right[name]; ok {
			matched[p] = true
		} else {
			d.Missed = append(d.Missed, gold[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(predicted)) {
		if !matched[name] {
			d.TooMany = append(d.TooMany, predicted[name].Named)
		}
	}
	switch {
	case len(d.Missed) > 0 && len(d.TooMany) > 0:
		d.Kind = Wrong
	case len(d.Missed) > 0:
		d.Kind = Missing
	case len(d.TooMany) > 0:
		d.Kind = Extra
	default:
		return Detail{}, false
	}
	return d, true
}

func byFile(details []Detail) []Detail {
	slices.SortStableFunc(details, func(a, b Detail) int { return cmp.Compare(a.File, b.File) })
	return details
}

// WriteDetails prints a line for each disagreement, its cells divided by tabs,
// after a line that names them.
func (r *ContractReport) WriteDetails(w io.Writer) error {
	var b strings.Builder
	b.WriteString("field\tfile\tkind\tanswer\tgiven\tconfidence\tderivation\n")
	for i := range r.Details {
		d := &r.Details[i]
		given, confidence := d.Value, ""
		if d.Code != "" {
			given += " [" + d.Code + "]"
		}
		if d.Derivation != "" {
			confidence = fmt.Sprintf("%.2f", d.Confidence)
		}
		if d.Field == string(extract.FieldParty) {
			given = partiesGiven(d)
		}
		for j, cell := range []string{d.Field, d.File, string(d.Kind), d.Answer, given, confidence, d.Derivation} {
			if j > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(printable(cell))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func partiesGiven(d *Detail) string {
	var parts []string
	if len(d.Missed) > 0 {
		parts = append(parts, "missed: "+strings.Join(d.Missed, "; "))
	}
	if len(d.TooMany) > 0 {
		var names []string
		for _, n := range d.TooMany {
			names = append(names, fmt.Sprintf("%s (%.2f)", n.Name, n.Confidence))
		}
		parts = append(parts, "too many: "+strings.Join(names, "; "))
	}
	return strings.Join(parts, " | ")
}

// printable makes a text fit for one cell of a line on a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, strings.Join(strings.Fields(s), " "))
}
