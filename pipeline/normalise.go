package pipeline

import (
	"context"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
	"covenant/extract/normal"
	"covenant/extract/resolve"
)

// normalise gives the elements of each document their values and resolves
// them into contract records. A document that comes out of it is ok.
func normalise(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, w resolve.Weights) <-chan *document {
	return stage(ctx, g, workers, StageNormalise, in, func(_ context.Context, d *document) error {
		normaliseDocument(d, w)
		return nil
	})
}

func normaliseDocument(d *document, w resolve.Weights) {
	if w == nil {
		w = resolve.Default()
	}
	r := &d.record
	normal.Elements(r.Document, r.Sentences, r.Elements)
	r.Contracts = w.Contracts(r.Document, r.Sentences, r.Elements)
	flagGarbled(r.Document, r.Elements) // last: normal.Elements sets the flags anew
	r.Status = extract.StatusOK
}
