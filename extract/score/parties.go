package score

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"covenant/extract"
)

// roleNames are answers that name no party.
var roleNames = strings.Fields("company licensor licensee seller buyer purchaser supplier distributor consultant client" +
	" customer party parties you we vendor provider contractor manufacturer agent reseller franchisor franchisee")

var (
	partySeparator = regexp.MustCompile(`;|\n`)
	bracketed      = regexp.MustCompile(`\(.*`)
)

// answerParties returns the names in an answer, which stand before their
// bracketed short names: as written, by clean name.
func answerParties(answer string) map[string]string {
	out := map[string]string{}
	for _, part := range partySeparator.Split(answer, -1) {
		written := bracketed.ReplaceAllString(part, "")
		n := cleanName(written)
		if _, ok := out[n]; !ok && len(n) > 2 && !slices.Contains(roleNames, n) {
			out[n] = strings.TrimSpace(written)
		}
	}
	return out
}

// A party is a party of a record; stored: its confidence is known.
type party struct {
	Named
	stored bool
}

// recordParties returns the parties of a record by clean name, of several with
// one name the one of the highest confidence.
func recordParties(c *extract.Contract) map[string]party {
	out := map[string]party{}
	for i := range c.Parties {
		p := party{Named: Named{Name: c.Parties[i].Name}}
		if at := c.Parties[i].Field; at >= 0 && at < len(c.Fields) {
			p.Confidence, p.stored = c.Fields[at].Confidence, c.Fields[at].Derivation != ""
		}
		n := cleanName(p.Name)
		if have, ok := out[n]; n != "" && (!ok || p.Confidence > have.Confidence) {
			out[n] = p
		}
	}
	return out
}

// matchParties pairs gold names with predicted ones, each at most once, the
// longest gold name first and each with the name nearest in length. It returns
// the predicted name of each gold name that has one.
func matchParties[G, P any](gold map[string]G, predicted map[string]P) map[string]string {
	free := slices.Sorted(maps.Keys(predicted))
	longest := slices.SortedFunc(maps.Keys(gold), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	pairs := map[string]string{}
	for _, g := range longest {
		best := -1
		for i, p := range free {
			if nearName(g, p) && (best < 0 || distance(p, g) < distance(free[best], g)) {
				best = i
			}
		}
		if best >= 0 {
			pairs[g] = free[best]
			free = slices.Delete(free, best, best+1)
		}
	}
	return pairs
}

func distance(a, b string) int { return max(len(a)-len(b), len(b)-len(a)) }

// nearName reports whether two clean names are the same, or one is part of the
// other and hardly shorter.
func nearName(a, b string) bool {
	if a == b {
		return true
	}
	if !strings.Contains(a, b) && !strings.Contains(b, a) {
		return false
	}
	few, many := len(strings.Fields(a)), len(strings.Fields(b))
	if few > many {
		few, many = many, few
	}
	return min(len(a), len(b)) > 3 && float64(few) >= .7*float64(many)
}
