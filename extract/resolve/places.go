package resolve

import "covenant/extract"

// governs finds the law that governs the contract.
var governs = profile{
	label: extract.GovLaw,
	clues: []clue{
		words(sentence, 3, `\b(?:govern\w*|constru\w*|interpret\w*)\b`),
		words(before, 2, `\b(?:govern\w*|constru\w*|interpret\w*|enforc\w*|accordance with|subject to|under)\b`),
		words(sentence, 1, `\bthis (?:\w+ ){0,4}(?:agreement|contract|lease|guaranty|note|license)\b|\bhereof\b|\bherein\b`),
		words(near, -4, `\b(?:organi[sz]ed|existing|chartered|incorporated|formed|registered|comply with|regulations)\b`),
		words(before, -3, `\b(?:organi[sz]ed|validly existing|chartered|incorporated (?:and|under|in))\b`),
	},
	least: 0,
}

// governingLaw returns the place whose law governs the contract. A state is
// preferred to its country named in the same sentence ("the laws of the United
// States and of the State of Texas").
func (v *view) governingLaw() string {
	best := governs.best(v)
	if best == nil {
		return ""
	}
	for _, e := range v.of(extract.GovLaw) {
		if e.Sentence == best.Sentence && e.Attributes["country"] == best.Value {
			return e.Value
		}
	}
	return best.Value
}

// settles finds the courts to which disputes go.
var settles = profile{
	label: extract.Court,
	roles: map[extract.Role]int{extract.RoleJurisdiction: 3},
	clues: []clue{
		words(before, 2, `\b(?:jurisdiction|venue|submit\w*|consent\w*|brought|forum|litigat\w*)\b`),
		words(after, 1, `\b(?:jurisdiction|venue|forum)\b`),
		words(before, -2, `\b(?:bankruptcy|appoint\w*|probate)\b`),
	},
	least: 2,
}

func (v *view) jurisdiction() string {
	if e := settles.best(v); e != nil {
		return e.Value
	}
	return ""
}
