// Package fit learns the weights with which contract records are resolved.
//
// An example is one contract's candidates of a field, each right or wrong by
// what people answered. Fields have one value: their weights maximise the
// probability of the right candidates, or of there being none, under a softmax
// over all (a conditional logit model, McFadden 1974, marginal over right
// candidates). Parties are judged one by one, by logistic regression. Both are
// regularised by a Gaussian prior, convex or nearly so, and minimised by
// L-BFGS; the same examples give the same weights.
package fit

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"covenant/extract"
	"covenant/extract/resolve"
)

// ErrExamples means that the contracts and answers teach nothing.
var ErrExamples = errors.New("too few examples")

// precision is that of the Gaussian prior of the weights: its half times the
// sum of their squares is added to the loss.
const precision = 1

// intercept is the feature that every candidate of a field has; its weight is
// free of the prior, because none of them is as rare as a value of 0 would say.
const intercept = "bias"

// An example is one contract's candidates of a field.
type example struct {
	candidates []resolve.Candidate
	right      []bool // of each candidate
}

// weightsOf learns the weights of a field.
func weightsOf(field extract.FieldName, examples []example) (map[string]float64, error) {
	p := newProblem(examples, precision)
	loss := p.softmax
	if field == extract.FieldParty {
		loss = p.logistic
	}
	if len(p.names) == 0 {
		return nil, fmt.Errorf("learning to resolve %s: %w: %d contracts are answered, and none has a candidate", field, ErrExamples, len(examples))
	}
	problem := optimize.Problem{
		Func: func(w []float64) float64 { return loss(w, make([]float64, len(w))) },
		Grad: func(grad, w []float64) { clear(grad); loss(w, grad) },
	}
	settings := &optimize.Settings{GradientThreshold: 1e-4, MajorIterations: 500}
	result, err := optimize.Minimize(problem, make([]float64, len(p.names)), settings, &optimize.LBFGS{})
	if result == nil {
		return nil, fmt.Errorf("learning to resolve %s: %w", field, err)
	}
	// Of an error with a result, that the line search can get no lower, the
	// result is good enough.
	out := map[string]float64{}
	for i, name := range p.names {
		out[name] = result.X[i]
	}
	return out, nil
}

// A problem is a set of examples with the features as numbers.
type problem struct {
	names    []string
	examples []numbered
	l2       float64
}

type numbered struct {
	rows  [][]entry
	right []bool
}

type entry struct {
	feature int
	value   float64
}

func newProblem(examples []example, l2 float64) *problem {
	index := map[string]int{}
	for _, e := range examples {
		for _, c := range e.candidates {
			for _, f := range c.Features {
				index[f.Name] = 0
			}
		}
	}
	p := &problem{names: slices.Sorted(maps.Keys(index)), l2: l2}
	for i, name := range p.names {
		index[name] = i
	}
	for _, e := range examples {
		n := numbered{right: e.right}
		for _, c := range e.candidates {
			var row []entry
			for _, f := range c.Features {
				row = append(row, entry{index[f.Name], f.Value})
			}
			n.rows = append(n.rows, row)
		}
		p.examples = append(p.examples, n)
	}
	return p
}

func dot(row []entry, w []float64) float64 {
	s := 0.0
	for _, e := range row {
		s += e.value * w[e.feature]
	}
	return s
}

func (p *problem) prior(w, gradient []float64) float64 {
	loss := 0.0
	for i, x := range w {
		if p.names[i] == intercept {
			continue
		}
		loss += p.l2 / 2 * x * x
		gradient[i] += p.l2 * x
	}
	return loss
}

// softmax returns the loss and adds its gradient: -log of the summed
// probability of the right candidates, or of none where no candidate is right.
func (p *problem) softmax(w, gradient []float64) float64 {
	loss := p.prior(w, gradient)
	for _, e := range p.examples {
		scores := make([]float64, len(e.rows))
		anyRight := slices.Contains(e.right, true)
		all, right := 0.0, math.Inf(-1) // log sums; 0 is the score of none
		if !anyRight {
			right = 0
		}
		for i, c := range e.rows {
			scores[i] = dot(c, w)
			all = logAdd(all, scores[i])
			if e.right[i] {
				right = logAdd(right, scores[i])
			}
		}
		loss += all - right
		for i, c := range e.rows {
			g := math.Exp(scores[i] - all)
			if e.right[i] {
				g -= math.Exp(scores[i] - right)
			}
			for _, f := range c {
				gradient[f.feature] += g * f.value
			}
		}
	}
	return loss
}

// logistic returns the loss and adds its gradient: -log of the probability of
// each candidate's being right or wrong by itself.
func (p *problem) logistic(w, gradient []float64) float64 {
	loss := p.prior(w, gradient)
	for _, e := range p.examples {
		for i, c := range e.rows {
			s := dot(c, w)
			g := 1 / (1 + math.Exp(-s))
			if e.right[i] {
				loss += logAdd(0, -s)
				g--
			} else {
				loss += logAdd(0, s)
			}
			for _, f := range c {
				gradient[f.feature] += g * f.value
			}
		}
	}
	return loss
}

// logAdd returns log(exp(a)+exp(b)).
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
