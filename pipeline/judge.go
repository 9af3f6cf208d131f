package pipeline

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
	"covenant/tagger/legibility"
)

// judge scores the pages of each document and finds those that are garbled. Without a
// judge it does nothing.
func judge(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, j *legibility.Judge) <-chan *document {
	if j == nil {
		return in
	}
	return stage(ctx, g, workers, StageJudge, in, func(ctx context.Context, d *document) error {
		return judgeDocument(ctx, d, j)
	})
}

func judgeDocument(ctx context.Context, d *document, j *legibility.Judge) error {
	if j == nil {
		return nil
	}
	if err := j.Judge(ctx, d.record.Document); err != nil {
		return fmt.Errorf("%s: %w", StageJudge, err)
	}
	return nil
}

// flagGarbled flags the elements that stand on garbled pages, also in part.
func flagGarbled(doc *extract.Document, elements []extract.Element) {
	for _, p := range doc.Pages {
		if !p.Garbled {
			continue
		}
		first, _ := slices.BinarySearchFunc(elements, p.Span.Start+1, func(e extract.Element, at int) int { return e.Span.End - at })
		for i := first; i < len(elements) && elements[i].Span.Start < p.Span.End; i++ {
			if e := &elements[i]; !slices.Contains(e.Flags, extract.FlagGarbledPage) {
				e.Flags = append(e.Flags, extract.FlagGarbledPage)
			}
		}
	}
}

// garbledPages counts them.
func garbledPages(doc *extract.Document) int {
	n := 0
	for _, p := range doc.Pages {
		if p.Garbled {
			n++
		}
	}
	return n
}
