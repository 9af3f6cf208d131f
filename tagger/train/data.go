package train

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sort"

	"covenant/extract"
	"covenant/extract/gold"
	"covenant/tagger/bio"
	"covenant/tagger/model"
	"covenant/tagger/nn"
	"covenant/tagger/silver"
)

// A Document is one contract with what is known of its elements.
type Document struct {
	Name      string
	Text      string
	Sentences []extract.Sentence
	Gold      []gold.Passage
	HasSilver bool // whether patterns have labelled the whole text
	Silver    []silver.Span
	Unknown   []extract.ByteSpan // where Silver says nothing
}

// HeldOut reports whether the document belongs to the tenth that is never
// trained on.
func (d *Document) HeldOut() bool { return HeldOut(d.Text) }

// HeldOut reports whether a document of this text belongs to the tenth that nothing is
// trained on.
func HeldOut(text string) bool {
	sum := sha256.Sum256([]byte(text))
	return sum[0] < 26 // 26/256, about a tenth
}

// An example is a run of tokens with the tags that each may carry.
type example struct {
	seq  nn.Sequence
	sets []nn.TagSet
	// from and to bound the tokens whose tags are known, for scoring.
	from, to int
	elements int
}

func (e *example) len() int { return len(e.sets) }

// A labelled document is a Document with the ids and tags of its tokens.
type labelled struct {
	doc    *Document
	tokens []extract.Token
	ends   []int // token counts at which sentences end
	seq    nn.Sequence
	gold   []region
	silver []nn.TagSet
	scheme *bio.Scheme
}

// A region is the tokens [from, to) of a gold passage and their tags.
type region struct {
	from, to int
	sets     []nn.TagSet
}

// label snaps a document's spans to its tokens.
func label(d *Document, m *model.Model) (*labelled, error) {
	scheme := m.Scheme
	l := &labelled{doc: d, scheme: scheme}
	for _, s := range d.Sentences {
		l.tokens = append(l.tokens, s.Tokens...)
		l.ends = append(l.ends, len(l.tokens))
	}
	var err error
	if l.seq, err = m.Sequence(d.Text, l.tokens); err != nil {
		return nil, fmt.Errorf("features of %s: %w", d.Name, err)
	}
	runes := extract.NewRuneIndex(d.Text)
	for _, p := range d.Gold {
		r := region{}
		r.from, r.to = l.covered(runes.ByteSpan(p.Span))
		if r.from == r.to {
			continue
		}
		r.sets = make([]nn.TagSet, r.to-r.from)
		for i := range r.sets {
			r.sets[i] = 1 << bio.Outside
		}
		for _, s := range p.Spans {
			from, to := l.covered(runes.ByteSpan(s.RuneSpan))
			if err := mark(r.sets, max(from, r.from)-r.from, min(to, r.to)-r.from, scheme, s.Label, s.Role); err != nil {
				return nil, fmt.Errorf("passage %s of %s: %w", p.ID, p.Doc, err)
			}
		}
		l.gold = append(l.gold, r)
	}
	l.silver = make([]nn.TagSet, len(l.tokens))
	for i := range l.silver {
		l.silver[i] = 1 << bio.Outside
	}
	for _, s := range d.Silver {
		from, to := l.covered(s.ByteSpan)
		if err := mark(l.silver, from, to, scheme, s.Label, s.Role); err != nil {
			return nil, fmt.Errorf("silver label in %s: %w", d.Name, err)
		}
	}
	for _, u := range d.Unknown {
		from, to := l.covered(u)
		for i := from; i < to; i++ {
			l.silver[i] = nn.AllTags(scheme.Tags())
		}
	}
	// Where a person has read, the patterns have no say.
	for _, r := range l.gold {
		copy(l.silver[r.from:r.to], r.sets)
		free(l.silver[r.to:], scheme)
	}
	return l, nil
}

// free opens the tags that go on with a span whose beginning is not there.
func free(sets []nn.TagSet, scheme *bio.Scheme) {
	for i := 0; i < len(sets) && !begins(sets[i], scheme); i++ {
		sets[i] = nn.AllTags(scheme.Tags())
	}
}

// begins reports whether a sequence may begin with one of the tags.
func begins(set nn.TagSet, scheme *bio.Scheme) bool {
	for tag := range scheme.Tags() {
		if set.Has(tag) && bio.First(tag) {
			return true
		}
	}
	return false
}

// covered returns the tokens [from, to) that share a byte with the span.
func (l *labelled) covered(s extract.ByteSpan) (from, to int) {
	from = sort.Search(len(l.tokens), func(i int) bool { return l.tokens[i].End > s.Start })
	to = sort.Search(len(l.tokens), func(i int) bool { return l.tokens[i].Start >= s.End })
	return from, max(from, to)
}

// mark sets the tags of one span; without a role where the label has some,
// every role is possible.
func mark(sets []nn.TagSet, from, to int, scheme *bio.Scheme, l extract.Label, r extract.Role) error {
	if from >= to {
		return nil
	}
	var begin, inside nn.TagSet
	for i, t := range scheme.Types {
		if t.Label == l && (t.Role == r || r == "") {
			begin |= 1 << bio.Begin(i)
			inside |= 1 << bio.Inside(i)
		}
	}
	if begin == 0 {
		return fmt.Errorf("no tag for %s/%s", l, r)
	}
	sets[from] = begin
	for i := from + 1; i < to; i++ {
		sets[i] = inside
	}
	return nil
}

// goldExamples cuts each gold passage, long ones at ends of sentences into
// windows, with context on both sides. Outside the passage the tags are open, and
// outside the window they are not scored.
func (l *labelled) goldExamples(window, context int, all nn.TagSet) []example {
	var out []example
	for _, r := range l.gold {
		for _, w := range r.windows(l.ends, window) {
			a, b := max(0, w[0]-context), min(len(l.tokens), w[1]+context)
			e := example{seq: l.seq.Slice(a, b), sets: make([]nn.TagSet, b-a), from: w[0] - a, to: w[1] - a}
			for i := range e.sets {
				e.sets[i] = all
			}
			from, to := max(a, r.from), min(b, r.to)
			copy(e.sets[from-a:], r.sets[from-r.from:to-r.from])
			free(e.sets[from-a:], l.scheme)
			out = append(out, e)
		}
	}
	return out
}

// windows cuts the region. A passage of about a window's length stays whole.
func (r region) windows(ends []int, size int) [][2]int {
	if r.to-r.from <= 4*size {
		return [][2]int{{r.from, r.to}}
	}
	var cuts []int
	for _, end := range ends {
		if end > r.from && end < r.to {
			cuts = append(cuts, end-r.from)
		}
	}
	out := nn.Windows(append(cuts, r.to-r.from), size)
	for i := range out {
		out[i][0] += r.from
		out[i][1] += r.from
	}
	return out
}

// silverExamples cuts the whole document into windows at ends of sentences.
func (l *labelled) silverExamples(window int) []example {
	var out []example
	for _, w := range nn.Windows(l.ends, window) {
		e := example{seq: l.seq.Slice(w[0], w[1]), sets: l.silver[w[0]:w[1]], to: w[1] - w[0]}
		if !begins(e.sets[0], l.scheme) {
			e.sets = slices.Clone(e.sets)
			free(e.sets, l.scheme)
		}
		for _, s := range e.sets {
			if s != 1<<bio.Outside {
				e.elements++
			}
		}
		out = append(out, e)
	}
	return out
}
