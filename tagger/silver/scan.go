package silver

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"covenant/extract"
)

// Go's regular expressions are slow on long texts, so each pattern runs only
// in windows around words without which it cannot match.

// windows returns the merged stretches of text that reach from before bytes in
// front of each anchor to after bytes behind it, widened to white space.
// Anchors are lower case and match in any case.
func (d *document) windows(before, after int, anchors ...string) []extract.ByteSpan {
	var at []extract.ByteSpan
	for _, a := range anchors {
		for from := 0; ; {
			i := strings.Index(d.lower[from:], a)
			if i < 0 {
				break
			}
			i += from
			at = append(at, extract.ByteSpan{Start: i, End: i + len(a)})
			from = i + len(a)
		}
	}
	return d.widen(at, before, after)
}

func (d *document) widen(at []extract.ByteSpan, before, after int) []extract.ByteSpan {
	slices.SortFunc(at, func(a, b extract.ByteSpan) int { return cmp.Compare(a.Start, b.Start) })
	var out []extract.ByteSpan
	for _, s := range at {
		s.Start = max(s.Start-before, 0)
		for s.Start > 0 && !isSpace(d.text[s.Start-1]) {
			s.Start--
		}
		s.End = min(s.End+after, len(d.text))
		for s.End < len(d.text) && !isSpace(d.text[s.End]) {
			s.End++
		}
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].Start = min(out[n-1].Start, s.Start)
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// within calls f with the capture offsets of every match inside the windows.
func (d *document) within(windows []extract.ByteSpan, re *regexp.Regexp, f func(m []int)) {
	for _, w := range windows {
		for _, m := range re.FindAllStringSubmatchIndex(w.Of(d.text), -1) {
			for i := range m {
				if m[i] >= 0 {
					m[i] += w.Start
				}
			}
			f(m)
		}
	}
}

// lowerASCII folds the ASCII letters, so that offsets stay true.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// dateWindows surround what a date may contain: the name of a month, "day
// of", or figures on both sides of a slash, hyphen or point.
func (d *document) dateWindows() []extract.ByteSpan {
	var at []extract.ByteSpan
	for i := 1; i+3 < len(d.text); i++ {
		switch c := d.text[i]; {
		case c == '/' || c == '-' || c == '.':
			if isDigit(d.text[i-1]) && isDigit(d.text[i+1]) {
				at = append(at, extract.ByteSpan{Start: i, End: i + 1})
			}
		case strings.IndexByte("JFMASOND", c) >= 0:
			// In "JFMASOND" order: the first letters of the months.
			if months[d.lower[i:i+3]] {
				at = append(at, extract.ByteSpan{Start: i, End: i + 3})
			}
		case c == 'd' && strings.HasPrefix(d.text[i:], "day"):
			at = append(at, extract.ByteSpan{Start: i, End: i + 3})
		}
	}
	if len(d.text) > 3 && months[d.lower[:3]] {
		at = append(at, extract.ByteSpan{Start: 0, End: 3})
	}
	return d.widen(at, 30, 40)
}

// months are the first three letters of each month; read only.
var months = map[string]bool{
	"jan": true, "feb": true, "mar": true, "apr": true, "may": true, "jun": true,
	"jul": true, "aug": true, "sep": true, "oct": true, "nov": true, "dec": true,
}
