package lm

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The ids that are no word's. Words are numbered from firstWord.
const (
	unknown   = 0 // stands for all words that are not in the vocabulary
	bound     = 1 // stands before the first sentence, between sentences and after the last
	firstWord = 2
)

// A Corpus collects the documents to learn from. Its zero value is empty.
type Corpus struct {
	words  []string
	number map[string]int32
	docs   []collected
	tokens int
}

// collected is a document in the corpus' own numbers of words, with -1 for bounds.
type collected struct {
	ids     []int32
	heldOut bool
}

// Add takes in a document as sentences of words. One that is held out is for judging
// and not for learning. A document without words is left out.
func (c *Corpus) Add(sentences [][]string, heldOut bool) {
	if c.number == nil {
		c.number = map[string]int32{}
	}
	d := collected{ids: []int32{-1}, heldOut: heldOut}
	for _, s := range sentences {
		for _, w := range s {
			id, ok := c.number[w]
			if !ok {
				w = strings.Clone(w) // the caller's may be part of a whole document
				id = int32(len(c.words))
				c.number[w] = id
				c.words = append(c.words, w)
			}
			d.ids = append(d.ids, id)
		}
		if len(s) > 0 {
			d.ids = append(d.ids, -1)
			c.tokens += len(s)
		}
	}
	if len(d.ids) > 1 {
		c.docs = append(c.docs, d)
	}
}

// Documents returns how many documents with words there are.
func (c *Corpus) Documents() int { return len(c.docs) }

// Words returns how many words they have together.
func (c *Corpus) Words() int { return c.tokens }

// ErrNoWords means that there is too little text to learn from.
var ErrNoWords = errors.New("too little text to learn a language model from")

// A document is ids of words with a bound first, last and between sentences.
type document []int32

// symbols returns how many ids a direction predicts.
func (d document) symbols() int { return len(d) - 1 }

// data is the corpus in the numbers of a vocabulary.
type data struct {
	words         []string // of the vocabulary
	counts        []int    // by id, on the training documents
	rare          int      // different words of them that are not in the vocabulary
	trained, held []document
}

// numbered makes the vocabulary of the words that the training documents have at
// least minCount times, frequent ones first.
func (c *Corpus) numbered(minCount int) (*data, error) {
	counts := make([]int, len(c.words))
	bounds, trained := 0, 0
	for _, d := range c.docs {
		if d.heldOut {
			continue
		}
		trained++
		for _, id := range d.ids {
			if id < 0 {
				bounds++
			} else {
				counts[id]++
			}
		}
	}
	var order []int
	rare, rareTokens := 0, 0
	for id, n := range counts {
		switch {
		case n >= minCount:
			order = append(order, id)
		case n > 0:
			rare++
			rareTokens += n
		}
	}
	if len(order) < 2 {
		return nil, fmt.Errorf("%w: %d documents to learn from, in which %d words occur %d times or more", ErrNoWords, trained, len(order), minCount)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(c.words[a], c.words[b]))
	})
	out := &data{counts: []int{rareTokens, bounds}, rare: rare}
	number := make([]int32, len(c.words)) // unknown unless set
	for i, id := range order {
		number[id] = int32(firstWord + i)
		out.words = append(out.words, c.words[id])
		out.counts = append(out.counts, counts[id])
	}
	for _, d := range c.docs {
		doc := make(document, len(d.ids))
		for i, id := range d.ids {
			if doc[i] = bound; id >= 0 {
				doc[i] = number[id]
			}
		}
		if d.heldOut {
			out.held = append(out.held, doc)
		} else {
			out.trained = append(out.trained, doc)
		}
	}
	return out, nil
}
