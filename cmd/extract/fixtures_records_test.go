package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"covenant/store"
	"covenant/tagger"
)

// TestFixturesRecords runs the model in the program over the fixtures and
// compares the records, as they are exported, with those of a careful reader.
// Every column counts that either has a value for.
func TestFixturesRecords(t *testing.T) {
	const wantRight = 0.75
	if _, err := tagger.Default(tagger.Auto); err != nil {
		t.Skip("no model in the program:", err)
	}
	dir := t.TempDir()
	call(t, dir, "run", fixturesFolder(t, "contracts")).wants(t, 0)
	r := call(t, dir, "export", "--what", store.Contracts, "--format", "jsonl")
	r.wants(t, 0)

	compared, right := 0, 0
	for line := range strings.Lines(r.out) {
		got := record(t, []byte(line))
		path, _ := got["path"].(string)
		if got["part"] != 1.0 {
			continue
		}
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		raw, err := os.ReadFile(filepath.Join(fixtures, "expected", name+".contract.json"))
		if err != nil {
			t.Fatal(err)
		}
		want := record(t, raw)
		for _, column := range []string{"title", "agreement_date", "effective_date", "expiration_date", "term", "renewal", "renewal_automatic",
			"notice", "termination_notice", "governing_law", "governing_law_code", "jurisdiction_code", "total_value", "total_value_currency", "parties"} {
			g, w := shown(got[column]), shown(want[column])
			if g == "" && w == "" || column == "expiration_date" && w == "" && want["term"] != nil { // it may be computed
				continue
			}
			compared++
			if strings.EqualFold(g, w) {
				right++
			} else {
				t.Logf("%s: %s is %q, want %q", name, column, g, w)
			}
		}
	}
	t.Logf("%d of %d values of records are right", right, compared)
	if compared == 0 || float64(right) < wantRight*float64(compared) {
		t.Errorf("%d of %d values are right, want %.2f at least", right, compared, wantRight)
	}
}

func record(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatalf("%v:\n%s", err, raw)
	}
	return m
}

// shown makes the values of an export and of an expected record comparable:
// 1 and true are yes, parties are their names in order of the alphabet.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		return map[bool]string{false: "no", true: "yes"}[v]
	case float64: // the database's form of bool
		return map[float64]string{0: "no", 1: "yes"}[v]
	case []any:
		var names []string
		for _, p := range v {
			names = append(names, strings.ToUpper(fmt.Sprint(p.(map[string]any)["name"])))
		}
		slices.Sort(names)
		return strings.Join(names, "; ")
	}
	return fmt.Sprint(v)
}
