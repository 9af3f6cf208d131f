package pipeline

import (
	"path/filepath"
	"testing"

	"covenant/extract"
)

// recorder is a Progress that remembers.
type recorder struct {
	totals, documents int
	bytes             int64
	outcomes          []Outcome
}

func (r *recorder) Total(n int, b int64) { r.totals++; r.documents, r.bytes = n, b }

func (r *recorder) Done(o Outcome) { r.outcomes = append(r.outcomes, o) }

func TestProgressIsToldOfEveryDocument(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contract, "b.txt": "", "c.png": picture})
	path := filepath.Join(t.TempDir(), "contracts.db")
	for _, run := range []string{"first", "second"} {
		var r recorder
		runOn(t, path, dir, Options{Progress: &r})
		if r.totals != 1 || r.documents != 3 || r.bytes != int64(len(contract)+len(picture)) || len(r.outcomes) != 3 {
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
