package pipeline

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
)

// A Tagger finds the elements of a document. It is safe for concurrent use.
type Tagger interface {
	// Tag returns the elements in order of their spans, which do not overlap.
	Tag(ctx context.Context, doc *extract.Document, sentences []extract.Sentence) ([]extract.Element, error)
	// ID names the model so exactly that equal names give equal elements.
	ID() string
}

// tag finds the elements of each document.
func tag(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, t Tagger) <-chan *document {
	return stage(ctx, g, workers, StageTag, in, func(ctx context.Context, d *document) error {
		return tagDocument(ctx, d, t)
	})
}

func tagDocument(ctx context.Context, d *document, t Tagger) error {
	elements, err := t.Tag(ctx, d.record.Document, d.record.Sentences)
	if err != nil {
		return fmt.Errorf("%s: %w", StageTag, err)
	}
	d.record.Elements = elements
	return nil
}
