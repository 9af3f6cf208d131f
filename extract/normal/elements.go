package normal

import (
	"regexp"
	"strings"
	"sync"

	"covenant/extract"
)

// Elements sets the value, number, currency, flags and attributes of each
// element in place, replacing whatever they were. Spans outside the document
// are left without a value.
func Elements(doc *extract.Document, sentences []extract.Sentence, elements []extract.Element) {
	c := contextOf(doc, elements)
	for i := range elements {
		e := &elements[i]
		e.Value, e.Number, e.HasNumber, e.Currency, e.Flags, e.Attributes = "", 0, false, "", nil, nil
		if e.Span.Start < 0 || e.Span.End > len(doc.Text) || e.Span.Start >= e.Span.End {
			continue
		}
		v := c.value(e)
		e.Value, e.Number, e.HasNumber = v.Value, v.Number, v.HasNumber
		e.Currency, e.Flags, e.Attributes = v.Currency, v.Flags, v.Attributes
	}
}

// A docContext is what the document as a whole decides for its parts.
type docContext struct {
	text string
	dating
	orderInferred  bool
	writtenOut     func() map[string]bool // days written in words, as ISO dates
	footers        map[int]bool           // where dates of filing footers start
	dollar         string
	dollarInferred bool
	laws           lawNames
}

func contextOf(doc *extract.Document, elements []extract.Element) *docContext {
	c := &docContext{text: doc.Text, laws: lawNames{text: doc.Text}}
	american, foreign, dayFirst := false, false, true
	for i := range elements {
		e := &elements[i]
		if e.Label != extract.GovLaw || e.Span.Start < 0 || e.Span.End > len(doc.Text) || e.Span.Start >= e.Span.End {
			continue
		}
		if v := Place(e.Text(doc)); isAmerican(v) {
			american = true
		} else if v.Value != "" {
			foreign = true
			dayFirst = dayFirst && writesDayFirst(v)
		}
	}
	american = american && !foreign

	body, footer := OrderOf(doc.Text)
	c.footers = footerDates(doc.Text)
	switch {
	case body != OrderUnknown:
		c.order = body
	case american:
		c.order, c.orderInferred = MonthFirst, true
	case foreign && dayFirst:
		c.order, c.orderInferred = DayFirst, true
	case !foreign:
		c.order = footer
	}

	c.monthYear = monthYearProven(doc.Text)
	c.writtenOut = sync.OnceValue(func() map[string]bool { return writtenDays(doc.Text) })

	several := false
	c.dollar, several = DollarOf(doc.Text)
	if c.dollar == "" && !several && american {
		c.dollar, c.dollarInferred = "USD", true
	}
	return c
}

func (c *docContext) value(e *extract.Element) Value {
	text := e.Span.Of(c.text)
	switch e.Label {
	case extract.Date:
		return c.date(e.Span)
	case extract.Duration:
		return Duration(text)
	case extract.Amount:
		v := Amount(c.withCurrency(e.Span), c.dollar)
		if v.Attributes["per"] == "" {
			v.set("per", basisFollowing(fold(c.text[e.Span.End:min(len(c.text), e.Span.End+60)])))
		}
		if v.Currency != "" && v.Currency == c.dollar && c.dollarInferred {
			if _, bare := currencyOf(fold(text)); bare {
				v.flag(FlagInferredCurrency)
			}
		}
		return v
	case extract.Law:
		return c.laws.law(text)
	case extract.GovLaw:
		return Place(text)
	case extract.Court:
		return Court(text)
	case extract.Party:
		return Party(text)
	}
	if s := Name(text); s != "" {
		return Value{Value: s}
	}
	return flagged(FlagUnparsed)
}

var (
	currencyBefore = regexp.MustCompile(`(?:^|[^A-Za-z])(US|U\.\s?S\.|USD|C|CA|CAD|CDN|A|AU|AUD|HK|S|NZ|NT|R)$`)
	currencyAfter  = regexp.MustCompile(`^\s{0,2}\(?(U\.S\.(?:\s+(?:dollars|currency|funds))?|US\s+dollars|USD|CAD|CDN|AUD|EUR|HKD|(?:Canadian|Australian|United\s+States|US|Hong\s+Kong|Singapore)\s+(?:dollars|funds|currency))\b`)
)

// withCurrency returns the text of an amount with the currency that stands
// just outside its span.
func (c *docContext) withCurrency(s extract.ByteSpan) string {
	text := s.Of(c.text)
	if code, bare := currencyOf(fold(text)); code != "" && !bare {
		return text
	}
	before := c.text[max(0, s.Start-6):s.Start]
	if m := currencyBefore.FindStringSubmatch(before); m != nil && strings.HasPrefix(text, "$") {
		text = m[1] + text
	}
	after := c.text[s.End:min(len(c.text), s.End+30)]
	if m := currencyAfter.FindStringSubmatch(after); m != nil {
		text += " " + m[1]
	}
	return text
}

var (
	figuresDate = regexp.MustCompile(`(?:^|[^\d/.-])(?:(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})|(\d{1,2})[.-](\d{1,2})[.-](?:19|20)\d\d)(?:[^\d/]|$)`)
	footerDate  = regexp.MustCompile(`Source:[^\n]{1,150}?,\s+[A-Z0-9][A-Z0-9/. -]{0,14},\s+(\d{1,2}/\d{1,2}/\d{4})`)
)

// OrderOf returns the order of day and month that a text's dates in figures
// prove, in its body and in the footers of its filing. Dates that contradict
// each other prove nothing.
func OrderOf(text string) (body, footer Order) {
	footers := footerDates(text)
	var first, second [2]bool // a month first, a day first; of body, footer
	for _, m := range figuresDate.FindAllStringSubmatchIndex(text, -1) {
		g := 2
		if m[g] < 0 {
			g = 6
		}
		a, b := atoi(text[m[g]:m[g+1]]), atoi(text[m[g+2]:m[g+3]])
		k := 0
		if footers[m[g]] {
			k = 1
		}
		if a >= 1 && a <= 12 && b > 12 && b <= 31 {
			first[k] = true
		}
		if b >= 1 && b <= 12 && a > 12 && a <= 31 {
			second[k] = true
		}
	}
	decide := func(k int) Order {
		switch {
		case first[k] && !second[k]:
			return MonthFirst
		case second[k] && !first[k]:
			return DayFirst
		}
		return OrderUnknown
	}
	return decide(0), decide(1)
}

// footerDates finds the dates of American filing footers ("Source: ACME, INC.,
// 10-K, 1/7/2019"), which are always month first.
func footerDates(text string) map[int]bool {
	out := map[int]bool{}
	for _, m := range footerDate.FindAllStringSubmatchIndex(text, -1) {
		out[m[2]] = true
	}
	return out
}
