package normal

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// A knownLaw is a row of laws_known.tsv.
type knownLaw struct {
	name, year, jurisdiction string
	title, code              string // of the code that has the law's own section numbers
	shared                   bool   // the name that led here needs a year or country
}

//go:embed laws_known.tsv
var lawRows string

// knownLaws are the rows by lawKey of each name, without its year.
var knownLaws = sync.OnceValue(func() map[string]knownLaw {
	out := map[string]knownLaw{}
	for line := range strings.Lines(lawRows) {
		if line = strings.TrimRight(line, "\r\n"); line == "" || line[0] == '#' {
			continue
		}
		var f [5]string
		copy(f[:], strings.Split(line, "\t"))
		l := knownLaw{name: f[0], year: f[1], jurisdiction: f[2]}
		l.title, l.code, _ = strings.Cut(f[3], " ")
		full, year := splitYear(f[0])
		for _, other := range append([]string{full}, strings.Split(f[4], "|")...) {
			l := l
			other, l.shared = strings.CutPrefix(other, "!")
			// The full name itself is certain only with its year.
			l.shared = l.shared || other == full && year != ""
			k, _ := lawKey(other)
			if old, ok := out[k]; k != "" && (!ok || old.shared && old.name == l.name) {
				out[k] = l
			}
		}
	}
	return out
})

// known finds a law by its name and the year that the text gives it.
func known(name, year string) (knownLaw, bool) {
	k, american := lawKey(name)
	if isSalesConvention(k) && (year == "" || year == "1980") {
		k = "cisg"
	}
	l, ok := knownLaws()[k]
	switch {
	case !ok && year != "" && k == "act":
		l, ok = knownLaws()[year+" act"] // "1933 Act" is split into year and name
		year = ""
	case ok && year != "" && l.year != "" && year != l.year,
		ok && american && l.jurisdiction != "" && !strings.HasPrefix(l.jurisdiction, "US"):
		return knownLaw{}, false
	}
	if !ok || l.shared && (l.year == "" || year != l.year) && !american {
		return knownLaw{}, false
	}
	return l, true
}

// isSalesConvention recognises the many ways in which contracts write the name
// of the convention that they exclude.
func isSalesConvention(key string) bool {
	return strings.Contains(key, "convention") && strings.Contains(key, "sale") && strings.Contains(key, "goods") &&
		(strings.Contains(key, "international") || strings.Contains(key, "contracts")) && !strings.Contains(key, "limitation")
}

// lawKey reduces the name of a law to lower-case words without "the" and
// without "U.S." or "federal" before it; american reports that one stood there.
func lawKey(name string) (key string, american bool) {
	var b strings.Builder
	for _, r := range strings.ToLower(fold(name)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case r == '.' || r == '\'':
		case r == '&':
			b.WriteString(" and ")
		default:
			b.WriteByte(' ')
		}
	}
	k := strings.Join(strings.Fields(b.String()), " ")
	m := lawPrefix.FindString(k)
	if m == "" || len(m) == len(k) {
		return k, false
	}
	return k[len(m):], strings.ReplaceAll(m, "the ", "") != ""
}

var lawPrefix = regexp.MustCompile(`^(?:(?:the|us|united states(?: of america)?|federal) )+`)

var (
	yearLast  = regexp.MustCompile(`^(.*?\pL.*?)(?:,?\s+of\s+(?:the\s+)?|,\s*|\s*\(|\s+)(1[6-9]\d\d|20\d\d)\)?$`)
	yearFirst = regexp.MustCompile(`^(?:the\s+)?(1[6-9]\d\d|20\d\d)\s+(.*\pL.*)$`)
	yearDated = regexp.MustCompile(`\bdated\b.*\b(1[6-9]\d\d|20\d\d)$`)
	// euNumber is the number of an act of the European Union; since 2015, and
	// in all directives, the year stands first.
	euNumber = regexp.MustCompile(`\b(\d{2,4})/(\d{1,4})(?:/(EC|EEC|EU|CE))?\b`)
)

// yearInside is a year that more of the name follows: "Companies Act 1985
// (England)".
var yearInside = regexp.MustCompile(`\b(?:Act|Law|Code|Regulations?|Rules|Order|Directive|Statute|Ordinance),?\s+(?:of\s+)?(1[6-9]\d\d|20\d\d)\b`)

// splitYear takes the year off a law's name: "Securities Act of 1933", "1940
// Act", "Companies Act 2006".
func splitYear(name string) (base, year string) {
	if yearDated.MatchString(name) {
		return name, yearDated.FindStringSubmatch(name)[1]
	}
	if m := yearLast.FindStringSubmatch(name); m != nil {
		return strings.TrimRight(m[1], " ,"), m[2]
	}
	if m := yearFirst.FindStringSubmatch(name); m != nil {
		return m[2], m[1]
	}
	if m := yearInside.FindStringSubmatch(name); m != nil {
		return name, m[1]
	}
	return name, ""
}
