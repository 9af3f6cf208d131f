package pipeline

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// heldPerByte is about how much memory a byte of a file takes on its way: the
// byte itself, its text (files are often compressed), and 16 bytes of offsets
// for every token of about five characters.
const heldPerByte = 8

// memory bounds what the documents between reading and storing hold, by their
// number and by their size. A document larger than all of it goes alone.
type memory struct {
	bytes     *semaphore.Weighted
	documents *semaphore.Weighted
	capacity  int64
}

func newMemory(documents int, maxBytes int64) *memory {
	return &memory{semaphore.NewWeighted(maxBytes), semaphore.NewWeighted(int64(documents)), maxBytes}
}

// take waits for the document's share. Shares are given in the order of
// asking, so that a large document is not overtaken for ever.
func (m *memory) take(ctx context.Context, d *document) error {
	if err := m.documents.Acquire(ctx, 1); err != nil {
		return err
	}
	n := min(heldPerByte*d.bytes+1, m.capacity)
	if err := m.bytes.Acquire(ctx, n); err != nil {
		m.documents.Release(1)
		return err
	}
	d.held = n
	return nil
}

// give returns the document's share; nothing when it has none.
func (m *memory) give(d *document) {
	if d.held == 0 {
		return
	}
	m.bytes.Release(d.held)
	m.documents.Release(1)
	d.held = 0
}
