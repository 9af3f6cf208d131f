package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joinHyphens mends words that were divided at the ends of lines. A hyphen is
// dropped only when the document spells the word without it, or knows neither
// half as a word; in "non-\nexclusive" it stays, and the halves come together.
func joinHyphens(pages []*pageText) {
	any := false
	for _, p := range pages {
		for _, l := range p.lines {
			any = any || endsDivided(l.out)
		}
	}
	if !any {
		return
	}
	words := map[string]bool{}
	for _, p := range pages {
		divided := false // the line before ends in half a word
		for _, l := range p.lines {
			fields := strings.Fields(strings.ToLower(l.out))
			ends := endsDivided(l.out)
			for i, w := range fields {
				if i == 0 && divided || i == len(fields)-1 && ends {
					continue
				}
				w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
				words[w] = true
			}
			divided = ends
		}
	}
	for _, p := range pages {
		for i := 0; i+1 < len(p.lines); i++ {
			joinLines(&p.lines[i], &p.lines[i+1], words)
		}
	}
}

func endsDivided(s string) bool {
	if !strings.HasSuffix(s, "-") || len(s) < 3 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:len(s)-1])
	return unicode.IsLetter(r)
}

func joinLines(a, b *pageLine, words map[string]bool) {
	if !endsDivided(a.out) || b.gapBefore || b.out == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(b.out)
	if !unicode.IsLower(first) {
		return
	}
	head := a.out[strings.LastIndexByte(a.out, ' ')+1:]
	tail, rest, _ := strings.Cut(b.out, " ")
	letters := func(s string) string {
		return strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }))
	}
	h, t := letters(head), letters(tail)
	joined := a.out + tail
	if words[h+t] || !words[h+"-"+t] && !words[h] && !words[t] {
		joined = a.out[:len(a.out)-1] + tail
	}
	a.out, b.out = joined, strings.TrimLeft(rest, " ")
}
