package annotation

import (
	"errors"
	"fmt"
)

// Reasons for which annotations cannot be read or written. Callers ask with
// errors.Is.
var (
	// ErrFormat means that the format is unknown, cannot be told, or does not
	// go with the given path.
	ErrFormat = errors.New("annotation format")
	// ErrSyntax means that the content breaks the rules of its format.
	ErrSyntax = errors.New("malformed annotations")
	// ErrEncoding means that the content is not UTF-8.
	ErrEncoding = errors.New("not valid UTF-8")
	// ErrSpan means that a span does not lie inside its text, or has no label.
	ErrSpan = errors.New("impossible span")
	// ErrMismatch means that the offsets point at another text than the one that
	// the annotation repeats.
	ErrMismatch = errors.New("the offsets do not fit the text")
	// ErrEmpty means that there are no annotated documents.
	ErrEmpty = errors.New("no annotated documents")
	// ErrLabel means that the format cannot hold a label.
	ErrLabel = errors.New("the format cannot hold the label")
)

// A Place is a line of a file.
type Place struct {
	File string // as it was given, or below the folder that was given
	Line int    // from 1; 0 for the file as a whole
}

func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// An Error says what is wrong at which place.
type Error struct {
	Place
	Err error
}

func (e *Error) Error() string { return e.Place.String() + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// A Note says what was left out or read in another way than it is written.
type Note struct {
	Place
	Text string
}

func (n Note) String() string { return n.Place.String() + ": " + n.Text }
