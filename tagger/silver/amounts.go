package silver

import (
	"regexp"
	"strings"

	"covenant/extract"
)

const (
	currencyCode = `(?:USD|US|U\.S\.|CAD|CDN|Cdn|C|A|AUD|HK|HKD|S|NZ|EUR|GBP|RMB|CHF|JPY|Rs\.?|NIS|CNY)`
	sign         = `[$£€¥]`
	digits       = `(?:\d{1,3}(?:,\s?\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`
	scale        = `(?:\s?(?:hundred|thousand|million|billion|Million|Billion|Thousand|MILLION|BILLION|MM|M|m|mm|k|K|bn)\b)?`
	moneyFigure  = `(?:` + currencyCode + `\s?)?` + sign + `\s?` + digits + scale + `(?:\s?(?:USD|US|U\.S\.|CAD|dollars|Dollars)\b)?`
	moneyCode    = `\b(?:USD|RMB|EUR|GBP|CHF|JPY|HKD|CNY|AUD|CAD|NIS)\s?` + digits + scale
	moneyUnit    = `(?i:(?:(?:U\.?S\.?|United\s+States|Canadian|Australian|Hong\s+Kong|US)\s+)?(?:dollars?|euros?|pounds(?:\s+sterling)?|renminbi|yuan|RMB|cents?|yen)|USD|EUR|GBP)`
	amountWord   = `(?i:zero|` + numberWord + `|thousand|million|billion|and)`
)

// moneyForms: "five hundred dollars ($500)", "$1,500,000", "US$ 12 million",
// "RMB50,000", "10,000 Euros".
var moneyForms = regexp.MustCompile(
	`\b` + amountWord + `(?:(?:[\s-]+|,\s*)` + amountWord + `)*(?:\s+(?i:and)\s+(?:NO|no|No|\d\d|xx)/(?:100|100ths))?\s+` + moneyUnit + `(?:\s+(?:and\s+)?(?:NO|no|No|00)/100)?(?:\s*\(\s*(?:` + moneyFigure + `|` + moneyCode + `|` + digits + `\s*` + moneyUnit + `)\s*\))?` +
		`|\b` + amountWord + `(?:[\s-]+` + amountWord + `)*\s*\(\s*` + moneyFigure + `\s*\)(?:\s*` + moneyUnit + `)?` +
		`|` + moneyFigure + `(?:\s*\(\s*(?i:` + numberText + `|` + amountWord + `)(?:[\s-]+` + amountWord + `)*\s+` + moneyUnit + `\s*\))?` +
		`|` + moneyCode +
		`|\b` + digits + scale + `\s+` + moneyUnit + `\b(?:\s*\(\s*(?:` + moneyFigure + `|` + moneyCode + `)\s*\))?`)

func (d *document) findAmounts() {
	d.within(d.windows(120, 80, "$", "£", "€", "¥", "usd", "rmb", "eur", "gbp", "chf", "jpy", "hkd", "dollar", "pound", "yuan", "cents", "yen", "nis"), moneyForms, func(m []int) {
		start, end := m[0], m[1]
		s := d.text[start:end]
		if lower := strings.ToLower(s); strings.HasPrefix(lower, "and") {
			start += 3
			start += len(d.text[start:]) - len(strings.TrimLeft(d.text[start:], " \t\n\r"))
			if start >= end {
				return
			}
		}
		if d.wordBefore(start) && !strings.ContainsRune("$£€¥", rune(d.text[start])) || d.wordAfter(end) {
			d.doubt(start, end)
			return
		}
		d.add(extract.Amount, start, end)
	})
}

var (
	insuranceWords  = regexp.MustCompile(`(?i)insur|coverage|per occurrence|each occurrence|combined single limit|umbrella|bodily injury|general liability|general aggregate`)
	capWords        = regexp.MustCompile(`(?i)(?:liabil|damages|indemnif)[^.]{0,160}(?:exceed|limited to|greater of|maximum)|deductible|basket|liability cap`)
	penaltyWords    = regexp.MustCompile(`(?i)liquidated damages|penalt|late (?:fee|charge)|\bfine[sd]?\b`)
	thresholdWords  = regexp.MustCompile(`(?i)par value|in excess of|net sales|revenue|threshold|exceed|principal amount|net worth|stated value|indebtedness|greater than|less than|up to\s*$|at least|over\s*$|above`)
	thresholdAfter  = regexp.MustCompile(`(?i)^\s*(?:to|-|–)\s*\$|^\s*(?:and above|or (?:more|less|greater)|in (?:the )?aggregate principal|par )`)
	thresholdBefore = regexp.MustCompile(`(?i)\$\s?[\d,.]+\s*(?:to|-|–)\s*$|(?:exceeds?|over|greater than|above)\s*$`)
	priceWords      = regexp.MustCompile(`(?i)\bfees?\b|\bprice|royalt|\bpay|\bpaid|\bcost|charge|salary|rent\b|reimburs|milestone|purchase|compensat|minimum|rate\b|deposit|budget|install?ment|per (?:month|hour|unit|year|day|annum)`)
)

// amountRoles decides the roles of sums of money.
func (d *document) amountRoles(spans []Span) {
	for i := range spans {
		s := &spans[i]
		if s.Label != extract.Amount {
			continue
		}
		before, after := d.before(s.Start, 240), d.after(s.End, 100)
		near, around := tail(before, 90), before+" "+after
		switch {
		case insuranceWords.MatchString(around):
			s.Role = extract.RoleInsurance
		case penaltyWords.MatchString(tail(before, 160) + head(after, 40)):
			s.Role = extract.RolePenalty
		case capWords.MatchString(before):
			s.Role = extract.RoleCap
		case thresholdAfter.MatchString(after) || thresholdBefore.MatchString(near) || thresholdWords.MatchString(tail(near, 50)) || strings.Contains(head(after, 25), "par value"):
			s.Role = extract.RoleOther
		case priceWords.MatchString(around):
			s.Role = extract.RolePrice
		default:
			s.Role = extract.RolePrice
		}
	}
}
