package resolve

import (
	"math"

	"covenant/extract"
)

var totalClues = []clue{
	words("total", before, `\b(?:total|aggregate|entire|full|overall)(?: \w+){0,3} (?:price|value|consideration|amount|cost|fee|sum|compensation|payment)s?\b`),
	words("total-near", near, `\b(?:total(?:l?ing)?|aggregate|in full)\b`),
	words("price", before, `\b(?:purchase price|contract price|sponsorship fee|contract sum|contract value|consideration)\b`),
	words("total-after", next, `^,? ?(?:in total|in the aggregate|total)\b`),
	words("total-is", before, `\b(?:total|aggregate|entire|full)(?: \w+){0,4} (?:is|of|be|:|equal to|to \S+)\W*$`),
	words("in-the-amount", near, `\b(?:in the (?:total )?amount of|for a total (?:\w+ )?of|sum of)\W*$`),
	words("fee-is", before, `\b(?:fees?|price|compensation|payment|consideration)(?: for (?:the|this|its|all) (?:\w+ ){0,3}\w+)? (?:shall be|is|will be|of|under this agreement)\W*(?:\w+ ){0,3}$`),
	words("for-services", sentence, `\bin (?:full )?(?:consideration|exchange|payment) (?:of|for)\b|\bas (?:full |entire |total )?(?:compensation|consideration)\b|\bpaid in full\b|\bfor the term of this\b`),
	words("each", next, `^ ?(?:per|each|a|an|for each|/) ?(?:year|month|unit|day|quarter|annum|hour|share|\w+)?\b`),
	words("limit", before, `\b(?:exceed|excess|up to|maximum|limit\w*|liab\w*|less than|at least|minimum|more than|insurance|coverage|damages|penalt\w*|indemn\w*|threshold|deductible)\b`),
	words("instalment", before, `\b(?:instal\w*|first payment|second payment|deposit|down payment|monthly|annual\w*|quarterly|milestone|royalt\w*|par value|interest)\b`),
	words("of-agreement", sentence, `\b(?:this agreement|the services|the term|contract)\b`),
	words("if", sentence, `\b(?:if|in the event|upon|option)\b`),
}

// totals are the sums that may be the price of the whole contract.
func (r *resolution) totals() []candidate {
	return r.once(extract.FieldTotalValue, r.sums)
}

func (r *resolution) sums() []candidate {
	es := r.of(extract.Amount)
	most, prices := 0.0, 0
	for _, e := range es {
		if e.Role == extract.RolePrice && e.HasNumber {
			most = max(most, e.Number)
			prices++
		}
	}
	var out []candidate
	again := map[string]bool{}
	for _, e := range es {
		if e.Role != extract.RolePrice || e.Currency == "" {
			continue
		}
		c := r.stated(e, totalClues)
		c.code = e.Currency
		if e.Attributes["per"] != "" {
			c.add("per", 1)
		}
		if e.Number == most {
			c.add("largest", 1)
		}
		if e.Number < 1000 {
			c.add("small", 1)
		}
		if again[e.Value] {
			c.add("again", 1)
		}
		again[e.Value] = true
		c.add("prices", math.Log(float64(prices))/3)
		out = append(out, c)
	}
	return out
}
