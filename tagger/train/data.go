package train

import (
	"crypto/sha256"
	"fmt"
	"sort"

	"covenant/extract"
	"covenant/extract/gold"
	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
	"covenant/tagger/silver"
)

// A Document is one contract with what is known of its elements.
type Document struct {
	Name      string
	Text      string
	Sentences []extract.Sentence
	Gold      []gold.Passage
	Silver    []silver.Span
	Unknown   []extract.ByteSpan // where Silver says nothing
}

// HeldOut reports whether the document belongs to the tenth that is never
// trained on.
func (d *Document) HeldOut() bool {
	sum := sha256.Sum256([]byte(d.Text))
	return sum[0] < 26 // 26/256, about a tenth
}

// An example is a run of tokens with the tags that each may carry.
type example struct {
	ids  [][]int32
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
	ids    [][]int32
	gold   []region
	silver []nn.TagSet
}

// A region is the tokens [from, to) of a gold passage and their tags.
type region struct {
	from, to int
	sets     []nn.TagSet
}

// label snaps a document's spans to its tokens.
func label(d *Document, x *feature.Extractor, scheme *bio.Scheme) (*labelled, error) {
	l := &labelled{doc: d}
	for _, s := range d.Sentences {
		l.tokens = append(l.tokens, s.Tokens...)
		l.ends = append(l.ends, len(l.tokens))
	}
	l.ids = x.IDs(d.Text, l.tokens)
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
	}
	return l, nil
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

// goldExamples cuts each gold passage with context on both sides, whose tags
// are open.
func (l *labelled) goldExamples(context int, all nn.TagSet) []example {
	var out []example
	for _, r := range l.gold {
		a, b := max(0, r.from-context), min(len(l.tokens), r.to+context)
		e := example{ids: l.slice(a, b), sets: make([]nn.TagSet, b-a), from: r.from - a, to: r.to - a}
		for i := range e.sets {
			e.sets[i] = all
		}
		copy(e.sets[e.from:], r.sets)
		out = append(out, e)
	}
	return out
}

// silverExamples cuts the whole document into windows at ends of sentences.
func (l *labelled) silverExamples(window int) []example {
	var out []example
	for _, w := range nn.Windows(l.ends, window) {
		e := example{ids: l.slice(w[0], w[1]), sets: l.silver[w[0]:w[1]], to: w[1] - w[0]}
		for _, s := range e.sets {
			if s != 1<<bio.Outside {
				e.elements++
			}
		}
		out = append(out, e)
	}
	return out
}

func (l *labelled) slice(a, b int) [][]int32 {
	ids := make([][]int32, len(l.ids))
	for f := range ids {
		ids[f] = l.ids[f][a:b]
	}
	return ids
}
