package read

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"covenant/extract"
)

// readText reads plain text. Its text is the decoded file unchanged but for a
// byte order mark; NUL and each invalid byte become U+FFFD. A form feed ends
// its page.
func readText(data []byte) (string, []extract.Page, error) {
	text, err := decodeText(data)
	if err != nil {
		return "", nil, err
	}
	starts := []int{0}
	for i := 0; i < len(text)-1; i++ {
		if text[i] == '\f' {
			starts = append(starts, i+1)
		}
	}
	return text, pagesAt(starts, len(text)), nil
}

// pagesAt returns the pages that begin at starts in a text of length n.
func pagesAt(starts []int, n int) []extract.Page {
	pages := make([]extract.Page, len(starts))
	for i, s := range starts {
		end := n
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		pages[i] = extract.Page{Number: i + 1, Span: extract.ByteSpan{Start: s, End: end}, Status: extract.PageOK}
	}
	return pages
}

// decodeText decodes text of unknown encoding: by its byte order mark; UTF-16
// by where its NULs stand; UTF-8 where it is valid, or nearly; else
// Windows-1252. The error is extract.ErrUnsupported, for binary data.
func decodeText(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return "", fmt.Errorf("%w: UTF-32", extract.ErrUnsupported)
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return binaryRefused(decodeUTF8(data[3:]))
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return binaryRefused(decodeUTF16(data[2:], binary.LittleEndian))
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return binaryRefused(decodeUTF16(data[2:], binary.BigEndian))
	}
	switch guessUTF16(data) {
	case "le":
		return binaryRefused(decodeUTF16(data, binary.LittleEndian))
	case "be":
		return binaryRefused(decodeUTF16(data, binary.BigEndian))
	}
	if !plausibleText(data) {
		return "", fmt.Errorf("%w: binary data", extract.ErrUnsupported)
	}
	return decodeBytes(data), nil
}

// decodeBytes decodes UTF-8 or else Windows-1252. Text with invalid bytes is
// UTF-8 where more characters of it are valid sequences than are not: in
// Windows-1252 these hardly come about by chance.
func decodeBytes(data []byte) string {
	valid, invalid := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			invalid++
		} else {
			valid++
		}
		i += size
	}
	if invalid == 0 || valid > invalid {
		return decodeUTF8(data)
	}
	return decodeWindows1252(data)
}

func decodeUTF8(data []byte) string { return clean(string(data)) }

func decodeUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(data)/2+1)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	if len(data)%2 == 1 {
		units = append(units, 0xFFFD)
	}
	return clean(string(utf16.Decode(units)))
}

func decodeWindows1252(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/16)
	for _, c := range data {
		switch {
		case c == 0:
			b.WriteRune(utf8.RuneError)
		case c < utf8.RuneSelf:
			b.WriteByte(c)
		default:
			b.WriteRune(charmap.Windows1252.DecodeByte(c)) // U+FFFD where undefined
		}
	}
	return b.String()
}

func hasUTF16Mark(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")) ||
		bytes.HasPrefix(data, []byte("\xfe\xff"))
}

// sampleBytes is how much of a file is looked at to tell what it is.
const sampleBytes = 1 << 16

// guessUTF16 returns "le" or "be" where data looks like UTF-16 of mostly Latin
// letters: every other byte is NUL, and hardly any of the rest.
func guessUTF16(data []byte) string {
	s := data[:min(len(data), sampleBytes)&^1]
	pairs := len(s) / 2
	if pairs < 4 || len(data)%2 == 1 {
		return ""
	}
	var zeros [2]int
	for i, c := range s {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case zeros[1]*10 > pairs*7 && zeros[0]*50 < pairs:
		return "le"
	case zeros[0]*10 > pairs*7 && zeros[1]*50 < pairs:
		return "be"
	}
	return ""
}

// plausibleText reports whether data has few enough control characters to be
// text: random bytes have one in ten, text may have a stray one.
func plausibleText(data []byte) bool {
	n := 0
	sample := data[:min(len(data), sampleBytes)]
	for _, c := range sample {
		if isControl(rune(c)) {
			n++
		}
	}
	return n <= 2+len(sample)/50
}

// isControl reports whether r is an ASCII control character that text has no
// use for.
func isControl(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\f', '\v', 0x1a, 0x1b: // 1a ends text files of DOS
		return false
	}
	return r < ' ' || r == 0x7f
}

// binaryRefused returns text unless it is decoded binary data: too much of it
// is control characters, undecodable or of no public meaning.
func binaryRefused(text string) (string, error) {
	runes, bad := 0, 0
	for _, r := range text {
		if runes++; runes > sampleBytes {
			break
		}
		if r == utf8.RuneError || isControl(r) || unicode.Is(unicode.Co, r) {
			bad++
		}
	}
	if bad > 2+runes/20 {
		return "", fmt.Errorf("%w: binary data", extract.ErrUnsupported)
	}
	return text, nil
}
