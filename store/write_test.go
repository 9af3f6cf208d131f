package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"covenant/extract"
)

const misplaced = `SELECT count(*) FROM elements e JOIN documents d ON d.id = e.document_id
WHERE substr(d.text, e.start + 1, e."end" - e.start) <> e.text`

// rows gives what a query gives, one line per row, NULL spelled NULL.
func rows(t testing.TB, s *Store, query string) []string {
	t.Helper()
	rs, err := s.db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rs.Close()
	columns, _ := rs.Columns()
	var lines []string
	for rs.Next() {
		values := make([]any, len(columns))
		to := make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rs.Scan(to...); err != nil {
			t.Fatal(err)
		}
		cells := make([]string, len(columns))
		for i, v := range values {
			cells[i] = "NULL"
			if v != nil {
				cells[i] = fmt.Sprint(v)
			}
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	if err := rs.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestWriteStoresEverything(t *testing.T) {
	s := openNew(t)
	run := beginRun(t, s)
	write(t, s, run, supply(t, "/c/supply.pdf"))
	write(t, s, run, failed("/c/scan.pdf"))
	write(t, s, run, skipped("/c/logo.png"))

	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"documents", `SELECT path, substr(sha256, 1, 4), format, bytes, pages, length(text), status, error, seconds FROM documents ORDER BY path`, []string{
			"/c/logo.png | efef | NULL | 0 | NULL | NULL | skipped | not a supported format | 0",
			"/c/scan.pdf | cdcd | pdf | 99 | 1 | NULL | failed | no text layer | 0.1",
			"/c/supply.pdf | abab | pdf | 1234 | 2 | 258 | ok | NULL | 0.25",
		}},
		{"run_documents", `SELECT run_id, path, outcome, error FROM run_documents ORDER BY path`, []string{
			"1 | /c/logo.png | skipped | not a supported format",
			"1 | /c/scan.pdf | failed | no text layer",
			"1 | /c/supply.pdf | read | NULL",
		}},
		{"pages", `SELECT document_id, number, start, "end", width, height, status, error FROM pages ORDER BY 1, 2`, []string{
			"1 | 1 | 0 | 106 | 612 | 792 | ok | NULL",
			"1 | 2 | 106 | 258 | 612 | 792 | failed | font F1: broken",
			"2 | 1 | 0 | 0 | 600 | 800 | image | NULL",
		}},
		{"elements", `SELECT label, role, text, value, number, currency, confidence, page, start, "end", flags, attributes FROM elements ORDER BY start`, []string{
			"TITLE | NULL | SUPPLY AGREEMENT | Supply Agreement | NULL | NULL | 0.99 | 1 | 0 | 16 | NULL | NULL",
			"DATE | agreement | March 1, 2024 | 2024-03-01 | NULL | NULL | 0.98 | 1 | 25 | 38 | NULL | NULL",
			"PARTY | NULL | Müller & Söhne GmbH | Müller & Söhne GmbH | NULL | NULL | 0.97 | 1 | 47 | 66 | NULL | NULL",
			"ALIAS | NULL | Supplier | Supplier | NULL | NULL | 0.96 | 1 | 69 | 77 | NULL | NULL",
			"PARTY | NULL | Acme, Inc. | Acme, Inc. | NULL | NULL | 0.95 | 1 | 84 | 94 | NULL | NULL",
			"ALIAS | NULL | Buyer | NULL | NULL | NULL | 0.9 | 1 | 97 | 102 | NULL | NULL",
			`DURATION | notice | thirty (30) days | P30D | 30 | NULL | 0.94 | 2 | 136 | 152 | NULL | {"direction":"<before>","unit":"day"}`,
			`AMOUNT | price | US$ 1,500,000.50 | 1500000.50 | 1.5000005e+06 | USD | 1 | 2 | 175 | 191 | ["partial","ambiguous"] | NULL`,
			"GOVLAW | NULL | State of New York | New York | NULL | NULL | 0 | 2 | 239 | 256 | [\"garbled_page\"] | NULL",
		}},
		{"sentences", `SELECT sentence FROM elements WHERE label = 'AMOUNT'`, []string{"The price is US$ 1,500,000.50."}},
		{"contracts", `SELECT document_id, part, start, "end", title, agreement_date, effective_date, expiration_date, term, renewal, notice, termination_notice, governing_law, jurisdiction FROM contracts`, []string{
			"1 | 1 | 0 | 258 | Supply Agreement | 2024-03-01 | NULL | NULL | NULL | NULL | NULL | P30D | New York | NULL",
		}},
		{"codes", `SELECT governing_law_code, jurisdiction_code, renewal_automatic, total_value, total_value_currency FROM contracts`, []string{
			"US-NY | NULL | 0 | 1500000.50 | USD",
		}},
		{"fields", `SELECT contract_id, document_id, field, value, code, derivation, confidence, rank FROM contract_fields ORDER BY id`, []string{
			"1 | 1 | title | Supply Agreement | NULL | stated | 0.99 | 1",
			"1 | 1 | agreement_date | 2024-03-01 | NULL | stated | 0.98 | 1",
			"1 | 1 | effective_date | 2024-03-01 | NULL | agreement date | 0.4 | 2",
			"1 | 1 | renewal_automatic | no | NULL | stated | 0.6 | 1",
			"1 | 1 | termination_notice | P30D | NULL | stated | 0.94 | 1",
			"1 | 1 | termination_notice | P31D | NULL | thirty days, exclusive | 0.05 | 2",
			"1 | 1 | governing_law | New York | US-NY | stated | 0.9 | 1",
			"1 | 1 | total_value | 1500000.50 | USD | stated | 0.7 | 1",
			"1 | 1 | party | Müller & Söhne GmbH | NULL | stated | 0.97 | 1",
			"1 | 1 | party | Acme, Inc. | NULL | stated | 0.95 | 1",
			"1 | 1 | party | =Evil() | NULL | stated | 0.1 | 1",
			"1 | 1 | party | Buyer | NULL | stated | 0.01 | 2",
		}},
		{"legibility of pages", "SELECT document_id, number, bits_per_character, garbled FROM pages ORDER BY 1, 2", []string{
			"1 | 1 | 1.75 | 0", "1 | 2 | 6.5 | 1", "2 | 1 | NULL | NULL",
		}},
		{"elements of fields", `SELECT f.field, f.rank, l.position, e.text FROM contract_fields f
			JOIN contract_field_elements l ON l.field_id = f.id JOIN elements e ON e.id = l.element_id ORDER BY f.id, l.position`, []string{
			"title | 1 | 0 | SUPPLY AGREEMENT",
			"agreement_date | 1 | 0 | March 1, 2024",
			"effective_date | 2 | 0 | March 1, 2024",
			"renewal_automatic | 1 | 0 | thirty (30) days",
			"termination_notice | 1 | 0 | thirty (30) days",
			"termination_notice | 2 | 0 | thirty (30) days",
			"termination_notice | 2 | 1 | State of New York",
			"governing_law | 1 | 0 | State of New York",
			"total_value | 1 | 0 | US$ 1,500,000.50",
			"party | 1 | 0 | Müller & Söhne GmbH",
			"party | 1 | 1 | Supplier",
			"party | 1 | 0 | Acme, Inc.",
			"party | 2 | 0 | Buyer",
		}},
		{"parties", `SELECT contract_id, document_id, position, name, alias, legal_form, role, introduced, signs FROM contract_parties`, []string{
			"1 | 1 | 1 | Müller & Söhne GmbH | Supplier | GmbH | Supplier | 1 | 1",
			"1 | 1 | 2 | Acme, Inc. | Buyer | Inc. | NULL | 1 | 0",
			"1 | 1 | 3 | =Evil() | NULL | NULL | NULL | 0 | 1",
		}},
		{"fields of parties", `SELECT p.name, f.field, f.value FROM contract_parties p JOIN contract_fields f ON f.id = p.field_id ORDER BY p.position`, []string{
			"Müller & Söhne GmbH | party | Müller & Söhne GmbH", "Acme, Inc. | party | Acme, Inc.", "=Evil() | party | =Evil()",
		}},
		{"runs", `SELECT id, model, version, options, finished_at FROM runs`, []string{`1 | m1 | v1 | {"a":1} | NULL`}},
		{"places", misplaced, []string{"0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rows(t, s, tt.query)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWriteReplacesThePath(t *testing.T) {
	s := openNew(t)
	first := beginRun(t, s)
	write(t, s, first, supply(t, "/c/a.pdf"))
	write(t, s, first, supply(t, "/c/b.pdf"))
	second := beginRun(t, s)
	again := supply(t, "/c/a.pdf")
	again.Elements = again.Elements[:2]
	c := &again.Contracts[0]
	c.Fields, c.Parties = c.Fields[:2], nil
	write(t, s, second, again)

	for query, want := range map[string]int64{
		"SELECT count(*) FROM documents":                            2,
		"SELECT count(*) FROM pages":                                4,
		"SELECT count(*) FROM elements":                             11,
		"SELECT count(*) FROM contracts":                            2,
		"SELECT count(*) FROM contract_parties":                     3,
		"SELECT count(*) FROM contract_fields":                      14,
		"SELECT count(*) FROM contract_field_elements":              15,
		"SELECT run_id FROM documents WHERE path = '/c/a.pdf'":      second,
		"SELECT id FROM documents WHERE path = '/c/a.pdf'":          3, // 1 is never used again
		"SELECT count(*) FROM run_documents WHERE outcome = 'read'": 3,
		"SELECT min(id) FROM elements WHERE document_id = 3":        19,
		"SELECT min(id) FROM contract_fields WHERE document_id = 3": 25,
		misplaced: 0,
	} {
		if got := one[int64](t, s, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

func TestWriteRefusesWhatDoesNotFit(t *testing.T) {
	s := openNew(t)
	run := beginRun(t, s)
	write(t, s, run, supply(t, "/c/a.pdf"))
	for name, spoil := range map[string]func(r *extract.Record){
		"no path":                     func(r *extract.Record) { r.Document.Path = "" },
		"no status":                   func(r *extract.Record) { r.Status = "" },
		"NUL in text":                 func(r *extract.Record) { r.Document.Text += "\x00" },
		"broken UTF-8":                func(r *extract.Record) { r.Document.Text += "\xff" },
		"past the end":                func(r *extract.Record) { r.Elements[0].Span.End = 1 << 20 },
		"before the start":            func(r *extract.Record) { r.Elements[0].Span.Start = -1 },
		"backwards":                   func(r *extract.Record) { r.Elements[0].Span = extract.ByteSpan{Start: 5, End: 4} },
		"empty element":               func(r *extract.Record) { r.Elements[0].Span = extract.ByteSpan{Start: 5, End: 5} },
		"cuts a code point":           func(r *extract.Record) { r.Elements[0].Span.End = 18 },
		"no such sentence":            func(r *extract.Record) { r.Elements[0].Sentence = 4 },
		"sentence past end":           func(r *extract.Record) { r.Sentences[0].Span.End = 1 << 20 },
		"confidence above 1":          func(r *extract.Record) { r.Elements[0].Confidence = 1.01 },
		"confidence NaN":              func(r *extract.Record) { r.Elements[0].Confidence = math.NaN() },
		"number infinite":             func(r *extract.Record) { r.Elements[7].Number = math.Inf(1) },
		"page past the end":           func(r *extract.Record) { r.Document.Pages[1].Span.End = 1 << 20 },
		"clause past the end":         func(r *extract.Record) { r.Clauses[0].Span.End = 1 << 20 },
		"clause without text":         func(r *extract.Record) { r.Clauses[0].Span.End = r.Clauses[0].Span.Start },
		"clause of no category":       func(r *extract.Record) { r.Clauses[1].Category = "" },
		"clause's confidence above 1": func(r *extract.Record) { r.Clauses[0].Confidence = 1.01 },
		"clause's confidence NaN":     func(r *extract.Record) { r.Clauses[0].Confidence = math.NaN() },
		"kind's confidence below 0":   func(r *extract.Record) { r.Contracts[0].Kind.Confidence = -0.1 },
		"garbled for no reason":       func(r *extract.Record) { r.Document.Pages[1].BitsPerCharacter = 0 },
		"bits below 0":                func(r *extract.Record) { r.Document.Pages[0].BitsPerCharacter = -1 },
		"bits NaN":                    func(r *extract.Record) { r.Document.Pages[0].BitsPerCharacter = math.NaN() },
		"contract past end":           func(r *extract.Record) { r.Contracts[0].Span.End = 1 << 20 },

		"no such field":               func(r *extract.Record) { r.Contracts[0].Fields[0].Name = "colour" },
		"field without value":         func(r *extract.Record) { r.Contracts[0].Fields[0].Value = "" },
		"field without derivation":    func(r *extract.Record) { r.Contracts[0].Fields[0].Derivation = "" },
		"field's confidence above 1":  func(r *extract.Record) { r.Contracts[0].Fields[0].Confidence = 1.01 },
		"field's confidence NaN":      func(r *extract.Record) { r.Contracts[0].Fields[0].Confidence = math.NaN() },
		"field of rank 0":             func(r *extract.Record) { r.Contracts[0].Fields[0].Rank = 0 },
		"two values of a field":       func(r *extract.Record) { r.Contracts[0].Fields[5].Rank = 1 },
		"neither yes nor no":          func(r *extract.Record) { r.Contracts[0].Fields[3].Value = "perhaps" },
		"field of no such element":    func(r *extract.Record) { r.Contracts[0].Fields[0].Elements = []int{9} },
		"field of an element below 0": func(r *extract.Record) { r.Contracts[0].Fields[0].Elements = []int{-1} },
		"field of an element twice":   func(r *extract.Record) { r.Contracts[0].Fields[0].Elements = []int{1, 2, 1} },
		"party without a field":       func(r *extract.Record) { r.Contracts[0].Parties[0].Field = 12 },
		"party of a field below 0":    func(r *extract.Record) { r.Contracts[0].Parties[0].Field = -1 },
		"party of another field":      func(r *extract.Record) { r.Contracts[0].Parties[0].Field = 6 },
		"party that lost":             func(r *extract.Record) { r.Contracts[0].Parties[0].Field = 11 },
	} {
		t.Run(name, func(t *testing.T) {
			rec := supply(t, "/c/a.pdf")
			spoil(rec)
			if err := s.Write(context.Background(), run, rec); !errors.Is(err, ErrRecord) {
				t.Errorf("error %v, want ErrRecord", err)
			}
		})
	}
	// What only the schema refuses must leave the earlier reading, too.
	rec := supply(t, "/c/a.pdf")
	rec.Contracts[0].Parties[1].Name = ""
	if err := s.Write(context.Background(), run, rec); err == nil {
		t.Error("a party without a name was written")
	}
	if n := one[int](t, s, "SELECT count(*) FROM elements WHERE document_id = 1"); n != 9 {
		t.Errorf("%d elements of the earlier reading, want 9", n)
	}
}

func TestWriteCancelled(t *testing.T) {
	s := openNew(t)
	run := beginRun(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Write(ctx, run, supply(t, "/c/a.pdf")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if n := one[int](t, s, "SELECT count(*) FROM documents"); n != 0 {
		t.Errorf("%d documents written", n)
	}
}

func TestKnown(t *testing.T) {
	ctx := context.Background()
	s := openNew(t)
	if _, ok, err := s.Known(ctx, "/c/a.pdf"); ok || err != nil {
		t.Fatalf("Known of a new path: %v, %v", ok, err)
	}
	run := beginRun(t, s)
	write(t, s, run, supply(t, "/c/a.pdf"))
	if err := s.FinishRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if n := one[int](t, s, "SELECT count(*) FROM runs WHERE julianday(finished_at) >= julianday(started_at)"); n != 1 {
		t.Error("finished_at is not a time after started_at")
	}
	want := Known{SHA256: strings.Repeat("ab", 32), Status: extract.StatusOK, RunID: run,
		RunInfo: RunInfo{Model: "m1", Version: "v1", Options: `{"a":1}`}}
	second := beginRun(t, s)
	if err := s.MarkUnchanged(ctx, second, "/c/a.pdf"); err != nil {
		t.Fatal(err)
	}
	got, ok, err := s.Known(ctx, "/c/a.pdf")
	if !ok || err != nil || got != want {
		t.Errorf("Known = %+v, %v, %v, want %+v", got, ok, err, want)
	}
	if o := one[string](t, s, "SELECT outcome FROM run_documents WHERE run_id = ?", second); o != "unchanged" {
		t.Errorf("outcome %q", o)
	}
}

// The promise that the product lives by: a place in the database leads back to
// the text, whatever the text is.
func TestSubstrGivesTheElement(t *testing.T) {
	s := openNew(t)
	run := beginRun(t, s)
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.ReplaceAll(rapid.String().Draw(rt, "text"), "\x00", "\uFFFD")
		marks := []int{}
		for i := range text {
			marks = append(marks, i)
		}
		marks = append(marks, len(text))
		mark := func(name string) int { return marks[rapid.IntRange(0, len(marks)-1).Draw(rt, name)] }
		rec := &extract.Record{Document: &extract.Document{Path: "/p", Text: text}, Status: extract.StatusOK}
		if len(text) > 0 {
			half := mark("page")
			rec.Document.Pages = []extract.Page{
				{Number: 1, Span: extract.ByteSpan{Start: 0, End: half}, Status: extract.PageOK},
				{Number: 2, Span: extract.ByteSpan{Start: half, End: len(text)}, Status: extract.PageOK},
			}
		}
		for range rapid.IntRange(0, 200).Draw(rt, "elements") {
			a, b := mark("a"), mark("b")
			if a > b {
				a, b = b, a
			}
			if a < b {
				rec.Elements = append(rec.Elements, extract.Element{Label: extract.Law, Span: extract.ByteSpan{Start: a, End: b}})
				rec.Clauses = append(rec.Clauses, extract.Clause{Category: text[a:b], Span: extract.ByteSpan{Start: a, End: b}})
			}
		}
		write(t, s, run, rec)
		if n := one[int](t, s, "SELECT count(*) FROM elements"); n != len(rec.Elements) {
			rt.Fatalf("%d elements, want %d", n, len(rec.Elements))
		}
		if n := one[int](t, s, `SELECT count(*) FROM clauses c JOIN documents d ON d.id = c.document_id
			WHERE c.category = substr(d.text, c.start + 1, c."end" - c.start)`); n != len(rec.Clauses) {
			rt.Fatalf("%d clauses are at their place, want %d", n, len(rec.Clauses))
		}
		if n := one[int](t, s, misplaced); n != 0 {
			rt.Fatalf("%d elements are not at their place", n)
		}
		if n := one[int](t, s, `SELECT count(*) FROM elements e JOIN pages p USING (document_id)
			WHERE p.number = e.page AND NOT (p.start <= e.start AND (e.start < p."end" OR p."end" = p.start))`); n != 0 {
			rt.Fatalf("%d elements are not on their page", n)
		}
		if got := one[string](t, s, "SELECT text FROM documents"); got != text {
			rt.Fatalf("text %q, want %q", got, text)
		}
	})
}

// A document of 500 elements whose record has 40 values and candidates, of
// three elements each; replaced: each time at the same path.
func BenchmarkWrite(b *testing.B) {
	rec := supply(b, "")
	sample := rec.Elements
	rec.Elements = nil
	for len(rec.Elements) < 500 {
		rec.Elements = append(rec.Elements, sample...)
	}
	c := &rec.Contracts[0]
	for i := len(c.Fields); i < 40; i++ {
		c.Fields = append(c.Fields, extract.Field{Name: extract.FieldTerm, Value: "P1Y", Derivation: extract.Stated, Rank: i,
			Elements: []int{i, 2 * i, 3 * i}})
	}
	rec.Document.Text += strings.Repeat("The quick brown fox jumps over the lazy dog. ", 2000)
	for _, replaced := range []bool{false, true} {
		b.Run(fmt.Sprintf("replaced=%v", replaced), func(b *testing.B) {
			s := openNew(b)
			run := beginRun(b, s)
			for i := 0; b.Loop(); i++ {
				rec.Document.Path = "/c/same"
				if !replaced {
					rec.Document.Path = filepath.Join("/c", fmt.Sprint(i))
				}
				write(b, s, run, rec)
			}
			b.ReportMetric(float64(b.N*len(rec.Elements))/b.Elapsed().Seconds(), "elements/s")
		})
	}
}
