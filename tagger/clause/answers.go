package clause

import (
	"errors"
	"fmt"
	"slices"

	"covenant/extract"
	"covenant/tagger/classify"
)

// A Contract is a document of which people marked the clauses.
type Contract struct {
	Name      string
	Text      string
	Sentences []extract.Sentence
	Clauses   map[string][]extract.ByteSpan // by category, in order and apart
	Kind      string                        // empty where it is unknown
	HeldOut   bool                          // never trained on: judged by
}

// ErrNoCategory means that no category of clauses is frequent enough to be learned.
var ErrNoCategory = errors.New("too few categories of clauses to learn")

// Documents makes of contracts what a model of clauses learns from, and its tasks: the
// categories given, and the kinds that at least so many contracts have, all others
// together as [OtherKind].
func Documents(contracts []Contract, categories []string, leastOfKind int) ([]classify.Document, []classify.Task, error) {
	if len(categories) < 2 {
		return nil, nil, fmt.Errorf("%w: %d, must be at least 2", ErrNoCategory, len(categories))
	}
	kinds := frequentKinds(contracts, leastOfKind)
	docs := make([]classify.Document, len(contracts))
	for i := range contracts {
		c := &contracts[i]
		docs[i] = classify.Document{
			Name: c.Name, Text: c.Text, Sentences: c.Sentences, HeldOut: c.HeldOut,
			Answers: answers(c, categories, kinds),
		}
	}
	return docs, tasks(categories, kinds), nil
}

// frequentKinds returns the kinds that at least so many contracts have, in
// alphabetical order, and that of the others.
func frequentKinds(contracts []Contract, least int) []string {
	counts := map[string]int{}
	for _, c := range contracts {
		counts[c.Kind]++
	}
	var out []string
	for k, n := range counts {
		if k != "" && k != OtherKind && n >= least {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	if len(out) == 0 {
		out = append(out, "Contract") // a task has two classes
	}
	return append(out, OtherKind)
}

// KindAmong returns the kind as one of a model's classes.
func KindAmong(kind string, kinds []string) string {
	if slices.Contains(kinds, kind) {
		return kind
	}
	return OtherKind
}

// answers returns the answers to all marks of a contract.
func answers(c *Contract, categories, kinds []string) []classify.Answer {
	var out []classify.Answer
	for _, i := range asked(c.Text, c.Sentences) {
		m := classify.Mark{Task: Categories, Span: c.Sentences[i].Span}
		n := len(out)
		for _, category := range categories {
			if covered(m.Span, c.Clauses[category]) {
				out = append(out, classify.Answer{Mark: m, Class: category})
			}
		}
		if len(out) == n {
			out = append(out, classify.Answer{Mark: m})
		}
	}
	lengths := []int{headTokens}
	if !c.HeldOut {
		lengths = append(lengths, shorterHeads[:]...)
	}
	for _, n := range lengths {
		if span, ok := head(c.Sentences, n); ok {
			out = append(out, classify.Answer{Mark: classify.Mark{Task: Kinds, Span: span}, Class: KindAmong(c.Kind, kinds)})
		}
	}
	return out
}

// covered reports whether one of the spans shares with the sentence at least half of
// the sentence or of itself.
func covered(sentence extract.ByteSpan, spans []extract.ByteSpan) bool {
	for _, s := range spans {
		shared := min(s.End, sentence.End) - max(s.Start, sentence.Start)
		if shared > 0 && (2*shared >= sentence.Len() || 2*shared >= s.Len()) {
			return true
		}
	}
	return false
}
