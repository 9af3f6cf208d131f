package store

import (
	"context"
	"path/filepath"
	"regexp"
	"testing"
)

// SQLite before 3.42 has json_valid(NULL) = 0: people's tools of that age would
// report every element without flags in PRAGMA integrity_check.
func TestJSONChecksLetNULLPassInOldSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	bare := regexp.MustCompile(`TEXT CHECK \(json_valid`)
	seen := 0
	err = Query(context.Background(), path, Each(func(values []any) error {
		seen++
		if sql, _ := values[0].(string); bare.MatchString(sql) {
			t.Errorf("a nullable column is checked without IS NULL OR:\n%s", sql)
		}
		return nil
	}), `select sql from sqlite_master where type = 'table' and name in ('elements', 'runs')`)
	if err != nil {
		t.Fatal(err)
	}
	if seen != 2 {
		t.Errorf("%d tables seen, want 2", seen)
	}
}
