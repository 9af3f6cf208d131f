package pipeline

import (
	"context"
	"fmt"
	"os"
	"strings"

	"covenant/extract"
	"covenant/tagger/clause"
	"covenant/tagger/silver"
	"covenant/tagger/train"
)

// ClauseCorpus is contracts with the clauses that people marked in them.
type ClauseCorpus struct {
	Contracts []clause.Contract
	Passages  silver.Passages // what they marked, as it was read
}

// LoadClauses reads the contracts in the folder texts that the table of answers has, and
// finds in them the passages that people marked. It tells what it left out. A tenth of
// the contracts is held out, as for taggers.
func LoadClauses(ctx context.Context, texts, answers string) (ClauseCorpus, []string, error) {
	var c ClauseCorpus
	f, err := os.Open(answers)
	if err != nil {
		return c, nil, fmt.Errorf("answers: %w", err)
	}
	defer f.Close()
	if c.Passages, err = silver.ReadPassages(f); err != nil {
		return c, nil, fmt.Errorf("answers %s: %w", answers, err)
	}
	roots, err := Roots([]string{texts})
	if err != nil {
		return c, nil, err
	}
	var notes, unmarked []string
	var sum Summary
	for t, err := range Texts(ctx, roots, "", Options{}, &sum) {
		if err != nil {
			return c, nil, err
		}
		name := baseName(t.Path)
		marked, ok := c.Passages.Contracts[name]
		if !ok {
			unmarked = append(unmarked, name)
			continue
		}
		contract := clause.Contract{
			Name: name, Text: t.Text, Sentences: t.Sentences, Clauses: map[string][]extract.ByteSpan{},
			Kind: silver.Kind(name, marked.Title), HeldOut: train.HeldOut(t.Text),
		}
		for _, category := range c.Passages.Categories {
			spans, lost := silver.Place(t.Text, marked.Clauses[category])
			if lost > 0 {
				notes = append(notes, fmt.Sprintf("%s: %d passages of %s are not in its text", name, lost, category))
			}
			if len(spans) > 0 {
				contract.Clauses[category] = spans
			}
		}
		c.Contracts = append(c.Contracts, contract)
	}
	for _, f := range sum.Failures {
		notes = append(notes, fmt.Sprintf("%s: %s", f.Path, f.Error))
	}
	if n := len(unmarked); n > 0 {
		notes = append(notes, fmt.Sprintf("%d texts without answers were left out: %s", n, strings.Join(unmarked[:min(n, 3)], ", ")))
	}
	if len(c.Contracts) == 0 {
		return c, notes, fmt.Errorf("no text in %s has a row in %s: the column File must have the texts' names without extension", texts, answers)
	}
	return c, notes, nil
}
