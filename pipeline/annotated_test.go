package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract/annotation"
)

func TestAnnotatedCorpus(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "project.jsonl")
	lines := `{"text": "Signed on March 1 by Müller & Söhne.", "label": [[10, 17, "DATE-effective"], [21, 35, "the party"], [21, 27, "the party"]]}
{"text": "ACME pays.", "label": [[0, 4, "the-party"], [5, 9, "TITLE"]]}
`
	if err := os.WriteFile(path, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	docs, notes, err := Corpus{Annotations: path}.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range docs {
		if d.HasSilver || len(d.Gold) != 1 {
			t.Fatalf("document %s: silver %v, %d passages", d.Name, d.HasSilver, len(d.Gold))
		}
		runes := []rune(d.Text)
		if p := d.Gold[0].Span; p.Start != 0 || p.End != len(runes) {
			t.Errorf("document %s was read in [%d, %d), it has %d characters", d.Name, p.Start, p.End, len(runes))
		}
		for _, s := range d.Gold[0].Spans {
			got = append(got, string(s.Label)+"/"+string(s.Role)+":"+string(runes[s.Start:s.End]))
		}
	}
	want := "DATE/effective:March 1 THE_PARTY/:Müller & Söhne THE_PARTY_2/:ACME TITLE/:pays"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	told := strings.Join(notes, "\n")
	for _, want := range []string{"1 spans left out", `"the party" is called THE_PARTY`, `"the-party" is called THE_PARTY_2`} {
		if !strings.Contains(told, want) {
			t.Errorf("notes do not say %q:\n%s", want, told)
		}
	}
}

func TestAnnotatedCorpusThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.jsonl")
	if err := os.WriteFile(bad, []byte(`{"text": "ab", "label": [[0, 5, "X"]]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]Corpus{
		"missing":       {Annotations: filepath.Join(dir, "none.json")},
		"out of range":  {Annotations: bad},
		"other format":  {Annotations: bad, Format: annotation.Brat},
		"gold, no file": {Texts: dir, Gold: dir},
	} {
		if _, _, err := c.Load(t.Context()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
