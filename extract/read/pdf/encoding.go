package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Base encodings of simple fonts (ISO 32000-1, annex D). Zero means that the
// code has no character.

func winAnsi(code byte) rune {
	switch {
	case code == 0xad: // the annex's note: a hyphen, not a soft one
		return '-'
	case code == 0xa0:
		return ' '
	case code < 32:
		return 0
	}
	r := charmap.Windows1252.DecodeByte(code)
	if r == utf8.RuneError || r >= 0x7f && r < 0xa0 {
		return '•' // the annex's note: every unused code above 32 is a bullet
	}
	return r
}

func macRoman(code byte) rune {
	switch {
	case code == 0xca:
		return ' '
	case code < 32 || code == 127:
		return 0
	}
	return charmap.Macintosh.DecodeByte(code)
}

// standardHigh is StandardEncoding from 0xA1; a space means none.
const standardHigh = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß    "

// symbolLow and symbolHigh are the Symbol font's own encoding from 0x20 and
// from 0xA0.
const (
	symbolLow  = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼"
	symbolHigh = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "
)

var (
	standardHighRunes = []rune(standardHigh)
	symbolLowRunes    = []rune(symbolLow)
	symbolHighRunes   = []rune(symbolHigh)
)

func standard(code byte) rune {
	switch {
	case code == '\'':
		return '’'
	case code == '`':
		return '‘'
	case code >= 32 && code < 127:
		return rune(code)
	case code >= 0xa1:
		if i := int(code) - 0xa1; i < len(standardHighRunes) && standardHighRunes[i] != ' ' {
			return standardHighRunes[i]
		}
	}
	return 0
}

func symbol(code byte) rune {
	switch {
	case code >= 0x20 && int(code)-0x20 < len(symbolLowRunes):
		return symbolLowRunes[code-0x20]
	case code >= 0xa0 && int(code)-0xa0 < len(symbolHighRunes):
		return symbolHighRunes[code-0xa0]
	}
	return 0
}

// dingbats gives the characters of ZapfDingbats and, near enough for reading,
// of Wingdings: pictures that stand before list items and in check boxes.
func dingbats(code byte) rune {
	switch {
	case code == ' ':
		return ' '
	case code > 0x20 && code < 0x7f:
		return 0x2700 + rune(code) - 0x20
	case code > 0xa0:
		return 0x2761 + rune(code) - 0xa1
	}
	return 0
}

func wingdings(code byte) rune {
	switch code {
	case ' ':
		return ' '
	case 0x6f, 0xa8:
		return '☐'
	case 0xfd, 0x78:
		return '☒'
	case 0xfe:
		return '☑'
	case 0xfc:
		return '✓'
	case 0xa7, 0x6e:
		return '▪'
	case 0xd8:
		return '➢'
	}
	return '•'
}

// glyphNames holds the names of the Adobe Glyph List for ASCII; the library's
// list has the others.
var glyphNames = map[string]rune{
	"space": ' ', "exclam": '!', "quotedbl": '"', "numbersign": '#', "dollar": '$', "percent": '%',
	"ampersand": '&', "quotesingle": '\'', "parenleft": '(', "parenright": ')', "asterisk": '*',
	"plus": '+', "comma": ',', "hyphen": '-', "minus": '−', "period": '.', "slash": '/', "zero": '0',
	"one": '1', "two": '2', "three": '3', "four": '4', "five": '5', "six": '6', "seven": '7',
	"eight": '8', "nine": '9', "colon": ':', "semicolon": ';', "less": '<', "equal": '=',
	"greater": '>', "question": '?', "at": '@', "bracketleft": '[', "backslash": '\\',
	"bracketright": ']', "asciicircum": '^', "underscore": '_', "grave": '`', "braceleft": '{',
	"bar": '|', "braceright": '}', "asciitilde": '~', "nbspace": ' ', "nonbreakingspace": ' ',
	"sfthyphen": '-', "softhyphen": '-', "quoteleft": '‘', "quoteright": '’', "quotedblleft": '“',
	"quotedblright": '”', "quotesinglbase": '‚', "quotedblbase": '„', "endash": '–', "emdash": '—',
	"bullet": '•', "ellipsis": '…', "section": '§', "paragraph": '¶', "copyright": '©',
	"registered": '®', "trademark": '™', "degree": '°', "sterling": '£', "cent": '¢', "yen": '¥',
	"Euro": '€', "fi": 'ﬁ', "fl": 'ﬂ', "ff": 'ﬀ', "ffi": 'ﬃ', "ffl": 'ﬄ', "dagger": '†',
	"daggerdbl": '‡', "periodcentered": '·', "middot": '·', "onehalf": '½', "onequarter": '¼',
	"threequarters": '¾', "fraction": '⁄', "dotlessi": 'ı',
}

// glyphText gives the text of a glyph's name by the rules of the Adobe Glyph
// List specification; listed looks a plain name up. Empty means unknown.
func glyphText(name string, listed func(string) rune) string {
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if r, ok := glyphNames[name]; ok {
		return string(r)
	}
	if len(name) == 1 && name[0] > 32 && name[0] < 127 {
		return name
	}
	if r := listed(name); r != 0 {
		return string(r)
	}
	if strings.IndexByte(name, '_') > 0 {
		var b strings.Builder
		for part := range strings.SplitSeq(name, "_") {
			t := glyphText(part, listed)
			if t == "" {
				return ""
			}
			b.WriteString(t)
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var units []uint16
		for i := 0; i < len(hex); i += 4 {
			n, err := strconv.ParseUint(hex[i:i+4], 16, 16)
			if err != nil {
				return ""
			}
			units = append(units, uint16(n))
		}
		return string(utf16.Decode(units))
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if n, err := strconv.ParseUint(hex, 16, 32); err == nil && n <= utf8.MaxRune {
			return string(rune(n))
		}
	}
	return ""
}

// cleanText makes the text of one glyph fit for a document: ligatures become
// letters, no-break spaces become spaces, a soft hyphen that is drawn is a
// hyphen, and control characters vanish.
func cleanText(s string) string {
	plain := true
	for _, r := range s {
		if r < 32 || r >= 0x7f && (r <= 0xad || r >= 0x2000) {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == 0xa0 || r >= 0x2000 && r <= 0x200a || r == 0x202f || r == 0x3000:
			b.WriteByte(' ')
		case r < 32 || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r == 0xfeff || r == 0x2028 || r == 0x2029:
		case r == 0xad || r == 0x2010 || r == 0x2011:
			b.WriteByte('-')
		case r >= 0xfb00 && r <= 0xfb06:
			b.WriteString([]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}[r-0xfb00])
		case r >= 0xf020 && r <= 0xf0ff: // the private area of symbol fonts
			if s := symbol(byte(r - 0xf000)); s != 0 {
				r = s
			}
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
