package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

// picture begins like a PNG file, which is not read.
const picture = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"

const contract = "This Agreement is made by Acme Inc. and others on May 1, 2019.\n\nAcme signs.\n"

func TestRunFillsTheDatabase(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": contract, "sub/b.txt": contract, "empty.txt": "", "picture.png": picture,
	})
	path := filepath.Join(dir, "contracts.db")
	sum := runOn(t, path, dir, Options{Version: "1"})
	if sum.Documents != 4 || sum.Read != 2 || sum.Failed != 1 || sum.Skipped != 1 || sum.Elements != 4 || sum.Tokens == 0 || sum.Pages != 2 {
		t.Errorf("summary: %+v", sum)
	}
	if len(sum.Failures) != 1 || filepath.Base(sum.Failures[0].Path) != "empty.txt" || !errors.Is(sum.Failures[0].Err, extract.ErrNoTextLayer) {
		t.Errorf("failures: %+v", sum.Failures)
	}
	want := []string{"a.txt ok ", "empty.txt failed read text: no text layer", "picture.png skipped tell the format: not a supported format: image/png", "b.txt ok "}
	got := rows(t, path, `select replace(replace(path, rtrim(path, replace(path, '/', '')), ''), '/', '') || ' ' || status || ' ' || coalesce(error, '') from documents order by path`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	sound(t, path)
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

func TestOptionsAreChecked(t *testing.T) {
	db := openStore(t, filepath.Join(t.TempDir(), "contracts.db"))
	for _, opts := range []Options{{}, {Tagger: wordTagger{}, Workers: -1}, {Tagger: wordTagger{}, MaxBytes: -1}} {
		if _, err := Run(t.Context(), db, nil, opts); err == nil {
			t.Errorf("%+v was accepted", opts)
		}
	}
}
