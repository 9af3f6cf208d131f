package pipeline

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/tagger/legibility"
)

// prose is a page of a contract, garbled the same with each letter changed for another.
var (
	prose = strings.Repeat("Acme shall pay the Price to the Seller within thirty days after the Effective Date, and the Seller shall deliver the Goods to Acme. ", 8)

	garbled = "Acme " + strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return 'a' + (r-'a')*7%26
		case 'A' <= r && r <= 'Z':
			return 'A' + (r-'A')*7%26
		}
		return r
	}, prose)
)

func defaultJudge(t *testing.T) *legibility.Judge {
	t.Helper()
	j, err := legibility.Default()
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestGarbledPagesAreFlagged(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": prose + "\f" + garbled + "\fAcme signs.\n", "b.txt": prose})
	path := filepath.Join(t.TempDir(), "contracts.db")
	sum := runOn(t, path, dir, Options{Judge: defaultJudge(t)})
	if sum.Read != 2 || sum.Pages != 4 || sum.Garbled != 1 {
		t.Errorf("summary: %+v", sum)
	}
	for query, want := range map[string]string{
		`select replace(path, rtrim(path, 'abtx.'), '') || number || ' ' || coalesce(garbled, '-') || ' ' || (bits_per_character is null)
		 from pages p join documents d on d.id = p.document_id order by 1`: "a.txt1 0 0, a.txt2 1 0, a.txt3 - 1, b.txt1 0 0",
		"select distinct page || coalesce(flags, '') from elements e join documents d on d.id = e.document_id where path like '%a.txt' order by 1": `1, 2["garbled_page"], 3`,
		"select count(*) from elements where flags is not null": "1",
	} {
		if got := strings.Join(rows(t, path, query), ", "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", query, got, want)
		}
	}
	// Without a judge nothing is said, and all is read again.
	sum = runOn(t, path, dir, Options{})
	if sum.Read != 2 || sum.Garbled != 0 {
		t.Errorf("without a judge: %+v", sum)
	}
	if got := rows(t, path, "select count(*) from pages where garbled is not null or bits_per_character is not null"); got[0] != "0" {
		t.Errorf("without a judge %s pages are judged", got[0])
	}
	if got := rows(t, path, "select options from runs order by id"); got[1] != "{}" || got[0] != `{"lm":"`+defaultJudge(t).ID()+`"}` {
		t.Errorf("options of the runs: %q", got)
	}
	sound(t, path)
}

func TestInspectJudges(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": prose + "\f" + garbled})
	in, err := Inspect(t.Context(), filepath.Join(dir, "a.txt"), StageJudge, nil, defaultJudge(t), nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(in.Pages) != 2 || in.Pages[0].Garbled || !in.Pages[1].Garbled || in.Pages[0].BitsPerCharacter <= 0 || in.Pages[0].BitsPerCharacter >= in.Pages[1].BitsPerCharacter {
		t.Errorf("pages: %+v", in.Pages)
	}
}

// Exactly the elements that share text with a garbled page carry the flag, once.
func TestFlagGarbled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := &extract.Document{Text: strings.Repeat("x", 60)}
		for at := 0; at < 60; {
			end := min(60, at+rapid.IntRange(0, 20).Draw(t, "page"))
			doc.Pages = append(doc.Pages, extract.Page{Span: extract.ByteSpan{Start: at, End: end}, Garbled: rapid.Bool().Draw(t, "garbled")})
			if at = end; len(doc.Pages) > 20 {
				break
			}
		}
		var elements []extract.Element
		for at := 0; at < 59; {
			at += rapid.IntRange(0, 9).Draw(t, "gap")
			end := at + rapid.IntRange(1, 15).Draw(t, "length")
			if end > 60 {
				break
			}
			elements = append(elements, extract.Element{Span: extract.ByteSpan{Start: at, End: end}})
			at = end
		}
		flagGarbled(doc, elements)
		for _, e := range elements {
			want := 0
			for _, p := range doc.Pages {
				if p.Garbled && p.Span.Start < e.Span.End && e.Span.Start < p.Span.End {
					want = 1
				}
			}
			if len(e.Flags) != want || want == 1 && !slices.Contains(e.Flags, extract.FlagGarbledPage) {
				t.Errorf("element at %v of pages %+v: flags %q", e.Span, doc.Pages, e.Flags)
			}
		}
	})
}
