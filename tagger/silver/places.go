package silver

import (
	"regexp"

	"covenant/extract"
)

const (
	placeWord = `(?:[A-Z][A-Za-z.\-]*[A-Za-z.])`
	place     = `(?:(?i:the\s+)?(?i:state|commonwealth|province|republic|kingdom|county|city|district|people['’]s\s+republic|grand\s+duchy)\s+(?i:of)\s+(?:the\s+)?` + placeWord + `(?:\s+(?:of\s+)?` + placeWord + `){0,2}|` +
		`England\s+and\s+Wales|United\s+States(?:\s+of\s+America)?|` + placeWord + `(?:\s+` + placeWord + `){0,2})`
)

var (
	governed = regexp.MustCompile(`(?i:govern(?:ed|s|ing)|constru(?:ed|ing)|interpreted|enforced|determined|subject to|validity|resolved)[^;]{0,260}?\b(?i:laws?)(?i:\s*,?[^,.;]{0,60}?,?)\s+(?i:of|in)\s+(?i:the\s+)?(` + place + `(?:,\s+(?:USA|U\.S\.A\.?|United\s+States(?:\s+of\s+America)?|Canada|Israel))?)`)
	lawsOf   = regexp.MustCompile(`(?i:governed|construed|interpreted|enforced|laws)\b[^.;]{0,120}?\b(?i:laws?)\s+(?i:of)\s+(?i:the\s+)?(` + place + `(?:,\s+(?:USA|U\.S\.A\.?|United\s+States(?:\s+of\s+America)?|Canada))?)`)
	adjLaw   = regexp.MustCompile(`\b(English|German|French|Israeli|Swiss|Dutch|California|Delaware|New\s+York|Texas|PRC|Chinese|Indian|Japanese|Belgian|Florida|Nevada|Illinois|Scottish|Irish|Italian|Spanish|Danish|Swedish|Ontario|Hong\s+Kong|Singapore|Brazilian|Mexican|Korean)\s+(?i:laws?)\b`)
	govVerb  = regexp.MustCompile(`(?i)govern|constru|interpret`)

	court = regexp.MustCompile(`(?:(?i:(?:(?:the\s+)?(?:appropriate|competent|proper)\s+)?(?:(?:u\.?s\.?|united\s+states)\s+)?(?:(?:state|federal|local|provincial|district|circuit|county|superior|supreme|chancery|bankruptcy|high|commercial|civil|people['’]s|u\.s\.)(?:,?\s*(?:and/or|and|or|/)?\s*)){0,6}courts?)` +
		`|(?:` + placeWord + `\s+){1,3}(?:(?i:state|federal|and|or|district|superior|supreme)\s+){0,4}(?i:courts?(?:\s+of\s+chancery)?)|(?i:courts?\s+of\s+(?:chancery|common\s+pleas|queen['’]s\s+bench)))` +
		`(?:\s+(?i:of\s+competent\s+jurisdiction\s+)?(?i:(?:located|sitting|situated|having\s+jurisdiction|seated|in\s+and\s+for|within|for|of|in|at|over))(?:\s+(?i:in|within|at|for|over))?\s+(?:(?i:the|either)\s+)?(?:(?i:city|county|state|commonwealth|province|borough|(?:northern|southern|eastern|western|middle|central)\s+district|district|republic|people's\s+republic)(?:\s+and\s+(?i:county|state))?\s+(?i:of)\s+(?:the\s+)?)?` + placeWord + `(?:,?\s+(?:(?i:of|and|in|the|state|county|city|for)\s+){0,3}` + placeWord + `){0,6})*`)
	courtPlace = regexp.MustCompile(`[a-z)]\s+(?:of|in|for|at|within|over|sitting|located)\s+(?:\S+\s+){0,6}[A-Z]|^(?:[A-Z][a-z]+\s+){1,3}(?:state|federal|State|Court|court|Federal|Superior|District)|[A-Z]\w+ County`)
)

func (d *document) findGoverningLaw() {
	windows := d.windows(330, 110, "law")
	d.within(windows, governed, func(m []int) {
		d.addPlace(m[2], m[3])
	})
	d.within(windows, lawsOf, func(m []int) {
		d.addPlace(m[2], m[3])
	})
	d.within(d.windows(25, 5, " law", "\nlaw"), adjLaw, func(m []int) {
		if govVerb.MatchString(d.rawBefore(m[0], 200)) {
			d.add(extract.GovLaw, m[2], m[3])
		} else {
			d.doubt(m[2], m[3])
		}
	})
}

var (
	incorporated = regexp.MustCompile(`(?i)(?:organi[sz]ed|existing|incorporated|formed|established)[^.;]{0,40}laws?\s+of\s+(?:the\s+)?(?:state\s+of\s+)?$`)
	stateBefore  = regexp.MustCompile(`(?i:state|commonwealth|province|republic)\s+(?i:of)\s+(?:(?i:the)\s+)?$`)
	notPlace     = regexp.MustCompile(`(?i)claim|part(?:y|ies)|association|franchise|agreement|court|arbitrat`)
	placeLead    = regexp.MustCompile(`^(?i:the)\s+`)
	placeTail    = regexp.MustCompile(`(?:\s+(?:This|The|Any|Each|If|All|In|And|Without|WITHOUT|Except|EXCEPT|Applicable|Venue|You|Either|Such|For|To|AND|APPLICABLE|It|No|Section|As|AS|THE|NOTWITHSTANDING))+$`)
	placeStop    = regexp.MustCompile(`[a-z]\.\s`)
)

// addPlace adds a governing law's place without what only follows it.
func (d *document) addPlace(start, end int) {
	if m := placeLead.FindStringIndex(d.text[start:end]); m != nil {
		start += m[1]
	}
	if incorporated.MatchString(squeeze(d.rawBefore(start, 90))) {
		return
	}
	if m := stateBefore.FindStringIndex(d.rawBefore(start, 40)); m != nil {
		start -= min(start, 40) - m[0]
	}
	if m := placeStop.FindStringIndex(d.text[start:end]); m != nil {
		end = start + m[0] + 1
	}
	if m := placeTail.FindStringIndex(d.text[start:end]); m != nil {
		end = start + m[0]
	}
	if notPlace.MatchString(d.text[start:end]) {
		d.doubt(start, end)
		return
	}
	if s := d.text[start:end]; end-start > 2 && s[len(s)-1] == '.' && !(len(s) > 3 && s[len(s)-3] == '.') {
		end--
	}
	if end-start < 2 {
		return
	}
	d.add(extract.GovLaw, start, end)
}

var (
	// courtBreak begins what follows a court's place: ", and the Parties".
	courtBreak = regexp.MustCompile(`,?\s+(?:and|or)\s+(?:the\s+)?Part(?:y|ies)\b|,\s+(?:and|or)\s+[A-Z]+$`)
	// street is an address: "3965 Freedom Circle, Shoreline Court".
	street    = regexp.MustCompile(`^(?:(?:[A-Z][a-z]+ ){1,3}Court|(?:If|Such|Any|No|The) courts?)$`)
	bareCourt = regexp.MustCompile(`^(?i:(?:[a-z]+\s+)?state\s+courts?|bankruptcy\s+court|court\s+of\s+chancery|federal\s+courts?|supreme\s+court|.*having\s+jurisdiction\s+over\s+\S+)$`)
	division  = regexp.MustCompile(`^,?\s*\([A-Z][A-Za-z ]+Division\)`)
)

func (d *document) findCourts() {
	d.within(d.windows(110, 230, "court"), court, func(m []int) {
		start, end := m[0], m[1]
		if d.wordBefore(start) {
			return
		}
		if l := placeLead.FindStringIndex(d.text[start:end]); l != nil {
			start += l[1]
		}
		if l := placeStop.FindStringIndex(d.text[start:end]); l != nil {
			end = start + l[0] + 1
		}
		if l := placeTail.FindStringIndex(d.text[start:end]); l != nil {
			end = start + l[0]
		}
		if l := courtBreak.FindStringIndex(d.text[start:end]); l != nil {
			end = start + l[0]
		}
		if l := division.FindStringIndex(d.text[end:]); l != nil {
			end += l[1]
		}
		if end-start > 1 && d.text[end-1] == '.' && d.text[end-2] >= 'a' {
			end--
		}
		if end <= start || !courtPlace.MatchString(squeeze(d.text[start:end])) {
			return
		}
		if street.MatchString(squeeze(d.text[start:end])) {
			return
		}
		if bareCourt.MatchString(squeeze(d.text[start:end])) {
			d.doubt(start, end)
			return
		}
		d.add(extract.Court, start, end)
	})
}

var courtOther = regexp.MustCompile(`(?i)bankruptcy|patent and trademark|pending|appeal from`)

func (d *document) courtRoles(spans []Span) {
	for i := range spans {
		if s := &spans[i]; s.Label == extract.Court {
			s.Role = extract.RoleJurisdiction
			if courtOther.MatchString(d.before(s.Start, 120)) || courtOther.MatchString(s.Of(d.text)) {
				s.Role = extract.RoleOther
			}
		}
	}
}
