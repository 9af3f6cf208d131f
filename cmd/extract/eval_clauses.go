package main

import (
	"github.com/spf13/cobra"

	"covenant/pipeline"
	"covenant/tagger/clause"
)

// evalClauses scores the clauses in a database.
func evalClauses(cmd *cobra.Command, db, contracts string, f *clause.Finder, asJSON bool) error {
	r, err := pipeline.EvaluateClauses(cmd.Context(), db, answersFiles(contracts, "")[0], f.Categories(), f.Kinds())
	return printScore(cmd, &r, err, asJSON)
}
