package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/store"
)

const contract = "This Agreement is made by Acme Inc. and others on May 1, 2019.\n\nAcme signs.\n"

func TestRunFillsTheDatabase(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": contract, "sub/b.txt": contract, "empty.txt": "", "picture.png": "\x89PNG\r\n\x1a\n\x00",
	})
	path := filepath.Join(dir, "contracts.db")
	sum := runOn(t, path, dir, Options{Version: "1"})
	if sum.Documents != 4 || sum.Read != 2 || sum.Failed != 1 || sum.Skipped != 1 || sum.Elements != 4 || sum.Tokens == 0 || sum.Pages != 2 {
		t.Errorf("summary: %+v", sum)
	}
	if len(sum.Failures) != 1 || filepath.Base(sum.Failures[0].Path) != "empty.txt" || !errors.Is(sum.Failures[0].Err, extract.ErrNoTextLayer) {
		t.Errorf("failures: %+v", sum.Failures)
	}
	want := []string{"a.txt ok ", "empty.txt failed read: no text layer", "picture.png skipped read: not a supported format", "b.txt ok "}
	got := rows(t, path, `select replace(replace(path, rtrim(path, replace(path, '/', '')), ''), '/', '') || ' ' || status || ' ' || coalesce(error, '') from documents order by path`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	sound(t, path)
}

func TestWhatIsReadAgain(t *testing.T) {
	for _, test := range []struct {
		name   string
		second Options
		change string // new text of a.txt
		want   Summary
	}{
		{"nothing but the failed document", Options{Version: "1"}, "", Summary{Unchanged: 2, Failed: 1}},
		{"what changed", Options{Version: "1"}, contract + "Acme.", Summary{Read: 1, Unchanged: 1, Failed: 1}},
		{"all with another version", Options{Version: "2"}, "", Summary{Read: 1, Failed: 1, Skipped: 1}},
		{"all with another model", Options{Version: "1", Tagger: wordTagger{id: "2"}}, "", Summary{Read: 1, Failed: 1, Skipped: 1}},
		{"all by force", Options{Version: "1", Force: true}, "", Summary{Read: 1, Failed: 1, Skipped: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := folder(t, map[string]string{"a.txt": contract, "b.txt": "", "c.png": "\x89PNG"})
			path := filepath.Join(t.TempDir(), "contracts.db")
			runOn(t, path, dir, Options{Version: "1"})
			if test.change != "" {
				writeFile(t, filepath.Join(dir, "a.txt"), test.change)
			}
			got := runOn(t, path, dir, test.second)
			if got.Read != test.want.Read || got.Unchanged != test.want.Unchanged || got.Failed != test.want.Failed || got.Skipped != test.want.Skipped {
				t.Errorf("second run: %+v, want %+v", got, test.want)
			}
			if n := rows(t, path, "select count(*) from run_documents where run_id = 2"); n[0] != "3" {
				t.Errorf("the second run noted %s documents, want 3", n[0])
			}
			sound(t, path)
		})
	}
}

func TestNothingReadable(t *testing.T) {
	dir := folder(t, map[string]string{"c.png": "\x89PNG"})
	path := filepath.Join(t.TempDir(), "contracts.db")
	for _, run := range []string{"first", "second"} {
		if sum := runOn(t, path, dir, Options{}); !sum.NothingReadable() {
			t.Errorf("%s run over a picture: %+v", run, sum)
		}
	}
	writeFile(t, filepath.Join(dir, "a.txt"), contract)
	if sum := runOn(t, path, dir, Options{}); sum.NothingReadable() {
		t.Errorf("run over a contract: %+v", sum)
	}
}

func TestADocumentThatFailsStopsNothing(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("%02d.txt", i)] = contract
	}
	dir := folder(t, files)
	path := filepath.Join(t.TempDir(), "contracts.db")
	sum := runOn(t, path, dir, Options{Tagger: wordTagger{hook: func(_ context.Context, d *extract.Document) error {
		switch filepath.Base(d.Path) {
		case "03.txt":
			return errors.New("no luck")
		case "07.txt":
			panic("out of luck")
		}
		return nil
	}}})
	if sum.Read != 18 || sum.Failed != 2 {
		t.Errorf("summary: %+v", sum)
	}
	want := []string{"tag: no luck", "tag: internal error: out of luck"}
	if diff := cmp.Diff(want, rows(t, path, "select error from documents where status = 'failed' order by path")); diff != "" {
		t.Error(diff)
	}
	for _, f := range sum.Failures {
		var p *PanicError
		if errors.As(f.Err, &p) != (filepath.Base(f.Path) == "07.txt") {
			t.Errorf("%s: %v", f.Path, f.Err)
		}
	}
}

// A record that the database refuses is a failed document, not a failed run.
func TestARecordThatIsRefusedIsADocumentThatFails(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contract, "b.txt": contract})
	path := filepath.Join(t.TempDir(), "contracts.db")
	sum := runOn(t, path, dir, Options{Read: func(ctx context.Context, p string) (*extract.Document, error) {
		d, err := defaultReader(ctx, p)
		if filepath.Base(p) == "a.txt" {
			d.Pages[0].Span.End = 1 << 20
		}
		return d, err
	}})
	if sum.Read != 1 || sum.Failed != 1 || !errors.Is(sum.Failures[0].Err, store.ErrRecord) {
		t.Errorf("summary: %+v", sum)
	}
}

// brokenDatabase fails to write from some document on.
type brokenDatabase struct {
	*store.Store
	left atomic.Int32
}

var errFull = errors.New("disk full")

func (b *brokenDatabase) Write(ctx context.Context, runID int64, rec *extract.Record) error {
	if b.left.Add(-1) < 0 {
		return errFull
	}
	return b.Store.Write(ctx, runID, rec)
}

func TestADatabaseThatFailsEndsTheRun(t *testing.T) {
	files := map[string]string{}
	for i := range 50 {
		files[fmt.Sprintf("%02d.txt", i)] = contract
	}
	db := &brokenDatabase{Store: openStore(t, filepath.Join(t.TempDir(), "contracts.db"))}
	db.left.Store(5)
	sum, err := Run(t.Context(), db, []string{folder(t, files)}, Options{Tagger: wordTagger{}})
	if !errors.Is(err, errFull) || sum.Read != 5 || sum.Interrupted {
		t.Errorf("error %v, summary %+v", err, sum)
	}
}

func TestHeldDocumentsAreBounded(t *testing.T) {
	const size, many = 1000, 120
	files := map[string]string{}
	for i := range many {
		files[fmt.Sprintf("%03d.txt", i)] = strings.Repeat("Acme pays. ", size)[:size]
	}
	files["huge.txt"] = strings.Repeat("x ", 50*size)
	dir := folder(t, files)
	for _, test := range []struct {
		name      string
		documents int
		maxBytes  int64
		want      int32 // documents held at once
	}{
		{"by number", 3, 0, 3},
		{"by size", 100, 2 * (heldPerByte*size + 1), 2},
		{"one at least", 100, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := &countingDatabase{Store: openStore(t, filepath.Join(t.TempDir(), "contracts.db"))}
			sum, err := Run(t.Context(), db, []string{dir}, Options{
				Tagger: wordTagger{}, Workers: 8, Documents: test.documents, MaxBytes: test.maxBytes,
				Read: func(ctx context.Context, p string) (*extract.Document, error) {
					db.took()
					return defaultReader(ctx, p)
				},
			})
			if err != nil || sum.Read != many+1 {
				t.Fatalf("error %v, summary %+v", err, sum)
			}
			if most := db.most.Load(); most > test.want {
				t.Errorf("held %d documents at once, want at most %d", most, test.want)
			}
		})
	}
}

// countingDatabase counts the documents that were read and not yet stored.
type countingDatabase struct {
	*store.Store
	held, most atomic.Int32
}

func (c *countingDatabase) took() {
	n := c.held.Add(1)
	for {
		m := c.most.Load()
		if n <= m || c.most.CompareAndSwap(m, n) {
			return
		}
	}
}

func (c *countingDatabase) Write(ctx context.Context, runID int64, rec *extract.Record) error {
	err := c.Store.Write(ctx, runID, rec)
	c.held.Add(-1)
	return err
}

func TestCancelledRunReturnsPromptlyAndGoesOnLater(t *testing.T) {
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("%02d.txt", i)] = contract
	}
	dir := folder(t, files)
	path := filepath.Join(t.TempDir(), "contracts.db")
	before := runtime.NumGoroutine()

	db := openStore(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var tagged atomic.Int32
	var cancelled time.Time
	sum, err := Run(ctx, db, []string{dir}, Options{Workers: 2, Tagger: wordTagger{hook: func(ctx context.Context, _ *extract.Document) error {
		if tagged.Add(1) == 20 {
			cancelled = time.Now()
			cancel()
		}
		if tagged.Load() >= 20 {
			<-ctx.Done() // as a tagger does in the middle of a long document
			return ctx.Err()
		}
		return nil
	}}})
	if waited := time.Since(cancelled); waited > time.Second {
		t.Errorf("returned %v after the cancellation", waited)
	}
	if !errors.Is(err, context.Canceled) || !sum.Interrupted || sum.Failed != 0 || sum.Read == 0 || sum.Read >= 20 {
		t.Errorf("error %v, summary %+v", err, sum)
	}
	db.Close()
	sound(t, path)
	waitForGoroutines(t, before)

	again := runOn(t, path, dir, Options{})
	if again.Unchanged != sum.Read || again.Read != 60-sum.Read {
		t.Errorf("went on with %+v after %+v", again, sum)
	}
}

// waitForGoroutines fails when more goroutines than want stay.
func waitForGoroutines(t *testing.T, want int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	buf := make([]byte, 1<<16)
	t.Errorf("%d goroutines, want %d:\n%s", runtime.NumGoroutine(), want, buf[:runtime.Stack(buf, true)])
}

// recorder is a Progress that remembers.
type recorder struct {
	totals, documents int
	bytes             int64
	outcomes          []Outcome
}

func (r *recorder) Total(n int, b int64) { r.totals++; r.documents, r.bytes = n, b }
func (r *recorder) Done(o Outcome)       { r.outcomes = append(r.outcomes, o) }

func TestProgressIsToldOfEveryDocument(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contract, "b.txt": "", "c.png": "\x89PNG"})
	path := filepath.Join(t.TempDir(), "contracts.db")
	for _, run := range []string{"first", "second"} {
		var r recorder
		runOn(t, path, dir, Options{Progress: &r})
		if r.totals != 1 || r.documents != 3 || r.bytes != int64(len(contract)+4) || len(r.outcomes) != 3 {
			t.Errorf("%s run: %+v", run, r)
		}
		for _, o := range r.outcomes {
			want := map[string]extract.Status{"a.txt": extract.StatusOK, "b.txt": extract.StatusFailed, "c.png": extract.StatusSkipped}[filepath.Base(o.Path)]
			if o.Status != want || o.Unchanged != (run == "second" && want != extract.StatusFailed) {
				t.Errorf("%s run: %+v", run, o)
			}
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	db := openStore(t, filepath.Join(t.TempDir(), "contracts.db"))
	for _, opts := range []Options{{}, {Tagger: wordTagger{}, Workers: -1}, {Tagger: wordTagger{}, MaxBytes: -1}} {
		if _, err := Run(t.Context(), db, nil, opts); err == nil {
			t.Errorf("%+v was accepted", opts)
		}
	}
}
