package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"covenant/extract/resolve"
	"covenant/pipeline"
	"covenant/tagger"
	"covenant/tagger/clause"
)

// Names, instead of a file's, of what is in this program and of nothing.
const (
	byDefault = "default"
	none      = "none"
)

// modelFlags say which model is used and how.
type modelFlags struct{ path, precision, weights, roles, clauses string }

// addClauses adds the flag of commands that find clauses.
func (m *modelFlags) addClauses(f *pflag.FlagSet) {
	f.StringVar(&m.clauses, "clauses", byDefault, "find clauses and the kind of contracts with the classifier in `FILE`, which train clauses writes; default is the one in this program, none finds none")
}

// finder opens the classifier of clauses, nil for none.
func (m modelFlags) finder() (pipeline.ClauseFinder, error) {
	switch m.clauses {
	case none, "":
		return nil, nil
	case byDefault:
		return clause.Default()
	}
	f, err := clause.Open(m.clauses)
	if err != nil {
		return nil, useError{fmt.Errorf("%w; extract train clauses writes such files", err)}
	}
	return f, nil
}

// addWeights adds the flag of commands that make contract records.
func (m *modelFlags) addWeights(f *pflag.FlagSet) {
	f.StringVar(&m.weights, "weights", "", "resolve contract records with the weights in `FILE`, which fit writes (default: those in this program)")
}

// resolver reads the weights, nil if none are named.
func (m modelFlags) resolver() (resolve.Weights, error) {
	if m.weights == "" {
		return nil, nil
	}
	f, err := os.Open(m.weights)
	if err != nil {
		return nil, useError{fmt.Errorf("opening weights: %w", err)}
	}
	defer f.Close()
	w, err := resolve.ReadWeights(f)
	if err != nil {
		return nil, useError{fmt.Errorf("%s: %w", m.weights, err)}
	}
	return w, nil
}

func (m *modelFlags) add(f *pflag.FlagSet) {
	f.StringVar(&m.path, "model", "", "use the model in `FILE` (default: the one in this program)")
	f.StringVar(&m.precision, "precision", string(tagger.Auto), "multiply in fp32 or int8; auto takes int8 where model and processor are fit for it")
}

// open opens the model, the one in this program if none is named.
func (m modelFlags) open() (*tagger.Tagger, error) {
	p := tagger.Precision(m.precision)
	if m.path == "" {
		t, err := tagger.Default(p)
		if errors.Is(err, tagger.ErrPrecision) {
			return nil, useError{err}
		}
		return t, err
	}
	t, err := tagger.Open(m.path, p)
	if err != nil {
		return nil, useError{err}
	}
	return t, nil
}
