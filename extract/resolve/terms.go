package resolve

import (
	"regexp"
	"strings"

	"covenant/extract"
	"covenant/extract/normal"
)

// howLong finds the length of the contract's (first) term.
var howLong = profile{
	label: extract.Duration,
	roles: map[extract.Role]int{extract.RoleTerm: 3, extract.RoleRenewal: -1, extract.RoleNotice: -1, extract.RoleCure: -4, extract.RolePayment: -3},
	clues: []clue{
		words(before, 2, `\b(?:initial|original|primary|base) (?:term|period)\b`),
		words(before, 2, `\bterm of (?:this|the) (?:\w+ ){0,3}(?:agreement|contract|lease|license|franchise|venture)|\bthe (?:"?term"?|duration) (?:of|shall|will|is)\b|\bterm[:.]`),
		words(before, 1, `\bthis (?:\w+ ){0,3}(?:agreement|contract|lease)\b`),
		words(near, 2, `\b(?:for|of|be) (?:a |an |the )?(?:\w+ ){0,2}(?:period|term|duration|life) of(?: up to)?$`),
		words(before, 2, `\b(?:remain|continue|be|is) (?:valid|(?:in )?(?:full )?(?:force(?: and effect)?|effect|effective))\b`),
		words(before, 1, `\b(?:commenc|begin|start)\w*\b`),
		words(near, 1, `\b(?:be|is|of|for)(?: an?| the)?(?: \w+ of)?$`),
		words(heading, 2, `\b(?:term|duration)(?: and termination| of (?:this )?agreement)?\W*$`),
		words(next, 1, `^,? ?\(?unless\b`),
		words(next, 2, `^(?: period| term)?,? ?(?:from|commencing|beginning|starting|after|following|of|as of|as from) (?:on |upon |as of |from )?(?:and including )?(?:the )?(?:"?effective date|date (?:hereof|of|first)|execution|commencement|launch|signing|signature|closing|start)`),
		words(next, 1, `^\)? ?(?:\("?(?:the )?"?(?:initial )?(?:term|period)|initial term|term\b)`),
		words(next, -3, `^ ?(?:(?:days'?|prior|advance|written|notice|before|in advance)\b)`),
		words(near, -3, `\b(?:renew\w*|extend\w*|extension|successive|additional|further|subsequent|consecutive|another)(?: \w+){0,4}$`),
		words(near, -3, `\b(?:at least|less than|within|upon|later than|earlier than|every|each)(?: \w+)?$`),
		words(before, -2, `\b(?:notice|audit|inspect|records?|confidential\w*|warrant\w*|surviv\w*|insurance|non-?compet\w*|solicit\w*|terminat(?:e|ion) (?:or|of)|expiration|payment|invoice|escrow|sublicense|probation)\b`),
		words(after, -2, `\b(?:after|following) (?:the )?(?:expiration|termination|expiry|delivery|shipment|receipt|disclosure)`),
		words(self, -1, `\b(?:days?|hours?|minutes|weeks?)\b`),
		words(self, -4, `\bhours?\b|\bminutes?\b|\bseconds\b`),
	},
	least: 4,
}

// howLongMore finds the length by which the term is renewed.
var howLongMore = profile{
	label: extract.Duration,
	roles: map[extract.Role]int{extract.RoleRenewal: 3, extract.RoleNotice: -3, extract.RoleCure: -4, extract.RolePayment: -3},
	clues: []clue{
		words(before, 2, `\b(?:renew\w*|extend\w*|extension|prolong\w*)\b`),
		words(near, 2, `\b(?:renew\w*|extend\w*|extension|successive|additional|further|subsequent|consecutive|another|like|option(?:al)?)\b`),
		words(before, 1, `\b(?:automatically|successive|thereafter|option)\b`),
		words(self, 1, `\b(?:additional|successive|further)\b`),
		words(next, 2, `^ ?\)?-? ?(?:(?:renewal|extension|additional|successive|extended) )?(?:terms?|periods?|basis|increments?|intervals?|renewals?|extensions?|each|thereafter)\b`),
		words(next, -4, `^ ?(?:calendar |business )?(?:(?:days'?|prior|advance|written|notice|before|in advance|after|following|of the|from the)\b)`),
		words(near, -3, `\b(?:at least|less than|within|upon|later than|earlier than|initial (?:term|period)(?: \w+){0,3}|notice|more than|original term(?: \w+){0,3}|minimum of)(?: an?| the)?$`),
		words(near, -2, `\b(?:expiration|end) of (?:the|such|this|each|every|said|any)(?: \w+){0,2}$`),
		words(before, -2, `\b(?:confidential\w*|warranty|insurance|surviv\w*|patent|delivery|payment|cure)\b`),
		words(self, -2, `\b(?:days?|hours?|minutes|weeks?)\b`),
		words(self, -4, `\bhours?\b|\bminutes?\b|\bseconds\b`),
	},
	least: 5,
}

// isNotice marks a length of time as advance notice.
var isNotice = []clue{
	words(next, 0, `^[ ')s-]*(?:calendar |business )?(?:prior|before|in advance|written|advance|notice|previous|preceding)\b`),
	words(before, 0, `\b(?:notice|notif\w+|advise\w*|in writing)\b`),
}

var (
	noticeOfNonRenewal = profile{
		label: extract.Duration,
		roles: map[extract.Role]int{extract.RoleNotice: 2, extract.RoleTerm: -2, extract.RoleRenewal: -4, extract.RoleCure: -4, extract.RolePayment: -4},
		needs: isNotice,
		clues: []clue{
			words(sentence, 2, `\brenew\w*|\bextend\w*|\bextension\b|\bprolong\w*`),
			words(before, 2, `\brenew\w*|\bextend\w*|\bextension\b|\bsuccessive\b|\byear[- ]to[- ]year\b`),
			words(before, 2, `\bnon-?renew\w*|\bnot (?:to )?(?:renew|extend)|\b(?:elect|intent\w*|intend\w*|desire\w*|wish\w*|election|decision|option)\b.{0,40}\b(?:renew|terminate|extend|cancel|continue)|\bunless\b`),
			words(after, 2, `\b(?:prior to|before|preceding|in advance of|of)\b.{0,30}\b(?:expir\w+|end|terminat\w+|conclusion|completion|renewal|anniversary|commencement|close)\b.{0,50}\b(?:term|period|year|agreement|renewal|date)`),
			words(after, 1, `\b(?:non-?renew\w*|not (?:to )?renew|intent\w* (?:not )?to|decision|election)\b`),
			words(next, 1, `^ ?'?s? ?(?:prior|before|in advance|written|advance|notice)`),
			words(near, 1, `\b(?:at least|less than|later than|minimum of|upon|within|by giving|more than)(?: an?| the)?$`),
			words(heading, 3, `\b(?:renew\w*|extend\w*)\b`),
			words(before, -3, `\b(?:wish|elect|desire|option|right|request)\w*(?: \w+)? to (?:renew|extend)\b`),
			words(self, -3, `\byears\b`),
			words(next, -4, `^ ?\)?-? ?(?:(?:renewal|extension|additional|successive) )?(?:terms?|periods?)\b`),
			words(near, -3, `\b(?:successive|additional|consecutive|renewed for|extended for|term of|period of)(?: \w+){0,2}$`),
			words(sentence, -2, `\b(?:breach\w*|default\w*|cure[ds]?|insolven\w*|bankrupt\w*|material(?:ly)? (?:adverse|fail\w*))\b`),
			words(before, -3, `\b(?:breach\w*|default\w*|cure[ds]?|without cause|for convenience|any reason|at any time)\b`),
		},
		least: 6,
	}
	noticeOfTermination = profile{
		label: extract.Duration,
		roles: map[extract.Role]int{extract.RoleNotice: 2, extract.RoleTerm: -2, extract.RoleRenewal: -4, extract.RoleCure: -3, extract.RolePayment: -4},
		needs: isNotice,
		clues: []clue{
			words(before, 2, `\bterminat\w*|\bcancel\w*`),
			words(after, 1, `\bterminat\w*|\bcancel\w*`),
			words(sentence, 2, `\b(?:convenience|without cause|any reason|no reason|at any time|with or without cause|sole discretion|either party may terminate)\b`),
			words(next, 2, `^ ?'?s? ?\(?(?:prior |advance |previous |written |in advance|notice)`),
			words(before, 1, `\bnotice\b`),
			words(near, 1, `\b(?:at least|less than|upon|by giving|giving|with|on|minimum of|by)(?: an?| the)?$`),
			words(sentence, -2, `\b(?:breach\w*|default\w*|cured?|insolven\w*|bankrupt\w*|change (?:of|in) control|force majeure|fails?|failure|non-?payment)\b`),
			words(before, -2, `\b(?:breach\w*|default\w*|cured?|insolven\w*|bankrupt\w*|change (?:of|in) control|force majeure|fails?|failure|renew\w*|after|following|within)\b`),
			words(after, -3, `\b(?:expiration|end) of\b.{0,40}\b(?:term|period)\b|\b(?:after|following) (?:the )?(?:termination|expiration|effective date of)|\b(?:cure|remedy)\b`),
		},
		least: 6,
	}
)

func (v *view) term() *extract.Element { return howLong.best(v) }

// renewedBy finds renewals whose length is said without a number.
var renewedBy = regexp.MustCompile(`(?i)\b(?:renew\w*|extend\w*|continu\w+|extension\w*)\b[^.;]{0,120}?\b(?:(year[- ]to[- ]year|annual(?:ly)?(?: (?:basis|periods?|terms?))?|each year|yearly|year by year|every year|one-year)|(month[- ]to[- ]month|monthly basis)|((?:the )?(?:same|like|equal|identical) (?:duration|length|period|term)|(?:periods?|terms?) (?:of (?:the same|equal|like) (?:duration|length)|equal (?:to|in length))))\b`)

var besidesTerm = regexp.MustCompile(`(?i)\b(?:approv\w*|insurance|licen[sc]e fee|budget|review)\b`)

func (v *view) renewal() string {
	if e := howLongMore.best(v); e != nil {
		return e.Value
	}
	for _, m := range renewedBy.FindAllStringSubmatchIndex(v.text, -1) {
		if !concernsTerm(v.text[max(0, m[0]-200):m[1]]) {
			continue
		}
		switch {
		case m[2] >= 0:
			return "P1Y"
		case m[4] >= 0:
			return "P1M"
		default:
			if t := v.term(); t != nil {
				return t.Value
			}
		}
	}
	return ""
}

var ofTheTerm = regexp.MustCompile(`(?i)\b(?:agreement|contract|term|lease)\b`)

func concernsTerm(s string) bool {
	s = strings.Join(strings.Fields(s), " ")
	return ofTheTerm.MatchString(s) && !besidesTerm.MatchString(s)
}

func (v *view) notices() (ofRenewal, ofTermination string) {
	r, t := noticeOfNonRenewal.best(v), noticeOfTermination.best(v)
	if r != nil {
		ofRenewal = r.Value
	}
	if t != nil && t != r {
		ofTermination = t.Value
	}
	return ofRenewal, ofTermination
}

// period reads an ISO 8601 duration.
func period(s string) (normal.Period, bool) {
	p, err := normal.ParsePeriod(s)
	return p, err == nil && s != ""
}
