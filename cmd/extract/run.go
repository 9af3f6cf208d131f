package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"covenant/pipeline"
	"covenant/store"
)

func runCommand() *cobra.Command {
	var (
		db, stopAfter string
		model         modelFlags
		workers       int
		asJSON, force bool
	)
	cmd := &cobra.Command{
		Use:   "run PATH...",
		Short: "Read contracts and write what is in them to a database",
		Long: `run reads the files at each PATH, and in folders all files under it, and
writes what it finds to the database. Documents that were read before and have
not changed are left as they are; those that failed are tried again. Stop it at
any time: the same command goes on.

A language model reads a sample of each page. Pages whose text it takes to be
garbled are marked in the database, and so is what was found on them.

With --stop-after it takes one file instead, writes no database, and prints
what the stages up to that one made of it as JSON.`,
		Example: `  extract run contracts/ --db contracts.db
  extract run contract.pdf --stop-after tokenize`,
		Args: checked(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if stopAfter != "" {
				return inspect(cmd, args, pipeline.Stage(stopAfter), model)
			}
			if workers < 0 {
				return wrongUse(cmd, errors.New("--workers must not be negative"))
			}
			opts, err := model.options()
			if err != nil {
				return err
			}
			opts.Force, opts.Workers = force, workers
			bar := newBar(cmd.ErrOrStderr(), asJSON)
			if bar != nil {
				opts.Progress = bar
			}
			sum, err := runInto(cmd.Context(), db, args, opts)
			bar.end()
			if sum.Run == 0 {
				return err
			}
			told := report(cmd.OutOrStdout(), cmd.ErrOrStderr(), sum, db, asJSON)
			return cmp.Or(err, told)
		},
	}
	f := cmd.Flags()
	f.StringVar(&db, "db", "contracts.db", "write to the database `FILE`")
	f.IntVar(&workers, "workers", 0, "documents to work on at the same time (default: one per processor)")
	model.add(f)
	model.addRoles(f)
	model.addWeights(f)
	model.addPages(f)
	model.addClauses(f)
	f.BoolVar(&asJSON, "json", false, "print the summary as JSON, and no progress")
	f.BoolVar(&force, "force", false, "read again what has not changed")
	f.StringVar(&stopAfter, "stop-after", "", "show what one file is after a `STAGE`: read, judge, tokenize, tag, roles, normalise or clauses")
	return cmd
}

// runInto runs the pipeline on paths into the database file db.
func runInto(ctx context.Context, db string, paths []string, opts pipeline.Options) (sum pipeline.Summary, err error) {
	roots, err := pipeline.Roots(paths)
	if err != nil {
		return sum, useError{err}
	}
	s, err := store.Open(ctx, db)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return pipeline.Run(ctx, s, roots, opts)
}

// inspect prints what the stages up to last make of one file.
func inspect(cmd *cobra.Command, args []string, last pipeline.Stage, model modelFlags) error {
	if len(args) != 1 {
		return wrongUse(cmd, errors.New("--stop-after takes exactly one file"))
	}
	var opts pipeline.Options
	var err error
	switch {
	case last != pipeline.StageClauses:
		model.clauses = nil
	case *model.clauses == none:
		return wrongUse(cmd, errors.New("--stop-after clauses needs a classifier of clauses: leave --clauses out, or name a file"))
	}
	if last.NeedsTagger() {
		opts, err = model.options()
	} else {
		opts.Judge, err = openNamed(model.pages, openJudge)
	}
	if err != nil {
		return err
	}
	in, err := pipeline.Inspect(cmd.Context(), args[0], last, opts)
	if errors.Is(err, pipeline.ErrStage) {
		return wrongUse(cmd, err)
	}
	if err := writeJSON(cmd.OutOrStdout(), in); err != nil {
		return err
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(args[0]), err)
	}
	return nil
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
