package legibility

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
)

// A damage is a way in which the text of a page comes out wrong.
type damage struct {
	name string
	do   func(rng *rand.Rand, text string) string
	// recall is the least share of damaged pages that must be found.
	recall float64
}

func damages() []damage {
	return []damage{
		{"another letter for each (substitution)", substitution, 0.99},
		{"codes 3 too high", shift(3), 0.99},
		{"codes 29 too low, as of glyph numbers", shift(-29), 0.99},
		{"private use area", shift(0xF000), 0.99},
		{"text recognition, 5 % of characters wrong", recognition(0.05), 0},
		{"text recognition, 10 %", recognition(0.10), 0.75},
		{"text recognition, 20 %", recognition(0.20), 0.98},
		{"text recognition, 40 %", recognition(0.40), 0.99},
		{"letters spaced apart", spaced, 0.99},
		{"blanks lost", joined, 0.95},
		{"glyph numbers, (cid:12)", glyphNumbers, 0.99},
		{"letters e, a, i lost", lost("aei"), 0.93},
		{"base64", base64Lines, 0.99},
		{"uuencoded", uuencoded, 0.99},
		{"UTF-16 with the zeros kept", zeros, 0.99},
		// Harms only what is not ASCII.
		{"UTF-8 read as Latin-1", latin1, 0},
	}
}

// substitution changes each letter for always the same other one.
func substitution(rng *rand.Rand, text string) string {
	to := rng.Perm(26)
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return rune('a' + to[r-'a'])
		case 'A' <= r && r <= 'Z':
			return rune('A' + to[r-'A'])
		}
		return r
	}, text)
}

// shift moves the code of each visible ASCII character.
func shift(by rune) func(*rand.Rand, string) string {
	return func(_ *rand.Rand, text string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7F && r+by > ' ' {
				return r + by
			}
			return r
		}, text)
	}
}

// recognition confuses, drops and splits characters as text recognition does.
func recognition(share float64) func(*rand.Rand, string) string {
	alike := map[rune]string{
		'a': "o", 'b': "h", 'c': "e", 'd': "cl", 'e': "c", 'f': "t", 'g': "q", 'h': "b", 'i': "l", 'l': "1", 'm': "rn",
		'n': "ri", 'o': "0", 'p': "n", 'r': "i", 's': "5", 't': "f", 'u': "v", 'v': "u", 'w': "vv", 'y': "v",
	}
	const stray = "~^*|!;'.,:"
	return func(rng *rand.Rand, text string) string {
		var b strings.Builder
		for _, r := range text {
			if rng.Float64() >= share {
				b.WriteRune(r)
				continue
			}
			switch rng.IntN(4) {
			case 0: // lost
			case 1:
				b.WriteRune(r)
				b.WriteByte(' ')
			default:
				if s := alike[r]; s != "" {
					b.WriteString(s)
				} else {
					b.WriteByte(stray[rng.IntN(len(stray))])
				}
			}
		}
		return b.String()
	}
}

func spaced(_ *rand.Rand, text string) string {
	return strings.Join(strings.Split(text, ""), " ")
}

func joined(_ *rand.Rand, text string) string { return strings.Join(strings.Fields(text), "") }

func glyphNumbers(_ *rand.Rand, text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsSpace(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "(cid:%d)", r-29)
		}
	}
	return b.String()
}

func lost(letters string) func(*rand.Rand, string) string {
	return func(_ *rand.Rand, text string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(letters, r) {
				return -1
			}
			return r
		}, text)
	}
}

// bytesLike returns as many random bytes as the text has.
func bytesLike(rng *rand.Rand, text string) []byte {
	b := make([]byte, len(text))
	for i := range b {
		b[i] = byte(rng.IntN(256))
	}
	return b
}

func base64Lines(rng *rand.Rand, text string) string {
	s := base64.StdEncoding.EncodeToString(bytesLike(rng, text))
	var b strings.Builder
	for ; len(s) > 76; s = s[76:] {
		b.WriteString(s[:76] + "\n")
	}
	return b.String() + s
}

func uuencoded(rng *rand.Rand, text string) string {
	var b strings.Builder
	for i, c := range bytesLike(rng, text) {
		if i%60 == 0 {
			b.WriteString("\nM")
		}
		b.WriteByte(' ' + c&0x3F)
	}
	return b.String()
}

func zeros(_ *rand.Rand, text string) string { return strings.Join(strings.Split(text, ""), "\uFFFD") }

func latin1(_ *rand.Rand, text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(rune(text[i]))
	}
	return b.String()
}
