package score

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// roleNames are answers that name no party.
var roleNames = strings.Fields("company licensor licensee seller buyer purchaser supplier distributor consultant client" +
	" customer party parties you we vendor provider contractor manufacturer agent reseller franchisor franchisee")

var (
	partySeparator = regexp.MustCompile(`;|\n`)
	bracketed      = regexp.MustCompile(`\(.*`)
)

// answerParties returns the names in an answer, which stand before their
// bracketed short names.
func answerParties(answer string) map[string]bool {
	out := map[string]bool{}
	for _, part := range partySeparator.Split(answer, -1) {
		n := cleanName(bracketed.ReplaceAllString(part, ""))
		if len(n) > 2 && !slices.Contains(roleNames, n) {
			out[n] = true
		}
	}
	return out
}

// matchParties returns the number of pairs of [pairParties].
func matchParties(gold, predicted map[string]bool) int { return len(pairParties(gold, predicted)) }

// pairParties pairs gold names with predicted ones, each at most once, the
// longest gold name first and each with the name nearest in length. It returns
// the predicted names that have a pair.
func pairParties(gold, predicted map[string]bool) (paired []string) {
	free := slices.Sorted(maps.Keys(predicted))
	longest := slices.SortedFunc(maps.Keys(gold), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	for _, g := range longest {
		best := -1
		for i, p := range free {
			if nearName(g, p) && (best < 0 || distance(p, g) < distance(free[best], g)) {
				best = i
			}
		}
		if best >= 0 {
			paired = append(paired, free[best])
			free = slices.Delete(free, best, best+1)
		}
	}
	return paired
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
