package token

import (
	"unicode"
	"unicode/utf8"
)

// A gap is what stands between two words.
type gap uint8

const (
	gapSpace gap = iota
	gapLine      // one line break
	gapBlank     // a blank line or a page break
)

// A word is a run of characters that are not white space, with what prose said
// of it.
type word struct {
	start, end int
	before     gap   // what stands before the word
	ends       bool  // prose ends a sentence after it
	cuts       []int // where prose parts it, in characters from its start
}

// splitWords returns the words of text[base:end].
func splitWords(text string, base, end int) []word {
	words := make([]word, 0, (end-base)/6+1)
	start := -1
	between := gapSpace
	if base == 0 {
		between = gapBlank
	}
	lines := 0
	for i := base; i < end; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:end])
		}
		switch {
		case !unicode.IsSpace(r):
			if start < 0 {
				start = i
			}
		default:
			if start >= 0 {
				words = append(words, word{start: start, end: i, before: between})
				start, between, lines = -1, gapSpace, 0
			}
			switch {
			case r == '\f' || r == '\u2029':
				between = gapBlank
			case r == '\n', r == '\v', r == '\u2028', r == '\u0085', r == '\r' && !(i+1 < end && text[i+1] == '\n'):
				if lines++; lines > 1 {
					between = gapBlank
				} else {
					between = max(between, gapLine)
				}
			}
		}
		i += size
	}
	if start >= 0 {
		words = append(words, word{start: start, end: end, before: between})
	}
	return words
}
