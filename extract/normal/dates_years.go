package normal

import "strconv"

var periodWords = []string{"fiscal", "calendar", "contract", "financial", "tax", "license", "lease", "crop", "plan"}

// periodOf reads what kind of period a text speaks of: "fiscal year",
// "calendar quarter", and which quarter it is.
func periodOf(toks []tok) (period string, quarter int) {
	kind, unit := "", ""
	for i, t := range toks {
		switch {
		case t.in("fy", "cy") && i+1 < len(toks):
			kind, unit = map[string]string{"fy": "fiscal", "cy": "calendar"}[t.text], "year"
		case t.in(periodWords...) && i+1 < len(toks) && (toks[i+1].in("year", "years", "quarter", "quarters") || toks[i+1].kind == number && isYear(toks[i+1].text)):
			if kind = t.text; unit == "" {
				unit = "year"
			}
		case t.is("q") && i+1 < len(toks) && toks[i+1].kind == number && !toks[i+1].space:
			unit, quarter = "quarter", atoi(toks[i+1].text)
		case t.in("quarter", "quarters"):
			unit = "quarter"
			if t.is("quarter") {
				quarter = ordinalBefore(toks, i)
			}
		}
	}
	if quarter < 1 || quarter > 4 {
		quarter = 0
	}
	switch {
	case unit == "":
		return "", 0
	case kind == "" && quarter == 0:
		return "", 0
	case kind == "":
		return unit, quarter
	}
	return kind + " " + unit, quarter
}

// ordinalBefore reads the ordinal before a unit at i: "second calendar quarter".
func ordinalBefore(toks []tok, i int) int {
	for s := max(0, i-8); s < i; s++ {
		q, next, ok := readQuantity(toks, s)
		if !ok || !q.ordinal {
			continue
		}
		if _, k, has := bracketed(toks, next); has {
			next = k
		}
		for next < i && toks[next].in(periodWords...) {
			next++
		}
		if next == i && q.n.IsInteger() {
			return int(q.n.IntPart())
		}
	}
	return 0
}

// years reads a text without a month: bare years, fiscal and calendar years,
// ranges of them ("2019-2020", "fiscal year 2018/19"), and dates whose month
// is blank ("15th day of ____, 2019").
func years(toks []tok) []date {
	period, quarter := periodOf(toks)
	var out []date
	used := 0
	add := func(y, from, to int) {
		d := date{year: y, period: period, quarter: quarter, joined: joiner(toks, used, from)}
		if len(out) == 0 {
			d.day = blankMonthDay(toks, from)
		}
		out = append(out, d)
		used = to
	}
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		switch {
		case t.kind == number && isYear(t.text):
			y := atoi(t.text)
			add(y, i, i+1)
			if n, next, ok := nextYear(toks, i); ok && n == y+1 {
				if period == "" && n%100 <= 12 && n%100 > 0 {
					out[len(out)-1].pair = true
					i, used = next-1, next
					continue
				}
				add(n, next-1, next)
				out[len(out)-1].joined = "-"
				i = next - 1
			}
		case t.kind == number && len(t.text) == 2 && i > 0 && (toks[i-1].in("fy", "cy") || i > 1 && toks[i-1].is("'") && toks[i-2].in("fy", "cy")):
			add(century(atoi(t.text)), i, i+1)
		}
	}
	for i := 0; i < len(toks) && len(out) == 0; i++ {
		if y, next, _ := wordYear(toks, i); y != 0 {
			add(y, i, next)
		}
	}
	if len(out) == 0 {
		if day := blankMonthDay(toks, len(toks)); day != 0 {
			return []date{{day: day, blank: true}}
		}
	}
	return out
}

// nextYear reads "/19" or "-19" right after the year at i as the year that
// follows it.
func nextYear(toks []tok, i int) (year, next int, ok bool) {
	if i+2 >= len(toks) || !toks[i+1].in("-", "/") || toks[i+2].kind != number || len(toks[i+2].text) != 2 || toks[i+2].space {
		return 0, i, false
	}
	y := atoi(toks[i].text)
	n := y - y%100 + atoi(toks[i+2].text)
	if n < y {
		n += 100
	}
	return n, i + 3, true
}

// blankMonthDay reads the day of a date whose month is blank, before end:
// "15th day of ____".
func blankMonthDay(toks []tok, end int) int {
	for i := 0; i+1 < end; i++ {
		if toks[i].is("day") && toks[i+1].is("of") {
			if day, from, _ := dayBefore(toks, 0, i+2); from < i && day > 0 {
				return day
			}
		}
	}
	return 0
}

// isBlankDate reports the skeleton of a date that was left to be filled in:
// "____ day of ____, 20__", also where the rules were lost ("day of , 20").
func isBlankDate(toks []tok) bool {
	for i, t := range toks {
		if isBlank(t) {
			return true
		}
		if t.is("day") && i+1 < len(toks) && toks[i+1].is("of") && (i+2 == len(toks) || toks[i+2].kind == mark) {
			return true
		}
	}
	return false
}

// twoFigures reads a date of two figures: 12.1987, 2/97, 2005-03 are months,
// 12/31 is a day without a year.
func twoFigures(toks []tok, i, next int, parts []string, order Order) (date, int, bool) {
	a, b := atoi(parts[0]), atoi(parts[1])
	isMonth := func(s string, n int) bool { return len(s) <= 2 && n >= 1 && n <= 12 }
	slash := next > i+1 && toks[i+1].is("/")
	switch {
	case isMonth(parts[0], a) && isYear(parts[1]):
		return date{year: b, month: a}, next, true
	case isYear(parts[0]) && len(parts[1]) == 2 && isMonth(parts[1], b) && next > i+1 && !toks[i+1].space && !toks[i+2].space:
		if p, _ := periodOf(toks); p != "" || slash && b == (a+1)%100 {
			return date{}, i, false // a pair of years
		}
		return date{year: a, month: b}, next, true
	case slash && isMonth(parts[0], a) && len(parts[1]) == 2 && b > 31:
		return date{year: century(b), month: a}, next, true
	case slash && len(parts[0]) <= 2 && len(parts[1]) <= 2 && (i == 0 || toks[i].space && !toks[i-1].is("/")):
		return date{}.ordered(a, b, order, i, next)
	}
	return date{}, i, false
}

// dayNumber reads a day of the month at i, in figures or as an ordinal.
func dayNumber(toks []tok, i int) (day, next int, ok bool) {
	if i < len(toks) && toks[i].is("the") {
		i++
	}
	q, next, ok := readQuantity(toks, i)
	if !ok || !q.n.IsInteger() || q.words && !q.ordinal || !q.words && len(toks[i].text) > 2 {
		return 0, i, false
	}
	if _, k, has := bracketed(toks, next); has {
		next = k
	}
	n, err := strconv.Atoi(q.n.String())
	return n, next, err == nil && n >= 1 && n <= 31
}
