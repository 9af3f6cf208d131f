package token

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
)

// maxShadow is the longest word, in bytes, that prose sees whole.
const maxShadow = 64

// annotate asks prose where the words end a sentence and where they part.
//
// This is the one place that knows prose, and why it never sees the text itself:
//
//   - It gives tokens and sentences without offsets, turns curly quotes into
//     straight ones, and loses whole words ("'single" and "I'll'll" leave
//     nothing). So its answers are laid back on what it was given, in order,
//     and only places are taken from them, never text.
//   - It looks for "'s" in the lower-cased word and cuts the word itself there,
//     which panics where the two differ in length ("ȺȺȺ's", invalid UTF-8). So
//     it gets one ASCII byte per character.
//   - Its time grows with the square of the length of a run of white space (in
//     sentences) and of a word (in tokens). So words stand one space apart, and
//     of words over maxShadow bytes it sees only the last character.
//   - Each call decodes its sentence model anew (10 ms), which cannot be kept
//     between calls. So a whole chunk of text goes in at once.
//   - An apostrophe that is not within a word is a quotation mark to us.
func annotate(text string, words []word) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("prose: %v", r)
		}
	}()
	if len(words) == 0 {
		return nil
	}
	shadow, starts := newShadow(text, words)
	doc, err := prose.NewDocument(shadow, prose.WithTagging(false), prose.WithExtraction(false))
	if err != nil {
		return fmt.Errorf("prose: %w", err)
	}
	at, w := 0, 0
	for _, s := range doc.Sentences() {
		i := strings.Index(shadow[at:], s.Text)
		if s.Text == "" || i < 0 {
			continue
		}
		at += i + len(s.Text)
		for w+1 < len(words) && starts[w+1] < at {
			w++
		}
		words[w].ends = true
	}
	at, w = 0, 0
	for _, t := range doc.Tokens() {
		i := strings.Index(shadow[at:], t.Text)
		if t.Text == "" || i < 0 {
			continue
		}
		at += i
		for w+1 < len(words) && starts[w+1] <= at {
			w++
		}
		if cut := at - starts[w]; cut > 0 && words[w].end-words[w].start <= maxShadow {
			words[w].cuts = append(words[w].cuts, cut)
		}
		at += len(t.Text)
	}
	return nil
}

// newShadow returns the words as prose sees them and where each starts.
func newShadow(text string, words []word) (string, []int) {
	var b strings.Builder
	b.Grow(words[len(words)-1].end - words[0].start + 1)
	starts := make([]int, len(words))
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		starts[i] = b.Len()
		s := text[w.start:w.end]
		if len(s) > maxShadow {
			b.WriteByte('x')
			_, size := utf8.DecodeLastRuneInString(s)
			s = s[len(s)-size:]
		}
		var before rune = '"'
		for j, r := range s {
			if r < utf8.RuneSelf && r != '\'' && r != '&' {
				b.WriteByte(byte(r))
			} else {
				b.WriteByte(stand(r, before, s[j:]))
			}
			before = r
		}
	}
	return b.String(), starts
}

// stand returns the ASCII byte that stands for r, which follows before and is
// the first character of rest.
func stand(r, before rune, rest string) byte {
	switch r {
	case '\'', '‘', '’', '‛', '′', '`', '´':
		_, size := utf8.DecodeRuneInString(rest)
		after, _ := utf8.DecodeRuneInString(rest[size:])
		if unicode.IsLetter(before) && unicode.IsLetter(after) {
			return '\''
		}
		return '"'
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '…':
		return '.'
	case '&': // "&rsquo;" would be rewritten
		return '+'
	}
	switch {
	case unicode.IsUpper(r):
		return 'X'
	case unicode.IsLetter(r), unicode.IsMark(r):
		return 'x'
	case unicode.IsDigit(r):
		return '0'
	}
	return '*'
}
