package silver

import (
	"regexp"
	"strings"

	"covenant/extract"
)

const (
	month    = `(?:January|February|March|April|May|June|July|August|September|October|November|December|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)`
	year     = `(?:(?:19|20)\d\d)`
	suffixTh = `(?:\s?(?:st|nd|rd|th|ST|ND|RD|TH|t h|s t|n d|r d)\b)`
	blank    = `(?:_[_ ]*_|\[[\s_●•·\*\.]*\]|_)`
)

// dateForms are the ways of writing a date, full ones first: where two match
// at one place the first wins.
var dateForms = regexp.MustCompile(strings.Join([]string{
	// December 31, 2018; April. 1st 2015; Nov 5, 1999; August __, 2018
	month + `\s*(?:\d{1,2}` + suffixTh + `?|` + blank + `)\s?[,.]?\s*` + year + `\b`,
	// 8th day of May 2014; ____ day of March, 2005; 31 of May 2010
	`(?:\b\d{1,2}|` + blank + `)\s*` + suffixTh + `?\s*day\s+of(?:\s|-)+(?:` + month + `|` + blank + `)[,.]?\s*(?:` + year + `\b|20_+|19_+)`,
	`\b\d{1,2}\s*` + suffixTh + `?\s+day\s+of\s+` + month,
	// 31 December 2018; 1st of March, 2003; 07-May-14
	`\b\d{1,2}` + suffixTh + `?\s+(?:of\s+)?` + month + `,?\s+` + year + `\b`,
	`\b\d{1,2}-` + month + `-(?:` + year + `|\d\d)\b`,
	// 1/7/2019
	`\b\d{1,2}/\d{1,2}/(?:` + year + `|\d\d)\b`,
	`\b\d{1,2}-\d{1,2}-` + year + `\b`,
	`\b` + year + `-\d\d-\d\d\b`,
	`\b\d{1,2}\.\d{1,2}\.` + year + `\b`,
	// June 2010; May, 2004; Jan-99
	month + `,?\s+` + year + `\b`,
	`\b` + month + `-\d\d\b`,
	// April 1; 31 December
	`\b` + month + `\s+\d{1,2}` + suffixTh + `?\b`,
	`\b\d{1,2}` + suffixTh + `?\s+(?:of\s+)?` + month,
}, `|`))

// bareYears are years that stand for a date or a period.
var bareYears = regexp.MustCompile(`(?i:\b(?:calendar|fiscal|contract|tax)\s+years?|\bin|\bduring|\bthrough|\bfor|\buntil|\bsince|\byear|\bof|\bby|\band|\bto|,)\s+(` + year + `)\b`)

func (d *document) findDates() {
	d.within(d.dateWindows(), dateForms, func(m []int) {
		start, end := m[0], m[1]
		if d.wordBefore(start) || d.wordAfter(end) {
			return
		}
		s := d.text[start:end]
		// "May 10 days": the modal verb; "March 2 of": a date.
		if strings.HasPrefix(s, "May ") && !strings.Contains(s, ",") {
			if next := d.rawAfter(end, 8); strings.HasPrefix(strings.TrimSpace(next), "(") || strings.Contains(next, "day") {
				return
			}
		}
		d.add(extract.Date, start, end)
	})
	d.within(d.windows(24, 8, " 19", " 20", "\n19", "\n20"), bareYears, func(m []int) {
		lead := strings.ToLower(squeeze(d.text[m[0]:m[2]]))
		if next := d.rawAfter(m[3], 3); strings.HasPrefix(next, "/") || strings.HasPrefix(next, "-") {
			return
		}
		switch {
		case strings.Contains(lead, "year"), strings.HasPrefix(lead, "in"), strings.HasPrefix(lead, "during"):
			d.add(extract.Date, m[2], m[3])
		default:
			d.doubt(m[2], m[3])
		}
	})
}

var (
	effectiveAfter  = regexp.MustCompile(`(?i)^[\s,.]*(?:\(|and|is)?[^()]{0,40}\(?(?:the\s+|this\s+|hereinafter[^"“]{0,30})?["“'‘” ]*(?:\w+\s+)?(?:effective\s+date|commencement date)`)
	effectiveBefore = regexp.MustCompile(`(?i)(?:\beffective(?:\s+as)?\s+(?:of|on|from|upon|beginning)?\s*(?:the|this)?\s*|effective date[^.]{0,25}|\beffective\s+|(?:shall|will)\s+(?:commence|begin|become effective)\s+(?:on|as of)\s+(?:the\s+)?|commencing\s+(?:on\s+|as of\s+)?|with effect from )$`)
	agreementBefore = regexp.MustCompile(`(?i)(?:(?:dated|made|entered|executed|signed|date first|concluded|as of|into|by)[^.;]{0,60}|agreement,? dated(?: as of)?|\bdated?\s*[:.]?\s*(?:as of\s*)?(?:the\s*)?|^\s*date\s*[:.]?\s*)$`)
	expiryBefore    = regexp.MustCompile(`(?i)(?:expir\w+|terminat\w+|\bend(?:s|ing)?|until|through|up to|to)\s+(?:and\s+including\s+|automatically\s+|at[^.]{0,30})?(?:on|at|as of|upon|until|through)?\s*(?:the\s+)?$`)
	termWords       = regexp.MustCompile(`(?i)\bterm\b|this agreement|in (?:full )?(?:force|effect)`)
	signatureDate   = regexp.MustCompile(`(?i)(?:\bdated?|date signed|signed|executed)\s*(?:of\s+\w+)?\s*[:.]?\s*(?:as of\s*)?_*\s*$`)
	signatureNear   = regexp.MustCompile(`(?i)(?:/s/|\bBy\s*:|\bTitle\s*:|\bIts\s*:|\bName\s*:)`)
	otherAgreement  = regexp.MustCompile(`(?i)(?:certain|the (?:original|existing|prior|said|master|credit|merger|separation)|between\s+\S+\s+and)[^"]{0,120}$`)
	ownInstrument   = regexp.MustCompile(`(?i)\bthis\b[^;]{0,160}$|^\s*(?:dated|made)|witness`)
)

// dateRoles decides the roles of dates from the words around them.
func (d *document) dateRoles(spans []Span) {
	agreement, effective, expiry := dateValues(d.answers.AgreementDate), dateValues(d.answers.EffectiveDate), dateValues(d.answers.ExpirationDate)
	preamble := min(max(4000, len(d.text)/20), 8000)
	for i := range spans {
		s := &spans[i]
		if s.Label != extract.Date {
			continue
		}
		s.Role = extract.RoleOther
		value := squashName(s.Of(d.text))
		before, after := d.before(s.Start, 200), d.after(s.End, 90)
		raw := squeeze(d.rawBefore(s.Start, 120))
		footer := footerBefore.MatchString(raw)
		switch {
		case footer:
		case effectiveAfter.MatchString(after) && (agreement[value] || effective[value] || s.Start < preamble || ownInstrument.MatchString(before)):
			s.Role = extract.RoleEffective
		case effectiveBefore.MatchString(before) && (effective[value] || s.Start < preamble && len(effective) == 0):
			s.Role = extract.RoleEffective
		case expiry[value] && expiryBefore.MatchString(before):
			s.Role = extract.RoleExpiration
		case expiryBefore.MatchString(before) && termWords.MatchString(before) && !agreement[value] && strings.Contains(strings.ToLower(before), "agreement") && strings.Contains(strings.ToLower(before), "term"):
			s.Role = extract.RoleExpiration
		case agreement[value] && (s.Start < preamble || agreementBefore.MatchString(before)) && !otherAgreement.MatchString(before):
			s.Role = extract.RoleAgreement
		case signatureDate.MatchString(raw) && (signatureNear.MatchString(d.rawBefore(s.Start, 250)) || signatureNear.MatchString(d.rawAfter(s.End, 150))):
			s.Role = extract.RoleAgreement
		case s.Start < preamble && len(agreement) == 0 && agreementBefore.MatchString(before) && ownInstrument.MatchString(before):
			s.Role = extract.RoleAgreement
		case effective[value] && s.Start < preamble && !agreement[value]:
			s.Role = extract.RoleEffective
		}
	}
}

var footerBefore = regexp.MustCompile(`Source: [^\n]{2,90}, [-0-9A-Za-z/() ]{1,16}, $|\bFiled $`)

// dateValues returns the texts of dates in an answer, squashed.
func dateValues(a Answer) map[string]bool {
	out := make(map[string]bool)
	for _, t := range a.Texts {
		for _, s := range dateForms.FindAllString(t, -1) {
			out[squashName(s)] = true
		}
	}
	return out
}
