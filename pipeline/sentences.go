package pipeline

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
	"covenant/extract/read"
	"covenant/extract/token"
	"covenant/tagger/feature"
	"covenant/tagger/lm"
)

// A Text is a document that was read for its words alone.
type Text struct {
	Path      string
	Text      string
	Pages     []extract.Page
	Sentences []extract.Sentence
}

// Words returns the words of each sentence, in the form in which words are embedded
// (see [feature.Normal]).
func (t Text) Words() [][]string {
	out := make([][]string, len(t.Sentences))
	for i, s := range t.Sentences {
		out[i] = make([]string, len(s.Tokens))
		for j, tok := range s.Tokens {
			out[i][j] = feature.Normal(tok.Of(t.Text))
		}
	}
	return out
}

// Symbols returns what a language model of the unit reads of each sentence.
func (t Text) Symbols(unit lm.Unit) [][]string {
	if unit != lm.Characters {
		return t.Words()
	}
	out := make([][]string, len(t.Sentences))
	for i, s := range t.Sentences {
		out[i] = lm.Spell(s.Span.Of(t.Text))
	}
	return out
}

// NewText finds the sentences of a text.
func NewText(ctx context.Context, text string) (Text, error) {
	sentences, err := token.Sentences(ctx, text)
	if err != nil {
		return Text{}, fmt.Errorf("%s: %w", StageTokenize, err)
	}
	return Text{Text: text, Sentences: sentences}, nil
}

// ReadText reads one file.
func ReadText(ctx context.Context, path string) (Text, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Text{}, fmt.Errorf("resolving %s: %w", path, err)
	}
	d := newDocument(abs, 0)
	attempt(ctx, StageRead, d, func(ctx context.Context, d *document) error { return readDocument(ctx, d, read.Read) })
	if !d.ended() {
		attempt(ctx, StageTokenize, d, tokenizeDocument)
	}
	if d.record.Err != nil {
		return Text{}, d.record.Err
	}
	return Text{Path: abs, Text: d.record.Document.Text, Pages: d.record.Document.Pages, Sentences: d.record.Sentences}, nil
}

// Texts takes the documents under roots, as [Roots] returns them, through the stages
// of reading alone, without a database, and yields their sentences. The order is that
// of the documents' paths, whichever is read first.
//
// Documents that fail are not yielded and end nothing; sum counts them, and is true
// whenever one is yielded and at the end. The one error that is yielded, as the last,
// is that of ctx. Of opts, the tagger and what concerns a database are not used. The
// file at except, if there is one, is left out: what is written of a folder may stand
// in it.
func Texts(ctx context.Context, roots []string, except string, opts Options, sum *Summary) iter.Seq2[Text, error] {
	return func(yield func(Text, error) bool) {
		opts, err := opts.bounds()
		if err != nil {
			yield(Text{}, err)
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
			if !d.ended() {
				more = yield(Text{Path: d.path, Text: d.record.Document.Text, Pages: d.record.Document.Pages, Sentences: d.record.Sentences}, nil)
			}
			if !more {
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
			yield(Text{}, err)
		}
	}
}

// Sentences yields the words of all sentences of [Texts].
func Sentences(ctx context.Context, roots []string, except string, opts Options, sum *Summary) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for t, err := range Texts(ctx, roots, except, opts, sum) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, words := range t.Words() {
				if !yield(words, nil) {
					return
				}
			}
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
