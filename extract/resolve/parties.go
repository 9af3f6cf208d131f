package resolve

import (
	"regexp"
	"slices"
	"strings"

	"covenant/extract"
	"covenant/extract/normal"
)

// A party is what the document's mentions of one party add up to.
type party struct {
	key      string
	name     string // as in the preamble
	form     string // "LP", "LLC" or ""
	alias    string
	mentions int
	preamble int // mentions before the body
	best     float64
	signs    bool // a signature line follows a mention
}

// surePreamble is the probability from which one mention in the preamble
// makes a party; elsewhere several mentions are needed.
const surePreamble = 0.5

// sureElsewhere is the probability from which a party that the body and the
// signatures name again and again is one although the preamble does not.
const sureElsewhere = 0.9

// parties returns the contracting parties in the order of the preamble, each
// once whatever its spellings, with the short name that is defined after it.
// Where the preamble names fewer than two, those that the rest of the document
// surely names are taken too.
func (v *view) parties() []extract.ContractParty {
	ps := v.mentions()
	introduced := 0
	for _, p := range ps {
		if p.introduced() {
			introduced++
		}
	}
	var out []extract.ContractParty
	for _, p := range ps {
		switch {
		case p.introduced():
		case introduced == 0 && p.best >= surePreamble:
		case introduced == 1 && p.mentions > 1 && p.best >= sureElsewhere && p.signs:
		default:
			continue
		}
		if p.alias == "" && slices.ContainsFunc(ps, func(q *party) bool { return q.alias != "" && pieceOf(p, q) }) {
			continue // a piece of a name, or two names run together
		}
		out = append(out, extract.ContractParty{Name: p.name, Alias: p.alias})
	}
	return out
}

// introduced reports whether the preamble names the party.
func (p *party) introduced() bool {
	return p.preamble > 0 && (p.best >= surePreamble || p.alias != "")
}

// pieceOf reports whether one name is a part of the other and no legal form
// tells the two apart.
func pieceOf(p, q *party) bool {
	return holds(p.key, q.key) && (p.form == "" || q.form == "" || p.form == q.form)
}

// holds reports whether one name is a part of the other, word by word.
func holds(a, b string) bool {
	a, b = " "+a+" ", " "+b+" "
	return a != b && (strings.Contains(a, b) || strings.Contains(b, a))
}

// mentions gathers the parties' mentions by name, in order of first mention.
func (v *view) mentions() []*party {
	var ps []*party
	var last *party // the party that the next alias belongs to
	lastEnd := 0
	for i := range v.elements {
		e := &v.elements[i]
		switch e.Label {
		case extract.Party:
			last = nil
			key := normal.PartyKey(e.Value)
			if key == "" || roleNames[key] || standsForAnother.MatchString(v.before(e, 60)) {
				continue
			}
			p := find(ps, key)
			if form := partnershipOrCompany(e.Value); p != nil && form != "" && p.form != "" && form != p.form {
				// "Fund GP L.P." and "Fund GP L.L.C." are two.
				key += " " + strings.ToLower(form)
				p = find(ps, key)
			}
			if p == nil {
				p = &party{key: key, name: e.Value, form: partnershipOrCompany(e.Value)}
				ps = append(ps, p)
			}
			p.mentions++
			if e.Span.Start < v.bodyStart {
				if p.preamble == 0 {
					p.name = e.Value
				}
				p.preamble++
			}
			p.best = max(p.best, e.Confidence)
			p.signs = p.signs || signature.MatchString(v.after(e, 120))
			last, lastEnd = p, e.Span.End
		case extract.Alias:
			if last != nil && last.alias == "" && e.Span.Start-lastEnd < 700 && !together.MatchString(v.before(e, 60)) {
				last.alias = e.Value
			}
		}
	}
	return ps
}

// find returns the party that a name means, also where a space is lost or a
// long word differs by a letter.
func find(ps []*party, key string) *party {
	for _, p := range ps {
		if p.key == key {
			return p
		}
	}
	for _, p := range ps {
		if strings.ReplaceAll(p.key, " ", "") == strings.ReplaceAll(key, " ", "") || nearlySame(p.key, key) {
			return p
		}
	}
	return nil
}

var endsInForm = regexp.MustCompile(`(?i)\bL\.?\s?(L\.?\s?C|P)\.?\s*$`)

// partnershipOrCompany tells the two legal forms apart that companies of one
// group share a name in.
func partnershipOrCompany(name string) string {
	m := endsInForm.FindStringSubmatch(name)
	switch {
	case m == nil:
		return ""
	case strings.EqualFold(m[1], "P"):
		return "LP"
	}
	return "LLC"
}

// nearlySame reports whether two names differ only by one letter in words of
// six letters or more. Short words and numbers tell parties apart ("Fund II").
func nearlySame(a, b string) bool {
	u, w := strings.Fields(a), strings.Fields(b)
	if len(u) != len(w) {
		return false
	}
	for i := range u {
		if u[i] != w[i] && (min(len(u[i]), len(w[i])) < 6 || digits(u[i]) != digits(w[i]) || !oneLetterApart(u[i], w[i])) {
			return false
		}
	}
	return true
}

// oneLetterApart reports whether one letter is changed, added or left out.
func oneLetterApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[min(i+1, len(a)):] == b[min(i+1, len(b)):]
	}
	return a[i:] == b[i+1:]
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

var (
	// standsForAnother introduces a company that explains a party without
	// being one.
	standsForAnother = regexp.MustCompile(`\b(?:subsidiary of|division of|affiliate of|(?:general|limited|managing) partner of|member of|parent of|f/k/a|formerly(?: known as)?|d/b/a|dba|doing business as|a/k/a|on behalf of|represented by|successor (?:to|of|in interest to)|assignee of|trading as|attention:?|attn:?|c/o|by its (?:agent|manager|general partner),?|department of|unit of|branch of|predecessor of|owned by|controlled by)(?: the)? ?"?$`)
	// signature is what stands below a name where its bearer signs.
	signature = regexp.MustCompile(`^\W*(?:\w+\W+){0,6}?(?:by|name|signature|signed|its):|/s/|____`)
	// together stands before the short name of a group of parties.
	together = regexp.MustCompile(`\b(?:collectively|jointly|each,? an?|each of)\b`)
)

// roleNames are keys of names that are roles, not names.
var roleNames = map[string]bool{
	"party a": true, "party b": true, "party": true, "parties": true, "seller": true, "buyer": true,
	"licensor": true, "licensee": true, "franchisee": true, "franchisor": true, "distributor": true,
	"consultant": true, "client": true, "customer": true, "supplier": true, "agent": true, "lender": true,
	"borrower": true, "lessor": true, "lessee": true, "landlord": true, "tenant": true, "employee": true,
	"employer": true, "contractor": true, "vendor": true, "purchaser": true, "provider": true, "reseller": true,
	"manufacturer": true, "owner": true, "guarantor": true, "trustee": true, "executive": true,
}
