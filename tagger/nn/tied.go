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
	rows   []float32 // [K×D] of the words that are scored
	drows  []float32 // their gradients
	s      []float32 // [N×K] exponentials of their scores
	ratio  []float32 // [N] what makes gradients of them: weight over their sum
	own    []float32 // [N] gradients of the targets' scores beyond those
	ys     []float32 // [N×D] y by the ratios
	ones   []float32
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
	p.begin(o, y, n, sample.ids)
	loss := 0.0
	add := make([]float32, k)
	for j, id := range sample.ids {
		add[j] = o.B.W[id] + sample.logit[j]
	}
	for i, t := range targets {
		s := p.s[i*k : (i+1)*k]
		kernel.Axpy(s, add, 1)
		score := kernel.Dot(y[i*d:(i+1)*d], o.row(t)) + o.B.W[t] - sample.from.logN[t]
		hit, found := slices.BinarySearch(sample.ids, t)
		if found {
			s[hit] = score // leaves the maximum as it is
		}
		top := p.exps(s, score)
		if found {
			s[hit] = 0
		}
		e := math.Exp(float64(score - top))
		sum := e + p.sum(s)
		loss += math.Log(sum) - float64(score-top)
		p.ratio[i], p.own[i] = float32(weight/sum), float32(weight*(e/sum-1))
	}
	p.backward(o, g, y, dy, sample.ids, targets)
	return weight * loss
}

// Loss is [TiedSoftmax.SampledLoss] over all words.
func (o *TiedSoftmax) Loss(p *TiedPass, g *Grads, y []float32, targets []int32, dy []float32, weight float64) float64 {
	n, v := len(targets), o.Table.Rows
	all := make([]int32, v)
	for i := range all {
		all[i] = int32(i)
	}
	p.begin(o, y, n, all)
	loss := 0.0
	for i, t := range targets {
		s := p.s[i*v : (i+1)*v]
		kernel.Axpy(s, o.B.W, 1)
		score := s[t]
		top := p.exps(s, score)
		sum := p.sum(s)
		loss += math.Log(sum) - float64(score-top)
		p.ratio[i], p.own[i] = float32(weight/sum), float32(-weight)
	}
	p.backward(o, g, y, dy, all, targets)
	return weight * loss
}

func (o *TiedSoftmax) row(id int32) []float32 {
	d := o.Table.Cols
	return o.Table.W[int(id)*d : (int(id)+1)*d]
}

// begin writes the products of y with the rows of some words to s.
func (p *TiedPass) begin(o *TiedSoftmax, y []float32, n int, ids []int32) {
	d, k := o.Table.Cols, len(ids)
	p.rows = resize(p.rows, k*d)
	for j, id := range ids {
		copy(p.rows[j*d:(j+1)*d], o.row(id))
	}
	if p.packed[0] == nil || p.packed[0].N() != k {
		p.packed[0], p.packed[1] = kernel.PackT(p.rows, d, k), kernel.Pack(p.rows, k, d)
	} else {
		p.packed[0].RepackT(p.rows)
		p.packed[1].Repack(p.rows)
	}
	p.s, p.ratio, p.own = resize(p.s, n*k), resize(p.ratio, n), resize(p.own, n)
	kernel.Mul(p.s, y, n, p.packed[0])
}

// backward adds the gradients of the words' rows and biases, and writes that of y.
// The gradient of a score is its exponential by the ratio of its row, and that of the
// target's has own added.
func (p *TiedPass) backward(o *TiedSoftmax, g *Grads, y, dy []float32, ids, targets []int32) {
	d, n, k := o.Table.Cols, len(targets), len(ids)
	p.drows, p.ys = resize(p.drows, k*d), resize(p.ys, n*d)
	clear(p.drows)
	kernel.Mul(dy, p.s, n, p.packed[1])
	db := make([]float32, k)
	for i, r := range p.ratio {
		kernel.Axpy(db, p.s[i*k:(i+1)*k], r)
		for j := i * d; j < (i+1)*d; j++ {
			p.ys[j] = r * y[j]
			dy[j] *= r
		}
	}
	kernel.MulTAdd(p.drows, p.s, p.ys, n, k, d, &p.work)
	table, bias := g.Of(o.Table), g.Of(o.B)
	for j, id := range ids {
		kernel.Axpy(table.touch(id, d), p.drows[j*d:(j+1)*d], 1)
		bias.touch(id, 1)[0] += db[j]
	}
	for i, t := range targets {
		kernel.Axpy(dy[i*d:(i+1)*d], o.row(t), p.own[i])
		kernel.Axpy(table.touch(t, d), y[i*d:(i+1)*d], p.own[i])
		bias.touch(t, 1)[0] += p.own[i]
	}
}

// exps replaces scores by the exponentials of how much they lie below the highest of
// them, or a higher one that is given, and returns that.
func (p *TiedPass) exps(s []float32, top float32) float32 {
	a, b, c, d := top, top, top, top
	x := s
	for ; len(x) >= 4; x = x[4:] {
		if x[0] > a {
			a = x[0]
		}
		if x[1] > b {
			b = x[1]
		}
		if x[2] > c {
			c = x[2]
		}
		if x[3] > d {
			d = x[3]
		}
	}
	for _, v := range x {
		a = max(a, v)
	}
	top = max(a, b, c, d)
	kernel.Axpy(s, p.row1(len(s)), -top)
	kernel.Exp(s, s)
	return top
}

func (p *TiedPass) sum(s []float32) float64 { return float64(kernel.Dot(s, p.row1(len(s)))) }

// row1 returns n ones.
func (p *TiedPass) row1(n int) []float32 {
	for len(p.ones) < n {
		p.ones = append(p.ones, 1)
	}
	return p.ones[:n]
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
			score := row[t]
			top := p.exps(row, score)
			out[from+i] = float64(score-top) - math.Log(p.sum(row))
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
		top := p.exps(exps, row[0])
		kernel.Axpy(row, p.row1(v), -top-float32(math.Log(p.sum(exps))))
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
