package normal

import (
	"strconv"
	"strings"
	"time"
)

// namedMonth reads the day before or after the month's name at m, and the year.
func namedMonth(toks []tok, used, m, month int) (d date, from, next int, ok bool) {
	d.month = month
	from, next = m, m+1
	d.day, from, d.blank = dayBefore(toks, used, m)
	next = skip(toks, next, ".")
	if d.day > 0 && from < m { // "2 December 31, 2018": a stray figure before it
		if day, k, _ := dayAfter(toks, next); day != 0 {
			if year, _, _ := yearAfter(toks, k, true); year != 0 {
				d.day, from = 0, m
			}
		}
	}
	if d.day == 0 && !d.blank {
		d.day, next, d.blank = dayAfter(toks, next)
	}
	hasDay := d.day != 0 || d.blank
	year, k, blankYear := yearAfter(toks, next, hasDay)
	if year != 0 || blankYear {
		d.year, next = year, k
	}
	d.blank = d.blank || blankYear
	if d.day == lastDay {
		switch {
		case d.year != 0:
			d.day = daysIn(d.year, month)
		case month == 2:
			d.day, d.blank = 0, true
		default:
			d.day = daysIn(2001, month)
		}
	}
	// Words that are months only in company.
	if year == 0 && !hasDay && !blankYear && toks[m].in("may", "march", "mar", "sep", "dec", "jan", "jun") && len(toks) > m+1 && !besideMonth(toks, m) {
		return d, m, m + 1, false
	}
	return d, from, next, true
}

// besideMonth reports a month's name that another follows or goes before:
// "March to May".
func besideMonth(toks []tok, m int) bool {
	for _, step := range []int{1, -1} {
		j, k := m+step, m+2*step
		if k >= 0 && k < len(toks) && toks[j].in(joiners...) && toks[k].kind == word && months[toks[k].text] != 0 {
			return true
		}
	}
	return false
}

// lastDay stands for "the last day of" a month until its year is known.
const lastDay = -1

// dayBefore reads backwards from a month: "8th day of", "15t h of", "31 -",
// "thirty-first day of". blank: the day was left open.
func dayBefore(toks []tok, used, m int) (day, from int, blank bool) {
	j := m
	sawDay := false
	for j > used && (toks[j-1].in("of", ",", "-", "/", ".", "day", "in", "each", "every") || weekdays[toks[j-1].text] || sawDay && toks[j-1].in("the")) {
		sawDay = sawDay || toks[j-1].is("day")
		j--
	}
	// The longest number that ends exactly at j.
	for s := max(used, j-6); s < j; s++ {
		if s > used && toks[s-1].in(":", "/") { // the end of "12:30"
			continue
		}
		if s > 0 && toks[s].kind == word && (units[toks[s-1].text] != 0 || tens[toks[s-1].text] != 0) && s-1 >= used {
			continue
		}
		q, next, ok := readQuantity(toks, s)
		if !ok || !q.n.IsInteger() {
			continue
		}
		if b, k, has := bracketed(toks, next); has && b.n.Equal(q.n) {
			next = k
		}
		if next != j {
			continue
		}
		if n := q.n.IntPart(); n >= 1 && n <= 31 && (len(toks[s].text) <= 2 || q.words) {
			return int(n), s, false
		}
	}
	if sawDay && j > used && toks[j-1].is("last") {
		return lastDay, j - 1, false
	}
	if sawDay || j > used && isBlank(toks[j-1]) {
		for j > used && (isBlank(toks[j-1]) || toks[j-1].in("th", "st", "nd", "rd", "this", "the")) {
			j--
		}
		return 0, j, true
	}
	return 0, m, false
}

// isBlank reports marks that stand where something is to be filled in.
func isBlank(t tok) bool {
	return t.kind == mark && t.in("_", "[", "]", "*", "•", "●", "…", "·", "■", "□", "?", "\ufffd")
}

// dayAfter reads "1", "1st", "the 1st", "first (1st)" at i, or a blank.
func dayAfter(toks []tok, i int) (day, next int, blank bool) {
	j := i
	for j < len(toks) && toks[j].in("the", "-", "/") {
		j++
	}
	q, k, ok := readQuantity(toks, j)
	if ok && q.n.IsInteger() && (q.words || len(toks[j].text) <= 2) {
		if n := q.n.IntPart(); n >= 1 && n <= 31 && !(q.words && !q.ordinal && n > 12) {
			// "December 20 18": the year, torn apart
			if !q.ordinal && n >= 19 && n <= 21 && k < len(toks) && toks[k].kind == number && len(toks[k].text) == 2 && k+1 == len(toks) {
				return 0, i, false
			}
			if _, after, has := bracketed(toks, k); has {
				k = after
			}
			return int(n), k, false
		}
	}
	// "January l, 2000": a misread figure
	if j+1 < len(toks) && toks[j].in("l", "i") && toks[j].kind == word && toks[j+1].is(",") {
		return 1, j + 1, false
	}
	// "October 1.2005": no space after the stop
	if j < len(toks) && toks[j].kind == number {
		if a, b, has := strings.Cut(toks[j].text, "."); has && len(a) <= 2 && isYear(b) {
			if n, _ := strconv.Atoi(a); n >= 1 && n <= 31 {
				toks[j].text = b
				return n, j, false
			}
		}
	}
	for j < len(toks) && isBlank(toks[j]) {
		blank = true
		j++
	}
	if blank {
		j, _ = ordinalSuffix(toks, j)
		return 0, j, true
	}
	return 0, i, false
}

// yearAfter reads the year that follows a month or day.
func yearAfter(toks []tok, i int, hasDay bool) (year, next int, blank bool) {
	j, dashes := i, 0
	for j < len(toks) && toks[j].in(",", ".", "-", "/", "of", "in", "the", "year", "day", ";", ")", "!") && j < i+6+dashes {
		if toks[j].is("-") { // a rule of dashes takes no room
			dashes++
		}
		j++
	}
	apostrophe := j < len(toks) && toks[j].is("'")
	if apostrophe {
		j++
	}
	if j >= len(toks) {
		return 0, i, false
	}
	t := toks[j]
	if t.kind == number {
		digits, k := t.text, j+1
		if a, _, has := strings.Cut(digits, "."); has { // "2005.1"
			digits = a
		}
		if isYear(digits) {
			return atoi(digits), k, false
		}
		for len(digits) < 4 && k < len(toks) && toks[k].kind == number && len(toks[k].text) <= 2 && (len(digits) != 2 || digits == "19" || digits == "20") {
			digits += toks[k].text // "20 18", "2 0 1 8"
			k++
		}
		if isYear(digits) {
			return atoi(digits), k, false
		}
		if len(t.text) == 2 && j+1 < len(toks) && isBlank(toks[j+1]) && t.in("19", "20") {
			return 0, j + 2, true // "20__"
		}
		if followedByYear(toks, j+1) {
			return 0, i, false
		}
		if t.in("19", "20") && hasDay && !apostrophe && j+1 == len(toks) && toks[j-1].is(",") {
			return 0, j + 1, true // "June 12, 20": the rule for the year is lost
		}
		if len(t.text) == 2 && (apostrophe || hasDay || t.text > "31" && j > i && toks[j-1].is("-")) && (j > i || t.space) {
			return century(atoi(t.text)), j + 1, false
		}
		return 0, i, false
	}
	if isBlank(t) {
		k := j
		for k < len(toks) && isBlank(toks[k]) {
			k++
		}
		if k < len(toks) && toks[k].kind == number && isYear(toks[k].text) {
			return atoi(toks[k].text), k + 1, false
		}
		return 0, k, true
	}
	return wordYear(toks, j)
}

// followedByYear reports "& 2019" or ", 2019" at i: what stands before it is
// a day.
func followedByYear(toks []tok, i int) bool {
	j, _ := ordinalSuffix(toks, i)
	j = skip(toks, j, ",", "&", "and")
	return j > i && j < len(toks) && toks[j].kind == number && isYear(toks[j].text)
}

// wordYear reads "two thousand and nineteen", "nineteen hundred ninety-eight",
// "nineteen ninety-eight".
func wordYear(toks []tok, i int) (year, next int, blank bool) {
	n, k, ord, ok := wordNumber(toks, i)
	if !ok || ord {
		return 0, i, false
	}
	if n >= 1900 && n < 2200 {
		return int(n), k, false
	}
	if n >= 19 && n <= 21 {
		for k < len(toks) && toks[k].is("-") {
			k++
		}
		if m, k2, ord, ok := wordNumber(toks, k); ok && !ord && m >= 10 && m < 100 {
			return int(n*100 + m), k2, false
		}
	}
	return 0, i, false
}

func skip(toks []tok, i int, marks ...string) int {
	for i < len(toks) && toks[i].in(marks...) {
		i++
	}
	return i
}

func isYear(s string) bool { return len(s) == 4 && s >= "1800" && s < "2200" }

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // callers have checked the digits
	return n
}

// century completes a year of two digits as 1960 to 2059.
func century(yy int) int {
	if yy >= 60 {
		return 1900 + yy
	}
	return 2000 + yy
}

// ParseISODate reads a whole date, and reports whether it is one.
func ParseISODate(s string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}
