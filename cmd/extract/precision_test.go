package main

import (
	"path/filepath"
	"testing"

	"covenant/tagger/kernel"
)

// Eight bits find nearly what single precision finds.
func TestPrecisionsAgree(t *testing.T) {
	if !kernel.HasInt8() {
		t.Skip("this processor is slow with 8-bit numbers")
	}
	const least = 0.97
	dir := t.TempDir()
	found := map[string]int{}
	for _, p := range []string{"fp32", "int8"} {
		db := filepath.Join(dir, p+".db")
		call(t, dir, "run", fixturesFolder(t, "contracts"), "--precision", p, "--db", db).wants(t, 0)
		for _, row := range ask(t, db, "SELECT d.path, e.start, e.end, e.label, e.role FROM elements e JOIN documents d ON d.id = e.document_id") {
			found[row]++
		}
	}
	both := 0
	for _, n := range found {
		if n == 2 {
			both++
		}
	}
	if share := float64(both) / float64(max(1, len(found))); share < least {
		t.Errorf("%d of %d elements are found in both precisions, that is %.3f; want %.2f at least", both, len(found), share, least)
	}
	if r := call(t, dir, "run", fixturesFolder(t, "contracts"), "--precision", "fp64"); r.code != 2 {
		t.Errorf("unknown precision: exit code %d", r.code)
	}
}
