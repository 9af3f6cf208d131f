package normal

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

type unit struct {
	name string // as kept in attributes where it is not an ISO unit
	per  Period // one of it
}

var one = decimal.NewFromInt(1)

var unitNames = map[string]unit{
	"year": {"", Period{Years: one}}, "yr": {"", Period{Years: one}},
	"month": {"", Period{Months: one}}, "mo": {"", Period{Months: one}}, "mth": {"", Period{Months: one}},
	"week": {"", Period{Weeks: one}}, "wk": {"", Period{Weeks: one}},
	"day": {"", Period{Days: one}}, "night": {"", Period{Days: one}},
	"hour": {"", Period{Hours: one}}, "hr": {"", Period{Hours: one}},
	"minute": {"", Period{Minutes: one}}, "min": {"", Period{Minutes: one}},
	"second": {"", Period{Seconds: one}}, "sec": {"", Period{Seconds: one}},
	"quarter":     {"quarter", Period{Months: decimal.NewFromInt(3)}},
	"decade":      {"", Period{Years: decimal.NewFromInt(10)}},
	"fortnight":   {"", Period{Weeks: decimal.NewFromInt(2)}},
	"anniversary": {"anniversary", Period{Years: one}},
}

func unitOf(s string) (unit, bool) {
	if u, ok := unitNames[s]; ok {
		return u, true
	}
	if s == "anniversaries" {
		return unitNames["anniversary"], true
	}
	u, ok := unitNames[strings.TrimSuffix(s, "s")]
	return u, ok
}

// qualifiers stand between a number and its unit; those with a name change
// what is counted and are kept as Attributes["unit"].
var qualifiers = map[string]string{
	"business": "business", "working": "business", "banking": "business", "bank": "business",
	"trading": "trading", "calendar": "calendar", "consecutive": "", "successive": "", "full": "",
	"whole": "", "complete": "", "additional": "", "further": "", "more": "", "continuous": "",
	"contract": "contract", "fiscal": "fiscal", "financial": "fiscal", "clear": "clear",
	"separate": "", "lease": "contract", "license": "contract", "prior": "", "extra": "", "entire": "",
	"renewal": "", "service": "contract", "agreement": "contract", "operating": "", "such": "", "and": "",
	"equal": "", "immediately": "", "following": "", "preceding": "", "subsequent": "", "other": "",
}

// Duration reads a length of time: "thirty (30) days" is P30D, "five (5)
// business days" P5D with the attribute unit=business, "third (3rd)
// anniversary" P3Y with unit=anniversary, "12 equal monthly instalments" P12M
// with unit=instalment. Number is the mean length in days (see [DaysPerYear]);
// of business days, their number.
func Duration(text string) Value {
	if p, err := ParsePeriod(strings.TrimSpace(text)); err == nil {
		return ofPeriod(p)
	}
	toks := splitGlued(lex(text, ".,"))
	spans, blank := readSpans(toks)
	if len(spans) == 0 {
		if u, ok := unitToUnit(toks); ok {
			return ofPeriod(u.per)
		}
		if blank {
			return flagged(FlagBlank)
		}
		return flagged(FlagUnparsed)
	}
	var v Value
	for _, s := range spans {
		if s.inexact {
			return flagged(FlagUnparsed)
		}
		if s.kind != "" {
			v.set("unit", s.kind)
		} else {
			v.set("unit", s.unit.name)
		}
		if s.ordinal {
			v.set("ordinal", "true")
		}
	}
	first := spans[0]
	if len(spans) == 1 && first.upTo != nil {
		return ranged(v, first.unit.times(*first.from), first.period())
	}
	// Bracketed figures are summed beside the words, to tell whether they agree.
	sum, figures := first.period(), first.inFigures()
	for _, s := range spans[1:] {
		p := s.period()
		switch {
		case p.InDays() == sum.InDays() && first.agrees() && s.agrees(): // said twice: "six months (6 months)"
		case s.joined == "(" && sameUnit(s.unit, first.unit):
			return disagreeing(v, sum, p)
		case first.agrees() && s.agrees() && (s.joined == "to" || s.joined == "-" || s.joined == "or"):
			return ranged(v, sum, p)
		case s.joined == "(" || sameUnit(s.unit, first.unit) || s.unit.per.InDays() > first.unit.per.InDays():
			return severalPeriods(v, spans)
		default:
			sum, figures = sum.Add(p), figures.Add(s.inFigures())
		}
	}
	if sum.String() != figures.String() {
		return disagreeing(v, sum, figures)
	}
	if !sum.Weeks.IsZero() && (len(spans) > 1) { // ISO 8601 keeps weeks apart
		sum.Days = sum.Days.Add(sum.Weeks.Mul(decimal.NewFromInt(7)))
		sum.Weeks = decimal.Zero
	}
	w := ofPeriod(sum)
	w.Flags, w.Attributes = v.Flags, v.Attributes
	return w
}

// severalPeriods keeps the lengths of a text in the attribute values.
func severalPeriods(v Value, spans []span) Value {
	v.flag(FlagSeveral)
	var texts []string
	for _, s := range spans {
		if !s.agrees() {
			v.flag(FlagDisagree)
			return v
		}
		if p := s.period().String(); !slices.Contains(texts, p) {
			texts = append(texts, p)
		}
	}
	v.set("values", strings.Join(texts, ", "))
	return v
}

func disagreeing(v Value, words, figures Period) Value {
	v.flag(FlagDisagree)
	v.set("words", words.String())
	v.set("figures", figures.String())
	return v
}

func ofPeriod(p Period) Value {
	return Value{Value: p.String(), Number: p.InDays(), HasNumber: true}
}

func ranged(v Value, a, b Period) Value {
	v.flag(FlagRange)
	v.set("min", a.String())
	v.set("max", b.String())
	return v
}

func sameUnit(a, b unit) bool { return a.per.InDays() == b.per.InDays() }

// times returns n units as a period without fractions where that can be said
// in the next smaller unit (half a year is six months).
func (u unit) times(n decimal.Decimal) Period {
	p := Period{u.per.Years.Mul(n), u.per.Months.Mul(n), u.per.Weeks.Mul(n), u.per.Days.Mul(n),
		u.per.Hours.Mul(n), u.per.Minutes.Mul(n), u.per.Seconds.Mul(n)}
	if m := p.Years.Mul(decimal.NewFromInt(12)); !p.Years.IsInteger() && m.Round(3).IsInteger() {
		p.Years, p.Months = decimal.Zero, m.Round(0)
	}
	if d := p.Weeks.Mul(decimal.NewFromInt(7)); !p.Weeks.IsInteger() && d.IsInteger() {
		p.Weeks, p.Days = decimal.Zero, d
	}
	return p
}
