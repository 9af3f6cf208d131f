package feature

import (
	"sort"

	"covenant/extract"
)

// A Vocabulary numbers strings from 1; 0 stands for all others.
type Vocabulary struct {
	entries []string
	index   map[string]int32
}

// NewVocabulary returns the vocabulary of the given strings, in their order.
func NewVocabulary(entries []string) *Vocabulary {
	v := &Vocabulary{entries: entries, index: make(map[string]int32, len(entries))}
	for i, s := range entries {
		v.index[s] = int32(i + 1)
	}
	return v
}

// Entries returns the strings in order.
func (v *Vocabulary) Entries() []string { return v.entries }

// ID returns a string's number, 0 if it is unknown.
func (v *Vocabulary) ID(s string) int32 { return v.index[s] }

// Size returns the number of ids, that of the unknown included.
func (v *Vocabulary) Size() int { return len(v.entries) + 1 }

// A Counter counts the strings of documents, to make vocabularies of them.
type Counter struct {
	counts [Space]map[string]int
}

// NewCounter returns an empty counter.
func NewCounter() *Counter {
	c := &Counter{}
	for f := range c.counts {
		c.counts[f] = map[string]int{}
	}
	return c
}

// Add counts a document's tokens.
func (c *Counter) Add(text string, sentences []extract.Sentence) {
	for _, s := range sentences {
		for _, t := range s.Tokens {
			for f, form := range forms(t.Of(text)) {
				c.counts[f][form]++
			}
		}
	}
}

// Count returns how often a word was seen, by its number in v.
func (c *Counter) Count(v *Vocabulary, id int32) int {
	if id == 0 {
		return 0
	}
	return c.counts[Word][v.entries[id-1]]
}

// Lists returns the strings that were seen at least min times, frequent ones
// first, for each of the fields that have a vocabulary.
func (c *Counter) Lists(min int) [][]string {
	lists := make([][]string, Space)
	for f, counts := range c.counts {
		for s, n := range counts {
			if n >= min {
				lists[f] = append(lists[f], s)
			}
		}
		sort.Slice(lists[f], func(i, j int) bool {
			a, b := lists[f][i], lists[f][j]
			if counts[a] != counts[b] {
				return counts[a] > counts[b]
			}
			return a < b
		})
	}
	return lists
}

func forms(tok string) [Space]string {
	return [Space]string{Normal(tok), prefix(tok), suffix(tok), shape(tok)}
}
