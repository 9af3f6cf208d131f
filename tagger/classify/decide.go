package classify

import (
	"context"
	"fmt"

	"covenant/extract"
	"covenant/tagger/nn"
)

// A Mark is a stretch of a document that a task is asked about.
type Mark struct {
	Task string
	Span extract.ByteSpan
}

// A Decision is the answer to one mark.
type Decision struct {
	Class         string    // the likeliest
	Probability   float64   // of it
	Probabilities []float64 // of the task's classes in their order; they sum to one
	// Decisive are the tokens that counted, in the order of the text. Their
	// weights sum to one: attention weights, or, with global max pooling, what the
	// units that come from the token add to the class; see [nn.Classifier.Evidence].
	Decisive []Position
	// Holding are the classes that hold, in their order, where several may;
	// Decisive is then nil, since each class has its own, and Probabilities do not
	// sum to one.
	Holding []Held
}

// Held is a class that holds beside others.
type Held struct {
	Class       string
	Probability float64
	// Decisive are the tokens that spoke for the class, in the order of the text:
	// their shares of what was added to its logit. They sum to one.
	Decisive []Position
}

// A Position is a token of the document and how much it counted.
type Position struct {
	Span   extract.ByteSpan
	Weight float64
}

// batchTokens bounds the tokens of a batch, and so its memory; larger ones are no
// faster.
const batchTokens = 512

// Decide answers the marks of one document, in their order. Errors are
// [ErrTask], [ErrSpan] and those of the context.
func (m *Model) Decide(ctx context.Context, doc *extract.Document, sentences []extract.Sentence, marks []Mark) ([]Decision, error) {
	if len(marks) == 0 {
		return nil, nil
	}
	x, err := m.read(doc.Text, sentences)
	if err != nil {
		return nil, fmt.Errorf("classify in %s: %w", doc.Path, err)
	}
	tasks, windows := make([]int, len(marks)), make([]window, len(marks))
	for i, k := range marks {
		if tasks[i], err = find(m.Tasks, k.Task); err == nil {
			windows[i], err = m.window(x, tasks[i], k.Span)
		}
		if err != nil {
			return nil, fmt.Errorf("classify in %s: %w", doc.Path, err)
		}
	}
	out := make([]Decision, len(marks))
	pass := m.passes.Get().(*nn.ClassifierPass)
	defer m.passes.Put(pass)
	for from := 0; from < len(marks); {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("classify in %s: %w", doc.Path, err)
		}
		var batch []nn.Sequence
		for size := 0; from+len(batch) < len(marks); {
			s := windows[from+len(batch)].seq
			if size += s.Len(); size > batchTokens && len(batch) > 0 {
				break
			}
			batch = append(batch, s)
		}
		m.Net.Infer(pass, batch)
		for i := range batch {
			out[from+i] = m.decision(pass, i, tasks[from+i], x.tokens[windows[from+i].from:])
		}
		from += len(batch)
	}
	return out, nil
}

// likeliest returns the number of the greatest probability, of equal ones the first.
func likeliest(p []float64) int {
	best := 0
	for i := range p {
		if p[i] > p[best] {
			best = i
		}
	}
	return best
}

// decision reads the answer to sequence i of a batch, whose tokens these are.
func (m *Model) decision(p *nn.ClassifierPass, i, task int, tokens []extract.Token) Decision {
	d := Decision{Probabilities: m.Net.Probabilities(p, i, task)}
	best := likeliest(d.Probabilities)
	d.Class, d.Probability = m.Tasks[task].Classes[best], d.Probabilities[best]
	if !m.Tasks[task].several() {
		d.Decisive = positions(m.Net.Evidence(p, i, task, best), tokens)
		return d
	}
	for c, least := range m.Tasks[task].Thresholds {
		if d.Probabilities[c] >= least {
			d.Holding = append(d.Holding, Held{
				Class: m.Tasks[task].Classes[c], Probability: d.Probabilities[c],
				Decisive: positions(shares(m.Net.Contributions(p, i, task, c)), tokens),
			})
		}
	}
	return d
}

// positions returns the tokens with a weight.
func positions(weights []float64, tokens []extract.Token) []Position {
	var out []Position
	for t, w := range weights {
		if w > 0 {
			out = append(out, Position{tokens[t], w})
		}
	}
	return out
}

// shares scales the positive ones of contributions so that they sum to one, and sets
// the others to zero.
func shares(parts []float64) []float64 {
	sum := 0.0
	for t, x := range parts {
		parts[t] = max(x, 0)
		sum += parts[t]
	}
	for t := range parts {
		if sum > 0 {
			parts[t] /= sum
		}
	}
	return parts
}
