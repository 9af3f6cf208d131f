package store

import (
	"fmt"
	"strings"
)

// singleStatement returns the one SQL statement of s, without what closes it.
// The drivers would run a second statement, or drop it silently, so what comes
// after the first semicolon may only be white space and comments. Where
// strings, names and comments end is as in https://www.sqlite.org/lang.html;
// one that does not end is left to SQLite to complain of.
func singleStatement(s string) (string, error) {
	if strings.Contains(s, "\x00") {
		return "", fmt.Errorf("%w: it contains a NUL", ErrStatement)
	}
	end, seen := -1, false // where the first semicolon stands; whether there is a word before it
	for i := 0; i < len(s); {
		n := lexeme(s[i:])
		switch {
		case isBlank(s[i : i+n]):
		case s[i] == ';':
			if end < 0 && seen {
				end = i
			}
		case end >= 0:
			return "", fmt.Errorf("%w: more than one, the second begins with %.20q", ErrStatement, s[i:])
		default:
			seen = true
		}
		i += n
	}
	switch {
	case !seen:
		return "", fmt.Errorf("%w: it is empty", ErrStatement)
	case end >= 0:
		return s[:end], nil
	}
	return s, nil
}

// lexeme returns the length of the string, quoted name or comment at the start
// of s, which is not empty, and 1 where there is none.
func lexeme(s string) int {
	upto := func(skip int, closing string) int {
		if i := strings.Index(s[skip:], closing); i >= 0 {
			return skip + i + len(closing)
		}
		return len(s)
	}
	switch {
	case s[0] == '\'', s[0] == '"', s[0] == '`':
		// A doubled quote inside reads as two strings side by side.
		return upto(1, s[:1])
	case s[0] == '[':
		return upto(1, "]")
	case strings.HasPrefix(s, "--"):
		return upto(2, "\n")
	case strings.HasPrefix(s, "/*"):
		return upto(2, "*/")
	}
	return 1
}

// isBlank reports whether a lexeme separates words only.
func isBlank(l string) bool {
	return strings.HasPrefix(l, "--") || strings.HasPrefix(l, "/*") || strings.Trim(l, " \t\n\f\r") == ""
}
