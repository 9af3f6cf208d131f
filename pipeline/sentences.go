package pipeline

import (
	"context"
	"iter"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"covenant/tagger/feature"
)

// Sentences takes the documents under roots, as [Roots] returns them, through the
// stages of reading alone, without a database, and yields the words of their
// sentences, in the form in which words are embedded (see [feature.Normal]). The
// order is that of the documents' paths, whichever is read first.
//
// Documents that fail yield nothing and end nothing; sum counts them, and is true
// whenever a sentence is yielded and at the end. The one error that is yielded, as
// the last, is that of ctx. Of opts, the tagger and what concerns a database are
// not used. The file at except, if there is one, is left out: what is written of a
// folder may stand in it.
func Sentences(ctx context.Context, roots []string, except string, opts Options, sum *Summary) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		opts, err := opts.bounds()
		if err != nil {
			yield(nil, err)
			return
		}
		start := time.Now()
		*sum = Summary{Failures: []Failure{}}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		g, ctx := errgroup.WithContext(ctx)
		room := newMemory(opts.Documents, opts.MaxBytes)
		skip := sameFile(except)
		told := opts.watch(ctx, g, roots, skip)

		docs := discover(ctx, g, roots, skip)
		docs = admit(ctx, g, docs, room)
		docs = stage(ctx, g, opts.Workers, StageRead, docs, func(ctx context.Context, d *document) error {
			return readDocument(ctx, d, opts.Read)
		})
		docs = tokenize(ctx, g, opts.Workers, docs)

		more := true
		for d := range inOrder(receive(ctx, docs)) {
			sum.add(d)
			if more = d.yieldWords(yield); !more {
				cancel()
				break
			}
			room.give(d)
			told(d)
		}
		err = g.Wait()
		sum.Seconds = time.Since(start).Seconds()
		if more && err != nil {
			sum.Interrupted = ctx.Err() != nil
			yield(nil, err)
		}
	}
}

// admit gives each document its place and its share of the memory, in the order in
// which they are found: the one that is waited for then always has its share.
func admit(ctx context.Context, g *errgroup.Group, in <-chan *document, room *memory) <-chan *document {
	n := 0
	return pass(ctx, g, 1, in, func(ctx context.Context, d *document) error {
		d.place = n
		n++
		return room.take(ctx, d)
	})
}

// inOrder yields documents by their places, in whatever order they come.
func inOrder(docs iter.Seq[*document]) iter.Seq[*document] {
	return func(yield func(*document) bool) {
		early := map[int]*document{}
		next := 0
		for d := range docs {
			early[d.place] = d
			for early[next] != nil {
				d := early[next]
				delete(early, next)
				next++
				if !yield(d) {
					return
				}
			}
		}
	}
}

// yieldWords yields the sentences of a document, none if it has failed, and
// reports whether more are wanted.
func (d *document) yieldWords(yield func([]string, error) bool) bool {
	text := d.record.Document.Text
	for _, s := range d.record.Sentences {
		words := make([]string, len(s.Tokens))
		for i, t := range s.Tokens {
			words[i] = feature.Normal(t.Of(text))
		}
		if !yield(words, nil) {
			return false
		}
	}
	return true
}

// sameFile returns what is true of the file at path, by whatever name, if it is
// there.
func sameFile(path string) func(string) bool {
	except, err := os.Stat(path)
	if err != nil {
		return func(string) bool { return false }
	}
	return func(p string) bool {
		info, err := os.Stat(p)
		return err == nil && os.SameFile(info, except)
	}
}
