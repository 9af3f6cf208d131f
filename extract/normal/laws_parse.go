package normal

import (
	"regexp"
	"strings"
)

// The grammar of citations: a unit ("Section", "§", "Rules"), a list of
// numbers ("312 and 315", "13d-1(k)", "979 to 985"), a connective ("of the").
const (
	citeUnit    = `§{1,2}|sections?\b|secs?\.|sect\.|rules?\b|articles?\b|arts?\.|parts?\b|pts?\.|chapters?\b|chs?\.|c\.|subchapters?\b|subparts?\b|subtitles?\b|titles?\b|tit\.|items?\b|schedules?\b|clauses?\b|paragraphs?\b|paras?\.|annex\b|instructions?\b|regulations?\b|regs?\.|amendments?\b`
	citeInside  = `(?:\([0-9A-Za-z]{1,5}\))`
	citeFigures = `(?:\d[0-9A-Za-z]*(?:[.:-][0-9A-Za-z]+)*` + citeInside + `*)`
	citeLetters = `(?:(?:[IVXLC]+|[A-Z]\d{0,2}[A-Z]?)\b` + citeInside + `*)`
	citeBetween = `\s*(?:,\s*(?:and\s+|or\s+|&\s*)?|\band\s+|\bor\s+|&\s*|\bto\s+|\bthrough\s+|-\s*)`
	citeNumbers = citeFigures + `(?:` + citeBetween + `(?:(?i:sections?|rules?|articles?|parts?|§+)\s*)?(?:` + citeFigures + `|` + citeInside + `))*`
)

var (
	unitFirst   = regexp.MustCompile(`^(?i:(` + citeUnit + `))\s*(?:(?i:nos?\.)\s*)?(` + citeNumbers + `|` + citeLetters + `)`)
	unitLast    = regexp.MustCompile(`^(.*\pL.*?),?\s+\(?(?i:(` + citeUnit + `))\s*(` + citeNumbers + `|` + citeLetters + `)\)?((?i:,?\s*et\.?\s*seq\.?)?)$`)
	codeNumber  = regexp.MustCompile(`^(.*\b(?:Code|CODE|Stat\.|Statutes|FAR|DFARS?|RCW|R\.C\.W\.|NRS|N\.R\.S\.|ORS|KRS|O\.C\.G\.A\.|A\.R\.S\.|C\.R\.S\.)),?\s+(` + citeNumbers + `)((?i:,?\s*et\.?\s*seq\.?)?)$`)
	etSeq       = regexp.MustCompile(`^,?\s*(?i:et\.?\s*seq\b\.?)`)
	connective  = regexp.MustCompile(`^\s*,?\s*(?i:(?:as\s+)?(?:promulgated|issued|adopted)\s+(?:under|pursuant\s+to|by)|pursuant\s+to|of|under|to|in|from)\s+(?i:the\s+)?`)
	titleCode   = regexp.MustCompile(`(?i)(?:^|[^\w.])(\d{1,3}),?\s*(U\.?\s?S\.?\s?C(?:\.?\s?A\b)?\.?|C\.?\s?F\.?\s?R\b\.?|United\s+States\s+Code(?:\s+Annotated)?|Code\s+of\s+Federal\s+Regulations|Del\.?\s?C\b\.?|Fed\.\s?Reg\.)`)
	publicLaw   = regexp.MustCompile(`(?i)\b(?:Public\s+Law|Pub\.?\s?L\.?|P\.L\.)\s*(?:No\.\s*)?(\d{2,3}-\d{1,4})`)
	regulation  = regexp.MustCompile(`^(?i:regulation|reg\.?)\s+([A-Z]{1,3}(?:-[A-Z]{1,2})?|\d+[A-Z])\b`)
	listMark    = regexp.MustCompile(`(?i)` + citeBetween)
	figureRange = regexp.MustCompile(`^(\d+)-(\d+)$`)
	listUnit    = regexp.MustCompile(`(?i)\b(?:sections?|rules?|articles?|parts?)\s+|§+\s*`)
)

func parseCitation(s string) citation {
	if m := publicLaw.FindStringSubmatch(s); m != nil {
		return citation{code: "Pub. L.", number: m[1]}
	}
	if m := titleCode.FindStringSubmatchIndex(s); m != nil && !(m[1] < len(s) && isLetter(rune(s[m[1]]))) {
		return parseTitled(s[:m[2]], s[m[2]:m[3]], codeName(s[m[4]:m[5]]), s[m[1]:])
	}
	return parseNamed(s)
}

// parseTitled reads "Clean Air Act (42 U.S.C. §§ 7401 et seq.)" when title and
// code are known.
func parseTitled(before, title, code, after string) citation {
	c := citation{title: title, code: code, byTitle: true}
	after = strings.TrimLeft(after, " ,.")
	if m := unitFirst.FindStringSubmatch(after); m != nil {
		c.take(m[1], m[2])
		after = after[len(m[0]):]
	} else if m := bareNumbers.FindString(after); m != "" {
		c.take("section", m)
		after = after[len(m):]
	}
	if m := etSeq.FindString(after); m != "" {
		c.etSeq = true
		after = after[len(m):]
	}
	before = strings.TrimRight(titleLast.ReplaceAllString(strings.TrimRight(before, " ,("), ""), " ,(")
	if m := unitFirst.FindStringSubmatch(before); m != nil && c.section == "" {
		c.take(m[1], m[2])
		before = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(before[len(m[0]):]), "of"))
	}
	after = strings.Trim(after, " ,.()")
	switch {
	case hasLetters(before):
		c.name = before
	case hasLetters(after):
		c.name = after
	}
	return c
}

// titleLast is what is left of "Title 35, United States Code" before its number.
var titleLast = regexp.MustCompile(`(?i)\btitle$`)

var bareNumbers = regexp.MustCompile(`^` + citeNumbers)

func hasLetters(s string) bool { return strings.IndexFunc(s, isLetter) >= 0 && len(s) > 2 }

// parseNamed reads "Rule 506(b) of Regulation D", "Section 4(2) of the
// Securities Act of 1933", "REPS Act Section 352(16)", "Title 11 of the United
// States Code", "HIPAA".
func parseNamed(s string) citation {
	var c citation
	rest := s
	for rest != "" {
		if regulation.MatchString(rest) {
			break
		}
		m := unitFirst.FindStringSubmatch(rest)
		if m == nil {
			break
		}
		if tail := rest[len(m[0]):]; tail != "" && isLetter(rune(tail[0])) {
			break // "Part time"
		}
		rest = rest[len(m[0]):]
		switch unit := unitName(m[1]); {
		case unit == "title" && c.title == "":
			c.title = m[2]
		case c.section == "":
			c.take(m[1], m[2])
		default:
			// "Subchapter K of Chapter 1 of Subtitle A"
			c.section += ", " + strings.ToUpper(unit[:1]) + unit[1:] + " " + m[2]
		}
		if m := etSeq.FindString(rest); m != "" {
			c.etSeq = true
			rest = rest[len(m):]
		}
		if m := connective.FindString(rest); m != "" {
			rest = rest[len(m):]
		} else {
			rest = strings.TrimLeft(rest, " ,")
		}
	}
	rest = strings.TrimSpace(rest)
	if c.title != "" && c.section == "" && !isCode(rest) { // "Title VII of the Civil Rights Act"
		c.unit, c.section, c.title = "title", c.title, ""
	}
	if c.title != "" && isCode(rest) {
		c.code = codeName(rest)
		return c
	}
	if m := regulation.FindStringSubmatch(rest); m != nil {
		tail := rest[len(m[0]):]
		switch n := connective.FindString(tail); {
		case n != "":
			c.name, c.under = "Regulation "+m[1], tail[len(n):]
			return c
		case strings.Trim(tail, " .") == "":
			c.name = "Regulation " + m[1]
			return c
		}
	}
	if c.section == "" {
		m := unitLast.FindStringSubmatch(rest)
		if m == nil {
			if n := codeNumber.FindStringSubmatch(rest); n != nil {
				m = []string{n[0], n[1], "section", n[2], n[3]}
			}
		}
		if m != nil && !(unitName(m[2]) == "section" && strings.Contains(m[1], "(") && !strings.Contains(m[1], ")")) {
			rest = strings.TrimRight(m[1], " ,")
			c.take(m[2], m[3])
			c.etSeq = c.etSeq || m[4] != ""
		}
	}
	c.name = strings.Trim(rest, " ,")
	return c
}

// isCode reports whether a name is of a code that is cited by its titles.
func isCode(name string) bool { return codeName(name) != "" }

// codeName is the usual short form of a code's name, empty for others.
func codeName(name string) string {
	k, _ := lawKey(name)
	switch strings.ReplaceAll(k, " ", "") {
	case "usc", "usca", "code", "unitedstatescode", "codeannotated", "unitedstatescodeannotated":
		if k == "code" && !strings.ContainsAny(name, " .") {
			return "" // "the Code"
		}
		return "U.S.C."
	case "cfr", "codeoffederalregulations":
		return "C.F.R."
	case "delc", "delawarecode", "delcode", "delcodeann":
		return "Del. C."
	case "fedreg":
		return "Fed. Reg."
	}
	return ""
}

// take sets the sections from a list as it is written.
func (c *citation) take(unit, list string) {
	c.unit = unitName(unit)
	list = listUnit.ReplaceAllString(list, "")
	var b strings.Builder
	at := 0
	c.many = strings.HasSuffix(strings.ToLower(unit), "s") || unit == "§§"
	if c.many {
		list = figureRange.ReplaceAllString(list, "$1 to $2") // not a number like "5-1401"
	}
	for _, m := range listMark.FindAllStringIndex(list, -1) {
		sep := strings.ToLower(strings.Trim(list[m[0]:m[1]], " "))
		if sep == "-" && !strings.Contains(list[m[0]:m[1]], " ") {
			continue // inside a number
		}
		b.WriteString(list[at:m[0]])
		if sep == "to" || sep == "through" || sep == "-" {
			b.WriteString(" to ")
		} else {
			b.WriteString(", ")
		}
		at, c.many = m[1], true
	}
	b.WriteString(list[at:])
	c.section = b.String()
}

// unitName is a unit in lower case, in the singular, not abbreviated.
func unitName(s string) string {
	s = strings.TrimRight(strings.ToLower(s), ".")
	switch s {
	case "§", "§§", "sec", "secs", "sect":
		return "section"
	case "art", "arts":
		return "article"
	case "pt", "pts":
		return "part"
	case "ch", "chs", "c":
		return "chapter"
	case "tit":
		return "title"
	case "para", "paras":
		return "paragraph"
	case "reg", "regs":
		return "regulation"
	}
	return strings.TrimSuffix(s, "s")
}
