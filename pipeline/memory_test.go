package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"covenant/extract"
	"covenant/extract/read"
	"covenant/store"
)

func TestHeldDocumentsAreBounded(t *testing.T) {
	const size, many = 1000, 40
	files := map[string]string{}
	for i := range many {
		files[fmt.Sprintf("%03d.txt", i)] = strings.Repeat("Acme pays. ", size)[:size]
	}
	files["huge.txt"] = strings.Repeat("x ", 50*size)
	dir := folder(t, files)
	for _, test := range []struct {
		name      string
		documents int
		maxBytes  int64
		want      int32 // documents held at once
	}{
		{"by number", 3, 0, 3},
		{"by size", 100, 2 * (heldPerByte*size + 1), 2},
		{"one at least", 100, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := &countingDatabase{Store: openStore(t, filepath.Join(t.TempDir(), "contracts.db"))}
			sum, err := Run(t.Context(), db, []string{dir}, Options{
				Tagger: wordTagger{}, Workers: 8, Documents: test.documents, MaxBytes: test.maxBytes,
				Read: func(ctx context.Context, p string) (*extract.Document, error) {
					db.took()
					return read.Read(ctx, p)
				},
			})
			if err != nil || sum.Read != many+1 {
				t.Fatalf("error %v, summary %+v", err, sum)
			}
			if most := db.most.Load(); most > test.want {
				t.Errorf("held %d documents at once, want at most %d", most, test.want)
			}
		})
	}
}

// countingDatabase counts the documents that were read and not yet stored.
type countingDatabase struct {
	*store.Store
	held, most atomic.Int32
}

func (c *countingDatabase) took() {
	n := c.held.Add(1)
	for {
		m := c.most.Load()
		if n <= m || c.most.CompareAndSwap(m, n) {
			return
		}
	}
}

func (c *countingDatabase) Write(ctx context.Context, runID int64, rec *extract.Record) error {
	err := c.Store.Write(ctx, runID, rec)
	c.held.Add(-1)
	return err
}
