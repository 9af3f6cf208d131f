package normal

import (
	"regexp"
	"slices"
	"strings"

	"covenant/extract"
)

// date reads the date of a span with what the document decides.
func (c *docContext) date(s extract.ByteSpan) Value {
	text := s.Of(c.text)
	if c.footers[s.Start] {
		return Date(text, MonthFirst)
	}
	v := dateOf(text, dating{OrderUnknown, c.monthYear})
	if a, b := v.Attributes["month_first"], v.Attributes["day_first"]; a != "" && b != "" {
		order, inferred := c.order, c.orderInferred
		if order == OrderUnknown || inferred {
			switch first, second := c.writtenOut()[a], c.writtenOut()[b]; {
			case first && !second:
				order, inferred = MonthFirst, true
			case second && !first:
				order, inferred = DayFirst, true
			}
		}
		if order != OrderUnknown {
			if v = dateOf(text, dating{order, c.monthYear}); inferred {
				v.flag(FlagInferredOrder)
			}
		}
	}
	if v.Attributes["period"] == "" && len(v.Value) == len("2019") {
		v.set("period", c.periodAround(s))
	}
	return v
}

var (
	periodBefore = regexp.MustCompile(`(?i)\b(fiscal|calendar|contract|financial|tax)\s+(year|quarter)s?(?:\s+(?:of|ending|ended))?\s+(?:in\s+)?$`)
	periodAfter  = regexp.MustCompile(`(?i)^\s+(fiscal|calendar|contract|financial|tax)\s+(year)\b`)
)

// periodAround reads what stands around a bare year: "calendar year 2019",
// where only the year is the element.
func (c *docContext) periodAround(s extract.ByteSpan) string {
	before := c.text[max(0, s.Start-40):s.Start]
	after := c.text[s.End:min(len(c.text), s.End+24)]
	m := periodBefore.FindStringSubmatch(before)
	if m == nil {
		m = periodAfter.FindStringSubmatch(after)
	}
	if m == nil {
		return ""
	}
	return strings.ToLower(m[1] + " " + m[2])
}

var monthDash = regexp.MustCompile(`(?i)(?:^|[^\w-])(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}-(\d\d)(?:[^\w-]|$)`)

// monthYearProven reports that a text has a date such as "Jan-97", whose
// figure is no day of a month: then "Dec-04" is a month of 2004.
func monthYearProven(text string) bool {
	for _, m := range monthDash.FindAllStringSubmatch(text, -1) {
		if n := atoi(m[1]); n == 0 || n > 31 {
			return true
		}
	}
	return false
}

var writtenDay = regexp.MustCompile(`(?i)\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}(?:st|nd|rd|th)?(?:\s+day)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4})\b`)

// writtenDays finds the days that a text writes with the month's name.
func writtenDays(text string) map[string]bool {
	out := map[string]bool{}
	for _, s := range writtenDay.FindAllString(text, -1) {
		if v := Date(s, OrderUnknown); len(v.Value) == len("2006-01-02") {
			out[v.Value] = true
		}
	}
	return out
}

// dayFirst are countries whose short dates have the day before the month
// (Unicode CLDR, dateFormats of their locales). Those with both customs in
// English (Canada, Hong Kong, the Caribbean) and those that begin with the year
// are left out.
var dayFirst = []string{
	"United Kingdom", "England and Wales", "Scotland", "Northern Ireland", "Ireland", "Australia", "New Zealand",
	"India", "Singapore", "Malaysia", "South Africa", "Germany", "Austria", "Switzerland", "France", "Italy",
	"Spain", "Portugal", "Netherlands", "Belgium", "Luxembourg", "Norway", "Denmark", "Finland", "Poland",
	"Greece", "Brazil", "Argentina", "Chile", "Colombia", "Peru", "Ecuador", "Uruguay", "Venezuela", "Mexico",
	"Czechia", "Slovakia", "Slovenia", "Croatia", "Serbia", "Romania", "Bulgaria", "Ukraine", "Russia", "Cyprus",
	"Malta", "Iceland", "Estonia", "Latvia", "Türkiye", "Israel", "Egypt", "Jordan", "Lebanon", "Kuwait", "Qatar",
	"Bahrain", "Oman", "Saudi Arabia", "United Arab Emirates", "Nigeria", "Ghana", "Kenya", "Tanzania", "Uganda",
	"Zambia", "Zimbabwe", "Pakistan", "Bangladesh", "Sri Lanka", "Thailand", "Vietnam", "Indonesia",
	"Jersey", "Guernsey", "Isle of Man", "Gibraltar",
}

func writesDayFirst(v Value) bool {
	return slices.Contains(dayFirst, v.Value) || slices.Contains(dayFirst, v.Attributes["country"])
}
