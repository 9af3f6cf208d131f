package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"covenant/pipeline"
	"covenant/tagger/classify"
)

// addRoles adds the flag of commands that find roles.
func (m *modelFlags) addRoles(f *pflag.FlagSet) {
	f.StringVar(&m.roles, "roles", byDefault, "find roles with the tagger and the classifier in `FILE` together, which train roles writes; default is the one in this program, none leaves them to the tagger")
}

// options returns the options of a run with the models that the flags name.
func (m modelFlags) options() (opts pipeline.Options, err error) {
	if opts.Tagger, err = m.open(); err != nil {
		return opts, err
	}
	if opts.Roles, err = roleModel(m.roles); err != nil {
		return opts, err
	}
	opts.Version = fullVersion()
	opts.Weights, err = m.resolver()
	return opts, err
}

// roleModel opens the classifier that a value of --roles names, nil for none.
func roleModel(name string) (pipeline.RoleModel, error) {
	if name == none {
		return nil, nil
	}
	m, err := openRoles(name)
	if err != nil {
		return nil, err // not a nil *classify.Model in an interface
	}
	return m, nil
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
