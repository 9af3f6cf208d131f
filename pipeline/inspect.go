package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// ErrStage means that a stage's name is not one of [Inspectable].
var ErrStage = errors.New("no such stage")

// NeedsTagger reports whether an inspection up to the stage needs a tagger.
func (s Stage) NeedsTagger() bool {
	return s == StageTag || s == StageRoles || s == StageNormalise || s == StageClauses
}

// Inspect runs the stages up to and including last on one file and writes
// nothing. The tagger is needed only from [StageTag] on, and of the options what
// concerns many documents or a database is not used. Beside an error, the inspection
// holds what was known.
func Inspect(ctx context.Context, path string, last Stage, opts Options) (Inspection, error) {
	if !slices.Contains(Inspectable(), last) {
		return Inspection{}, fmt.Errorf("%w: %q; it can stop after %v", ErrStage, last, Inspectable())
	}
	d, err := opts.one(ctx, path, last)
	if err != nil {
		return Inspection{}, err
	}
	return inspection(&d.record), d.record.Err
}

// one runs the stages up to and including last on one file. An error of a stage is
// the document's.
func (o Options) one(ctx context.Context, path string, last Stage) (*document, error) {
	o, err := o.bounds()
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("resolving %s: %w", path, err)
	}
	d := newDocument(abs, 0)
	o.take(ctx, d, StageRead, last)
	return d, nil
}

// take runs the stages from first to last on a document, until it ends.
func (o Options) take(ctx context.Context, d *document, first, last Stage) {
	began := false
	for _, s := range []struct {
		stage Stage
		work  work
	}{
		{StageRead, func(ctx context.Context, d *document) error { return readDocument(ctx, d, o.Read) }},
		{StageJudge, func(ctx context.Context, d *document) error { return judgeDocument(ctx, d, o.Judge) }},
		{StageTokenize, tokenizeDocument},
		{StageTag, func(ctx context.Context, d *document) error { return tagDocument(ctx, d, o.Tagger) }},
		{StageRoles, func(ctx context.Context, d *document) error { return rolesDocument(ctx, d, o.Roles) }},
		{StageNormalise, func(_ context.Context, d *document) error { normaliseDocument(d, o.Weights); return nil }},
		{StageClauses, func(ctx context.Context, d *document) error { return clausesOfDocument(ctx, d, o.Clauses) }},
	} {
		if began = began || s.stage == first; !began {
			continue
		}
		if attempt(ctx, s.stage, d, s.work); d.ended() || s.stage == last {
			return
		}
	}
}
