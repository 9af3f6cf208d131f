package store

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files and docs/schema.md anew")

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./store -update makes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not up to date (go test ./store -update) (-file +now)\n%s", path, diff)
	}
}

func openReaderAt(t testing.TB, path string) *Reader {
	t.Helper()
	r, err := OpenReader(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func TestExportGolden(t *testing.T) {
	r := openReaderAt(t, sample(t))
	for _, what := range []string{Elements, Contracts, Fields, Documents, Clauses} {
		t.Run(what, func(t *testing.T) {
			var c, j bytes.Buffer
			if err := r.ExportCSV(context.Background(), &c, what); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", what+".csv"), c.Bytes())
			if bytes.Count(c.Bytes(), []byte("\n")) != bytes.Count(c.Bytes(), []byte("\r\n")) {
				t.Error("a line of the CSV does not end in CRLF")
			}
			if err := r.ExportJSONL(context.Background(), &j, what); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", what+".jsonl"), j.Bytes())
			for line := range bytes.Lines(j.Bytes()) {
				if !json.Valid(line) {
					t.Errorf("not JSON: %s", line)
				}
			}
		})
	}
	if err := r.ExportCSV(context.Background(), &bytes.Buffer{}, "pages"); !errors.Is(err, ErrExport) {
		t.Errorf("export of pages: %v, want ErrExport", err)
	}
}

// An export of a million elements must not be sorted in memory.
func TestExportsStream(t *testing.T) {
	r := openReaderAt(t, sample(t))
	for _, what := range []string{Elements, Contracts, Fields, Documents, Clauses} {
		query, err := exportQuery(what, flat)
		if err != nil {
			t.Fatal(err)
		}
		steps := 0
		plan := Each(func(values []any) error {
			steps++
			// The few in a list may be sorted; the outer rows may not.
			if step := values[3].(string); strings.Contains(step, "TEMP B-TREE") && values[1].(int64) == 0 {
				t.Errorf("%s: %s", what, step)
			}
			return nil
		})
		if err := r.Query(context.Background(), plan, "EXPLAIN QUERY PLAN "+query); err != nil || steps == 0 {
			t.Fatalf("%s: %d steps, %v", what, steps, err)
		}
	}
}

func TestCSVReadsBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		var want [][]string
		var out bytes.Buffer
		w := NewCSV(&out)
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			values, cells := make([]any, columns), make([]string, columns)
			for i := range values {
				// encoding/csv's reader, unlike RFC 4180, turns CRLF in a cell to LF.
				s := strings.ReplaceAll(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a\nb", "\"", ",", "\r", "=1+1", "", " x "})).Draw(t, "cell"), "\r\n", "\n")
				values[i], cells[i] = s, defuse(s)
			}
			want = append(want, cells)
			if err := w.Row(values); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	})
}

func TestCSVCell(t *testing.T) {
	for _, tt := range []struct {
		in   any
		want string
	}{
		{nil, ""},
		{"", ""},
		{"a", "a"},
		{"=1+1", "'=1+1"},
		{"+49 30", "'+49 30"},
		{"-5", "'-5"},
		{"@x", "'@x"},
		{"\tx", "'\tx"},
		{"\rx", "'\rx"},
		{"a=b", "a=b"},
		{int64(-5), "-5"},
		{-5.0, "-5"},
		{0.1, "0.1"},
		{1e15, "1000000000000000"},
		{1.5e300, "1.5e+300"},
		{math.Copysign(2.5e-9, -1), "-2.5e-09"},
		{[]byte{1, 255}, "X'01ff'"},
	} {
		if got := csvCell(tt.in); got != tt.want {
			t.Errorf("csvCell(%#v) = %q, want %q", tt.in, got, tt.want)
		}
	}
	// Line ends inside a cell are part of the value.
	var out bytes.Buffer
	w := NewCSV(&out)
	if err := w.Row([]any{"a\nb\r\nc\rd", "e"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Row([]any{nil}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "\"a\nb\r\nc\rd\",e\r\n\"\"\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
