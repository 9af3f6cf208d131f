package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// What --color takes.
const (
	colourAuto   = "auto"
	colourAlways = "always"
	colourNever  = "never"
)

// wantsColour reports whether what is written to w is coloured. Without being told it
// is for terminals that can, unless NO_COLOR is set (https://no-color.org).
func wantsColour(w io.Writer, when string) (bool, error) {
	switch when {
	case colourAlways:
		return true, nil
	case colourNever:
		return false, nil
	case colourAuto:
		return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", nil
	}
	return false, fmt.Errorf("--color %q: must be %s, %s or %s", when, colourAlways, colourNever, colourAuto)
}

// isTerminal reports whether what is written to w is seen by a person.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
