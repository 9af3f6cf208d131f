package normal

import (
	"regexp"
	"strings"
	"unicode"
)

var americanName = regexp.MustCompile(`(?i)^(?:U\.\s?S\.(?:\s?A\.)?|US|USA|United\s+States(?:\s+of\s+America)?)\s+`)

// lawName brings the name of a law to one form: without "the", "U.S." for the
// United States before it, capitals only where names have them.
func lawName(s string) string {
	s = strings.Trim(s, ` ,;"`)
	if len(s) > 4 && strings.EqualFold(s[:4], "the ") {
		s = s[4:]
	}
	if isShouted(s) {
		s = titleCase(s)
	}
	if m := americanName.FindString(s); m != "" && !strings.HasPrefix(s, "USA ") {
		s = "U.S. " + s[len(m):]
	}
	return strings.TrimSpace(s)
}

// isShouted reports a name of several words all in capitals.
func isShouted(s string) bool {
	return len(strings.Fields(s)) > 2 && strings.ToUpper(s) == s
}

var smallWords = map[string]bool{"of": true, "the": true, "and": true, "on": true, "in": true, "for": true, "to": true,
	"a": true, "by": true, "with": true, "or": true, "under": true}

func titleCase(s string) string {
	ws := strings.Fields(s)
	for i, w := range ws {
		switch lower := strings.ToLower(w); {
		case i > 0 && smallWords[lower]:
			ws[i] = lower
		case strings.ContainsAny(w, ".0123456789/"): // "U.S.", "14A"
		default:
			up := true
			ws[i] = strings.Map(func(r rune) rune {
				defer func() { up = r == '-' || r == '(' }()
				if up {
					return unicode.ToUpper(r)
				}
				return unicode.ToLower(r)
			}, w)
		}
	}
	return strings.Join(ws, " ")
}

// codeWords are the abbreviations of the names of the states' codes, after the
// Bluebook's table T1.
var codeWords = map[string]string{
	"civ": "Civil", "proc": "Procedure", "bus": "Business", "prof": "Professions", "com": "Commercial", "comm": "Commercial",
	"corp": "Corporations", "lab": "Labor", "gen": "General", "oblig": "Obligations", "ins": "Insurance", "stat": "Statutes",
	"stats": "Statutes", "ann": "Annotated", "gov't": "Government", "govt": "Government", "rev": "Revised", "fin": "Financial", "prac": "Practice",
	"rem": "Remedies", "prop": "Property", "fam": "Family", "pen": "Penal", "prob": "Probate", "health": "Health", "veh": "Vehicle",
	"evid": "Evidence", "est": "Estates", "crim": "Criminal", "comp": "Compiled", "l": "Law", "real": "Real", "rule": "Rule",
}

// stateCode spells out the name of an American state's code or statutes:
// "Cal. Civ. Code", "N.Y. Gen. Oblig. Law". ok is false for other names.
func stateCode(name string) (state, full string, ok bool) {
	ws := strings.Fields(strings.ReplaceAll(name, "&", " and "))
	p, n := leadingState(ws)
	if n == 0 || n == len(ws) {
		return "", "", false
	}
	rest := ws[n:]
	is := false
	for i, w := range rest {
		bare := strings.ToLower(strings.TrimRight(w, ".,"))
		switch bare {
		case "code", "stat", "stats", "statutes", "laws", "law", "rules", "rule":
			is = true
		}
		if long, found := codeWords[bare]; found && strings.ContainsAny(w, ".'") {
			rest[i] = long
		}
	}
	if !is {
		return "", "", false
	}
	full = p.name + " " + strings.Join(rest, " ")
	// In Texas "Com." is the Business and Commerce Code's.
	full = strings.Replace(full, "Business and Commercial Code", "Business and Commerce Code", 1)
	return p.code, strings.TrimRight(full, " ,."), true
}

// stateNamed reports the American state that a name is, and no more.
func stateNamed(name string) (place, bool) {
	ws := strings.Fields(name)
	p, n := leadingState(ws)
	return p, n > 0 && n == len(ws)
}

// leadingState returns the American state that words begin with, by its name
// or abbreviation, and how many of them name it.
func leadingState(ws []string) (place, int) {
	g := gazette()
	for n := min(3, len(ws)); n >= 1; n-- {
		key := placeKey(strings.Join(ws[:n], " "))
		p, ok := g.names[key]
		if !ok && n == 1 && strings.HasSuffix(ws[0], ".") {
			p = g.abbrs[key]
		}
		if p.country == "United States" {
			return p, n
		}
	}
	return place{}, 0
}
