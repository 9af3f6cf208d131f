package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sample is a database with three documents, closed.
func sample(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "contracts.db")
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	run := beginRun(t, s)
	write(t, s, run, supply(t, "/c/supply.pdf"))
	write(t, s, run, failed("/c/scan.pdf"))
	write(t, s, run, skipped("/c/=logo.png"))
	if err := s.FinishRun(context.Background(), run); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestQueryAsTable(t *testing.T) {
	path := sample(t)
	var out bytes.Buffer
	query := `SELECT label, role, number, value FROM elements WHERE label IN (?, 'AMOUNT', 'ALIAS')
UNION ALL SELECT 'NULL', '', -5, 'a' || char(10, 27) || 'b' ORDER BY label, value; -- done`
	if err := Query(context.Background(), path, NewTable(&out), query, "DURATION"); err != nil {
		t.Fatal(err)
	}
	want := `
┌──────────┬────────┬───────────┬────────────┐
│ label    │ role   │ number    │ value      │
├──────────┼────────┼───────────┼────────────┤
│ ALIAS    │ NULL   │      NULL │ NULL       │
│ ALIAS    │ NULL   │      NULL │ Supplier   │
│ AMOUNT   │ price  │ 1500000.5 │ 1500000.50 │
│ DURATION │ notice │        30 │ P30D       │
│ "NULL"   │        │        -5 │ a �b       │
└──────────┴────────┴───────────┴────────────┘
5 rows
`
	if diff := cmp.Diff(want, "\n"+out.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTableText(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		"  a \r\n\t b  ":             "a b",
		"\x1b[31mred":                "�[31mred",
		"\u202Egnp.exe":              "�gnp.exe",
		strings.Repeat("é", 80):      strings.Repeat("é", 80),
		strings.Repeat("é", 81):      strings.Repeat("é", 79) + "…",
		strings.Repeat("é ", 40):     strings.TrimSpace(strings.Repeat("é ", 40)),
		strings.Repeat("word ", 100): strings.TrimSpace(strings.Repeat("word ", 15)+"word") + "…",
	} {
		if got := tableText(in); got != want {
			t.Errorf("tableText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestQueryAsCSV(t *testing.T) {
	path := sample(t)
	var out bytes.Buffer
	query := `SELECT name, alias, -5 AS n, -0.5 AS x, '-5' AS text, x'00ff' AS bytes, NULL AS "=none" FROM contract_parties`
	if err := Query(context.Background(), path, NewCSV(&out), query); err != nil {
		t.Fatal(err)
	}
	want := "name,alias,n,x,text,bytes,'=none\r\n" +
		"Müller & Söhne GmbH,Supplier,-5,-0.5,'-5,X'00ff',\r\n" +
		"\"Acme, Inc.\",Buyer,-5,-0.5,'-5,X'00ff',\r\n" +
		"'=Evil(),,-5,-0.5,'-5,X'00ff',\r\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestQueryOnlyReads(t *testing.T) {
	path := sample(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(filepath.Dir(path), "other.db")
	nothing := Each(func([]any) error { return nil })
	for _, query := range []string{
		"DELETE FROM documents",
		"WITH d AS (SELECT 1) DELETE FROM documents",
		"UPDATE documents SET status = 'ok' RETURNING id",
		"INSERT INTO runs (started_at, model, version) VALUES ('', '', '')",
		"REPLACE INTO runs (started_at, model, version) VALUES ('', '', '')",
		"EXPLAIN DELETE FROM documents",
		"DROP TABLE documents",
		"CREATE TABLE x (y)",
		"CREATE TEMP TABLE x AS SELECT 1",
		"CREATE VIRTUAL TABLE x USING fts5(y)",
		"ALTER TABLE documents ADD COLUMN x",
		"ATTACH '" + other + "' AS other",
		"DETACH main",
		"VACUUM",
		"VACUUM INTO '" + other + "'",
		"REINDEX", "ANALYZE", "BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT x", "COMMIT",
		"PRAGMA query_only = off",
		"PRAGMA query_only(0)",
		"PRAGMA writable_schema = on",
		"PRAGMA journal_mode = DELETE",
		"PRAGMA user_version = 7",
		"PRAGMA wal_checkpoint",
		"PRAGMA temp_store_directory = '/tmp'",
		"PRAGMA optimize",
		"SELECT load_extension('x')",
	} {
		t.Run(query, func(t *testing.T) {
			if err := Query(context.Background(), path, nothing, query); !errors.Is(err, ErrReadOnly) && !errors.Is(err, ErrStatement) {
				if !strings.Contains(query, "load_extension") || err == nil {
					t.Errorf("error %v, want ErrReadOnly", err)
				}
			}
		})
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the file has changed")
	}
	if _, err := os.Stat(other); !errors.Is(err, fs.ErrNotExist) {
		t.Error("another database was made")
	}
	for _, query := range []string{
		"PRAGMA table_info(elements)", "SELECT * FROM pragma_table_info('elements')", "PRAGMA integrity_check",
		"PRAGMA user_version", "EXPLAIN QUERY PLAN SELECT * FROM elements", "VALUES (1)",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
		"SELECT j.value FROM elements, json_each(flags) j",
	} {
		n := 0
		if err := Query(context.Background(), path, Each(func([]any) error { n++; return nil }), query); err != nil || n == 0 {
			t.Errorf("%s: %d rows, %v", query, n, err)
		}
	}
}

func TestQueryStopsWithContext(t *testing.T) {
	path := sample(t)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	endless := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
	err := Query(ctx, path, Each(func([]any) error { return nil }), endless)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want context.DeadlineExceeded", err)
	}
}

func TestQueryStopsWithItsWriter(t *testing.T) {
	full := errors.New("disk full")
	n := 0
	err := Query(context.Background(), sample(t), Each(func([]any) error { n++; return full }), "SELECT id FROM elements")
	if !errors.Is(err, full) || n != 1 {
		t.Errorf("error %v after %d rows, want the writer's after 1", err, n)
	}
}

func TestSingleStatement(t *testing.T) {
	for in, want := range map[string]string{
		"SELECT 1":                          "SELECT 1",
		"SELECT 1;":                         "SELECT 1",
		"SELECT 1 ; ;\n-- that is all; yes": "SELECT 1 ",
		"SELECT ';', \";\", [;], `;`":       "SELECT ';', \";\", [;], `;`",
		"SELECT 'it''s; fine'; /* ; */":     "SELECT 'it''s; fine'",
		"-- first;\nSELECT 1":               "-- first;\nSELECT 1",
		"SELECT 1 /* not closed ;":          "SELECT 1 /* not closed ;",
		"SELECT 1; SELECT 2":                "",
		"SELECT 1; DELETE FROM documents":   "",
		"SELECT 1;--\nDELETE FROM x":        "",
		"":                                  "",
		" ; -- nothing":                     "",
		"SELECT 1\x00; DELETE":              "",
	} {
		got, err := singleStatement(in)
		if got != want || (want == "") != errors.Is(err, ErrStatement) {
			t.Errorf("singleStatement(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func FuzzQuery(f *testing.F) {
	path := sample(f)
	for _, seed := range []string{"SELECT 1; SELECT 2", "SELECT '", "ATTACH 'x' AS y", "PRAGMA x=1", "SELECT $a(');DELETE FROM runs"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = Query(ctx, path, NewCSV(new(bytes.Buffer)), query) // most are wrong; none may write
		after, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before, after) {
			t.Fatalf("%q changed the database", query)
		}
		names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if ext := filepath.Ext(name); !slices.Contains([]string{".db", ".db-wal", ".db-shm"}, ext) {
				t.Fatalf("%q made %s", query, name)
			}
		}
	})
}

func TestOpenReaderErrors(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is no database.\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign.db")
	db, err := sql.Open(driverName, foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE songs (name)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, path string
		want       error
	}{
		{"missing", filepath.Join(dir, "none.db"), fs.ErrNotExist},
		{"folder", dir, ErrNotDatabase},
		{"text", text, ErrNotDatabase},
		{"foreign", foreign, ErrForeign},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := OpenReader(context.Background(), tt.path)
			if err == nil {
				r.Close()
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("OpenReader: %v, want %v", err, tt.want)
			}
			if tt.name == "missing" {
				return // Open makes it
			}
			before, _ := os.ReadFile(tt.path)
			s, err := Open(context.Background(), tt.path)
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("Open: %v, want %v", err, tt.want)
			}
			after, _ := os.ReadFile(tt.path)
			if !bytes.Equal(before, after) {
				t.Error("Open changed the file that it refused")
			}
		})
	}
}
