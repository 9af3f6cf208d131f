package resolve

import (
	"regexp"
	"strings"

	"covenant/extract"
	"covenant/extract/normal"
)

// A view is a document as the resolver sees it: its elements by label, and
// the words around each.
type view struct {
	text      string
	sentences []extract.Sentence
	elements  []extract.Element
	bodyStart int // where the preamble ends
}

func newView(doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) *view {
	v := &view{text: doc.Text, sentences: sentences, elements: elements}
	v.bodyStart = v.preambleEnd()
	return v
}

// longestPreamble bounds the part of a contract that introduces its parties,
// in bytes after its first element.
const longestPreamble = 6000

var bodyBegins = regexp.MustCompile(`(?i)\b(?:whereas|recitals|witnesseth|w\s?i\s?t\s?n\s?e\s?s\s?s\s?e\s?t\s?h|now,?\s+therefore|background|agree\s+as\s+follows|hereby\s+agree)\b`)

// preambleEnd finds where the introduction of date and parties ends: at the
// first words that open the recitals or the agreement itself after two parties
// are named, or after one where no second follows soon.
func (v *view) preambleEnd() int {
	first, second := v.firstParties()
	end := min(len(v.text), first+longestPreamble)
	if second < 0 || second >= end {
		second = first
	}
	for _, m := range bodyBegins.FindAllStringIndex(v.text[first:end], -1) {
		if m[0] > 0 && first+m[0] > second {
			return first + m[0]
		}
	}
	return min(len(v.text), max(first+longestPreamble/2, second+1))
}

// firstParties returns where the first party is named, and where the second
// is; 0 and -1 where there is none.
func (v *view) firstParties() (first, second int) {
	key := ""
	for i := range v.elements {
		e := &v.elements[i]
		if e.Label != extract.Party || e.Confidence < surePreamble {
			continue
		}
		switch k := normal.PartyKey(e.Value); {
		case k == "" || roleNames[k]:
		case key == "":
			key, first = k, e.Span.Start
		case find([]*party{{key: key}}, k) == nil:
			return first, e.Span.Start
		}
	}
	return first, -1
}

// of returns the elements of a label that have a value.
func (v *view) of(l extract.Label) []*extract.Element {
	var out []*extract.Element
	for i := range v.elements {
		if e := &v.elements[i]; e.Label == l && e.Value != "" {
			out = append(out, e)
		}
	}
	return out
}

// sentenceOf returns where the sentence of e begins and ends; both lie at or
// beyond the element's own ends.
func (v *view) sentenceOf(e *extract.Element) (start, end int) {
	if e.Sentence < 0 || e.Sentence >= len(v.sentences) {
		return max(0, e.Span.Start-300), min(len(v.text), e.Span.End+300)
	}
	s := v.sentences[e.Sentence].Span
	return min(s.Start, e.Span.Start), max(s.End, e.Span.End)
}

// sentence returns the text of the sentence in which e stands, in lower case
// with single spaces.
func (v *view) sentence(e *extract.Element) string {
	start, end := v.sentenceOf(e)
	return flat(v.text[start:end])
}

// before returns at most n bytes of text before e, flat.
func (v *view) before(e *extract.Element, n int) string {
	return flat(v.text[max(0, e.Span.Start-n):e.Span.Start])
}

// after returns at most n bytes of text after e, flat.
func (v *view) after(e *extract.Element, n int) string {
	return flat(v.text[e.Span.End:min(len(v.text), e.Span.End+n)])
}

// flat is text in lower case with single spaces. Bytes cut from a character at
// its ends do no harm: it is only searched.
func flat(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
