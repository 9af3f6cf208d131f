package normal

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FlagMisspelt: the place is written with one letter too many, too few or
// wrong ("Deleware"), and no other place is as near.
const FlagMisspelt = "misspelt"

// misspeltFrom is the length from which a name is recognised with one letter
// wrong; shorter ones are too near to each other.
const misspeltFrom = 7

// Place reads the name of a jurisdiction as its English name, with the
// attribute code from ISO 3166: "State of New York" is "New York" with the code
// US-NY, "English" is "England and Wales" (GB-EAW), "PRC" is "China" (CN). A
// state or province is preferred to the country it lies in, which is kept as
// the attribute country. Value is empty for names that are not known, and where
// several are named; these are in the attributes places and codes.
func Place(text string) Value {
	return placeValue(findPlaces(text), false)
}

// PlaceCode returns the ISO 3166-1 or -2 code of the jurisdiction that a text
// names, empty where [Place] has no value for it.
func PlaceCode(name string) string { return Place(name).Attributes["code"] }

// A found place and the words [from, to) that name it.
type found struct {
	place
	from, to int
	city     bool
	misspelt bool
}

const longestName = 6 // words

func findPlaces(text string) []found {
	ws := placeWords(text)
	var out []found
	for i := 0; i < len(ws); {
		f, ok := placeAt(ws, i, out)
		if !ok {
			i++
			continue
		}
		if f.code != "" && !inAnotherName(ws, f) {
			out = append(out, f)
		}
		i = f.to
	}
	return narrow(out, ws)
}

// placeAt returns the longest place that begins at word i; before holds the
// places found to its left.
func placeAt(ws []placeWord, i int, before []found) (found, bool) {
	g := gazette()
	for n := min(longestName, len(ws)-i); n >= 1; n-- {
		if ws[i].text == "," || ws[i+n-1].text == "," {
			continue
		}
		k := joinWords(ws[i : i+n])
		if k == "us" && !ws[i].upper {
			continue // "submitted by us"
		}
		if p, ok := g.names[k]; ok {
			return found{place: p, from: i, to: i + n}, true
		}
		if p, ok := g.cities[k]; ok {
			return found{place: p, from: i, to: i + n, city: true}, true
		}
		if p, ok := g.abbrs[k]; ok && n == 1 && abbreviates(ws, i, before) {
			return found{place: p, from: i, to: i + 1}, true
		}
	}
	w := ws[i].text
	// "State ofTexas": the space is lost
	if rest, ok := strings.CutPrefix(w, "of"); ok && len(rest) > 3 {
		if p, ok := g.names[rest]; ok {
			return found{place: p, from: i, to: i + 1}, true
		}
	}
	if p, ok := g.nearest(w); ok {
		return found{place: p, from: i, to: i + 1, misspelt: true}, true
	}
	return found{}, false
}

// abbreviates reports whether the word at i, which could abbreviate a state
// ("OR", "Cal."), is written where an address has one: in capitals, after a
// comma, a city or "State of", before a postal code, a comma or the end.
func abbreviates(ws []placeWord, i int, before []found) bool {
	w := ws[i]
	if !w.upper && !(w.title && w.dotted) {
		return false
	}
	if i+1 < len(ws) {
		next := ws[i+1]
		if next.text != "," && next.text != "usa" && next.text != "us" && next.text != "united" && !isDigit(rune(next.text[0])) {
			return false
		}
	}
	switch {
	case i == 0, ws[i-1].text == ",":
		return true
	case ws[i-1].text == "of":
		return i > 1 && ws[i-2].text == "state"
	}
	return len(before) > 0 && before[len(before)-1].to == i && before[len(before)-1].city
}

// nearest returns the place whose name of one long word differs from w by one
// letter; none where two places are as near.
func (g *gazetteer) nearest(w string) (place, bool) {
	if len(w) < misspeltFrom-1 {
		return place{}, false
	}
	var best place
	n := 0
	for _, k := range g.long {
		if (oneEdit(k, w) || len(k) == len(w)+1 && rnForM(k, w)) && g.names[k] != best {
			best = g.names[k]
			n++
		}
	}
	return best, n == 1
}

// oneEdit reports whether one letter is changed, added, left out, or swapped
// with its neighbour between a and b.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return false // the same
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// rnForM reports whether a is b with "rn" for one "m", which scanners confuse.
func rnForM(a, b string) bool {
	for i := range b {
		if b[i] == 'm' && strings.HasPrefix(a, b[:i]) && a[i:] == "rn"+b[i+1:] {
			return true
		}
	}
	return false
}

// inAnotherName reports whether the words beside a found place make it part of
// something else: a county or city that is named like a state, a body of
// arbitrators.
func inAnotherName(ws []placeWord, f found) bool {
	if f.to < len(ws) && !f.city {
		switch ws[f.to].text {
		case "county", "counties", "parish", "city", "borough", "township":
			return true
		case "arbitration": // the American Arbitration Association
			return f.code == "US" && f.country == ""
		}
	}
	if f.from >= 2 && ws[f.from-1].text == "of" {
		switch ws[f.from-2].text {
		case "county", "counties", "parish", "borough", "township":
			return true
		}
	}
	return false
}

// narrow drops what only says more of another place: the city in "New York,
// New York" and "Geneva, Illinois", the city in "City of New York, State of New
// York".
func narrow(fs []found, ws []placeWord) []found {
	var out []found
	for i, f := range fs {
		if len(fs) > 1 && f.from >= 2 && ws[f.from-1].text == "of" && ws[f.from-2].text == "city" {
			continue
		}
		if i+1 < len(fs) && (f.country != "" || f.city) {
			n := fs[i+1]
			// "X, Y": Y holds X, whatever else bears X's name.
			if n.from == f.to+1 && ws[f.to].text == "," && (n.country != "" || !n.city && !f.lies(n.place)) {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

func placeValue(fs []found, withCities bool) Value {
	pick := func(keep func(found) bool) []found {
		var ps []found
		for _, f := range fs {
			if keep(f) && !slices.ContainsFunc(ps, func(p found) bool { return p.code == f.code }) {
				ps = append(ps, f)
			}
		}
		return ps
	}
	ps := pick(func(f found) bool { return !f.city && f.country != "" })
	if len(ps) == 0 {
		ps = pick(func(f found) bool { return !f.city })
		ps = slices.DeleteFunc(ps, func(f found) bool { // Hong Kong, China
			return slices.ContainsFunc(ps, func(p found) bool { return p.lies(f.place) && p.code != f.code })
		})
	}
	if withCities && (len(ps) == 0 || len(ps) == 1 && ps[0].country == "") {
		if cs := pick(func(f found) bool { return f.city }); len(cs) == 1 && (len(ps) == 0 || cs[0].lies(ps[0].place)) {
			ps = cs
		}
	}
	switch len(ps) {
	case 0:
		return flagged(FlagUnparsed)
	case 1:
		v := Value{Value: ps[0].name}
		v.set("code", ps[0].code)
		v.set("country", ps[0].country)
		if ps[0].misspelt {
			v.flag(FlagMisspelt)
		}
		return v
	}
	v := flagged(FlagSeveral)
	var names, codes []string
	for _, p := range ps {
		names, codes = append(names, p.name), append(codes, p.code)
	}
	v.set("places", strings.Join(names, "; "))
	v.set("codes", strings.Join(codes, "; "))
	return v
}

// isAmerican reports a value of Place that lies in the United States.
func isAmerican(v Value) bool {
	return v.Value == "United States" || v.Attributes["country"] == "United States"
}

// A placeWord is a word by which places are looked up: lower case without
// accents, "u.s." as "us", a comma as a word of its own.
type placeWord struct {
	text  string
	upper bool // all of it is in capitals
	title bool // its first letter is
	// dotted: a full stop stands in it or after it
	dotted bool
}

func placeWords(text string) []placeWord {
	var out []placeWord
	var b strings.Builder
	w := placeWord{}
	flush := func() {
		if b.Len() > 0 {
			w.text = b.String()
			out = append(out, w)
			b.Reset()
		}
	}
	for _, r := range norm.NFKD.String(fold(text)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if up := unicode.IsUpper(r); b.Len() == 0 {
				w = placeWord{upper: up, title: up}
			} else {
				w.upper = w.upper && up
			}
			b.WriteRune(unicode.ToLower(r))
		case r == '.':
			w.dotted = true
		case r == '\'' || unicode.Is(unicode.Mn, r):
		case r == ',' || r == ';' || r == '(' || r == ')':
			flush()
			out = append(out, placeWord{text: ","})
		case r == '&':
			flush()
			out = append(out, placeWord{text: "and"})
		default:
			flush()
		}
	}
	flush()
	return out
}

func joinWords(ws []placeWord) string {
	if len(ws) == 1 {
		return ws[0].text
	}
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}
