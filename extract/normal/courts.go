package normal

import (
	"regexp"
	"strings"
)

// Court reads where a court sits, as [Place] does; Value is the jurisdiction
// (state, province or country) and the attribute code its ISO 3166 code. The
// name of the court with single spaces is kept as the attribute name. The
// attribute kind says whose courts these are where the text does: "federal",
// "state", "provincial", "bankruptcy", "arbitration", several of them in this
// order with commas between. A city or county known to the program decides
// where nothing larger is named.
func Court(text string) Value {
	v := placeValue(findPlaces(text), true)
	name := clean(text)
	v.set("name", name)
	v.set("kind", courtKind(name, isAmerican(v)))
	return v
}

// courtKinds are the words that tell whose courts are meant.
var courtKinds = []struct {
	kind  string
	words *regexp.Regexp
}{
	{"federal", regexp.MustCompile(`(?i)\bfederal\b|\b(?:U\.?\s?S\.?|United\s+States)\s+(?:district|bankruptcy|courts?|circuit|supreme)\b|\bUnited\s+States\s+and\s+(?:the\s+)?state\b|\b(?:northern|southern|eastern|western|central|middle)\s+district\s+of\b`)},
	{"state", regexp.MustCompile(`(?i)\bstate\s+(?:(?:and|or|and/or)\s+(?:the\s+)?(?:U\.?\s?S\.?\s+|United\s+States\s+)?federal|courts?|supreme|superior|circuit|district)\b|\bfederal\s*(?:,|and|or|and/or|/)\s*(?:the\s+)?state\b|\bcourts?\s+of\s+the\s+(?:state|commonwealth)\s+of\b|\bstate/federal\b`)},
	{"provincial", regexp.MustCompile(`(?i)\bprovincial\b|\bcourts?\s+of\s+the\s+province\b`)},
	{"bankruptcy", regexp.MustCompile(`(?i)\bbankruptcy\b`)},
	{"arbitration", regexp.MustCompile(`(?i)\barbitra(?:l|tion|tors?)\b`)},
}

// americanStateCourt are names that only courts of American states have in the
// United States, and others elsewhere.
var americanStateCourt = regexp.MustCompile(`(?i)\b(?:superior\s+court|court\s+of\s+chancery|chancery\s+court|court\s+of\s+common\s+pleas|county\s+court)`)

func courtKind(name string, american bool) string {
	var kinds []string
	for _, k := range courtKinds {
		if k.words.MatchString(name) || k.kind == "state" && american && americanStateCourt.MatchString(name) {
			kinds = append(kinds, k.kind)
		}
	}
	return strings.Join(kinds, ",")
}
