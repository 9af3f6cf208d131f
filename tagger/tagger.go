// Package tagger finds the elements of a contract in its tokens: it cuts the
// document into windows, runs the network over batches of them, decodes the
// best sequence of tags, and gives each span its probability.
//
//	sentences --feature--> ids --nn--> emissions --Viterbi--> spans --repeat--> Elements
//
// Elements come in order, do not overlap, begin and end with a token, and have
// a confidence in (0, 1].
package tagger

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"covenant/extract"
	"covenant/tagger/bio"
	"covenant/tagger/kernel"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// batchTokens is how many tokens are tagged at once: enough to keep the matrix
// products efficient, little enough to bound memory.
const batchTokens = 2048

// A Tagger finds elements with one model. It is safe for concurrent use.
type Tagger struct {
	model  *model.Model
	labels map[extract.Label]tags
	byRole map[extract.Label][]tags
	int8   bool
	passes sync.Pool // of *work
}

// tags are those of one label in all its roles, or in one.
type tags struct {
	begin, inside nn.TagSet
}

type work struct {
	pass    nn.Pass
	lattice nn.Lattice
}

// A Precision says in which numbers the network multiplies.
type Precision string

// The precisions. Auto takes 8 bits where the model was found to do as well with
// them in training, and the processor is faster with them.
const (
	Auto Precision = "auto"
	FP32 Precision = "fp32"
	Int8 Precision = "int8"
)

// ErrPrecision means that a precision is unknown, or the model does not have it.
var ErrPrecision = errors.New("wrong precision")

// New returns a tagger for a model, which it prepares for the precision: a model
// serves one tagger at a time.
func New(m *model.Model, p Precision) (*Tagger, error) {
	t := &Tagger{model: m, labels: map[extract.Label]tags{}, byRole: byRole(m.Scheme)}
	t.passes.New = func() any { return new(work) }
	for i, typ := range m.Scheme.Types {
		x := t.labels[typ.Label]
		x.begin |= 1 << bio.Begin(i)
		x.inside |= 1 << bio.Inside(i)
		t.labels[typ.Label] = x
	}
	switch p {
	case Auto:
		t.int8 = m.Info.Int8 && kernel.HasInt8()
	case FP32:
	case Int8:
		t.int8 = true
	default:
		return nil, fmt.Errorf("%w %q: must be %s, %s or %s", ErrPrecision, p, Auto, FP32, Int8)
	}
	m.Net.DropInt8()
	if t.int8 {
		if err := m.Net.PrepareInt8(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPrecision, err)
		}
	}
	return t, nil
}

// Open returns a tagger for a model file.
func Open(path string, p Precision) (*Tagger, error) {
	m, err := model.Open(path)
	if err != nil {
		return nil, err
	}
	return New(m, p)
}

// Default returns a tagger for the embedded model.
func Default(p Precision) (*Tagger, error) {
	m, err := model.Default()
	if err != nil {
		return nil, err
	}
	return New(m, p)
}

// ID names the model: its name, the beginning of its file's checksum, and "int8"
// where it multiplies in 8 bits.
func (t *Tagger) ID() string {
	id := t.model.Info.Name + "-" + hex.EncodeToString(t.model.Sum[:6])
	if t.int8 {
		id += "-" + string(Int8)
	}
	return id
}

// A found span is a span of tokens of the whole document.
type found struct {
	bio.Span
	confidence float64
	roles      []float64 // see [extract.Element]
}

// Tag finds the elements of a document.
func (t *Tagger) Tag(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) ([]extract.Element, error) {
	var tokens []extract.Token
	ends := make([]int, 0, len(sentences))
	for _, s := range sentences {
		tokens = append(tokens, s.Tokens...)
		ends = append(ends, len(tokens))
	}
	if len(tokens) == 0 {
		return nil, nil
	}
	seq, err := t.model.Sequence(doc.Text, tokens)
	if err != nil {
		return nil, fmt.Errorf("tag %s: %w", doc.Path, err)
	}
	spans, err := t.spans(ctx, seq, nn.Windows(ends, t.model.Info.Window))
	if err != nil {
		return nil, fmt.Errorf("tag %s: %w", doc.Path, err)
	}
	spans = t.repeat(doc.Text, tokens, disjoint(t.trim(doc.Text, tokens, spans)))
	elements := make([]extract.Element, len(spans))
	for i, s := range spans {
		typ := t.model.Scheme.Types[s.Type]
		sentence, _ := slices.BinarySearch(ends, s.Start+1)
		elements[i] = extract.Element{
			Label: typ.Label, Role: typ.Role, Confidence: s.confidence, Sentence: sentence,
			Span: extract.ByteSpan{Start: tokens[s.Start].Start, End: tokens[s.End-1].End},
		}
		elements[i].SetRoles(s.roles)
	}
	return elements, nil
}

// spans tags the windows, batch by batch. A span belongs to the window in which
// it begins.
func (t *Tagger) spans(ctx context.Context, doc nn.Sequence, windows [][2]int) ([]found, error) {
	w := t.passes.Get().(*work)
	defer t.passes.Put(w)
	n := doc.Len()
	var out []found
	for len(windows) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var seqs []nn.Sequence
		var starts []int
		size := 0
		for _, win := range windows {
			from, to := max(0, win[0]-t.model.Info.Context), min(n, win[1]+t.model.Info.Context)
			if size += to - from; size > batchTokens && len(seqs) > 0 {
				break
			}
			seqs, starts = append(seqs, doc.Slice(from, to)), append(starts, from)
		}
		t.model.Net.Infer(&w.pass, seqs)
		for i := range seqs {
			out = t.decode(w, i, starts[i], windows[i], out)
		}
		windows = windows[len(seqs):]
	}
	return out, nil
}

// decode appends to all the spans of sequence i, which begins at token start, that
// begin in the window.
func (t *Tagger) decode(w *work, i, start int, window [2]int, all []found) []found {
	out := t.model.Net.Output
	em := t.model.Net.Emissions(&w.pass, i)
	spans := bio.Spans(out.Decode(em))
	summed := false
	for _, s := range spans {
		at := s.Start + start
		if at < window[0] || at >= window[1] {
			continue
		}
		if !summed {
			out.Sum(&w.lattice, em, nil)
			summed = true
		}
		typ := t.model.Scheme.Types[s.Type]
		x := t.labels[typ.Label]
		f := found{Span: bio.Span{Start: at, End: s.End + start, Type: s.Type}}
		f.confidence = out.SpanProbability(&w.lattice, s.Start, s.End, x.begin, x.inside)
		if slices.Contains(typ.Label.Roles(), typ.Role) { // not one of one's own
			f.roles = t.roles(w, s, typ.Label)
		}
		all = append(all, f)
	}
	return all
}

// disjoint drops of spans that overlap, as spans of neighbouring windows may, the
// less certain ones: the surest span stays, then the surest of those that leave
// it room, and so on. Spans are in order of their starts, before and after.
func disjoint(spans []found) []found {
	var out []found
	for len(spans) > 0 {
		n, end := 1, spans[0].End // spans[:n] hang together
		for n < len(spans) && spans[n].Start < end {
			end = max(end, spans[n].End)
			n++
		}
		out = append(out, surest(spans[:n])...)
		spans = spans[n:]
	}
	return out
}

func surest(spans []found) []found {
	if len(spans) < 2 {
		return spans
	}
	order := slices.Clone(spans)
	slices.SortStableFunc(order, func(a, b found) int { return cmp.Compare(b.confidence, a.confidence) })
	var kept []found
	for _, s := range order {
		if !slices.ContainsFunc(kept, func(k found) bool { return s.Start < k.End && k.Start < s.End }) {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b found) int { return a.Start - b.Start })
	return kept
}

// trim takes bullets, rules and other tokens without a letter or digit off the
// beginning of spans. Dates and amounts may begin with such: "____ day of
// March", "$5".
func (t *Tagger) trim(text string, tokens []extract.Token, spans []found) []found {
	var out []found
	for _, s := range spans {
		switch t.model.Scheme.Types[s.Type].Label {
		case extract.Date, extract.Amount, extract.Duration:
		default:
			for s.Start < s.End && !strings.ContainsFunc(tokens[s.Start].Of(text), wordRune) {
				s.Start++
			}
		}
		if s.Start < s.End {
			out = append(out, s)
		}
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '§' }
