package normal

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// A place is a jurisdiction: its English name, its code of ISO 3166-1 or -2,
// and the country that it lies in (empty for a country).
type place struct{ name, code, country string }

// lies reports whether p is a part of q, though it may have a code of its own
// (Hong Kong in China).
func (p place) lies(q place) bool {
	return p.country == q.name || q.code == "CN" && (p.code == "HK" || p.code == "MO") ||
		q.code == "GB" && (p.code == "GI" || p.code == "BM" || p.code == "KY" || p.code == "VG")
}

// A gazetteer finds places by their names, in the words of placeWords.
type gazetteer struct {
	names  map[string]place // names and adjectives, also of several words
	abbrs  map[string]place // "ca", "calif": only where they are written as such
	cities map[string]place
	codes  map[string]place
	long   []string // the names of one word that are long enough to be misspelt
}

//go:embed places_regions.tsv
var regionRows string

//go:embed places_countries.tsv
var countryRows string

//go:embed places_cities.tsv
var cityRows string

// notCountries are regions of CLDR that ISO 3166-1 does not list, and
// territories that stand among the regions.
const notCountries = " AC CP DG EA EU EZ IC QO TA UN XA XB ZZ AS GU MP PR VI "

// gazette returns the gazetteer. It is built once from the embedded tables and
// never changes after.
var gazette = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{names: map[string]place{}, abbrs: map[string]place{}, cities: map[string]place{}, codes: map[string]place{}}
	others := map[string][]string{} // by code

	namer := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			r, err := language.ParseRegion(code)
			if err != nil || !r.IsCountry() || r.Canonicalize() != r || strings.Contains(notCountries, " "+code+" ") {
				continue
			}
			if name := namer.Name(r); name != "" {
				g.codes[code] = place{name: name, code: code}
			}
		}
	}
	for row := range rows(countryRows) {
		p := g.codes[row[0]]
		if p.code = row[0]; row[1] != "" {
			p.name = row[1]
		}
		g.codes[p.code] = p
		others[p.code] = strings.Split(row[2], "|")
	}
	for row := range rows(regionRows) {
		country, _, _ := strings.Cut(row[0], "-")
		p := place{name: row[1], code: row[0], country: g.codes[country].name}
		g.codes[p.code] = p
		others[p.code] = strings.Split(row[3], "|")
		for _, a := range strings.Split(row[2], "|") {
			if _, taken := g.abbrs[a]; a != "" && (!taken || country == "US") {
				g.abbrs[a] = p
			}
		}
	}
	for _, p := range g.codes {
		g.names[placeKey(p.name)] = p
	}
	for code, names := range others {
		for _, n := range names {
			if k := placeKey(n); k != "" {
				g.names[k] = g.codes[code]
			}
		}
	}
	for row := range rows(cityRows) {
		g.cities[placeKey(row[0])] = g.codes[row[1]]
	}
	for k := range g.names {
		if len(k) >= misspeltFrom && !strings.Contains(k, " ") {
			g.long = append(g.long, k)
		}
	}
	return g
})

// rows yields the rows of a table, each with four fields. Lines that begin
// with # are comments.
func rows(table string) func(yield func([4]string) bool) {
	return func(yield func([4]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			var row [4]string
			copy(row[:], strings.Split(line, "\t"))
			if !yield(row) {
				return
			}
		}
	}
}

// placeKey is a name as it stands in the gazetteer.
func placeKey(name string) string {
	var b strings.Builder
	for i, w := range placeWords(name) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}
