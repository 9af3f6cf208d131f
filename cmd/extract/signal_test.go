//go:build unix

package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// manyFiles is a folder that takes a run of one worker some seconds.
func manyFiles(t *testing.T, n int) string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("in/%03d.txt", i)] = fmt.Sprintf("%d\n\n%s", i, strings.Repeat(contractText, 30))
	}
	return folder(t, files)
}

func TestInterruptedRunGoesOn(t *testing.T) {
	const n = 30
	for _, test := range []struct {
		signal syscall.Signal
		code   int
	}{
		{syscall.SIGINT, 130},
		{syscall.SIGTERM, 130},
		{syscall.SIGKILL, -1}, // killed, not exited
	} {
		t.Run(test.signal.String(), func(t *testing.T) {
			dir := manyFiles(t, n)
			db := filepath.Join(dir, "c.db")
			args := []string{"run", "in", "--db", "c.db", "--model", randomModel, "--json", "--workers", "1"}
			var sent time.Time
			r := finish(t, program(t, dir, args...), func(cmd *exec.Cmd) error {
				if err := cmd.Start(); err != nil {
					return err
				}
				waitForDocuments(t, db, 3)
				sent = time.Now()
				if err := cmd.Process.Signal(test.signal); err != nil {
					t.Fatal(err)
				}
				return cmd.Wait()
			})
			r.wants(t, test.code)
			if took := time.Since(sent); took > 5*time.Second {
				t.Errorf("it went on for %v", took)
			}
			if test.code == 130 {
				if s := r.summary(t); !s.Interrupted || s.Read < 3 || s.Read >= n || s.Failed != 0 {
					t.Errorf("summary: %+v", s)
				}
				if !strings.Contains(r.err, "interrupted") {
					t.Errorf("standard error: %q", r.err)
				}
			}
			sound(t, db)
			done, err := strconv.Atoi(ask(t, db, "SELECT count(*) FROM documents")[0])
			if err != nil || done < 3 || done >= n {
				t.Fatalf("%d documents done, %v", done, err)
			}

			again := call(t, dir, args...)
			again.wants(t, 0)
			if s := again.summary(t); s.Unchanged != done || s.Read != n-done {
				t.Errorf("went on after %d documents: %+v", done, s)
			}
			sound(t, db)
		})
	}
}

// waitForDocuments waits until a running program has stored n documents.
func waitForDocuments(t *testing.T, db string, n int) {
	t.Helper()
	for range 600 {
		if rows, err := tryAsk(db, "SELECT count(*) FROM documents"); err == nil {
			if have, err := strconv.Atoi(rows[0]); err == nil && have >= n {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the program stores no documents")
}
