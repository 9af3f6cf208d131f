package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"covenant/pipeline"
	"covenant/tagger/classify"
	"covenant/tagger/clause"
	"covenant/tagger/train"
)

func trainClausesCommand() *cobra.Command {
	var (
		texts, answers       string
		leastMarked, ofAKind int
	)
	o := clause.DefaultOptions()
	c := classifierFlags{options: &o}
	cmd := &cobra.Command{
		Use:   "clauses",
		Short: "Train a classifier of clauses on contracts with people's answers and write it to a file",
		Long: `train clauses fits a network that is shown a sentence and decides which categories of
clauses it belongs to, and from the head of a contract of what kind it is. Its
categories are the columns of the answers that hold lists of passages, but for
those about the document as a whole; the kind is what the name of a contract's
file or else its title says. It keeps the weights that are best on a tenth of the
contracts, which it does not train on, and chooses on them for each category the
probability from which on a sentence belongs to it. The same seed and data give the
same classifier.

A run takes minutes, and one that is stopped begins anew. Use the result with
extract run --clauses FILE, and judge it with extract eval --clauses.`,
		Example: `  extract train clauses --texts ../shared/cuad/train/txt \
    --answers ../shared/cuad/train/answers.csv --learn-vectors -o clauses.model`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if texts == "" || answers == "" || c.out == "" {
				return wrongUse(cmd, errors.New("give the contracts with --texts, the answers about them with --answers, and the file to write with -o"))
			}
			if leastMarked < 1 || ofAKind < 1 {
				return wrongUse(cmd, errors.New("--min-contracts and --min-kind must be at least 1"))
			}
			if err := c.apply(cmd); err != nil {
				return err
			}
			if err := writable(filepath.Dir(c.out)); err != nil {
				return useError{err}
			}
			docs, err := clauseDocuments(cmd, texts, answers, leastMarked, ofAKind, &o)
			if err != nil {
				return interrupted(cmd, err)
			}
			if err := o.Validate(); err != nil {
				return wrongUse(cmd, err)
			}
			o.Command = trainLine(cmd, "extract train clauses")
			var words []train.Document
			for _, d := range docs {
				words = append(words, train.Document{Name: d.Name, Text: d.Text, Sentences: d.Sentences})
			}
			return c.train(cmd, words, docs)
		},
	}
	f := cmd.Flags()
	f.StringVar(&texts, "texts", "", "contracts to train on in `FOLDER`")
	f.StringVar(&answers, "answers", "", "answers about the contracts in `FILE`: a table with the column File and columns of passages")
	f.StringVarP(&c.out, "out", "o", "", "write the classifier to `FILE`")
	f.IntVar(&leastMarked, "min-contracts", 30, "contracts that must have a category for it to be learned")
	f.IntVar(&ofAKind, "min-kind", 5, "contracts that must be of a kind for it to be learned")
	f.Float64Var(&o.Negatives, "negatives", o.Negatives, "sentences of no category that a pass visits for each that has one")
	c.add(f, "sentences")
	return cmd
}

// clauseDocuments reads what a classifier of clauses learns from, and sets its tasks.
func clauseDocuments(cmd *cobra.Command, texts, answers string, leastMarked, ofAKind int, o *classify.Options) ([]classify.Document, error) {
	corpus, notes, err := pipeline.LoadClauses(cmd.Context(), texts, answers)
	if err != nil {
		return nil, useError{err}
	}
	for _, n := range notes {
		fmt.Fprintln(cmd.ErrOrStderr(), "note:", n)
	}
	docs, tasks, err := clause.Documents(corpus.Contracts, corpus.Passages.Frequent(leastMarked), ofAKind)
	if err != nil {
		return nil, useError{fmt.Errorf("%w; lower --min-contracts, or give more contracts with passages of a category", err)}
	}
	o.Tasks = tasks
	return docs, nil
}
