package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/extract/score"
	"covenant/pipeline"
	"covenant/tagger/classify"
	"covenant/tagger/model"
	"covenant/tagger/train"
	"covenant/tagger/word2vec"
)

// rolesFlags are the flags of a classifier of roles besides its options.
type rolesFlags struct {
	corpus       pipeline.Corpus
	out          string
	labels       []string
	start        string
	vectors      string
	learnVectors bool
}

func trainRolesCommand() *cobra.Command {
	var r rolesFlags
	o := classify.DefaultOptions()
	cmd := &cobra.Command{
		Use:   "roles",
		Short: "Train a classifier of roles on annotated contracts and write it to a file",
		Long: `train roles fits a network that is shown an element in its sentence and decides on
its role: what a date, a duration, an amount or a court is there for. It learns
first from the spans that patterns and the given answers find, then from the gold
spans, and keeps the weights that are best on a tenth of the documents, which it
does not train on. The same seed and data give the same classifier.

A run takes minutes, and one that is stopped begins anew. Judge the result with
extract eval --gold-spans --roles FILE.`,
		Example: `  extract train roles --texts ../shared/cuad/train/txt --gold ../shared/gold/train \
    --answers ../shared/cuad/train/answers.csv -o roles.model
  extract train roles --annotations project.json --pool attention -o own.model`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c := r.corpus
			switch {
			case r.out == "" || (c.Texts == "") != (c.Gold == "") || c.Texts == "" && c.Annotations == "":
				return wrongUse(cmd, errors.New("give the contracts with --texts and their annotations with --gold, or annotated documents with --annotations, and the file to write with -o"))
			case c.Answers != "" && c.Texts == "" || c.Format != "" && c.Annotations == "":
				return wrongUse(cmd, errors.New("--answers are about the contracts of --texts, and --format is that of --annotations: give these too"))
			}
			if err := r.apply(cmd, &o); err != nil {
				return err
			}
			if err := o.Validate(); err != nil {
				return wrongUse(cmd, err)
			}
			if err := writable(filepath.Dir(r.out)); err != nil {
				return useError{err}
			}
			c.WithoutSilver = o.SilverEpochs == 0
			docs, err := loadCorpus(cmd, c)
			if err != nil {
				return interrupted(cmd, err)
			}
			if r.learnVectors {
				if o.Vectors, err = train.LearnVectors(cmd.Context(), docs, o.WordDim, o.Seed, o.Workers); err != nil {
					return interrupted(cmd, err)
				}
			}
			o.Command = trainLine(cmd, "extract train roles")
			p := rolesProgress{newTrainProgress(cmd.ErrOrStderr())}
			m, held, err := classify.Train(cmd.Context(), pipeline.RoleDocuments(docs), o, p)
			p.end()
			if errors.Is(err, classify.ErrNoData) || errors.Is(err, classify.ErrTask) || errors.Is(err, train.ErrVectors) {
				return useError{err}
			}
			if err != nil {
				return interrupted(cmd, err)
			}
			if err := m.Save(r.out); err != nil {
				return err
			}
			return printClassifier(cmd.OutOrStdout(), r.out, held)
		},
	}
	f := cmd.Flags()
	corpusFlags(f, &r.corpus)
	f.StringVarP(&r.out, "out", "o", "", "write the classifier to `FILE`")
	r.add(f, &o)
	return cmd
}

func (r *rolesFlags) add(f *pflag.FlagSet, o *classify.Options) {
	f.StringVar(&o.Name, "name", o.Name, "the classifier's name")
	f.StringVar(&o.Data, "data", o.Data, "what the classifier says that it was trained on")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all random choices")
	f.StringSliceVar(&r.labels, "labels", nil, "decide on the roles of these labels only (default: all that have roles)")
	f.StringVar((*string)(&o.Pool), "pool", string(o.Pool), "what makes one vector of the sentence: max or attention")
	f.IntVar(&o.Attention, "attention", o.Attention, "hidden units of the attention")
	f.BoolVar(&o.Gate, "gate", o.Gate, "before that, scale the words' states by learned factors of their distance from the element")
	f.StringVar(&r.start, "start", "", "start from the features and embeddings of the tagging model in `FILE`; default is the one in this program")
	f.BoolVar(&o.TaggerLayers, "start-layers", o.TaggerLayers, "with --start: from its recurrent layers too")
	f.StringVar((*string)(&o.Cell), "cell", string(o.Cell), "recurrent cell: rnn, gru or lstm")
	f.IntVar(&o.Layers, "layers", o.Layers, "stacked recurrent layers")
	f.IntVar(&o.Hidden, "hidden", o.Hidden, "hidden units of each direction")
	f.StringSliceVar(&o.Features, "features", o.Features, "what is embedded of a token: word, prefix, suffix, shape, space, place, head, pos")
	f.IntVar(&o.WordDim, "word-dim", o.WordDim, "width of the word embeddings")
	f.StringVar(&r.vectors, "vectors", "", "start the word embeddings from word2vec vectors in `FILE`")
	f.BoolVar(&r.learnVectors, "learn-vectors", false, "start the word embeddings from word2vec vectors learned from the training texts")
	f.IntVar(&o.MinWord, "min-word", o.MinWord, "a word seen less often has no embedding of its own")
	f.IntVar(&o.Context, "context", o.Context, "tokens on either side of an element that are looked at, even beyond its sentence")
	f.IntVar(&o.Reach, "reach", o.Reach, "tokens on either side of an element beyond which its sentence is cut")
	f.Float64Var(&o.Dropout, "dropout", o.Dropout, "share of units dropped in training")
	f.Float64Var(&o.WordDrop, "word-dropout", o.WordDrop, "share of words hidden in training")
	f.IntVar(&o.Batch, "batch", o.Batch, "elements in a batch")
	f.Float64Var(&o.Rate, "rate", o.Rate, "learning rate of Adam")
	f.Float64Var(&o.Balance, "balance", o.Balance, "how far rare roles weigh more: 0 not at all, 1 as much as frequent ones together")
	f.IntVar(&o.SilverEpochs, "silver-epochs", o.SilverEpochs, "passes over the silver spans")
	f.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over the gold spans at most")
	f.IntVar(&o.Patience, "patience", o.Patience, "stop after so many gold passes without a better result")
	f.Float64Var(&o.Average, "average", o.Average, "decay of the moving average of weights in the gold passes")
	f.IntVar(&o.Workers, "workers", o.Workers, "processors to use (default: all, of which a training step uses two); does not change the result")
}

// apply completes the options by what the flags name.
func (r *rolesFlags) apply(cmd *cobra.Command, o *classify.Options) error {
	if len(r.labels) > 0 {
		all := classify.Roles()
		o.Tasks = nil
		for _, name := range r.labels {
			i := slices.IndexFunc(all, func(t classify.Task) bool { return t.Name == strings.ToUpper(name) })
			if i < 0 {
				return wrongUse(cmd, fmt.Errorf("label %q has no roles: DATE, DURATION, AMOUNT and COURT have", name))
			}
			o.Tasks = append(o.Tasks, all[i])
		}
	}
	if r.vectors != "" && r.learnVectors || r.start != "" && (r.vectors != "" || r.learnVectors) {
		return wrongUse(cmd, errors.New("--start, --vectors and --learn-vectors each say where to start from: give one"))
	}
	if r.vectors != "" {
		v, err := word2vec.Open(r.vectors)
		if err != nil {
			return useError{err}
		}
		if !cmd.Flags().Changed("word-dim") {
			o.WordDim = v.Dim
		}
		o.Vectors = v
	}
	if r.start == "" {
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
	if r.start == "default" {
		o.Tagger, err = model.Default()
		return err
	}
	if o.Tagger, err = model.Open(r.start); err != nil {
		return useError{err}
	}
	return nil
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

// A rolesProgress is a trainProgress that tells of passes over roles.
type rolesProgress struct{ *trainProgress }

func (p rolesProgress) Epoch(e classify.Epoch) {
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
