package pipeline

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"covenant/extract/read"
	"covenant/extract/resolve"
	"covenant/store"
	"covenant/tagger/legibility"
)

// Options say how a run goes. Only Tagger must be set.
type Options struct {
	Tagger Tagger
	// Roles has a say in the elements' roles beside the tagger; nil: the tagger alone.
	Roles RoleModel
	// Version of the program; documents read by another one are read again.
	Version string
	// Force reads again what has not changed.
	Force bool
	// Workers of each stage in the middle; 0 means one per processor.
	Workers int
	// Documents that are held at once at most; 0 means four per worker.
	Documents int
	// MaxBytes bounds the memory of the documents held at once, by an estimate
	// from the sizes of their files; 0 means 1 GiB. A single document that is
	// larger is read alone.
	MaxBytes int64
	// Clauses finds clauses and the kind of contracts; nil: nobody does.
	Clauses ClauseFinder
	// Progress may be nil.
	Progress Progress
	// Weights with which contract records are resolved; nil means
	// [resolve.Default].
	Weights resolve.Weights
	// Judge finds garbled pages; nil means that nobody looks for them.
	Judge *legibility.Judge
	// Read is how files are read; nil means [read.Read].
	Read Reader
}

func (o Options) withDefaults() (Options, error) {
	if o.Tagger == nil {
		return o, errors.New("pipeline: no tagger given")
	}
	return o.bounds()
}

// bounds sets and checks what reading needs.
func (o Options) bounds() (Options, error) {
	if o.Workers < 0 || o.Documents < 0 || o.MaxBytes < 0 {
		return o, fmt.Errorf("pipeline: workers %d, documents %d, bytes %d: none may be negative", o.Workers, o.Documents, o.MaxBytes)
	}
	o.Workers = cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	o.Documents = cmp.Or(o.Documents, 4*o.Workers)
	o.MaxBytes = cmp.Or(o.MaxBytes, 1<<30)
	if o.Read == nil {
		o.Read = read.Read
	}
	return o, nil
}

// Run takes the files under roots, as [Roots] returns them, to rows of db.
// Documents that fail are no error of the run; the summary counts them. An
// error means that the run ended early: ctx was done, or the database did not
// do what it should. The summary is true in any case.
func Run(ctx context.Context, db Database, roots []string, opts Options) (Summary, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return Summary{}, err
	}
	start := time.Now()
	info := store.RunInfo{Model: opts.Tagger.ID(), Version: opts.Version, Options: opts.thatMatter()}
	runID, err := db.BeginRun(ctx, info)
	if err != nil {
		return Summary{}, err
	}
	sum := Summary{Run: runID, Failures: []Failure{}}
	err = opts.flow(ctx, db, roots, info, &sum)
	sum.Interrupted = ctx.Err() != nil
	sum.Seconds = time.Since(start).Seconds()
	sum.TokensPerSecond = float64(sum.Tokens) / sum.Seconds
	err = errors.Join(err, db.FinishRun(context.WithoutCancel(ctx), runID))
	if err != nil {
		sum.Error = err.Error()
	}
	return sum, err
}

// thatMatter returns the options on which the result depends, as JSON.
func (o Options) thatMatter() string {
	matter := map[string]string{} // written in order of its keys
	if o.Clauses != nil {
		matter["clauses"] = o.Clauses.ID()
	}
	if o.Judge != nil {
		matter["lm"] = o.Judge.ID()
	}
	if o.Roles != nil {
		matter["roles"] = o.Roles.ID()
	}
	if o.Weights != nil {
		h := sha256.New()
		_, _ = o.Weights.WriteTo(h) // a hash takes all
		matter["weights"] = hex.EncodeToString(h.Sum(nil))
	}
	b, _ := json.Marshal(matter) // strings always can be
	return string(b)
}

// flow wires the stages and waits until all of them have ended.
func (o Options) flow(ctx context.Context, db Database, roots []string, info store.RunInfo, sum *Summary) error {
	g, ctx := errgroup.WithContext(ctx)
	room := newMemory(o.Documents, o.MaxBytes)
	told := o.watch(ctx, g, roots, database(db))

	docs := discover(ctx, g, roots, database(db))
	if !o.Force {
		docs = unchanged(ctx, g, o.Workers, docs, db, info)
	}
	docs = readFiles(ctx, g, o.Workers, docs, o.Read, room)
	docs = judge(ctx, g, o.Workers, docs, o.Judge)
	docs = tokenize(ctx, g, o.Workers, docs)
	docs = tag(ctx, g, o.Workers, docs, o.Tagger)
	docs = roles(ctx, g, o.Workers, docs, o.Roles)
	docs = normalise(ctx, g, o.Workers, docs, o.Weights)
	docs = findClauses(ctx, g, o.Workers, docs, o.Clauses)
	keep(ctx, g, docs, db, sum.Run, room, func(d *document) {
		sum.add(d)
		told(d)
	})
	return g.Wait()
}

// watch counts the input ahead of the run for its progress, if it has one. It
// returns what is to be called with each document stored.
func (o Options) watch(ctx context.Context, g *errgroup.Group, roots []string, skip func(string) bool) func(*document) {
	if o.Progress == nil {
		return func(*document) {}
	}
	var mu sync.Mutex
	g.Go(func() error {
		var n int
		var bytes int64
		err := walk(ctx, roots, skip, func(d *document) bool {
			n++
			bytes += d.bytes
			return true
		})
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		o.Progress.Total(n, bytes)
		return nil
	})
	return func(d *document) {
		mu.Lock()
		defer mu.Unlock()
		o.Progress.Done(d.outcome())
	}
}

// database returns what is true of the files that belong to db itself.
func database(db Database) func(path string) bool {
	own := db.Path()
	return func(path string) bool {
		switch path {
		case own, own + "-wal", own + "-shm", own + "-journal", own + "-lock":
			return true
		}
		return false
	}
}
