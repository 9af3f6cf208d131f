package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"covenant/extract"
	"covenant/extract/resolve"
	"covenant/extract/resolve/fit"
	"covenant/extract/score"
	"covenant/store"
)

// Answered reads the contracts under a folder, finds their elements, and puts
// them together with what people answered, in order of their names. Contracts
// without an answer are left out. missing names the answers whose contract was
// not found, could not be read or has no element, in the order of the answers.
func Answered(ctx context.Context, texts string, answers []score.Answers, opts Options) (contracts []fit.Contract, missing []string, err error) {
	roots, err := Roots([]string{texts})
	if err != nil {
		return nil, nil, err
	}
	found := collector{}
	if _, err := Run(ctx, found, roots, opts); err != nil {
		return nil, nil, fmt.Errorf("reading the answered contracts: %w", err)
	}
	for _, a := range answers {
		if c, ok := found[a.File]; ok {
			contracts = append(contracts, fit.Contract{Case: c.ready, Answers: a})
		} else {
			missing = append(missing, a.File)
		}
	}
	slices.SortStableFunc(contracts, func(a, b fit.Contract) int { return strings.Compare(a.Answers.File, b.Answers.File) })
	return contracts, missing, nil
}

// A collector is a database in memory that keeps documents ready to be
// resolved, by base name; of several with one base name the first by path.
type collector map[string]collected

type collected struct {
	path  string
	ready *resolve.Case
}

func (collector) Path() string { return "" }

func (collector) BeginRun(context.Context, store.RunInfo) (int64, error) { return 1, nil }

func (collector) Known(context.Context, string) (store.Known, bool, error) {
	return store.Known{}, false, nil
}

func (c collector) Write(_ context.Context, _ int64, r *extract.Record) error {
	if r.Status != extract.StatusOK || len(r.Elements) == 0 {
		return nil
	}
	path := r.Document.Path
	if have, ok := c[baseName(path)]; !ok || path < have.path {
		c[baseName(path)] = collected{path, resolve.NewCase(r.Document, r.Sentences, r.Elements)}
	}
	return nil
}

func (collector) MarkUnchanged(context.Context, int64, string) error { return nil }

func (collector) FinishRun(context.Context, int64) error { return nil }
