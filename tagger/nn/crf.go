package nn

import (
	"fmt"
	"math"
	"math/bits"
)

// MaxTags is the largest number of tags of a CRF: a set of tags is one word.
const MaxTags = 64

// A TagSet is a set of tags, bit k for tag k.
type TagSet uint64

// AllTags returns the set of the first k tags.
func AllTags(k int) TagSet { return TagSet(math.MaxUint64 >> (MaxTags - k)) }

// Has reports whether tag k is in the set.
func (s TagSet) Has(k int) bool { return s>>k&1 == 1 }

// A CRF scores sequences of tags by emissions and transitions (Lafferty et al.,
// ICML 2001; over a biLSTM: Huang et al. 2015, Lample et al., NAACL 2016):
//
//	score(y) = start[y₁] + Σ emission[t][y_t] + Σ trans[y_{t-1}][y_t] + end[y_T]
//
// Transitions that the tag scheme forbids have no probability at all.
type CRF struct {
	Trans *Param // [K×K], from row to column
	Start *Param // [1×K]
	End   *Param // [1×K]

	k     int
	first TagSet      // tags that may begin a sequence
	from  [][]int     // from[k]: the tags that may precede k
	in    [][]float32 // in[k][n]: the score of the transition from from[k][n] to k
	expIn [][]float64 // exponentiated
	expS  []float64
	expE  []float64
}

// NewCRF returns a CRF over k tags with all scores zero. allowed says which tag
// may follow which, and first which may begin.
func NewCRF(k int, allowed func(from, to int) bool, first func(tag int) bool) (*CRF, error) {
	if k < 1 || k > MaxTags {
		return nil, fmt.Errorf("CRF with %d tags: must be 1 to %d", k, MaxTags)
	}
	c := &CRF{
		Trans: newParam("crf.trans", k, k), Start: newParam("crf.start", 1, k), End: newParam("crf.end", 1, k),
		k: k, from: make([][]int, k), in: make([][]float32, k), expIn: make([][]float64, k),
		expS: make([]float64, k), expE: make([]float64, k),
	}
	for to := range k {
		if first(to) {
			c.first |= 1 << to
		}
		for from := range k {
			if allowed(from, to) {
				c.from[to] = append(c.from[to], from)
			}
		}
		c.in[to], c.expIn[to] = make([]float32, len(c.from[to])), make([]float64, len(c.from[to]))
	}
	return c, nil
}

// Params returns the layer's parameters.
func (c *CRF) Params() []*Param { return []*Param{c.Trans, c.Start, c.End} }

// Tags returns the number of tags K.
func (c *CRF) Tags() int { return c.k }

// Prepare must be called after every change of the scores.
func (c *CRF) Prepare(bool) {
	for to, preds := range c.from {
		for n, from := range preds {
			score := c.Trans.W[from*c.k+to]
			c.in[to][n], c.expIn[to][n] = score, math.Exp(float64(score))
		}
	}
	for k := range c.k {
		c.expS[k], c.expE[k] = 0, math.Exp(float64(c.End.W[k]))
		if c.first.Has(k) {
			c.expS[k] = math.Exp(float64(c.Start.W[k]))
		}
	}
}

// A Lattice holds forward and backward scores of one sequence. Its memory is
// reused from one sequence to the next.
//
// Scores are kept as probabilities scaled to sum to one at each step
// (Rabiner, Proc. IEEE 1989, section V.A).
type Lattice struct {
	steps       int
	ex          []float64 // [T×K] exp(emission - max), 0 for tags outside the set
	alpha, beta []float64 // [T×K]
	scale       []float64 // [T]
	z           float64   // what remains of the partition function after scaling
	// LogZ is the logarithm of the summed exponentiated scores of all
	// sequences of tags inside the given sets.
	LogZ float64
}

func resize64(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n, n+n/4)
	}
	return s[:n]
}

// Sum runs the forward-backward algorithm over emissions [T×K]. sets, if not
// nil, limits the tags of each step. LogZ is -Inf when no sequence is possible.
func (c *CRF) Sum(l *Lattice, emissions []float32, sets []TagSet) {
	k := c.k
	n := len(emissions) / k
	l.steps = n
	l.ex, l.alpha, l.beta, l.scale = resize64(l.ex, n*k), resize64(l.alpha, n*k), resize64(l.beta, n*k), resize64(l.scale, n)
	l.LogZ = 0
	for t := range n {
		set := AllTags(k)
		if sets != nil {
			set &= sets[t]
		}
		em, ex := emissions[t*k:(t+1)*k], l.ex[t*k:(t+1)*k]
		top := math.Inf(-1)
		for s := set; s != 0; s &= s - 1 {
			top = max(top, float64(em[bits.TrailingZeros64(uint64(s))]))
		}
		clear(ex)
		for s := set; s != 0; s &= s - 1 {
			j := bits.TrailingZeros64(uint64(s))
			ex[j] = math.Exp(float64(em[j]) - top)
		}
		a := l.alpha[t*k : (t+1)*k]
		if t == 0 {
			for j := range k {
				a[j] = c.expS[j] * ex[j]
			}
		} else {
			prev := l.alpha[(t-1)*k : t*k]
			for j := range k {
				a[j] = 0
				if ex[j] == 0 {
					continue
				}
				sum, in := 0.0, c.expIn[j]
				for n, i := range c.from[j] {
					sum += prev[i] * in[n]
				}
				a[j] = sum * ex[j]
			}
		}
		sum := 0.0
		for _, v := range a {
			sum += v
		}
		l.scale[t] = sum
		if !(sum > 0) {
			l.LogZ = math.Log(sum) // -Inf, or NaN
			return
		}
		for j := range a {
			a[j] /= sum
		}
		l.LogZ += math.Log(sum) + top
	}
	l.z = 0
	last := (n - 1) * k
	for j := range k {
		l.beta[last+j] = c.expE[j]
		l.z += l.alpha[last+j] * c.expE[j]
	}
	l.LogZ += math.Log(l.z)
	for t := n - 2; t >= 0; t-- {
		b, next, ex := l.beta[t*k:(t+1)*k], l.beta[(t+1)*k:(t+2)*k], l.ex[(t+1)*k:(t+2)*k]
		clear(b)
		for j := range k {
			w := ex[j] * next[j] / l.scale[t+1]
			if w == 0 {
				continue
			}
			in := c.expIn[j]
			for n, i := range c.from[j] {
				b[i] += in[n] * w
			}
		}
	}
}

// Marginals writes the probability of each tag at each step to m [T×K].
func (l *Lattice) Marginals(m []float64) {
	for i := range m {
		m[i] = l.alpha[i] * l.beta[i] / l.z
	}
}

// addGradient adds weight times the expected counts of the lattice to the
// gradients of emissions, transitions, starts and ends.
func (c *CRF) addGradient(l *Lattice, weight float64, dem, dT, dS, dE []float32) {
	k := c.k
	for i := range dem {
		dem[i] += float32(weight * l.alpha[i] * l.beta[i] / l.z)
	}
	for j := range k {
		dS[j] += float32(weight * l.alpha[j] * l.beta[j] / l.z)
		last := (l.steps-1)*k + j
		dE[j] += float32(weight * l.alpha[last] * l.beta[last] / l.z)
	}
	for t := 1; t < l.steps; t++ {
		prev := l.alpha[(t-1)*k : t*k]
		for j := range k {
			w := weight * l.ex[t*k+j] * l.beta[t*k+j] / (l.scale[t] * l.z)
			if w == 0 {
				continue
			}
			in := c.expIn[j]
			for n, i := range c.from[j] {
				dT[i*k+j] += float32(w * prev[i] * in[n])
			}
		}
	}
}

// A CRFPass holds the two lattices of the loss.
type CRFPass struct {
	free, bound Lattice
}

// Loss returns the negative log-likelihood of the sequences inside sets, one
// set of possible tags for each step: with one tag each it is that of the one
// labelling, with more it sums over the labellings that a partial annotation
// leaves open (Tsuboi et al., COLING 2008). Gradients are added to g, that of
// the emissions [T×K] to dem; both are scaled by weight, as is the result. When
// no labelling inside sets is possible the loss is 0, when scores overflow it is
// NaN, and nothing is added.
func (c *CRF) Loss(p *CRFPass, g *Grads, emissions []float32, sets []TagSet, dem []float32, weight float64) float64 {
	c.Sum(&p.bound, emissions, sets)
	if math.IsInf(p.bound.LogZ, -1) {
		return 0
	}
	c.Sum(&p.free, emissions, nil)
	loss := weight * (p.free.LogZ - p.bound.LogZ)
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return math.NaN()
	}
	dT, dS, dE := g.Of(c.Trans).G, g.Of(c.Start).G, g.Of(c.End).G
	c.addGradient(&p.free, weight, dem, dT, dS, dE)
	c.addGradient(&p.bound, -weight, dem, dT, dS, dE)
	return loss
}

// Decode returns the best sequence of tags for emissions [T×K] (Viterbi 1967).
func (c *CRF) Decode(emissions []float32) []int {
	k := c.k
	n := len(emissions) / k
	if n == 0 {
		return nil
	}
	score, next := make([]float32, k), make([]float32, k)
	back := make([]uint8, n*k)
	inf := float32(math.Inf(-1))
	for j := range k {
		score[j] = inf
		if c.first.Has(j) {
			score[j] = c.Start.W[j] + emissions[j]
		}
	}
	for t := 1; t < n; t++ {
		for j := range k {
			best, arg, in := inf, 0, c.in[j]
			for n, i := range c.from[j] {
				if s := score[i] + in[n]; s > best {
					best, arg = s, i
				}
			}
			next[j] = best + emissions[t*k+j]
			back[t*k+j] = uint8(arg)
		}
		score, next = next, score
	}
	best := 0
	for j := range k {
		if score[j]+c.End.W[j] > score[best]+c.End.W[best] {
			best = j
		}
	}
	tags := make([]int, n)
	for t := n - 1; t >= 0; t-- {
		tags[t] = best
		best = int(back[t*k+best])
	}
	return tags
}

// SpanProbability returns the probability that steps [start, end) carry a tag
// of begin at start and of inside after it, and that no tag of inside follows:
// that exactly these steps are one span. The lattice must come from c.
func (c *CRF) SpanProbability(l *Lattice, start, end int, begin, inside TagSet) float64 {
	k := c.k
	v, next := make([]float64, k), make([]float64, k)
	for s := begin; s != 0; s &= s - 1 {
		j := bits.TrailingZeros64(uint64(s))
		v[j] = l.alpha[start*k+j]
	}
	step := func(t int, to TagSet, weight []float64) {
		clear(next)
		for s := to; s != 0; s &= s - 1 {
			j := bits.TrailingZeros64(uint64(s))
			sum, in := 0.0, c.expIn[j]
			for n, i := range c.from[j] {
				sum += v[i] * in[n]
			}
			next[j] = sum * l.ex[t*k+j] / l.scale[t]
			if weight != nil {
				next[j] *= weight[j]
			}
		}
		v, next = next, v
	}
	for t := start + 1; t < end; t++ {
		step(t, inside, nil)
	}
	if end < l.steps {
		step(end, AllTags(k)&^inside, l.beta[end*k:(end+1)*k])
	} else {
		for j := range v {
			v[j] *= c.expE[j]
		}
	}
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return min(1, sum/l.z)
}
