// Package feature turns the tokens of a document into the ids that the network
// embeds. A token can have these fields: its word (lower case, digits as 0), its
// prefix, its suffix and its shape, looked up in vocabularies that are learned
// from the training documents; the white space around it; its place in the
// document; whether its words also stand, capitalised, at the document's head,
// where contracts introduce their parties and their title; and its part of
// speech. A model says which it uses. For encoders of characters [Chars] gives
// those of a token.
//
// The same text always gives the same ids (but see [Pos]); ids are below the
// field's size.
package feature

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
)

// The fields, in the order of the ids.
const (
	Word = iota
	Prefix
	Suffix
	Shape
	Space
	Place
	Head
	// Pos is the part of speech as prose's tagger sees it. It sums its scores in
	// random order: between two tags of the very same score it may choose either,
	// which happens about once in 100,000 tokens of contracts.
	Pos
	Fields // how many there are
)

// Names returns the fields' names, in order.
func Names() [Fields]string {
	return [Fields]string{"word", "prefix", "suffix", "shape", "space", "place", "head", "pos"}
}

// Default returns the names of the fields that models use if nothing is said.
func Default() []string {
	names := Names()
	return names[:Pos]
}

// maxChars bounds the characters of a token that an encoder sees; of longer
// tokens it sees the first and the last ones.
const maxChars = 24

// Chars returns the ids of a token's characters, a byte each: ASCII characters
// stand for themselves, the others for their class (letters in upper or lower
// case, digits, spaces, punctuation, the rest).
func Chars(tok string) string {
	b := make([]byte, 0, maxChars)
	for _, r := range tok {
		b = append(b, char(r))
	}
	if len(b) > maxChars {
		b = append(b[:maxChars/2], b[len(b)-maxChars/2:]...)
	}
	return string(b)
}

func char(r rune) byte {
	const classes = 128
	switch {
	case r > 0 && r < classes:
		return byte(r)
	case unicode.IsUpper(r):
		return classes
	case unicode.IsLetter(r):
		return classes + 1
	case unicode.IsDigit(r):
		return classes + 2
	case unicode.IsSpace(r):
		return classes + 3
	case unicode.IsPunct(r), unicode.IsSymbol(r):
		return classes + 4
	}
	return classes + 5
}

// affix is the length of prefixes and suffixes in code points, as in the
// features of spaCy's embedding layers.
const affix = 3

// Normal returns the form of a token in which words are counted and embedded.
func Normal(tok string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return unicode.ToLower(r)
	}, tok)
}

func prefix(tok string) string {
	for i, n := 0, 0; i < len(tok); n++ {
		if n == affix {
			return tok[:i]
		}
		_, size := utf8.DecodeRuneInString(tok[i:])
		i += size
	}
	return tok
}

func suffix(tok string) string {
	i := len(tok)
	for n := 0; n < affix && i > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(tok[:i])
		i -= size
	}
	return tok[i:]
}

// shape maps upper case to X, lower case to x, digits to d, keeps the rest, and
// cuts runs at four.
func shape(tok string) string {
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range tok {
		switch {
		case unicode.IsUpper(r):
			r = 'X'
		case unicode.IsLetter(r):
			r = 'x'
		case unicode.IsDigit(r):
			r = 'd'
		}
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run <= 4 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// spaceSize is the number of ids of the Space field.
const spaceSize = 15

// space encodes the gaps before and after a token.
func space(before, after string) int32 {
	a := min(gap(after), 3)
	if a == 2 {
		a = 1
	}
	if a == 3 {
		a = 2
	}
	return int32(gap(before)*3 + a)
}

// gap classes white space: none, one blank, more blanks, a line end, an empty
// line.
func gap(s string) int {
	switch n := strings.Count(s, "\n"); {
	case n >= 2:
		return 4
	case n == 1:
		return 3
	}
	return min(utf8.RuneCountInString(s), 2)
}

// placeBounds are the token counts at which the Place field steps up; the last
// tail tokens, where signatures stand, have an id of their own.
var placeBounds = [...]int{60, 150, 400, 1000}

const (
	placeSize = len(placeBounds) + 2
	tail      = 500
	headSize  = 4
	headSpan  = 300 // tokens of the document's head
)

func place(i, n int) int32 {
	for b, bound := range placeBounds {
		if i < bound {
			return int32(b)
		}
	}
	if i >= n-tail {
		return int32(len(placeBounds) + 1)
	}
	return int32(len(placeBounds))
}

// A names set holds capitalised words and pairs of words of the head.
type names map[string]bool

func capital(tok string) bool {
	r, _ := utf8.DecodeRuneInString(tok)
	return unicode.IsUpper(r)
}

// headNames collects the capitalised words of the first tokens and the pairs of
// them that stand together (punctuation between them aside).
func headNames(text string, tokens []extract.Token) names {
	set := names{}
	prev := ""
	for _, t := range tokens[:min(len(tokens), headSpan)] {
		tok := t.Of(text)
		switch {
		case capital(tok):
			w := strings.ToLower(tok)
			set[w] = true
			if prev != "" {
				set[prev+" "+w] = true
			}
			prev = w
		case len(tok) > 1:
			prev = ""
		}
	}
	return set
}

// head fills ids with 0 for tokens that are not capitalised, 1 for words that
// the head lacks, 2 for words and 3 for pairs of words of the head.
func (set names) head(text string, tokens []extract.Token, ids []int32) {
	last, prev := -1, ""
	for i, t := range tokens {
		tok := t.Of(text)
		switch {
		case capital(tok):
			w := strings.ToLower(tok)
			ids[i] = 1
			if set[w] {
				ids[i] = 2
			}
			if last >= 0 && set[prev+" "+w] {
				ids[last], ids[i] = 3, 3
			}
			last, prev = i, w
		case len(tok) > 1:
			last = -1
		}
	}
}
