package nn

import (
	"math"
	"math/rand/v2"
)

// An Embedding maps ids to rows of a table [V×D]. A frozen table stays as it is.
type Embedding struct {
	Table *Param
}

// NewEmbedding returns a table of v rows of width d, uniform in ±√(3/d) (as in
// Lample et al., NAACL 2016), so that vectors have unit length on average.
func NewEmbedding(name string, v, d int, rng *rand.Rand) *Embedding {
	e := &Embedding{Table: newParam(name, v, d)}
	e.Table.Sparse = true
	uniform(e.Table.W, math.Sqrt(3/float64(d)), rng)
	return e
}

// Dim returns the width D.
func (e *Embedding) Dim() int { return e.Table.Cols }

// Forward writes the vectors of ids into columns [col, col+D) of out [N×width].
func (e *Embedding) Forward(out []float32, width, col int, ids []int32) {
	d := e.Table.Cols
	for n, id := range ids {
		copy(out[n*width+col:n*width+col+d], e.Table.W[int(id)*d:(int(id)+1)*d])
	}
}

// Backward adds the gradient of Forward's output, dout [N×width], to the
// table's.
func (e *Embedding) Backward(g *Grads, dout []float32, width, col int, ids []int32) {
	if e.Table.Frozen {
		return
	}
	d, grad := e.Table.Cols, g.Of(e.Table)
	for n, id := range ids {
		row := grad.touch(id, d)
		for j, v := range dout[n*width+col : n*width+col+d] {
			row[j] += v
		}
	}
}
