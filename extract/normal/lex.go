package normal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind says what a token is made of.
type kind uint8

const (
	word   kind = iota // letters
	number             // digits, with separators between them
	mark               // one other character
)

// A tok is a piece of an element's text.
type tok struct {
	kind  kind
	text  string // folded and in lower case
	raw   string // folded only
	space bool   // white space stands before it
}

func (t tok) is(s string) bool { return t.text == s }

func (t tok) in(ss ...string) bool {
	for _, s := range ss {
		if t.text == s {
			return true
		}
	}
	return false
}

// lex cuts a text into tokens. A character of glue is part of a number where
// it stands between two digits ("1,500.00" with glue ",.").
func lex(text, glue string) []tok {
	s := fold(text)
	out := make([]tok, 0, len(s)/4+1)
	space := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			space = true
			i += n
			continue
		}
		t := tok{kind: mark, space: space}
		j := i + n
		switch {
		case isDigit(r):
			t.kind = number
			for j < len(s) && (digitAt(s, j) || strings.IndexByte(glue, s[j]) >= 0 && digitAt(s, j+1)) {
				j++
			}
		case isLetter(r):
			t.kind = word
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				if !isLetter(r) {
					break
				}
				j += n
			}
		}
		t.raw = s[i:j]
		t.text = strings.ToLower(t.raw)
		out = append(out, t)
		i, space = j, false
	}
	return out
}

func digitAt(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

// fold maps the forms that typesetting gives to characters (full width,
// superscripts, ligatures, dashes, curly quotes) to plain ones and drops
// characters that readers do not see. Case is kept. A fraction in one
// character becomes digits after a space: "1½" is "1 1/2".
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case strings.ContainsRune("½¼¾⅓⅔⅛⅜⅝⅞", r):
			b.WriteByte(' ')
			b.WriteString(norm.NFKC.String(string(r)))
		case !invisible(r):
			b.WriteRune(r)
		}
	}
	return strings.Map(plain, norm.NFKC.String(b.String()))
}

func plain(r rune) rune {
	switch {
	case r == '\u2044': // the stroke of a fraction
		return '/'
	case unicode.Is(unicode.Pd, r), r == '−', r == '‒':
		return '-'
	case strings.ContainsRune("‘’‛′`´", r):
		return '\''
	case strings.ContainsRune("“”„‟″", r):
		return '"'
	}
	return r
}

// invisible reports characters that readers do not see: soft hyphens, zero
// width spaces, marks of direction and byte order.
func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) }

// clean joins white space to single blanks and drops invisible characters.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
