package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestOpenMakesAndReopens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a #1?mode=memory&x=%41 ü.db")
	s := openAt(t, path)
	for query, want := range map[string]string{
		"PRAGMA journal_mode":       "wal",
		"PRAGMA foreign_keys":       "1",
		"PRAGMA synchronous":        "1",
		"PRAGMA busy_timeout":       busyMilliseconds,
		"SELECT count(*) FROM runs": "0",
		"PRAGMA application_id":     "1668249198",
		"SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%!_%' ESCAPE '!' ORDER BY 1)": "clauses,contracts,documents,elements,pages,runs",
	} {
		if got := one[string](t, s, query); got != want {
			t.Errorf("%s = %s, want %s", query, got, want)
		}
	}
	run := beginRun(t, s)
	write(t, s, run, supply(t, "/c/a.pdf"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(left) != 1 || left[0] != path {
		t.Errorf("files after Close: %q, want the database alone", left)
	}
	again := openAt(t, path)
	if _, ok, err := again.Known(context.Background(), "/c/a.pdf"); !ok || err != nil {
		t.Errorf("Known after reopening: %v, %v", ok, err)
	}
}

func TestOpenRefusesASecondRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contracts.db")
	first := openAt(t, path)
	if s, err := Open(context.Background(), path); !errors.Is(err, ErrBusy) {
		if err == nil {
			s.Close()
		}
		t.Errorf("second Open: %v, want ErrBusy", err)
	}
	// Readers are let in while a run writes.
	write(t, first, beginRun(t, first), supply(t, "/c/a.pdf"))
	n := 0
	if err := Query(context.Background(), path, Each(func([]any) error { n++; return nil }), "SELECT id FROM elements"); err != nil || n != 9 {
		t.Errorf("query while a run has it open: %d rows, %v", n, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openAt(t, path)
}

func TestOneHoldsTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contracts.db")
	var mu sync.Mutex
	holders := 0
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				l, err := lockRun(path)
				if errors.Is(err, ErrBusy) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if !mu.TryLock() {
					t.Error("two hold the lock")
					return
				}
				holders++
				mu.Unlock()
				if err := l.release(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if holders == 0 {
		t.Error("nobody got the lock")
	}
}

func TestOpenRefusesNewer(t *testing.T) {
	path := sample(t)
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	if _, err := Open(context.Background(), path); !errors.Is(err, ErrNewer) {
		t.Errorf("error %v, want ErrNewer", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("Open changed the file that it refused")
	}
	if err := Query(context.Background(), path, Each(func([]any) error { return nil }), "SELECT 1"); err != nil {
		t.Errorf("a newer database can still be read: %v", err)
	}
}

// A process killed between making the file and the first migration leaves a
// marked, empty database.
func TestOpenGoesOnWithAnUnfinishedSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contracts.db")
	s := &Store{path: path}
	if err := s.open(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{
		"clauses", "contract_parties", "contract_field_elements", "contract_fields", "contracts", "elements", "pages", "documents",
		"run_documents", "runs", "goose_db_version",
	} {
		if _, err := s.db.Exec("DROP TABLE " + table); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReader(context.Background(), path); !errors.Is(err, ErrOlder) {
		t.Errorf("OpenReader: %v, want ErrOlder", err)
	}
	if n := one[int](t, openAt(t, path), "SELECT count(*) FROM documents"); n != 0 {
		t.Errorf("%d documents", n)
	}
}

func TestOpenDamaged(t *testing.T) {
	path := sample(t)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(raw); i++ {
		raw[i] = 0xA5
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	err = Query(context.Background(), path, Each(func([]any) error { return nil }), "SELECT * FROM elements")
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v, want ErrDamaged", err)
	}
}

func TestOpenWithoutAFolder(t *testing.T) {
	_, err := Open(context.Background(), filepath.Join(t.TempDir(), "none", "contracts.db"))
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "none") {
		t.Errorf("error %v, want ErrNotExist with the path", err)
	}
	if _, err := Open(context.Background(), ""); err == nil {
		t.Error("Open without a name: no error")
	}
}

func TestReadOnlyPlaces(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		// TestAsNobody runs this test again without root's rights.
		t.Skip("permissions do not bind this user")
	}
	t.Run("file", func(t *testing.T) {
		path := sample(t)
		if err := os.Chmod(path, 0o400); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(context.Background(), path); !errors.Is(err, ErrReadOnly) {
			t.Errorf("error %v, want ErrReadOnly", err)
		}
	})
	t.Run("folder", func(t *testing.T) {
		path := sample(t)
		dir := filepath.Dir(path)
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
		if _, err := Open(context.Background(), path); !errors.Is(err, ErrReadOnly) {
			t.Errorf("Open: %v, want ErrReadOnly", err)
		}
		n := 0
		err := Query(context.Background(), path, Each(func([]any) error { n++; return nil }), "SELECT id FROM elements")
		if err != nil || n != 9 {
			t.Errorf("query in a folder that cannot be written: %d rows, %v", n, err)
		}
	})
}
