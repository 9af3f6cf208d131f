package normal

import (
	"regexp"
	"strings"
)

var (
	lawSection = regexp.MustCompile(`(?i)(?:§+|\bsections?|\bsec\.|\barticles?|\bart\.|\(S\)|\bsubchapters?|\bchapters?|\bparts?|\bclause|\breg(?:ulation)?\.?|\brules?)\s*(\d[\w.:]*(?:-\d[\w.]*)?(?:\s?\([a-z0-9]{1,4}\))*)`)
	lawCode    = regexp.MustCompile(`(?i)\b(\d{1,3})\s+(U\.?\s?S\.?\s?C\.?(?:\s?A\.?)?|C\.?\s?F\.?\s?R\.?|Del\.?\s?C\.?)`)
	lawYear    = regexp.MustCompile(`\b(1[6-9]\d\d|20\d\d)\b`)
	lawName    = regexp.MustCompile(`(?i)\b(?:of|under|to|pursuant\s+to|promulgated\s+under)\s+(?:the\s+)?([A-Z].*)$`)
)

// Law cleans the citation of a law ("Section 365(n) of the U.S. Bankruptcy
// Code") and splits it into the attributes title and code ("11", "U.S.C."),
// section ("365(n)"), year and name, as far as they are there.
func Law(text string) Value {
	s := strings.Trim(clean(text), " ,;\"")
	v := Value{Value: s}
	if s == "" {
		return flagged(FlagUnparsed)
	}
	if m := lawCode.FindStringSubmatch(s); m != nil {
		v.set("title", m[1])
		letters := strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				return r
			}
			return -1
		}, strings.ToUpper(m[2]))
		switch letters {
		case "USC":
			v.set("code", "U.S.C.")
		case "USCA":
			v.set("code", "U.S.C.A.")
		case "CFR":
			v.set("code", "C.F.R.")
		default:
			v.set("code", "Del. C.")
		}
	}
	if m := lawSection.FindStringSubmatch(s); m != nil {
		v.set("section", strings.TrimRight(strings.ReplaceAll(m[1], " ", ""), ".:"))
	} else if m := regexpBareSection.FindStringSubmatch(s); m != nil && v.Attributes["code"] != "" {
		v.set("section", strings.TrimRight(strings.ReplaceAll(m[1], " ", ""), ".:"))
	}
	if m := lawYear.FindString(s); m != "" {
		v.set("year", m)
	}
	if v.Attributes["code"] == "" {
		name := s
		if v.Attributes["section"] != "" {
			name = ""
			if m := lawName.FindStringSubmatch(s); m != nil {
				name = m[1]
			}
		}
		v.set("name", name)
	}
	return v
}

var regexpBareSection = regexp.MustCompile(`(?i)(?:U\.?S\.?C\.?(?:A\.?)?|C\.?F\.?R\.?)\s*(?:§+|\(S\))?\s*(\d[\w.]*(?:-\d[\w.]*)?(?:\s?\([a-z0-9]{1,4}\))*)`)
