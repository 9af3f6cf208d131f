package pipeline

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
)

// A Stage names a stage of the pipeline.
type Stage string

// The stages, in order.
const (
	StageDiscover  Stage = "discover"
	StageRead      Stage = "read"
	StageJudge     Stage = "judge"
	StageTokenize  Stage = "tokenize"
	StageTag       Stage = "tag"
	StageRoles     Stage = "roles"
	StageNormalise Stage = "normalise"
	StageClauses   Stage = "clauses"
)

// Inspectable returns the stages, in order, after which [Inspect] can stop.
func Inspectable() []Stage {
	return []Stage{StageRead, StageJudge, StageTokenize, StageTag, StageRoles, StageNormalise, StageClauses}
}

// A PanicError is a panic of a stage, turned into the error of the document
// that caused it.
type PanicError struct {
	Stage Stage
	Value any    // what was passed to panic
	Stack []byte // of the goroutine that panicked
}

func (e *PanicError) Error() string { return fmt.Sprintf("%s: internal error: %v", e.Stage, e.Value) }

// work is what a stage does to one document. Its error says what was tried.
type work func(context.Context, *document) error

// stage starts workers in g that do the work of a stage on each document of in
// and pass it on; documents that have ended pass untouched.
func stage(ctx context.Context, g *errgroup.Group, workers int, name Stage, in <-chan *document, do work) <-chan *document {
	return pass(ctx, g, workers, in, func(ctx context.Context, d *document) error {
		if !d.ended() {
			attempt(ctx, name, d, do)
		}
		return nil
	})
}

// pass starts workers in g that call do with each document of in and pass it
// on. An error of do ends the run. The channel that pass returns is closed
// when in is drained, and on an error or a cancellation.
func pass(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, do work) <-chan *document {
	out := make(chan *document)
	var w sync.WaitGroup
	for range workers {
		w.Add(1)
		g.Go(func() error {
			defer w.Done()
			for d := range receive(ctx, in) {
				if err := do(ctx, d); err != nil {
					return err
				}
				if !send(ctx, out, d) {
					break
				}
			}
			return ctx.Err()
		})
	}
	g.Go(func() error {
		defer close(out)
		w.Wait()
		return nil
	})
	return out
}

// attempt does the work of a stage on a document. An error or a panic is the
// document's, and nobody else's.
func attempt(ctx context.Context, name Stage, d *document, do work) {
	defer d.spent(time.Now())
	defer func() {
		if v := recover(); v != nil {
			d.fail(extract.StatusFailed, &PanicError{Stage: name, Value: v, Stack: debug.Stack()})
		}
	}()
	if err := do(ctx, d); err != nil {
		d.fail(statusOf(err), err)
	}
}

// receive ranges over in until it is closed or ctx is done.
func receive[T any](ctx context.Context, in <-chan T) func(yield func(T) bool) {
	return func(yield func(T) bool) {
		for {
			// A select alone would pick at random between a document and a
			// cancellation that are both there.
			if ctx.Err() != nil {
				return
			}
			select {
			case <-ctx.Done():
				return
			case v, ok := <-in:
				if !ok || !yield(v) {
					return
				}
			}
		}
	}
}

// send reports whether v was taken before ctx was done.
func send[T any](ctx context.Context, out chan<- T, v T) bool {
	if ctx.Err() != nil {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case out <- v:
		return true
	}
}
