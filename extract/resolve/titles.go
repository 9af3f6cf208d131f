package resolve

import (
	"math"
	"strings"

	"covenant/extract"
)

var titleClues = []clue{
	words("of-another", near, `\b(?:pursuant to|part of|under|entered into|party to|certain|to the|of the|defined in|incorporated (?:in|into)) ?(?:an?|the|that(?: certain)?|this)?$`),
	words("this", near, `\bthis$`),
	words("amends", self, `\b(?:amendment|addendum)\b`),
	words("restated", self, `\brestated\b`),
	words("defined", next, `^,? ?\(?(?:this|the|hereinafter|as amended)? ?["“”']*(?:agreement|contract|lease)\b`),
	words("form", near, `\b(?:form of|exhibit [a-z0-9.-]+)$`),
	words("agreement", self, `\b(?:agreement|contract|lease|plan|addendum|amendment)$`),
	words("short", self, `^\w+$`),
	words("long", self, `^(?:\S+ ){9}`),
}

// titles are the names by which the contract may be headed.
func (r *resolution) titles() []candidate {
	return r.once(extract.FieldTitle, r.headings)
}

func (r *resolution) headings() []candidate {
	count := map[string]int{}
	ts := r.of(extract.Title)
	for _, e := range ts {
		count[strings.ToLower(e.Value)]++
	}
	var out []candidate
	for i, e := range ts {
		if i > 0 && (e.attached || i > 20) {
			continue
		}
		c := r.stated(e, titleClues)
		if i == 0 {
			c.add("first-title", 1)
		}
		c.add("later-titles", math.Log1p(float64(i))/2)
		c.add("repeated", math.Log(float64(count[strings.ToLower(e.Value)])))
		if beginsLine(r.text, e.Span.Start) {
			c.add("begins-line", 1)
		}
		if t := e.Span.Of(r.text); strings.ToUpper(t) == t {
			c.add("capitals", 1)
		}
		out = append(out, c)
	}
	return out
}
