package store

import (
	"context"
	"errors"
	"fmt"
)

// What can be wrong with a database file. The errors of this package wrap them;
// callers ask with errors.Is.
var (
	// ErrNotDatabase means that the file is not an SQLite database.
	ErrNotDatabase = errors.New("not a database")
	// ErrForeign means that the file is a database of another program.
	ErrForeign = errors.New("a database of another program")
	// ErrNewer means that a newer version of this program made the database.
	ErrNewer = errors.New("made by a newer version of this program")
	// ErrOlder means that the database lacks tables that this version needs.
	ErrOlder = errors.New("made by an older version of this program, or not finished")
	// ErrReadOnly means that the file cannot be written, or that a statement
	// would write where only reading is allowed.
	ErrReadOnly = errors.New("read-only")
	// ErrBusy means that another run, or another program, is writing.
	ErrBusy = errors.New("another run is writing to it")
	// ErrDamaged means that the database's structure is broken.
	ErrDamaged = errors.New("damaged database")
	// ErrRecord means that a record contradicts its own document, as by a span
	// outside its text; nothing of it was written.
	ErrRecord = errors.New("record does not fit its document")
	// ErrStatement means that an SQL text is not exactly one statement.
	ErrStatement = errors.New("not one SQL statement")
)

// Primary result codes of SQLite, https://www.sqlite.org/rescode.html.
const (
	codeBusy     = 5
	codeLocked   = 6
	codeReadOnly = 8
	codeCorrupt  = 11
	codeCantOpen = 14
	codeAuth     = 23
	codeNotADB   = 26
)

// explain wraps an error of the driver in what was tried and, where SQLite's
// result code tells it, in the sentinel that callers ask for.
func explain(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	doing := fmt.Sprintf(format, args...)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	var kind error
	switch resultCode(err) & 0xff {
	case codeBusy, codeLocked:
		kind = ErrBusy
	case codeReadOnly, codeAuth:
		kind = ErrReadOnly
	case codeCorrupt:
		kind = ErrDamaged
	case codeNotADB:
		kind = ErrNotDatabase
	}
	if kind == nil || errors.Is(err, kind) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w (%w)", doing, kind, err)
}
