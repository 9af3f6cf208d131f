package word2vec

import (
	"math"

	"covenant/tagger/kernel"
)

// overlay is a shard's own copy of those rows of a matrix [V×D] that it has
// touched. The matrix below is only read, so that shards run side by side.
type overlay struct {
	base []float32 // [V×D]
	dim  int
	slot []int32   // [V]: where a row stands in data, -1: not touched
	data []float32 // the touched rows, one after another
	hits []float32 // how often each of them was updated
}

func newOverlay(base []float32, dim int) *overlay {
	o := &overlay{base: base, dim: dim, slot: make([]int32, len(base)/dim)}
	for i := range o.slot {
		o.slot[i] = -1
	}
	return o
}

// touch returns the slot of a row that is about to be updated. It may move data:
// slices that at gave before are of no use after it.
func (o *overlay) touch(row int32) int32 {
	s := o.slot[row]
	if s < 0 {
		s = int32(len(o.hits))
		o.slot[row] = s
		o.data = append(o.data, o.base[int(row)*o.dim:int(row+1)*o.dim]...)
		o.hits = append(o.hits, 0)
	}
	o.hits[s]++
	return s
}

func (o *overlay) at(slot int32) []float32 {
	return o.data[int(slot)*o.dim : (int(slot)+1)*o.dim]
}

func (o *overlay) reset() {
	o.data, o.hits = o.data[:0], o.hits[:0]
}

// merge brings the rows [from, to) of the overlays into the matrix below, and
// forgets them. Merges of different rows may run side by side; reset follows when
// all are done.
//
// Where several shards have updated a row, the sum of their changes is what one
// walk over all their text would have done as long as the changes are small; but
// where each shard has nearly reached the optimum, the sum overshoots and their
// mean is right. Near the optimum of a loss of curvature c, n updates at the
// learning rate r cover the share 1-exp(-r·c·n) of the way. So the sum is scaled
// by that share for all updates together over the sum of the shards' shares: 1
// for few updates, one over the number of shards for many. curvature is r·c.
func merge(overlays []*overlay, from, to int, curvature float64, scratch []float32) {
	base, dim := overlays[0].base, overlays[0].dim
	for row := from; row < to; row++ {
		var last []float32
		touched, hits, shares := 0, 0.0, 0.0
		for _, o := range overlays {
			s := o.slot[row]
			if s < 0 {
				continue
			}
			if touched++; touched == 1 {
				clear(scratch)
			}
			last = o.at(s)
			kernel.Axpy(scratch, last, 1)
			n := float64(o.hits[s])
			hits += n
			shares += -math.Expm1(-curvature * n)
			o.slot[row] = -1
		}
		under := base[row*dim : (row+1)*dim]
		switch touched {
		case 0:
		case 1:
			copy(under, last)
		default:
			kernel.Axpy(scratch, under, -float32(touched))
			kernel.Axpy(under, scratch, float32(-math.Expm1(-curvature*hits)/shares))
		}
	}
}
