package nn

import (
	"math/rand/v2"

	"covenant/tagger/kernel"
)

// A GRU is one layer of gated recurrent units in one direction (Cho et al.,
// EMNLP 2014), with the reset gate after the product, so that one product serves
// all gates (as cuDNN and PyTorch have it):
//
//	r = σ(x·Wx_r + h'·Wh_r + b_r)    u = σ(x·Wx_u + h'·Wh_u + b_u)
//	n = tanh(x·Wx_n + b_n + r∘(h'·Wh_n + c))
//	h = (1-u)∘n + u∘h'
//
// where h' is the previous step's state, zero at the start. The gates stand side
// by side in the order r, u, n.
type GRU struct {
	recurrent
	C *Param // [1×H]
}

// NewGRU returns a layer of the given input width and hidden size. Weights are
// Glorot-uniform, biases zero.
func NewGRU(name string, input, hidden int, reverse bool, rng *rand.Rand) *GRU {
	return &GRU{newRecurrent(name, input, hidden, 3, reverse, rng), newParam(name+".c", 1, hidden)}
}

// Params returns the layer's parameters.
func (l *GRU) Params() []*Param { return append(l.recurrent.Params(), l.C) }

// Forward computes the hidden states [N×H] of x [N×I]. The result belongs to
// the pass and stands until its next Forward.
func (l *GRU) Forward(p *CellPass, x []float32, lay *Layout) []float32 {
	h, rows := l.Hidden(), lay.Rows()
	p.begin(x, lay, h, 3)
	p.rec = resize(p.rec, rows*3*h)
	l.project(p.z, x, rows)
	l.steps(lay, func(row, n, prev, m int) {
		kernel.Mul(p.rec[row*3*h:(row+m)*3*h], p.h[prev*h:(prev+m)*h], m, l.wh)
		clear(p.rec[(row+m)*3*h : (row+n)*3*h])
		for i := range n {
			before := p.start[:h]
			if i < m {
				before = p.h[(prev+i)*h : (prev+i+1)*h]
			}
			at := row + i
			l.gates(p.h[at*h:(at+1)*h], p.z[at*3*h:(at+1)*3*h], p.rec[at*3*h:(at+1)*3*h], before)
		}
	})
	return p.h
}

// gates computes one row: out is h, z becomes r, u, n, and rec's last part the
// bracket of the candidate n.
func (l *GRU) gates(out, z, rec, before []float32) {
	h := len(out)
	kernel.Axpy(z[:2*h], rec[:2*h], 1)
	kernel.Sigmoid(z[:2*h], z[:2*h])
	r, u, n, inner := z[:h], z[h:2*h], z[2*h:3*h], rec[2*h:3*h]
	for j, c := range l.C.W {
		inner[j] += c
		n[j] += r[j] * inner[j]
	}
	kernel.Tanh(n, n)
	for j := range out {
		out[j] = n[j] + u[j]*(before[j]-n[j])
	}
}

// Backward takes the gradient dh [N×H] of Forward's result, which it uses as
// scratch space, adds to the gradients of the parameters, and adds the
// gradient of the input to dx [N×I].
func (l *GRU) Backward(p *CellPass, g *Grads, dh, dx []float32) {
	h := l.Hidden()
	p.beginBackward(&l.recurrent)
	dC := g.Of(l.C).G
	l.stepsBack(p.layout, func(row, n, prev, m int) {
		for i := range n {
			at := row + i
			dBefore := p.drop[:h]
			if i < m {
				dBefore = dh[(prev+i)*h : (prev+i+1)*h]
			}
			gruGatesBackward(p.z[at*3*h:(at+1)*3*h], p.rec[at*3*h:(at+1)*3*h], p.prev[at*h:(at+1)*h], dh[at*h:(at+1)*h], dBefore)
			kernel.Axpy(dC, p.rec[(at*3+2)*h:(at+1)*3*h], 1)
		}
		if m > 0 {
			kernel.MulAdd(dh[prev*h:(prev+m)*h], p.rec[row*3*h:(row+m)*3*h], m, l.whT)
		}
	})
	l.projectBackward(p, g, p.z, p.rec, dx)
}

// gruGatesBackward overwrites one row of z by the gradients of the input's
// projection and of rec by those of the state's, and adds to dBefore what flows
// past the gates.
func gruGatesBackward(z, rec, before, dh, dBefore []float32) {
	h := len(dh)
	r, u, n := z[:h], z[h:2*h], z[2*h:3*h]
	recR, recU, inner := rec[:h], rec[h:2*h], rec[2*h:3*h]
	for j, d := range dh {
		rj, uj, nj := r[j], u[j], n[j]
		dBefore[j] += d * uj
		dn := d * (1 - uj) * (1 - nj*nj)
		dr := dn * inner[j] * rj * (1 - rj)
		du := d * (before[j] - nj) * uj * (1 - uj)
		r[j], u[j], n[j] = dr, du, dn
		recR[j], recU[j], inner[j] = dr, du, dn*rj
	}
}
