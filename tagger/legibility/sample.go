package legibility

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/tagger/lm"
)

const (
	// stretchBytes is the length of a stretch in the text.
	stretchBytes = 144
	// pageStretches are taken of each pageBytes of a page, up to mostStretches.
	pageStretches = 4
	pageBytes     = 4000
	mostStretches = 24
	// warmUp is how many characters of a stretch are read without being judged: the
	// model has to see where in a text it is.
	warmUp = 12
	// fewest is how many characters, blanks not counted, a sample must have to be
	// judged.
	fewest = 80
	// nameWeight is how much of the bits of words that begin with a capital letter is
	// counted: lists of names and towns are sound, and new to every model.
	nameWeight = 0.5
)

// A stretch is a run of characters as the language model reads them, with the share of
// each one's bits that is counted.
type stretch struct {
	symbols []string
	weights []float64
}

// sample returns stretches of a text, evenly spread; none where they say too little:
// there are too few characters, or more than half of the letters are not Latin.
func sample(text string) []stretch {
	var out []stretch
	var count census
	for _, at := range places(len(text)) {
		var s stretch
		part := text[runeStart(text, at):runeStart(text, min(at+stretchBytes, len(text)))]
		for _, word := range strings.Fields(part) {
			s.add(word)
			count.add(word)
		}
		count.characters += len(s.symbols) - s.blanks()
		if len(s.symbols) > warmUp {
			out = append(out, s)
		}
	}
	if count.characters < fewest || 2*count.foreign > count.letters {
		return nil
	}
	return out
}

// places returns where the stretches of a text of n bytes start.
func places(n int) []int {
	if n == 0 {
		return nil
	}
	k := min(pageStretches*(1+(n-1)/pageBytes), mostStretches, 1+(n-1)/stretchBytes)
	out := make([]int, k) // the first at the start, the last ends with the text
	for i := 1; i < k; i++ {
		out[i] = i * (n - stretchBytes) / (k - 1)
	}
	return out
}

// add appends a word, after a blank.
func (s *stretch) add(word string) {
	if len(s.symbols) > 0 {
		s.symbols, s.weights = append(s.symbols, " "), append(s.weights, 1)
	}
	weight := 1.0
	if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) {
		weight = nameWeight
	}
	spelled := lm.Spell(word)
	s.symbols = append(s.symbols, spelled...)
	for range spelled {
		s.weights = append(s.weights, weight)
	}
}

func (s *stretch) blanks() int {
	n := 0
	for _, c := range s.symbols {
		if c == " " {
			n++
		}
	}
	return n
}

// A census counts what tells whether a sample can be judged.
type census struct{ characters, letters, foreign int }

// add counts the letters of a word and those that are not Latin.
func (c *census) add(word string) {
	for _, r := range word {
		switch {
		case 'a' <= r|0x20 && r|0x20 <= 'z':
			c.letters++
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			c.letters++
			if !unicode.Is(unicode.Latin, r) {
				c.foreign++
			}
		}
	}
}

// runeStart returns the start of the code point that byte i is part of.
func runeStart(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
