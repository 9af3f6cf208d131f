package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"covenant/extract/gold"
	"covenant/extract/score"
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
// against files of answers; those of later files go before.
func EvaluateContracts(ctx context.Context, path string, answers ...string) (score.ContractReport, error) {
	want, err := ReadAnswers(answers...)
	if err != nil {
		return score.ContractReport{}, err
	}
	records, err := storedContracts(ctx, path)
	if err != nil {
		return score.ContractReport{}, err
	}
	return score.Contracts(want, records), nil
}

// ReadAnswers reads files of answers, as [score.ReadAnswers] does, and merges
// them.
func ReadAnswers(paths ...string) ([]score.Answers, error) {
	var out []score.Answers
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, fmt.Errorf("opening answers: %w", err)
		}
		more, err := score.ReadAnswers(f)
		_ = f.Close() // only read
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		if out == nil {
			out = more
			continue
		}
		out = score.Merge(out, more)
	}
	return out, nil
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
