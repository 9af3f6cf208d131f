package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/pipeline"
	"covenant/tagger/train"
)

func trainCommand() *cobra.Command {
	var corpus pipeline.Corpus
	var out string
	var restart bool
	o := train.DefaultOptions()
	net := networkFlags{options: &o}
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Train a model on annotated contracts and write it to a file",
		Long: `train fits a new model from scratch: first to silver labels, which patterns and
the given answers make for whole contracts, then to the gold annotations. It
keeps the weights that are best on a tenth of the documents, which it does not
train on. The same seed and data give the same model. Use the result with
--model.

Annotations of other tools are given with --annotations (CoNLL columns, brat,
Label Studio, doccano), instead of or besides --texts and --gold; they may have
labels of their own.

A run that is stopped keeps its state beside the model's file, and the same
command goes on with it.`,
		Example: `  extract train --texts ../shared/cuad/train/txt --gold ../shared/gold/train \
    --answers ../shared/cuad/train/answers.csv -o my.model
  extract train --cell gru --layers 1 --annotations project.json -o own.model`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" || (corpus.Texts == "") != (corpus.Gold == "") || corpus.Texts == "" && corpus.Annotations == "" {
				return wrongUse(cmd, errors.New("give the contracts with --texts and their annotations with --gold, or annotated documents with --annotations, and the file to write with -o"))
			}
			if corpus.Answers != "" && corpus.Texts == "" || corpus.Format != "" && corpus.Annotations == "" {
				return wrongUse(cmd, errors.New("--answers are about the contracts of --texts, and --format is that of --annotations: give these too"))
			}
			if err := net.apply(cmd); err != nil {
				return wrongUse(cmd, err)
			}
			if err := writable(filepath.Dir(out)); err != nil {
				return useError{err}
			}
			if !cmd.Flags().Changed("name") {
				o.Name = net.name()
			}
			docs, err := loadCorpus(cmd, corpus)
			if err != nil {
				return err
			}
			o.Command = trainLine(cmd, "extract train")
			o.Checkpoint = out + ".checkpoint"
			if restart {
				if err := startOver(o.Checkpoint); err != nil {
					return err
				}
			}
			p := newTrainProgress(cmd.ErrOrStderr())
			m, score, err := train.Run(cmd.Context(), docs, o, p)
			p.end()
			switch {
			case errors.Is(err, train.ErrOtherRun), errors.Is(err, train.ErrCheckpoint):
				return useError{fmt.Errorf("%w; --restart begins anew", err)}
			case errors.Is(err, train.ErrNoData), errors.Is(err, train.ErrVectors), errors.Is(err, train.ErrLanguage):
				return useError{err}
			case err != nil && cmd.Context().Err() != nil:
				return fmt.Errorf("%w (%w)", errInterrupted, err)
			case err != nil:
				return err
			}
			if err := m.Save(out); err != nil {
				return err
			}
			if err := os.Remove(o.Checkpoint); err != nil {
				return fmt.Errorf("removing the run's state: %w", err)
			}
			return printTrained(cmd.OutOrStdout(), out, score)
		},
	}
	cmd.AddCommand(trainRolesCommand(), trainClausesCommand())
	f := cmd.Flags()
	corpusFlags(f, &corpus)
	f.StringVarP(&out, "out", "o", "", "write the model to `FILE`")
	f.BoolVar(&restart, "restart", false, "begin anew, even where a stopped run could go on")
	f.StringVar(&o.Name, "name", "", "the model's name (default: made of cell, direction and output)")
	f.StringVar(&o.Data, "data", o.Data, "what the model says that it was trained on")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all random choices")
	net.add(f)
	scheduleFlags(f, &o)
	f.IntVar(&o.Workers, "workers", o.Workers, "processors to use (default: all, of which a training step uses two); does not change the result")
	return cmd
}

// startOver removes the state of a stopped run, if there is one.
func startOver(checkpoint string) error {
	if err := os.Remove(checkpoint); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("starting over: %w", err)
	}
	return nil
}

// writable reports whether files can be made in a folder, before the work and not
// after it.
func writable(folder string) error {
	f, err := os.CreateTemp(folder, ".covenant-*")
	if err != nil {
		return fmt.Errorf("the folder to write to: %w", err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// printTrained says how good the model in a file is.
func printTrained(w io.Writer, path string, s train.Score) error {
	if s.Gold == 0 {
		_, err := fmt.Fprintf(w, "%s written: the last weights, since nothing was held out to judge by\n", path)
		return err
	}
	_, err := fmt.Fprintf(w, "%s written: span F1 %.4f, with roles %.4f, on %d gold spans of the documents held out\n",
		path, s.F1(), s.RoleF1(), s.Gold)
	return err
}

// loadCorpus reads the training data and tells what was left out.
func loadCorpus(cmd *cobra.Command, c pipeline.Corpus) ([]train.Document, error) {
	docs, notes, err := c.Load(cmd.Context())
	if err != nil {
		return nil, useError{err}
	}
	for _, n := range notes {
		fmt.Fprintln(cmd.ErrOrStderr(), "note:", n)
	}
	return docs, nil
}

func corpusFlags(f *pflag.FlagSet, c *pipeline.Corpus) {
	f.StringVar(&c.Texts, "texts", "", "contracts to train on in `FOLDER`")
	f.StringVar(&c.Gold, "gold", "", "gold annotations (*.csv) in `FOLDER`")
	f.StringVar(&c.Answers, "answers", "", "answers about the contracts in `FILE`, to place silver labels with")
	f.StringVar(&c.Annotations, "annotations", "", "annotated documents in `PATH`")
	f.StringVar((*string)(&c.Format), "format", "", "format of the annotations (conll, brat, labelstudio, doccano or gold; default: guessed)")
}

func scheduleFlags(f *pflag.FlagSet, o *train.Options) {
	f.IntVar(&o.Batch, "batch", o.Batch, "sequences in a batch")
	f.Float64Var(&o.Rate, "rate", o.Rate, "learning rate of Adam")
	f.IntVar(&o.SilverEpochs, "silver-epochs", o.SilverEpochs, "passes over the silver labels")
	f.Float64Var(&o.SilverShare, "silver-share", o.SilverShare, "share of the silver windows that a pass visits")
	f.IntVar(&o.GoldEpochs, "gold-epochs", o.GoldEpochs, "passes over the gold passages at most")
	f.IntVar(&o.Patience, "patience", o.Patience, "stop after so many gold passes without a better result")
	f.Float64Var(&o.Average, "average", o.Average, "decay of the moving average of weights in the gold passes")
}

// trainLine is the command line that trains the same model again.
func trainLine(cmd *cobra.Command, verb string) string { return commandLine(verb, cmd, nil) }

// commandLine is a command line that gives the same again: the flags that were given,
// but for the file written, and the paths.
func commandLine(verb string, cmd *cobra.Command, paths []string) string {
	line := []string{verb}
	for _, name := range givenFlags(cmd) {
		if name != "out" && name != "workers" && name != "restart" {
			line = append(line, given(cmd.Flag(name)))
		}
	}
	for _, p := range paths {
		line = append(line, quoted(p))
	}
	return strings.Join(line, " ")
}

// given is a flag as a shell reads it.
func given(f *pflag.Flag) string {
	value := f.Value.String()
	if list, ok := f.Value.(pflag.SliceValue); ok {
		value = strings.Join(list.GetSlice(), ",")
	}
	if f.Value.Type() == "bool" {
		if value == "true" {
			return "--" + f.Name
		}
		return "--" + f.Name + "=" + value
	}
	return "--" + f.Name + " " + quoted(value)
}

// quoted is a word as a shell reads it.
func quoted(value string) string {
	if value == "" || strings.ContainsFunc(value, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("'\"$`\\;&|<>()*?[]{}~#!", r)
	}) {
		return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
	}
	return value
}

func givenFlags(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().Visit(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}
