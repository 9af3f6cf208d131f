package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"covenant/extract"
)

// crashEnv makes the test binary a process that writes until it is killed.
const crashEnv = "COVENANT_TEST_WRITE_TO"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		if err := writeForEver(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

const crashElements, crashFields = 700, 90

func bigRecord(path string) *extract.Record {
	rec := &extract.Record{Document: &extract.Document{Path: path}, Status: extract.StatusOK}
	for i := range crashElements {
		start := len(rec.Document.Text)
		rec.Document.Text += fmt.Sprintf("Größe %d\n", i)
		rec.Elements = append(rec.Elements, extract.Element{Label: extract.Law, Confidence: 0.5,
			Span: extract.ByteSpan{Start: start, End: len(rec.Document.Text) - 1}, Value: fmt.Sprint(i)})
	}
	c := extract.Contract{Part: 1}
	for i := range crashFields {
		c.Fields = append(c.Fields, extract.Field{Name: extract.FieldParty, Value: fmt.Sprint(i), Derivation: extract.Stated,
			Confidence: 0.5, Rank: 1, Elements: []int{i, i + crashFields}})
		c.Parties = append(c.Parties, extract.ContractParty{Name: fmt.Sprint(i), Field: i})
	}
	rec.Contracts = []extract.Contract{c}
	return rec
}

// misled counts fields of bigRecord that do not lead to the element with their
// value, or whose party has another name.
const misled = `SELECT count(*) FROM contract_fields f
JOIN contract_field_elements l ON l.field_id = f.id AND l.position = 0 JOIN elements e ON e.id = l.element_id
JOIN contract_parties p ON p.field_id = f.id
WHERE e.value <> f.value OR e.document_id <> f.document_id OR p.name <> f.value OR p.position <> f.value + 1`

func writeForEver(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	run, err := s.BeginRun(ctx, RunInfo{Model: "m", Version: "v"})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		if err := s.Write(ctx, run, bigRecord(fmt.Sprintf("/c/%d", i%7))); err != nil { // mostly replacing
			return err
		}
		fmt.Println(i)
	}
}

func TestKilledWhileWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contracts.db")
	for round := range 8 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashEnv+"="+path)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Half of the rounds fall into the making of the database.
		lines := bufio.NewScanner(out)
		for i := 0; i < round/2*5 && lines.Scan(); i++ {
		}
		time.Sleep(time.Duration(round) * 1700 * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer ended before it was killed")
		}

		s, err := Open(context.Background(), path)
		if err != nil {
			t.Fatalf("round %d: open after the kill: %v", round, err)
		}
		if got := one[string](t, s, "PRAGMA integrity_check"); got != "ok" {
			t.Errorf("round %d: integrity_check: %s", round, got)
		}
		if bad := rows(t, s, "PRAGMA foreign_key_check"); len(bad) > 0 {
			t.Errorf("round %d: foreign_key_check: %q", round, bad)
		}
		if bad := rows(t, s, fmt.Sprintf(`SELECT path FROM documents d WHERE
			(SELECT count(*) FROM elements WHERE document_id = d.id) <> %[1]d OR
			(SELECT count(*) FROM contract_parties WHERE document_id = d.id) <> %[2]d OR
			(SELECT count(*) FROM contract_fields f JOIN contract_field_elements ON field_id = f.id WHERE document_id = d.id) <> 2 * %[2]d OR
			NOT EXISTS (SELECT * FROM run_documents r WHERE r.run_id = d.run_id AND r.path = d.path)`, crashElements, crashFields)); len(bad) > 0 {
			t.Errorf("round %d: documents that are not whole: %q", round, bad)
		}
		if n := one[int](t, s, misplaced); n != 0 {
			t.Errorf("round %d: %d elements are not at their place", round, n)
		}
		if n := one[int](t, s, misled); n != 0 {
			t.Errorf("round %d: %d fields lead to the wrong element", round, n)
		}
		run := beginRun(t, s)
		write(t, s, run, bigRecord("/c/0"))
		write(t, s, run, bigRecord("/c/more"))
		if err := s.FinishRun(context.Background(), run); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
