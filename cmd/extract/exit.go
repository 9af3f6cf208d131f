package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"covenant/extract"
	"covenant/pipeline"
	"covenant/store"
)

// The program's exit codes.
const (
	exitGood        = 0
	exitFailed      = 1 // some documents failed, or the work ended early
	exitUse         = 2 // wrong use, or no readable input
	exitInterrupted = 130
)

var (
	// errUse marks errors that are the command line's fault.
	errUse = errors.New("wrong use")
	// errInterrupted means that a signal ended the work.
	errInterrupted = errors.New("interrupted: what is done is kept, the same command goes on")
	// errNothingWritten is errInterrupted for work that keeps no state.
	errNothingWritten error = nothingWritten{}
	// errTold means that what failed was already said.
	errTold = errors.New("documents failed")
)

// useError is an error with exit code 2.
type useError struct{ err error }

func (e useError) Error() string   { return e.err.Error() }
func (e useError) Unwrap() []error { return []error{e.err, errUse} }

type nothingWritten struct{}

func (nothingWritten) Error() string {
	return "interrupted: nothing was written, the same command begins anew"
}
func (nothingWritten) Unwrap() error { return errInterrupted }

func wrongUse(cmd *cobra.Command, err error) error {
	return useError{fmt.Errorf("%w\nTry: %s --help", err, cmd.CommandPath())}
}

// checked is cobra's argument check with this program's exit code.
func checked(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return wrongUse(cmd, err)
		}
		return nil
	}
}

func exitCode(err error) int {
	switch {
	case err == nil:
		return exitGood
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.Is(err, errUse),
		errors.Is(err, store.ErrNotDatabase), errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNewer),
		errors.Is(err, store.ErrOlder), errors.Is(err, store.ErrReadOnly), errors.Is(err, store.ErrStatement),
		errors.Is(err, store.ErrExport):
		return exitUse
	}
	return exitFailed
}

// withAdvice adds to an error of the whole command what to do about it.
func withAdvice(err error) string {
	for _, known := range []struct {
		err    error
		advice string
	}{
		{store.ErrNotDatabase, "Give another file with --db."},
		{store.ErrForeign, "Give another file with --db."},
		{store.ErrNewer, "Use that version, or another file with --db."},
		{store.ErrOlder, "Run `extract run` on it first."},
		{store.ErrBusy, "Wait until it ends, or give another file with --db."},
		{store.ErrReadOnly, "Queries can only read; a run needs a file and a folder that it can write to."},
		{store.ErrDamaged, "Delete the file, or restore a copy, and run again."},
	} {
		if errors.Is(err, known.err) {
			return err.Error() + "\n" + known.advice
		}
	}
	return err.Error()
}

// advise says what to do about a document that failed; empty where there is
// nothing to say beyond the error itself.
func advise(err error) string {
	var internal *pipeline.PanicError
	switch {
	case errors.As(err, &internal):
		return "a fault of this program: please report it, with the file if you may"
	case errors.Is(err, extract.ErrNoTextLayer):
		return "a scan or an empty file: run text recognition (OCR) on it first"
	case errors.Is(err, extract.ErrEncrypted):
		return "save a copy without a password"
	case errors.Is(err, extract.ErrDamaged):
		return "fetch the file again, or open it and save it anew"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read it: change its permissions"
	}
	return ""
}
