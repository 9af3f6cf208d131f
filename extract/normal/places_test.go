package normal

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
)

func TestPlace(t *testing.T) {
	for text, want := range map[string]string{ // value, code, flags
		"State of New York":                             "New York US-NY",
		"state of\nDelaware,  United States of America": "Delaware US-DE",
		"STATE OF TEXAS":                                "Texas US-TX",
		"State ofTexas":                                 "Texas US-TX",
		"Commonwealth of Massachusetts":                 "Massachusetts US-MA",
		"Commonwealth  of  Pennsylvania":                "Pennsylvania US-PA",
		"Province of Ontario, Canada":                   "Ontario CA-ON",
		"Ontario, Canada":                               "Ontario CA-ON",
		"Victoria, Australia":                           "Victoria AU-VIC",
		"Victoria, British Columbia":                    "British Columbia CA-BC",
		"Québec":                                        "Quebec CA-QC",
		"English":                                       "England and Wales GB-EAW",
		"England":                                       "England and Wales GB-EAW",
		"England & Wales":                               "England and Wales GB-EAW",
		"Scots":                                         "Scotland GB-SCT",
		"Northern Ireland":                              "Northern Ireland GB-NIR",
		"Republic of Ireland":                           "Ireland IE",
		"U.K.":                                          "United Kingdom GB",
		"People’s Republic of China":                    "China CN",
		"PRC":                                           "China CN",
		"P. R. China":                                   "China CN",
		"Hong Kong SAR":                                 "Hong Kong HK",
		"Hong Kong Special Administrative Region of the People's Republic of China": "Hong Kong HK",
		"Republic of China (Taiwan)":               "Taiwan TW",
		"Germany":                                  "Germany DE",
		"Federal Republic of Germany":              "Germany DE",
		"Bayern, Germany":                          "Bavaria DE-BY",
		"Swiss":                                    "Switzerland CH",
		"Canton of Zürich":                         "Zurich CH-ZH",
		"Zug, Switzerland":                         "Zug CH-ZG",
		"State of Georgia":                         "Georgia US-GA",
		"Republic of Georgia":                      "Republic of Georgia GE",
		"Republic of South Africa":                 "South Africa ZA",
		"Republic of Korea":                        "South Korea KR",
		"Kingdom of the Netherlands":               "Netherlands NL",
		"State of Israel":                          "Israel IL",
		"Papua New Guinea":                         "Papua New Guinea PG",
		"State of New Mexico":                      "New Mexico US-NM",
		"Mexico":                                   "Mexico MX",
		"United States":                            "United States US",
		"District of Columbia":                     "District of Columbia US-DC",
		"Washington, D.C.":                         "District of Columbia US-DC",
		"Washington":                               "Washington US-WA",
		"Commonwealth of Puerto Rico":              "Puerto Rico US-PR",
		"Cayman Islands":                           "Cayman Islands KY",
		"British Virgin Islands":                   "British Virgin Islands VG",
		"Tamil Nadu, India":                        "Tamil Nadu IN-TN",
		"Guangdong Province, PRC":                  "Guangdong CN-GD",
		"State of São Paulo, Brazil":               "São Paulo BR-SP",
		"Sao Paulo":                                "São Paulo BR-SP",
		"Dubai International Financial Centre":     "Dubai AE-DU",
		"Wilmington, DE":                           "Delaware US-DE",
		"Los Angeles, Cal.":                        "California US-CA",
		"State of Deleware":                        "Delaware US-DE [misspelt]",
		"State of Califomia":                       "California US-CA [misspelt]", // as scanners read it
		"Commonwealth of Massachusets":             "Massachusetts US-MA [misspelt]",
		"New York and Delaware":                    " [several]",
		"STATE IN WHICH THE RESTAURANT IS LOCATED": " [unparsed]",
		"Delaware County":                          " [unparsed]", // there are several
		"laws known to us":                         " [unparsed]",
		"in Paris, or elsewhere":                   " [unparsed]", // not Oregon
		"":                                         " [unparsed]",
	} {
		v := Place(text)
		if got := placeText(v); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
		if v.Value != "" && PlaceCode(text) != v.Attributes["code"] {
			t.Errorf("%q has the code %s", text, PlaceCode(text))
		}
	}
}

func placeText(v Value) string {
	s := v.Value
	if c := v.Attributes["code"]; c != "" {
		s += " " + c
	}
	if len(v.Flags) > 0 {
		s += " [" + joinFlags(v.Flags) + "]"
	}
	return s
}

func TestSeveralPlacesAreKept(t *testing.T) {
	v := Place("the States of New York or Illinois")
	if v.Attributes["places"] != "New York; Illinois" || v.Attributes["codes"] != "US-NY; US-IL" {
		t.Errorf("attributes are %v", v.Attributes)
	}
}

func TestCourt(t *testing.T) {
	for text, want := range map[string]string{ // value, code, flags, kind
		"United States District Court for the Southern District of New York":      "New York US-NY federal",
		"Federal District Court for the Central District of California":           "California US-CA federal",
		"Delaware Court of Chancery":                                              "Delaware US-DE state",
		"state and federal courts located in Santa Clara County, California":      "California US-CA federal,state",
		"Circuit Court or County Court in Orlando, FL":                            "Florida US-FL state",
		"courts of the State of Ohio":                                             "Ohio US-OH state",
		"U.S. federal court":                                                      "United States US federal",
		"provincial and federal courts located in the city of Toronto, Ontario":   "Ontario CA-ON federal,provincial",
		"Superior Court of Ontario":                                               "Ontario CA-ON",
		"courts of England and Wales":                                             "England and Wales GB-EAW",
		"courts of London":                                                        "England and Wales GB-EAW",
		"courts of Geneva":                                                        "Geneva CH-GE",
		"courts of Munich, Germany":                                               "Bavaria DE-BY",
		"courts of Geneva, Illinois":                                              "Illinois US-IL",
		"courts of Tel-Aviv":                                                      "Israel IL",
		"competent court in The Hague within the jurisdiction of the Netherlands": "Netherlands NL",
		"arbitral tribunal seated in Singapore":                                   "Singapore SG arbitration",
		"American Arbitration Association in Dallas":                              "Texas US-TX arbitration",
		"state or federal courts of the States of New York or Illinois":           " [several] federal,state",
		"federal courts in the City of Washington, Commonwealth of Virginia":      "Virginia US-VA federal",
		"County Court or High Court":                                              " [unparsed]",
		"Bankruptcy\nCourt":                                                       " [unparsed] bankruptcy",
	} {
		v := Court(text)
		got := placeText(v)
		if k := v.Attributes["kind"]; k != "" {
			got += " " + k
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
		if v.Attributes["name"] != strings.Join(strings.Fields(text), " ") {
			t.Errorf("%q has the name %q", text, v.Attributes["name"])
		}
	}
}

// TestEveryPlaceReadsBack holds the tables together: each name means the place
// that bears it, and each code is of ISO 3166.
func TestEveryPlaceReadsBack(t *testing.T) {
	g := gazette()
	if len(g.codes) < 440 {
		t.Errorf("only %d places", len(g.codes))
	}
	for code, p := range g.codes {
		if v := Place(p.name); p.name != "" && (v.Value != p.name || v.Attributes["code"] != code) {
			t.Errorf("%s %q reads back as %s", code, p.name, placeText(v))
		}
		country, _, isRegion := strings.Cut(code, "-")
		if r, err := language.ParseRegion(country); err != nil || !r.IsCountry() || isRegion != (p.country != "") {
			t.Errorf("%s %+v is not of a country", code, p)
		}
	}
	for name, p := range g.cities {
		if g.codes[p.code] != p || p.code == "" {
			t.Errorf("%s lies nowhere", name)
		}
		if q, ok := g.names[name]; ok {
			t.Errorf("%s is also the name of %s", name, q.code)
		}
	}
}

// The countries that write the day first are named as places are.
func TestDayFirstCountries(t *testing.T) {
	for _, name := range dayFirst {
		if v := Place(name); v.Value != name {
			t.Errorf("%q is the place %q", name, v.Value)
		}
	}
}
