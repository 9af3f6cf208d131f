package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/tagger"
)

const fixtures = "../../fixtures"

func fixturesFolder(t *testing.T, name string) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join(fixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// table reads a CSV file as one map per row.
func table(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func TestFixturesAreRead(t *testing.T) {
	files, err := os.ReadDir(fixturesFolder(t, "contracts"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	r := call(t, dir, "run", fixturesFolder(t, "contracts"), "--model", randomModel, "--json")
	r.wants(t, 0)
	if s := r.summary(t); s.Read != len(files) || s.Documents != len(files) {
		t.Errorf("%d fixtures: %+v", len(files), s)
	}
	sound(t, filepath.Join(dir, "contracts.db"))
}

func TestBrokenFilesAreRecorded(t *testing.T) {
	dir := t.TempDir()
	r := call(t, dir, "run", fixturesFolder(t, "broken"), "--model", randomModel)
	r.wants(t, 1)
	for _, want := range table(t, filepath.Join(fixtures, "broken.csv")) {
		file := want["file"]
		rows := ask(t, filepath.Join(dir, "contracts.db"), "SELECT status, error FROM documents WHERE path LIKE '%/"+file+"'")
		if len(rows) != 1 {
			t.Errorf("%s: rows %v", file, rows)
			continue
		}
		status, message, _ := strings.Cut(rows[0], "|")
		if status != want["status"] || !strings.Contains(message, want["error"]) {
			t.Errorf("%s: %s, %q; want %s, %q", file, status, message, want["status"], want["error"])
		}
		if told := strings.Contains(r.err, file+": "); told != (status == "failed") {
			t.Errorf("%s: %s, and standard error says\n%s", file, status, r.err)
		}
	}
}

// TestFixturesElements runs the model in the program over the fixtures and
// compares label and text of what it finds with what a careful reader found.
func TestFixturesElements(t *testing.T) {
	const wantRecall, wantPrecision = 0.78, 0.81
	if _, err := tagger.Default(tagger.Auto); err != nil {
		t.Skip("no model in the program:", err)
	}
	dir := t.TempDir()
	call(t, dir, "run", fixturesFolder(t, "contracts")).wants(t, 0)

	type element struct{ doc, label, text string }
	left := map[element]int{}
	expected, found, right := 0, 0, 0
	files, err := filepath.Glob(filepath.Join(fixtures, "expected", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no expected elements: %v", err)
	}
	for _, f := range files {
		for _, row := range table(t, f) {
			left[element{strings.TrimSuffix(filepath.Base(f), ".csv"), row["label"], row["text"]}]++
			expected++
		}
	}
	for _, row := range ask(t, filepath.Join(dir, "contracts.db"), "SELECT d.path, e.label, e.text FROM elements e JOIN documents d ON d.id = e.document_id") {
		cells := strings.SplitN(row, "|", 3)
		name := strings.TrimSuffix(filepath.Base(cells[0]), filepath.Ext(cells[0]))
		e := element{name, cells[1], strings.Join(strings.Fields(cells[2]), " ")}
		found++
		if left[e] > 0 {
			left[e]--
			right++
		}
	}
	recall, precision := float64(right)/float64(expected), float64(right)/float64(max(found, 1))
	t.Logf("%d of %d expected elements found: recall %.3f, precision %.3f", right, expected, recall, precision)
	if recall < wantRecall || precision < wantPrecision {
		t.Errorf("recall %.3f, precision %.3f; want %.2f and %.2f at least", recall, precision, wantRecall, wantPrecision)
	}
}
