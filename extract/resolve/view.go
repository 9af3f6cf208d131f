package resolve

import (
	"slices"
	"strings"

	"covenant/extract"
	"covenant/extract/normal"
)

// A view is one contract of a document as the resolver sees it: its elements,
// and the words around each.
type view struct {
	part
	text      string // of the document
	sentences []extract.Sentence
	elements  []mention // of this contract, in order
	known     map[extract.FieldName][]candidate
	flats     []passage // see passages
	counts    []string  // see countsFrom
	bodyStart int       // where the preamble ends
	signedAt  int       // where the signatures begin; the end of the contract where there are none
}

// A mention is an element with its place among all elements of its document.
type mention struct {
	*extract.Element
	index    int
	attached bool // it stands in an attachment
}

func newView(doc *extract.Document, sentences []extract.Sentence, elements []extract.Element, p part) *view {
	v := &view{part: p, text: doc.Text, sentences: sentences, known: map[extract.FieldName][]candidate{}}
	for i := range elements {
		if e := &elements[i]; p.span.Start <= e.Span.Start && e.Span.End <= p.span.End {
			v.elements = append(v.elements, mention{e, i, p.attached(e.Span.Start)})
		}
	}
	v.bodyStart = v.preambleEnd()
	v.signedAt = v.signatures()
	return v
}

// longestPreamble bounds the part of a contract that introduces its parties,
// in bytes after its first element.
const longestPreamble = 6000

var bodyBegins = lazily(`\n[ \t]*(?:§[ \t]*)?(?:1\.?0?1?[ \t.)]+["“]?[A-Z]|ARTICLE (?:1|I|ONE)\b|Article (?:1|I|One)\b|SECTION 1\b|Section 1\b)|(?i)\b(?:whereas|recitals|witnesseth|w\s?i\s?t\s?n\s?e\s?s\s?s\s?e\s?t\s?h|now,?\s+therefore|background|agree\s+as\s+follows|hereby\s+agree)\b`)

// preambleEnd finds where the introduction of date and parties ends: at the
// first words that open the recitals or the agreement itself after two parties
// are named, or after one where no second follows soon.
func (v *view) preambleEnd() int {
	first, second := v.firstParties()
	end := min(v.span.End, first+longestPreamble)
	if second < 0 || second >= end {
		second = first
	}
	for _, m := range bodyBegins().FindAllStringIndex(v.text[first:end], -1) {
		if m[0] > 0 && first+m[0] > second {
			return first + m[0]
		}
	}
	return min(v.span.End, max(first+longestPreamble/2, second+1))
}

// firstParties returns where the first party is named, and where the second
// is; the beginning and -1 where there is none.
func (v *view) firstParties() (first, second int) {
	key, first := "", v.span.Start
	for _, e := range v.elements {
		if e.Label != extract.Party || e.Confidence < surePreamble {
			continue
		}
		switch k := normal.PartyKey(e.Value); {
		case k == "" || roleNames[k]:
		case key == "":
			key, first = k, e.Span.Start
		case key != k && !normal.SameParty(key, k):
			return first, e.Span.Start
		}
	}
	return first, -1
}

var witness = lazily(`(?i)\bin\s+witness\s+(?:whereof|thereof|hereof)\b|/s/|\bby\s*:\s*_{3,}|\bsigned\s+(?:by|for and on behalf)\b`)

// signatures finds where the contract's signature block begins.
func (v *view) signatures() int {
	from := min(v.bodyStart, v.span.End)
	if m := witness().FindStringIndex(v.text[from:v.span.End]); m != nil {
		return from + m[0]
	}
	return v.span.End
}

// once returns what make makes for a field from this contract alone, for
// the caller to add to. It is made once.
func (v *view) once(field extract.FieldName, make func() []candidate) []candidate {
	cs, ok := v.known[field]
	if !ok {
		cs = make()
		v.known[field] = cs
	}
	out := slices.Clone(cs)
	for i := range out {
		out[i].features = slices.Clip(out[i].features)
	}
	return out
}

// of returns the elements of a label that have a value.
func (v *view) of(l extract.Label) []mention {
	var out []mention
	for _, e := range v.elements {
		if e.Label == l && e.Value != "" {
			out = append(out, e)
		}
	}
	return out
}

// sentenceOf returns where the sentence of e begins and ends; both lie at or
// beyond the element's own ends.
func (v *view) sentenceOf(e mention) (start, end int) {
	if e.Sentence < 0 || e.Sentence >= len(v.sentences) {
		return max(0, e.Span.Start-300), min(len(v.text), e.Span.End+300)
	}
	s := v.sentences[e.Sentence].Span
	return min(s.Start, e.Span.Start), max(s.End, e.Span.End)
}

// A passage is a sentence of the contract, flat.
type passage struct {
	span extract.ByteSpan
	text string
}

// passages returns the sentences of the contract, those of attachments left
// out. They are made once.
func (v *view) passages() []passage {
	if v.flats == nil {
		v.flats = []passage{}
		for i := range v.sentences {
			if s := v.sentences[i].Span; v.span.Start <= s.Start && s.End <= v.span.End && !v.attached(s.Start) {
				v.flats = append(v.flats, passage{s, flat(s.Of(v.text))})
			}
		}
	}
	return v.flats
}

// containsAny reports whether s contains any of words.
func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// before returns at most n bytes of text before e, flat.
func (v *view) before(e mention, n int) string {
	return flat(v.text[max(0, e.Span.Start-n):e.Span.Start])
}

// after returns at most n bytes of text after e, flat.
func (v *view) after(e mention, n int) string {
	return flat(v.text[e.Span.End:min(len(v.text), e.Span.End+n)])
}

// flat is text in lower case with single spaces. Bytes cut from a character at
// its ends do no harm: it is only searched.
func flat(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
