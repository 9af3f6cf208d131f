package silver

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Answer is what a person found for one question about a contract: the
// passages of text that answer it, and the answer in a uniform shape.
type Answer struct {
	Texts []string // as they stand in the contract, more or less
	Value string   // dates as M/D/YY, names separated by semicolons
}

// Answers are the eight questions of one contract that say where elements
// stand. The zero value knows nothing.
type Answers struct {
	DocumentName   Answer
	Parties        Answer
	AgreementDate  Answer
	EffectiveDate  Answer
	ExpirationDate Answer
	RenewalTerm    Answer
	NoticePeriod   Answer // to terminate renewal
	GoverningLaw   Answer
}

// fields gives each question's column in the table of answers.
func (a *Answers) fields() map[string]*Answer {
	return map[string]*Answer{
		"Document Name":                      &a.DocumentName,
		"Parties":                            &a.Parties,
		"Agreement Date":                     &a.AgreementDate,
		"Effective Date":                     &a.EffectiveDate,
		"Expiration Date":                    &a.ExpirationDate,
		"Renewal Term":                       &a.RenewalTerm,
		"Notice Period To Terminate Renewal": &a.NoticePeriod,
		"Governing Law":                      &a.GoverningLaw,
	}
}

// ReadAnswers reads the table of answers: a CSV file with the column File (the
// contract's base name) and for each question a column with a Python list of
// strings and a column of the same name with "-Answer" added. It returns the
// answers by base name.
func ReadAnswers(r io.Reader) (map[string]Answers, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("answers: header: %w", err)
	}
	column := make(map[string]int, len(head))
	for i, name := range head {
		// One heading of the published table has a stray space in it.
		column[strings.ReplaceAll(name, "- Answer", "-Answer")] = i
	}
	file, ok := column["File"]
	if !ok {
		return nil, errors.New("answers: the header has no column File")
	}
	for name := range (&Answers{}).fields() {
		for _, c := range []string{name, name + "-Answer"} {
			if _, ok := column[c]; !ok {
				return nil, fmt.Errorf("answers: the header has no column %s", c)
			}
		}
	}
	out := make(map[string]Answers)
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("answers: %w", err)
		}
		var a Answers
		for name, field := range a.fields() {
			field.Value = strings.TrimSpace(row[column[name+"-Answer"]])
			if field.Texts, err = parseList(row[column[name]]); err != nil {
				line, _ := in.FieldPos(column[name])
				return nil, fmt.Errorf("answers: line %d: %s: %w", line, name, err)
			}
		}
		out[row[file]] = a
	}
}

// parseList reads a Python list literal of strings: ['a', "b's"].
func parseList(s string) ([]string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, nil
	}
	if !strings.HasPrefix(s, "[") || !strings.HasSuffix(s, "]") || len(s) < 2 {
		return nil, errors.New("not a list")
	}
	s = strings.TrimSpace(s[1 : len(s)-1])
	var out []string
	for s != "" {
		item, rest, err := parseString(s)
		if err != nil {
			return nil, err
		}
		out = append(out, item)
		rest = strings.TrimSpace(rest)
		if rest == "" {
			break
		}
		if rest[0] != ',' {
			return nil, fmt.Errorf("item %d is followed by %q, want a comma", len(out), rest[0])
		}
		s = strings.TrimSpace(rest[1:])
	}
	return out, nil
}

// parseString reads a Python string literal at the start of s.
func parseString(s string) (value, rest string, err error) {
	quote := s[0]
	if quote != '\'' && quote != '"' {
		return "", "", fmt.Errorf("found %q, want a quoted string", quote)
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote:
			return b.String(), s[i+1:], nil
		case c != '\\':
			b.WriteByte(c)
		case i+1 < len(s):
			i++
			n := escape(&b, s[i:])
			i += n
		}
	}
	return "", "", errors.New("string without an end")
}

// escape writes the character that the escape sequence s (without its
// backslash) stands for and returns how many more bytes it took than one.
func escape(b *strings.Builder, s string) int {
	switch s[0] {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'x', 'u':
		digits := 2
		if s[0] == 'u' {
			digits = 4
		}
		var r rune
		if len(s) > digits {
			if _, err := fmt.Sscanf(s[1:1+digits], "%x", &r); err == nil {
				b.WriteRune(r)
				return digits
			}
		}
		b.WriteByte('\\')
		b.WriteByte(s[0])
	case '\'', '"', '\\':
		b.WriteByte(s[0])
	default:
		b.WriteByte('\\')
		b.WriteByte(s[0])
	}
	return 0
}
