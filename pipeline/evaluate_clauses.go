package pipeline

import (
	"context"
	"fmt"
	"os"
	"strings"
	"unicode"

	"covenant/extract"
	"covenant/extract/score"
	"covenant/store"
	"covenant/tagger/clause"
	"covenant/tagger/silver"
)

// EvaluateClauses scores the clauses and the kinds of the main contracts in the
// database at path against a table of answers, with the categories and kinds that a
// finder of clauses knows. A contract whose document was not read has none.
//
// Passages that people marked are found in the text that the database has; those of a
// category between which stands no letter and no digit are one clause. A contract's
// kind is the one that its name in the table or its title says.
func EvaluateClauses(ctx context.Context, path, answers string, categories, kinds []string) (score.ClauseReport, error) {
	f, err := os.Open(answers)
	if err != nil {
		return score.ClauseReport{}, fmt.Errorf("opening answers: %w", err)
	}
	defer f.Close()
	want, err := silver.ReadPassages(f)
	if err != nil {
		return score.ClauseReport{}, fmt.Errorf("%s: %w", answers, err)
	}
	contracts := map[string]*score.ClauseContract{}
	var all []*score.ClauseContract
	for name, marked := range want.Contracts {
		c := &score.ClauseContract{Gold: score.ClauseSpans{}, Found: score.ClauseSpans{}, WantKind: clause.KindAmong(silver.Kind(name, marked.Title), kinds)}
		for category, passages := range marked.Clauses {
			// Without a text all of them are missed.
			c.Gold[category] = make([]extract.RuneSpan, len(passages))
		}
		contracts[name] = c
		all = append(all, c)
	}
	if err := storedClauses(ctx, path, want, contracts); err != nil {
		return score.ClauseReport{}, err
	}
	list := make([]score.ClauseContract, len(all))
	for i, c := range all {
		list[i] = *c
	}
	return score.Clauses(list, categories), nil
}

// storedClauses fills in what the database has of the contracts.
func storedClauses(ctx context.Context, path string, want silver.Passages, contracts map[string]*score.ClauseContract) error {
	r, err := store.OpenReader(ctx, path)
	if err != nil {
		return err
	}
	defer r.Close()
	err = r.Query(ctx, store.Each(func(v []any) error {
		name := baseName(text(v[0]))
		c := contracts[name]
		if c == nil {
			return nil
		}
		c.GotKind = text(v[2])
		runes := extract.NewRuneIndex(text(v[1]))
		for category, passages := range want.Contracts[name].Clauses {
			c.Gold[category] = nil
			for _, s := range markedClauses(text(v[1]), passages) {
				c.Gold[category] = append(c.Gold[category], runes.RuneSpan(s))
			}
		}
		return nil
	}), `SELECT d.path, d.text, c.kind FROM documents d LEFT JOIN contracts c ON c.document_id = d.id AND c.part = 1 WHERE d.status = 'ok'`)
	if err != nil {
		return err
	}
	return r.Query(ctx, store.Each(func(v []any) error {
		if c := contracts[baseName(text(v[0]))]; c != nil {
			category := text(v[1])
			c.Found[category] = append(c.Found[category], extract.RuneSpan{Start: number(v[2]), End: number(v[3])})
		}
		return nil
	}), `SELECT d.path, c.category, c.start, c."end" FROM clauses c JOIN documents d ON d.id = c.document_id ORDER BY c.document_id, c.start`)
}

// markedClauses finds passages in their text and joins those that follow each other.
func markedClauses(text string, passages []string) []extract.ByteSpan {
	spans, _ := silver.Place(text, passages)
	var out []extract.ByteSpan
	for _, s := range spans {
		if n := len(out); n > 0 && !strings.ContainsFunc(text[out[n-1].End:s.Start], letterOrDigit) {
			out[n-1].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
