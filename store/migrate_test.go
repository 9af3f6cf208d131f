package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"covenant/migrations"
)

// migrateTo brings a database at path, made where there is none, to a version.
func migrateTo(t *testing.T, path string, version int64) *sql.DB {
	t.Helper()
	db, err := sql.Open(driverName, "file:"+path+"?_foreign_keys=on")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p, err := goose.NewProvider(goose.DialectSQLite3, db, migrations.FS)
	if err != nil {
		t.Fatal(err)
	}
	have, err := p.GetDBVersion(context.Background())
	if err == nil && have <= version {
		_, err = p.UpTo(context.Background(), version)
	} else if err == nil {
		_, err = p.DownTo(context.Background(), version)
	}
	if err != nil {
		t.Fatalf("migrate to %d: %v", version, err)
	}
	return db
}

// What a database of the first schema holds is still there after an upgrade,
// and nothing is made up about where it came from.
func TestUpgradeKeepsContracts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	db := migrateTo(t, path, 1)
	for _, statement := range []string{
		"PRAGMA application_id = 1668249198",
		"INSERT INTO runs (started_at, model, version) VALUES ('', 'm', 'v')",
		"INSERT INTO documents (run_id, path, status) VALUES (1, '/c/a', 'ok'), (1, '/c/b', 'ok')",
		`INSERT INTO contracts (document_id, part, start, "end", title, governing_law) VALUES (1, 1, 0, 0, 'Lease', 'Texas'), (2, 1, 0, 0, 'Loan', NULL)`,
		"INSERT INTO contract_parties VALUES (1, 1, 'Acme', 'A'), (2, 2, 'Dora', NULL), (1, 1, 'Beta', NULL)",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path)
	for query, want := range map[string][]string{
		"SELECT title, governing_law, governing_law_code, renewal_automatic, total_value FROM contracts": {"Lease | Texas | NULL | NULL | NULL", "Loan | NULL | NULL | NULL | NULL"},
		"SELECT contract_id, position, name, alias, field_id, introduced FROM contract_parties ORDER BY contract_id, position": {
			"1 | 1 | Acme | A | NULL | NULL", "1 | 2 | Beta | NULL | NULL | NULL", "2 | 1 | Dora | NULL | NULL | NULL"},
		"SELECT * FROM contract_fields": nil,
	} {
		if diff := cmp.Diff(want, rows(t, s, query)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", query, diff)
		}
	}
	write(t, s, beginRun(t, s), supply(t, "/c/a"))
	if got := one[string](t, s, "SELECT group_concat(name, '; ') FROM contract_parties p JOIN contract_fields f ON f.id = p.field_id"); got != "Müller & Söhne GmbH; Acme, Inc.; =Evil()" {
		t.Errorf("parties of the document that was read again: %s", got)
	}
}

// Each migration can be taken back: the schema is then what it was before it.
func TestMigrationsGoBack(t *testing.T) {
	newest, err := schemaVersion()
	if err != nil {
		t.Fatal(err)
	}
	for version := int64(1); version < newest; version++ {
		fresh := columnsOf(t, migrateTo(t, filepath.Join(t.TempDir(), "fresh.db"), version))
		path := sample(t)
		if diff := cmp.Diff(fresh, columnsOf(t, migrateTo(t, path, version))); diff != "" {
			t.Errorf("schema after going back to %d (-made +gone back)\n%s", version, diff)
		}
		// And forwards again, with what is left in it.
		if n := one[int](t, openAt(t, path), "SELECT count(*) FROM contract_parties"); n != 3 {
			t.Errorf("%d parties after going back to %d and up again, want 3", n, version)
		}
	}
}

// columnsOf lists tables with their columns, and indexes.
func columnsOf(t *testing.T, db *sql.DB) []string {
	t.Helper()
	s := &Store{db: db}
	columns := rows(t, s, `SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1, c.cid`)
	return append(columns, rows(t, s, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1")...)
}

// Without an index on the referring column, deleting one document would read
// whole tables.
func TestForeignKeysHaveIndexes(t *testing.T) {
	r := openReaderAt(t, sample(t))
	keys := 0
	query(t, r, `SELECT m.name, k."from", EXISTS (
			SELECT * FROM pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c WHERE i.partial = 0 AND c.seqno = 0 AND c.name = k."from")
		FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'`, func(v []any) {
		if keys++; v[2].(int64) == 0 {
			t.Errorf("%s.%s has no index", v[0], v[1])
		}
	})
	if keys < 10 {
		t.Errorf("%d foreign keys seen", keys)
	}
}
