package feature

import (
	"fmt"
	"slices"
	"strings"

	"covenant/extract"
)

// An Extractor makes the ids of the fields that a model uses. It is safe for
// concurrent use.
type Extractor struct {
	Vocabularies [Space]*Vocabulary
	fields       []int
	speech       speech
}

// NewExtractor returns the extractor of the named fields with the given lists of
// words, prefixes, suffixes and shapes. The word comes first.
func NewExtractor(lists [][]string, names []string) (*Extractor, error) {
	if len(lists) != Space {
		return nil, fmt.Errorf("features need %d vocabularies, got %d", Space, len(lists))
	}
	x := &Extractor{}
	for f, l := range lists {
		x.Vocabularies[f] = NewVocabulary(l)
	}
	all := Names()
	for _, name := range names {
		f := slices.Index(all[:], name)
		if f < 0 {
			return nil, fmt.Errorf("feature %q: must be one of %s", name, strings.Join(all[:], ", "))
		}
		if slices.Contains(x.fields, f) {
			return nil, fmt.Errorf("feature %q is named twice", name)
		}
		x.fields = append(x.fields, f)
	}
	if len(x.fields) == 0 || x.fields[0] != Word {
		return nil, fmt.Errorf("features %q: the first must be %q", names, all[Word])
	}
	return x, nil
}

// Fields returns the fields in use, in the order of the ids.
func (x *Extractor) Fields() []int { return x.fields }

// Sizes returns the number of ids of each field in use.
func (x *Extractor) Sizes() []int {
	sizes := make([]int, len(x.fields))
	for i, f := range x.fields {
		switch f {
		case Space:
			sizes[i] = spaceSize
		case Place:
			sizes[i] = placeSize
		case Head:
			sizes[i] = headSize
		case Pos:
			sizes[i] = posSize
		default:
			sizes[i] = x.Vocabularies[f].Size()
		}
	}
	return sizes
}

// IDs returns the ids of all tokens of a document, one slice for each field in
// use. An error can come from the tagger of parts of speech only.
func (x *Extractor) IDs(text string, tokens []extract.Token) ([][]int32, error) {
	n := len(tokens)
	flat := make([]int32, n*len(x.fields))
	ids := make([][]int32, len(x.fields))
	var listed []int // places in ids of the fields that have a vocabulary
	for i, f := range x.fields {
		ids[i] = flat[i*n : (i+1)*n : (i+1)*n]
		switch f {
		case Space:
			spaces(text, tokens, ids[i])
		case Place:
			for t := range tokens {
				ids[i][t] = place(t, n)
			}
		case Head:
			headNames(text, tokens).head(text, tokens, ids[i])
		case Pos:
			if err := x.speech.tag(text, tokens, ids[i]); err != nil {
				return nil, err
			}
		default:
			listed = append(listed, i)
		}
	}
	// Contracts repeat their words: looking the forms up once for each
	// distinct token saves most of the work.
	known := make(map[string][Space]int32)
	for t, tk := range tokens {
		tok := tk.Of(text)
		k, ok := known[tok]
		if !ok {
			for f, form := range forms(tok) {
				k[f] = x.Vocabularies[f].ID(form)
			}
			known[tok] = k
		}
		for _, i := range listed {
			ids[i][t] = k[x.fields[i]]
		}
	}
	return ids, nil
}

// spaces fills ids with the white space around each token; the document's edges
// are like empty lines.
func spaces(text string, tokens []extract.Token, ids []int32) {
	const edge = "\n\n"
	for i, t := range tokens {
		before, after := edge, edge
		if i > 0 {
			before = text[tokens[i-1].End:t.Start]
		}
		if i+1 < len(tokens) {
			after = text[t.End:tokens[i+1].Start]
		}
		ids[i] = space(before, after)
	}
}
