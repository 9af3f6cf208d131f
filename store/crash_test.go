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

const crashElements = 700

func bigRecord(path string) *extract.Record {
	rec := &extract.Record{Document: &extract.Document{Path: path}, Status: extract.StatusOK}
	for i := range crashElements {
		start := len(rec.Document.Text)
		rec.Document.Text += fmt.Sprintf("Größe %d\n", i)
		rec.Elements = append(rec.Elements, extract.Element{Label: extract.Law, Confidence: 0.5,
			Span: extract.ByteSpan{Start: start, End: len(rec.Document.Text) - 1}, Value: fmt.Sprint(i)})
	}
	rec.Contracts = []extract.Contract{{Part: 1, Parties: []extract.ContractParty{{Name: "A"}, {Name: "B"}}}}
	return rec
}

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
			(SELECT count(*) FROM elements WHERE document_id = d.id) <> %d OR
			(SELECT count(*) FROM contract_parties WHERE document_id = d.id) <> 2 OR
			NOT EXISTS (SELECT * FROM run_documents r WHERE r.run_id = d.run_id AND r.path = d.path)`, crashElements)); len(bad) > 0 {
			t.Errorf("round %d: documents that are not whole: %q", round, bad)
		}
		if n := one[int](t, s, misplaced); n != 0 {
			t.Errorf("round %d: %d elements are not at their place", round, n)
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
