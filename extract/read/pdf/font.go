package pdf

import (
	"math"
	"strings"

	lib "github.com/ledongthuc/pdf"
)

// maxDifferences is the most entries of an encoding's Differences that are
// read; 256 codes need at most twice as many.
const maxDifferences = 1024

// A font turns the bytes of a shown string into glyphs.
type font struct {
	simple    [256]glyphInfo
	height    float64 // of a type 3 font's letters at size 1, else 1
	composite bool
	cmap      *cmap
	text      map[uint32]string // composite: by code
	widths    map[uint32]float64
	width     float64 // composite: of glyphs not in widths
	known     map[uint32]glyphInfo
}

// A glyphInfo is what one code shows. Width is in text space for a font of
// size 1. Text is empty where nobody can say what the glyph means.
type glyphInfo struct {
	text  string
	width float64
}

func (f *file) loadFont(v lib.Value) *font {
	if f.key(v, "Subtype").Name() == "Type0" {
		return f.loadComposite(v)
	}
	return f.loadSimple(v)
}

func (f *file) toUnicode(v lib.Value) map[uint32]string {
	if s := f.key(v, "ToUnicode"); s.Kind() == lib.Stream {
		body, _ := f.stream(s)
		return parseCMap(body).text
	}
	return nil
}

func (f *file) loadSimple(v lib.Value) *font {
	ft := &font{height: 1}
	base := f.key(v, "BaseFont").Name()
	if i := strings.IndexByte(base, '+'); i == 6 {
		base = base[7:]
	}
	names := f.encodingTable(v, base)
	text := f.toUnicode(v)
	scale := 0.001
	if f.key(v, "Subtype").Name() == "Type3" {
		if m := f.numbers(f.key(v, "FontMatrix")); len(m) == 6 && m[0] != 0 {
			scale = m[0]
			if box := f.numbers(f.key(v, "FontBBox")); len(box) == 4 {
				if h := math.Abs((box[3] - box[1]) * m[3]); h > 0.01 && h < 1000 {
					ft.height = h
				}
			}
		}
	}
	first := int(f.key(v, "FirstChar").Int64())
	widths := f.numbers(f.key(v, "Widths"))
	missing := f.key(f.key(v, "FontDescriptor"), "MissingWidth").Float64()
	std := standardWidths(base)
	for c := range 256 {
		g := &ft.simple[c]
		g.text = names[c]
		if t, ok := text[uint32(c)]; ok && (t != "\uFFFD" || g.text == "") {
			g.text = t
		}
		if g.text == "" && (c == '\t' || c == '\n' || c == '\r') {
			g.text = " " // left in strings by careless programs
		}
		switch {
		case c >= first && c-first < len(widths):
			g.width = widths[c-first] * scale
		case len(widths) > 0:
			g.width = missing * scale
		default:
			g.width = std(g.text) * 0.001
		}
	}
	return ft
}

// encodingTable gives the text of each code by the font's Encoding.
func (f *file) encodingTable(v lib.Value, base string) (table [256]string) {
	enc := f.key(v, "Encoding")
	name := enc.Name()
	if name == "" {
		name = f.key(enc, "BaseEncoding").Name()
	}
	decode := standard
	lower := strings.ToLower(base)
	switch {
	case strings.HasPrefix(lower, "symbol"):
		decode = symbol
	case strings.Contains(lower, "dingbats"):
		decode = dingbats
	case strings.Contains(lower, "wingdings"):
		decode = wingdings
	case name == "WinAnsiEncoding":
		decode = winAnsi
	case name == "MacRomanEncoding":
		decode = macRoman
	case name == "" && f.key(v, "Subtype").Name() == "TrueType":
		decode = winAnsi
	}
	for c := range 256 {
		if r := decode(byte(c)); r != 0 {
			table[c] = cleanText(string(r))
		}
	}
	diffs := f.key(enc, "Differences")
	if diffs.Len() == 0 {
		return table
	}
	code := 0
	listed := f.listedNames(v)
	for i := range min(diffs.Len(), maxDifferences) {
		switch d := f.index(diffs, i); d.Kind() {
		case lib.Integer:
			code = int(d.Int64())
		case lib.Name:
			if code >= 0 && code < 256 {
				table[code] = cleanText(glyphText(d.Name(), func(string) rune { return listed(code) }))
			}
			code++
		}
	}
	return table
}

// listedNames asks the library, which has the Adobe Glyph List but shows it
// only as a font's decoder, what a code's name stands for. For a name that it
// does not know it answers with the code itself.
func (f *file) listedNames(v lib.Value) func(code int) rune {
	ft := lib.Font{V: v}
	if f.key(f.key(v, "Encoding"), "Differences").Len() > maxDifferences {
		return func(int) rune { return 0 } // each look-up reads all of them
	}
	return func(code int) (r rune) {
		defer func() {
			if recover() != nil {
				r = 0
			}
		}()
		for _, r := range ft.Encoder().Decode(string([]byte{byte(code)})) {
			if int(r) != code || code > 0xa0 {
				return r
			}
		}
		return 0
	}
}

// standardWidths gives the widths of a font that carries none: those of the
// standard font that its name is closest to.
func standardWidths(base string) func(text string) float64 {
	n := strings.ToLower(base)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(n, w) {
				return true
			}
		}
		return false
	}
	bold, italic := has("bold", "black", "heavy"), has("italic", "oblique")
	table := &helveticaWidths
	switch {
	case has("courier", "mono", "consolas"):
		return func(string) float64 { return 600 }
	case has("times", "roman", "serif", "garamond", "georgia", "book") && !has("sans"):
		switch {
		case bold && italic:
			table = &timesBoldItalicWidths
		case bold:
			table = &timesBoldWidths
		case italic:
			table = &timesItalicWidths
		default:
			table = &timesWidths
		}
	case bold:
		table = &helveticaBoldWidths
	}
	byText := map[string]float64{}
	for i, w := range table {
		byText[string(winAnsi(byte(i+32)))] = float64(w)
	}
	return func(text string) float64 {
		if w, ok := byText[text]; ok {
			return w
		}
		return 500
	}
}

func (f *file) loadComposite(v lib.Value) *font {
	ft := &font{composite: true, height: 1, width: 1, widths: map[uint32]float64{}, known: map[uint32]glyphInfo{}}
	ft.text = f.toUnicode(v)
	switch enc := f.key(v, "Encoding"); enc.Kind() {
	case lib.Stream:
		body, _ := f.stream(enc)
		ft.cmap = parseCMap(body)
	default:
		ft.cmap = predefinedCMap(enc.Name())
	}
	d := f.index(f.key(v, "DescendantFonts"), 0)
	if dw := f.key(d, "DW"); !dw.IsNull() {
		ft.width = dw.Float64() * 0.001
	}
	w := f.key(d, "W")
	for i := 0; i+1 < w.Len() && len(ft.widths) < maxCMapEntries; {
		cid := uint32(f.index(w, i).Int64())
		if list := f.index(w, i+1); list.Kind() == lib.Array {
			for j, x := range f.numbers(list) {
				ft.widths[cid+uint32(j)] = x * 0.001
			}
			i += 2
			continue
		}
		last, x := uint32(f.index(w, i+1).Int64()), f.index(w, i+2).Float64()
		for c := cid; c <= last && c-cid < 1<<16; c++ {
			ft.widths[c] = x * 0.001
		}
		i += 3
	}
	return ft
}

// glyph cuts the first code off s.
func (ft *font) glyph(s []byte) (g glyphInfo, n int) {
	if !ft.composite {
		return ft.simple[s[0]], 1
	}
	code, n := ft.cmap.next(s)
	if g, ok := ft.known[code]; ok {
		return g, n
	}
	g.text = ft.text[code]
	if g.text == "" && ft.cmap.utf16 {
		g.text = utf16Text(s[:n], 0)
	}
	var ok bool
	if g.width, ok = ft.widths[ft.cmap.cid(code)]; !ok {
		g.width = ft.width
	}
	if len(ft.known) < maxCMapEntries {
		ft.known[code] = g
	}
	return g, n
}
