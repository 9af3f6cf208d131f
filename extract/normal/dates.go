package normal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Order is the order in which a document writes day and month in figures.
type Order uint8

// What is known of the order.
const (
	OrderUnknown Order = iota
	MonthFirst         // 12/31/2018
	DayFirst           // 31/12/2018
)

var months = map[string]int{
	"january": 1, "jan": 1, "february": 2, "feb": 2, "febuary": 2, "march": 3, "mar": 3,
	"april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7,
	"august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
	"november": 11, "nov": 11, "december": 12, "dec": 12,
}

var weekdays = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true,
	"friday": true, "saturday": true, "sunday": true,
}

// A date is what a text says of a day; 0 where it says nothing. blank means
// that a part was left open to be filled in.
type date struct {
	year, month, day int
	blank            bool
	impossible       bool
	ambiguous        bool   // day and month can change places
	period           string // "fiscal year", "calendar year"
	joined           string // the word before it
	figures          bool   // its order was decided by Order
}

// Date reads a date, whole ("2018-12-31") or as much of it as there is
// ("2005-03", "2005", flagged partial). order decides 3/4/2019; without it
// such a date stays empty, flagged ambiguous, with both readings in the
// attributes month_first and day_first. A day and month without a year have
// no value but the attributes month and day. A range of dates is an ISO 8601
// interval ("2014-01-01/2014-12-31").
func Date(text string, order Order) Value {
	all := dates(lex(text, "."), order)
	switch {
	case len(all) == 0:
		return flagged(FlagUnparsed)
	case len(all) == 1:
		return all[0].value()
	}
	a, b := all[0], all[1]
	if len(all) == 2 && isRange(b.joined) {
		if a.year == 0 && b.year != 0 && a.month != 0 && b.month != 0 { // "June 30 - July 5, 2019"
			a.year = b.year
			if a.month > b.month {
				a.year--
			}
		}
		va, vb := a.value(), b.value()
		if va.Value != "" && vb.Value != "" {
			return Value{Value: va.Value + "/" + vb.Value, Flags: []string{FlagRange}}
		}
		return flagged(FlagRange)
	}
	v := a.value()
	for _, d := range all[1:] {
		if w := d.value(); w.Value != v.Value || w.Value == "" {
			return flagged(FlagSeveral)
		}
	}
	return v
}

func isRange(s string) bool {
	return slices.Contains([]string{"to", "through", "until", "till", "thru", "-"}, s)
}

func (d date) value() Value {
	var v Value
	v.set("period", d.period)
	switch {
	case d.impossible:
		v.flag(FlagImpossible)
	case d.ambiguous:
		v.flag(FlagAmbiguous)
		v.set("month_first", fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day))
		v.set("day_first", fmt.Sprintf("%04d-%02d-%02d", d.year, d.day, d.month))
	case d.year == 0:
		v.flag(FlagPartial)
		if d.month != 0 {
			v.set("month", strconv.Itoa(d.month))
		}
		if d.day != 0 {
			v.set("day", strconv.Itoa(d.day))
		}
	case d.month == 0:
		v.flag(FlagPartial)
		v.Value = fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		v.flag(FlagPartial)
		v.Value = fmt.Sprintf("%04d-%02d", d.year, d.month)
	default:
		v.Value = fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	}
	return v
}

// check refuses days that do not exist.
func (d date) check() date {
	if d.month > 12 || d.day > 31 {
		d.impossible = true
	}
	if d.month >= 1 && d.month <= 12 && d.day > 0 {
		y := d.year
		if y == 0 {
			y = 2000
		}
		d.impossible = d.impossible || d.day > daysIn(y, d.month)
	}
	return d
}

// dates finds all dates of a text.
func dates(toks []tok, order Order) []date {
	var out []date
	used := 0 // tokens before this one belong to dates already found
	add := func(d date, from, to int) {
		for j := from - 1; j >= used && j >= from-3; j-- {
			if toks[j].in("to", "through", "until", "till", "thru", "-") {
				d.joined = toks[j].text
			}
		}
		out = append(out, d.check())
		used = to
	}
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if i < used {
			continue
		}
		if t.kind == number {
			if d, next, ok := figureDate(toks, i, order); ok {
				add(d, i, next)
			}
			continue
		}
		if m, ok := months[t.text]; ok && t.kind == word {
			if d, from, next, ok := namedMonth(toks, used, i, m); ok {
				add(d, from, next)
			}
		}
	}
	if len(out) == 0 {
		if d, ok := blankDate(toks); ok {
			out = append(out, d)
		}
	}
	return out
}

// figureDate reads 12/31/2018, 31.12.18, 2018-12-31, 12.1987.
func figureDate(toks []tok, i int, order Order) (d date, next int, ok bool) {
	var parts []string
	next = i + 1
	if parts = strings.Split(toks[i].text, "."); len(parts) == 1 {
		if i+2 >= len(toks) || !toks[i+1].in("/", "-") || toks[i+2].kind != number {
			return d, i, false
		}
		parts = append(parts, toks[i+2].text)
		next = i + 3
		if i+4 < len(toks) && toks[i+3].text == toks[i+1].text && toks[i+4].kind == number {
			parts = append(parts, toks[i+4].text)
			next = i + 5
		}
	}
	var n [3]int
	if len(parts) > 3 {
		return d, i, false
	}
	for k, p := range parts {
		var err error
		if n[k], err = strconv.Atoi(p); err != nil || len(p) > 4 || len(p) == 3 {
			return d, i, false
		}
	}
	if len(parts) == 2 { // 12.1987, 3/2019
		if len(parts[0]) > 2 || !isYear(parts[1]) || n[0] < 1 || n[0] > 12 {
			return d, i, false
		}
		return date{year: n[1], month: n[0]}, next, true
	}
	if isYear(parts[0]) && len(parts[1]) <= 2 && len(parts[2]) <= 2 {
		return date{year: n[0], month: n[1], day: n[2]}.orNone(i, next)
	}
	if len(parts[0]) > 2 || len(parts[1]) > 2 || (len(parts[2]) == 4 && !isYear(parts[2])) || len(parts[2]) == 1 {
		return d, i, false
	}
	d.year = n[2]
	if len(parts[2]) == 2 {
		d.year = century(n[2])
	}
	a, b := n[0], n[1]
	asMonthFirst := date{year: d.year, month: a, day: b}.check()
	asDayFirst := date{year: d.year, month: b, day: a}.check()
	asMonthFirst.impossible = asMonthFirst.impossible || a == 0 || b == 0
	asDayFirst.impossible = asDayFirst.impossible || a == 0 || b == 0
	switch {
	case asMonthFirst.impossible && asDayFirst.impossible:
		return d, i, false
	case asDayFirst.impossible || a == b:
		return asMonthFirst, next, true
	case asMonthFirst.impossible:
		return asDayFirst, next, true
	}
	d = asMonthFirst
	switch order {
	case DayFirst:
		d = asDayFirst
	case OrderUnknown:
		d.ambiguous = true
	}
	d.figures = true
	return d, next, true
}

func (d date) orNone(i, next int) (date, int, bool) {
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 {
		return date{}, i, false
	}
	return d, next, true
}

// namedMonth reads the day before or after the month's name at m, and the year.
func namedMonth(toks []tok, used, m, month int) (d date, from, next int, ok bool) {
	d.month = month
	from, next = m, m+1
	d.day, from, d.blank = dayBefore(toks, used, m)
	next = skip(toks, next, ".")
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
	if year == 0 && !hasDay && !blankYear && toks[m].in("may", "march", "mar", "sep", "dec", "jan", "jun") && len(toks) > m+1 {
		return d, m, m + 1, false
	}
	return d, from, next, true
}

// lastDay stands for "the last day of" a month until its year is known.
const lastDay = -1

// dayBefore reads backwards from a month: "8th day of", "15t h of", "31 -",
// "thirty-first day of". blank: the day was left open.
func dayBefore(toks []tok, used, m int) (day, from int, blank bool) {
	j := m
	sawDay := false
	for j > used && (toks[j-1].in("of", ",", "-", ".", "day", "in") || weekdays[toks[j-1].text] || sawDay && toks[j-1].in("the")) {
		sawDay = sawDay || toks[j-1].is("day")
		j--
	}
	// The longest number that ends exactly at j.
	for s := max(used, j-6); s < j; s++ {
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

// blankDate finds the year in a date whose day and month are blank, and bare
// years.
func blankDate(toks []tok) (date, bool) {
	var d date
	found := false
	for i, t := range toks {
		switch {
		case t.kind == number && isYear(t.text):
			if found && d.year != atoi(t.text) {
				return date{}, false
			}
			d.year, found = atoi(t.text), true
		case t.in("fiscal", "calendar", "contract", "financial", "tax", "license") && i+1 < len(toks) && toks[i+1].in("year", "years"):
			d.period = t.text + " year"
		}
	}
	if !found {
		for i := range toks {
			if y, _, _ := wordYear(toks, i); y != 0 {
				d.year, found = y, true
				break
			}
		}
	}
	return d, found
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
