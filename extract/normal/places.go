package normal

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// gazetteer holds every known name in lower case. It is built once from
// constant tables and never changes after.
var gazetteer = sync.OnceValue(func() map[string]place {
	g := map[string]place{}
	key := func(s string) string { return strings.Join(placeWords(s), " ") }
	namer := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string([]rune{a, b}))
			if err != nil || !r.IsCountry() || r.Canonicalize() != r {
				continue
			}
			name := namer.Name(r)
			switch r.String() {
			case "HK":
				name = "Hong Kong"
			case "MO":
				name = "Macau"
			case "MM":
				name = "Myanmar"
			case "TR":
				name = "Türkiye"
			case "GE", "PR", "GU": // the American state; territories stand below
				continue
			}
			if name != "" {
				g[key(name)] = place{name: name}
			}
		}
	}
	for _, s := range states {
		g[key(s)] = place{s, "United States"}
	}
	for country, rs := range regions {
		for _, r := range rs {
			g[key(r)] = place{r, country}
		}
	}
	for a, name := range aliases {
		p, ok := g[key(name)]
		if !ok {
			p = place{name: name}
		}
		g[key(a)] = p
	}
	return g
})

var cityGazetteer = sync.OnceValue(func() map[string]place {
	g := map[string]place{}
	for c, name := range cities {
		g[strings.Join(placeWords(c), " ")] = gazetteer()[strings.Join(placeWords(name), " ")]
	}
	return g
})

// placeWords splits a text into the words by which places are looked up:
// lower case, "u.s." as "us", a comma as a word of its own.
func placeWords(text string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range fold(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case r == '.' || r == '\'':
		case r == ',' || r == ';' || r == '(' || r == ')':
			flush()
			out = append(out, ",")
		case r == '&':
			flush()
			out = append(out, "and")
		default:
			flush()
		}
	}
	flush()
	return out
}

// A found place and the words [from, to) that name it.
type found struct {
	place
	from, to int
	city     bool
}

// abbreviations that are also common words count only where they are written
// in capitals after a comma.
const longestName = 5

func findPlaces(text string) []found {
	ws := placeWords(text)
	g, cg := gazetteer(), cityGazetteer()
	var out []found
	for i := 0; i < len(ws); {
		hit := false
		for n := min(longestName, len(ws)-i); n >= 1 && !hit; n-- {
			if ws[i] == "," || ws[i+n-1] == "," {
				continue
			}
			k := strings.Join(ws[i:i+n], " ")
			if len(k) == 2 && i > 0 && ws[i-1] != "," && k != "us" && k != "uk" && k != "ny" {
				continue // "de", "pa", "va" inside a name
			}
			if k == "us" && (i+1 < len(ws) && (ws[i+1] == "district" || ws[i+1] == "federal" || ws[i+1] == "bankruptcy")) {
				continue
			}
			if p, ok := g[k]; ok && p.name != "" {
				out = append(out, found{p, i, i + n, false})
				i, hit = i+n, true
			} else if p, ok := cg[k]; ok && p.name != "" {
				out = append(out, found{p, i, i + n, true})
				i, hit = i+n, true
			}
		}
		if !hit {
			// "State ofTexas": the space is lost
			if rest, ok := strings.CutPrefix(ws[i], "of"); ok && len(rest) > 3 {
				if p, ok := g[rest]; ok {
					out = append(out, found{p, i, i + 1, false})
				}
			}
			i++
		}
	}
	return narrow(out, ws)
}

// narrow drops what only says more of another place: the city in "New York,
// New York", the country in "Ontario, Canada", the county in "Delaware County,
// Pennsylvania".
func narrow(fs []found, ws []string) []found {
	var out []found
	for i, f := range fs {
		if f.to < len(ws) && !f.city && (ws[f.to] == "county" || ws[f.to] == "city" || ws[f.to] == "parish") && len(fs) > 1 {
			continue
		}
		if f.from >= 2 && (ws[f.from-1] == "of") && (ws[f.from-2] == "county" || ws[f.from-2] == "city" || ws[f.from-2] == "counties") && len(fs) > 1 {
			continue
		}
		if i+1 < len(fs) {
			n := fs[i+1]
			// "X, Y": Y holds X
			if n.from == f.to+1 && ws[f.to] == "," && n.country != "" && (f.country != "" || f.city) {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// Place reads the name of a jurisdiction as its English name: "State of New
// York" is "New York", "English" is "England and Wales", "PRC" is "China". A
// state or province is preferred to the country it lies in, which is kept as
// the attribute country. Value is empty for names that are not known and where
// several are named.
func Place(text string) Value {
	return placeValue(findPlaces(text), false)
}

// Court reads where a court sits, as [Place] does; Value is the jurisdiction
// (state, province or country), and the name of the court with single spaces
// is kept as the attribute name. A city or county known to the program decides
// where nothing larger is named.
func Court(text string) Value {
	v := placeValue(findPlaces(text), true)
	v.set("name", clean(text))
	return v
}

func placeValue(fs []found, withCities bool) Value {
	pick := func(keep func(found) bool) (place, int) {
		var ps []place
		for _, f := range fs {
			if keep(f) && !slices.Contains(ps, f.place) {
				ps = append(ps, f.place)
			}
		}
		if len(ps) == 0 {
			return place{}, 0
		}
		return ps[0], len(ps)
	}
	p, n := pick(func(f found) bool { return !f.city && f.country != "" })
	if n == 0 {
		p, n = pick(func(f found) bool { return !f.city })
	}
	if withCities && (n == 0 || n == 1 && p.country == "") {
		if c, m := pick(func(f found) bool { return f.city }); m == 1 && (n == 0 || c.country == p.name) {
			p, n = c, m
		}
	}
	switch n {
	case 0:
		return flagged(FlagUnparsed)
	case 1:
		v := Value{Value: p.name}
		v.set("country", p.country)
		return v
	}
	return flagged(FlagSeveral)
}

// isAmerican reports a value of Place that lies in the United States.
func isAmerican(v Value) bool {
	return v.Value == "United States" || v.Attributes["country"] == "United States"
}
