package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"covenant/extract/resolve"
	"covenant/pipeline"
	"covenant/tagger"
	"covenant/tagger/classify"
	"covenant/tagger/clause"
	"covenant/tagger/legibility"
)

// Names, instead of a file's, of what is in this program and of nothing.
const (
	byDefault = "default"
	none      = "none"
)

// modelFlags say which models are used and how. A command adds the flags that it has;
// what it has no flag for is not used.
type modelFlags struct {
	path, precision, weights string
	// Networks beside the tagger, each by a file or one of the names above; nil where
	// the command has no such flag.
	roles, pages, clauses *string
}

func (m *modelFlags) add(f *pflag.FlagSet) {
	f.StringVar(&m.path, "model", "", "use the model in `FILE` (default: the one in this program)")
	f.StringVar(&m.precision, "precision", string(tagger.Auto), "multiply in fp32 or int8; auto takes int8 where model and processor are fit for it")
}

// addWeights adds the flag of commands that make contract records.
func (m *modelFlags) addWeights(f *pflag.FlagSet) {
	f.StringVar(&m.weights, "weights", "", "resolve contract records with the weights in `FILE`, which fit writes (default: those in this program)")
}

// addRoles adds the flag of commands that find roles.
func (m *modelFlags) addRoles(f *pflag.FlagSet) {
	m.roles = f.String("roles", byDefault, "find roles with the tagger and the classifier in `FILE` together, which train roles writes; default is the one in this program, none leaves them to the tagger")
}

// addPages adds the flag of commands that find garbled pages.
func (m *modelFlags) addPages(f *pflag.FlagSet) {
	m.pages = f.String("lm", byDefault, "find garbled pages with the language model in `FILE`, which pretrain --characters writes; default is the one in this program, none finds none")
}

// addClauses adds the flag of commands that find clauses.
func (m *modelFlags) addClauses(f *pflag.FlagSet) {
	m.clauses = f.String("clauses", byDefault, "find clauses and the kind of contracts with the classifier in `FILE`, which train clauses writes; default is the one in this program, none finds none")
}

// options returns the options of a run with all that the flags name.
func (m modelFlags) options() (opts pipeline.Options, err error) {
	if opts.Tagger, err = m.open(); err != nil {
		return opts, err
	}
	// An interface gets no nil pointer.
	roles, err := openNamed(m.roles, openRoles)
	if err != nil {
		return opts, err
	}
	if roles != nil {
		opts.Roles = roles
	}
	clauses, err := openNamed(m.clauses, openClauses)
	if err != nil {
		return opts, err
	}
	if clauses != nil {
		opts.Clauses = clauses
	}
	if opts.Judge, err = openNamed(m.pages, openJudge); err != nil {
		return opts, err
	}
	opts.Version = fullVersion()
	opts.Weights, err = m.resolver()
	return opts, err
}

// open opens the tagger, the one in this program if none is named.
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

// openNamed opens what a flag names, nil for none and without the flag.
func openNamed[T any](name *string, open func(name string) (*T, error)) (*T, error) {
	if name == nil || *name == none {
		return nil, nil
	}
	if *name == "" { // as an unset variable of a shell leaves it
		return nil, useError{fmt.Errorf("a network's name is empty: give its file, %s, or %s", byDefault, none)}
	}
	return open(*name)
}

// openRoles opens the classifier of roles in a file, or the one in this program.
func openRoles(name string) (*classify.Model, error) {
	if name == byDefault {
		return classify.DefaultRoles()
	}
	m, err := classify.Open(name)
	if err == nil {
		if err = m.CheckRoles(); err != nil {
			err = fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
	}
	if err != nil {
		return nil, useError{fmt.Errorf("%w; extract train roles writes such files, %s is the one in this program", err, byDefault)}
	}
	return m, nil
}

// openClauses opens the classifier of clauses in a file, or the one in this program.
func openClauses(name string) (*clause.Finder, error) {
	if name == byDefault {
		return clause.Default()
	}
	f, err := clause.Open(name)
	if err != nil {
		return nil, useError{fmt.Errorf("%w; extract train clauses writes such files, %s is the one in this program", err, byDefault)}
	}
	return f, nil
}

// openJudge opens the judge of pages in a file, or the one in this program.
func openJudge(name string) (*legibility.Judge, error) {
	if name == byDefault {
		return legibility.Default()
	}
	j, err := legibility.Open(name)
	switch {
	case errors.Is(err, legibility.ErrWords):
		return nil, useError{fmt.Errorf("%w: garbled pages are told by one of characters, which extract pretrain --characters writes", err)}
	case errors.Is(err, legibility.ErrNoLimit):
		return nil, useError{fmt.Errorf("%w: train it on more documents, or leave out --lm", err)}
	case err != nil:
		return nil, useError{err}
	}
	return j, nil
}
