package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/pipeline"
	"covenant/tagger"
	"covenant/tagger/compare"
	"covenant/tagger/train"
)

func compareCommand() *cobra.Command {
	var corpus pipeline.Corpus
	var test benchmarkFolders
	var dir, plot string
	var only []string
	var seeds, parallel, rounds int
	o := train.DefaultOptions()
	// A short schedule, for which the default model's rate is too slow: what is
	// compared is the variants, not the best that each can do.
	o.SilverEpochs, o.SilverShare, o.GoldEpochs, o.Rate = 1, 0.1, 3, 5e-3
	cmd := &cobra.Command{
		Use:   "compare",
		Short: "Train the network family on the same data and print one table",
		Long: `compare trains the family of networks on annotated contracts, one factor changed
at a time from the default (cell, depth, direction, output, embeddings, features,
characters, dropout), with several seeds, and judges each on contracts that none
was trained on. It prints a table in Markdown: means and standard deviations over
the seeds, tokens per second in one goroutine, size.

Results, models and the states of runs stay in a folder: the same command goes on
where it was stopped. The schedule is shorter than that of the default model.`,
		Example: `  extract compare --texts ../shared/cuad/train/txt --gold ../shared/gold/train \
    --answers ../shared/cuad/train/answers.csv \
    --test-texts ../shared/cuad/dev/txt --test-gold ../shared/gold/dev --dir compared`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if corpus.Texts == "" || corpus.Gold == "" || test.texts == "" || test.gold == "" || dir == "" {
				return wrongUse(cmd, errors.New("give the contracts to train on with --texts and --gold, those to judge by with --test-texts and --test-gold, and a folder for the results with --dir"))
			}
			if seeds < 1 || parallel < 0 || rounds < 0 {
				return wrongUse(cmd, errors.New("--seeds must be at least 1, --parallel and --rounds at least 0"))
			}
			if err := o.Validate(); err != nil {
				return wrongUse(cmd, err)
			}
			ctx := cmd.Context()
			c := compare.Comparison{Dir: dir, Options: o, Parallel: parallel}
			docs, vectors, err := prepareComparison(cmd, &c, corpus, test)
			if err != nil {
				return err
			}
			family, err := chosen(compare.Family(vectors), only)
			if err != nil {
				return wrongUse(cmd, err)
			}
			start := time.Now()
			c.Variants, c.Seeds = family, firstSeeds(seeds)
			c.Told = func(v compare.Variant, r compare.Result, found bool) {
				fmt.Fprintf(cmd.ErrOrStderr(), "%6.0f s  %s (%s), seed %d: span F1 %.4f, token F1 %.4f%s\n", time.Since(start).Seconds(),
					v.Factor, v.Level, r.Seed, r.SpanF1, r.TokenF1, map[bool]string{true: " (found)"}[found])
			}
			results, err := runComparison(ctx, &c, docs)
			if err != nil {
				return err
			}
			speeds, err := c.Speeds(ctx, rounds)
			if err != nil {
				return err
			}
			if plot != "" {
				err := replaceFile(plot, func(w io.Writer) error { return compare.WritePlot(w, family, results) })
				if err != nil {
					return err
				}
			}
			return compare.WriteTable(cmd.OutOrStdout(), compare.Rows(family, results, speeds))
		},
	}
	cmd.AddCommand(compareStartsCommand())
	f := cmd.Flags()
	corpusFlags(f, &corpus)
	test.add(f)
	f.StringVar(&dir, "dir", "", "keep results and models in `FOLDER`")
	f.StringVar(&plot, "plot", "", "draw the learning curves into `FILE` (SVG)")
	f.IntVar(&seeds, "seeds", 3, "runs of each variant")
	f.StringSliceVar(&only, "only", nil, "train these variants only (default: all)")
	f.IntVar(&parallel, "parallel", 0, "runs at a time (default: one for each processor)")
	f.IntVar(&rounds, "rounds", 3, "times that each model's speed is measured")
	scheduleFlags(f, &o)
	return cmd
}

// prepareComparison reads what a comparison trains on and judges by, learns word vectors
// for it, and completes it by the judge and by how many runs go on at a time.
func prepareComparison(cmd *cobra.Command, c *compare.Comparison, corpus pipeline.Corpus, test benchmarkFolders) ([]train.Document, train.Vectors, error) {
	bench, err := pipeline.LoadBenchmark(cmd.Context(), test.texts, test.gold)
	if err != nil {
		return nil, nil, useError{err}
	}
	docs, err := loadCorpus(cmd, corpus)
	if err != nil {
		return nil, nil, err
	}
	c.Judge = benchmarkJudge{bench}
	c.Parallel = cmp.Or(c.Parallel, runtime.GOMAXPROCS(0))
	vectors, err := compare.Vectors(cmd.Context(), c.Dir, docs, c.Options.WordDim)
	return docs, vectors, err
}

// benchmarkFolders are where the contracts to judge by stand.
type benchmarkFolders struct{ texts, gold string }

func (b *benchmarkFolders) add(f *pflag.FlagSet) {
	f.StringVar(&b.texts, "test-texts", "", "contracts to judge by in `FOLDER`")
	f.StringVar(&b.gold, "test-gold", "", "their gold annotations (*.csv) in `FOLDER`")
}

// chosen returns the named variants; the default is always among them.
func chosen(family []compare.Variant, names []string) ([]compare.Variant, error) {
	if len(names) == 0 {
		return family, nil
	}
	var all []string
	for _, v := range family {
		all = append(all, v.Name)
	}
	for _, n := range names {
		if !slices.Contains(all, n) {
			return nil, fmt.Errorf("no variant %q: there are %s", n, strings.Join(all, ", "))
		}
	}
	return slices.DeleteFunc(family, func(v compare.Variant) bool {
		return v.Name != compare.Baseline && !slices.Contains(names, v.Name)
	}), nil
}

// benchmarkJudge judges taggers by annotated contracts.
type benchmarkJudge struct{ *pipeline.Benchmark }

func (b benchmarkJudge) Score(ctx context.Context, t *tagger.Tagger) (compare.Score, error) {
	s, err := b.Benchmark.Score(ctx, t, 1)
	return compare.Score{SpanF1: s.Spans.Micro.F1, RoleF1: s.Spans.RolesF1, TokenF1: s.TokenF1}, err
}

func (b benchmarkJudge) Speed(ctx context.Context, t *tagger.Tagger) (float64, error) {
	return b.Benchmark.Speed(ctx, t)
}
