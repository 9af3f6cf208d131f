package annotation

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkText reports the first line of a file that is not UTF-8.
func checkText(file, text string) error {
	if utf8.ValidString(text) {
		return nil
	}
	line := 1
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return &Error{Place{file, line}, fmt.Errorf("%w (save the file as UTF-8)", ErrEncoding)}
			}
		}
		if r == '\n' {
			line++
		}
	}
	return nil
}

// sameText compares a covered text with the one that an annotation repeats. How
// tools write line breaks and white space in the repeated text differs (a space,
// nothing, a backslash and an n), so both are left out.
func sameText(a, b string) bool { return bare(a) == bare(b) }

var spelledBreaks = strings.NewReplacer(`\n`, "", `\r`, "", `\t`, "")

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, spelledBreaks.Replace(s))
}

// A lineCounter tells the line of offsets that only grow.
type lineCounter struct {
	text      string
	off, line int
}

func newLineCounter(text string) *lineCounter { return &lineCounter{text: text, line: 1} }

// at returns the line, from 1, of a byte offset at or after the last one asked.
func (c *lineCounter) at(off int) int {
	if off > c.off {
		off = min(off, len(c.text))
		c.line += strings.Count(c.text[c.off:off], "\n")
		c.off = off
	}
	return c.line
}

// shorten cuts what goes into a message.
func shorten(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
