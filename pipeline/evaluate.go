package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"covenant/extract"
	"covenant/extract/gold"
	"covenant/extract/score"
	"covenant/store"
)

// EvaluateSpans scores the elements in the database at path against gold
// annotations: CSV files, or folders of them.
func EvaluateSpans(ctx context.Context, path string, annotations ...string) (score.SpanReport, error) {
	files, err := csvFiles(annotations)
	if err != nil {
		return score.SpanReport{}, err
	}
	passages, err := gold.ReadFiles(files...)
	if err != nil {
		return score.SpanReport{}, err
	}
	predicted, err := storedSpans(ctx, path)
	if err != nil {
		return score.SpanReport{}, err
	}
	return score.Spans(passages, predicted), nil
}

// EvaluateContracts scores the main contract records in the database at path
// against a file of answers.
func EvaluateContracts(ctx context.Context, path, answers string) (score.ContractReport, error) {
	f, err := os.Open(answers)
	if err != nil {
		return score.ContractReport{}, fmt.Errorf("opening answers: %w", err)
	}
	defer f.Close()
	want, err := score.ReadAnswers(f)
	if err != nil {
		return score.ContractReport{}, fmt.Errorf("%s: %w", answers, err)
	}
	records, err := storedContracts(ctx, path)
	if err != nil {
		return score.ContractReport{}, err
	}
	return score.Contracts(want, records), nil
}

func csvFiles(paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, fmt.Errorf("looking for gold annotations: %w", err)
		}
		if !info.IsDir() {
			files = append(files, p)
			continue
		}
		in, err := filepath.Glob(filepath.Join(p, "*.csv"))
		if err != nil {
			return nil, fmt.Errorf("looking for gold annotations in %s: %w", p, err)
		}
		files = append(files, in...)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no .csv files with gold annotations in %s", strings.Join(paths, ", "))
	}
	return files, nil
}

// baseName is how annotations and answers call a document.
func baseName(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// storedSpans returns the elements of the documents that were read; those of
// one base name stand together.
func storedSpans(ctx context.Context, path string) (map[string][]score.Span, error) {
	spans := map[string][]score.Span{}
	each := store.Each(func(v []any) error {
		doc := baseName(text(v[0]))
		if v[1] == nil { // it was read and has no elements
			spans[doc] = append([]score.Span{}, spans[doc]...)
			return nil
		}
		spans[doc] = append(spans[doc], score.Span{
			RuneSpan: extract.RuneSpan{Start: number(v[1]), End: number(v[2])}, Label: extract.Label(text(v[3])), Role: extract.Role(text(v[4])),
		})
		return nil
	})
	err := store.Query(ctx, path, each, `SELECT d.path, e.start, e."end", e.label, e.role
FROM documents d LEFT JOIN elements e ON e.document_id = d.id WHERE d.status = 'ok' ORDER BY d.path, e.start`)
	return spans, err
}

// storedContracts returns the main record of each document; of documents with
// one base name the first by path, with the parties of all.
func storedContracts(ctx context.Context, path string) (map[string]extract.Contract, error) {
	contracts := map[string]extract.Contract{}
	each := store.Each(func(v []any) error {
		doc := baseName(text(v[0]))
		if _, ok := contracts[doc]; !ok {
			contracts[doc] = extract.Contract{
				Part: number(v[1]), Title: text(v[2]), AgreementDate: text(v[3]), EffectiveDate: text(v[4]), ExpirationDate: text(v[5]),
				Renewal: text(v[6]), Notice: text(v[7]), GoverningLaw: text(v[8]),
			}
		}
		return nil
	})
	err := store.Query(ctx, path, each, `SELECT d.path, c.part, c.title, c.agreement_date, c.effective_date, c.expiration_date,
c.renewal, c.notice, c.governing_law FROM contracts c JOIN documents d ON d.id = c.document_id ORDER BY c.part, d.path`)
	if err != nil {
		return nil, err
	}
	parties := store.Each(func(v []any) error {
		doc := baseName(text(v[0]))
		c := contracts[doc]
		c.Parties = append(c.Parties, extract.ContractParty{Name: text(v[1]), Alias: text(v[2])})
		contracts[doc] = c
		return nil
	})
	err = store.Query(ctx, path, parties, `SELECT d.path, p.name, p.alias FROM contract_parties p
JOIN contracts c ON c.id = p.contract_id JOIN documents d ON d.id = c.document_id WHERE c.part = 1 ORDER BY d.path, p.rowid`)
	return contracts, err
}

// text and number read values of a query; NULL is the zero value.
func text(v any) string {
	s, _ := v.(string)
	return s
}

func number(v any) int {
	n, _ := v.(int64)
	return int(n)
}
