package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/pipeline"
	"covenant/tagger/classify"
)

// rolesFlags are the flags of a classifier of roles besides its options.
type rolesFlags struct {
	classifierFlags
	corpus pipeline.Corpus
	labels []string
}

func trainRolesCommand() *cobra.Command {
	o := classify.DefaultOptions()
	r := rolesFlags{classifierFlags: classifierFlags{options: &o}}
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
			if err := r.apply(cmd); err != nil {
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
			o.Command = trainLine(cmd, "extract train roles")
			return r.train(cmd, docs, pipeline.RoleDocuments(docs))
		},
	}
	f := cmd.Flags()
	corpusFlags(f, &r.corpus)
	f.StringVarP(&r.out, "out", "o", "", "write the classifier to `FILE`")
	r.add(f)
	return cmd
}

func (r *rolesFlags) add(f *pflag.FlagSet) {
	f.StringSliceVar(&r.labels, "labels", nil, "decide on the roles of these labels only (default: all that have roles)")
	f.IntVar(&r.options.SilverEpochs, "silver-epochs", r.options.SilverEpochs, "passes over the silver spans")
	r.classifierFlags.add(f, "elements")
}

// apply completes the options by what the flags name.
func (r *rolesFlags) apply(cmd *cobra.Command) error {
	if len(r.labels) > 0 {
		all := classify.Roles()
		r.options.Tasks = nil
		for _, name := range r.labels {
			i := slices.IndexFunc(all, func(t classify.Task) bool { return t.Name == strings.ToUpper(name) })
			if i < 0 {
				return wrongUse(cmd, fmt.Errorf("label %q has no roles: DATE, DURATION, AMOUNT and COURT have", name))
			}
			r.options.Tasks = append(r.options.Tasks, all[i])
		}
	}
	return r.classifierFlags.apply(cmd)
}
