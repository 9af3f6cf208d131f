package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"covenant/pipeline"
)

// garble changes each letter for another, as a font whose encoding is broken does.
func garble(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return 'a' + (r-'a')*7%26
		case 'A' <= r && r <= 'Z':
			return 'A' + (r-'A')*7%26
		}
		return r
	}, text)
}

// A page whose text is garbled is marked, and so is what was found on it; the summary
// counts it and says where to look.
func TestRunMarksGarbledPages(t *testing.T) {
	page := strings.Repeat(contractText, 4)
	dir := folder(t, map[string]string{"in/a.txt": page + "\f" + garble(page), "in/b.txt": page})
	db := filepath.Join(dir, "c.db")
	args := []string{"run", "in", "--db", "c.db", "--model", randomModel}
	r := call(t, dir, args...)
	r.wants(t, 0)
	if !strings.Contains(r.out, "in 3 pages (1 garbled), ") || !strings.Contains(r.err, "1 page looks garbled") || !strings.Contains(r.err, "extract query --db c.db") {
		t.Errorf("the run says\n%s%s", r.out, r.err)
	}
	sound(t, db)
	for query, want := range map[string]string{
		"SELECT d.path LIKE '%a.txt', p.number FROM pages p JOIN documents d ON d.id = p.document_id WHERE p.garbled = 1":                                                      "1|2",
		"SELECT count(*) FROM elements e JOIN pages p ON p.document_id = e.document_id AND p.number = e.page WHERE p.garbled <> (coalesce(e.flags, '') LIKE '%garbled_page%')": "0",
		"SELECT count(*) > 0 FROM elements WHERE flags LIKE '%garbled_page%'":                                                                                                  "1",
	} {
		if got := strings.Join(ask(t, db, query), "; "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	r = call(t, dir, "export", "--db", "c.db", "--what", "documents", "--format", "jsonl")
	r.wants(t, 0)
	if !strings.Contains(r.out, `"garbled_pages":1`) || !strings.Contains(r.out, `"garbled_pages":0`) {
		t.Errorf("export of documents:\n%s", r.out)
	}

	// Without the language model all is read again, and nothing is said of pages.
	r = call(t, dir, append(args, "--lm", "none", "--json")...)
	r.wants(t, 0)
	if s := r.summary(t); s.Read != 2 || s.Garbled != 0 {
		t.Errorf("--lm none: %+v", s)
	}
	if got := ask(t, db, "SELECT count(*) FROM pages WHERE garbled IS NOT NULL"); got[0] != "0" {
		t.Errorf("--lm none judges %s pages", got[0])
	}

	r = call(t, dir, "run", "in/a.txt", "--stop-after", "judge")
	r.wants(t, 0)
	var in pipeline.Inspection
	if err := json.Unmarshal([]byte(r.out), &in); err != nil {
		t.Fatal(err)
	}
	if len(in.Pages) != 2 || in.Pages[0].Garbled || !in.Pages[1].Garbled {
		t.Errorf("pages: %+v", in.Pages)
	}
}

// A language model of one's own judges pages if it was trained for it.
func TestRunWithOwnLanguageModel(t *testing.T) {
	dir := t.TempDir()
	words := pretrained(t, dir)
	few := filepath.Join(dir, "few.lm")
	r := call(t, dir, "pretrain", phrases(t, 40), "-o", few, "--characters", "--dim", "8", "--hidden", "12", "--epochs", "1", "--min-count", "2")
	r.wants(t, 0)
	if !strings.Contains(r.out, "too little text was held out to tell garbled pages by it") {
		t.Errorf("pretrain says %q", r.out)
	}
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("%d.txt", i)] = strings.Repeat(fmt.Sprintf("Page %d\n\n", i)+contractText+contractText+"\f", 10)
	}
	own := filepath.Join(dir, "own-characters.lm")
	r = call(t, dir, "pretrain", folder(t, files), "-o", own, "--characters", "--hidden", "32", "--epochs", "1")
	r.wants(t, 0)
	if !strings.Contains(r.out, "a page is garbled above ") {
		t.Errorf("pretrain says %q", r.out)
	}
	page := strings.Repeat(contractText, 4)
	in := folder(t, map[string]string{"a.txt": page, "b.txt": garble(page)})
	r = call(t, dir, "run", in, "--model", randomModel, "--lm", own, "--json")
	r.wants(t, 0)
	if s := r.summary(t); s.Read != 2 || s.Garbled != 1 {
		t.Errorf("with a model of our own: %+v", s)
	}
	r = call(t, dir, "lm", "score", filepath.Join(in, "b.txt"), "--lm", own)
	r.wants(t, 0)
	if !strings.Contains(r.out, "  chars  ") || !strings.HasSuffix(r.out, " bits per character, garbled\n") {
		t.Errorf("scores:\n%s", r.out)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"run", in, "--lm", words}, "--characters"},
		{[]string{"run", in, "--lm", few}, "more documents"},
		{[]string{"run", in, "--lm", randomModel}, "not a file of a language model"},
		{[]string{"run", in, "--lm", "nowhere.lm"}, "nowhere.lm"},
		{[]string{"run", filepath.Join(in, "a.txt"), "--stop-after", "judge", "--lm", words}, "--characters"},
		{[]string{"lm", "complete", "The", "--lm", own}, "without --characters"},
		{[]string{"train", "--annotations", "x", "-o", "x.model", "--lm", own}, "without --characters"},
	} {
		if r := call(t, dir, c.args...); r.code != 2 || !strings.Contains(r.err, c.says) {
			t.Errorf("extract %s: exit code %d, want 2 and %q\n%s", strings.Join(c.args, " "), r.code, c.says, r.err)
		}
	}
}
