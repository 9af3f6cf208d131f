package normal

import (
	"regexp"
	"strings"
)

const perUnit = `(?:(?:calendar|business|fiscal|contract|square|cubic|metric|preferred|common)\s+)?` +
	`(?:shares?|units?|months?|mo|years?|yr|annum|weeks?|days?|hours?|hr|quarters?|minutes?|foot|feet|meters?|metres?|` +
	`persons?|employees?|occurrences?|claims?|incidents?|events?|accidents?|barrels?|tonn?es?|tons?|gallons?|pounds?|lbs?|` +
	`kilograms?|kg|grams?|users?|seats?|licen[cs]es?|subscribers?|subscriptions?|patients?|customers?|vehicles?|copy|copies|products?|` +
	`devices?|stores?|restaurants?|sites?|locations?|transactions?|visits?|calls?|pages?|clicks?|impressions?|warrants?|notes?|acres?|miles?|` +
	`doses?|vials?|bottles?|tests?|kits?|samples?|orders?|shipments?|pieces?|items?|songs?|titles?)\b`

var (
	basisPattern = `(?:(?:(?:per|for\s+each|each|an?)\s+|/\s?)(` + perUnit + `(?:\s+per\s+` + perUnit + `)?)|(monthly|annually|yearly|weekly|daily|hourly|quarterly)\b)`
	basis        = regexp.MustCompile(`(?i)(?:^|[\s\d)(])` + basisPattern)
	basisAfter   = regexp.MustCompile(`(?i)^\s*\(?` + basisPattern)
)

var basisNames = map[string]string{
	"annum": "year", "yr": "year", "mo": "month", "hr": "hour", "monthly": "month", "annually": "year", "yearly": "year",
	"weekly": "week", "daily": "day", "hourly": "hour", "quarterly": "quarter",
}

// basisOf returns what a sum is paid for ("per share", "/month", "annually"),
// in lower case; empty where the text does not say.
func basisOf(text string) string { return basisName(basis.FindStringSubmatch(text)) }

// basisFollowing is basisOf for the text right after an amount, where the
// basis stands when the amount is marked alone.
func basisFollowing(text string) string { return basisName(basisAfter.FindStringSubmatch(text)) }

func basisName(m []string) string {
	if m == nil {
		return ""
	}
	words := strings.Fields(strings.ToLower(m[1] + m[2]))
	for i, w := range words {
		if n := basisNames[w]; n != "" {
			words[i] = n
		}
	}
	return strings.Join(words, " ")
}
