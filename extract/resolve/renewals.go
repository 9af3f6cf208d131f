package resolve

import (
	"unicode/utf8"

	"covenant/extract"
)

// renewedBy finds renewals whose length is said without a number.
var renewedBy = lazily(`\b(?:renew\w*|extend\w*|continu\w+|extension\w*)\b[^.;]{0,120}?\b(?:(year[- ]to[- ]year|annual(?:ly)?(?: (?:basis|periods?|terms?))?|each year|yearly|year by year|every year|one-year)|(month[- ]to[- ]month|monthly basis)|((?:the )?(?:same|like|equal|identical) (?:duration|length|period|term)|(?:periods?|terms?) (?:of (?:the same|equal|like) (?:duration|length)|equal (?:to|in length))))\b`)

var (
	besidesTerm = lazily(`\b(?:approv\w*|insurance|licen[sc]e fee|budget|review)\b`)
	ofTheTerm   = lazily(`\b(?:agreement|contract|term|lease)\b`)
)

// concernsTerm reports whether a flat sentence speaks of the contract's term.
func concernsTerm(s string) bool {
	return ofTheTerm().MatchString(s) && !besidesTerm().MatchString(s)
}

// ways are the ways in which a term can be renewed: by itself unless somebody
// objects, or by an act.
var ways = []struct {
	feature string
	words   pattern
}{
	{"automatically", lazily(`\bautomatic\w*\b[^.;]{0,80}?\b(?:renew\w*|exten[ds]\w*|continu\w*)|\b(?:renew\w*|exten[ds]\w*|continu\w*)\b[^.;]{0,80}?\bautomatic\w*`)},
	{"unless", lazily(`\b(?:renew\w*|extended|successive|continue)\b[^.;]{0,200}?\bunless\b[^.;]{0,160}?\b(?:notice|notif\w+|terminat\w+|elect\w*|intent\w*|party)\b|\bunless\b[^.;]{0,200}?\b(?:notice|notif\w+|terminat\w+)\b[^.;]{0,160}?\b(?:renewed|extended|successive)\b`)},
	{"deemed", lazily(`\b(?:shall|will) (?:be )?(?:deemed )?(?:to )?(?:renew(?:ed)?|be extended|continue) (?:for|from|thereafter|on)\b`)},
	{"year-to-year", lazily(`\b(?:year|month)[- ]to[- ](?:year|month)\b`)},
	{"may", lazily(`\b(?:may|can) be (?:renewed|extended)\b|\bmay (?:renew|extend)\b`)},
	{"option", lazily(`\b(?:option|right|entitled)\b[^.;]{0,40}\bto (?:renew|extend)\b|\b(?:renewal|extension) option\b|\boption (?:of|for) (?:renewal|extension)\b`)},
	{"agree", lazily(`\b(?:mutual(?:ly)?|written) (?:written )?(?:agree\w*|consent)\b[^.;]{0,80}\b(?:renew\w*|exten[ds]\w*)|\b(?:renew\w*|exten[ds]\w*)\b[^.;]{0,80}\b(?:mutual(?:ly)?|written) (?:written )?(?:agree\w*|consent)|\b(?:renew\w*|exten[ds]\w*)\b[^.;]{0,60}\b(?:agree\w*|negotiat\w*)`)},
	{"not-renewed", lazily(`\b(?:shall|will|does) not (?:be )?(?:automatically )?(?:renew\w*|extend\w*)`)},
}

// renewing are the sentences that speak of renewing the contract.
var renewing = lazily(`\b(?:renew|renews|renewed|renewal|renewable|extend|extends|extended|extension|year[- ]to[- ]year|month[- ]to[- ]month)\b`)

// automatic are the two answers to the question whether the term renews by
// itself. Both rest on the same words; which wins is learned.
func (r *resolution) automatic() []candidate {
	var where []passage
	var elements []int
	if renewal := r.best(extract.FieldRenewal); renewal != nil && len(renewal.elements) > 0 {
		from, to := r.sentenceOf(r.at(renewal.elements[0]))
		where = append(where, passage{extract.ByteSpan{Start: from, End: to}, flat(r.text[from:to])})
		elements = renewal.elements[:1]
	}
	for _, s := range r.passages() {
		if containsAny(s.text, "renew", "exten", "to-year", "to year", "to-month", "to month") && renewing().MatchString(s.text) && concernsTerm(s.text) {
			where = append(where, s)
		}
	}
	if len(where) == 0 {
		return nil
	}
	yes, no := candidate{value: "yes"}, candidate{value: "no"}
	beside := len(elements) > 0
	for _, w := range ways {
		for i, s := range where {
			m := w.words().FindString(s.text)
			if m == "" {
				continue
			}
			name := w.feature
			if i == 0 && beside {
				name += "-beside-length"
			}
			yes.add(name, 1)
			no.add(name, 1)
			if yes.derivation == "" {
				yes.derivation, no.derivation = quoted(m), quoted(m)
				if e, ok := r.nearest(s.span); ok && len(elements) == 0 {
					elements = []int{e.index}
				}
			}
			break
		}
	}
	if yes.derivation == "" {
		return nil
	}
	for i := range yes.features {
		yes.features[i].Name = "yes-" + yes.features[i].Name
		no.features[i].Name = "no-" + no.features[i].Name
	}
	yes.add("bias", 1)
	no.add("bias", 1)
	yes.add("yes", 1)
	if r.best(extract.FieldRenewal) != nil {
		yes.add("yes-renewal-known", 1)
		no.add("no-renewal-known", 1)
	}
	yes.elements, no.elements = elements, elements
	return []candidate{yes, no}
}

// quoted is a derivation from words of the contract, which are flat.
func quoted(s string) string {
	const most = 160
	if len(s) > most {
		cut := most
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return "the words “" + s + "”"
}
