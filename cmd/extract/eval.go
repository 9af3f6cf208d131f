package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"covenant/pipeline"
	"covenant/tagger/clause"
)

func evalCommand() *cobra.Command {
	var (
		gold, contracts, db, texts, more string
		clauses                          string
		model                            modelFlags
		pdf, asJSON, details, spans      bool
		workers                          int
		roles                            []string
	)
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure elements and contract records against what people marked",
		Long: `eval scores elements against gold annotations (--gold), or contract records
against people's answers (--contracts): in a database that was made before
(--db), or else in one that it makes from --texts and deletes again.

Gold offsets fit the text files only, not the PDFs of the same contracts.

--gold-spans judges roles alone: every gold span that has a role is given, and the
role is found by the tagger's tags, by each classifier of --roles, and by both
together, as the product of their probabilities, which is what a run does. The tags' role is the one for which
they are likeliest if the span is what the gold says.

--clauses judges clauses and the kinds of contracts instead: those that a classifier
finds, against the passages and names in the answers of --contracts.

--details adds a line for each contract and field that disagrees with the
answer: wrong, missing, or extra where people gave no answer. Its cells are
divided by tabs.`,
		Example: `  extract eval --gold ../shared/gold/dev --texts ../shared/cuad/dev/txt
  extract eval --gold-spans --gold ../shared/gold/dev --texts ../shared/cuad/dev/txt --roles roles.model
  extract eval --contracts ../shared/cuad/dev --pdf
  extract eval --contracts ../shared/cuad/dev --db contracts.db --details
  extract eval --clauses default --contracts ../shared/cuad/dev`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (gold == "") == (contracts == "") && !spans {
				return wrongUse(cmd, errors.New("give either --gold or --contracts"))
			}
			if (details || more != "") && contracts == "" {
				return wrongUse(cmd, errors.New("--details and --answers go with --contracts"))
			}
			if workers < 0 {
				return wrongUse(cmd, errors.New("--workers must not be negative"))
			}
			if spans && (db != "" || contracts != "") {
				return wrongUse(cmd, errors.New("--gold-spans goes neither with --db nor with --contracts"))
			}
			if clauses != "" && (contracts == "" || details || more != "") {
				return wrongUse(cmd, errors.New("--clauses goes with --contracts, and neither with --details nor --answers"))
			}
			var finder *clause.Finder
			switch clauses {
			case "":
			case none:
				return wrongUse(cmd, errors.New("there are no clauses to judge with --clauses none: leave it out, or name a file"))
			default:
				var err error
				if finder, err = openClauses(clauses); err != nil {
					return err
				}
				model.clauses = &clauses
			}
			if spans {
				return evalRoles(cmd, gold, texts, model, roles, asJSON)
			}
			if db == "" {
				if texts == "" && contracts != "" {
					texts = filepath.Join(contracts, map[bool]string{false: "txt", true: "pdf"}[pdf])
				}
				if texts == "" {
					return wrongUse(cmd, errors.New("give the contracts with --texts, or a database with --db"))
				}
				if len(roles) != 1 {
					return wrongUse(cmd, errors.New("several --roles go with --gold-spans only"))
				}
				model.roles = &roles[0]
				made, remove, err := temporaryDatabase(cmd, texts, model, workers)
				if err != nil {
					return err
				}
				defer remove()
				db = made
			}
			if finder != nil {
				return evalClauses(cmd, db, contracts, finder, asJSON)
			}
			if gold != "" {
				r, err := pipeline.EvaluateSpans(cmd.Context(), db, gold)
				return printScore(cmd, &r, err, asJSON)
			}
			r, err := pipeline.EvaluateContracts(cmd.Context(), db, answersFiles(contracts, more)...)
			if !details {
				r.Details = nil
			} else if err == nil && !asJSON {
				if err := r.WriteDetails(cmd.OutOrStdout()); err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout())
			}
			return printScore(cmd, &r, err, asJSON)
		},
	}
	f := cmd.Flags()
	f.StringVar(&gold, "gold", "", "score elements against the annotations in `FOLDER`")
	f.StringVar(&contracts, "contracts", "", "score contract records against answers.csv in `FOLDER`")
	f.StringVar(&db, "db", "", "score the database `FILE`, and run nothing")
	f.StringVar(&texts, "texts", "", "read the contracts in `FOLDER` (default with --contracts: its folder txt)")
	f.BoolVar(&spans, "gold-spans", false, "judge the roles of the gold spans, which are given")
	f.StringSliceVar(&roles, "roles", []string{byDefault}, "find roles with the tagger and the classifier in `FILE` together; default is the one in this program, none leaves them to the tagger; may be given several times with --gold-spans")
	f.StringVar(&clauses, "clauses", "", "with --contracts: judge the clauses of the classifier in `FILE`, which train clauses writes; default is the one in this program")
	f.BoolVar(&pdf, "pdf", false, "with --contracts: read its folder pdf instead")
	model.add(f)
	model.addWeights(f)
	f.StringVar(&more, "answers", "", "with --contracts: add the answers in `FILE`, a table with the columns file and names of fields")
	f.IntVar(&workers, "workers", 0, "documents to work on at the same time (default: one per processor)")
	f.BoolVar(&details, "details", false, "with --contracts: list every disagreement, by field and file")
	f.BoolVar(&asJSON, "json", false, "print the scores as JSON")
	return cmd
}

// answersFiles are the files of answers: the one in a folder, or the file
// itself, and what is added to it.
func answersFiles(path, more string) []string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, "answers.csv")
	}
	if more == "" {
		return []string{path}
	}
	return []string{path, more}
}

// temporaryDatabase runs over texts into a database that remove deletes.
// Documents that fail are told and count as missing.
func temporaryDatabase(cmd *cobra.Command, texts string, model modelFlags, workers int) (path string, remove func(), err error) {
	opts, err := model.options()
	if err != nil {
		return "", nil, err
	}
	opts.Workers = workers
	dir, err := os.MkdirTemp("", "extract-eval-")
	if err != nil {
		return "", nil, fmt.Errorf("making a folder for the database: %w", err)
	}
	remove = func() { _ = os.RemoveAll(dir) } // at worst a temporary folder stays
	path = filepath.Join(dir, "eval.db")
	bar := newBar(cmd.ErrOrStderr(), false)
	if bar != nil {
		opts.Progress = bar
	}
	sum, err := runInto(cmd.Context(), path, []string{texts}, opts)
	bar.end()
	if err == nil {
		err = report(cmd.ErrOrStderr(), cmd.ErrOrStderr(), sum, path, false)
	}
	if err != nil && !errors.Is(err, errTold) {
		remove()
		return "", nil, err
	}
	return path, remove, nil
}

// printScore prints a report, unless there was an error instead.
func printScore(cmd *cobra.Command, r interface{ WriteTable(io.Writer) error }, err error, asJSON bool) error {
	switch {
	case err != nil:
		return useError{err}
	case asJSON:
		return writeJSON(cmd.OutOrStdout(), r)
	}
	return r.WriteTable(cmd.OutOrStdout())
}
