package extract

import (
	"sort"
	"unicode/utf8"
)

// A ByteSpan is a half-open range of bytes [Start, End) of a document's text.
type ByteSpan struct {
	Start, End int
}

// Len returns the span's length in bytes.
func (s ByteSpan) Len() int { return s.End - s.Start }

// Of returns the part of text that the span covers.
func (s ByteSpan) Of(text string) string { return text[s.Start:s.End] }

// Overlaps reports whether the two spans share at least one byte.
func (s ByteSpan) Overlaps(o ByteSpan) bool { return s.Start < o.End && o.Start < s.End }

// Contains reports whether o lies wholly inside s.
func (s ByteSpan) Contains(o ByteSpan) bool { return s.Start <= o.Start && o.End <= s.End }

// A RuneSpan is a half-open range [Start, End) counted in Unicode code points,
// as the database and the gold annotations count.
type RuneSpan struct {
	Start, End int
}

// runeStride is how many bytes lie between two remembered positions of a
// RuneIndex: a lookup scans at most this far.
const runeStride = 256

// A RuneIndex converts between byte and code point offsets of one text in
// constant time after one pass over it. It is safe for concurrent use.
type RuneIndex struct {
	text  string
	marks []int // marks[i]: code points that begin before byte i*runeStride
	runes int
	ascii bool
}

// NewRuneIndex builds the index of text.
func NewRuneIndex(text string) *RuneIndex {
	x := &RuneIndex{text: text, marks: make([]int, 0, len(text)/runeStride+1)}
	n := 0
	for i := 0; i < len(text); i++ {
		if i%runeStride == 0 {
			x.marks = append(x.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	x.runes = n
	x.ascii = n == len(text)
	return x
}

// Runes returns the number of code points in the text.
func (x *RuneIndex) Runes() int { return x.runes }

// Rune returns how many code points begin before byte offset b. Offsets out of
// range are clamped.
func (x *RuneIndex) Rune(b int) int {
	switch {
	case b <= 0:
		return 0
	case b >= len(x.text):
		return x.runes
	case x.ascii:
		return b
	}
	m := b / runeStride
	n := x.marks[m]
	for i := m * runeStride; i < b; i++ {
		if utf8.RuneStart(x.text[i]) {
			n++
		}
	}
	return n
}

// Byte returns the byte offset at which code point r begins; the text's length
// for r at or past the end.
func (x *RuneIndex) Byte(r int) int {
	switch {
	case r <= 0:
		return 0
	case r >= x.runes:
		return len(x.text)
	case x.ascii:
		return r
	}
	m := sort.Search(len(x.marks), func(i int) bool { return x.marks[i] > r }) - 1
	n := x.marks[m]
	for i := m * runeStride; i < len(x.text); i++ {
		if utf8.RuneStart(x.text[i]) {
			if n == r {
				return i
			}
			n++
		}
	}
	return len(x.text)
}

// RuneSpan converts a span of bytes.
func (x *RuneIndex) RuneSpan(s ByteSpan) RuneSpan {
	return RuneSpan{x.Rune(s.Start), x.Rune(s.End)}
}

// ByteSpan converts a span of code points.
func (x *RuneIndex) ByteSpan(s RuneSpan) ByteSpan {
	return ByteSpan{x.Byte(s.Start), x.Byte(s.End)}
}
