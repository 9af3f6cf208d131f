package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
)

// MaxTokens is the most tokens that a sentence has.
const MaxTokens = 256

// group cuts the words into tokens, joins these to sentences and appends them
// to out.
func group(text string, words []word, out []extract.Sentence) []extract.Sentence {
	total := 0
	for _, w := range words {
		total += 1 + (w.end-w.start)/8
	}
	tokens := make([]extract.Token, 0, total*5/4)
	first := 0 // of the sentence's tokens
	from := 0  // of the sentence's words
	var lines []int
	for i, w := range words {
		if i > from && sentenceEnds(text, words, from, i) {
			out = flush(text, tokens[first:], lines, out)
			first, from, lines = len(tokens), i, lines[:0]
		}
		if i > from && w.before != gapSpace {
			lines = append(lines, len(tokens)-first)
		}
		tokens = scan(text, w, tokens)
	}
	if first < len(tokens) {
		out = flush(text, tokens[first:], lines, out)
	}
	return out
}

// sentenceEnds reports whether a sentence that began with word from ends before
// word i.
func sentenceEnds(text string, words []word, from, i int) bool {
	if words[i].before == gapBlank {
		return true
	}
	prev := text[words[i-1].start:words[i-1].end]
	next := text[words[i].start:words[i].end]
	if !words[i-1].ends {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "\"'“‘(["))
	switch {
	case unicode.IsLower(r) && !strings.HasPrefix(next, "("):
		return false
	case neverEnds[strings.ToLower(strings.TrimLeft(prev, "(\"“["))]:
		return false
	case i-1 == from && isLabel(prev):
		return false
	case mayEndName(prev) && !unicode.IsUpper(r):
		return false
	}
	return true
}

// neverEnds holds words with a stop that something always follows.
var neverEnds = map[string]bool{
	"no.": true, "nos.": true, "sec.": true, "secs.": true, "art.": true, "v.": true, "vs.": true, "mr.": true, "mrs.": true,
	"ms.": true, "dr.": true, "st.": true, "e.g.": true, "i.e.": true, "cf.": true, "attn.": true, "tel.": true, "fax.": true,
	"jan.": true, "feb.": true, "mar.": true, "apr.": true, "jun.": true, "jul.": true, "aug.": true, "sep.": true,
	"u.s.": true, "u.k.": true, "c.f.r.": true, "reg.": true, "regs.": true, "stat.": true, "minn.": true,
	"sept.": true, "oct.": true, "nov.": true, "dec.": true, "approx.": true, "ex.": true, "par.": true, "cl.": true,
}

// mayEndName reports whether w ends in an abbreviation that closes a name,
// which only a capital after it makes the end of a sentence.
func mayEndName(w string) bool {
	w = strings.ToLower(w)
	return strings.HasSuffix(w, ".") && (stops[w[:len(w)-1]] || strings.Count(w, ".") > 1)
}

// isLabel reports whether w is the number of a section or a list item: "1.",
// "2.1.", "A.", "iv.", "(a).".
func isLabel(w string) bool {
	w = strings.Trim(w, "().")
	if w == "" || len(w) > 8 {
		return false
	}
	if len(w) == 1 && unicode.IsLetter(rune(w[0])) {
		return true
	}
	return strings.Trim(w, "0123456789.") == "" || strings.Trim(strings.ToLower(w), "ivx") == ""
}

// flush appends the sentence of tokens to out, in parts where it is too long.
// lines holds the indexes of tokens that begin a line.
func flush(text string, tokens []extract.Token, lines []int, out []extract.Sentence) []extract.Sentence {
	done := 0
	for len(tokens)-done > MaxTokens {
		n := cutAt(text, tokens[done:], lines, done)
		out = append(out, newSentence(tokens[done:done+n]))
		done += n
	}
	return append(out, newSentence(tokens[done:]))
}

// cutAt returns how many of the tokens make the first part of a sentence that
// is too long: up to the last semicolon or colon, else line end, else comma, in
// the second half of what fits.
func cutAt(text string, tokens []extract.Token, lines []int, done int) int {
	best, rank := MaxTokens, 0
	for n := MaxTokens; n > MaxTokens/2; n-- {
		switch tokens[n-1].Of(text) {
		case ";", ":":
			return n
		case ",":
			if rank < 1 {
				best, rank = n, 1
			}
		}
	}
	for _, l := range lines {
		if n := l - done; n > MaxTokens/2 && n <= MaxTokens {
			best = n
		}
	}
	return best
}

func newSentence(tokens []extract.Token) extract.Sentence {
	return extract.Sentence{
		Span:   extract.ByteSpan{Start: tokens[0].Start, End: tokens[len(tokens)-1].End},
		Tokens: tokens[:len(tokens):len(tokens)],
	}
}
