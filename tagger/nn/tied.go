package nn

import (
	"math"
	"slices"

	"covenant/tagger/kernel"
)

// A TiedSoftmax predicts one of V words from a vector y as wide as their embeddings,
// whose table [V×D] also is the output's weights (Inan et al., ICLR 2017; Press and
// Wolf, EACL 2017): p(w) = exp(s_w) / Σ_v exp(s_v) with s_w = y·E_w + b_w.
type TiedSoftmax struct {
	Table *Param // [V×D], the embedding's
	B     *Param // [V×1]

	tableT *kernel.Packed // [D×V]
}

// NewTiedSoftmax returns an output over the words of a table, without bias.
func NewTiedSoftmax(name string, table *Param) *TiedSoftmax {
	b := newParam(name+".b", table.Rows, 1)
	b.Sparse = true
	return &TiedSoftmax{Table: table, B: b}
}

// Params returns the parameters other than the table.
func (o *TiedSoftmax) Params() []*Param { return []*Param{o.B} }

// Prepare packs the whole table for [TiedSoftmax.LogProbs] and
// [TiedSoftmax.LogSoftmax], which are wrong after a change of the weights without it.
// The losses do not need it.
func (o *TiedSoftmax) Prepare() {
	o.tableT = repackT(o.tableT, o.Table.W, o.Table.Cols, o.Table.Rows)
}

// A TiedPass is scratch memory of a [TiedSoftmax]. It is not for concurrent use.
type TiedPass struct {
	rows   []float32 // [K×D] of the sample
	drows  []float32 // their gradients
	s      []float32 // [N×K] scores, then their gradients
	packed [2]*kernel.Packed
	work   kernel.Workspace
}

// SampledLoss returns the cross-entropy of the target words under the softmax over
// each target and the words of a sample other than it, summed over the rows of y
// [N×D] and scaled by weight: sampled softmax (Jean et al., ACL 2015, section 3.2;
// the correction by the logarithm of how often a word is drawn after Bengio and
// Senécal, IEEE TNN 2008). It adds to the gradients of table and bias and writes that
// of y to dy.
func (o *TiedSoftmax) SampledLoss(p *TiedPass, g *Grads, y []float32, targets []int32, sample *Sample, dy []float32, weight float64) float64 {
	d, n, k := o.Table.Cols, len(targets), len(sample.ids)
	p.gather(o, sample.ids)
	p.s = resize(p.s, n*k)
	kernel.Mul(p.s, y, n, p.packed[0])
	gt, gb := g.Of(o.Table), g.Of(o.B)
	loss := 0.0
	own := make([]float32, n) // gradients of the targets' scores
	for i, t := range targets {
		s := p.s[i*k : (i+1)*k]
		hit := -1
		for j, id := range sample.ids {
			if s[j] += o.B.W[id] + sample.logit[j]; id == t {
				hit = j
			}
		}
		if hit >= 0 {
			s[hit] = float32(math.Inf(-1))
		}
		score := kernel.Dot(y[i*d:(i+1)*d], o.Table.W[int(t)*d:(int(t)+1)*d]) + o.B.W[t] - sample.from.logN[t]
		top := max(score, slices.Max(s))
		for j := range s {
			s[j] -= top
		}
		kernel.Exp(s, s)
		if hit >= 0 {
			s[hit] = 0
		}
		e := math.Exp(float64(score - top))
		sum := e
		for _, x := range s {
			sum += float64(x)
		}
		loss += math.Log(sum) - float64(score-top)
		own[i] = float32(weight * (e/sum - 1))
		scale(s, float32(weight/sum))
	}
	p.backward(o, y, dy, n, k)
	p.scatter(o, gt, gb, sample.ids, n)
	for i, t := range targets {
		yi, row := y[i*d:(i+1)*d], o.Table.W[int(t)*d:(int(t)+1)*d]
		kernel.Axpy(dy[i*d:(i+1)*d], row, own[i])
		kernel.Axpy(gt.touch(t, d), yi, own[i])
		gb.touch(t, 1)[0] += own[i]
	}
	return weight * loss
}

// Loss is [TiedSoftmax.SampledLoss] over all words.
func (o *TiedSoftmax) Loss(p *TiedPass, g *Grads, y []float32, targets []int32, dy []float32, weight float64) float64 {
	n, v := len(targets), o.Table.Rows
	p.rows = append(p.rows[:0], o.Table.W...)
	p.pack(o, v)
	p.s = resize(p.s, n*v)
	kernel.Mul(p.s, y, n, p.packed[0])
	loss := 0.0
	for i, t := range targets {
		s := p.s[i*v : (i+1)*v]
		kernel.Axpy(s, o.B.W, 1)
		score := float64(s[t])
		logSum := softmaxInPlace(s)
		loss += logSum - score
		s[t]--
		scale(s, float32(weight))
	}
	p.backward(o, y, dy, n, v)
	all := make([]int32, v)
	for i := range all {
		all[i] = int32(i)
	}
	p.scatter(o, g.Of(o.Table), g.Of(o.B), all, n)
	return weight * loss
}

// softmaxInPlace makes probabilities of scores and returns the logarithm of the sum
// of the scores' exponentials.
func softmaxInPlace(s []float32) float64 {
	top := slices.Max(s)
	for j := range s {
		s[j] -= top
	}
	kernel.Exp(s, s)
	sum := 0.0
	for _, x := range s {
		sum += float64(x)
	}
	scale(s, float32(1/sum))
	return math.Log(sum) + float64(top)
}

func scale(x []float32, f float32) {
	for i := range x {
		x[i] *= f
	}
}

// gather collects the rows of some words.
func (p *TiedPass) gather(o *TiedSoftmax, ids []int32) {
	d := o.Table.Cols
	p.rows = resize(p.rows, len(ids)*d)
	for j, id := range ids {
		copy(p.rows[j*d:(j+1)*d], o.Table.W[int(id)*d:(int(id)+1)*d])
	}
	p.pack(o, len(ids))
}

// pack packs the collected rows for both passes.
func (p *TiedPass) pack(o *TiedSoftmax, k int) {
	d := o.Table.Cols
	if p.packed[0] == nil || p.packed[0].N() != k {
		p.packed[0], p.packed[1] = kernel.PackT(p.rows, d, k), kernel.Pack(p.rows, k, d)
		return
	}
	p.packed[0].RepackT(p.rows)
	p.packed[1].Repack(p.rows)
}

// backward writes the gradients of y, and of the collected rows to drows, from those
// of the scores.
func (p *TiedPass) backward(o *TiedSoftmax, y, dy []float32, n, k int) {
	d := o.Table.Cols
	kernel.Mul(dy, p.s, n, p.packed[1])
	p.drows = resize(p.drows, k*d)
	clear(p.drows)
	kernel.MulTAdd(p.drows, p.s, y, n, k, d, &p.work)
}

// scatter adds the gradients of the collected rows, and of the biases, to those of
// the words.
func (p *TiedPass) scatter(o *TiedSoftmax, table, bias *Grad, ids []int32, n int) {
	d, k := o.Table.Cols, len(ids)
	db := make([]float32, k)
	kernel.SumRowsAdd(db, p.s, n)
	for j, id := range ids {
		kernel.Axpy(table.touch(id, d), p.drows[j*d:(j+1)*d], 1)
		bias.touch(id, 1)[0] += db[j]
	}
}

// exactRows is how many rows of scores over all words are held at a time.
const exactRows = 64

// LogProbs writes the logarithm of each target's probability, over all words, to out
// for the rows of y [N×D].
func (o *TiedSoftmax) LogProbs(p *TiedPass, out []float64, y []float32, targets []int32) {
	d, v := o.Table.Cols, o.Table.Rows
	for from := 0; from < len(targets); from += exactRows {
		part := targets[from:min(from+exactRows, len(targets))]
		s := o.scores(p, y[from*d:], len(part))
		for i, t := range part {
			row := s[i*v : (i+1)*v]
			score := float64(row[t])
			out[from+i] = score - softmaxInPlace(row)
		}
	}
}

// LogSoftmax returns the log-probabilities [N×V] of all words for the rows of y
// [N×D]. They belong to the pass and stand until its next use.
func (o *TiedSoftmax) LogSoftmax(p *TiedPass, y []float32, n int) []float32 {
	v := o.Table.Rows
	s := o.scores(p, y, n)
	exps := make([]float32, v)
	for i := range n {
		row := s[i*v : (i+1)*v]
		copy(exps, row)
		logSum := float32(softmaxInPlace(exps))
		for j := range row {
			row[j] -= logSum
		}
	}
	return s
}

// scores returns the scores [N×V] of all words.
func (o *TiedSoftmax) scores(p *TiedPass, y []float32, n int) []float32 {
	p.s = resize(p.s, n*o.Table.Rows)
	kernel.Mul(p.s, y, n, o.tableT)
	kernel.AddRow(p.s, o.B.W, n)
	return p.s
}
