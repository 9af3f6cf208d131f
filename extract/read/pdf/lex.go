package pdf

import (
	"bytes"
	"math"
)

// tokenKind says what a token is.
type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokNumber
	tokName   // s holds it decoded, without the slash
	tokString // s holds its bytes decoded
	tokKeyword
	tokArrayOpen
	tokArrayClose
	tokDictOpen
	tokDictClose
)

// A token is one lexical token of PDF syntax. s may point into the source or
// into the lexer's scratch space: it is valid until the lexer is reset.
type token struct {
	kind       tokenKind
	num        float64
	s          []byte
	start, end int // where the token stands in the source
}

// A lexer cuts PDF syntax into tokens. The library's own lexer is not used for
// content streams: it allocates several times for each token, gives up at a
// bad escape, reads the pixels of inline images as operators, and never
// returns from a hexadecimal string that the stream's end cuts off. This one
// always goes forward and never fails.
type lexer struct {
	src     []byte
	pos     int
	scratch []byte
}

var byteClass = func() (t [256]uint8) {
	for _, c := range []byte("\x00\t\n\f\r ") {
		t[c] = 1
	}
	for _, c := range []byte("()<>[]{}/%") {
		t[c] = 2
	}
	return t
}()

func isSpace(c byte) bool   { return byteClass[c] == 1 }
func isRegular(c byte) bool { return byteClass[c] == 0 }

func (l *lexer) skipSpace() {
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if isSpace(c) {
			l.pos++
			continue
		}
		if c != '%' {
			return
		}
		for l.pos < len(l.src) && l.src[l.pos] != '\n' && l.src[l.pos] != '\r' {
			l.pos++
		}
	}
}

func (l *lexer) next() token {
	l.skipSpace()
	t := token{start: l.pos}
	if l.pos >= len(l.src) {
		t.end = l.pos
		return t
	}
	c := l.src[l.pos]
	switch c {
	case '[':
		l.pos++
		t.kind = tokArrayOpen
	case ']':
		l.pos++
		t.kind = tokArrayClose
	case '(':
		t.kind, t.s = tokString, l.literal()
	case '<':
		if l.pos+1 < len(l.src) && l.src[l.pos+1] == '<' {
			l.pos += 2
			t.kind = tokDictOpen
		} else {
			t.kind, t.s = tokString, l.hex()
		}
	case '>':
		l.pos++
		if l.pos < len(l.src) && l.src[l.pos] == '>' {
			l.pos++
			t.kind = tokDictClose
		} else {
			t.kind, t.s = tokKeyword, l.src[t.start:l.pos]
		}
	case ')', '{', '}':
		l.pos++
		t.kind, t.s = tokKeyword, l.src[t.start:l.pos]
	case '/':
		t.kind, t.s = tokName, l.name()
	default:
		for l.pos < len(l.src) && isRegular(l.src[l.pos]) {
			l.pos++
		}
		t.s = l.src[t.start:l.pos]
		if n, ok := number(t.s); ok {
			t.kind, t.num = tokNumber, n
		} else {
			t.kind = tokKeyword
		}
	}
	t.end = l.pos
	return t
}

// number reads an integer or real as PDF writes them. Like other readers it is
// lenient: "--5" is -5, and a sign in the middle ends the number ("0.1-2").
func number(s []byte) (float64, bool) {
	c := s[0]
	if c > '9' || c < '+' || c == ',' || c == '/' {
		return 0, false
	}
	i, neg := 0, false
	for i < len(s) && (s[i] == '+' || s[i] == '-') {
		neg = neg || s[i] == '-'
		i++
	}
	var n, scale float64
	digits := false
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits = true
			if scale == 0 {
				n = n*10 + float64(c-'0')
			} else {
				n += float64(c-'0') * scale
				scale /= 10
			}
		case c == '.' && scale == 0:
			scale = 0.1
			digits = true
		case c == '-' && digits:
			i = len(s)
		default:
			return 0, false
		}
	}
	if !digits || math.IsInf(n, 0) {
		return 0, digits
	}
	if neg {
		n = -n
	}
	return n, true
}

func (l *lexer) name() []byte {
	l.pos++
	start := l.pos
	for l.pos < len(l.src) && isRegular(l.src[l.pos]) {
		l.pos++
	}
	s := l.src[start:l.pos]
	if bytes.IndexByte(s, '#') < 0 {
		return s
	}
	mark := len(l.scratch)
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			l.scratch = append(l.scratch, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
			continue
		}
		l.scratch = append(l.scratch, s[i])
	}
	return l.scratch[mark:len(l.scratch):len(l.scratch)]
}

func (l *lexer) literal() []byte {
	l.pos++
	start := l.pos
	depth := 1
	// Most strings have neither escapes nor line ends: they need no copy.
	for i := start; i < len(l.src); i++ {
		switch l.src[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos = i + 1
				return l.src[start:i]
			}
		case '\\', '\r':
			return l.escaped(start)
		}
	}
	l.pos = len(l.src)
	return l.src[start:]
}

func (l *lexer) escaped(i int) []byte {
	mark, depth := len(l.scratch), 1
	out := l.scratch
loop:
	for ; i < len(l.src); i++ {
		c := l.src[i]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				i++
				break loop
			}
		case '\r':
			if i+1 < len(l.src) && l.src[i+1] == '\n' {
				i++
			}
			c = '\n'
		case '\\':
			i++
			if i >= len(l.src) {
				break loop
			}
			switch c = l.src[i]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\r':
				if i+1 < len(l.src) && l.src[i+1] == '\n' {
					i++
				}
				continue
			case '\n':
				continue
			case '0', '1', '2', '3', '4', '5', '6', '7':
				v := int(c - '0')
				for n := 0; n < 2 && i+1 < len(l.src) && l.src[i+1] >= '0' && l.src[i+1] <= '7'; n++ {
					i++
					v = v<<3 | int(l.src[i]-'0')
				}
				c = byte(v)
			}
		}
		out = append(out, c)
	}
	l.pos = i
	l.scratch = out
	return out[mark:len(out):len(out)]
}

func (l *lexer) hex() []byte {
	l.pos++
	mark, high := len(l.scratch), -1
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		l.pos++
		if c == '>' {
			break
		}
		d := unhex(c)
		if d < 0 {
			continue
		}
		if high < 0 {
			high = d
			continue
		}
		l.scratch = append(l.scratch, byte(high<<4|d))
		high = -1
	}
	if high >= 0 {
		l.scratch = append(l.scratch, byte(high<<4))
	}
	return l.scratch[mark:len(l.scratch):len(l.scratch)]
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// skipInlineImage moves past the data of an inline image; it is called after
// BI and leaves the lexer after EI.
func (l *lexer) skipInlineImage() {
	for {
		t := l.next()
		if t.kind == tokEOF || t.kind == tokKeyword && string(t.s) == "EI" {
			return
		}
		if t.kind == tokKeyword && string(t.s) == "ID" {
			break
		}
	}
	for l.pos < len(l.src) {
		i := bytes.Index(l.src[l.pos:], []byte("EI"))
		if i < 0 {
			l.pos = len(l.src)
			return
		}
		at := l.pos + i
		l.pos = at + 2
		if at > 0 && isSpace(l.src[at-1]) && (l.pos >= len(l.src) || isSpace(l.src[l.pos])) && l.looksLikeContent() {
			return
		}
	}
}

// looksLikeContent tells operators from pixels: pixels are rarely text.
func (l *lexer) looksLikeContent() bool {
	for _, c := range l.src[l.pos:min(l.pos+12, len(l.src))] {
		if c > 0x7e || c < 0x20 && !isSpace(c) {
			return false
		}
	}
	return true
}
