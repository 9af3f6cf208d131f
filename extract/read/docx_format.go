package read

import (
	"strconv"
	"strings"
)

// formatNumber writes n in one of Word's number formats; in digits where the
// format is not known.
func formatNumber(n int, format string) string {
	if n < 0 || n > 1e6 {
		return strconv.Itoa(n)
	}
	switch format {
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter":
		return letters(n)
	case "lowerLetter":
		return strings.ToLower(letters(n))
	case "ordinal":
		return ordinal(n)
	case "cardinalText":
		if n > 0 && n < len(cardinals) {
			return cardinals[n]
		}
	case "ordinalText":
		if n > 0 && n < len(ordinals) {
			return ordinals[n]
		}
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}

var (
	cardinals = [...]string{"", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
		"Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty"}
	ordinals = [...]string{"", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
		"Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth", "Twentieth"}
)

func roman(n int) string {
	if n == 0 || n >= 4000 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}

// letters writes n as Word does: A to Z, then AA to ZZ, then AAA.
func letters(n int) string {
	if n == 0 || n > 26*30 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}

func ordinal(n int) string {
	end := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}

// symbols are the characters that contracts take from symbol fonts, by font
// and code.
var symbols = map[string]map[rune]string{
	"symbol":    {0xB7: "•", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xE2: "®", 0xE3: "©", 0xE4: "™", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0x2D: "−"},
	"wingdings": {0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0xA8: "☐", 0x78: "☒", 0xFD: "☒", 0xFE: "☑", 0xFC: "✓", 0xFB: "✗", 0xD8: "➢", 0xE0: "→"},
}

// symbol returns the text of a <w:sym>: U+FFFD where the font's sign has no
// known character.
func symbol(font, code string) string {
	n, err := strconv.ParseUint(code, 16, 32)
	if err != nil || n > 0x10FFFF {
		return "\uFFFD"
	}
	r := rune(n)
	if s, ok := symbols[strings.ToLower(font)][r&0xFF]; ok && (r < 0x100 || r&0xFF00 == 0xF000) {
		return s
	}
	if r >= 0xE000 && r <= 0xF8FF {
		return "\uFFFD"
	}
	return string(r)
}
