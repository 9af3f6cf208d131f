package word2vec

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"covenant/tagger/kernel"
)

// Bounds of what a file may hold, so that a damaged one is refused early.
const (
	maxDim       = 1 << 16
	maxWordBytes = 1 << 12
)

// ErrVectors means that words and numbers do not make a set of vectors that the
// file formats can hold.
var ErrVectors = errors.New("not a set of word vectors")

// Vectors holds one vector for each of its words. It may be read by several
// goroutines at once; its words must not change after the first look-up.
type Vectors struct {
	Words []string  // V, after training frequent ones first
	Dim   int       // D
	Data  []float32 // [V×D], the vector of Words[i] is row i

	once  sync.Once
	index map[string]int
}

// Of returns the vector of a word, a part of Data, or nil where it has none.
func (v *Vectors) Of(word string) []float32 {
	i, ok := v.find(word)
	if !ok {
		return nil
	}
	return v.row(i)
}

func (v *Vectors) find(word string) (int, bool) {
	v.once.Do(func() {
		v.index = make(map[string]int, len(v.Words))
		for i, w := range v.Words {
			v.index[w] = i
		}
	})
	i, ok := v.index[word]
	return i, ok
}

func (v *Vectors) row(i int) []float32 { return v.Data[i*v.Dim : (i+1)*v.Dim : (i+1)*v.Dim] }

// A Neighbour is a word and the cosine of the angle between its vector and that
// of the word asked for.
type Neighbour struct {
	Word   string
	Cosine float64
}

// Nearest returns the n other words whose vectors have the largest cosine with
// that of word, the nearest first; nil where the word has no vector. The cosine
// with a vector of zeros is 0.
func (v *Vectors) Nearest(word string, n int) []Neighbour {
	at, ok := v.find(word)
	if !ok || n < 1 {
		return nil
	}
	x := v.row(at)
	norm := length(x)
	list := make([]Neighbour, 0, min(n, len(v.Words))+1)
	for i, w := range v.Words {
		if i == at {
			continue
		}
		y := v.row(i)
		c := Neighbour{w, 0}
		if scale := norm * length(y); scale > 0 {
			c.Cosine = dot(x, y) / scale
		}
		if len(list) == n && c.Cosine <= list[n-1].Cosine {
			continue
		}
		// Behind its equals, so that ties keep the order of Words.
		j, _ := slices.BinarySearchFunc(list, c, func(a, b Neighbour) int {
			if a.Cosine >= b.Cosine {
				return -1
			}
			return 1
		})
		list = slices.Insert(list, j, c)
		list = list[:min(n, len(list))]
	}
	return list
}

func length(x []float32) float64 { return math.Sqrt(dot(x, x)) }

// dot falls back to double precision where the squares leave the range of a
// float32.
func dot(x, y []float32) float64 {
	s := float64(kernel.Dot(x, y))
	if a := math.Abs(s); a > 1e-30 && a < 1e30 {
		return s
	}
	s = 0
	for i, a := range x {
		s += float64(a) * float64(y[i])
	}
	return s
}

// Validate checks that the shape is right, that every number is finite, and that
// the words are distinct and can be told from the numbers behind them in a file.
// Its errors wrap [ErrVectors].
func (v *Vectors) Validate() error {
	if v.Dim < 1 || v.Dim > maxDim {
		return fmt.Errorf("%w: %d dimensions, must be 1 to %d", ErrVectors, v.Dim, maxDim)
	}
	if len(v.Data) != len(v.Words)*v.Dim {
		return fmt.Errorf("%w: %d numbers, want %d for %d words of %d dimensions",
			ErrVectors, len(v.Data), len(v.Words)*v.Dim, len(v.Words), v.Dim)
	}
	seen := make(map[string]struct{}, len(v.Words))
	for i, w := range v.Words {
		if err := checkWord(w); err != nil {
			return fmt.Errorf("%w: word %d: %w", ErrVectors, i+1, err)
		}
		if _, ok := seen[w]; ok {
			return fmt.Errorf("%w: word %d: %q stands twice", ErrVectors, i+1, w)
		}
		seen[w] = struct{}{}
		if j := notFinite(v.row(i)); j >= 0 {
			return fmt.Errorf("%w: word %d: %q has the number %g", ErrVectors, i+1, w, v.row(i)[j])
		}
	}
	return nil
}

// checkWord refuses words that the formats cannot hold: both end a word at a
// space, and readers in C at any white space of ASCII.
func checkWord(w string) error {
	switch {
	case w == "":
		return errors.New("the word is empty")
	case len(w) > maxWordBytes:
		return fmt.Errorf("the word has %d bytes, at most %d are allowed", len(w), maxWordBytes)
	case strings.ContainsAny(w, asciiSpace):
		return fmt.Errorf("the word %q holds white space", w)
	}
	return nil
}

const asciiSpace = " \t\n\v\f\r"

func isASCIISpace(r rune) bool { return r == ' ' || r >= '\t' && r <= '\r' }

// notFinite returns the index of the first NaN or infinity, -1 where there is none.
func notFinite(x []float32) int {
	return slices.IndexFunc(x, func(f float32) bool { return f-f != 0 })
}
