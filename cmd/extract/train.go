package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/pipeline"
	"covenant/tagger/train"
)

func trainCommand() *cobra.Command {
	var corpus pipeline.Corpus
	var out string
	o := train.DefaultOptions()
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Train a model on annotated contracts and write it to a file",
		Long: `train fits a new model from scratch: first to silver labels, which patterns and
the given answers make for whole contracts, then to the gold annotations. It
keeps the weights that are best on a tenth of the documents, which it does not
train on. The same seed and data give the same model. Use the result with
--model.`,
		Example: `  extract train --texts ../shared/cuad/train/txt --gold ../shared/gold/train \
    --answers ../shared/cuad/train/answers.csv -o my.model`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if corpus.Texts == "" || corpus.Gold == "" || out == "" {
				return wrongUse(cmd, errors.New("give the contracts with --texts, the annotations with --gold, and the file to write with -o"))
			}
			if err := o.Validate(); err != nil {
				return wrongUse(cmd, err)
			}
			docs, err := corpus.Load(cmd.Context())
			if err != nil {
				return useError{err}
			}
			o.Command = trainLine(cmd)
			p := newTrainProgress(cmd.ErrOrStderr())
			m, score, err := train.Run(cmd.Context(), docs, o, p)
			p.end()
			if errors.Is(err, train.ErrNoData) {
				return useError{err}
			}
			if err != nil {
				return err
			}
			if err := m.Save(out); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s written: span F1 %.4f, with roles %.4f, on %d gold spans of the documents held out\n",
				out, score.F1(), score.RoleF1(), score.Gold)
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&corpus.Texts, "texts", "", "contracts to train on in `FOLDER`")
	f.StringVar(&corpus.Gold, "gold", "", "gold annotations (*.csv) in `FOLDER`")
	f.StringVar(&corpus.Answers, "answers", "", "answers about the contracts in `FILE`, to place silver labels with")
	f.StringVarP(&out, "output", "o", "", "write the model to `FILE`")
	f.StringVar(&o.Name, "name", o.Name, "the model's name")
	f.StringVar(&o.Data, "data", o.Data, "what the model card says of the data")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all random choices")
	f.IntVar(&o.Layers, "layers", o.Layers, "stacked bidirectional LSTM layers")
	f.IntVar(&o.Hidden, "hidden", o.Hidden, "hidden units of each direction")
	f.IntVar(&o.WordDim, "word-dim", o.WordDim, "width of the word embeddings")
	f.Float64Var(&o.Dropout, "dropout", o.Dropout, "share of units dropped in training")
	f.Float64Var(&o.WordDrop, "word-dropout", o.WordDrop, "share of words hidden in training")
	f.IntVar(&o.MinWord, "min-word", o.MinWord, "a word seen less often has no embedding of its own")
	f.IntVar(&o.Batch, "batch", o.Batch, "sequences in a batch")
	f.Float64Var(&o.Rate, "rate", o.Rate, "learning rate of Adam")
	f.IntVar(&o.SilverEpochs, "silver-epochs", o.SilverEpochs, "passes over the silver labels")
	f.Float64Var(&o.SilverShare, "silver-share", o.SilverShare, "share of the silver windows that a pass visits")
	f.IntVar(&o.GoldEpochs, "gold-epochs", o.GoldEpochs, "passes over the gold passages at most")
	f.IntVar(&o.Patience, "patience", o.Patience, "stop after so many gold passes without a better result")
	f.IntVar(&o.Workers, "workers", o.Workers, "processors to use (default: all); does not change the result")
	return cmd
}

// trainLine is the command line that trains the same model again: the flags
// that were given, but for the file written.
func trainLine(cmd *cobra.Command) string {
	line := []string{"extract train"}
	for _, name := range givenFlags(cmd) {
		if name != "output" && name != "workers" {
			value := cmd.Flag(name).Value.String()
			if strings.ContainsAny(value, " '\"$`\\") {
				value = "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
			}
			line = append(line, "--"+name+" "+value)
		}
	}
	return strings.Join(line, " ")
}

// A trainProgress prints a line for each epoch, and between them a bar where
// there is a terminal.
type trainProgress struct {
	out   io.Writer
	bar   *progressbar.ProgressBar
	start time.Time
}

// barSteps is how finely the bar tells the run's progress.
const barSteps = 10000

func newTrainProgress(w io.Writer) *trainProgress {
	p := &trainProgress{out: w, start: time.Now()}
	if isTerminal(w) {
		p.bar = progressbar.NewOptions(barSteps,
			progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(20),
			progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionSetPredictTime(true),
			progressbar.OptionClearOnFinish())
	}
	return p
}

func (p *trainProgress) Batch(done float64, stage string, loss float64) {
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%s, loss %.3f", stage, loss))
		_ = p.bar.Set(int(done * barSteps)) // a terminal that cannot be written to stops nothing
	}
}

func (p *trainProgress) Epoch(e train.Epoch) {
	p.end()
	mark := ""
	if e.Best {
		mark = ", best so far"
	}
	fmt.Fprintf(p.out, "%6.0f s  %s epoch %d of %d: loss %.3f; held out: span F1 %.4f, with roles %.4f%s\n",
		time.Since(p.start).Seconds(), e.Stage, e.Number, e.Of, e.Loss, e.HeldOut.F1(), e.HeldOut.RoleF1(), mark)
}

func (p *trainProgress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func givenFlags(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().Visit(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}
