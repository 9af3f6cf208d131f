//go:build unix

package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestInterruptedEmbedWritesNothing(t *testing.T) {
	dir := bulk(t)
	cmd := program(t, dir, embed("-o", "words.vec", "--epochs", "1000000")...)
	told, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(told)
	if !lines.Scan() || !strings.Contains(lines.Text(), "epoch 1 of 1000000") {
		t.Errorf("the first line is %q", lines.Text())
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	var last string
	for lines.Scan() {
		last = lines.Text()
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("interrupted: %v", err)
	}
	if want := "extract: interrupted: nothing was written, the same command begins anew"; last != want {
		t.Errorf("the last line is %q, want %q", last, want)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if strings.HasPrefix(f.Name(), "words.vec") || strings.HasPrefix(f.Name(), ".") {
			t.Errorf("left behind: %s", filepath.Join(dir, f.Name()))
		}
	}
}
