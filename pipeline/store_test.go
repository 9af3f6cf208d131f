package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"covenant/extract"
	"covenant/extract/read"
	"covenant/store"
)

// A record that the database refuses is a failed document, not a failed run.
func TestARecordThatIsRefusedIsADocumentThatFails(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contract, "b.txt": contract})
	path := filepath.Join(t.TempDir(), "contracts.db")
	sum := runOn(t, path, dir, Options{Read: func(ctx context.Context, p string) (*extract.Document, error) {
		d, err := read.Read(ctx, p)
		if filepath.Base(p) == "a.txt" {
			d.Pages[0].Span.End = 1 << 20
		}
		return d, err
	}})
	if sum.Read != 1 || sum.Failed != 1 || !errors.Is(sum.Failures[0].Err, store.ErrRecord) {
		t.Errorf("summary: %+v", sum)
	}
}

// brokenDatabase fails to write from some document on.
type brokenDatabase struct {
	*store.Store
	left atomic.Int32
}

var errFull = errors.New("disk full")

func (b *brokenDatabase) Write(ctx context.Context, runID int64, rec *extract.Record) error {
	if b.left.Add(-1) < 0 {
		return errFull
	}
	return b.Store.Write(ctx, runID, rec)
}

func TestADatabaseThatFailsEndsTheRun(t *testing.T) {
	files := map[string]string{}
	for i := range 50 {
		files[fmt.Sprintf("%02d.txt", i)] = contract
	}
	db := &brokenDatabase{Store: openStore(t, filepath.Join(t.TempDir(), "contracts.db"))}
	db.left.Store(5)
	sum, err := Run(t.Context(), db, []string{folder(t, files)}, Options{Tagger: wordTagger{}})
	if !errors.Is(err, errFull) || sum.Read != 5 || sum.Interrupted {
		t.Errorf("error %v, summary %+v", err, sum)
	}
}
