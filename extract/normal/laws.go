package normal

import (
	"regexp"
	"strings"
)

// Law splits the citation of a law into attributes: title and code ("11",
// "U.S.C."), section ("365(n)") with its unit where that is another than
// "section" ("rule", "article", "part"), name, year, number (of an act of the
// European Union), under (the law that a regulation belongs to) and
// jurisdiction (ISO 3166, EU or UN), as far as they are there.
//
// Value is one form for all spellings: "11 U.S.C. § 365(n)" also for "Section
// 365(n) of the U.S. Bankruptcy Code", whose sections are those of title 11;
// "Securities Act of 1933 § 4(2)"; "Securities Exchange Act of 1934 Rule
// 24b-2"; "California Civil Code § 1542". Well-known short names stand for the
// law ("HIPAA"), others are kept as they are.
func Law(text string) Value { return lawIn(text, nil) }

func lawIn(text string, names *lawNames) Value {
	s := tidyLaw(text)
	if s == "" {
		return flagged(FlagUnparsed)
	}
	c := parseCitation(s)
	c.identify(names)
	v := Value{Value: c.String()}
	if v.Value == "" {
		v.Value = s
	}
	v.set("title", c.title)
	v.set("code", c.code)
	v.set("section", c.section)
	if c.unit != "section" {
		v.set("unit", c.unit)
	}
	v.set("name", c.name)
	v.set("year", c.year)
	v.set("number", c.number)
	v.set("under", c.under)
	v.set("jurisdiction", c.jurisdiction)
	return v
}

// A citation is what a text says of the law that it cites.
type citation struct {
	title, code   string
	unit, section string // unit is in lower case and singular
	many, etSeq   bool   // several sections; and those that follow
	byTitle       bool   // title and code are written, not implied
	name, year    string
	number, under string
	jurisdiction  string
}

// identify completes what the name of the law implies, and brings the name to
// its usual form.
func (c *citation) identify(names *lawNames) {
	switch c.code {
	case "U.S.C.", "C.F.R.", "Fed. Reg.", "Pub. L.":
		c.jurisdiction = "US"
	case "Del. C.":
		c.jurisdiction = "US-DE"
	}
	c.under = lawName(c.under)
	if l, ok := known(splitYear(c.under)); ok {
		c.under = l.name
	}
	if c.name == "" {
		return
	}
	c.name = lawName(c.name)
	base, year := splitYear(c.name)
	c.year = year
	if m := euNumber.FindStringSubmatch(c.name); m != nil {
		c.number, c.year = m[0], euYear(c.name, m[1], m[2])
		if c.jurisdiction = "EU"; m[0] == "2016/679" {
			base, c.year = "GDPR", ""
		}
	}
	l, ok := known(base, c.year)
	if !ok {
		l, ok = names.find(base, c.year)
	}
	if ok {
		c.name, c.jurisdiction = l.name, l.jurisdiction
		if c.year == "" || l.year != "" {
			c.year = l.year
		}
		if c.code == "" && l.code != "" && (c.section == "" || c.unit == "section") {
			c.title, c.code = l.title, l.code
		}
		return
	}
	if p, ok := stateNamed(c.name); ok && c.unit == "rule" { // "Minn. Rule 2860"
		c.unit, c.name = "section", p.name+" Rules"
	}
	if state, name, ok := stateCode(c.name); ok {
		c.name, c.jurisdiction = name, state
		if c.code == "" && strings.Contains(name, "Code") {
			c.code = name
		}
	}
	if c.jurisdiction == "" {
		c.jurisdiction = jurisdictionOf(c.name)
	}
}

// jurisdictionOf is the code of the one place that a law's name holds.
func jurisdictionOf(name string) string {
	if strings.HasPrefix(name, "EU ") || strings.HasPrefix(name, "European Union ") {
		return "EU"
	}
	if treaty.MatchString(name) || !strings.Contains(name, " ") {
		return ""
	}
	var fs []found
	for _, f := range findPlaces(name) {
		if !f.city && !f.misspelt {
			fs = append(fs, f)
		}
	}
	return placeValue(fs, false).Attributes["code"]
}

// treaty marks names that hold the place where they were signed.
var treaty = regexp.MustCompile(`(?i)\b(?:convention|treaty|agreement|protocol|accord)\b`)

func euYear(name, first, second string) string {
	y := first
	// "Regulation (EC) No 45/2001": a number and its year
	if len(first) < 4 && len(second) == 4 {
		y = second
	}
	if len(y) == 2 && y >= "52" {
		y = "19" + y
	}
	if len(y) != 4 {
		return ""
	}
	return y
}

// String is the canonical form of the citation.
func (c *citation) String() string {
	var b strings.Builder
	switch {
	case c.title != "" && c.code != "" && (c.byTitle || c.section != "" || c.name == ""):
		b.WriteString(c.title + " " + c.code)
		if c.section == "" && c.name != "" {
			b.WriteString(" " + c.name)
		}
	case c.code == "Pub. L.":
		b.WriteString(c.code + " " + c.number)
	default:
		b.WriteString(c.name)
	}
	if c.section != "" {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(c.mark(b.Len() > 0) + " " + c.section)
		if c.etSeq {
			b.WriteString(" et seq.")
		}
	}
	return b.String()
}

// mark is what stands before the number of a section.
func (c *citation) mark(afterName bool) string {
	switch {
	case c.unit == "section" && afterName && c.many && !c.etSeq:
		return "§§"
	case c.unit == "section" && afterName:
		return "§"
	case c.unit == "": // "CFR 312"
		return "§"
	}
	s := strings.ToUpper(c.unit[:1]) + c.unit[1:]
	if c.many && !c.etSeq && !strings.HasSuffix(s, "x") {
		s += "s"
	}
	return s
}

var lawRepairs = []struct {
	wrong *regexp.Regexp
	right string
}{
	{regexp.MustCompile(`\([Ss]\)(?:\([Ss]\))?\s*(\d)`), "§ $1"},                                // how plain text writes the sign
	{regexp.MustCompile(`(C\.?A?\.?)\s*["$]{1,2}\s?(\d)`), "$1 § $2"},                           // how scanners read it
	{regexp.MustCompile(`^\$+\s?(\d)`), "§ $1"},                                                 //
	{regexp.MustCompile(`(\d[A-Za-z]{0,2})-\s(\d)`), "$1-$2"},                                   // "24b- 2"
	{regexp.MustCompile(`(\pL{3,})-\s(\p{Lu}\p{Ll})`), "$1-$2"},                                 // "Anti- Kickback"
	{regexp.MustCompile(`(?i)\b(sections?|rules?|articles?)(\d)`), "$1 $2"},                     // "Section17000"
	{regexp.MustCompile(`\((\d+)\s([A-Z])\)`), "($1$2)"},                                        // "101(35 A)"
	{regexp.MustCompile(`(\d[A-Za-z]?)\s+(\((?:[a-z]{1,2}|[ivx]{1,4})\))`), "$1$2"},             // "335a (a)"
	{regexp.MustCompile(`(\([a-z0-9]{1,3}\))\s+(\((?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\))`), "$1$2"}, // "4(a) (2)"
}

// tidyLaw repairs what line breaks and scanners do to citations.
func tidyLaw(text string) string {
	s := strings.Trim(clean(fold(text)), ` ,;"`)
	for _, r := range lawRepairs {
		s = r.wrong.ReplaceAllString(s, r.right)
	}
	return strings.TrimSpace(s)
}
