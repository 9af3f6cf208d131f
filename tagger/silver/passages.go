package silver

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"covenant/extract"
)

// Passages are what people marked as the clauses of contracts.
type Passages struct {
	// Categories of clauses, in the order of the table: all questions but those
	// about facts of the document as a whole (its name, its parties and its two
	// dates), whose passages are no clauses.
	Categories []string
	Contracts  map[string]Marked // by base name
}

// Marked are the passages of one contract.
type Marked struct {
	Title   string              // the document's name, empty where nobody gave it
	Clauses map[string][]string // by category: the texts as they stand in the contract, more or less
}

// facts are the questions whose passages are no clauses.
func facts() []string {
	return []string{"Document Name", "Parties", "Agreement Date", "Effective Date"}
}

// ReadPassages reads the clauses of the table that [ReadAnswers] reads: of each
// question with a column of its name and one with "-Answer" added, the Python list of
// passages.
func ReadPassages(r io.Reader) (Passages, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return Passages{}, fmt.Errorf("passages: header: %w", err)
	}
	p := Passages{Contracts: map[string]Marked{}}
	column := make(map[string]int, len(head))
	for i, name := range head {
		column[strings.ReplaceAll(name, "- Answer", "-Answer")] = i
	}
	file, ok := column["File"]
	if !ok {
		return Passages{}, errors.New("passages: the header has no column File")
	}
	for _, name := range head {
		if _, ok := column[name+"-Answer"]; ok && !slices.Contains(facts(), name) {
			p.Categories = append(p.Categories, name)
		}
	}
	if len(p.Categories) == 0 {
		return Passages{}, errors.New("passages: the header has no category of clauses: a column of its name and one with -Answer added")
	}
	title, titled := column["Document Name-Answer"]
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return Passages{}, fmt.Errorf("passages: %w", err)
		}
		m := Marked{Clauses: map[string][]string{}}
		if titled {
			m.Title = strings.TrimSpace(row[title])
		}
		for _, name := range p.Categories {
			texts, err := parseList(row[column[name]])
			if err != nil {
				line, _ := in.FieldPos(column[name])
				return Passages{}, fmt.Errorf("passages: line %d: %s: %w", line, name, err)
			}
			if len(texts) > 0 {
				m.Clauses[name] = texts
			}
		}
		p.Contracts[row[file]] = m
	}
}

// Frequent returns the categories that at least so many contracts have, in order.
func (p Passages) Frequent(contracts int) []string {
	var out []string
	for _, c := range p.Categories {
		n := 0
		for _, m := range p.Contracts {
			if len(m.Clauses[c]) > 0 {
				n++
			}
		}
		if n >= contracts {
			out = append(out, c)
		}
	}
	return out
}

const (
	omitted = "<omitted>" // stands in a passage for text that was left out
	// certain is the number of letters and digits from which a passage that
	// stands in a contract several times is meant wherever it does. Of a shorter
	// one the first place is taken.
	certain = 30
)

// Place finds passages in the text of their contract by their letters and digits,
// whatever the case, the punctuation and the breaks. It returns where they stand, in
// order and without overlaps, and how many of them (or of the parts of one that leaves
// text out) stand nowhere.
func Place(text string, passages []string) (spans []extract.ByteSpan, lost int) {
	q := squash(text)
	for _, passage := range passages {
		for part := range strings.SplitSeq(passage, omitted) {
			name := squashName(part)
			if name == "" {
				continue
			}
			found := q.places(name)
			if len(found) == 0 {
				lost++
			} else if len(name) < certain {
				found = found[:1]
			}
			spans = append(spans, found...)
		}
	}
	return union(spans), lost
}

// places returns where the letters of a name stand.
func (q *squashed) places(name string) []extract.ByteSpan {
	var out []extract.ByteSpan
	for from := 0; ; {
		i := strings.Index(q.text[from:], name)
		if i < 0 {
			return out
		}
		first, last := from+i, from+i+len(name)-1
		out = append(out, extract.ByteSpan{Start: int(q.at[first]), End: q.end(last)})
		from = last + 1
	}
}

// union sorts spans and joins those that overlap.
func union(spans []extract.ByteSpan) []extract.ByteSpan {
	slices.SortFunc(spans, func(a, b extract.ByteSpan) int { return a.Start - b.Start })
	var out []extract.ByteSpan
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
