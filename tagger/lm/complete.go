package lm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"covenant/tagger/nn"
)

// ErrNoForward means that a model only reads backwards, and cannot go on with a text.
var ErrNoForward = errors.New("the language model reads backwards only")

// ErrCharacters means that a model reads characters where one of words is needed.
var ErrCharacters = errors.New("the language model reads characters, not words")

// CompleteOptions say how a text is continued; see [DefaultCompleteOptions].
type CompleteOptions struct {
	N      int // continuations wanted
	Beam   int // continuations that are followed at a time
	Length int // words of each, at most
}

// DefaultCompleteOptions returns the usual ones.
func DefaultCompleteOptions() CompleteOptions { return CompleteOptions{N: 3, Beam: 8, Length: 20} }

// maxBeam bounds the beam, so that its scores fit into memory.
const maxBeam = 1000

// Validate checks the options.
func (o CompleteOptions) Validate() error {
	switch {
	case o.N < 1 || o.Length < 1:
		return fmt.Errorf("%d continuations of %d words: both must be at least 1", o.N, o.Length)
	case o.Beam < o.N || o.Beam > maxBeam:
		return fmt.Errorf("a beam of %d for %d continuations: must be at least as many, and at most %d", o.Beam, o.N, maxBeam)
	}
	return nil
}

// A Completion is one way to go on with a text.
type Completion struct {
	Words   []string
	LogProb float64 // of the words, and of the sentence's end if it is there
	Ended   bool    // whether the sentence ends after the words
}

// PerWord is LogProb divided by the number of words and ends: completions are ranked
// by it, since a longer one always is less likely.
func (c Completion) PerWord() float64 {
	n := len(c.Words)
	if c.Ended {
		n++
	}
	return c.LogProb / float64(max(n, 1))
}

// Complete continues a text, given as sentences of words of which the last is open, by
// beam search: from word to word it follows the likeliest continuations (Lowerre,
// 1976; for neural models Sutskever et al., NIPS 2014). A last sentence without words
// is one that is to be begun. Words outside of the vocabulary are never written, and
// each completion has at least one. The best come first. A model of characters is refused
// with [ErrCharacters].
func (m *Model) Complete(ctx context.Context, text [][]string, o CompleteOptions) ([]Completion, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if m.Config.Unit == Characters {
		return nil, ErrCharacters
	}
	way := m.Way(nn.Forward)
	if way == nil {
		return nil, ErrNoForward
	}
	ids := m.document(text)
	if len(text) > 0 && len(text[len(text)-1]) > 0 {
		ids = ids[:len(ids)-1]
	}
	s := &search{model: m, way: way, options: o}
	if err := s.read(ctx, ids); err != nil {
		return nil, err
	}
	for range o.Length - 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s.extend(); len(s.open) == 0 {
			break
		}
	}
	return s.best(), nil
}

// search is one beam search.
type search struct {
	model   *Model
	way     *Way
	options CompleteOptions
	pass    pass
	states  []nn.State // of the open hypotheses
	open    []hypothesis
	ended   []hypothesis
}

// A hypothesis is a continuation so far.
type hypothesis struct {
	ids   []int32
	logp  float64
	state int // row of the states that it goes on from
	ended bool
}

func (h hypothesis) completion(m *Model) Completion {
	c := Completion{LogProb: h.logp, Ended: h.ended}
	for _, id := range h.ids {
		c.Words = append(c.Words, m.words[id-firstWord])
	}
	return c
}

// read reads the text, of which the last id is the first input of the search.
func (s *search) read(ctx context.Context, ids document) error {
	for _, l := range s.way.Layers {
		s.states = append(s.states, nn.NewState(1, l.Hidden()))
	}
	for part := range slices.Chunk(ids, scoreWindow) {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.pass.begin([]int{len(part)})
		s.pass.inputs = append(s.pass.inputs, part...)
		s.model.forward(&s.pass, s.way, s.states, nn.Dropout{}, nil)
	}
	// The last row of the last part predicts the first word.
	d := s.model.Config.Dim
	s.pass.y = s.pass.y[len(s.pass.y)-d:]
	s.open = []hypothesis{{}}
	s.choose()
	return nil
}

// extend reads the last word of each open hypothesis, and chooses the next ones.
func (s *search) extend() {
	lens := make([]int, len(s.open))
	next := make([]nn.State, len(s.states))
	for i, l := range s.way.Layers {
		next[i] = nn.NewState(len(s.open), l.Hidden())
	}
	for j, h := range s.open {
		lens[j] = 1
		for i, l := range s.way.Layers {
			n := l.Hidden()
			copy(next[i].H[j*n:(j+1)*n], s.states[i].H[h.state*n:])
			copy(next[i].C[j*n:(j+1)*n], s.states[i].C[h.state*n:])
		}
	}
	s.pass.begin(lens)
	for j := range s.open {
		h := &s.open[j]
		s.pass.inputs = append(s.pass.inputs, h.ids[len(h.ids)-1])
		h.state = j
	}
	s.states = next
	s.model.forward(&s.pass, s.way, s.states, nn.Dropout{}, nil)
	s.choose()
}

// choose extends the open hypotheses by the rows of the pass and keeps the likeliest
// ones.
func (s *search) choose() {
	v := s.model.Embed.Table.Rows
	scores := s.model.Out.LogSoftmax(&s.pass.tied, s.pass.y, len(s.open))
	var all []hypothesis
	for j, h := range s.open {
		row := scores[j*v : (j+1)*v]
		if len(h.ids) == 0 {
			row[bound] = float32(math.Inf(-1)) // nothing is no continuation
		}
		for _, id := range likeliest(row, s.options.Beam) {
			n := hypothesis{ids: h.ids, logp: h.logp + float64(row[id]), state: h.state, ended: id == bound}
			if !n.ended {
				n.ids = append(slices.Clip(h.ids), id)
			}
			all = append(all, n)
		}
	}
	slices.SortStableFunc(all, func(a, b hypothesis) int { return cmp.Compare(b.logp, a.logp) })
	s.open = s.open[:0:0]
	for _, h := range all[:min(len(all), s.options.Beam)] {
		if h.ended {
			s.ended = append(s.ended, h)
		} else {
			s.open = append(s.open, h)
		}
	}
}

// likeliest returns the n ids with the highest scores but for the unknown word.
func likeliest(row []float32, n int) []int32 {
	var top []int32
	for i := range row {
		id := int32(i)
		if id == unknown || len(top) == n && row[id] <= row[top[n-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, row[id], func(other int32, x float32) int {
			if row[other] >= x { // behind its equals
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, id)
		top = top[:min(n, len(top))]
	}
	return top
}

// best returns the completions, those that ended and those that grew too long.
func (s *search) best() []Completion {
	var out []Completion
	for _, h := range append(s.ended, s.open...) {
		out = append(out, h.completion(s.model))
	}
	slices.SortStableFunc(out, func(a, b Completion) int { return cmp.Compare(b.PerWord(), a.PerWord()) })
	return out[:min(len(out), s.options.N)]
}
