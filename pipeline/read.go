package pipeline

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
)

// A Reader turns a file into a document, which is not nil even beside an error.
type Reader func(ctx context.Context, path string) (*extract.Document, error)

// readFiles waits until the document fits into memory, then reads it. A file of no
// format that is read ends as skipped, any other error as failed.
func readFiles(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, open Reader, room *memory) <-chan *document {
	return stage(ctx, g, workers, StageRead, in, func(ctx context.Context, d *document) error {
		if err := room.take(ctx, d); err != nil {
			return err
		}
		return readDocument(ctx, d, open)
	})
}

func readDocument(ctx context.Context, d *document, open Reader) error {
	doc, err := open(ctx, d.path)
	if doc != nil {
		doc.Path = d.path
		d.record.Document = doc
	}
	return err
}

func statusOf(err error) extract.Status {
	if errors.Is(err, extract.ErrUnsupported) {
		return extract.StatusSkipped
	}
	return extract.StatusFailed
}
