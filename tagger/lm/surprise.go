package lm

import (
	"context"
	"math"

	"covenant/tagger/nn"
)

// Surprise returns how many bits the model needs for each symbol of each stretch of
// text, -log₂ p. Each stretch is read for itself, by the forward direction if there is
// one. The probability of the unknown symbol is shared out as [Model.Score] does it.
// All work is done by the caller's goroutine.
func (m *Model) Surprise(ctx context.Context, stretches [][]string) ([][]float64, error) {
	w := m.Ways[0]
	out := make([][]float64, len(stretches))
	states := make([]nn.State, len(w.Layers))
	p, ok := m.passes.Get().(*pass)
	if !ok {
		p = new(pass)
	}
	defer m.passes.Put(p)
	var logs []float64
	for from := 0; from < len(stretches); from += surpriseLanes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		docs := make([]document, 0, surpriseLanes)
		var pieces []piece
		for i, s := range stretches[from:min(from+surpriseLanes, len(stretches))] {
			docs = append(docs, m.stretch(s, w.Direction))
			if len(s) > 0 {
				pieces = append(pieces, piece{doc: i, to: len(s)})
			}
		}
		if len(pieces) == 0 {
			continue
		}
		for i := range states {
			states[i] = nn.NewState(len(pieces), m.Config.Hidden)
		}
		p.fill(w.Direction, docs, pieces)
		m.forward(p, w, states, nn.Dropout{}, nil)
		logs = append(logs[:0], make([]float64, len(p.targets))...)
		m.Out.LogProbs(&p.tied, logs, p.y, p.targets)
		for i, o := range p.layout.Order {
			bits := make([]float64, p.layout.Lens[i])
			for t := range bits {
				row, at := p.layout.Off[t]+i, t
				logp := logs[row]
				if p.targets[row] == unknown {
					logp += m.unknownLogProb()
				}
				if w.Direction == nn.Backward {
					at = len(bits) - 1 - t
				}
				bits[at] = -logp / math.Ln2
			}
			out[from+pieces[o].doc] = bits
		}
	}
	return out, nil
}

// surpriseLanes is how many stretches are read side by side: so few that their
// activations stay in the second cache.
const surpriseLanes = 8

// stretch returns a bound and the ids of symbols, in the text's order: the bound is
// what a direction reads first.
func (m *Model) stretch(symbols []string, way nn.Direction) document {
	d := make(document, 0, len(symbols)+1)
	if way != nn.Backward {
		d = append(d, bound)
	}
	for _, s := range symbols {
		d = append(d, m.index[s])
	}
	if way == nn.Backward {
		d = append(d, bound)
	}
	return d
}
