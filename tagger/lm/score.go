package lm

import (
	"context"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"

	"covenant/tagger/nn"
)

// A Perplexity is the exponential of the mean of -log p over the words and the bounds
// of sentences, in each direction. It is zero for a direction that was not judged.
type Perplexity struct {
	Forward  float64 `json:"forward,omitempty"`
	Backward float64 `json:"backward,omitempty"`
}

// Mean returns the geometric mean of the directions that were judged, zero if none
// was.
func (p Perplexity) Mean() float64 {
	sum, n := 0.0, 0
	for _, x := range []float64{p.Forward, p.Backward} {
		if x > 0 {
			sum += math.Log(x)
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return math.Exp(sum / float64(n))
}

// A SentenceScore says how likely a model found a sentence with all that stands
// before it, or behind it for the backward direction.
type SentenceScore struct {
	Words   int
	Unknown int // of the words are not in the vocabulary
	// Forward and Backward are the sums of log p over the words and the bound after
	// them, or before them; zero for a direction that the model has not.
	Forward, Backward float64
}

// Perplexity returns that of the sentence.
func (s SentenceScore) Perplexity() Perplexity { return s.perplexity(s.Words + 1) }

// mostNats keeps perplexities finite, whatever the weights.
const mostNats = 700

func (s SentenceScore) perplexity(symbols int) Perplexity {
	of := func(sum float64) float64 {
		if sum == 0 {
			return 0
		}
		return math.Exp(min(-sum/float64(symbols), mostNats))
	}
	return Perplexity{Forward: of(s.Forward), Backward: of(s.Backward)}
}

// Total returns the sums over sentences, and their perplexity as one text.
func Total(sentences []SentenceScore) (SentenceScore, Perplexity) {
	var sum SentenceScore
	symbols := 0
	for _, s := range sentences {
		if s.Words == 0 {
			continue
		}
		sum.Words += s.Words
		sum.Unknown += s.Unknown
		sum.Forward += s.Forward
		sum.Backward += s.Backward
		symbols += s.Words + 1
	}
	return sum, sum.perplexity(max(symbols, 1))
}

// Score scores documents, each given as sentences of words, by the exact probabilities
// over all words. It returns a score for each sentence; one without words has a score
// of zeros. Each document is read from its start, backwards from its end.
//
// Words that are not in the vocabulary are one word to the network. So that text of
// nothing but such words is not likely, the probability of that one is shared out
// evenly among [Info.Rare] words (the adjusted perplexity of Ueberla, Computer Speech
// and Language 1994).
func (m *Model) Score(ctx context.Context, documents [][][]string) ([][]SentenceScore, error) {
	docs := make([]document, len(documents))
	out := make([][]SentenceScore, len(documents))
	// owner[i][j] is the sentence that the forward direction counts symbol j of
	// document i to.
	owner := make([][]int32, len(documents))
	for i, sentences := range documents {
		docs[i] = m.document(sentences)
		out[i] = make([]SentenceScore, len(sentences))
		owner[i] = make([]int32, 1, len(docs[i]))
		for s, words := range sentences {
			if len(words) == 0 {
				continue
			}
			out[i][s].Words = len(words)
			for _, w := range words {
				if m.index[w] == unknown {
					out[i][s].Unknown++
				}
			}
			for range len(words) + 1 {
				owner[i] = append(owner[i], int32(s))
			}
		}
	}
	err := m.logProbs(ctx, docs, 0, func(way nn.Direction, doc, k int, logp float64) {
		if docs[doc].in(way, k) == unknown {
			logp += m.unknownLogProb()
		}
		if way == nn.Forward {
			out[doc][owner[doc][k]].Forward += logp
			return
		}
		// Backwards the bound before a sentence is its own, and the next symbol in
		// the text is of the sentence of either.
		out[doc][owner[doc][len(docs[doc])-k]].Backward += logp
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// perplexity returns that of the documents together.
func (m *Model) perplexity(ctx context.Context, docs []document, most int) (Perplexity, error) {
	sums := make([][2]float64, len(docs)) // by document, so that directions do not meet
	n := 0
	for _, d := range docs {
		n += d.symbols()
	}
	err := m.logProbs(ctx, docs, most, func(way nn.Direction, doc, _ int, logp float64) {
		if way == nn.Forward {
			sums[doc][0] += logp
		} else {
			sums[doc][1] += logp
		}
	})
	if err != nil {
		return Perplexity{}, err
	}
	var total SentenceScore
	for _, s := range sums {
		total.Forward += s[0]
		total.Backward += s[1]
	}
	return total.perplexity(max(n, 1)), nil
}

// Inference reads so many documents side by side, and so many words of each at a time.
const (
	scoreLanes  = 32
	scoreWindow = 64
)

// logProbs calls f with the log-probability of each symbol k = 1, 2, … of each
// document, in each direction's order of reading. Calls of one direction and document
// follow one another; others may come at the same time. most bounds the processors; 0
// means all.
func (m *Model) logProbs(ctx context.Context, docs []document, most int, f func(way nn.Direction, doc, k int, logp float64)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers(most))
	for _, w := range m.Ways {
		for group := range groups {
			g.Go(func() error { return m.readDocuments(ctx, w, docs, group, f) })
		}
	}
	return g.Wait()
}

// groups is how many groups of documents each direction reads side by side.
const groups = 2

// readDocuments reads every groups-th document, from the group-th on.
func (m *Model) readDocuments(ctx context.Context, w *Way, docs []document, group int, f func(way nn.Direction, doc, k int, logp float64)) error {
	next := group
	l := newLanes(docs, min(scoreLanes, (len(docs)-group+groups-1)/groups), func() (int, bool) {
		for next < len(docs) && docs[next].symbols() == 0 {
			next += groups
		}
		doc := next
		next += groups
		return doc, doc < len(docs)
	})
	states := newCarried(w, len(l.places))
	var p pass
	var list []piece
	var logs []float64
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if list = l.next(list[:0], scoreWindow); len(list) == 0 {
			return nil
		}
		p.fill(w.Direction, docs, list)
		m.forward(&p, w, states.begin(list), nn.Dropout{}, nil)
		states.end(list)
		logs = append(logs[:0], make([]float64, len(p.targets))...)
		m.Out.LogProbs(&p.tied, logs, p.y, p.targets)
		for i, o := range p.layout.Order {
			for t := range p.layout.Lens[i] {
				f(w.Direction, list[o].doc, list[o].from+t+1, logs[p.layout.Off[t]+i])
			}
		}
	}
}

func workers(n int) int {
	if n <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}
