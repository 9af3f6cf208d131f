package nn

import "math/rand/v2"

// A Dropout zeroes units with probability P and scales the others by 1/(1-P)
// (Srivastava et al., JMLR 2014). One mask is drawn per sequence and kept over
// time, as Gal and Ghahramani (NeurIPS 2016) propose for recurrent networks, or
// one for every token where PerStep is set.
type Dropout struct {
	P       float32
	PerStep bool
}

// A DropoutPass remembers the masks of one forward pass.
type DropoutPass struct {
	mask []float32 // [sequences×dim], or [N×dim]
	on   bool
}

// Forward applies dropout to x [N×dim] in place. A nil rng means inference:
// nothing changes.
func (d Dropout) Forward(p *DropoutPass, x []float32, dim int, l *Layout, rng *rand.Rand) {
	p.on = rng != nil && d.P > 0
	if !p.on {
		return
	}
	masks := len(l.Lens)
	if d.PerStep {
		masks = l.Rows()
	}
	p.mask = resize(p.mask, masks*dim)
	keep := 1 / (1 - d.P)
	for i := range p.mask {
		p.mask[i] = 0
		if rng.Float32() >= d.P {
			p.mask[i] = keep
		}
	}
	d.apply(p, x, dim, l)
}

// Backward applies the same masks to the gradient dx [N×dim] in place.
func (d Dropout) Backward(p *DropoutPass, dx []float32, dim int, l *Layout) {
	if p.on {
		d.apply(p, dx, dim, l)
	}
}

func (d Dropout) apply(p *DropoutPass, x []float32, dim int, l *Layout) {
	for t := range l.Steps() {
		n := l.Active(t) * dim
		row, mask := x[l.Off[t]*dim:l.Off[t]*dim+n], p.mask
		if d.PerStep {
			mask = p.mask[l.Off[t]*dim:]
		}
		for i, m := range mask[:n] {
			row[i] *= m
		}
	}
}
