package store

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"covenant/migrations"
)

// docs/schema.md is made from the migrations: tables and columns as the
// database has them after the last one, described by the comments in the SQL.
func TestSchemaPage(t *testing.T) {
	notes := readNotes(t)
	r := openReaderAt(t, sample(t))
	var page bytes.Buffer
	page.WriteString(schemaHead)
	var tables []string // in the order in which they were made
	query(t, r, `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'goose_db_version'
		AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid`, func(v []any) { tables = append(tables, v[0].(string)) })
	for _, table := range tables {
		fmt.Fprintf(&page, "\n## %s\n\n%s\n\n| column | type | |\n| --- | --- | --- |\n", table, notes.of(t, table))
		references := map[string]string{}
		query(t, r, fmt.Sprintf(`SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list('%s')`, table), func(v []any) {
			references[v[0].(string)] = fmt.Sprintf(" → `%s.%s`", v[1], v[2])
		})
		query(t, r, fmt.Sprintf(`SELECT name, type, "notnull", pk FROM pragma_table_xinfo('%s')`, table), func(v []any) {
			name, kind := v[0].(string), v[1].(string)
			if v[2].(int64) == 1 || v[3].(int64) > 0 {
				kind += ", never NULL"
			}
			if v[3].(int64) > 0 {
				kind += ", key"
			}
			fmt.Fprintf(&page, "| `%s`%s | %s | %s |\n", name, references[name], kind, notes.of(t, table+"."+name))
		})
		var indexes []string
		query(t, r, fmt.Sprintf(`SELECT i.name, (SELECT group_concat('"' || name || '"', ', ') FROM pragma_index_info(i.name))
			FROM pragma_index_list('%s') i WHERE i.origin <> 'pk' ORDER BY i.origin, i.seq DESC`, table), func(v []any) {
			indexes = append(indexes, strings.ReplaceAll(v[1].(string), `"`, "`"))
		})
		if len(indexes) > 0 {
			fmt.Fprintf(&page, "\nIndexes: %s.\n", strings.Join(indexes, "; "))
		}
	}
	page.WriteString("\n## Questions\n\nEach of these runs with `extract query --db contracts.db \"…\"`.\n")
	for _, q := range questions {
		fmt.Fprintf(&page, "\n%s\n\n```sql\n%s\n```\n", q.asked, q.sql)
	}
	golden(t, filepath.Join("..", "docs", "schema.md"), page.Bytes())
}

const schemaHead = `# The database

Made from the migrations by ` + "`go test ./store -run TestSchemaPage -update`" + `; change the comments there, not this page.

One SQLite file holds everything that was read. Names of tables and columns stay; later versions add to them. What was
not found or is not certain is NULL, never a guess. A database can be queried while a run is writing to it: each
document appears whole, or not yet. Only one run at a time can write; while it does, a file with ` + "`-lock`" + ` at the end of its
name stands beside the database (and SQLite's own ` + "`-wal`" + ` and ` + "`-shm`" + `).

Every place counts Unicode code points of ` + "`documents.text`" + ` from 0, and its end is exclusive. SQL counts from 1, hence

` + "```sql\nSELECT substr(d.text, e.start + 1, e.\"end\" - e.start) = e.text FROM elements e JOIN documents d ON d.id = e.document_id\n```" + `

gives 1 for every element. ` + "`end`" + ` is a word of SQL: write it in double quotes. The table ` + "`goose_db_version`" + ` is the
program's own: it says which migrations were applied.
`

// The questions that people come with; the tests run each.
var questions = []struct {
	asked, sql string
	rows       int // on the sample database
}{
	{"Which contracts end in the next six months?", `SELECT d.path, c.title, c.expiration_date
FROM contracts c JOIN documents d ON d.id = c.document_id
WHERE c.expiration_date BETWEEN date('now') AND date('now', '+6 months')
ORDER BY c.expiration_date`, 0},
	{"Who are the parties of each contract, and under which law does it stand?", `SELECT d.path, c.title, c.governing_law, group_concat(p.name, '; ') AS parties
FROM contracts c
JOIN documents d ON d.id = c.document_id
LEFT JOIN contract_parties p ON p.contract_id = c.id
GROUP BY c.id
ORDER BY d.path`, 1},
	{"Which contracts did we make with Acme?", `SELECT DISTINCT d.path, c.title, c.agreement_date, p.name, p.alias
FROM contract_parties p
JOIN contracts c ON c.id = p.contract_id
JOIN documents d ON d.id = c.document_id
WHERE p.name LIKE '%acme%'
ORDER BY c.agreement_date`, 1},
	{"What are the largest liability caps and prices in US dollars, and where do they stand?", `SELECT e.number, e.role, e.text, d.path, e.page, e.sentence
FROM elements e JOIN documents d ON d.id = e.document_id
WHERE e.label = 'AMOUNT' AND e.role IN ('cap', 'price') AND e.currency = 'USD'
ORDER BY e.number DESC
LIMIT 20`, 1},
	{"Where does a notice period exceed 14 days?", `SELECT d.path, e.page, e.text, e.number AS days, e.sentence
FROM elements e JOIN documents d ON d.id = e.document_id
WHERE e.label = 'DURATION' AND e.role = 'notice' AND e.number > 14
ORDER BY e.number DESC`, 1},
	{"How many contracts stand under which law?", `SELECT coalesce(governing_law, '(not found)') AS law, count(*) AS contracts
FROM contracts
GROUP BY 1
ORDER BY 2 DESC, 1`, 1},
	{"Which contracts stand under New York law, whatever they call it?", `SELECT d.path, c.title, c.governing_law
FROM contracts c JOIN documents d ON d.id = c.document_id
WHERE c.governing_law_code = 'US-NY'
ORDER BY d.path`, 1},
	{"Which contracts go on unless someone gives notice, and when must it be given?", `SELECT d.path, c.title, c.expiration_date, c.renewal, c.notice
FROM contracts c JOIN documents d ON d.id = c.document_id
WHERE c.renewal_automatic = 1
ORDER BY c.expiration_date`, 0},
	{"Why does the record say so? Each value with its words and their page:", `SELECT d.path, f.field, f.value, f.derivation, round(f.confidence, 2) AS confidence, e.page, e.text, e.sentence
FROM contract_fields f
JOIN documents d ON d.id = f.document_id
LEFT JOIN contract_field_elements l ON l.field_id = f.id AND l.position = 0
LEFT JOIN elements e ON e.id = l.element_id
WHERE f.rank = 1
ORDER BY d.path, f.id`, 9},
	{"Which values are unsure, and what might they be instead?", `SELECT d.path, f.field, f.value, round(f.confidence, 2) AS confidence, o.value AS instead, round(o.confidence, 2) AS its_confidence
FROM contract_fields f
JOIN documents d ON d.id = f.document_id
LEFT JOIN contract_fields o ON o.contract_id = f.contract_id AND o.field = f.field AND o.rank = 2
WHERE f.rank = 1 AND f.confidence < 0.8
ORDER BY f.confidence`, 3},
	{"Which values were nearly chosen for a field that the record leaves empty?", `SELECT d.path, f.field, f.value, round(f.confidence, 2) AS confidence, f.derivation
FROM contract_fields f JOIN documents d ON d.id = f.document_id
WHERE f.rank = 2 AND NOT EXISTS (
  SELECT * FROM contract_fields o WHERE o.contract_id = f.contract_id AND o.field = f.field AND o.rank = 1)
ORDER BY f.confidence DESC`, 1},
	{"Which contracts have an exclusivity clause and a cap on liability, and where do these stand?", `SELECT d.path, x.page, substr(d.text, x.start + 1, x."end" - x.start) AS exclusivity,
  l.page AS cap_page, substr(d.text, l.start + 1, l."end" - l.start) AS cap
FROM documents d
JOIN clauses x ON x.document_id = d.id AND x.category = 'Exclusivity'
JOIN clauses l ON l.document_id = d.id AND l.category = 'Cap On Liability'
ORDER BY d.path, x.start, l.start`, 0},
	{"Which supply contracts can be ended without a cause?", `SELECT d.path, c.title, k.page, round(k.confidence, 2) AS confidence, substr(d.text, k.start + 1, k."end" - k.start) AS clause
FROM contracts c
JOIN documents d ON d.id = c.document_id
JOIN clauses k ON k.document_id = d.id AND k.category = 'Termination For Convenience'
WHERE c.kind = 'Supply'
ORDER BY d.path, k.start`, 1},
	{"Which licenses lack a clause on audit rights?", `SELECT d.path, c.title, round(c.kind_confidence, 2) AS confidence
FROM contracts c JOIN documents d ON d.id = c.document_id
WHERE c.part = 1 AND c.kind = 'License'
AND NOT EXISTS (SELECT * FROM clauses k WHERE k.document_id = d.id AND k.category = 'Audit Rights')
ORDER BY d.path`, 0},
	{"Who signs without being named in the opening?", `SELECT d.path, c.title, p.name, p.role
FROM contract_parties p
JOIN contracts c ON c.id = p.contract_id
JOIN documents d ON d.id = c.document_id
WHERE p.signs = 1 AND p.introduced = 0
ORDER BY d.path, p.position`, 1},
	{"Which files could not be read, wholly or in part?", `SELECT path, status, error, NULL AS page FROM documents WHERE status <> 'ok'
UNION ALL
SELECT d.path, p.status, p.error, p.number
FROM pages p JOIN documents d ON d.id = p.document_id
WHERE p.status <> 'ok' AND d.status = 'ok'
ORDER BY 1, 4`, 3},
	{"Which pages are garbled, so that nothing on them is to be trusted?", `SELECT d.path, p.number, round(p.bits_per_character, 1) AS bits, count(e.id) AS elements
FROM pages p
JOIN documents d ON d.id = p.document_id
LEFT JOIN elements e ON e.document_id = p.document_id AND e.page = p.number
WHERE p.garbled = 1
GROUP BY d.path, p.number`, 1},
	{"Which values of records rest on a garbled page?", `SELECT d.path, f.field, f.value, e.page, e.text
FROM contract_fields f
JOIN documents d ON d.id = f.document_id
JOIN contract_field_elements l ON l.field_id = f.id
JOIN elements e ON e.id = l.element_id
WHERE f.rank = 1 AND e.flags LIKE '%garbled_page%'
ORDER BY d.path, f.id`, 1},
	{"What should a person look at again?", `SELECT d.path, e.page, e.label, e.text, round(e.confidence, 2) AS confidence, e.flags
FROM elements e JOIN documents d ON d.id = e.document_id
WHERE e.confidence < 0.5 OR e.flags IS NOT NULL
ORDER BY e.confidence`, 2},
	{"What did the newest run do?", `SELECT outcome, count(*) AS documents
FROM run_documents
WHERE run_id = (SELECT max(id) FROM runs)
GROUP BY outcome`, 3},
}

func TestQuestions(t *testing.T) {
	r := openReaderAt(t, sample(t))
	for _, q := range questions {
		t.Run(q.asked, func(t *testing.T) {
			n := 0
			query(t, r, q.sql, func([]any) { n++ })
			if n != q.rows {
				t.Errorf("%d rows, want %d", n, q.rows)
			}
		})
	}
}

func query(t *testing.T, r *Reader, sql string, row func(v []any)) {
	t.Helper()
	if err := r.Query(context.Background(), Each(func(v []any) error { row(v); return nil }), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// notes are the descriptions of tables ("runs") and columns ("runs.id").
type notes map[string]string

func (n notes) of(t *testing.T, name string) string {
	t.Helper()
	if n[name] == "" {
		t.Errorf("%s is not described in the migrations", name)
	}
	return strings.ReplaceAll(n[name], "|", `\|`)
}

var (
	createTable = regexp.MustCompile(`^CREATE TABLE (\w+) \($`)
	addColumn   = regexp.MustCompile(`^ALTER TABLE (\w+) ADD COLUMN "?(\w+)"?`)
	columnLine  = regexp.MustCompile(`^    "?([a-z_0-9]+)"? [A-Z]`)
)

// readNotes takes the comment lines before a column, or before ADD COLUMN, as
// its description, and those after CREATE TABLE, up to an empty line, as the
// table's.
func readNotes(t *testing.T) notes {
	t.Helper()
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("migrations %q, %v", names, err)
	}
	found := notes{}
	for _, name := range names { // in order, as Glob sorts
		raw, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		var table string
		var comment []string
		for line := range strings.Lines(string(raw)) {
			line = strings.TrimRight(line, "\r\n")
			text, isComment := strings.CutPrefix(strings.TrimSpace(line), "-- ")
			switch m := createTable.FindStringSubmatch(line); {
			case isComment:
				comment = append(comment, text)
				continue
			case m != nil:
				table = m[1]
			case line == "" && table != "" && found[table] == "":
				found[table] = strings.Join(comment, " ")
			case line == ");":
				table = ""
			default:
				if m := addColumn.FindStringSubmatch(line); m != nil {
					found[m[1]+"."+m[2]] = strings.Join(comment, " ")
				} else if m := columnLine.FindStringSubmatch(line); m != nil && table != "" {
					found[table+"."+m[1]] = strings.Join(comment, " ")
				}
			}
			comment = nil
		}
	}
	return found
}
