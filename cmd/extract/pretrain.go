package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/pipeline"
	"covenant/tagger/legibility"
	"covenant/tagger/lm"
	"covenant/tagger/nn"
)

func pretrainCommand() *cobra.Command {
	var out string
	var restart, forward, backward, characters bool
	o := lm.DefaultOptions()
	cmd := &cobra.Command{
		Use:   "pretrain PATH...",
		Short: "Learn a language model from documents that nobody annotated",
		Long: `pretrain reads the files at each PATH, and in folders all files under it, and
learns how likely each word is after the words before it, and before the words
after it: LSTMs whose output weights are the word embeddings. Words are in small
letters, with digits as 0. It keeps the weights with the lowest perplexity on a
tenth of the documents, which it does not learn from. The same seed and documents
give the same model.

extract train starts from the result with --lm; extract lm scores and continues
texts with it. With --characters it learns a small model of characters instead, with
which extract run --lm tells garbled pages.

A run that is stopped keeps its state beside the model's file, and the same
command goes on with it.`,
		Example: `  extract pretrain contracts/ -o contracts.lm
  extract lm complete "This Agreement shall be governed by" --lm contracts.lm`,
		Args: checked(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case out == "":
				return wrongUse(cmd, errors.New("give the file to write with -o"))
			case forward && backward:
				return wrongUse(cmd, errors.New("--forward and --backward leave no direction: leave both out to read both ways"))
			case forward:
				o.Direction = nn.Forward
			case backward:
				o.Direction = nn.Backward
			}
			if characters {
				characterOptions(cmd.Flags(), &o)
			}
			if err := o.Validate(); err != nil {
				return wrongUse(cmd, err)
			}
			if err := writableFile(out); err != nil {
				return useError{err}
			}
			roots, err := pipeline.Roots(args)
			if err != nil {
				return useError{err}
			}
			o.Command = commandLine("extract pretrain", cmd, args)
			o.Checkpoint = out + ".checkpoint"
			if restart {
				if err := startOver(o.Checkpoint); err != nil {
					return err
				}
			}
			corpus, held, sum, err := collect(cmd, roots, out, o)
			if err != nil {
				return err
			}
			p := newPretrainProgress(cmd.ErrOrStderr())
			m, err := lm.Train(cmd.Context(), corpus, o, p)
			p.end()
			switch {
			case errors.Is(err, lm.ErrOtherRun), errors.Is(err, lm.ErrCheckpoint):
				return useError{fmt.Errorf("%w; --restart begins anew", err)}
			case errors.Is(err, lm.ErrNoWords):
				return useError{fmt.Errorf("%w; give more text, or a lower --min-count", err)}
			case err != nil && cmd.Context().Err() != nil:
				return fmt.Errorf("%w (%w)", errInterrupted, err)
			case err != nil:
				return err
			}
			if characters {
				scores, err := legibility.Scores(cmd.Context(), m, held)
				if err != nil {
					return err
				}
				m.Info.Garbled = legibility.Limit(scores)
			}
			if err := m.Save(out); err != nil {
				return err
			}
			if err := os.Remove(o.Checkpoint); err != nil {
				return fmt.Errorf("removing the run's state: %w", err)
			}
			if err := printPretrained(cmd.OutOrStdout(), out, m, corpus); err != nil {
				return err
			}
			if sum.Failed > 0 {
				return errTold
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVarP(&out, "out", "o", "", "write the model to `FILE`")
	f.BoolVar(&restart, "restart", false, "begin anew, even where a stopped run could go on")
	f.BoolVar(&forward, "forward", false, "read from left to right only, not both ways")
	f.BoolVar(&backward, "backward", false, "read from right to left only, not both ways")
	f.BoolVar(&characters, "characters", false, "read characters, not words: a model by which run --lm tells garbled pages")
	pretrainFlags(f, &o)
	return cmd
}

// characterOptions sets what the command line leaves open to what is good for a model
// of characters.
func characterOptions(f *pflag.FlagSet, o *lm.Options) {
	given := *o
	*o = lm.DefaultCharacterOptions()
	o.Data, o.Seed, o.Workers = given.Data, given.Seed, given.Workers
	if given.Direction != "" {
		o.Direction = given.Direction
	}
	for _, x := range []struct {
		flag  string
		to    *int
		given int
	}{
		{"dim", &o.Dim, given.Dim}, {"hidden", &o.Hidden, given.Hidden}, {"layers", &o.Layers, given.Layers},
		{"min-count", &o.MinCount, given.MinCount}, {"samples", &o.Samples, given.Samples},
		{"lanes", &o.Lanes, given.Lanes}, {"window", &o.Window, given.Window}, {"epochs", &o.Epochs, given.Epochs},
	} {
		if f.Changed(x.flag) {
			*x.to = x.given
		}
	}
	for _, x := range []struct {
		flag  string
		to    *float64
		given float64
	}{{"rate", &o.Rate, given.Rate}, {"clip", &o.Clip, given.Clip}, {"dropout", &o.Dropout, given.Dropout}} {
		if f.Changed(x.flag) {
			*x.to = x.given
		}
	}
}

func pretrainFlags(f *pflag.FlagSet, o *lm.Options) {
	f.IntVar(&o.Dim, "dim", o.Dim, "width of the word embeddings")
	f.IntVar(&o.Hidden, "hidden", o.Hidden, "hidden units of each layer")
	f.IntVar(&o.Layers, "layers", o.Layers, "stacked layers of each direction")
	f.IntVar(&o.MinCount, "min-count", o.MinCount, "a word seen less often is unknown")
	f.IntVar(&o.Samples, "samples", o.Samples, "words drawn for each step of sampled softmax")
	f.IntVar(&o.Lanes, "lanes", o.Lanes, "documents read side by side")
	f.IntVar(&o.Window, "window", o.Window, "words of each that a step reads")
	f.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over the documents")
	f.Float64Var(&o.Rate, "rate", o.Rate, "learning rate of Adam at the start")
	f.Float64Var(&o.Clip, "clip", o.Clip, "longest gradient of a step")
	f.Float64Var(&o.Dropout, "dropout", o.Dropout, "share of units dropped in training")
	f.StringVar(&o.Data, "data", o.Data, "what the model says that it was trained on")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all random choices")
	f.IntVar(&o.Workers, "workers", o.Workers, "processors to use (default: all, of which a training step uses two); does not change the result")
}

// collect reads the documents and says which failed.
func collect(cmd *cobra.Command, roots []string, out string, o lm.Options) (*lm.Corpus, []string, pipeline.Summary, error) {
	var sum pipeline.Summary
	opts := pipeline.Options{Workers: o.Workers}
	bar := newBar(cmd.ErrOrStderr(), false)
	if bar != nil {
		opts.Progress = bar
	}
	corpus, held, err := pipeline.Collect(cmd.Context(), roots, out, o.Unit, opts, &sum)
	bar.end()
	if err != nil {
		return nil, nil, sum, err
	}
	tellFailures(cmd.ErrOrStderr(), sum)
	if more := sum.Failed - len(sum.Failures); more > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "… and %d more\n", more)
	}
	if corpus.Documents() == 0 {
		return nil, nil, sum, nothingReadable(sum)
	}
	return corpus, held, sum, nil
}

// printPretrained says how good the model in a file is.
func printPretrained(w io.Writer, path string, m *lm.Model, c *lm.Corpus) error {
	n := func(i int) string { return humanize.Comma(int64(i)) }
	judged := "the last weights, since nothing was held out to judge by"
	if p := m.Info.HeldOut; p.Mean() > 0 {
		judged = "perplexity " + perplexity(p) + " on the documents held out"
	}
	unit := "words"
	if m.Config.Unit == lm.Characters {
		unit = "characters"
	}
	_, err := fmt.Fprintf(w, "%s written: %s\nvocabulary of %s %s, from %s %s of %s documents\n",
		path, judged, n(len(m.Words())), unit, n(c.Words()), unit, n(c.Documents()))
	switch {
	case err != nil || m.Config.Unit != lm.Characters:
	case m.Info.Garbled > 0:
		_, err = fmt.Fprintf(w, "a page is garbled above %.2f bits per character\n", m.Info.Garbled)
	default:
		_, err = fmt.Fprintln(w, "too little text was held out to tell garbled pages by it")
	}
	return err
}

// perplexity is the mean and, where there are two, both directions.
func perplexity(p lm.Perplexity) string {
	if p.Forward == 0 || p.Backward == 0 {
		return fmt.Sprintf("%.2f", p.Mean())
	}
	return fmt.Sprintf("%.2f (forward %.2f, backward %.2f)", p.Mean(), p.Forward, p.Backward)
}
