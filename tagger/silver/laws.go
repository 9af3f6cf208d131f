package silver

import (
	"regexp"
	"strings"

	"covenant/extract"
)

// acronymAnchors are what a match of acronym contains; read only.
var acronymAnchors = []string{"hipaa", "erisa", "fcpa", "gdpr", "fdca", "ucc", "ucita", "tupe", "cobra", "fsma", "finsa", "dmca", "cisg", "glba", "flsa", "fmla", " act", "code", "phsa", "sarbanes", "fcra", "tcpa", "ffdca"}

const (
	lawWord    = `(?:[A-Z][A-Za-z'’&.\-]*|FD&C)`
	lawGlue    = `(?:of|and|for|the|in|on|to|&|against|or)`
	lawNo      = `\d+[A-Za-z]?(?:[\-.]\d+[A-Za-z]*)*(?:-?\s?\d+)?(?:\s?\([A-Za-z0-9]{1,5}\))*`
	lawSection = `(?:(?i:sections?|§§?|article|part|chapter|title|item|subsection|clause)\s+` + lawNo + `(?:\s*(?:and|or|to|through|,|-)\s*(?:(?i:sections?)\s+)?` + lawNo + `)*)`
)

var (
	// Securities Act of 1933, Companies Act 2006, U.S. Bankruptcy Code,
	// with "Section 365(n) of the" before it.
	namedLaw = regexp.MustCompile(
		`(?:(?:` + lawSection + `|(?i:rule)\s+` + lawNo + `)\s*,?\s*(?:of|under|OF|UNDER|promulgated\s+under|promulgated\s+pursuant\s+to)\s+(?:the\s+|The\s+|THE\s+)?(?:Title\s+\d+\s+of\s+the\s+)?)?` +
			`(?:(?:(?:19|20)\d\d)\s+Act\b|\b` + lawWord + `(?:,?\s+(?:` + lawWord + `|` + lawGlue + `|\([A-Z][A-Za-z ]+\)))*?\s+(?:Act|ACT|Code|CODE|Statute|Ordinance|Convention|Treaty|Law|Acts)\b(?:\s+(?:of\s+|OF\s+)?(?:19|20)\d\d)?(?:,?\s+(?i:section)\s?` + lawNo + `)?)`)
	uscLaw  = regexp.MustCompile(`\b\d{1,2}\s+(?:U\.?\s?S\.?\s?C\.?(?:\s?A\.?)?|C\.?\s?F\.?\s?R\.?|CFR|USC|Code of Federal Regulations)\s*,?\s*(?:(?i:sections?|parts?|§§?|sec\.|chapter)\s*)?(?:§+\s*)?\d+[a-zA-Z]*(?:[\-.]\d+[a-z]*)*(?:\s?\([A-Za-z0-9]{1,4}\))*(?:\s*(?:-|–|to|through)\s*\d+(?:\.\d+)?)?(?:\s+et\.?\s*seq\.?)?`)
	ruleLaw = regexp.MustCompile(`\b(?:Rule|RULE|Rules)\s+(?:\d{2,4}[A-Za-z]?|\d{1,2}[a-z]\d?)(?:-\s?\d+)?(?:\s?\([a-zA-Z0-9]{1,3}\))*(?:\s+(?:of|under|promulgated\s+under)\s+(?:the\s+)?(?:Securities|SECURITIES|Exchange|EXCHANGE|Regulation|1933|1934|1940|Investment)[A-Za-z\s\-]{0,40}?(?:Act|ACT|Regulation [A-Z](?:-[A-Z])?|[A-Z])\b(?:\s+(?:of|OF)\s+(?:19|20)\d\d)?)?`)
	regLaw  = regexp.MustCompile(`(?:` + lawSection + `\s+of\s+)?\b(?:Regulation|Reg)\.?\s+(?:[A-Z]{1,2}(?:-[A-Z]{1,2})?)\b(?:,\s+Item\s+\d+\S*\d\))?|\bRegulation\s+\(E[UC]\)\s+(?:No\.?\s*)?\d+/\d+|\bDirective\s+\d+/\d+(?:/E[CU])?|\b(?:DFAR|FAR|DFARS)S?\s+(?:Section\s+)?\d+\.\d+(?:-\d+)*`)
	acronym = regexp.MustCompile(`(?:` + lawSection + `\s+of\s+(?:the\s+)?)?\b(?:U\.S\.\s+)?(?:HIPAA|ERISA|FCPA|GDPR|FDCA|UCC|UCITA|TUPE|COBRA|FSMA|FINSA|DMCA|CISG|GLBA|FLSA|FMLA|OFCCP|HITECH Act|FD&C Act|Exchange Act|Securities Act|Bankruptcy Code|PHSA|Sarbanes-Oxley|FCRA|TCPA|PHS Act|FFDCA)\b`)
	unConv  = regexp.MustCompile(`(?i:(?:1980\s+)?(?:United\s+Nations|U\.?N\.?)\s+Conventions?\s+(?:on|for|of)\s+(?:the\s+)?(?:Contracts?\s+(?:for|of)\s+(?:the\s+)?)?(?:International\s+)?Sales?\s+of\s+Goods(?:\s+(?:of\s+)?1980)?)`)
	special = regexp.MustCompile(`(?i:\buniform\s+commercial\s+code\b|\binternal\s+revenue\s+code(?:\s+of\s+(?:19|20)\d\d)?|\b(?:` + lawSection + `\s+of\s+(?:the\s+)?)?(?:U\.?S\.?\s+|United\s+States\s+|Federal\s+)?bankruptcy\s+code\b)|` +
		lawSection + `\s+of\s+the\s+(?:Code|CODE|Exchange Act|Securities Act|Bankruptcy Code|1940 Act|1934 Act|1933 Act|Investment Company Act|Lanham Act|Securities Exchange Act|Internal Revenue Code)(?:\s+of\s+(?:19|20)\d\d)?\b|\b(?:Federal Acquisition Regulations?|Export Administration Regulations|General Data Protection Regulation|International Traffic in Arms Regulations)\b`)
	notLaw = regexp.MustCompile(`^(?i:this|the|such|any|an?|each|our|all)?\s*(?i:act|code|law|order|statute|ordinance|treaty|convention|acts|force majeure act|zip code|area code|governing law|applicable law|source code|object code|dress code|tax code|common law|case law|building code|new act|state law|federal law|local law|u\.?s\.? law|bar code|product code|english law|israeli law|prc law|data protection law|choice of law|conflicts? of law|securities law|relevant law|patent law|contract act|fcc act)$`)
	codes  = regexp.MustCompile(`(?i:pin|source|object|zip|area|bar|postal|machine|executable|software|product|promo\w*|dress|access|security|html|program|country|computer|conduct|ethics|billing|item|discount|vin|ship\w*|dialing|routing|sort|swift|iban|sku|binary|tracking|\bid|unique|authorization|customer|url|coupon|applicable|governing|construct\w*|choice of|conflict\w* of|rule of|common|case|matter of|operation of|attorney\w* at|licensed)\s+(?:code|law|act)`)
)

func (d *document) findLaws() {
	for _, p := range []struct {
		re      *regexp.Regexp
		windows []extract.ByteSpan
	}{
		{uscLaw, d.windows(8, 60, "u.s.c", "usc", "c.f.r", "cfr", "u.s. c", "u. s.", "code of federal")},
		{ruleLaw, d.windows(0, 120, "rule")},
		{regLaw, d.windows(60, 40, "reg", "directive", "dfar", "far")},
		{acronym, d.windows(60, 20, acronymAnchors...)},
		{unConv, d.windows(60, 90, "convention")},
		{special, d.windows(80, 40, "code", "act", "regulation")},
	} {
		d.within(p.windows, p.re, func(m []int) {
			if !d.wordBefore(m[0]) {
				d.add(extract.Law, m[0], m[1])
			}
		})
	}
	d.within(d.windows(150, 30, " act", "\nact", " code", "\ncode", "statute", "ordinance", "convention", "treaty", " law"), namedLaw, func(m []int) {
		start, end := d.trimLaw(m[0], m[1])
		if start >= end || d.wordBefore(start) {
			return
		}
		s := squeeze(d.text[start:end])
		if notLaw.MatchString(s) || codes.MatchString(s) || strings.Count(s, " ") == 0 {
			return
		}
		if strings.HasSuffix(s, " Law") || strings.HasSuffix(s, " Convention") || strings.HasSuffix(s, " Acts") || strings.HasSuffix(s, "LAW") {
			d.doubt(start, end)
			return
		}
		if len(s) > 140 || strings.Contains(s, "Agreement") || strings.Contains(s, "Inc.") {
			d.doubt(start, end)
			return
		}
		d.add(extract.Law, start, end)
	})
}

var lawLead = regexp.MustCompile(`^(?:The|THE|This|THIS|That|Such|Any|Each|If|In|Under|Pursuant\s+to|For|By|And|Of|As|To|All|Applicable|Except|With|Notwithstanding|When|A|An|Both|No|Neither|Subject\s+to|Compliance\s+with|WITH|UNDER|OF|IN|FOR|AND|PURSUANT\s+TO)(?:\s+(?:the|The|THE))?\s+`)

// lawBreak ends what cannot belong to one law's name: another name before
// "and the", the end of a sentence, an empty line.
var lawBreak = regexp.MustCompile(`(?:,|\b(?:and|or|AND|OR),?)\s+(?:the|The|THE)\s+|[a-z)]\.\s+|\n\s*\n\s*|\bActs?,?\s+(?:and|or)\s+`)

// trimLaw leaves out words that only begin the sentence.
func (d *document) trimLaw(start, end int) (int, int) {
	if m := lawBreak.FindAllStringIndex(d.text[start:end], -1); m != nil {
		start += m[len(m)-1][1]
	}
	for {
		m := lawLead.FindStringIndex(d.text[start:end])
		if m == nil {
			return start, end
		}
		start += m[1]
	}
}
