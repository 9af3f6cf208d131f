package resolve

import (
	"math"
	"strings"

	"covenant/extract"
)

// Clues that several dates share.
var (
	// ofAnotherPaper are words before a date that belongs to another contract
	// or document.
	ofAnotherPaper = words("another-paper", before, `\b(?:that certain|pursuant to|previously|prior|previous|existing|original|letter|indenture|power of attorney|attached|prospectus|registration|executed by|amended by|supplemented by|as amended)\b[^.]{0,120}\b(?:dated|made|entered into|effective|executed|as of|effective date)(?: as)?(?: of| on)?$`)

	// ofAmended are words before the date of a contract that an amendment
	// changes.
	ofAmended = words("another-paper", back, `\b(?:amend\w*|addendum|supplement)\b[^.]{0,60}?\b(?:to|of|the|that) (?:certain )?(?:[\w&-]+ ){0,6}(?:agreement|contract|lease|license)(?: ?\([^)]{0,80}\))?,?(?: (?:ref|no|number|n°)\S*(?: \S+){1,5}?)?,?(?: (?:by|between|among) [^.;]{0,120}?)?,? (?:dated|made|entered into|executed|effective)(?: and entered into)?(?: as)?(?: of| on)?(?: the)?$`)

	// endingDate and beginningOnly are labels of a date that is the end, or
	// only the beginning, of the term.
	endingDate    = words("named-end", back, `\b(?:expiration|termination|expiry|contract end|end)(?: date)?"?(?: of (?:this|the) \w+)?(?: shall| will)? ?(?:(?:means?|is|be)\b|:)[^.]{0,20}$|\b(?:expiration|termination|expiry) date$`)
	beginningOnly = words("named-start", back, `\b(?:commencement date|contract start|start date)\b[^.]{0,25}$`)
	named         = words("named-effective", next, `^,? ?\(? ?(?:hereinafter )?(?:(?:referred to (?:herein )?as|called|known as|termed|defined as) )?(?:the |such date,? (?:being )?the )?["“”']{0,2}(?:effective|commencement|contract|agreement|start(?:ing)?) date\b`)
	namedBefore   = words("named-before", back, `\b(?:effective|commencement|start) date"?(?: of (?:this|the) (?:\w+ ){0,2}agreement)?(?: shall| will)? ?(?:(?:means?|is|be)\b|:)[^.]{0,20}$`)
	untilWords    = words("until", near, `\b(?:until|through|expir\w+|terminat\w+|end(?:s|ing)?)(?: on)?$`)
)

var agreementClues = []clue{
	ofAnotherPaper, ofAmended, endingDate, beginningOnly, named, untilWords,
	words("made", near, `\b(?:made|entered into|dated?|executed|this|signed)\b`),
	words("as-of", near, `\bas of(?: the)?$`),
	words("dated", near, `\bdated?(?: as)?(?: of| on)?:?$`),
	words("this-day", near, `\b(?:this|on the|the)$`),
	words("effective", near, `\beffective\b`),
	words("date-line", near, `\bdated?\W*$`),
	words("this-agreement", before, `\bthis (?:[\w&-]+ ){0,6}(?:agreement|contract|lease|amendment)\b`),
	words("between", after, `\b(?:between|among|by and)\b`),
	words("signing", before, `\b(?:witness whereof|signed|executed)\b`),
	words("another-thing", near, `\b(?:deliver\w*|payment|invoice|fiscal|quarter|report|commenc\w+|begin\w*)\b`),
	words("filing", before, `\b(?:filed|registration|form 10|exchange commission)\b`),
}

var effectiveClues = []clue{
	named, ofAnotherPaper, ofAmended, untilWords, endingDate, beginningOnly,
	words("takes-effect", near, `\b(?:effective(?: date)?|effect|commenc\w+|begin\w*|start\w*|in force|into force)(?: is| of| on| as of| from| as from| this| the| means|:| shall be| will be| hereof)*:?$`),
	words("effective-as-of", near, `\beffective (?:as of|as from|from|on|date)(?: the)?:?$`),
	words("begins", near, `\b(?:commenc\w+|begin\w*|start\w*)(?: on| as of| from)?$`),
	namedBefore,
	words("agreement-takes-effect", before, `\b(?:this|the) (?:[\w-]+ ){0,4}["“”]?(?:agreement|contract|lease|amendment|addendum|term)\b[^.;]{0,60}\b(?:effective|effect|force|commenc\w+|begin\w*|start\w*)(?: \w+){0,3}$`),
	words("of-agreement", sentence, `\b(?:agreement|contract|term|effective date)\b`),
	words("of-term", before, `\b(?:term|period)\b`),
	words("as-of", near, `\bas of(?: the)?$`),
	words("dated", near, `\b(?:dated|executed|signed|made)(?: (?:this|and|entered|into|as|of|on))*$`),
	words("this-agreement", before, `\bthis (?:[\w&-]+ ){0,6}(?:agreement|contract|lease|amendment)\b`),
	words("of-money", before, `\b(?:price|rates?|fees?|payments?|royalt\w*|deliver\w*|quarter|fiscal|insurance|options?|employ\w*|act|law|rule)\b`),
}

var expirationClues = []clue{
	endingDate, beginningOnly, ofAnotherPaper,
	words("begins", near, `\b(?:commenc\w+|begin\w*|start\w*|effective)(?: (?:on|as of|from|date))*$`),
	words("term-is", before, `"?(?:term|period)"? ?(?:(?:shall )?(?:means?|is|be)\b|:)`),
	words("until", near, `\b(?:until|through|thru|ending|ends?|expir\w+|terminat\w+|conclud\w+|up to and including)(?: (?:on|at|as of|of|and including|midnight|the|later than|no))*$`),
	words("of-term", before, `\b(?:term|agreement|contract|venture|license)\b`),
	words("in-force", before, `\b(?:remain|continue|in (?:full )?(?:force|effect)|commenc\w+|begin\w*|start\w*|expir\w+)\b`),
	words("another-thing", before, `\b(?:option|warrants?|notes?|deliver\w*|offer|payments?|invoice|forecast|milestone|fiscal|quarter|report|insurance|amend\w*|royalt\w*|minimum|shipment)\b`),
	words("each", next, `^ ?(?:,? and each|of each)`),
	words("unless", next, `^,? ?\(?unless\b`),
	words("term-heading", heading, `\b(?:term|duration)(?: and termination| of (?:this )?agreement)?\W*$`),
	words("renewed", sentence, `\b(?:renew\w*|extend\w*)\b`),
}

// dated are the candidates that are dates of the contract itself: intervals are
// none, nor are dates of its attachments that do not speak of the whole, and
// those that a filing prints at the foot of its pages.
func (v *view) dated(clues []clue) []candidate {
	var out []candidate
	first := map[string]bool{}
	for _, e := range v.of(extract.Date) {
		if e.attached && !v.ofWhole(e) || strings.Contains(e.Value, "/") || footer().MatchString(v.before(e, 160)) {
			continue
		}
		c := v.stated(e, clues)
		switch len(e.Value) {
		case len("2006-01-02"):
		case len("2006-01"):
			c.add("month-only", 1)
		default:
			c.add("year-only", 1)
		}
		if len(out) == 0 {
			c.add("first-date", 1)
		}
		c.add("later-dates", math.Log1p(float64(len(out)))/3)
		if first[e.Value] {
			c.add("again", 1)
		}
		first[e.Value] = true
		out = append(out, c)
	}
	return out
}

// whole are words by which an attachment speaks of the contract itself, as a
// sheet of its terms does.
var whole = lazily(`\b(?:this|the) (?:\w+ ){0,3}(?:agreement|contract|lease)\b|\b(?:effective|expiration|commencement|termination|start|end) date\b|\bterm\b`)

// ofWhole reports whether a date in an attachment is one of the contract: its
// sentence says so, or it stands beside a signature.
func (v *view) ofWhole(e mention) bool {
	return dateLine().MatchString(v.before(e, 20)) || whole().MatchString(v.words(e, sentence))
}

var footer = lazily(`\bsource: .{2,120}, [a-z0-9/. -]{2,12},$`)

// dateLine stands before the date of a signature.
var dateLine = lazily(`\bdated?\W*$`)

// agreementDates are the days that may be the one on which the contract is
// dated. Of the days of several signatures the last is marked.
func (r *resolution) agreementDates() []candidate {
	cs := r.once(extract.FieldAgreementDate, func() []candidate { return r.dated(agreementClues) })
	last := ""
	signing := func(c *candidate) bool {
		e := r.at(c.elements[0])
		return len(c.value) == len("2006-01-02") && !e.attached &&
			(e.Span.Start >= r.signedAt || e.Span.Start >= r.bodyStart && dateLine().MatchString(r.before(e, 20)))
	}
	for i := range cs {
		if signing(&cs[i]) {
			last = max(last, cs[i].value)
		}
	}
	for i := range cs {
		if signing(&cs[i]) && cs[i].value == last {
			cs[i].add("last-signature", 1)
		}
	}
	return cs
}

// ownDate are the words by which a contract names the day that it bears.
const ownDate = `(?:(?:the )?(?:later |last |latest )?(?:of )?(?:the )?(?:dates?|day)(?: and year)?(?: on which| when| that| of| upon which)? ?(?:hereof|first|of (?:the )?(?:this|execution|signature|signing|(?:last|final) (?:signature|execution))|(?:this|the) (?:agreement|contract)|it is|they|both|of (?:the )?(?:agreement|contract)|(?:set forth|written|stated|specified|indicated|signed|shown|noted) (?:above|below|herein|hereof)|first (?:above )?(?:written|set forth|mentioned)|signed|executed|entered)|execution|signature|signing|when (?:\w+ ){0,8}(?:signed|executed)|simultaneous\w*)`

// countsFrom are the ways in which a contract says that it takes effect on
// the day that it bears; they are looked for in flat text.
var countsFrom = []struct {
	feature string
	words   pattern
}{
	{"agreement-counts-from-date", lazily(`\b(?:this (?:[\w-]+ ){0,4}(?:agreement|contract|lease|amendment)|the (?:initial )?["“]?term["”]?(?: of this (?:\w+ ){0,2}agreement)?|["“]?initial term["”]?)\b[^.;]{0,120}?\b(?:effective|commenc\w+|begin\w*|start\w*|in (?:full )?(?:force|effect)|into (?:force|effect|operation)|effect|binding)\b[^.;]{0,40}?\b(?:on|upon|as of|from|at|since|when|after)?\b ?` + ownDate)},
	{"term-from-date", lazily(`\b(?:years?|months?|days?|anniversary)\)? (?:from|after|following|of|commencing (?:on|from|with)|beginning (?:on|with)|starting (?:on|from)) (?:and after )?` + ownDate)},
	{"date-means-own", lazily(`\b(?:effective|commencement) date["”]? (?:of this agreement )?(?:shall )?(?:means?|is|be) [^.;]{0,60}?` + ownDate)},
	{"effective-as-of-own", lazily(`\beffective (?:on|as of|from|upon) ` + ownDate)},
	{"own-is-effective-date", lazily(ownDate + `[^.;]{0,40}? ?\((?:the )?["“”']*(?:effective|commencement) date`)},
	{"speaks-of-effective-date", lazily(`\bthe effective date\b`)},
	{"after-effective-date", lazily(`\b(?:years?|months?|days?|anniversary)\)? (?:from|after|following|of) (?:and after )?the effective date\b`)},
}

// effectiveDates are the days from which the contract may count: those that
// elements state, and the agreement's date.
func (r *resolution) effectiveDates() []candidate {
	agreement := r.best(extract.FieldAgreementDate)
	cs := r.once(extract.FieldEffectiveDate, func() []candidate { return r.dated(effectiveClues) })
	for i := range cs {
		if cs[i].is(named.name) || cs[i].is(namedBefore.name) {
			cs[i].rename("role-", "named-role-")
		}
		if agreement != nil {
			if cs[i].value == agreement.value {
				cs[i].add("is-agreement-date", 1)
			} else {
				cs[i].add("not-agreement-date", 1)
			}
		}
	}
	if agreement == nil {
		return cs
	}
	c := candidate{value: agreement.value, elements: agreement.elements}
	c.add("bias", 1)
	c.add("from-agreement", 1)
	c.add("from-agreement-doubt", 1-logit(agreement.p))
	for i, w := range r.countsFrom() {
		if w == "" {
			continue
		}
		if c.add(countsFrom[i].feature, 1); c.derivation == "" {
			c.derivation = "the date of the agreement, by " + quoted(w)
		}
	}
	if c.derivation == "" {
		c.derivation = "the date of the agreement, which states no other"
	}
	return append(cs, c)
}

// countsFrom returns the words that are found of each of countsFrom.
func (v *view) countsFrom() []string {
	if v.counts != nil {
		return v.counts
	}
	v.counts = make([]string, len(countsFrom))
	for _, s := range v.passages() {
		// Regular expressions are slow; most sentences need none.
		if !containsAny(s.text, "effective", "commenc", "begin", "start", "force", "effect", "binding", "year", "month", "day", "anniversary") ||
			!containsAny(s.text, "date", "day", "execution", "executed", "sign", "simultaneous") {
			continue
		}
		for i, w := range countsFrom {
			if v.counts[i] == "" {
				v.counts[i] = w.words().FindString(s.text)
			}
		}
	}
	return v.counts
}

// expirationDates are the days on which the term may end: those that elements
// state, and those computed from the term's length and the day from which it
// runs.
func (r *resolution) expirationDates() []candidate {
	agreement := r.best(extract.FieldAgreementDate)
	effective := r.best(extract.FieldEffectiveDate)
	cs := r.once(extract.FieldExpirationDate, func() []candidate { return r.dated(expirationClues) })
	for i := range cs {
		for _, from := range []*candidate{agreement, effective} {
			if from != nil && !later(cs[i].value, from.value) {
				cs[i].add("not-later", 1)
			}
		}
	}
	terms := r.choice(extract.FieldTerm).candidates
	start := effective
	if start == nil {
		start = agreement
	}
	for i := range terms[:min(len(terms), 3)] {
		t := &terms[i]
		if t.p < leastLoser {
			break
		}
		if c, ok := r.ends(t, start); ok {
			cs = append(cs, c)
		}
	}
	return cs
}

// later reports whether a day is after another; partial dates are compared as
// far as both go.
func later(day, from string) bool {
	n := min(len(from), len(day))
	return from[:n] < day[:n] || from[:n] == day[:n] && len(from) != len(day)
}

var (
	beginsOn    = lazily(`\b(?:commenc\w+|begin\w*|start\w*|from|effective|as of|effect|force|after|following)(?: (?:on|as of|from|the|date|and|including|of|in|effect))*$`)
	beginsLater = lazily(`^[^.;]{0,25}\b(?:from|after|following|commencing|beginning|starting|upon)\b((?: [\w'’-]+){0,6}?) (?:launch|delivery|commercial|sale|acceptance|closing|approval|completion|opening|installation|ready|shipment|termination|expiration|operation\w*|go-live|receipt|publication|ipo|distribution date|separation|release|occupancy|first use|possession|availability)\b`)
	ownDay      = lazily(`\b(?:effective|hereof|execution|signing|signature|agreement|contract)\b`)
	endless     = lazily(`\b(?:until terminated|indefinite\w*|perpetual\w*|so long as|life of)\b`)
)

// beginsLater reports whether a term begins with an event whose day is not
// known.
func (v *view) beginsLater(term mention) bool {
	m := beginsLater().FindStringSubmatch(v.after(term, 110))
	return m != nil && !ownDay().MatchString(m[1])
}

// startsAfter ties a term to the day that follows it and from which it runs.
var startsAfter = lazily(`^[^.;]{0,60}\b(?:commenc\w+|begin\w*|start\w*|from|effective|after|following)\b(?: \w+){0,6}$`)

// startBeside returns the day from which a term runs as its sentence says: the
// first after it that it is tied to, else the first in the sentence that says
// so. A term that runs from the contract's own day runs from no other.
func (r *resolution) startBeside(term mention) (mention, bool) {
	if m := fromOwn().FindString(r.after(term, 80)); m != "" {
		return mention{}, false
	}
	var first mention
	for _, d := range r.of(extract.Date) {
		if d.Sentence != term.Sentence || len(d.Value) != len("2006-01-02") {
			continue
		}
		if d.Span.Start > term.Span.End && d.Span.Start-term.Span.End < 120 &&
			startsAfter().MatchString(flat(r.text[term.Span.End:d.Span.Start])) {
			return d, true
		}
		if first.Element == nil && beginsOn().MatchString(r.before(d, 45)) {
			first = d
		}
	}
	return first, first.Element != nil
}

// fromOwn is found after a term that runs from the contract's own day.
var fromOwn = lazily(`^[^.;]{0,20}\b(?:from|after|following|of)\b (?:and after )?(?:the )?(?:date (?:hereof|of (?:this|the) (?:agreement|contract))|effective date)\b`)

// ends computes the end of a term that begins on a day stated beside it, else
// on the contract's own; ok is false where it begins with an event whose day
// is not known.
func (r *resolution) ends(term, start *candidate) (candidate, bool) {
	e := r.at(term.elements[0])
	c := candidate{}
	from, source := "", -1
	if d, ok := r.startBeside(e); ok {
		from, source = d.Value, d.index
		c.add("starts-beside", 1)
	}
	if source < 0 && start != nil {
		from, source = start.value, start.elements[0]
		c.add("start-doubt", 1-logit(start.p))
	}
	p, ok := period(term.value)
	if !ok || source < 0 || !c.is("starts-beside") && r.beginsLater(e) {
		return candidate{}, false
	}
	end, err := p.AddTo(from)
	if err != nil {
		return candidate{}, false
	}
	c.value = end
	c.derivation = "the term " + term.value + " counted from " + from
	c.elements = []int{e.index, source}
	c.add("bias", 1)
	c.add("computed", 1)
	c.add("term-doubt", 1-logit(term.p))
	if e.Role != "" {
		c.add("computed-role-"+string(e.Role), 1)
	}
	s := surroundings{v: r.view, e: e}
	if s.has(clue{where: sentence, words: endless}) {
		c.add("endless", 1)
	}
	if strings.HasSuffix(term.value, "D") {
		c.add("computed-days", 1)
	}
	if len(end) < len("2006-01-02") {
		c.add("computed-partial", 1)
	}
	return c, true
}
