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
