package resolve

import (
	"math"

	"covenant/extract"
)

var governsClues = []clue{
	words("governs", sentence, `\b(?:govern\w*|constru\w*|interpret\w*)\b`),
	words("governed-by", before, `\b(?:govern\w*|constru\w*|interpret\w*|enforc\w*|accordance with|subject to|under)\b`),
	words("this-agreement", sentence, `\bthis (?:\w+ ){0,4}(?:agreement|contract|lease|guaranty|note|license)\b|\bhereof\b|\bherein\b`),
	words("organised", near, `\b(?:organi[sz]ed|existing|chartered|incorporated|formed|registered|comply with|regulations)\b`),
	words("organised-before", before, `\b(?:organi[sz]ed|validly existing|chartered|incorporated (?:and|under|in))\b`),
	words("headed", heading, `\b(?:governing law|applicable law|choice of law|law and jurisdiction|jurisdiction)\b`),
	words("except", before, `\b(?:except|other than|to the extent|unless)\b`),
}

// governingLaws are the places whose law may govern the contract. A country
// beside one of its states in one sentence ("the laws of the United States and
// of the State of Texas") is marked.
func (r *resolution) governingLaws() []candidate {
	return r.once(extract.FieldGoverningLaw, r.laws)
}

func (r *resolution) laws() []candidate {
	type country struct {
		name     string
		sentence int
	}
	es := r.of(extract.GovLaw)
	ofStates := map[country]bool{} // countries of whose states a sentence names one
	for _, e := range es {
		ofStates[country{e.Attributes["country"], e.Sentence}] = true
	}
	var out []candidate
	for i, e := range es {
		c := r.stated(e, governsClues)
		c.code = e.Attributes["code"]
		c.add("later-laws", math.Log1p(float64(i))/2)
		if ofStates[country{e.Value, e.Sentence}] {
			c.add("country-of-state", 1)
		}
		out = append(out, c)
	}
	return out
}

var settlesClues = []clue{
	words("brought", before, `\b(?:jurisdiction|venue|submit\w*|consent\w*|brought|forum|litigat\w*)\b`),
	words("jurisdiction", after, `\b(?:jurisdiction|venue|forum)\b`),
	words("exclusive", sentence, `\bexclusive\w*\b`),
	words("another-court", before, `\b(?:bankruptcy|appoint\w*|probate)\b`),
	words("award", sentence, `\b(?:award|arbitrat\w*|injuncti\w*)\b`),
	words("or-other", near, `\bor$`),
}

// jurisdictions are the places whose courts may settle disputes.
func (r *resolution) jurisdictions() []candidate {
	law := r.best(extract.FieldGoverningLaw)
	var out []candidate
	for i, e := range r.of(extract.Court) {
		c := r.stated(e, settlesClues)
		c.code = e.Attributes["code"]
		c.add("later-courts", math.Log1p(float64(i))/2)
		if law != nil && law.value == c.value {
			c.add("is-governing-law", 1)
		}
		out = append(out, c)
	}
	return out
}
