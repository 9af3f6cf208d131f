package silver

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
)

func TestReadPassages(t *testing.T) {
	const table = `File,Document Name,Document Name-Answer,Exclusivity,Exclusivity-Answer,Notice,Notice- Answer,Remark
a,['X'],Supply Agreement ,"['Only A.', ""B's""]",Yes,[],,[no list
b,[],,,No,['c'],Yes,
`
	p, err := ReadPassages(strings.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	want := `{[Exclusivity Notice] map[a:{Supply Agreement map[Exclusivity:[Only A. B's]]} b:{ map[Notice:[c]]}]}`
	if got := fmt.Sprint(p); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := fmt.Sprint(p.Frequent(1), p.Frequent(2)); got != "[Exclusivity Notice] []" {
		t.Errorf("frequent categories %s", got)
	}
	for _, c := range []struct{ table, says string }{
		{"", "header"},
		{"Name,A,A-Answer\n", "column File"},
		{"File,A,B-Answer\n", "no category"},
		{"File,A,A-Answer\nx,['a,\n", "line 2"},
		{"File,A,A-Answer\nx\n", "wrong number of fields"},
	} {
		if _, err := ReadPassages(strings.NewReader(c.table)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: error %v, want one that says %q", c.table, err, c.says)
		}
	}
}

func TestPlace(t *testing.T) {
	const text = "1. Term.\n\nThis Agreement shall\n   be exclusive; it is “exclusive” in\x0call of Österreich.\n\nSold as exclusive."
	for _, c := range []struct {
		passages []string
		want     string
		lost     int
	}{
		{nil, "", 0},
		{[]string{"this agreement  shall be EXCLUSIVE, it"}, "This Agreement shall\n   be exclusive; it", 0},
		{[]string{"exclusive"}, "exclusive", 0}, // the first place only
		{[]string{"This Agreement <omitted> all of Österreich."}, "This Agreement|all of Österreich", 0},
		{[]string{"This Agreement shall be", "shall be exclusive"}, "This Agreement shall\n   be exclusive", 0},
		{[]string{"never said", "Term", " <omitted> "}, "Term", 1},
	} {
		spans, lost := Place(text, c.passages)
		var got []string
		for _, s := range spans {
			got = append(got, s.Of(text))
		}
		if strings.Join(got, "|") != c.want || lost != c.lost {
			t.Errorf("%q: %q, %d lost, want %q, %d", c.passages, got, lost, c.want, c.lost)
		}
	}
	twice := strings.Repeat("It shall not be sold to any of the others. ", 2)
	if spans, _ := Place(twice, []string{"It shall not be sold to any of the others."}); len(spans) != 2 {
		t.Errorf("a long passage that stands twice: %v", spans)
	}
}

// Any part of a text is found in it, in a place with its letters, and spans are in
// order and apart.
func TestPlaceFindsParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-cA-CÄ0-9 \n.,()é]{0,60}`).Draw(t, "text")
		var passages []string
		for range rapid.IntRange(1, 3).Draw(t, "passages") {
			a := rapid.IntRange(0, len(text)).Draw(t, "from")
			b := rapid.IntRange(a, len(text)).Draw(t, "to")
			passages = append(passages, strings.ToValidUTF8(text[a:b], ""))
		}
		spans, lost := Place(text, passages)
		if lost != 0 {
			t.Fatalf("%d of %q not found in %q", lost, passages, text)
		}
		var last extract.ByteSpan
		for _, s := range spans {
			if s.Len() <= 0 || s.Start < last.End {
				t.Fatalf("span %v after %v", s, last)
			}
			last = s
		}
		for _, p := range passages {
			name, found := squashName(p), false
			for _, s := range spans {
				found = found || strings.Contains(squashName(s.Of(text)), name)
			}
			if !found && name != "" {
				t.Fatalf("%q stands in none of the spans %v of %q", p, spans, text)
			}
		}
	})
}

func FuzzReadPassages(f *testing.F) {
	f.Add("File,A,A-Answer\nx,\"['a', 'b']\",\n")
	f.Add("File,A,A- Answer\nx,\"['a\\x41',]\",\n")
	f.Fuzz(func(t *testing.T, table string) {
		p, err := ReadPassages(strings.NewReader(table))
		if err == nil && len(p.Categories) == 0 {
			t.Error("no category and no error")
		}
	})
}

func TestKind(t *testing.T) {
	for _, c := range []struct{ file, title, want string }{
		{"ABILITYINC_06_15_2020-EX-4.25-SERVICES_AGREEMENT", "", "Service"},
		{"2ThemartComInc_19990826_10-12G_EX-10.10_6700288_EX-10.10_Co-Branding_Agreement__Agency_Agreement", "", "Co-Branding"},
		{"HOSTINGCOM_1999-EX-10.1-DEVELOPMENT AND HOSTING AGREEMENT", "", "Development"},
		{"X_EX-10_CONTRACT", "Exclusive Licence Agreement", "License"},
		{"contract7", "DEED", ""},
		{"X-EX-99.1-JOINT FILING AGREEMENT", "", "Joint Filing"},
		{"X-EX-1-Remarketing Agreement", "", "Marketing"},
	} {
		if got := Kind(c.file, c.title); got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.file, c.title, got, c.want)
		}
	}
}

// All passages of the train part are found in their contracts.
func TestPlaceOnContracts(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "cuad", "train")
	f, err := os.Open(filepath.Join(folder, "answers.csv"))
	if err != nil {
		t.Skip("no contracts beside the repository: ", err)
	}
	defer f.Close()
	p, err := ReadPassages(f)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Categories) != 37 || len(p.Frequent(30)) != 29 {
		t.Errorf("%d categories, of which %d have 30 contracts", len(p.Categories), len(p.Frequent(30)))
	}
	n := 0
	for name, m := range p.Contracts {
		if n++; n > 40 {
			break
		}
		text, err := os.ReadFile(filepath.Join(folder, "txt", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for category, passages := range m.Clauses {
			if _, lost := Place(string(text), passages); lost > 0 {
				t.Errorf("%s: %d passages of %s not found", name, lost, category)
			}
		}
	}
}
