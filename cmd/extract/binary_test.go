package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/token"
	"covenant/pipeline"
	"covenant/store"
	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// The tests of this package run the program as people do. TestMain builds it
// once, and a small model with random weights: it finds nonsense, but quickly
// and always the same. What the real model finds is tested where it says so.
var binary, randomModel string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "extract-test-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary, randomModel = filepath.Join(dir, "extract"), filepath.Join(dir, "random.model")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
			return 1
		}
		if err := saveRandomModel(randomModel); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

func saveRandomModel(path string) error {
	sentences, err := token.Sentences(context.Background(), contractText)
	if err != nil {
		return err
	}
	count := feature.NewCounter()
	count.Add(contractText, sentences)
	features, err := feature.NewExtractor(count.Lists(1), feature.Default())
	if err != nil {
		return err
	}
	fields := model.Fields(features, func(string) int { return 4 })
	m, err := model.New(model.Info{Name: "random", Window: 128, Context: 8}, bio.Default(), features, nn.Config{Fields: fields, Hidden: 8, Layers: 2})
	if err != nil {
		return err
	}
	return m.Save(path)
}

const contractText = `SUPPLY AGREEMENT

This Supply Agreement is made as of May 1, 2019 between Acme, Inc. ("Acme") and
Beta GmbH (the "Buyer"). The Buyer shall pay $1,500 within thirty (30) days.

This Agreement is governed by the laws of the State of New York.
`

// result is what a call of the program left.
type result struct {
	code     int
	out, err string
}

// program is a call of the built binary in the folder dir.
func program(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = dir
	return cmd
}

func call(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return finish(t, program(t, dir, args...), (*exec.Cmd).Run)
}

func finish(t *testing.T, cmd *exec.Cmd, run func(*exec.Cmd) error) result {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := run(cmd)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v: %v", cmd.Args, err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

func (r result) wants(t *testing.T, code int) {
	t.Helper()
	if r.code != code {
		t.Fatalf("exit code %d, want %d\nstdout:\n%s\nstderr:\n%s", r.code, code, r.out, r.err)
	}
}

// summary reads what `extract run --json` printed.
func (r result) summary(t *testing.T) pipeline.Summary {
	t.Helper()
	var s pipeline.Summary
	d := json.NewDecoder(strings.NewReader(r.out))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		t.Fatalf("the summary is no JSON: %v\n%s", err, r.out)
	}
	return s
}

// folder makes a folder with the given files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// ask returns the rows of a query on a database, values joined by "|".
func ask(t *testing.T, db, query string) []string {
	t.Helper()
	rows, err := tryAsk(db, query)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func tryAsk(db, query string) (rows []string, err error) {
	err = store.Query(context.Background(), db, store.Each(func(v []any) error {
		cells := make([]string, len(v))
		for i, x := range v {
			cells[i] = fmt.Sprint(x)
		}
		rows = append(rows, strings.Join(cells, "|"))
		return nil
	}), query)
	return rows, err
}

// sound fails when the database is damaged, or a document is there in part.
func sound(t *testing.T, db string) {
	t.Helper()
	for query, want := range map[string]string{
		"PRAGMA integrity_check":   "ok",
		"PRAGMA foreign_key_check": "",
		`SELECT count(*) FROM elements e JOIN documents d ON d.id = e.document_id
		 WHERE substr(d.text, e.start + 1, e."end" - e.start) <> e.text`: "0",
		"SELECT count(*) FROM documents WHERE status = '" + string(extract.StatusOK) + "' AND text IS NULL": "0",
	} {
		if got := strings.Join(ask(t, db, query), "; "); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
}
