package normal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	monthYear        bool   // the day can be a year ("Dec-04")
	pair             bool   // of years or year and month ("2011/12")
	period           string // "fiscal year", "calendar quarter"
	quarter          int    // of the period
	joined           string // the word before it
}

// A dating is what the document decides about its dates.
type dating struct {
	order     Order
	monthYear bool // "Dec-04" is a month of 2004
}

// Date reads a date, whole ("2018-12-31") or as much of it as there is
// ("2005-03", "2005", flagged partial). order decides 3/4/2019; without it
// such a date stays empty, flagged ambiguous, with both readings in the
// attributes month_first and day_first. A day and month without a year have
// no value but the attributes month and day. A range of dates is an ISO 8601
// interval ("2014-01-01/2014-12-31"). Several dates have no value, and the
// attribute values. A date that was left blank altogether is flagged blank.
func Date(text string, order Order) Value { return dateOf(text, dating{order: order}) }

func dateOf(text string, c dating) Value {
	if v, ok := isoInterval(strings.TrimSpace(text)); ok {
		return v
	}
	toks := mendMonths(lex(text, "."))
	all := dates(toks, c)
	shareYears(all)
	switch {
	case len(all) == 0 && isBlankDate(toks):
		return flagged(FlagBlank)
	case len(all) == 0:
		return flagged(FlagUnparsed)
	case len(all) == 1:
		return all[0].value()
	case len(all) == 2 && isRange(all[1].joined):
		return rangeOfDates(all[0], all[1])
	}
	v := all[0].value()
	for _, d := range all[1:] {
		if w := d.value(); w.Value != v.Value || w.Value == "" {
			return severalDates(all)
		}
	}
	return v
}

// rangeOfDates is an ISO 8601 interval where both ends have a value.
func rangeOfDates(a, b date) Value {
	v := flagged(FlagRange)
	va, vb := a.value(), b.value()
	for _, w := range []Value{va, vb} {
		for _, f := range w.Flags {
			v.flag(f)
		}
	}
	v.set("period", max(a.period, b.period))
	switch {
	case va.Value != "" && vb.Value != "":
		n := min(len(va.Value), len(vb.Value))
		if va.Value[:n] > vb.Value[:n] {
			return severalDates([]date{a, b})
		}
		v.Value = va.Value + "/" + vb.Value
	case a.ambiguous && b.ambiguous:
		v.set("month_first", a.text()+"/"+b.text())
		v.set("day_first", a.swapped().text()+"/"+b.swapped().text())
	default:
		v.set("from", a.text())
		v.set("to", b.text())
	}
	return v
}

// isoInterval reads the value of a range back.
func isoInterval(s string) (Value, bool) {
	a, b, ok := strings.Cut(s, "/")
	if !ok || strings.Contains(b, "/") || len(a) < 4 || len(b) < 4 {
		return Value{}, false
	}
	var ends [2]date
	for i, t := range []string{a, b} {
		n := strings.Split(t, "-")
		if !isYear(n[0]) || len(n) > 3 {
			return Value{}, false
		}
		for _, x := range n[1:] {
			if len(x) != 2 || strings.Trim(x, "0123456789") != "" {
				return Value{}, false
			}
		}
		for len(n) < 3 {
			n = append(n, "0")
		}
		ends[i] = date{year: atoi(n[0]), month: atoi(n[1]), day: atoi(n[2])}.check()
		if ends[i].text() != t {
			return Value{}, false
		}
	}
	return rangeOfDates(ends[0], ends[1]), true
}

// severalDates keeps the dates of a text in the attribute values.
func severalDates(all []date) Value {
	v := flagged(FlagSeveral)
	var texts []string
	for _, d := range all {
		s := d.text()
		if s == "" || d.impossible || len(s) != len(all[0].text()) {
			return v
		}
		if d.ambiguous || d.monthYear || d.pair {
			v.flag(FlagAmbiguous)
			return v
		}
		if !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	v.set("values", strings.Join(texts, ", "))
	return v
}

func isRange(s string) bool {
	return slices.Contains([]string{"to", "through", "until", "till", "thru", "-"}, s)
}

// text writes as much of the date as is known: "2018-12-31", "2018-12",
// "2018", and "--12-31" without a year.
func (d date) text() string {
	switch {
	case d.impossible:
		return ""
	case d.year == 0 && d.month != 0 && d.day != 0:
		return fmt.Sprintf("--%02d-%02d", d.month, d.day)
	case d.year == 0 && d.month != 0:
		return fmt.Sprintf("--%02d", d.month)
	case d.year == 0:
		return ""
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// swapped is the other reading of a date in figures.
func (d date) swapped() date {
	d.month, d.day = d.day, d.month
	return d
}

func (d date) value() Value {
	var v Value
	v.set("period", d.period)
	if d.quarter != 0 {
		v.set("quarter", strconv.Itoa(d.quarter))
	}
	switch {
	case d.impossible:
		v.flag(FlagImpossible)
		return v
	case d.ambiguous:
		v.flag(FlagAmbiguous)
		v.set("month_first", d.text())
		v.set("day_first", d.swapped().text())
		return v
	case d.pair:
		v.flag(FlagAmbiguous)
		v.set("month", fmt.Sprintf("%04d-%02d", d.year, (d.year+1)%100))
		v.set("years", fmt.Sprintf("%04d/%04d", d.year, d.year+1))
		return v
	case d.monthYear:
		v.flag(FlagAmbiguous)
		v.set("month_day", d.text())
		v.set("month_year", fmt.Sprintf("%04d-%02d", century(d.day), d.month))
		return v
	}
	if d.year == 0 || d.month == 0 || d.day == 0 {
		v.flag(FlagPartial)
	}
	if d.year != 0 {
		v.Value = d.text()
	} else if d.month != 0 {
		v.set("month", strconv.Itoa(d.month))
	}
	if d.day != 0 && (d.year == 0 || d.month == 0) {
		v.set("day", strconv.Itoa(d.day))
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
func dates(toks []tok, c dating) []date {
	var out []date
	used := 0 // tokens before this one belong to dates already found
	add := func(d date, from, to int) {
		if d.joined == "" {
			d.joined = joiner(toks, used, from)
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
			if d, next, ok := figureDate(toks, i, c.order); ok {
				add(d, i, next)
			}
			continue
		}
		m, isMonth := months[t.text]
		if !isMonth || t.kind != word {
			continue
		}
		if d, next, ok := monthAndYear(toks, i, m); ok {
			if c.monthYear && d.monthYear {
				d = date{year: century(d.day), month: m}
			}
			add(d, i, next)
			continue
		}
		if d, from, next, ok := namedMonth(toks, used, i, m); ok {
			if e, at, has := dayListBefore(toks, used, from); has && d.day > 0 {
				add(date{month: d.month, day: e}, at, from)
				d.joined = joiner(toks, at, from)
			}
			add(d, from, next)
			for d.day > 0 && d.year == 0 {
				var joined string
				if d, joined, next, ok = dayListAfter(toks, next, d.month); !ok {
					break
				}
				d.joined = joined
				add(d, next, next)
			}
		}
	}
	if len(out) == 0 {
		return years(toks)
	}
	if p, _ := periodOf(toks); p != "" {
		for i := range out {
			out[i].period = p
		}
	}
	return out
}

// figureDate reads 12/31/2018, 31.12.18, 2018-12-31, 12.1987, 2/97, 12/31.
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
	if len(parts) == 2 {
		return twoFigures(toks, i, next, parts, order)
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
		if next < len(toks) && isBlank(toks[next]) && (n[2] == 19 || n[2] == 20) { // 12/31/20__
			d.year, d.blank = 0, true
		}
	}
	return d.ordered(n[0], n[1], order, i, next)
}

// ordered gives the date its day and month from the figures a and b.
func (d date) ordered(a, b int, order Order, i, next int) (date, int, bool) {
	asMonthFirst := date{year: d.year, month: a, day: b, blank: d.blank}.check()
	asDayFirst := date{year: d.year, month: b, day: a, blank: d.blank}.check()
	asMonthFirst.impossible = asMonthFirst.impossible || a == 0 || b == 0
	asDayFirst.impossible = asDayFirst.impossible || a == 0 || b == 0
	switch {
	case asMonthFirst.impossible && asDayFirst.impossible:
		return date{}, i, false
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
	return d, next, true
}

func (d date) orNone(i, next int) (date, int, bool) {
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 {
		return date{}, i, false
	}
	return d, next, true
}
