package pipeline

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"covenant/extract/token"
)

// tokenize finds the sentences and tokens of each document.
func tokenize(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document) <-chan *document {
	return stage(ctx, g, workers, StageTokenize, in, tokenizeDocument)
}

func tokenizeDocument(ctx context.Context, d *document) error {
	sentences, err := token.Sentences(ctx, d.record.Document.Text)
	if err != nil {
		return fmt.Errorf("%s: %w", StageTokenize, err)
	}
	d.record.Sentences = sentences
	return nil
}
