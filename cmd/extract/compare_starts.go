package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"covenant/pipeline"
	"covenant/tagger/compare"
	"covenant/tagger/train"
)

func compareStartsCommand() *cobra.Command {
	corpus := pipeline.Corpus{WithoutSilver: true}
	var test benchmarkFolders
	var dir, plot, language string
	var percents []float64
	var seeds []int
	var parallel int
	o := train.DefaultOptions()
	o.SilverEpochs, o.GoldEpochs, o.Patience, o.Rate = 0, 8, 3, startsRate
	cmd := &cobra.Command{
		Use:   "starts",
		Short: "Compare random, word2vec and language-model starts with few labels",
		Long: `starts trains the default network on shares of the gold spans, each from random
weights, from word vectors that it learns from the training texts, and from the
language model that is given, and judges each on contracts that none was trained
on. It prints a table in Markdown: the span F1, means and standard deviations over
the seeds, and the points gained over random starts.

A share is of whole documents, which the seed chooses: all starts of a seed learn
from the same, and larger shares contain the smaller ones. No silver labels are
used, and random starts count their vocabulary on the documents with labels alone:
others would be words that are never trained. The passes and the patience given are
those for all labels; with a share s there are 1/√s times as many. All starts have
the same schedule.

Results and the states of runs stay in a folder: the same command goes on where
it was stopped.`,
		Example: `  extract pretrain ../shared/cuad/train/txt -o train.lm
  extract compare starts --texts ../shared/cuad/train/txt --gold ../shared/gold/train \
    --test-texts ../shared/cuad/dev/txt --test-gold ../shared/gold/dev \
    --lm train.lm --dir starts --plot starts.svg`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if corpus.Texts == "" || corpus.Gold == "" || test.texts == "" || test.gold == "" || language == "" || dir == "" {
				return wrongUse(cmd, errors.New("give the contracts to train on with --texts and --gold, those to judge by with --test-texts and --test-gold, a language model with --lm (extract pretrain makes one), and a folder for the results with --dir"))
			}
			shares, runs, err := sharesAndRuns(percents, seeds)
			if err == nil && parallel < 0 {
				err = errors.New("--parallel must be at least 0")
			}
			if err == nil {
				err = o.Validate()
			}
			if err != nil {
				return wrongUse(cmd, err)
			}
			net := networkFlags{options: &o, language: language}
			if err := net.applyLanguage(cmd); err != nil {
				return useError{err}
			}
			lm := o.Language
			o.Language = nil // of one start alone
			ctx := cmd.Context()
			c := compare.Comparison{Dir: dir, Options: o, Parallel: parallel}
			docs, vectors, err := prepareComparison(cmd, &c, corpus, test)
			if err != nil {
				return err
			}
			c.Variants = compare.Starts(vectors, lm)
			begun := time.Now()
			var table []compare.AtShare
			for i, share := range shares {
				at := c.At(share)
				at.Seeds = firstSeeds(runs[i])
				at.Told = func(v compare.Variant, r compare.Result, found bool) {
					fmt.Fprintf(cmd.ErrOrStderr(), "%6.0f s  %g %% of the gold spans (%d), %s, seed %d: span F1 %.4f, %d passes%s\n", time.Since(begun).Seconds(),
						100*share, r.Spans, v.Level, r.Seed, r.SpanF1, len(r.Curve), map[bool]string{true: " (found)"}[found])
				}
				results, err := runComparison(ctx, at, docs)
				if err != nil {
					return err
				}
				table = append(table, compare.AtShare{Share: share, Results: results})
			}
			if plot != "" {
				err := replaceFile(plot, func(w io.Writer) error { return compare.WriteSharesPlot(w, c.Variants, table) })
				if err != nil {
					return err
				}
			}
			return compare.WriteShares(cmd.OutOrStdout(), c.Variants, table)
		},
	}
	f := cmd.Flags()
	f.StringVar(&corpus.Texts, "texts", "", "contracts to train on in `FOLDER`")
	f.StringVar(&corpus.Gold, "gold", "", "gold annotations (*.csv) in `FOLDER`")
	test.add(f)
	f.StringVar(&language, "lm", "", "the language model in `FILE`, which pretrain writes")
	f.StringVar(&dir, "dir", "", "keep results and models in `FOLDER`")
	f.StringVar(&plot, "plot", "", "draw the table into `FILE` (SVG)")
	f.Float64SliceVar(&percents, "shares", []float64{5, 10, 25, 50, 100}, "shares of the gold spans, in percent")
	f.IntSliceVar(&seeds, "seeds", []int{3}, "runs of each start: one number, or one for each share")
	f.IntVar(&parallel, "parallel", 0, "runs at a time (default: one for each processor)")
	f.IntVar(&o.Batch, "batch", o.Batch, "sequences in a batch")
	f.Float64Var(&o.Rate, "rate", o.Rate, "learning rate of Adam")
	f.IntVar(&o.GoldEpochs, "gold-epochs", o.GoldEpochs, "passes over all gold passages at most")
	f.IntVar(&o.Patience, "patience", o.Patience, "stop after so many passes over all gold passages without a better result")
	f.Float64Var(&o.Average, "average", o.Average, "decay of the moving average of weights")
	return cmd
}

// startsRate is the learning rate of compare starts.
const startsRate = 6e-3

// sharesAndRuns checks the shares, and returns them in (0, 1] from the smallest with the
// number of runs of each.
func sharesAndRuns(percents []float64, seeds []int) (shares []float64, runs []int, err error) {
	if len(percents) == 0 || len(seeds) != 1 && len(seeds) != len(percents) {
		return nil, nil, fmt.Errorf("%d numbers with --seeds for %d --shares: give one, or one for each share", len(seeds), len(percents))
	}
	of := map[float64]int{}
	for i, p := range percents {
		n := seeds[min(i, len(seeds)-1)]
		switch {
		case !(p > 0 && p <= 100): // NaN is refused too
			return nil, nil, fmt.Errorf("--shares has %g: give percents above 0, up to 100", p)
		case of[p] > 0:
			return nil, nil, fmt.Errorf("--shares has %g twice", p)
		case n < 1:
			return nil, nil, errors.New("--seeds must be at least 1")
		}
		of[p] = n
	}
	percents = slices.Clone(percents)
	slices.Sort(percents)
	for _, p := range percents {
		shares, runs = append(shares, p/100), append(runs, of[p])
	}
	return shares, runs, nil
}

func firstSeeds(n int) []uint64 {
	seeds := make([]uint64, n)
	for i := range seeds {
		seeds[i] = uint64(i + 1)
	}
	return seeds
}

// runComparison runs what is missing, with this program's errors.
func runComparison(ctx context.Context, c *compare.Comparison, docs []train.Document) ([]compare.Result, error) {
	results, err := c.Run(ctx, docs)
	switch {
	case errors.Is(err, compare.ErrOtherRun), errors.Is(err, train.ErrNoData), errors.Is(err, train.ErrLanguage):
		return nil, useError{err}
	case err != nil && ctx.Err() != nil:
		return nil, fmt.Errorf("%w (%w)", errInterrupted, err)
	}
	return results, err
}
