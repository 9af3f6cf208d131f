package resolve

import (
	"math"

	"covenant/extract"
	"covenant/extract/normal"
)

var termClues = []clue{
	words("initial", before, `\b(?:initial|original|primary|base) (?:term|period)\b`),
	words("term-of", before, `\bterm of (?:this|the) (?:\w+ ){0,3}(?:agreement|contract|lease|license|franchise|venture)|\bthe (?:"?term"?|duration) (?:of|shall|will|is)\b|\bterm[:.]`),
	words("this-agreement", before, `\bthis (?:\w+ ){0,3}(?:agreement|contract|lease)\b`),
	words("for-a-period", near, `\b(?:for|of|be) (?:a |an |the )?(?:\w+ ){0,2}(?:period|term|duration|life) of(?: up to)?$`),
	words("in-force", before, `\b(?:remain|continue|be|is) (?:valid|(?:in )?(?:full )?(?:force(?: and effect)?|effect|effective))\b`),
	words("begins", before, `\b(?:commenc|begin|start)\w*\b`),
	words("for", near, `\b(?:be|is|of|for)(?: an?| the)?(?: \w+ of)?$`),
	words("term-heading", heading, `\b(?:term|duration)(?: and termination| of (?:this )?agreement)?\W*$`),
	words("unless", next, `^,? ?\(?unless\b`),
	words("from-start", next, `^(?: period| term)?,? ?(?:from|commencing|beginning|starting|after|following|of|as of|as from) (?:on |upon |as of |from )?(?:and including )?(?:the )?(?:"?effective date|date (?:hereof|of|first)|execution|commencement|launch|signing|signature|closing|start)`),
	words("named-term", next, `^\)? ?(?:\("?(?:the )?"?(?:initial )?(?:term|period)|initial term|term\b)`),
	words("advance", next, `^ ?(?:(?:days'?|prior|advance|written|notice|before|in advance)\b)`),
	words("further", near, `\b(?:renew\w*|extend\w*|extension|successive|additional|further|subsequent|consecutive|another)(?: \w+){0,4}$`),
	words("within", near, `\b(?:at least|less than|within|upon|later than|earlier than|every|each)(?: \w+)?$`),
	words("another-thing", before, `\b(?:notice|audit|inspect|records?|confidential\w*|warrant\w*|surviv\w*|insurance|non-?compet\w*|solicit\w*|terminat(?:e|ion) (?:or|of)|expiration|payment|invoice|escrow|sublicense|probation)\b`),
	words("after-the-end", after, `\b(?:after|following) (?:the )?(?:expiration|termination|expiry|delivery|shipment|receipt|disclosure)`),
	words("unless-terminated", after, `\b(?:unless|until|subject to|or)\b.{0,30}\b(?:sooner|earlier|prior|terminat\w+|renew\w*|extended)\b`),
	words("from-own-day", after, `\b(?:from|on|upon|of|after|following|as of)\b.{0,40}\b(?:effective date|date (?:hereof|of (?:this|the|execution|signing)|first)|commencement date|execution)\b`),
	words("agreement-runs", sentence, `\b(?:this|the) (?:\w+ ){0,3}(?:agreement|contract|lease|venture) (?:shall|will|is|has|commences|begins|becomes)\b`),
	words("of-term", sentence, `\bterm\b`),
	words("defines-term", sentence, `["“”'](?:initial |original |the )?term["”']`),
	words("of-products", before, `\b(?:products?|software|warrant\w*|equipment|orders?|employ\w*|patents?|exclusiv\w*|option)\b`),
	words("days", self, `\b(?:days?|weeks?)\b`),
	words("hours", self, `\bhours?\b|\bminutes?\b|\bseconds\b`),
	words("anniversary", self, `\banniversary\b`),
}

var renewalClues = []clue{
	words("renews", before, `\b(?:renew\w*|extend\w*|extension|prolong\w*)\b`),
	words("further", near, `\b(?:renew\w*|extend\w*|extension|successive|additional|further|subsequent|consecutive|another|like|option(?:al)?)\b`),
	words("automatically", before, `\b(?:automatically|successive|thereafter|option)\b`),
	words("additional", self, `\b(?:additional|successive|further)\b`),
	words("terms", next, `^ ?\)?-? ?(?:(?:renewal|extension|additional|successive|extended) )?(?:terms?|periods?|basis|increments?|intervals?|renewals?|extensions?|each|thereafter)\b`),
	words("advance", next, `^ ?(?:calendar |business )?(?:(?:days'?|prior|advance|written|notice|before|in advance|after|following|of the|from the)\b)`),
	words("within", near, `\b(?:at least|less than|within|upon|later than|earlier than|initial (?:term|period)(?: \w+){0,3}|notice|more than|original term(?: \w+){0,3}|minimum of)(?: an?| the)?$`),
	words("end-of", near, `\b(?:expiration|end) of (?:the|such|this|each|every|said|any)(?: \w+){0,2}$`),
	words("another-thing", before, `\b(?:confidential\w*|warranty|insurance|surviv\w*|patent|delivery|payment|cure)\b`),
	words("days", self, `\b(?:days?|weeks?)\b`),
	words("hours", self, `\bhours?\b|\bminutes?\b|\bseconds\b`),
	words("of-term", sentence, `\b(?:term|agreement|contract|lease)\b`),
	words("renews-for", near, `\b(?:renew\w*|extend\w*|prolong\w*|continu\w*)(?: \w+){0,5} (?:for|by|of)(?: (?:an?|the|periods? of|terms? of|up to|further|additional|successive|another))*$`),
	words("unless-notice", after, `\bunless\b.{0,150}\b(?:notice|notif\w*|terminat\w*|elect\w*)\b`),
	words("each-time", next, `^,? ?(?:each time|each|at a time|thereafter|unless)\b`),
	words("fees", sentence, `\b(?:fees?|price|royalt\w*|approv\w*)\b`),
	words("month-to-month", sentence, `\bmonth[- ]to[- ]month\b`),
}

func (r *resolution) durations(clues []clue) []candidate {
	var out []candidate
	for _, e := range r.of(extract.Duration) {
		c := r.stated(e, clues)
		c.add("later-lengths", math.Log1p(float64(len(out)))/4)
		out = append(out, c)
	}
	return out
}

// terms are the lengths that the contract's (first) term may have.
func (r *resolution) terms() []candidate {
	return r.once(extract.FieldTerm, func() []candidate { return r.durations(termClues) })
}

// renewals are the lengths by which the term may be renewed: those stated,
// and those said without a number ("from year to year", "for the same period").
func (r *resolution) renewals() []candidate {
	cs := r.once(extract.FieldRenewal, func() []candidate { return r.durations(renewalClues) })
	before := ""
	for _, s := range r.passages() {
		context := before + " " + s.text
		before = s.text
		if !containsAny(s.text, "renew", "exten", "continu") || !concernsTerm(context) {
			continue
		}
		m := renewedBy().FindStringSubmatchIndex(s.text)
		if m == nil {
			continue
		}
		c := candidate{}
		if e, ok := r.nearest(s.span); ok {
			c.elements = []int{e.index}
		}
		switch {
		case m[2] >= 0:
			c.value = "P1Y"
		case m[4] >= 0:
			c.value = "P1M"
			c.add("in-words-month", 1)
		default:
			t := r.best(extract.FieldTerm)
			if t == nil {
				continue
			}
			c.value, c.elements = t.value, t.elements
			c.add("in-words-same", 1)
		}
		c.derivation = quoted(s.text[m[0]:m[1]])
		c.add("bias", 1)
		c.add("in-words", 1)
		cs = append(cs, c)
	}
	return cs
}

// nearest returns the element nearest to a sentence, at most 300 bytes away,
// the first of those in it.
func (r *resolution) nearest(s extract.ByteSpan) (mention, bool) {
	var near mention
	least := 301
	for _, e := range r.elements {
		if d := max(e.Span.Start-s.End, s.Start-e.Span.End, 0); d < least {
			near, least = e, d
		}
	}
	return near, near.Element != nil
}

// period reads an ISO 8601 duration.
func period(s string) (normal.Period, bool) {
	p, err := normal.ParsePeriod(s)
	return p, err == nil && s != ""
}
