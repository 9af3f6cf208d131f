package pipeline

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
	"covenant/store"
)

// A Database is where a run writes to; [store.Store] is one.
type Database interface {
	Path() string
	BeginRun(ctx context.Context, info store.RunInfo) (runID int64, err error)
	Known(ctx context.Context, path string) (store.Known, bool, error)
	Write(ctx context.Context, runID int64, rec *extract.Record) error
	MarkUnchanged(ctx context.Context, runID int64, path string) error
	FinishRun(ctx context.Context, runID int64) error
}

// keep is the last stage: it stores each document, gives its memory back and
// calls stored, all in one goroutine. It is the database's only writer.
func keep(ctx context.Context, g *errgroup.Group, in <-chan *document, db Database, runID int64, room *memory, stored func(*document)) {
	g.Go(func() error {
		for d := range receive(ctx, in) {
			if err := keepDocument(ctx, db, runID, d); err != nil {
				return err
			}
			room.give(d)
			stored(d)
		}
		return ctx.Err()
	})
}

// keepDocument writes one document. One that the database refuses is written
// again as failed and without its text; if that fails too, the fault is not the document's and the
// error ends the run.
func keepDocument(ctx context.Context, db Database, runID int64, d *document) error {
	if d.unchanged {
		if err := db.MarkUnchanged(ctx, runID, d.path); err != nil {
			return fmt.Errorf("noting %s as unchanged: %w", d.path, err)
		}
		return nil
	}
	err := db.Write(ctx, runID, &d.record)
	if err == nil || ctx.Err() != nil {
		return err
	}
	d.fail(extract.StatusFailed, fmt.Errorf("store: %w", err))
	known := d.record.Document
	d.record.Document = &extract.Document{Path: d.path, SHA256: known.SHA256, Format: known.Format, Bytes: known.Bytes}
	if err := db.Write(ctx, runID, &d.record); err != nil {
		return fmt.Errorf("storing %s: %w", d.path, err)
	}
	return nil
}
