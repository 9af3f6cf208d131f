package feature

import (
	"fmt"
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

// Extractor returns the extractor of all strings that were seen at least min
// times, frequent ones first.
func (c *Counter) Extractor(min int) *Extractor {
	var lists [Space][]string
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
	x, _ := NewExtractor(lists[:])
	return x
}

func forms(tok string) [Space]string {
	return [Space]string{word(tok), prefix(tok), suffix(tok), shape(tok)}
}

// An Extractor knows the vocabularies. It is safe for concurrent use.
type Extractor struct {
	Vocabularies [Space]*Vocabulary
}

// NewExtractor returns the extractor with the given lists of words, prefixes,
// suffixes and shapes.
func NewExtractor(lists [][]string) (*Extractor, error) {
	if len(lists) != Space {
		return nil, fmt.Errorf("features need %d vocabularies, got %d", Space, len(lists))
	}
	x := &Extractor{}
	for f, l := range lists {
		x.Vocabularies[f] = NewVocabulary(l)
	}
	return x, nil
}

// Sizes returns the number of ids of each field.
func (x *Extractor) Sizes() [Fields]int {
	var s [Fields]int
	for f, v := range x.Vocabularies {
		s[f] = v.Size()
	}
	s[Space], s[Place], s[Head] = spaceSize, placeSize, headSize
	return s
}

// IDs returns the ids of all tokens of a document, one slice for each field.
func (x *Extractor) IDs(text string, tokens []extract.Token) [][]int32 {
	n := len(tokens)
	flat := make([]int32, n*Fields)
	ids := make([][]int32, Fields)
	for f := range ids {
		ids[f] = flat[f*n : (f+1)*n : (f+1)*n]
	}
	// Contracts repeat their words: looking the forms up once for each
	// distinct token saves most of the work.
	known := make(map[string][Space]int32)
	end := 0
	for i, t := range tokens {
		tok := t.Of(text)
		k, ok := known[tok]
		if !ok {
			for f, form := range forms(tok) {
				k[f] = x.Vocabularies[f].ID(form)
			}
			known[tok] = k
		}
		for f, id := range k {
			ids[f][i] = id
		}
		after := ""
		if i+1 < n {
			after = text[t.End:tokens[i+1].Start]
		} else {
			after = "\n\n"
		}
		before := text[end:t.Start]
		if i == 0 {
			before = "\n\n"
		}
		ids[Space][i] = space(before, after)
		ids[Place][i] = place(i, n)
		end = t.End
	}
	headNames(text, tokens).head(text, tokens, ids[Head])
	return ids
}
