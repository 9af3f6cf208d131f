package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownAnnotations writes n short annotated texts with labels of their own, as
// doccano exports them, and returns the file and the texts.
func ownAnnotations(t *testing.T, dir string, n int) (path string, texts []string) {
	t.Helper()
	var lines strings.Builder
	for i := range n {
		name := []string{"Acme", "Beta", "Gamma", "Delta"}[i%4] + " Corp"
		text := fmt.Sprintf("This was made by %s on May %d.", name, 1+i%28)
		at := len("This was made by ")
		line, err := json.Marshal(map[string]any{"text": text, "label": [][]any{{at, at + len(name), "company"}}})
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(line)
		lines.WriteByte('\n')
		texts = append(texts, text)
	}
	path = filepath.Join(dir, "own.jsonl")
	if err := os.WriteFile(path, []byte(lines.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, texts
}

// smallNetwork are flags of a network that learns in a second.
var smallNetwork = []string{"--hidden", "12", "--layers", "1", "--word-dim", "12", "--min-word", "1", "--rate", "0.01", "--average", "0.9", "--gold-epochs", "20", "--patience", "20"}

// From other tools' annotations with their own labels to a database.
func TestTrainOnOwnLabelsAndRun(t *testing.T) {
	dir := t.TempDir()
	annotations, texts := ownAnnotations(t, dir, 60)
	args := append([]string{"train", "--annotations", annotations, "-o", "own.model", "--cell", "gru"}, smallNetwork...)
	r := call(t, dir, args...)
	if r.code != 0 || !strings.Contains(r.out, "own.model written") || !strings.Contains(r.err, `label "company" is called COMPANY`) {
		t.Fatalf("train: exit code %d\n%s\n%s", r.code, r.out, r.err)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "own.model*")); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
	docs := filepath.Join(dir, "docs")
	if err := os.Mkdir(docs, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(docs, "a.txt"), []byte(texts[0]+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := call(t, dir, "run", "docs", "--model", "own.model", "--db", "own.db"); r.code != 0 {
		t.Fatalf("run: exit code %d\n%s", r.code, r.err)
	}
	r = call(t, dir, "query", "SELECT label, text FROM elements", "--db", "own.db", "--format", "csv")
	if r.code != 0 || strings.TrimSpace(r.out) != "label,text\r\nCOMPANY,Acme Corp" {
		t.Errorf("query: exit code %d, got %q\n%s", r.code, r.out, r.err)
	}
	// A GRU has no 8-bit inference, and says so.
	if r := call(t, dir, "run", "docs", "--model", "own.model", "--db", "own.db", "--precision", "int8"); r.code != 2 || !strings.Contains(r.err, "gru") {
		t.Errorf("8 bits of a GRU: exit code %d\n%s", r.code, r.err)
	}
}

// A run that a signal stops goes on by the same command and ends with the model
// of one that nothing stopped.
func TestTrainStopsAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	annotations, _ := ownAnnotations(t, dir, 120)
	args := func(out string) []string {
		return append([]string{"train", "--annotations", annotations, "-o", out}, smallNetwork...)
	}
	if r := call(t, dir, args("whole.model")...); r.code != 0 {
		t.Fatalf("train: exit code %d\n%s", r.code, r.err)
	}
	cmd := program(t, dir, args("parts.model")...)
	var told strings.Builder
	cmd.Stderr = &told
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "parts.model.checkpoint")); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("no checkpoint after a minute")
		}
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != exitInterrupted {
		t.Fatalf("interrupted: %v\n%s", err, told.String())
	}
	changed := append(args("parts.model"), "--seed", "2")
	if r := call(t, dir, changed...); r.code != 2 || !strings.Contains(r.err, "--restart") {
		t.Errorf("with another seed: exit code %d\n%s", r.code, r.err)
	}
	if r := call(t, dir, args("parts.model")...); r.code != 0 {
		t.Fatalf("going on: exit code %d\n%s", r.code, r.err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "whole.model"))
	if err != nil {
		t.Fatal(err)
	}
	parts, err := os.ReadFile(filepath.Join(dir, "parts.model"))
	if err != nil {
		t.Fatal(err)
	}
	if string(whole) != string(parts) {
		t.Error("the stopped run ended with another model")
	}
}

// What stands in the way of a run is said with the way out.
func TestTrainFromADamagedCheckpoint(t *testing.T) {
	dir := t.TempDir()
	annotations, _ := ownAnnotations(t, dir, 20)
	args := append([]string{"train", "--annotations", annotations, "-o", "own.model"}, smallNetwork...)
	if err := os.WriteFile(filepath.Join(dir, "own.model.checkpoint"), []byte("cut"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := call(t, dir, args...); r.code != 2 || !strings.Contains(r.err, "own.model.checkpoint") || !strings.Contains(r.err, "--restart") {
		t.Errorf("exit code %d\n%s", r.code, r.err)
	}
	if r := call(t, dir, append(args, "--restart", "--gold-epochs", "1")...); r.code != 0 {
		t.Errorf("with --restart: exit code %d\n%s", r.code, r.err)
	}
}

// The command line that a model records trains it again: it is read as it was
// written.
func TestTrainLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-o", "x.model", "--workers", "2", "--restart", "--seed", "7"}, "extract train --seed 7"},
		{[]string{"--uni", "--backward", "--top=false", "--cell", "gru"}, "extract train --backward --cell gru --top=false --uni"},
		{[]string{"--features", "word,shape", "--features", "pos"}, "extract train --features word,shape,pos"},
		{[]string{"--texts", "a folder", "--gold", "it's"}, `extract train --gold 'it'\''s' --texts 'a folder'`},
		{[]string{"--data", "", "--name", "a;b"}, "extract train --data '' --name 'a;b'"},
	} {
		cmd := trainCommand()
		if err := cmd.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		if got := trainLine(cmd, "extract train"); got != c.want {
			t.Errorf("%q: got %s, want %s", c.args, got, c.want)
		}
	}
}

// Of three documents none is held out: no F1 of 0 is made up.
func TestTrainWithNothingHeldOut(t *testing.T) {
	dir := t.TempDir()
	annotations, _ := ownAnnotations(t, dir, 3)
	r := call(t, dir, append([]string{"train", "--annotations", annotations, "-o", "own.model"}, append(smallNetwork, "--gold-epochs", "2")...)...)
	if r.code != 0 || strings.Contains(r.out+r.err, "F1") || !strings.Contains(r.out, "nothing was held out") || !strings.Contains(r.err, "epoch 2 of 2") {
		t.Errorf("exit code %d\n%s\n%s", r.code, r.out, r.err)
	}
}

func TestTrainWrongUse(t *testing.T) {
	dir := t.TempDir()
	annotations, _ := ownAnnotations(t, dir, 3)
	for name, args := range map[string][]string{
		"no data":          {"-o", "x.model"},
		"texts, no gold":   {"--texts", dir, "-o", "x.model"},
		"no output":        {"--annotations", annotations},
		"unknown cell":     {"--annotations", annotations, "-o", "x.model", "--cell", "transformer"},
		"unknown output":   {"--annotations", annotations, "-o", "x.model", "--output", "argmax"},
		"unknown feature":  {"--annotations", annotations, "-o", "x.model", "--features", "word,colour"},
		"backward alone":   {"--annotations", annotations, "-o", "x.model", "--backward"},
		"frozen nothing":   {"--annotations", annotations, "-o", "x.model", "--freeze"},
		"answers of none":  {"--annotations", annotations, "-o", "x.model", "--answers", "answers.csv"},
		"format of none":   {"--texts", dir, "--gold", dir, "-o", "x.model", "--format", "brat"},
		"missing vectors":  {"--annotations", annotations, "-o", "x.model", "--vectors", "none.bin"},
		"missing folder":   {"--annotations", filepath.Join(dir, "none"), "-o", "x.model"},
		"no such folder":   {"--annotations", annotations, "-o", "none/x.model"},
		"unknown format":   {"--annotations", annotations, "--format", "xml", "-o", "x.model"},
		"compare, no test": {"--annotations", annotations},
	} {
		verb := "train"
		if strings.HasPrefix(name, "compare") {
			verb = "compare"
		}
		if r := call(t, dir, append([]string{verb}, args...)...); r.code != 2 || !strings.Contains(r.err, "extract:") {
			t.Errorf("%s: exit code %d\n%s", name, r.code, r.err)
		}
	}
}
