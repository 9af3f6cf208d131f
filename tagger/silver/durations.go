package silver

import (
	"regexp"
	"strings"

	"covenant/extract"
)

const (
	numberWord = `(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|hundred)`
	numberText = numberWord + `(?:(?:[\s-]+|\s+and\s+)` + numberWord + `)*`
	ordinal    = `(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|fifteenth|twentieth|thirtieth|\d{1,2}(?:st|nd|rd|th))`
	figure     = `(?:\s*[(\[]\s*\d[\d,.\-]*\s*[)\]])`
	adjective  = `(?:consecutive|calendar|business|working|banking|trading|additional|full|successive|contract|continuous|contiguous)`
	unit       = `(?:years?|months?|days?|weeks?|hours?|minutes?|quarters?|yrs?\.?|anniversary)`
)

// durationForms: "thirty (30) days", "30 (thirty) business days", "5-year",
// "twenty four hours (24)", "third (3rd) anniversary", "four-year anniversary".
var durationForms = regexp.MustCompile(`(?i)\b(?:` +
	`(?:` + numberText + figure + `?|\d{1,4}(?:,\d{3})?(?:\.\d+)?(?:\s*\(\s*` + numberText + `\s*\))?)` +
	`(?:\s*-\s*|\s+|)(?:` + adjective + `(?:\s*-\s*|\s+)){0,3}` + unit + `(?:\s*\(\s*\d+\s*\))?(?:[\s-]+anniversary)?` +
	`|` + ordinal + figure + `?(?:\s*\(\s*\d{1,2}\s?(?:st|nd|rd|th|t h)\s*\))?(?:[\s-]+` + adjective + `)?\s+(?:anniversary|business\s+day|working\s+day)` +
	`|year[\s-]+to[\s-]+year|\d{1,2}\s*\(\s*` + numberText + `\s+(?:days|months|years)\)` +
	`)\b`)

func (d *document) findDurations() {
	d.within(d.windows(70, 40, "day", "month", "year", "week", "hour", "minute", "quarter", "anniversary", "yr"), durationForms, func(m []int) {
		start, end := m[0], m[1]
		s := d.text[start:end]
		// Closing bracket of "twenty four hours (24)".
		if strings.Count(s, "(") > strings.Count(s, ")") && strings.HasPrefix(d.text[end:], ")") {
			end++
		}
		next := strings.ToLower(squeeze(d.rawAfter(end, 20)))
		if strings.HasPrefix(next, " of age") || strings.HasPrefix(next, "-of-") || strings.HasPrefix(next, "-old") || strings.HasPrefix(next, " old") {
			d.doubt(start, end)
			return
		}
		if start > 0 && strings.ContainsRune("/.$-", rune(d.text[start-1])) {
			d.doubt(start, end)
			return
		}
		d.add(extract.Duration, start, end)
	})
}

var (
	renewalBefore = regexp.MustCompile(`(?i)(?:renew|exten(?:d|sion)|successive|additional|further|subsequent)[^.;]{0,80}$`)
	noticeWords   = regexp.MustCompile(`(?i)notice|notif|notify`)
	noticeAfter   = regexp.MustCompile(`(?i)^\s*['’]*s?\s*,?\s*(?:\(|(?:prior|advance|advanced|previous)\s*)?(?:\s|,|prior|advance|written|in|to|before|of|the)*(?:notice|written|end|expir|termination|anniversary)`)
	strongNotice  = regexp.MustCompile(`(?i)^\s*['’]*s?\s*,?\s*(?:(?:prior|advance|advanced|previous)[,\s]+)?(?:written\s+)?(?:notice|notification)`)
	runsFor       = regexp.MustCompile(`(?i)(?:continue|remain|in effect|in force|commence|begin)[^.;]{0,60}?\b(?:for|until|end\w* on|expire\w*|conclud\w+)\b[^.;]{0,45}$`)
	terminateNear = regexp.MustCompile(`(?i)terminat|renew|cancel|expir|withdraw`)
	cureWords     = regexp.MustCompile(`(?i)cure[ds]?\b|curing|remed[iy]|fail\w*\s+(?:shall\s+)?(?:continue|have continued)|default\s+(?:shall\s+)?continue|rectif|\bcorrect(?:ed|s)?\b`)
	breachWords   = regexp.MustCompile(`(?i)breach|default|fail`)
	paymentWords  = regexp.MustCompile(`(?i)\bpay(?:s|able|ment|ments)?\b|\bpaid\b|invoice|remit|reimburse|past due|overdue|\bNET\s*$`)
	termBefore    = regexp.MustCompile(`(?i)(?:\bterm of (?:this|the)|initial term|the term|term\s*:|this agreement|duration|\(the ['"“]term)[^;]{0,140}$`)
	termVerb      = regexp.MustCompile(`(?i)(?:shall be|will be|is|continue|remain|commence|begin|for a (?:period|term)|expire|end|until|period of|term of|initial|term\s*:)[^.;]{0,110}$`)
	termAfter     = regexp.MustCompile(`(?i)^\s*(?:initial\s+)?term\b|^[^.;]{0,60}\(?(?:the\s+)?["“]?(?:initial\s+)?term["”]`)
)

// durationRoles decides the roles of lengths of time.
func (d *document) durationRoles(spans []Span) {
	for i := range spans {
		s := &spans[i]
		if s.Label != extract.Duration {
			continue
		}
		s.Role = extract.RoleOther
		before, after := d.before(s.Start, 260), d.after(s.End, 160)
		near := tail(before, 110)
		short := tail(before, 60)
		unit := strings.ToLower(s.Of(d.text))
		long := strings.Contains(unit, "year") || strings.Contains(unit, "month") || strings.Contains(unit, "anniversary")
		switch {
		case strongNotice.MatchString(after) && terminateNear.MatchString(near):
			s.Role = extract.RoleNotice
		case noticeAfter.MatchString(after) && (terminateNear.MatchString(before) || terminateNear.MatchString(after)) && !cureWords.MatchString(before+after),
			noticeWords.MatchString(near) && strings.Contains(strings.ToLower(head(after, 60)), "prior to") && terminateNear.MatchString(before+after):
			s.Role = extract.RoleNotice
		case cureWords.MatchString(tail(before, 160)+" "+head(after, 90)) && breachWords.MatchString(before+after):
			s.Role = extract.RoleCure
		case long && renewalBefore.MatchString(near) && (strings.Contains(strings.ToLower(before), "renew") || strings.Contains(strings.ToLower(before), "exten") || strings.Contains(strings.ToLower(head(after, 40)), "renew")) && !noticeAfter.MatchString(after):
			s.Role = extract.RoleRenewal
		case paymentWords.MatchString(near+" | "+head(after, 60)) && !long && !strings.Contains(strings.ToLower(short), "notice"):
			s.Role = extract.RolePayment
		case long && runsFor.MatchString(near) && (strings.Contains(before, "greement") || strings.Contains(strings.ToLower(before), "term")) && !strings.Contains(strings.ToLower(near), "terminat"):
			s.Role = extract.RoleTerm
		case long && (termBefore.MatchString(before) && termVerb.MatchString(before) && !strings.Contains(strings.ToLower(before), "terminat") && !strings.Contains(strings.ToLower(before), "during the term") || termAfter.MatchString(after) && strings.Contains(strings.ToLower(head(after, 70)), "term")):
			s.Role = extract.RoleTerm
		}
	}
}

func tail(s string, n int) string { return s[max(len(s)-n, 0):] }
func head(s string, n int) string { return s[:min(len(s), n)] }
