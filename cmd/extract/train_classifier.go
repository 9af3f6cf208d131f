package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/extract/score"
	"covenant/tagger/classify"
	"covenant/tagger/model"
	"covenant/tagger/train"
	"covenant/tagger/word2vec"
)

// classifierFlags are the flags that say what classifier is trained and where it
// starts from.
type classifierFlags struct {
	options      *classify.Options
	out          string // the file to write
	start        string
	vectors      string
	learnVectors bool
}

// add adds the flags; items are what is classified: "elements".
func (c *classifierFlags) add(f *pflag.FlagSet, items string) {
	o := c.options
	f.StringVar(&o.Name, "name", o.Name, "the classifier's name")
	f.StringVar(&o.Data, "data", o.Data, "what the classifier says that it was trained on")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all random choices")
	f.StringVar((*string)(&o.Pool), "pool", string(o.Pool), "what makes one vector of the sentence: max or attention")
	f.IntVar(&o.Attention, "attention", o.Attention, "hidden units of the attention")
	f.BoolVar(&o.Gate, "gate", o.Gate, "before that, scale the words' states by learned factors of their distance from what is classified")
	f.StringVar(&c.start, "start", "", "start from the features and embeddings of the tagging model in `FILE`; default is the one in this program")
	f.BoolVar(&o.TaggerLayers, "start-layers", o.TaggerLayers, "with --start: from its recurrent layers too")
	f.StringVar((*string)(&o.Cell), "cell", string(o.Cell), "recurrent cell: rnn, gru or lstm")
	f.IntVar(&o.Layers, "layers", o.Layers, "stacked recurrent layers")
	f.IntVar(&o.Hidden, "hidden", o.Hidden, "hidden units of each direction")
	f.StringSliceVar(&o.Features, "features", o.Features, "what is embedded of a token: word, prefix, suffix, shape, space, place, head, pos")
	f.IntVar(&o.WordDim, "word-dim", o.WordDim, "width of the word embeddings")
	f.StringVar(&c.vectors, "vectors", "", "start the word embeddings from word2vec vectors in `FILE`")
	f.BoolVar(&c.learnVectors, "learn-vectors", false, "start the word embeddings from word2vec vectors learned from the training texts")
	f.IntVar(&o.MinWord, "min-word", o.MinWord, "a word seen less often has no embedding of its own")
	f.IntVar(&o.Context, "context", o.Context, "tokens on either side of what is classified that are looked at, even beyond its sentence")
	f.IntVar(&o.Reach, "reach", o.Reach, "tokens on either side of what is classified beyond which its sentence is cut")
	f.Float64Var(&o.Dropout, "dropout", o.Dropout, "share of units dropped in training")
	f.Float64Var(&o.WordDrop, "word-dropout", o.WordDrop, "share of words hidden in training")
	f.IntVar(&o.Batch, "batch", o.Batch, items+" in a batch")
	f.Float64Var(&o.Rate, "rate", o.Rate, "learning rate of Adam")
	f.Float64Var(&o.Balance, "balance", o.Balance, "how far rare classes weigh more: 0 not at all, 1 as much as frequent ones together")
	f.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over what people marked at most")
	f.IntVar(&o.Patience, "patience", o.Patience, "stop after so many such passes without a better result")
	f.Float64Var(&o.Average, "average", o.Average, "decay of the moving average of weights in these passes")
	f.IntVar(&o.Workers, "workers", o.Workers, "processors to use (default: all, of which a training step uses two); does not change the result")
}

// apply completes the options by what the flags name.
func (c *classifierFlags) apply(cmd *cobra.Command) error {
	o := c.options
	if c.vectors != "" && c.learnVectors || c.start != "" && (c.vectors != "" || c.learnVectors) {
		return wrongUse(cmd, errors.New("--start, --vectors and --learn-vectors each say where to start from: give one"))
	}
	if c.vectors != "" {
		v, err := word2vec.Open(c.vectors)
		if err != nil {
			return useError{err}
		}
		if !cmd.Flags().Changed("word-dim") {
			o.WordDim = v.Dim
		}
		o.Vectors = v
	}
	if c.start == "" {
		if o.TaggerLayers {
			return wrongUse(cmd, errors.New("--start-layers goes with --start"))
		}
		return nil
	}
	given := []string{"features", "word-dim", "min-word"}
	if o.TaggerLayers {
		given = append(given, "cell", "layers", "hidden")
	}
	for _, name := range given {
		if cmd.Flags().Changed(name) {
			return wrongUse(cmd, fmt.Errorf("--%s is that of the model which --start names: leave it out", name))
		}
	}
	var err error
	if c.start == byDefault {
		o.Tagger, err = model.Default()
		return err
	}
	if o.Tagger, err = model.Open(c.start); err != nil {
		return useError{err}
	}
	return nil
}

// train learns word vectors from texts if the flags say so, trains on documents, and
// writes and judges the classifier.
func (c *classifierFlags) train(cmd *cobra.Command, texts []train.Document, docs []classify.Document) error {
	o := c.options
	if c.learnVectors {
		var err error
		if o.Vectors, err = train.LearnVectors(cmd.Context(), texts, o.WordDim, o.Seed, o.Workers); err != nil {
			return interrupted(cmd, err)
		}
	}
	p := classifierProgress{newTrainProgress(cmd.ErrOrStderr())}
	m, held, err := classify.Train(cmd.Context(), docs, *o, p)
	p.end()
	if errors.Is(err, classify.ErrNoData) || errors.Is(err, classify.ErrTask) || errors.Is(err, train.ErrVectors) {
		return useError{err}
	}
	if err != nil {
		return interrupted(cmd, err)
	}
	if err := m.Save(c.out); err != nil {
		return err
	}
	return printClassifier(cmd.OutOrStdout(), c.out, held)
}

// interrupted marks the error of a command that a signal stopped.
func interrupted(cmd *cobra.Command, err error) error {
	if cmd.Context().Err() != nil {
		return fmt.Errorf("%w (%w)", errNothingWritten, err)
	}
	return err
}

// printClassifier says how good the classifier in a file is.
func printClassifier(w io.Writer, path string, held score.ClassReport) error {
	if held.Elements == 0 {
		_, err := fmt.Fprintf(w, "%s written: the last weights, since nothing was held out to judge by\n", path)
		return err
	}
	if _, err := fmt.Fprintf(w, "%s written; on the documents held out:\n", path); err != nil {
		return err
	}
	held.Name = filepath.Base(path)
	return score.ClassReports{held}.WriteTable(w)
}

// A classifierProgress is a trainProgress that tells of passes of a classifier.
type classifierProgress struct{ *trainProgress }

func (p classifierProgress) Epoch(e classify.Epoch) {
	p.end()
	fmt.Fprintf(p.out, "%6.0f s  %s epoch %d of %d: loss %.3f", time.Since(p.start).Seconds(), e.Stage, e.Number, e.Of, e.Loss)
	if e.HeldOut.Elements > 0 {
		fmt.Fprintf(p.out, "; held out: accuracy %.4f, macro F1 %.4f", e.HeldOut.Accuracy, e.HeldOut.MacroF1)
		if e.Best {
			fmt.Fprint(p.out, ", best so far")
		}
	}
	fmt.Fprintln(p.out)
}
