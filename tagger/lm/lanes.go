package lm

import (
	"covenant/tagger/nn"
)

// A piece is the part of a document that a lane reads in one window: from symbol From
// it predicts each next one up to To. Symbols are counted in the order of reading.
type piece struct {
	lane     int
	doc      int
	from, to int
}

// A place is how far a lane has read its document.
type place struct {
	Doc int // -1: none
	At  int // symbols that were read
}

// lanes reads documents side by side, window by window. Documents are of different
// length: a lane that is through with one gets the next from deal, until that has
// none left.
type lanes struct {
	docs   []document
	places []place
	deal   func() (doc int, ok bool)
}

func newLanes(docs []document, n int, deal func() (int, bool)) *lanes {
	l := &lanes{docs: docs, places: make([]place, n), deal: deal}
	for i := range l.places {
		l.places[i].Doc = -1
	}
	return l
}

// next appends the pieces of the next window to list; none when all is read.
func (l *lanes) next(list []piece, window int) []piece {
	for i := range l.places {
		p := &l.places[i]
		if p.Doc < 0 {
			doc, ok := l.deal()
			if !ok {
				continue
			}
			*p = place{Doc: doc}
		}
		end := l.docs[p.Doc].symbols()
		to := min(p.At+window, end)
		list = append(list, piece{lane: i, doc: p.Doc, from: p.At, to: to})
		if p.At = to; to == end {
			p.Doc = -1
		}
	}
	return list
}

func symbols(list []piece) int {
	n := 0
	for _, p := range list {
		n += p.to - p.from
	}
	return n
}

// in returns symbol k of a document in a direction's order of reading.
func (d document) in(way nn.Direction, k int) int32 {
	if way == nn.Backward {
		return d[len(d)-1-k]
	}
	return d[k]
}

// carried holds the states of a way's layers at the end of each lane's last window.
type carried struct {
	layers []nn.State // [lanes×H]
	batch  []nn.State // of the pieces of the present window
	hidden int
}

func newCarried(w *Way, lanes int) *carried {
	c := &carried{hidden: w.Layers[0].Hidden()}
	for range w.Layers {
		c.layers = append(c.layers, nn.NewState(lanes, c.hidden))
		c.batch = append(c.batch, nn.NewState(lanes, c.hidden))
	}
	return c
}

// begin returns the states with which the pieces begin: those of their lanes, or
// zeros at the start of a document.
func (c *carried) begin(list []piece) []nn.State {
	h := c.hidden
	for i, s := range c.layers {
		b := &c.batch[i]
		b.H, b.C = b.H[:len(list)*h], b.C[:len(list)*h]
		for j, p := range list {
			to, from := j*h, p.lane*h
			if p.from == 0 {
				clear(b.H[to : to+h])
				clear(b.C[to : to+h])
				continue
			}
			copy(b.H[to:to+h], s.H[from:from+h])
			copy(b.C[to:to+h], s.C[from:from+h])
		}
	}
	return c.batch
}

// end takes the states with which the pieces end from the batch.
func (c *carried) end(list []piece) {
	h := c.hidden
	for i, s := range c.layers {
		for j, p := range list {
			copy(s.H[p.lane*h:(p.lane+1)*h], c.batch[i].H[j*h:])
			copy(s.C[p.lane*h:(p.lane+1)*h], c.batch[i].C[j*h:])
		}
	}
}
