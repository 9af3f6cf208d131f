package pipeline

import (
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/resolve"
)

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
		{"all with weights", Options{Version: "1", Weights: resolve.Weights{}}, "", Summary{Read: 1, Failed: 1, Skipped: 1}},
		{"all by force", Options{Version: "1", Force: true}, "", Summary{Read: 1, Failed: 1, Skipped: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := folder(t, map[string]string{"a.txt": contract, "b.txt": "", "c.png": picture})
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

// Records that were resolved with other weights are made anew, and only those.
func TestWeightsAreOptionsThatMatter(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contract})
	path := filepath.Join(t.TempDir(), "contracts.db")
	some := func() resolve.Weights { return resolve.Weights{extract.FieldParty: {"bias": 1, "alias": 2}} }
	other := resolve.Weights{extract.FieldParty: {"bias": 1, "alias": 2.5}}
	for i, test := range []struct {
		name    string
		weights resolve.Weights
		read    int
	}{
		{"none", nil, 1},
		{"none again", nil, 0},
		{"some", some(), 1},
		{"the same, read again", some(), 0},
		{"others", other, 1},
		{"none once more", nil, 1},
	} {
		if got := runOn(t, path, dir, Options{Version: "1", Weights: test.weights}); got.Read != test.read || got.Unchanged != 1-test.read {
			t.Errorf("run %d, with %s: %+v, want %d read", i+1, test.name, got, test.read)
		}
	}
	options := rows(t, path, "select options from runs order by id")
	if options[0] != "{}" || options[1] != "{}" || options[5] != "{}" || options[2] != options[3] || options[2] == options[4] || !strings.HasPrefix(options[2], `{"weights":"`) {
		t.Errorf("options of the runs: %q", options)
	}
}
