package normal

import (
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
	"immediately": "", "following": "", "preceding": "", "subsequent": "", "other": "",
}

// span is one counted length in a text.
type span struct {
	n       decimal.Decimal
	figures *decimal.Decimal // the bracketed number, where there is one
	upTo    *decimal.Decimal // the end of a range ("8-10 weeks")
	ordinal bool
	unit    unit
	kind    string // business, calendar, ...
	joined  string // the word before it: and, or, to, ...
}

// Duration reads a length of time: "thirty (30) days" is P30D, "five (5)
// business days" P5D with the attribute unit=business, "third (3rd)
// anniversary" P3Y with unit=anniversary. Number is the mean length in days
// (see [DaysPerYear]); of business days, their number.
func Duration(text string) Value {
	if p, err := ParsePeriod(strings.TrimSpace(text)); err == nil {
		return ofPeriod(p)
	}
	toks := splitGlued(lex(text, ".,"))
	spans, blank := readSpans(toks)
	if len(spans) == 0 {
		if blank {
			return flagged(FlagBlank)
		}
		return flagged(FlagUnparsed)
	}
	var v Value
	for _, s := range spans {
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
	if first.figures != nil && !first.figures.Equal(first.n) {
		v.flag(FlagDisagree)
		v.set("words", first.unit.times(first.n).String())
		v.set("figures", first.unit.times(*first.figures).String())
		return v
	}
	if first.upTo != nil {
		return ranged(v, first.unit.times(first.n), first.unit.times(*first.upTo))
	}
	sum := first.unit.times(first.n)
	for _, s := range spans[1:] {
		p := s.unit.times(s.n)
		switch {
		case s.figures != nil && !s.figures.Equal(s.n):
			v.flag(FlagDisagree)
			return v
		case p.InDays() == sum.InDays(): // said twice: "six months (6 months)"
		case s.joined == "(" && sameUnit(s.unit, first.unit):
			v.flag(FlagDisagree)
			v.set("words", sum.String())
			v.set("figures", p.String())
			return v
		case s.joined == "to" || s.joined == "-" || s.joined == "or":
			return ranged(v, sum, p)
		case s.joined == "(" || sameUnit(s.unit, first.unit) || s.unit.per.InDays() > first.unit.per.InDays():
			v.flag(FlagSeveral)
			return v
		default:
			sum = sum.Add(p)
		}
	}
	if !sum.Weeks.IsZero() && (len(spans) > 1) { // ISO 8601 keeps weeks apart
		sum.Days = sum.Days.Add(sum.Weeks.Mul(decimal.NewFromInt(7)))
		sum.Weeks = decimal.Zero
	}
	w := ofPeriod(sum)
	w.Flags, w.Attributes = v.Flags, v.Attributes
	return w
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

// splitGlued takes words apart that lost the space between number and unit
// ("TwoYears").
func splitGlued(toks []tok) []tok {
	out := make([]tok, 0, len(toks))
	for _, t := range toks {
		if t.kind == word && len(t.text) > 5 && t.text != "fortnight" {
			for _, u := range []string{"years", "year", "months", "month", "days", "day", "weeks", "week"} {
				head, ok := strings.CutSuffix(t.text, u)
				_, isUnit := units[head]
				_, isTen := tens[head]
				if ok && (isUnit || isTen) {
					out = append(out, tok{word, head, head, t.space})
					t = tok{word, u, u, true}
					break
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// readSpans finds every number with a unit. blank reports a unit whose number
// was left open.
func readSpans(toks []tok) (spans []span, blank bool) {
	joined := ""
	for i := 0; i < len(toks); {
		t := toks[i]
		s, next, ok := readSpan(toks, i)
		if ok {
			s.joined = joined
			spans = append(spans, s)
			joined = ""
			i = next
			continue
		}
		switch {
		case t.in("_", "*", "•", "●", "[") || t.is("blank"):
			blank = true
		case t.in("to", "-", "or", "and", "("):
			joined = t.text
		case t.in("through", "until"):
			joined = "to"
		}
		i++
	}
	return spans, blank
}

func readSpan(toks []tok, i int) (s span, next int, ok bool) {
	q, j, ok := readQuantity(toks, i)
	if !ok {
		// "a year"
		if toks[i].in("a", "an", "another", "additional") && i+1 < len(toks) {
			if u, is := unitOf(toks[i+1].text); is && toks[i+1].kind == word {
				return span{n: one, unit: u}, i + 2, true
			}
		}
		return s, i, false
	}
	if q.ordinal && q.words && j == i+2 && toks[i+1].is("second") && j == len(toks) {
		if n, isNumber := tens[toks[i].text]; isNumber { // "thirty second"
			return span{n: decimal.NewFromInt(n), unit: unitNames["second"]}, j, true
		}
	}
	s.n, s.ordinal = q.n, q.ordinal
	if b, k, has := bracketed(toks, j); has {
		s.figures = &b.n
		s.ordinal = s.ordinal || b.ordinal
		j = k
	}
	// "8-10 weeks", "fifteen (15) to thirty (30) days", "one or two days"
	if j+1 < len(toks) && toks[j].in("-", "to", "or") {
		if q2, k, has := readQuantity(toks, j+1); has && !q2.ordinal {
			if _, k2, has := bracketed(toks, k); has {
				k = k2
			}
			if u, kind, k, has := readUnit(toks, k); has {
				s.upTo, s.unit, s.kind = &q2.n, u, kind
				return s, k, true
			}
		}
	}
	u, kind, j, ok := readUnit(toks, j)
	if !ok {
		return s, i, false
	}
	s.unit, s.kind = u, kind
	if b, k, has := bracketed(toks, j); has && s.figures == nil { // "thirty days (30)"
		s.figures = &b.n
		j = k
	}
	return s, j, true
}

// bracketed reads "(30)", "[30]", "(3rd)" or "(180-)".
func bracketed(toks []tok, i int) (quantity, int, bool) {
	for i < len(toks) && toks[i].is("-") {
		i++
	}
	if i >= len(toks) || !toks[i].in("(", "[") {
		return quantity{}, i, false
	}
	q, j, ok := readQuantity(toks, i+1)
	for ok && j < len(toks) && toks[j].is("-") {
		j++
	}
	if !ok || j >= len(toks) || !toks[j].in(")", "]") {
		return quantity{}, i, false
	}
	return q, j + 1, true
}

// readUnit reads a unit with the qualifiers before it; at most six tokens are
// passed over. "(s)" after it is part of it.
func readUnit(toks []tok, i int) (u unit, kind string, next int, ok bool) {
	end := min(len(toks), i+6)
	for j := i; j < end; j++ {
		t := toks[j]
		if t.kind == word {
			if k, is := qualifiers[t.text]; is {
				if k != "" {
					kind = k
				}
				continue
			}
			u, ok = unitOf(t.text)
			if !ok {
				return u, "", i, false
			}
			j++
			if j+2 < len(toks) && toks[j].is("(") && toks[j+1].is("s") && toks[j+2].is(")") {
				j += 3
			}
			for j < len(toks) && toks[j].is("'") {
				if j++; j < len(toks) && toks[j].is("s") && !toks[j].space {
					j++
				}
			}
			// "five (5) year anniversary", "twelve-month anniversary"
			k := j
			for k < len(toks) && toks[k].is("-") {
				k++
			}
			if k < len(toks) && toks[k].in("anniversary", "anniversaries") {
				return unit{"anniversary", u.per}, kind, k + 1, true
			}
			return u, kind, j, true
		}
		if !t.in("-", "]", ")", "[", "\"", "/", ",") {
			return u, "", i, false
		}
	}
	return u, "", i, false
}
