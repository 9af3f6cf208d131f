package resolve

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"covenant/extract"
	"covenant/extract/normal"
)

// A party is what the mentions of one name add up to.
type party struct {
	key      string
	name     string // as first written
	form     string
	alias    string
	aliasKey string
	role     string
	elements []int // its mentions, and the definition of its alias
	mentions int
	preamble int // mentions before the body
	attached int // mentions in attachments
	best     float64
	signs    bool // it stands in the signature block
	p        float64
}

// surePreamble is the probability from which one mention in the preamble
// makes a party.
const surePreamble = 0.5

// parties adds the contracting parties to a record in the order of the
// contract, each once whatever its spellings, and the names that lost.
func (r *resolution) parties(c *extract.Contract) {
	ps := r.mentioned()
	for i, features := range partyFeatures(ps) {
		ps[i].p = 1 / (1 + math.Exp(-r.w.Score(extract.FieldParty, features)))
	}
	field := func(p *party, rank int) {
		c.Fields = append(c.Fields, extract.Field{Name: extract.FieldParty, Value: p.name, Derivation: extract.Stated,
			Confidence: p.p, Rank: rank, Elements: p.elements})
	}
	var losers []*party
	chosen := chooseParties(ps)
	for _, p := range ps {
		if !chosen[p] {
			losers = append(losers, p)
			continue
		}
		c.Parties = append(c.Parties, extract.ContractParty{Name: p.name, Form: p.form, Alias: p.alias, Role: p.role,
			Introduced: p.preamble > 0, Signs: p.signs, Field: len(c.Fields)})
		field(p, 1)
	}
	slices.SortStableFunc(losers, func(a, b *party) int { return cmp.Compare(b.p, a.p) })
	for i, p := range losers[:min(len(losers), mostLosers)] {
		if p.p < leastLoser {
			break
		}
		field(p, i+2)
	}
}

// leastSecond is the probability from which a name is taken for a party of a
// contract that would else have fewer than two.
const leastSecond = 0.2

// chooseParties returns the names that are likelier parties than not, and the
// next likely where these are fewer than two: a contract has two parties.
func chooseParties(ps []*party) map[*party]bool {
	chosen := map[*party]bool{}
	byP := slices.SortedStableFunc(slices.Values(ps), func(a, b *party) int { return cmp.Compare(b.p, a.p) })
	for i, p := range byP {
		if p.p > 0.5 || i < 2 && p.p >= leastSecond {
			chosen[p] = true
		}
	}
	return chosen
}

// partyFeatures are what speaks for each name among all that are mentioned.
func partyFeatures(ps []*party) [][]Feature {
	var all company
	for _, p := range ps {
		all.join(p)
	}
	out := make([][]Feature, len(ps))
	var before company
	for i, p := range ps {
		out[i] = p.among(all.without(p), before.introduced, pieces(ps, i))
		before.join(p)
	}
	return out
}

// A company counts the names that a contract mentions.
type company struct {
	introduced int // the opening introduces them as parties
	aliased    int // of these, by a short name
	signers    int // only the signature block names them
}

func (c *company) join(p *party) { c.count(p, 1) }

// without returns the company of p.
func (c company) without(p *party) company {
	c.count(p, -1)
	return c
}

func (c *company) count(p *party, by int) {
	switch {
	case p.preamble == 0 && p.signs:
		c.signers += by
	case p.preamble > 0 && (p.best >= surePreamble || p.alias != ""):
		c.introduced += by
		if p.alias != "" {
			c.aliased += by
		}
	}
}

// pieces returns the first name that is a part of that of ps[i] or of which it
// is one, nil where there is none.
func pieces(ps []*party, i int) *party {
	for k, q := range ps {
		if k != i && pieceOf(ps[i], q) {
			return q
		}
	}
	return nil
}

// among are what speaks for a name beside others, of which some are introduced
// before it; piece is what [pieces] returns.
func (p *party) among(others company, before int, piece *party) []Feature {
	var c candidate
	c.add("bias", 1)
	c.add("doubt", 1-logit(p.best))
	if p.preamble > 0 {
		c.add("introduced", 1)
		c.add("introduced-doubt", 1-logit(p.best))
		c.add("introduced-again", math.Log(float64(p.preamble)))
		c.add("introduced-after", math.Log1p(float64(before)))
		if p.alias == "" && others.aliased > 0 {
			// Among names that all have none it says little.
			c.add("introduced-without-alias", float64(others.aliased)/float64(others.introduced))
		}
	} else {
		switch others.introduced {
		case 0:
			c.add("none-introduced", 1)
		case 1:
			c.add("one-introduced", 1)
		default:
			c.add("others-introduced", 1)
		}
		if p.alias != "" {
			c.add("alias-elsewhere", 1)
		}
		if p.signs {
			c.add("signs-only", 1)
			c.add("signs-with-many", math.Log1p(float64(others.signers))/3)
		}
	}
	flag := func(name string, on bool) {
		if on {
			c.add(name, 1)
		}
	}
	flag("alias", p.alias != "")
	flag("role", p.role != "")
	flag("signs", p.signs)
	flag("form", p.form != "")
	flag("attached-only", p.attached == p.mentions)
	c.add("mentions", math.Log(float64(max(1, p.mentions)))/2)
	if q := piece; q != nil {
		flag("piece-of-named", q.alias != "" && p.alias == "")
		flag("piece", len(p.key) < len(q.key))
		flag("holds-piece", len(p.key) > len(q.key))
	}
	flag("one-word", !strings.Contains(p.key, " "))
	flag("digits", strings.ContainsAny(p.key, "0123456789"))
	return c.features
}

// pieceOf reports whether one name is a part of the other and no legal form
// tells the two apart.
func pieceOf(p, q *party) bool {
	short, long := p.key, q.key
	if len(short) > len(long) {
		short, long = long, short
	}
	return len(short) < len(long) && strings.Contains(long, short) && strings.Contains(" "+long+" ", " "+short+" ") &&
		(p.form == "" || q.form == "" || p.form == q.form)
}

// mentioned gathers the parties' mentions by name, in order of first mention.
func (r *resolution) mentioned() []*party {
	var ps []*party
	var last *party // the party that the next alias belongs to
	lastEnd := 0
	for _, e := range r.elements {
		switch e.Label {
		case extract.Party:
			last = nil
			key := e.Attributes["key"]
			if key == "" || roleNames[key] || r.explainsAnother(e) || r.filed(e) {
				continue
			}
			p := find(ps, key, e.Attributes["form"])
			if p == nil {
				p = &party{key: key, name: e.Value, form: e.Attributes["form"]}
				ps = append(ps, p)
			}
			r.mention(p, e)
			last, lastEnd = p, e.Span.End
		case extract.Alias:
			if last != nil && last.alias == "" && e.Value != "" && e.Span.Start-lastEnd < 700 && !together().MatchString(r.before(e, 60)) {
				last.alias, last.aliasKey = e.Value, normal.PartyKey(e.Value)
				last.elements = append(last.elements, e.index)
				if role := roleOf(e.Value); role != "" {
					last.role = role
				}
			}
		}
	}
	return ps
}

// explainsAnother reports whether a name only explains another ("a subsidiary
// of X").
func (v *view) explainsAnother(e mention) bool {
	return standsForAnother().MatchString(v.before(e, 60))
}

// filed reports whether a name is that of the company that filed the document,
// as some filings print it at the foot of each page.
func (v *view) filed(e mention) bool {
	return filedBy().MatchString(v.before(e, 20)) && filedAs().MatchString(v.after(e, 40))
}

// signs reports whether a name stands where parties sign, which may also be
// below the attachments.
func (v *view) signs(e mention) bool {
	return !e.attached && e.Span.Start >= v.signedAt || e.Span.Start > v.bodyStart && signature().MatchString(v.after(e, 160))
}

// mention adds one mention to what is known of a party.
func (r *resolution) mention(p *party, e mention) {
	p.mentions++
	switch at := e.Span.Start; {
	case e.attached:
		p.attached++
	case at < r.bodyStart:
		p.preamble++
	}
	if form := e.Attributes["form"]; p.form == "" {
		p.form = form
	}
	p.best = max(p.best, e.Confidence)
	p.signs = p.signs || r.signs(e)
	if p.role == "" {
		if m := actsAs().FindStringSubmatch(r.after(e, 160)); m != nil {
			first, _, _ := strings.Cut(m[1], " ")
			p.role = cmp.Or(roleOf(m[1]), roleOf(first)) // "service provider", "licensor and"
		}
	}
	p.elements = append(p.elements, e.index)
}

// find returns the party that a name means. Where a known one has the same key
// and another legal form that tells companies of one group apart, it is
// another ("Fund GP L.P." and "Fund GP L.L.C.").
func find(ps []*party, key, form string) *party {
	apart := func(p *party) bool { return groupForms[form] && groupForms[p.form] && form != p.form }
	for _, p := range ps {
		if p.key == key && !apart(p) {
			return p
		}
	}
	for _, p := range ps {
		if p.aliasKey == key {
			return p
		}
	}
	for _, p := range ps {
		if normal.SameParty(p.key, key) && !apart(p) {
			return p
		}
	}
	return nil
}

// groupForms are the legal forms in which companies of one group share a name.
var groupForms = map[string]bool{"LP": true, "LLC": true, "L.P.": true, "L.L.C.": true}

var (
	// standsForAnother introduces a company that explains a party without
	// being one.
	standsForAnother = lazily(`\b(?:subsidiary of|division of|affiliate of|(?:general|limited|managing) partner of|member of|parent of|f/k/a|formerly(?: known as)?|d/b/a|dba|doing business as|a/k/a|represented by|successor (?:to|of|in interest to)|assignee of|trading as|attention:?|attn:?|c/o|by its (?:agent|manager|general partner),?|department of|unit of|branch of|predecessor of|owned by|controlled by)(?: the)? ?"?$`)
	// filedBy and filedAs stand around the name of the company that filed a
	// document: "Source: ALDER INC, 10-K, 3/3/2017".
	filedBy = lazily(`\bsource:$`)
	filedAs = lazily(`^,? [a-z0-9/. -]{1,12}, \d{1,2}/\d{1,2}/\d{4}`)
	// signature is what stands below a name where its bearer signs.
	signature = lazily(`^\W*(?:\w+\W+){0,6}?(?:by|name|signature|signed|its):|/s/|____`)
	// together stands before the short name of a group of parties.
	together = lazily(`\b(?:collectively|jointly|each,? an?|each of)\b`)
	// actsAs says after a name what it is in the contract.
	actsAs = lazily(`^[^.;()]{0,80}?,? as (?:the |an? )?([a-z]+(?: [a-z]+)?)\b`)
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

// moreRoles are words that name what a party is in a contract, besides
// roleNames.
var moreRoles = map[string]bool{
	"sponsor": true, "shipper": true, "carrier": true, "transporter": true, "operator": true, "developer": true,
	"publisher": true, "host": true, "investor": true, "subscriber": true, "advertiser": true, "affiliate": true,
	"assignor": true, "assignee": true, "transferor": true, "transferee": true, "grantor": true, "grantee": true,
	"representative": true, "sales representative": true, "dealer": true, "broker": true, "manager": true,
	"administrator": true, "custodian": true, "depositor": true, "servicer": true, "issuer": true, "underwriter": true,
	"insurer": true, "reinsurer": true, "advisor": true, "adviser": true, "service provider": true, "user": true,
	"endorser": true, "promoter": true, "marketer": true, "collaborator": true, "sublicensee": true,
	"joint venturer": true, "venturer": true, "creditor": true, "debtor": true, "pledgor": true, "obligor": true,
	"indemnitor": true, "escrow agent": true, "transfer agent": true, "remarketing agent": true,
	"general partner": true, "limited partner": true, "principal": true, "recipient": true, "discloser": true,
}

// roleOf returns the role that a short name is, in one spelling ("Licensor");
// empty where it is a name.
func roleOf(alias string) string {
	key := strings.ToLower(strings.TrimSpace(alias))
	if strings.HasPrefix(key, "party") || strings.HasPrefix(key, "parties") || !roleNames[key] && !moreRoles[key] {
		return ""
	}
	ws := strings.Fields(key)
	for i, w := range ws {
		ws[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(ws, " ")
}
