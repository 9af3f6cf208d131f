package silver

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"covenant/extract"
)

// names are what the answers say about who the parties are.
type names struct {
	full    []string        // squashed legal names, longest first
	cores   []string        // the same without legal form, longest first
	aliases map[string]bool // squashed short names
}

const legalForm = `(?i:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|l\.l\.c|lp|l\.p|llp|l\.l\.p|plc|gmbh|ag|s\.a|sa|n\.v|nv|b\.v|bv|pty|pte|ltda|kgaa|s\.p\.a|s\.r\.l|sarl|s\.à r\.l|trust|bank|n\.a|university|partnership|fund|association|foundation|group|holdings)`

var (
	hasForm   = regexp.MustCompile(`(?:^|[\s,.])` + legalForm + `\.?$`)
	trimForm  = regexp.MustCompile(`(?i:[\s,]+(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|l\.l\.c|lp|l\.p|llp|plc|gmbh|ag|s\.a|n\.v|b\.v|pty|pte))\.?,?$`)
	formAfter = regexp.MustCompile(`^[\s,_\-]{0,80}?(?i:incorporated|inc|corporation|corp|company|co\b\.?,?\s*ltd|co|limited|ltd|llc|l\.l\.c|lp|l\.p|llp|plc|gmbh|ag|s\.a|n\.v|b\.v|pty\.?\s*ltd|pte\.?,?\s*ltd)\b\.?`)
	roleWord  = regexp.MustCompile(`(?i)^(?:the\s+)?(?:company|licensor|licensee|seller|buyer|purchaser|supplier|distributor|consultant|client|customer|part(?:y|ies)|provider|contractor|manufacturer|agent|reseller|franchisor|franchisee|owner|sponsor|lender|borrower|bank|fund|trust|talent|celebrity|endorser|employee|employer|executive|adviser|advisor|recipient|operator|vendor|developer|promoter|shipper|transporter|carrier|user|you|we|us|our|assignor|assignee|landlord|tenant|guarantor|grantor|grantee|affiliate|principal|representative|marketer|producer|programmer|investor|issuer|underwriter|dealer|manager|service provider|master franchisee|licensing|parent|subsidiary|university|institution|corporation)s?$`)
	bracketed = regexp.MustCompile(`\(([^()]*)\)`)
	quoted    = regexp.MustCompile(`["“”'‘’]+\s*([^"“”'‘’]{2,60}?)\s*["“”'‘’]+`)
)

// partyNames sorts the names in an answer into legal and short ones.
func partyNames(a Answer) names {
	full, aliases := map[string]bool{}, map[string]bool{}
	cores := map[string]bool{}
	candidate := func(s string) {
		s = strings.Trim(strings.TrimSpace(squeeze(s)), `"“”'‘’,;: `)
		s = strings.TrimPrefix(strings.TrimPrefix(s, "the "), "and ")
		if len(s) < 3 || len(s) > 110 || strings.Contains(strings.ToLower(s), "part") && strings.Contains(s, `"`) || strings.HasPrefix(s, "each ") || strings.Contains(s, " is ") || strings.Contains(s, " are ") || strings.Contains(s, "referred") {
			return
		}
		q := squashName(s)
		words := len(strings.Fields(s))
		switch {
		case roleWord.MatchString(s):
			aliases[q] = true
		case hasForm.MatchString(s) && words > 1:
			full[q] = true
			core := s
			for trimForm.MatchString(core) {
				core = trimForm.ReplaceAllString(core, "")
			}
			if c := squashName(core); len(c) >= 4 {
				cores[c] = true
			}
		case words >= 2 && unicode.IsUpper(rune(s[0])) && titleCase(s):
			full[q] = true
		default:
			aliases[q] = true
		}
	}
	texts := append([]string{}, a.Texts...)
	texts = append(texts, strings.FieldsFunc(a.Value, func(r rune) bool { return r == ';' || r == '\n' })...)
	for _, t := range texts {
		for _, b := range bracketed.FindAllStringSubmatch(t, -1) {
			for _, m := range quoted.FindAllStringSubmatch(b[1], -1) {
				aliases[squashName(m[1])] = true
			}
		}
	}
	for _, t := range splitNames(texts) {
		t = bracketed.ReplaceAllString(t, " ")
		if i := strings.IndexByte(t, '('); i >= 0 {
			t = t[:i]
		}
		candidate(t)
	}
	// A short name of several words ("Bay State") is no legal name where a
	// longer one begins with it.
	for f := range full {
		if aliases[f] && !hasFormSquashed(f) {
			delete(full, f)
			continue
		}
		for g := range full {
			if f != g && strings.HasPrefix(g, f) && cores[f] {
				delete(full, f)
				aliases[f] = true
			}
		}
	}
	delete(aliases, "party")
	delete(aliases, "parties")
	return names{byLength(full), byLength(cores), aliases}
}

var andBetween = regexp.MustCompile(`,?\s+and\s+`)

// splitNames parts "A, Inc. and B, LLC" where both sides are whole names.
func splitNames(texts []string) []string {
	var out []string
	for _, t := range texts {
		for {
			m := andBetween.FindStringIndex(t)
			if m == nil || !hasForm.MatchString(strings.TrimSpace(t[:m[0]])) {
				break
			}
			out = append(out, t[:m[0]])
			t = t[m[1]:]
		}
		out = append(out, t)
	}
	return out
}

// demote makes short names of those legal names that the text defines in
// quotes: (the "Operating Company").
func (d *document) demote() {
	var kept []string
	for _, f := range d.names.full {
		defined := false
		d.squashed.find(f, 90, func(s extract.ByteSpan) {
			defined = defined || strings.HasSuffix(d.text[:s.Start], `"`) && strings.HasPrefix(d.text[s.End:], `"`) && strings.Contains(d.rawBefore(s.Start, 40), "(")
		})
		if defined {
			d.names.aliases[f] = true
		} else {
			kept = append(kept, f)
		}
	}
	d.names.full = kept
	var cores []string
	for _, c := range d.names.cores {
		if slices.ContainsFunc(kept, func(f string) bool { return strings.HasPrefix(f, c) }) {
			cores = append(cores, c)
		}
	}
	d.names.cores = cores
}

func hasFormSquashed(q string) bool {
	for _, f := range []string{"inc", "corp", "corporation", "llc", "ltd", "limited", "lp", "company", "plc", "gmbh"} {
		if strings.HasSuffix(q, f) {
			return true
		}
	}
	return false
}

// titleCase reports whether every longer word of s begins with a capital.
func titleCase(s string) bool {
	for _, w := range strings.Fields(s) {
		r := []rune(w)[0]
		if len(w) > 3 && !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

func byLength(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool {
		if len(out[i]) != len(out[j]) {
			return len(out[i]) > len(out[j])
		}
		return out[i] < out[j]
	})
	return out
}

var (
	companyLike  = regexp.MustCompile(`(?:[A-Z0-9][\w.&'’\-]*,?[ \t]+){1,6}(?:Inc|INC|Corp|CORP|Corporation|CORPORATION|LLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|L\.P|LP|GmbH|Company|COMPANY|Incorporated|INCORPORATED|N\.V|B\.V|S\.A|plc|PLC)\b\.?`)
	footerFiler  = regexp.MustCompile(`Source:\s+([^\n]{2,90}?),\s+(?:[-0-9A-Za-z/()]{1,9}(?:\s+\(on [^)]*\))?|SC 13D(?:/A)?|SC 13G(?:/A)?|DEF 14A|S-\S+),\s+\d{1,2}/\d{1,2}/\d{4}`)
	nameEndsDot  = regexp.MustCompile(`(?i)(?:\b(?:inc|corp|ltd|co|llc|lp|bros|jr|sr|esq|dept)|\b[a-z]\.[a-z]|\.[a-z]{1,3})$`)
	preambleSize = 6000
)

func (d *document) findParties() {
	d.demote()
	add := func(s extract.ByteSpan) {
		if s.End < len(d.text) && d.text[s.End] == '.' && nameEndsDot.MatchString(d.text[s.Start:s.End]) {
			s.End++
		}
		d.add(extract.Party, s.Start, s.End)
	}
	for _, f := range d.names.full {
		d.squashed.find(f, 90, add)
	}
	for _, c := range d.names.cores {
		d.squashed.find(c, 90, func(s extract.ByteSpan) {
			if m := formAfter.FindStringIndex(d.rawAfter(s.End, 100)); m != nil && !d.wordAfter(s.End+m[1]) {
				d.add(extract.Party, s.Start, s.End+m[1])
				return
			}
			// A short name where the legal one may be meant: in capitals or
			// alone on its line.
			if text := s.Of(d.text); strings.ToUpper(text) == text && len(strings.Fields(text)) > 1 {
				d.doubt(s.Start, s.End)
			}
		})
	}
	d.all(footerFiler, func(m []int) {
		q := squashName(d.text[m[2]:m[3]])
		for _, c := range append(d.names.cores, d.names.full...) {
			if strings.HasPrefix(q, c) && len(q)-len(c) < 14 {
				d.add(extract.Party, m[2], m[3])
				return
			}
		}
		d.doubt(m[2], m[3])
	})
	// Other companies at the beginning and near signatures may be parties that
	// the answers do not name.
	d.all(companyLike, func(m []int) {
		if m[0] < preambleSize || len(d.names.full) == 0 || signatureNear.MatchString(d.rawAfter(m[1], 120)) {
			d.doubt(m[0], m[1])
		}
	})
}

// aliasForms: ("X"), (the "X"), (hereinafter referred to as "X"), "X" or "Y".
var aliasForms = regexp.MustCompile(`(?:\(|\bas\s+|\band\s+|\bor\s+|,\s*)(?:[^()"“”.;]{0,80}?)["“]\s*([^"“”]{2,50}?)\s*,?["”]`)
var notAlias = regexp.MustCompile(`(?i)^(?:part(?:y|ies)|agreement|effective date|term|products?|services?|territory|.*agreement|.*date|.*term|.*fees?)$`)

// plainAlias: (MICOA), (hereinafter IntriCon), ('the Manufacturer').
var plainAlias = regexp.MustCompile(`\((?:the\s+|hereinafter[^()"“”]{0,40}?\s)?['‘’]{0,2}(?:the\s+)?([A-Z][^()"“”'‘’]{1,40}?)\s?['‘’"]{0,2}\)`)

func (d *document) findAliases() {
	early := extract.ByteSpan{End: min(len(d.text), preambleSize)}
	d.within([]extract.ByteSpan{early}, plainAlias, func(m []int) {
		if d.names.aliases[squashName(d.text[m[2]:m[3]])] {
			d.add(extract.Alias, m[2], m[3])
		}
	})
	d.all(aliasForms, func(m []int) {
		name := d.text[m[2]:m[3]]
		if notAlias.MatchString(squeeze(name)) {
			return
		}
		q := squashName(name)
		start, end := m[2], m[3]
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "the ") {
			start += 4
		}
		if name[0] == '(' {
			start++
		}
		if strings.Contains(d.text[max(m[0], m[2]-12):m[2]], "each") {
			d.doubt(start, end)
			return
		}
		if d.names.aliases[q] || d.names.aliases[strings.TrimPrefix(q, "the")] || roleWord.MatchString(squeeze(name)) {
			if m[0] < 12000 {
				d.add(extract.Alias, start, end)
				return
			}
		}
		if m[0] < preambleSize {
			d.doubt(start, end)
		}
	})
}
