package normal

var joiners = []string{"to", "through", "until", "till", "thru", "-", "and", "&", "or", ","}

// joiner finds the word that ties the date at from to what stands before it,
// at most three tokens away and not before used. "and" after "between" ties
// the ends of a range.
func joiner(toks []tok, used, from int) string {
	found := ""
	for j := from - 1; j >= used && j >= from-3; j-- {
		if toks[j].in(joiners...) && (found == "" || isRange(toks[j].text)) {
			found = toks[j].text
		}
	}
	if found == "and" || found == "&" {
		for _, t := range toks[:used] {
			if t.is("between") {
				return "to"
			}
		}
	}
	return found
}

// shareYears gives a day and month the year that stands once at the end of a
// list or range: "June 30 and July 5, 2019".
func shareYears(all []date) {
	for i := len(all) - 2; i >= 0; i-- {
		d, e := &all[i], all[i+1]
		if d.year != 0 || d.month == 0 || d.blank || d.ambiguous || e.year == 0 || e.month == 0 || e.ambiguous || e.joined == "" {
			continue
		}
		switch later := d.month*100+d.day > e.month*100+e.day; {
		case !later:
			d.year = e.year
		case isRange(e.joined):
			d.year = e.year - 1
		default:
			continue
		}
		*d = d.check()
	}
}

// dayListBefore reads the first day of "1 - 5 January" or "15th and 30th of
// June", where the second day starts at from.
func dayListBefore(toks []tok, used, from int) (day, at int, ok bool) {
	j := from - 1
	if j > used && toks[j].is("the") {
		j--
	}
	if j <= used || !toks[j].in("-", "to", "through", "and", "&", "or") {
		return 0, from, false
	}
	for s := max(used, j-4); s < j; s++ {
		if s > used && toks[s-1].in("/", "-", ".", ":") {
			continue
		}
		if day, next, ok := dayNumber(toks, s); ok && next == j {
			return day, s, true
		}
	}
	return 0, from, false
}

// dayListAfter reads a further day of the same month, and the year after it:
// "& 23, 2011" after "February 22", "-5, 2019" after "January 1".
func dayListAfter(toks []tok, i, month int) (d date, joined string, next int, ok bool) {
	j := i
	for j < len(toks) && j < i+2 && toks[j].in("&", "and", "or", ",", "-", "to", "through") {
		joined = toks[j].text
		j++
	}
	if j == i {
		return d, "", i, false
	}
	day, k, ok := dayNumber(toks, j)
	if !ok {
		return d, "", i, false
	}
	if m := skip(toks, k, "day", "of", ","); m < len(toks) && months[toks[m].text] != 0 && toks[m].kind == word {
		return d, "", i, false // "June 30 - 5 July"
	}
	d = date{month: month, day: day}
	if y, n, _ := yearAfter(toks, k, true); y != 0 {
		d.year, k = y, n
	}
	return d, joined, k, true
}

// monthAndYear reads "Dec-04", which can be a month of 2004 or December 4.
func monthAndYear(toks []tok, m, month int) (date, int, bool) {
	if m+2 >= len(toks) || !toks[m+1].is("-") || toks[m+1].space || toks[m+2].kind != number || toks[m+2].space || len(toks[m+2].text) != 2 {
		return date{}, m, false
	}
	n := atoi(toks[m+2].text)
	if n < 1 || n > 31 {
		return date{}, m, false
	}
	if m > 0 && (toks[m-1].kind == number || toks[m-1].in("-", "of", "day")) {
		return date{}, m, false // a day stands before
	}
	if y, _, blank := yearAfter(toks, m+3, true); y != 0 || blank {
		return date{}, m, false
	}
	return date{month: month, day: n, monthYear: true}, m + 3, true
}

// mendMonths joins names of months that a line break or the reading of a page
// tore apart ("Decem- ber", "Janu ary") and repairs one wrong letter in the
// long ones ("Septmber", "Decemeber").
func mendMonths(toks []tok) []tok {
	out := make([]tok, 0, len(toks))
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.kind != word || months[t.text] != 0 && len(t.text) > 4 {
			out = append(out, t)
			continue
		}
		k := i + 1
		if k < len(toks) && toks[k].is("-") && !toks[k].space {
			k++
		}
		if k < len(toks) && toks[k].kind == word && len(t.text) > 1 && toks[k].text != "may" {
			if s := t.text + toks[k].text; len(s) > 4 && months[s] != 0 {
				out = append(out, tok{word, s, t.raw + toks[k].raw, t.space})
				i = k
				continue
			}
		}
		if months[t.text] == 0 {
			if s := nearMonth(t.text); s != "" {
				t.text = s
			}
		}
		out = append(out, t)
	}
	return out
}

// nearMonth returns the long name of a month that one letter too many, too
// few or wrong, or two letters changed about, make of s.
func nearMonth(s string) string {
	if len(s) < 6 || len(s) > 10 {
		return ""
	}
	for _, m := range []string{"january", "february", "september", "october", "november", "december"} {
		if s[0] == m[0] && oneEdit(s, m) {
			return m
		}
	}
	return ""
}
