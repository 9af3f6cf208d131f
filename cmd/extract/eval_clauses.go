package main

import (
	"errors"

	"github.com/spf13/cobra"

	"covenant/pipeline"
	"covenant/tagger/clause"
)

// clauseFinder opens the classifier whose clauses are judged.
func clauseFinder(cmd *cobra.Command, model modelFlags) (*clause.Finder, error) {
	f, err := model.finder()
	if err != nil {
		return nil, err
	}
	finder, ok := f.(*clause.Finder)
	if !ok {
		return nil, wrongUse(cmd, errors.New("there are no clauses to judge with --clauses none: leave it out, or name a file"))
	}
	return finder, nil
}

// evalClauses scores the clauses in a database.
func evalClauses(cmd *cobra.Command, db, contracts string, f *clause.Finder, asJSON bool) error {
	r, err := pipeline.EvaluateClauses(cmd.Context(), db, answersFiles(contracts, "")[0], f.Categories(), f.Kinds())
	return printScore(cmd, &r, err, asJSON)
}
