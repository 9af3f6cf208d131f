package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
)

// maxRunes is the longest token, in characters: a bound for junk without spaces.
const maxRunes = 128

// stops holds the abbreviations whose full stop belongs to their token,
// lower-case. Each is one that carries its stop also where it ends a name; the
// stop of every other word is a token of its own, so that an element can end
// before it.
var stops = map[string]bool{
	"inc": true, "lnc": true, "ltd": true, "corp": true, "co": true, "bros": true, "seq": true,
	"mr": true, "mrs": true, "ms": true, "dr": true, "jr": true, "sr": true, "st": true, "vs": true,
}

// A class is a kind of character to the scanner.
type class uint8

const (
	other  class = iota // a token each
	letter              // runs are a token
	digit               // runs are a token, with , and . inside numbers
	rule                // runs of one and the same character are a token: ___ --- ...
	quote               // single quotation marks and apostrophes
)

func classOf(r rune) class {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		return letter
	case '0' <= r && r <= '9':
		return digit
	}
	switch r {
	case '_', '-', '.', '*', '=', '~', '#', '•', '·', '…', '–', '—', '─':
		return rule
	case '\'', '’', '‘':
		return quote
	}
	switch {
	case r < utf8.RuneSelf, r == utf8.RuneError:
		return other
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.Is(unicode.Cf, r):
		return letter
	case unicode.IsDigit(r):
		return digit
	}
	return other
}

// scan appends the tokens of word w to tokens.
func scan(text string, w word, tokens []extract.Token) []extract.Token {
	s := scanner{text: text[w.start:w.end], cuts: w.cuts}
	for s.at < len(s.text) {
		start := s.at
		s.next()
		tokens = append(tokens, extract.Token{Start: w.start + start, End: w.start + s.at})
	}
	return tokens
}

// A scanner goes through one word.
type scanner struct {
	text string
	at   int // byte
	char int // character at at
	cuts []int
}

// peek returns the character at byte i of the word and its length, 0 at the end.
func (s *scanner) peek(i int) (rune, int) {
	if i >= len(s.text) {
		return 0, 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[i:])
}

func (s *scanner) classAt(i int) class {
	r, size := s.peek(i)
	if size == 0 {
		return other
	}
	return classOf(r)
}

func (s *scanner) step() rune {
	r, size := s.peek(s.at)
	s.at += size
	s.char++
	return r
}

// cut reports whether prose parts the word before the current character.
func (s *scanner) cut() bool {
	for len(s.cuts) > 0 && s.cuts[0] < s.char {
		s.cuts = s.cuts[1:]
	}
	return len(s.cuts) > 0 && s.cuts[0] == s.char
}

// next moves past one token.
func (s *scanner) next() {
	start := s.at
	first, _ := s.peek(s.at)
	switch classOf(first) {
	case letter:
		s.letters(start)
	case digit:
		s.number(start)
	case rule:
		for n := 0; n < maxRunes; n++ {
			if r, size := s.peek(s.at); size == 0 || r != first {
				break
			}
			s.step()
		}
	case quote:
		// "'s" and "'ll" are one token, a quotation mark before a word is not:
		// only a word's inside can be an apostrophe's place.
		before := start > 0 && s.classBefore(start) == letter
		s.step()
		if before {
			s.run(letter)
		}
	default:
		s.step()
	}
}

func (s *scanner) classBefore(i int) class {
	r, _ := utf8.DecodeLastRuneInString(s.text[:i])
	return classOf(r)
}

// run moves past characters of class c and returns how many there were.
func (s *scanner) run(c class) int {
	n := 0
	for n < maxRunes && s.at < len(s.text) && s.classAt(s.at) == c && !(n > 0 && s.cut()) {
		s.step()
		n++
	}
	return n
}

// letters moves past a word: "Agreement", "O'Brien", "U.S.C.", "Inc.", "A1".
func (s *scanner) letters(start int) {
	n := s.run(letter)
	if n == maxRunes || s.at < len(s.text) && s.cut() && s.classAt(s.at) != rule {
		return
	}
	switch r, _ := s.peek(s.at); {
	case r == '.':
		if n <= 2 && s.initials() {
			return
		}
		// A stop that is one of many (leader dots) is not the abbreviation's.
		if !strings.HasPrefix(s.text[s.at:], "...") && stops[strings.ToLower(s.text[start:s.at])] {
			s.step()
		}
	case classOf(r) == quote && n <= 2 && s.letterFollows():
		s.step()
		s.run(letter)
	case n <= 2 && classOf(r) == digit:
		end, digits := s.at, 0
		for s.classAt(end) == digit {
			_, size := s.peek(end)
			end += size
			digits++
		}
		if digits <= 2 && s.classAt(end) != letter {
			s.run(digit)
		}
	}
}

func (s *scanner) letterFollows() bool {
	_, size := s.peek(s.at)
	return s.classAt(s.at+size) == letter
}

// initials moves past the rest of an abbreviation such as "U.S.C." or "S.p.A."
// of which the first letters are read, and reports whether it is one.
func (s *scanner) initials() bool {
	at, char := s.at, s.char
	parts := 1
	for parts < 8 {
		if r, _ := s.peek(s.at); r != '.' {
			break
		}
		stop, stopChar := s.at, s.char
		s.step()
		if s.classAt(s.at) != letter {
			if parts == 1 {
				break
			}
			return true // the stop at the end belongs to it
		}
		s.step()
		if s.classAt(s.at) == letter { // more than one letter: a new word
			s.at, s.char = stop, stopChar
			break
		}
		parts++
	}
	if parts > 1 {
		return true
	}
	s.at, s.char = at, char
	return false
}

// number moves past a number: "12.5", "1,500,000", "2.1.3", "8th", "409A".
func (s *scanner) number(start int) {
	plain := true
	n := s.run(digit)
	for n < maxRunes {
		r, size := s.peek(s.at)
		if size == 0 || s.classAt(s.at+size) != digit {
			break
		}
		if r != '.' && !(r == ',' && s.thousands(s.at+size)) {
			break
		}
		plain = false
		s.step()
		n += 1 + s.run(digit)
	}
	if !plain || s.classAt(s.at) != letter {
		return
	}
	end, letters := s.at, 0
	for s.classAt(end) == letter && letters < 3 {
		_, size := s.peek(end)
		end += size
		letters++
	}
	dot, size := s.peek(end)
	switch {
	case letters > 2, s.classAt(end) == digit, dot == '.' && s.classAt(end+size) == letter:
	default:
		s.run(letter)
	}
}

// thousands reports whether exactly three digits stand at byte i.
func (s *scanner) thousands(i int) bool {
	n := 0
	for n < 4 && s.classAt(i) == digit {
		_, size := s.peek(i)
		i += size
		n++
	}
	return n == 3
}
