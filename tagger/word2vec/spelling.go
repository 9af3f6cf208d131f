package word2vec

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Alike returns up to n words that are spelled most like word, by Levenshtein
// distance in code points; of equally near ones those that come first in Words.
// Words at a distance of more than a third of the length, but at least 1, are not
// alike. word itself is left out.
func (v *Vectors) Alike(word string, n int) []string {
	type found struct {
		word     string
		distance int
	}
	runes := utf8.RuneCountInString(word)
	most := max(runes/3, 1)
	var list []found
	for _, w := range v.Words {
		if d := utf8.RuneCountInString(w) - runes; w == word || d > most || -d > most {
			continue // too long or short without a look at its letters
		}
		if d := levenshtein.ComputeDistance(word, w); d <= most {
			list = append(list, found{w, d})
		}
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(a.distance, b.distance) })
	words := make([]string, 0, max(min(n, len(list)), 0))
	for _, f := range list[:cap(words)] {
		words = append(words, f.word)
	}
	return words
}
