package silver

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"covenant/extract"
)

// document is the state of labelling one contract.
type document struct {
	text      string
	lower     string // text with its ASCII letters in lower case
	sentences []extract.Sentence
	answers   Answers
	squashed  *squashed
	names     names // what the answers say about parties
	found     []Span
	unsure    []extract.ByteSpan
}

func newDocument(text string, sentences []extract.Sentence, a Answers) *document {
	return &document{text: text, lower: lowerASCII(text), sentences: sentences, answers: a, squashed: squash(text), names: partyNames(a.Parties)}
}

func (d *document) add(l extract.Label, start, end int) {
	d.found = append(d.found, Span{ByteSpan: extract.ByteSpan{Start: start, End: end}, Label: l})
}

func (d *document) doubt(start, end int) {
	d.unsure = append(d.unsure, extract.ByteSpan{Start: start, End: end})
}

// before returns at most n bytes of text in front of b, not beyond the start
// of its sentence or paragraph, with white space squeezed.
func (d *document) before(b, n int) string {
	from := max(b-n, 0)
	if s, ok := d.sentenceAt(b); ok {
		from = max(from, s.Start)
	}
	s := d.text[from:b]
	if i := strings.LastIndex(s, "\n\n"); i >= 0 && len(d.sentences) == 0 {
		s = s[i:]
	}
	return squeeze(s)
}

// after is like before, for the text behind b.
func (d *document) after(b, n int) string {
	to := min(b+n, len(d.text))
	if s, ok := d.sentenceAt(b - 1); ok {
		to = max(min(to, s.End), b)
	}
	s := d.text[b:to]
	if i := strings.Index(s, "\n\n"); i >= 0 && len(d.sentences) == 0 {
		s = s[:i]
	}
	return squeeze(s)
}

// rawBefore and rawAfter take no account of sentences.
func (d *document) rawBefore(b, n int) string { return d.text[max(b-n, 0):b] }

func (d *document) rawAfter(b, n int) string { return d.text[b:min(b+n, len(d.text))] }

func (d *document) sentenceAt(b int) (extract.ByteSpan, bool) {
	i := sort.Search(len(d.sentences), func(i int) bool { return d.sentences[i].Span.End > b })
	if i < len(d.sentences) && d.sentences[i].Span.Start <= b {
		return d.sentences[i].Span, true
	}
	return extract.ByteSpan{}, false
}

// squeeze puts a single space in place of each run of white space.
func squeeze(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}

// all calls f with the capture offsets of every match of re in the text.
func (d *document) all(re *regexp.Regexp, f func(m []int)) {
	for _, m := range re.FindAllStringSubmatchIndex(d.text, -1) {
		f(m)
	}
}

// wordBefore and wordAfter tell whether a letter or digit touches b.
func (d *document) wordBefore(b int) bool {
	r, _ := utf8.DecodeLastRuneInString(d.text[:b])
	return b > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func (d *document) wordAfter(b int) bool {
	r, _ := utf8.DecodeRuneInString(d.text[b:])
	return b < len(d.text) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
