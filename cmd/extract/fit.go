package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"covenant/extract/resolve"
	"covenant/extract/resolve/fit"
	"covenant/pipeline"
)

func fitCommand() *cobra.Command {
	var (
		contracts, texts, more, out string
		model                       modelFlags
		workers, folds              int
	)
	cmd := &cobra.Command{
		Use:   "fit",
		Short: "Learn from people's answers how contract records are resolved",
		Long: `fit learns how much each clue counts when the value of a field is chosen among
the elements of a contract, and with it the confidence of the fields, from
contracts for which people wrote down the values. run and eval take what it
writes with --weights.

Answers are a table (CSV) with a row per contract: CUAD's answers.csv, or one
with the columns "file" (name of the document without extension) and names of
fields other than party, for example

  file,agreement_date,term,total_value
  lease-2019,2019-03-01,P5Y,USD 120000

An empty cell says that the contract has no such value; a field without a column
was not asked for and keeps the weights in this program.

Before it learns from all contracts, fit leaves out a part of them at a time
and prints how well these are resolved by what the others taught.`,
		Example: `  extract fit --contracts ../shared/cuad/train --answers extract/resolve/fit/answers.csv -o weights.tsv
  extract run contracts/ --weights weights.tsv`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case contracts == "":
				return wrongUse(cmd, errors.New("give the answers with --contracts"))
			case out == "":
				return wrongUse(cmd, errors.New("say where to write the weights with --out"))
			case folds < 2:
				return wrongUse(cmd, errors.New("--folds must be at least 2"))
			case workers < 0:
				return wrongUse(cmd, errors.New("--workers must not be negative"))
			}
			files := answersFiles(contracts, more)
			if texts == "" {
				texts = filepath.Join(filepath.Dir(files[0]), "txt")
			}
			answers, err := pipeline.ReadAnswers(files...)
			if err != nil {
				return useError{err}
			}
			if _, err := pipeline.Roots([]string{texts}); err != nil {
				return useError{err}
			}
			opts, err := model.options()
			if err != nil {
				return err
			}
			opts.Workers = workers
			bar := newBar(cmd.ErrOrStderr(), false)
			if bar != nil {
				opts.Progress = bar
			}
			answered, missing, err := pipeline.Answered(cmd.Context(), texts, answers, opts)
			bar.end()
			if err != nil {
				return err
			}
			if n := len(missing); n > 0 {
				fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d answered contracts are not in %s or could not be read, the first is %s\n", n, len(answers), texts, missing[0])
			}
			report, err := fit.CrossValidate(cmd.Context(), answered, resolve.Default(), folds)
			if errors.Is(err, fit.ErrExamples) {
				return useError{err}
			}
			if err != nil {
				return err
			}
			w, err := fit.Learn(cmd.Context(), answered, resolve.Default())
			if err != nil {
				return err
			}
			write := func(f io.Writer) error {
				_, err := w.WriteTo(f)
				return err
			}
			if err := replaceFile(out, write); err != nil {
				return err
			}
			if err := report.WriteTable(cmd.OutOrStdout()); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "cross-validated on %d contracts in %d parts; %s learned from all of them\n", len(answered), min(folds, len(answered)), out)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&contracts, "contracts", "", "learn from answers.csv in `FOLDER`, or from this table")
	f.StringVar(&more, "answers", "", "add the answers in `FILE`")
	f.StringVar(&texts, "texts", "", "read the contracts in `FOLDER` (default: the folder txt beside the answers)")
	f.StringVarP(&out, "out", "o", "", "write the weights to `FILE`")
	f.IntVar(&folds, "folds", 5, "parts for the cross-validation")
	f.IntVar(&workers, "workers", 0, "documents to work on at the same time (default: one per processor)")
	model.add(f)
	model.addRoles(f)
	return cmd
}
