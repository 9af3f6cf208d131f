package main

import (
	"errors"

	"github.com/spf13/pflag"

	"covenant/tagger"
)

// modelFlags say which model is used and how.
type modelFlags struct{ path, precision string }

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
