package normal

import (
	"strings"

	"github.com/shopspring/decimal"
)

// span is one counted length in a text.
type span struct {
	n          decimal.Decimal
	figures    *decimal.Decimal  // the bracketed number, where there is one
	from, upTo *decimal.Decimal  // of a range ("8-10 weeks")
	others     []decimal.Decimal // further numbers before n ("30, 60 or 90 days")
	ordinal    bool
	inexact    bool // a part that no period can say
	unit       unit
	kind       string // business, calendar, ...
	joined     string // the word before it: and, or, to, ...
}

// period is the length that the words say.
func (s span) period() Period { return s.unit.times(s.n) }

// inFigures is the length that the bracketed figures say, if there are any.
func (s span) inFigures() Period {
	if s.figures == nil {
		return s.period()
	}
	return s.unit.times(*s.figures)
}

func (s span) agrees() bool { return s.figures == nil || s.figures.Equal(s.n) }

// setFigures keeps the number in words and the one in figures, whichever of
// them stands in brackets.
func (s *span) setFigures(q, bracket quantity) {
	s.n, s.figures = q.n, &bracket.n
	if !q.words && bracket.words {
		s.n, s.figures = bracket.n, &q.n
	}
	s.ordinal = s.ordinal || bracket.ordinal
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
			for _, n := range s.others {
				spans = append(spans, span{n: n, ordinal: s.ordinal, unit: s.unit, kind: s.kind, joined: joined})
				s.joined = "and"
			}
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
	if s, next, ok := fractionOf(toks, i); ok {
		return s, next, true
	}
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
	b, k, has := bracketed(toks, j)
	if has {
		s.setFigures(q, b)
		j = k
	}
	// "8-10 weeks", "fifteen (15) to thirty (30) days", "30, 60 or 90 days"
	if list, k, has := s.list(toks, i, j); has {
		return list, k, true
	}
	j = orMore(toks, j)
	if u, kind, n, k, is := bracketedSpan(toks, j); is && !has { // "thirty (30 days)"
		s.unit, s.kind = u, kind
		s.setFigures(q, n)
		return s, k, true
	}
	u, kind, j, ok := readUnit(toks, j)
	if !ok {
		return s, i, false
	}
	s.unit, s.kind = u, kind
	if b, k, is := bracketed(toks, j); is && !has { // "thirty days (30)"
		s.setFigures(q, b)
		j = k
	}
	return s, j, true
}

// maxList bounds the numbers that share one unit.
const maxList = 6

// list reads the further numbers that share a unit with s; s.n stands at i and
// what follows it at j.
func (s span) list(toks []tok, i, j int) (span, int, bool) {
	numbers := []decimal.Decimal{s.n}
	isRange := true
	between := i > 0 && toks[i-1].is("between")
	for len(numbers) < maxList && j+1 < len(toks) && toks[j].in("-", "to", "or", "and", ",", "&") {
		isRange = isRange && (toks[j].in("-", "to", "or") || between && toks[j].is("and"))
		k := j + 1
		for k < len(toks) && toks[k].in("or", "and", "the") {
			k++
		}
		q, k, has := readQuantity(toks, k)
		if !has || q.ordinal != s.ordinal {
			break
		}
		last := span{n: q.n, ordinal: s.ordinal}
		if b, k2, has := bracketed(toks, k); has {
			last.setFigures(q, b)
			k = k2
		}
		numbers = append(numbers, q.n)
		if u, kind, k, has := readUnit(toks, orMore(toks, k)); has {
			last.unit, last.kind = u, kind
			if s.figures != nil && !s.figures.Equal(s.n) { // the first disagrees
				last.n, last.figures = s.n, s.figures
				return last, k, true
			}
			if !last.agrees() {
				return last, k, true
			}
			if len(numbers) == 2 && isRange {
				last.from, last.upTo = &numbers[0], &numbers[1]
			} else {
				last.others = numbers[:len(numbers)-1]
			}
			return last, k, true
		}
		j = k
	}
	return s, j, false
}

// orMore passes over "or more" and "(or more)".
func orMore(toks []tok, i int) int {
	j := skip(toks, i, "(")
	if j+1 < len(toks) && toks[j].is("or") && toks[j+1].in("more", "longer", "less", "fewer", "greater") {
		return skip(toks, j+2, ")")
	}
	return i
}

// bracketedSpan reads "(30 days)".
func bracketedSpan(toks []tok, i int) (u unit, kind string, n quantity, next int, ok bool) {
	if i >= len(toks) || !toks[i].in("(", "[") {
		return u, "", n, i, false
	}
	n, j, ok := readQuantity(toks, i+1)
	if !ok {
		return u, "", n, i, false
	}
	u, kind, j, ok = readUnit(toks, j)
	if !ok || j >= len(toks) || !toks[j].in(")", "]") {
		return u, "", n, i, false
	}
	return u, kind, n, j + 1, true
}

// fractionOf reads a part of a unit: "half of one year", "three-quarters of a
// year", "one third of a year". Only years have thirds that are whole months.
func fractionOf(toks []tok, i int) (span, int, bool) {
	n, j := int64(1), i
	switch t := toks[i]; {
	case t.in("one", "a", "two", "three"):
		n = map[string]int64{"two": 2, "three": 3}[t.text]
		n = max(n, 1)
		j++
	case t.is("half"):
	default:
		return span{}, i, false
	}
	j = skip(toks, j, "-")
	if j >= len(toks) {
		return span{}, i, false
	}
	d := fractions[toks[j].text]
	if d == 0 || n >= d {
		return span{}, i, false
	}
	if j++; j >= len(toks) || !toks[j].is("of") {
		return span{}, i, false
	}
	if j = skip(toks, j+1, "a", "an", "one", "the", "any", "each"); j >= len(toks) {
		return span{}, i, false
	}
	u, kind, next, ok := readUnit(toks, j)
	if !ok {
		return span{}, i, false
	}
	s := span{n: decimal.NewFromInt(n).Div(decimal.NewFromInt(d)), unit: u, kind: kind}
	s.inexact = d == 3 && u.per.Years.IsZero()
	return s, next, true
}

// unitToUnit reads "year to year" and "month-to-month", which are of one unit
// each.
func unitToUnit(toks []tok) (unit, bool) {
	for i := 0; i < len(toks); i++ {
		u, ok := unitOf(toks[i].text)
		if !ok || toks[i].kind != word {
			continue
		}
		if j := skip(toks, i+1, "-"); j < len(toks) && toks[j].in("to", "by") {
			if j = skip(toks, j+1, "-"); j < len(toks) && toks[j].text == toks[i].text {
				return u, true
			}
		}
	}
	return unit{}, false
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
			if u, j, is := instalments(toks, j); is {
				return u, kind, j, true
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

var rates = map[string]Period{
	"daily": {Days: one}, "weekly": {Weeks: one}, "monthly": {Months: one}, "quarterly": {Months: decimal.NewFromInt(3)},
	"annual": {Years: one}, "yearly": {Years: one},
}

// instalments reads "monthly instalments": as many of them take as many months.
func instalments(toks []tok, i int) (unit, int, bool) {
	per, ok := rates[toks[i].text]
	if !ok {
		return unit{}, i, false
	}
	j := skip(toks, i+1, "equal", "consecutive", "successive", ",")
	if j < len(toks) && toks[j].in("instalment", "instalments", "installment", "installments", "payment", "payments") {
		return unit{"instalment", per}, j + 1, true
	}
	return unit{}, i, false
}
