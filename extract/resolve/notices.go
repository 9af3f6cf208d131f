package resolve

import (
	"covenant/extract"
)

// isNotice marks a length of time as advance notice.
var isNotice = []clue{
	words("notice-after", next, `^[ ')s’-]*(?:calendar |business )?(?:prior|before|in advance|written|advance|notice|previous|preceding)\b`),
	words("notice-before", before, `\b(?:notice|notif\w+|advise\w*|in writing)\b`),
}

var nonRenewalClues = []clue{
	words("renewal", sentence, `\brenew\w*|\bextend\w*|\bextension\b|\bprolong\w*`),
	words("renewal-before", before, `\brenew\w*|\bextend\w*|\bextension\b|\bsuccessive\b|\byear[- ]to[- ]year\b`),
	words("not-to-renew", before, `\bnon-?renew\w*|\bnot (?:to )?(?:renew|extend)|\b(?:elect|intent\w*|intend\w*|desire\w*|wish\w*|election|decision|option)\b.{0,40}\b(?:renew|terminate|extend|cancel|continue)|\bunless\b`),
	words("before-the-end", after, `\b(?:prior to|before|preceding|in advance of|of)\b.{0,30}\b(?:expir\w+|end|terminat\w+|conclusion|completion|renewal|anniversary|commencement|close)\b.{0,50}\b(?:term|period|year|agreement|renewal|date)`),
	words("intent", after, `\b(?:non-?renew\w*|not (?:to )?renew|intent\w* (?:not )?to|decision|election)\b`),
	words("prior", next, `^ ?['’]?s? ?(?:prior|before|in advance|written|advance|notice)`),
	words("at-least", near, `\b(?:at least|less than|later than|minimum of|upon|within|by giving|more than)(?: an?| the)?$`),
	words("renewal-heading", heading, `\b(?:renew\w*|extend\w*)\b`),
	words("wish-to-renew", before, `\b(?:wish|elect|desire|option|right|request)\w*(?: \w+)? to (?:renew|extend)\b`),
	words("years", self, `\byears\b`),
	words("terms", next, `^ ?\)?-? ?(?:(?:renewal|extension|additional|successive) )?(?:terms?|periods?)\b`),
	words("further", near, `\b(?:successive|additional|consecutive|renewed for|extended for|term of|period of)(?: \w+){0,2}$`),
	words("initial-term", sentence, `\b(?:initial (?:term|period)|anniversary|thereafter|after that|then[- ]current)\b`),
	words("continues", before, `\b(?:automatically|continue\w*|remain|commenc\w+|thereafter|indefinitely|successive)\b`),
	words("until-terminated", before, `\b(?:until|unless) (?:\w+ ){0,3}(?:terminat|cancel)\w*\b`),
	words("terminates", before, `\b(?:terminat|cancel)\w*\b`),
	words("either-party", sentence, `\b(?:either|any|neither|each) (?:party|of the parties)\b`),
	words("convenience", sentence, `\b(?:for convenience|without cause|any reason|at any time)\b`),
	words("term-heading", heading, `\b(?:term|duration)(?: and termination)?\W*$`),
	words("breach", sentence, `\b(?:breach\w*|default\w*|cure[ds]?|insolven\w*|bankrupt\w*|material(?:ly)? (?:adverse|fail\w*))\b`),
	words("without-cause", before, `\b(?:breach\w*|default\w*|cure[ds]?|without cause|for convenience|any reason|at any time)\b`),
}

var terminationClues = []clue{
	words("terminate-before", before, `\bterminat\w*|\bcancel\w*`),
	words("terminate-after", after, `\bterminat\w*|\bcancel\w*`),
	words("without-cause", sentence, `\b(?:convenience|without cause|any reason|no reason|at any time|with or without cause|sole discretion|either party may terminate)\b`),
	words("may-terminate", before, `\bmay(?: \w+){0,4} terminate\b|\bright to terminate\b|\bmay be terminated\b|\bterminable\b`),
	words("prior", next, `^ ?['’]?s? ?\(?(?:prior |advance |previous |written |in advance|notice)`),
	words("notice", before, `\bnotice\b`),
	words("at-least", near, `\b(?:at least|less than|upon|by giving|giving|with|on|minimum of|by)(?: an?| the)?$`),
	words("breach", sentence, `\b(?:breach\w*|default\w*|cured?|insolven\w*|bankrupt\w*|change (?:of|in) control|force majeure|fails?|failure|non-?payment)\b`),
	words("breach-before", before, `\b(?:breach\w*|default\w*|cured?|insolven\w*|bankrupt\w*|change (?:of|in) control|force majeure|fails?|failure|renew\w*|after|following|within)\b`),
	words("after-the-end", after, `\b(?:expiration|end) of\b.{0,40}\b(?:term|period)\b|\b(?:after|following) (?:the )?(?:termination|expiration|effective date of)|\b(?:cure|remedy)\b`),
	words("termination-heading", heading, `\bterminat\w*\W*$`),
	words("years", self, `\byears?\b`),
}

// noticeLengths are the lengths of time that are advance notice of something.
func (r *resolution) noticeLengths(clues []clue) []candidate {
	var out []candidate
	for _, e := range r.of(extract.Duration) {
		s := surroundings{v: r.view, e: e}
		if !s.has(isNotice[0]) && !s.has(isNotice[1]) {
			continue
		}
		c := r.stated(e, clues)
		for _, k := range isNotice {
			if s.has(k) {
				c.add(k.name, 1)
			}
		}
		out = append(out, c)
	}
	return out
}

// nonRenewalNotices are the lengths that may be the notice of non-renewal.
func (r *resolution) nonRenewalNotices() []candidate {
	cs := r.once(extract.FieldNotice, func() []candidate { return r.noticeLengths(nonRenewalClues) })
	if r.best(extract.FieldRenewal) != nil {
		for i := range cs {
			cs[i].add("renewal-known", 1)
		}
	}
	return cs
}

// terminationNotices are the lengths that may be the notice of termination.
func (r *resolution) terminationNotices() []candidate {
	cs := r.once(extract.FieldTerminationNotice, func() []candidate { return r.noticeLengths(terminationClues) })
	taken := r.best(extract.FieldNotice)
	for i := range cs {
		if taken != nil && len(taken.elements) > 0 && cs[i].elements[0] == taken.elements[0] {
			cs[i].add("is-notice-of-renewal", 1)
		}
	}
	return cs
}
