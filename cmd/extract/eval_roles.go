package main

import (
	"errors"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"covenant/extract/score"
	"covenant/pipeline"
	"covenant/tagger/classify"
)

// evalRoles judges the roles of gold spans: those that the tagger's tags give, and
// those of the classifiers in files, alone and together with the tags.
func evalRoles(cmd *cobra.Command, gold, texts string, model modelFlags, files []string, asJSON bool) error {
	if gold == "" || texts == "" {
		return wrongUse(cmd, errors.New("--gold-spans needs the annotations with --gold and their contracts with --texts"))
	}
	files = slices.DeleteFunc(files, func(f string) bool { return f == none })
	var classifiers []*classify.Model
	for _, f := range files {
		m, err := openRoles(f)
		if err != nil {
			return err
		}
		classifiers = append(classifiers, m)
	}
	t, err := model.open()
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	bench, err := pipeline.LoadBenchmark(ctx, texts, gold)
	if err != nil {
		return useError{err}
	}
	judged := []named{{"tags", t}}
	all := pipeline.Together{t}
	for i, m := range classifiers {
		all = append(all, m)
		name := filepath.Base(files[i])
		judged = append(judged, named{name, m}, named{"tags and " + name, pipeline.Together{t, m}})
	}
	if len(classifiers) > 1 {
		judged = append(judged, named{"all together", all})
	}
	var reports score.ClassReports
	for _, j := range judged {
		r, err := bench.Roles(ctx, j.finder, j.name)
		if err != nil {
			return err
		}
		reports = append(reports, r)
	}
	return printScore(cmd, reports, nil, asJSON)
}

// A named finder is one that is judged.
type named struct {
	name   string
	finder pipeline.RoleFinder
}
