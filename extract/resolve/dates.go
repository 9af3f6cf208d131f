package resolve

import (
	"regexp"
	"strings"

	"covenant/extract"
)

// contractDates are the days from which a contract counts.
type contractDates struct {
	agreement, effective string
}

// before reports whether a day is later than those from which the contract
// counts, as far as they are known; partial dates are compared as far as both
// go.
func (d contractDates) before(day string) bool {
	for _, from := range []string{d.agreement, d.effective} {
		n := min(len(from), len(day))
		if from[:n] > day[:n] || len(from) == len(day) && from == day {
			return false
		}
	}
	return true
}

// ofAnotherPaper are words before a date that belongs to another contract or
// document.
var ofAnotherPaper = words(before, -5, `\b(?:that certain|pursuant to|previously|prior|previous|existing|original|letter|indenture|power of attorney|attached|prospectus|registration|executed by|amended by|supplemented by|as amended)\b[^.]{0,120}\b(?:dated|made|entered into|effective|executed|as of|effective date)(?: as)?(?: of| on)?$`)

// endingDate and beginningOnly are labels of a date that is the end, or only
// the beginning, of the term.
var (
	endingDate    = words(before, 9, `\b(?:expiration|termination|expiry|contract end|end)(?: date)?"?(?: of (?:this|the) \w+)?(?: shall| will)? ?(?:(?:means?|is|be)\b|:)[^.]{0,20}$|\b(?:expiration|termination|expiry) date$`)
	beginningOnly = words(before, -3, `\b(?:commencement date|contract start|start date)\b[^.]{0,25}$`)
)

// whenMade finds the day on which a contract is dated.
var whenMade = profile{
	label: extract.Date,
	roles: map[extract.Role]int{extract.RoleAgreement: 4, extract.RoleEffective: 3, extract.RoleOther: -1, extract.RoleExpiration: -4},
	clues: []clue{
		words(near, 1, `\b(?:made|entered into|dated?|executed|as of|this|signed)\b`),
		ofAnotherPaper,
		beginningOnly,
		against(endingDate),
	},
	least: 5,
}

// whenEffective finds the day from which a contract counts, where it says so.
var whenEffective = profile{
	label: extract.Date,
	roles: map[extract.Role]int{extract.RoleEffective: 4, extract.RoleOther: 0, extract.RoleExpiration: -4},
	clues: []clue{
		words(next, 4, `^,? ?\(? ?(?:hereinafter )?(?:referred to (?:herein )?as )?(?:the |such date,? (?:being )?the )?"?'?(?:effective|commencement|contract|agreement) date\b`),
		words(near, 4, `\b(?:effective(?: date)?|effect|commenc\w+|begin\w*|start\w*|in force|into force)(?: is| of| on| as of| from| as from| this| the| means|:| shall be| will be| hereof)*:?$`),
		words(before, 4, `\b(?:effective|commencement|start) date"?(?: of (?:this|the) (?:\w+ ){0,2}agreement)?(?: shall| will)? ?(?:(?:means?|is|be)\b|:)[^.]{0,20}$`),
		words(sentence, 1, `\b(?:agreement|contract|term|effective date)\b`),
		words(near, -6, `\b(?:until|through|expir\w+|terminat\w+|end(?:s|ing)?)(?: on)?$`),
		ofAnotherPaper,
	},
	least: 5,
}

// dates finds the contract's two dates. A date in the preamble comes before
// any other; without one, a contract is dated by its last signature. The
// agreement's date is also its effective date where the contract says that it
// counts from then.
func (v *view) dates() contractDates {
	var d contractDates
	most := 0
	for _, e := range v.of(extract.Date) {
		n, _ := whenMade.score(v, e)
		n += precision(e)
		if e.Span.Start < v.bodyStart {
			n += 4
		}
		if n < whenMade.least || !v.isDate(e) {
			continue
		}
		switch {
		case n > most:
			most, d.agreement = n, e.Value
		case n == most && e.Span.Start >= v.bodyStart && e.Value > d.agreement:
			d.agreement = e.Value // the later signature
		}
	}
	most = 0
	for _, e := range v.of(extract.Date) {
		n, ok := whenEffective.score(v, e)
		if !ok || !v.isDate(e) {
			continue
		}
		n += precision(e)
		if e.Span.Start < v.bodyStart {
			n++
		}
		if n > most {
			most, d.effective = n, e.Value
		}
	}
	if d.effective == "" && countsFromItsDate.MatchString(v.text) {
		d.effective = d.agreement
	}
	return d
}

// countsFromItsDate are the words by which a contract takes effect on the day
// that it bears.
var countsFromItsDate = regexp.MustCompile(`\b(?:the\s+|["“]\s?)(?:Effective\s+Date|EFFECTIVE\s+DATE)\b|(?i)\b(?:effective|commenc\w+|begin\w*|start\w*|effect|force)\s+(?:on|upon|as\s+of|from|at)\s+(?:the\s+)?(?:date\s+(?:hereof|first|of\s+(?:this|the|execution|signature|signing)|on\s+which|when|set\s+forth)|execution|signature|signing|first\s+date)|\b(?:years?|months?|days?)\)?\s+(?:from|after|following|commencing\s+(?:on|from))\s+(?:and\s+after\s+)?(?:the\s+)?(?:date\s+(?:hereof|first|of\s+(?:this|the\s+agreement|execution|signing|signature))|execution|signing|signature)`)

// isDate reports a single day, month or year of the contract itself: intervals
// are none, nor is the date that a filing prints at the foot of its pages.
func (v *view) isDate(e *extract.Element) bool {
	return !strings.Contains(e.Value, "/") && !footer.MatchString(v.before(e, 160))
}

var footer = regexp.MustCompile(`\bsource: .{2,120}, [a-z0-9/. -]{2,12},$`)

// precision favours whole dates over partial ones.
func precision(e *extract.Element) int {
	switch len(e.Value) {
	case len("2006-01-02"):
		return 3
	case len("2006-01"):
		return 1
	}
	return 0
}

// whenOver finds the day on which the term ends, where it is stated.
var whenOver = profile{
	label: extract.Date,
	roles: map[extract.Role]int{extract.RoleExpiration: 4, extract.RoleAgreement: -4},
	clues: []clue{
		endingDate,
		words(near, -6, `\b(?:commenc\w+|begin\w*|start\w*|effective)(?: (?:on|as of|from|date))*$`),
		words(before, 2, `"?(?:term|period)"? ?(?:(?:shall )?(?:means?|is|be)\b|:)`),
		words(near, 3, `\b(?:until|through|thru|ending|ends?|expir\w+|terminat\w+|conclud\w+|up to and including)(?: (?:on|at|as of|of|and including|midnight|the|later than|no))*$`),
		words(before, 1, `\b(?:term|agreement|contract|venture|license)\b`),
		words(before, 1, `\b(?:remain|continue|in (?:full )?(?:force|effect)|commenc\w+|begin\w*|start\w*|expir\w+)\b`),
		words(before, -2, `\b(?:option|warrants?|notes?|deliver\w*|offer|payments?|invoice|forecast|milestone|fiscal|quarter|report|insurance|amend\w*|royalt\w*|minimum|shipment)\b`),
		words(next, -1, `^ ?(?:,? and each|of each)`),
	},
	least: 5,
}

// expiration returns the day on which the contract's term ends: as stated, or
// computed from its length and the day on which it begins.
func (v *view) expiration(d contractDates, term *extract.Element) string {
	most, value := 0, ""
	for _, e := range v.of(extract.Date) {
		if n, ok := whenOver.score(v, e); ok && n > most && v.isDate(e) && d.before(e.Value) {
			most, value = n, e.Value
		}
	}
	if value != "" {
		return value
	}
	if term == nil {
		return ""
	}
	from := v.beginOf(term, d)
	p, ok := period(term.Value)
	if !ok || from == "" {
		return ""
	}
	end, err := p.AddTo(from)
	if err != nil {
		return ""
	}
	return end
}

var (
	beginsOn    = regexp.MustCompile(`\b(?:commenc\w+|begin\w*|start\w*|from|effective|as of|effect|force|after|following)(?: (?:on|as of|from|the|date|and|including|of|in|effect))*$`)
	beginsLater = regexp.MustCompile(`^[^.;]{0,25}\b(?:from|after|following|commencing|beginning|starting|of|upon)\b[^.;]{0,40}\b(?:launch|delivery|commercial|sale|acceptance|closing|approval|completion|opening|installation|ready|shipment|termination|expiration|operation\w*|go-live|receipt|publication|ipo|distribution date|separation|release|occupancy|first use|possession|availability)\b`)
)

// beginOf returns the day from which a term runs: a date stated beside it,
// else the effective date, else the agreement's; "" where it runs from an
// event whose day is not known.
func (v *view) beginOf(term *extract.Element, d contractDates) string {
	for i := range v.elements {
		e := &v.elements[i]
		if e.Label != extract.Date || e.Sentence != term.Sentence || len(e.Value) != len("2006-01-02") {
			continue
		}
		if beginsOn.MatchString(v.before(e, 45)) {
			return e.Value
		}
	}
	if beginsLater.MatchString(v.after(term, 110)) {
		return ""
	}
	if d.effective != "" {
		return d.effective
	}
	return d.agreement
}
