package resolve

import (
	"regexp"
	"slices"

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
	needs []clue               // at least one must be there; their points do not count
	clues []clue
	least int // points below which an element is not the value
}

// score counts the points of an element; ok is false where what it needs is
// not there, or the points are too few.
func (p *profile) score(v *view, e *extract.Element) (points int, ok bool) {
	var texts [sentence + 1]string
	has := func(c clue) bool {
		if texts[c.where] == "" {
			texts[c.where] = v.words(e, c.where)
		}
		return c.words.MatchString(texts[c.where])
	}
	if len(p.needs) > 0 && !slices.ContainsFunc(p.needs, has) {
		return 0, false
	}
	points = p.roles[e.Role]
	for _, c := range p.clues {
		if has(c) {
			points += c.points
		}
	}
	return points, points >= p.least
}

// best returns the element with the most points, the first of equals; nil
// where none has enough.
func (p *profile) best(v *view) *extract.Element {
	var best *extract.Element
	most := 0
	for _, e := range v.of(p.label) {
		if n, ok := p.score(v, e); ok && (best == nil || n > most) {
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
