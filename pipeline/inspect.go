package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"covenant/extract/read"
	"covenant/extract/resolve"
	"covenant/tagger/legibility"
)

// ErrStage means that a stage's name is not one of [Inspectable].
var ErrStage = errors.New("no such stage")

// NeedsTagger reports whether an inspection up to the stage needs a tagger.
func (s Stage) NeedsTagger() bool { return s == StageTag || s == StageNormalise || s == StageClauses }

// Inspect runs the stages up to and including last on one file and writes
// nothing. The tagger is needed only from [StageTag] on, the finder of
// clauses only for [StageClauses]; the reader, the judge and the weights may be nil as in [Options]. Beside an error, the inspection holds what was known.
func Inspect(ctx context.Context, path string, last Stage, open Reader, j *legibility.Judge, t Tagger, w resolve.Weights, c ClauseFinder) (Inspection, error) {
	if !slices.Contains(Inspectable(), last) {
		return Inspection{}, fmt.Errorf("%w: %q; it can stop after %v", ErrStage, last, Inspectable())
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return Inspection{}, fmt.Errorf("resolving %s: %w", path, err)
	}
	if open == nil {
		open = read.Read
	}
	d := newDocument(path, 0)
	for _, s := range []struct {
		stage Stage
		work  work
	}{
		{StageRead, func(ctx context.Context, d *document) error { return readDocument(ctx, d, open) }},
		{StageJudge, func(ctx context.Context, d *document) error { return judgeDocument(ctx, d, j) }},
		{StageTokenize, tokenizeDocument},
		{StageTag, func(ctx context.Context, d *document) error { return tagDocument(ctx, d, t) }},
		{StageNormalise, func(_ context.Context, d *document) error { normaliseDocument(d, w); return nil }},
		{StageClauses, func(ctx context.Context, d *document) error { return clausesOfDocument(ctx, d, c) }},
	} {
		if attempt(ctx, s.stage, d, s.work); d.ended() || s.stage == last {
			break
		}
	}
	return inspection(&d.record), d.record.Err
}
