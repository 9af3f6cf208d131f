package score

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"covenant/extract"
)

// Answers are what people answered for one contract, as they wrote it.
type Answers struct {
	File string // base name of the contract, without extension

	Title, AgreementDate, EffectiveDate, ExpirationDate string
	Renewal, Notice, GoverningLaw, Parties              string

	// Own are answers in the form of the records' own columns: ISO 8601 dates
	// and durations, names of places, "USD 1500.50", "yes" or "no"; several
	// have ";" between, and an empty one says that there is no value. They go
	// before the others. A field that is missing was not asked for.
	Own     map[extract.FieldName]string
	OwnOnly bool // nobody answered CUAD's questions
}

// columns names the columns of a file of answers. The odd spaces are CUAD's.
func (a *Answers) columns() map[string]*string {
	return map[string]*string{
		"File":                  &a.File,
		"Document Name-Answer":  &a.Title,
		"Agreement Date-Answer": &a.AgreementDate,
		"Effective Date-Answer": &a.EffectiveDate,

		"Expiration Date-Answer":                     &a.ExpirationDate,
		"Renewal Term-Answer":                        &a.Renewal,
		"Notice Period To Terminate Renewal- Answer": &a.Notice,
		"Governing Law-Answer":                       &a.GoverningLaw,
		"Parties-Answer":                             &a.Parties,
	}
}

// ReadAnswers reads people's answers: a CSV file with a row per contract. Its
// columns are CUAD's, or "file" and names of fields, for the fields that were
// asked for. Other columns are ignored. Values in the columns of fields that
// have not the form of [Answers].Own are an error, as is a second row for a
// file in such a table.
func ReadAnswers(r io.Reader) ([]Answers, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading answers: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	in := csv.NewReader(bytes.NewReader(text))
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the header of the answers: %w", err)
	}
	index := map[string]int{}
	for i, name := range head {
		index[name] = i
	}
	of := answersOf
	if _, own := index["file"]; own {
		of = ownAnswersOf
		if len(ownColumns(index)) == 0 {
			return nil, errors.New("answers have no column of a field beside the column \"file\"")
		}
	} else {
		for _, name := range slices.Sorted(maps.Keys(new(Answers).columns())) {
			if _, ok := index[name]; !ok {
				return nil, fmt.Errorf("answers have no column %q", name)
			}
		}
	}
	var out []Answers
	seen := map[string]bool{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading answers: %w", err)
		}
		a, err := of(row, index)
		if a.OwnOnly && seen[a.File] {
			err = fmt.Errorf("file %q has a row already", a.File)
		}
		seen[a.File] = true
		if err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("reading answers: line %d: %w", line, err)
		}
		out = append(out, a)
	}
}

func answersOf(row []string, index map[string]int) (Answers, error) {
	var a Answers
	for name, field := range a.columns() {
		*field = row[index[name]]
	}
	return a, nil
}

// Merge adds more answers to those for the same files, before which they go;
// files that answers does not have are added.
func Merge(answers, more []Answers) []Answers {
	out := slices.Clone(answers)
	for _, m := range more {
		i := slices.IndexFunc(out, func(a Answers) bool { return a.File == m.File })
		if i < 0 {
			out = append(out, m)
			continue
		}
		was := out[i].Own
		if !m.OwnOnly {
			out[i] = m
		}
		if len(was)+len(m.Own) > 0 {
			out[i].Own = map[extract.FieldName]string{}
			maps.Copy(out[i].Own, was)
			maps.Copy(out[i].Own, m.Own)
		}
	}
	return out
}
