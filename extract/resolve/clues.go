package resolve

import (
	"regexp"

	"covenant/extract"
)

// A clue is a form of words near an element that speaks for it (or, with
// points below zero, against it) as the value of a field.
type clue struct {
	where  where
	points int
	words  *regexp.Regexp
}

// where says in which text a clue is looked for; all are in lower case with
// single spaces.
type where uint8

const (
	near     where = iota // the 45 bytes before the element
	before                // the 200 bytes before it, within its sentence
	heading               // the 80 bytes before its sentence
	next                  // the 45 bytes after it
	after                 // the 200 bytes after it, within its sentence
	self                  // the element's own text
	sentence              // its sentence
)

func words(w where, points int, pattern string) clue {
	return clue{w, points, regexp.MustCompile(pattern)}
}

// against turns a clue for one field into one against another.
func against(c clue) clue {
	c.points = -c.points
	return c
}

// A profile says how the value of a field is recognised.
type profile struct {
	label extract.Label
	roles map[extract.Role]int // points for the role that the tagger gave
	clues []clue
	least int // points below which an element is not the value
}

// score counts the points of an element.
func (p *profile) score(v *view, e *extract.Element) int {
	n := p.roles[e.Role]
	var texts [sentence + 1]string
	for _, c := range p.clues {
		if texts[c.where] == "" {
			texts[c.where] = v.words(e, c.where)
		}
		if c.words.MatchString(texts[c.where]) {
			n += c.points
		}
	}
	return n
}

// best returns the element with the most points, the first of equals; nil
// where none has enough.
func (p *profile) best(v *view) *extract.Element {
	var best *extract.Element
	most := p.least - 1
	for _, e := range v.of(p.label) {
		if n := p.score(v, e); n > most {
			best, most = e, n
		}
	}
	return best
}

func (v *view) words(e *extract.Element, w where) string {
	switch w {
	case near:
		return v.before(e, 45)
	case before:
		from, _ := v.sentenceOf(e)
		return flat(v.text[max(from, e.Span.Start-200):e.Span.Start])
	case heading:
		from, _ := v.sentenceOf(e)
		return flat(v.text[max(0, from-80):from])
	case next:
		return v.after(e, 45)
	case after:
		_, to := v.sentenceOf(e)
		return flat(v.text[e.Span.End:min(to, e.Span.End+200)])
	case self:
		return flat(e.Span.Of(v.text))
	}
	return v.sentence(e)
}
