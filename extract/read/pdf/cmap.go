package pdf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxCMapEntries bounds what one CMap may map.
const maxCMapEntries = 1 << 18

// A cmap is what a CMap stream says: how many bytes a code has, which glyph
// (CID) it selects, and which text it stands for (ISO 32000-1, 9.7.5, 9.10.3).
type cmap struct {
	spaces []codeSpace
	cids   []cidRange
	text   map[uint32]string
	wide   bool // a code has two bytes where no code space says otherwise
	utf16  bool // codes are UTF-16, and so their own text
}

type codeSpace struct {
	low, high uint32
	bytes     int
}

type cidRange struct{ low, high, cid uint32 }

// predefinedCMap stands for a CMap that is known by its name alone.
func predefinedCMap(name string) *cmap {
	return &cmap{wide: true, utf16: strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16")}
}

// parseCMap reads a CMap. It never fails: what cannot be read is left out.
func parseCMap(src []byte) *cmap {
	m := &cmap{text: map[uint32]string{}, wide: true}
	l := &lexer{src: src}
	var args []token
	for {
		t := l.next()
		if t.kind == tokEOF {
			return m
		}
		if t.kind != tokKeyword {
			if len(args) < maxCMapEntries {
				args = append(args, t)
			}
			continue
		}
		switch string(t.s) {
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				if n := len(args[i].s); n >= 1 && n <= 4 && args[i].kind == tokString {
					m.spaces = append(m.spaces, codeSpace{codeOf(args[i].s), codeOf(args[i+1].s), n})
				}
			}
		case "endcidrange":
			for i := 0; i+2 < len(args); i += 3 {
				m.cids = append(m.cids, cidRange{codeOf(args[i].s), codeOf(args[i+1].s), uint32(args[i+2].num)})
			}
		case "endcidchar":
			for i := 0; i+1 < len(args); i += 2 {
				c := codeOf(args[i].s)
				m.cids = append(m.cids, cidRange{c, c, uint32(args[i+1].num)})
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				m.setText(codeOf(args[i].s), utf16Text(args[i+1].s, 0))
			}
		case "endbfrange":
			m.bfRanges(args)
		}
		args = args[:0]
		l.scratch = l.scratch[:0]
	}
}

func (m *cmap) bfRanges(args []token) {
	for i := 0; i+2 < len(args); {
		low, high := codeOf(args[i].s), codeOf(args[i+1].s)
		if args[i+2].kind == tokArrayOpen {
			i += 3
			for c := low; i < len(args) && args[i].kind != tokArrayClose; i++ {
				m.setText(c, utf16Text(args[i].s, 0))
				c++
			}
			i++
			continue
		}
		for c := low; c <= high && c-low <= 0xffff && len(m.text) < maxCMapEntries; c++ {
			m.setText(c, utf16Text(args[i+2].s, c-low))
		}
		i += 3
	}
}

func (m *cmap) setText(code uint32, s string) {
	if s != "" && len(m.text) < maxCMapEntries {
		m.text[code] = s
	}
}

func codeOf(s []byte) (n uint32) {
	for _, b := range s {
		n = n<<8 | uint32(b)
	}
	return n
}

// utf16Text decodes the target of a mapping, plus steps on its last unit.
func utf16Text(s []byte, plus uint32) string {
	if len(s) == 1 {
		return cleanText(string(rune(uint32(s[0]) + plus)))
	}
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	r := utf16.Decode(units)
	if len(r) == 0 {
		return ""
	}
	r[len(r)-1] += rune(plus)
	if last := r[len(r)-1]; last == utf8.RuneError || !utf8.ValidRune(last) {
		return ""
	}
	return cleanText(string(r))
}

// next cuts the next code off s.
func (m *cmap) next(s []byte) (code uint32, n int) {
	for _, sp := range m.spaces {
		if sp.bytes <= len(s) {
			if c := codeOf(s[:sp.bytes]); inSpace(c, sp) {
				return c, sp.bytes
			}
		}
	}
	n = 1
	if len(m.spaces) > 0 {
		n = m.spaces[0].bytes
	} else if m.wide {
		n = 2
	}
	n = min(n, len(s))
	return codeOf(s[:n]), n
}

// inSpace compares byte by byte: a code space is a box, not an interval.
func inSpace(c uint32, sp codeSpace) bool {
	for shift := 0; shift < 8*sp.bytes; shift += 8 {
		b := c >> shift & 0xff
		if b < sp.low>>shift&0xff || b > sp.high>>shift&0xff {
			return false
		}
	}
	return true
}

// cid gives the glyph that a code selects; without mappings a code is its own.
func (m *cmap) cid(code uint32) uint32 {
	for _, r := range m.cids {
		if code >= r.low && code <= r.high {
			return r.cid + code - r.low
		}
	}
	return code
}
