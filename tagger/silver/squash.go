package silver

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
)

// squashed is a text with only its letters and digits, in lower case, and
// where each of them stood. Names are found in it whatever their case, their
// punctuation and the breaks inside them.
type squashed struct {
	source string
	text   string
	at     []int32 // at[i] is the offset in source of byte i of text
}

func squash(source string) *squashed {
	q := &squashed{source: source, at: make([]int32, 0, len(source))}
	var b strings.Builder
	b.Grow(len(source))
	for i, r := range source {
		if r < utf8.RuneSelf {
			switch {
			case 'A' <= r && r <= 'Z':
				r += 'a' - 'A'
			case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			default:
				continue
			}
			b.WriteByte(byte(r))
			q.at = append(q.at, int32(i))
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		n, _ := b.WriteRune(unicode.ToLower(r))
		for range n {
			q.at = append(q.at, int32(i))
		}
	}
	q.text = b.String()
	return q
}

// squashName gives a name the shape of a squashed text.
func squashName(s string) string { return squash(s).text }

// find calls f with each place where the letters of name stand as whole words.
// maxGap bounds what may stand between two of its letters, in bytes.
func (q *squashed) find(name string, maxGap int, f func(extract.ByteSpan)) {
	if name == "" {
		return
	}
	for from := 0; ; {
		i := strings.Index(q.text[from:], name)
		if i < 0 {
			return
		}
		i += from
		from = i + 1
		last := i + len(name) - 1
		start, end := int(q.at[i]), q.end(last)
		if i > 0 && q.touches(int(q.at[i-1]), start) || last+1 < len(q.at) && int(q.at[last+1]) == end {
			continue
		}
		ok := true
		for k := i; k < last && ok; k++ {
			if gap := int(q.at[k+1] - q.at[k]); gap > 4 {
				ok = gap <= maxGap && !strings.ContainsAny(q.source[q.at[k]:q.at[k+1]], ";:()\"“”")
			}
		}
		if ok {
			f(extract.ByteSpan{Start: start, End: end})
			from = last + 1
		}
	}
}

// end returns the offset in source of the end of the character of byte i of text.
func (q *squashed) end(i int) int {
	_, size := utf8.DecodeRuneInString(q.source[q.at[i]:])
	return int(q.at[i]) + size
}

// touches tells whether the character at offset a ends where b begins.
func (q *squashed) touches(a, b int) bool {
	_, size := utf8.DecodeRuneInString(q.source[a:])
	return a+size == b
}
