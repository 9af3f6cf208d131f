package clause

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"covenant/extract"
	"covenant/tagger/classify"
)

// ErrTasks means that a classifier was not made for clauses.
var ErrTasks = errors.New("not a classifier of clauses")

// A Finder finds clauses with one model. It is safe for concurrent use.
type Finder struct{ model *classify.Model }

// New returns a finder with a model, which must have the tasks [Categories] and
// [Kinds].
func New(m *classify.Model) (*Finder, error) {
	var names []string
	for _, t := range m.Tasks {
		names = append(names, t.Name)
	}
	if !slices.Equal(names, []string{Categories, Kinds}) || m.Tasks[0].Thresholds == nil || m.Tasks[1].Thresholds != nil {
		return nil, fmt.Errorf("%w: %s decides on %v", ErrTasks, m.Info.Name, names)
	}
	return &Finder{m}, nil
}

// Open returns a finder with the model in a file.
func Open(path string) (*Finder, error) {
	m, err := classify.Open(path)
	if err != nil {
		return nil, err
	}
	f, err := New(m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// ID names the model so exactly that equal names give equal clauses.
func (f *Finder) ID() string { return f.model.ID() }

// Categories returns the categories that are looked for.
func (f *Finder) Categories() []string { return f.model.Tasks[0].Classes }

// Kinds returns the kinds of contracts that are told apart.
func (f *Finder) Kinds() []string { return f.model.Tasks[1].Classes }

// Found is what a document holds.
type Found struct {
	Clauses []Clause // in order of their spans and then of their categories
	Kind    Kind     // without a name where the document has no words
}

// A Clause is one that was found, with the words that decided.
type Clause struct {
	extract.Clause
	// Decisive are the tokens that spoke for the category, in the order of the
	// text, with weights that sum to one; they may stand beside the clause.
	Decisive []classify.Position
}

// A Kind is that of a contract, with the words that decided.
type Kind struct {
	extract.Kind
	Span     extract.ByteSpan // the head of the document, by which it was told
	Others   []extract.Kind   // that were less likely, the likeliest first
	Decisive []classify.Position
}

// Find finds the clauses of a document and its kind. Errors are those of the context.
func (f *Finder) Find(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) (Found, error) {
	first, ok := head(sentences, headTokens)
	if !ok {
		return Found{}, nil
	}
	numbers := asked(doc.Text, sentences)
	// Sentences of like length together are quicker.
	order := slices.Clone(numbers)
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(len(sentences[b].Tokens), len(sentences[a].Tokens))
	})
	marks := []classify.Mark{{Task: Kinds, Span: first}}
	for _, i := range order {
		marks = append(marks, classify.Mark{Task: Categories, Span: sentences[i].Span})
	}
	decisions, err := f.model.Decide(ctx, doc, sentences, marks)
	if err != nil {
		return Found{}, err
	}
	kind := decisions[0]
	held := make(map[int][]classify.Held, len(order))
	for n, i := range order {
		held[i] = decisions[n+1].Holding
	}
	return Found{
		Clauses: f.join(sentences, numbers, held),
		Kind: Kind{
			extract.Kind{Name: kind.Class, Confidence: kind.Probability}, first,
			f.otherKinds(&kind), kind.Decisive,
		},
	}, nil
}

func (f *Finder) otherKinds(d *classify.Decision) []extract.Kind {
	var out []extract.Kind
	for i, name := range f.Kinds() {
		if name != d.Class {
			out = append(out, extract.Kind{Name: name, Confidence: d.Probabilities[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b extract.Kind) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return out
}

// leastOfKind is the probability from which on a kind is said and no guess.
const leastOfKind = 0.5

// Clauses finds the clauses of a document and its kind, as [Found.Recorded] returns them.
func (f *Finder) Clauses(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) ([]extract.Clause, extract.Kind, error) {
	found, err := f.Find(ctx, doc, sentences)
	if err != nil {
		return nil, extract.Kind{}, err
	}
	clauses, kind := found.Recorded()
	return clauses, kind, nil
}

// Recorded returns what was found without the words that decided. The kind has no name
// where its probability is below one half.
func (f Found) Recorded() ([]extract.Clause, extract.Kind) {
	var out []extract.Clause
	for _, c := range f.Clauses {
		out = append(out, c.Clause)
	}
	if f.Kind.Confidence < leastOfKind {
		return out, extract.Kind{}
	}
	return out, f.Kind.Kind
}

// join makes clauses of the sentences, whose numbers are given in order, that belong to
// categories. What stands between two of them may be short sentences that were not
// asked about, such as the numbers of paragraphs.
func (f *Finder) join(sentences []extract.Sentence, numbers []int, held map[int][]classify.Held) []Clause {
	var out []Clause
	last := map[string]int{}  // by category: the clause of the sentence before
	parts := map[string]int{} // and how many sentences that clause has
	for _, i := range numbers {
		now := map[string]int{}
		for _, h := range held[i] {
			n, ok := last[h.Class]
			if !ok {
				n = len(out)
				out = append(out, Clause{Clause: extract.Clause{Category: h.Class, Span: sentences[i].Span}})
				parts[h.Class] = 0
			}
			c := &out[n]
			c.Span.End = sentences[i].Span.End
			c.Confidence = max(c.Confidence, h.Probability)
			c.Decisive = mix(c.Decisive, parts[h.Class], h.Decisive)
			parts[h.Class]++
			now[h.Class] = n
		}
		last = now
	}
	slices.SortStableFunc(out, func(a, b Clause) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	return out
}

// mix adds the decisive words of a sentence to the mean of those of n sentences before
// it, with which it may share words.
func mix(all []classify.Position, n int, more []classify.Position) []classify.Position {
	out := make([]classify.Position, 0, len(all)+len(more))
	share := 1 / float64(n+1)
	for _, p := range all {
		out = append(out, classify.Position{Span: p.Span, Weight: p.Weight * (1 - share)})
	}
	for _, p := range more {
		at, found := slices.BinarySearchFunc(out, p.Span.Start, func(o classify.Position, start int) int { return cmp.Compare(o.Span.Start, start) })
		if found {
			out[at].Weight += p.Weight * share
			continue
		}
		out = slices.Insert(out, at, classify.Position{Span: p.Span, Weight: p.Weight * share})
	}
	return out
}
