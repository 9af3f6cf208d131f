package resolve

import (
	"regexp"
	"sync"

	"covenant/extract"
)

// A clue is a form of words near an element that speaks for it or against it
// as the value of a field. How much is learned; see [Weights]. Of clues of one
// name one is enough.
type clue struct {
	name  string // of its feature
	where where
	words pattern
}

// A pattern is a regular expression that is compiled when it is first used: most
// commands of the program resolve no record.
type pattern func() *regexp.Regexp

func lazily(expr string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// where says in which text a clue is looked for; all are in lower case with
// single spaces.
type where uint8

const (
	near     where = iota // the 45 bytes before the element
	before                // the 200 bytes before it, within its sentence
	back                  // the 120 bytes before it, whatever sentence they are in
	heading               // the 80 bytes before its sentence
	next                  // the 45 bytes after it
	after                 // the 200 bytes after it, within its sentence
	self                  // the element's own text
	sentence              // its sentence
)

func words(name string, w where, expr string) clue {
	return clue{name, w, lazily(expr)}
}

// surroundings are the texts around one element, each made when first needed.
type surroundings struct {
	v     *view
	e     mention
	texts [sentence + 1]string
}

func (s *surroundings) has(c clue) bool {
	if s.texts[c.where] == "" {
		s.texts[c.where] = s.v.words(s.e, c.where)
	}
	return c.words().MatchString(s.texts[c.where])
}

func (v *view) words(e mention, w where) string {
	switch w {
	case near:
		return v.before(e, 45)
	case before:
		from, _ := v.sentenceOf(e)
		return flat(v.text[max(from, e.Span.Start-200):e.Span.Start])
	case back:
		return v.before(e, 120)
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
	from, to := v.sentenceOf(e)
	return flat(v.text[from:to])
}

// stated makes a candidate of an element that states a field's value, with
// the features that all fields share and those of the clues that are found.
func (v *view) stated(e mention, clues []clue) candidate {
	c := candidate{value: e.Value, derivation: extract.Stated, elements: []int{e.index}}
	c.add("bias", 1)
	c.add("doubt", 1-logit(e.Confidence))
	switch roles := e.Label.Roles(); {
	case len(e.RoleProbabilities) == len(roles):
		for i, p := range e.RoleProbabilities {
			c.add("role-"+string(roles[i]), p)
		}
	case e.Role != "":
		c.add("role-"+string(e.Role), 1)
	}
	switch at := e.Span.Start; {
	case e.attached:
		c.add("attached", 1)
	case at < v.bodyStart:
		c.add("preamble", 1)
	case at >= v.signedAt:
		c.add("signatures", 1)
	}
	s := surroundings{v: v, e: e}
	for _, k := range clues {
		if !c.is(k.name) && s.has(k) {
			c.add(k.name, 1)
		}
	}
	return c
}
