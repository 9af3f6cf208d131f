package lm

import (
	"strings"
	"unicode"
)

// longestRun is how many times the same character is taken in a row: the length of
// dot leaders and of lines to sign on says nothing of a text.
const longestRun = 3

// Spell returns a text as the characters that models of characters read: small letters,
// all digits as 0, white space of any length as one blank, none at the ends, and of
// longer runs of the same character the first three.
func Spell(text string) []string {
	var b strings.Builder
	b.Grow(len(text))
	runes, run := 0, 0
	var last rune
	blank := false
	for _, r := range text {
		if unicode.IsSpace(r) {
			blank = true
			continue
		}
		if blank && runes > 0 {
			b.WriteByte(' ')
			runes, run, last = runes+1, 0, ' '
		}
		blank = false
		if unicode.IsDigit(r) {
			r = '0'
		} else {
			r = unicode.ToLower(r)
		}
		if r != last {
			run, last = 0, r
		}
		if run++; run <= longestRun {
			b.WriteRune(r)
			runes++
		}
	}
	s := b.String()
	out := make([]string, 0, runes)
	for from, to := 0, 0; from < len(s); from = to {
		for to = from + 1; to < len(s) && s[to]&0xC0 == 0x80; to++ {
		}
		out = append(out, s[from:to])
	}
	return out
}
