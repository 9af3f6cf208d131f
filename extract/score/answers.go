package score

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// Answers are what people answered for one contract, as they wrote it.
type Answers struct {
	File string // base name of the contract, without extension

	Title, AgreementDate, EffectiveDate, ExpirationDate string
	Renewal, Notice, GoverningLaw, Parties              string
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

// ReadAnswers reads the answers of CUAD: a CSV file with a row per contract.
// Other columns than those of [Answers] are ignored.
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
	for name := range new(Answers).columns() {
		if _, ok := index[name]; !ok {
			return nil, fmt.Errorf("answers have no column %q", name)
		}
	}
	var out []Answers
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading answers: %w", err)
		}
		var a Answers
		for name, field := range a.columns() {
			*field = row[index[name]]
		}
		out = append(out, a)
	}
}
