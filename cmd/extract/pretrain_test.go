package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/pipeline"
)

// smallLanguage are flags of a language model that is learned in a moment.
var smallLanguage = []string{"--dim", "8", "--hidden", "12", "--lanes", "4", "--epochs", "12", "--rate", "0.03", "--dropout", "0", "--min-count", "2"}

// phrases writes n contracts of a few sentences into a folder.
func phrases(t *testing.T, n int) string {
	t.Helper()
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("c%02d.txt", i)] = fmt.Sprintf("The Buyer shall pay the Price to the %s. The Seller shall deliver %d Goods.\n\nThis Agreement is governed by the laws of %s.\n",
			[]string{"Seller", "Agent"}[i%2], 10+i, []string{"France", "Delaware", "Texas"}[i%3])
	}
	return folder(t, files)
}

func pretrained(t *testing.T, dir string, more ...string) string {
	t.Helper()
	args := append([]string{"pretrain", phrases(t, 40), "-o", "own.lm"}, smallLanguage...)
	r := call(t, dir, append(args, more...)...)
	r.wants(t, 0)
	if !strings.Contains(r.out, "own.lm written: perplexity") || !strings.Contains(r.out, "of 40 documents") {
		t.Errorf("pretrain says %q", r.out)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "own.lm*")); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
	return filepath.Join(dir, "own.lm")
}

// From contracts that nobody annotated to a language model that scores, completes, and
// starts a tagger.
func TestPretrainAndUse(t *testing.T) {
	dir := t.TempDir()
	model := pretrained(t, dir)

	doc := filepath.Join(dir, "doc.txt")
	if err := os.WriteFile(doc, []byte("The Buyer shall pay the Price to the Seller.\n\nPrice the to pay laws.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := call(t, dir, "lm", "score", doc, "--lm", model, "--json")
	r.wants(t, 0)
	var s pipeline.ScoredText
	if err := json.Unmarshal([]byte(r.out), &s); err != nil {
		t.Fatalf("no JSON: %v\n%s", err, r.out)
	}
	if len(s.Sentences) != 2 || s.Sentences[0].Perplexity >= s.Sentences[1].Perplexity || s.Words != 16 {
		t.Errorf("scored %+v", s)
	}
	r = call(t, dir, "lm", "score", doc, "--lm", model)
	r.wants(t, 0)
	if lines := strings.Split(strings.TrimSpace(r.out), "\n"); len(lines) != 4 || !strings.HasSuffix(lines[1], "pay the Price to the Seller.") || !strings.HasSuffix(lines[3], "16        0  the whole document") {
		t.Errorf("scores:\n%s", r.out)
	}

	r = call(t, dir, "lm", "complete", "This Agreement is governed by", "--lm", model, "-n", "2", "--beam", "4")
	r.wants(t, 0)
	if n := strings.Count(r.out, "This Agreement is governed by the laws of "); n != 2 || strings.Count(r.out, "\n") != 2 {
		t.Errorf("completions:\n%s", r.out)
	}

	annotations, _ := ownAnnotations(t, dir, 40)
	r = call(t, dir, "train", "--annotations", annotations, "-o", "own.model", "--lm", model, "--layers", "1", "--min-word", "1", "--gold-epochs", "1")
	r.wants(t, 0)
	if !strings.Contains(r.err, " words have a vector to start from") {
		t.Errorf("train does not say how many words the language model knows:\n%s", r.err)
	}
	if r = call(t, dir, "train", "--annotations", annotations, "-o", "own.model", "--lm", model, "--hidden", "13"); r.code != 2 || !strings.Contains(r.err, "--hidden 13") {
		t.Errorf("another width: exit code %d\n%s", r.code, r.err)
	}
}

func TestPretrainOneWay(t *testing.T) {
	dir := t.TempDir()
	model := pretrained(t, dir, "--backward")
	if r := call(t, dir, "lm", "complete", "The Buyer", "--lm", model); r.code != 2 || !strings.Contains(r.err, "--backward") {
		t.Errorf("complete: exit code %d\n%s", r.code, r.err)
	}
	annotations, _ := ownAnnotations(t, dir, 10)
	if r := call(t, dir, "train", "--annotations", annotations, "-o", "own.model", "--lm", model); r.code != 2 || !strings.Contains(r.err, "--uni --backward") {
		t.Errorf("train: exit code %d\n%s", r.code, r.err)
	}
}

// What stands in the way is said with the way out, before the work.
func TestPretrainRefuses(t *testing.T) {
	dir := t.TempDir()
	texts, empty := phrases(t, 3), t.TempDir()
	broken := filepath.Join(dir, "broken.lm")
	if err := os.WriteFile(broken, []byte("cut"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "held.lm.checkpoint"), []byte("cut"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"pretrain", texts}, "-o"},
		{[]string{"pretrain", "-o", "x.lm"}, "at least 1 arg"},
		{[]string{"pretrain", empty, "-o", "x.lm"}, "no readable contracts"},
		{[]string{"pretrain", "nowhere", "-o", "x.lm"}, "nowhere"},
		{[]string{"pretrain", texts, "-o", "nowhere/x.lm"}, "nowhere"},
		{[]string{"pretrain", texts, "-o", "x.lm", "--min-count", "1000"}, "--min-count"},
		{[]string{"pretrain", texts, "-o", "x.lm", "--forward", "--backward"}, "--forward and --backward"},
		{[]string{"pretrain", texts, "-o", "x.lm", "--dropout", "1"}, "dropout 1"},
		{[]string{"pretrain", texts, "-o", "held.lm", "--min-count", "1"}, "--restart"},
		{[]string{"lm", "score", "x.txt"}, "--lm"},
		{[]string{"lm", "score", "nowhere.txt", "--lm", randomModel}, "not a file of a language model"},
		{[]string{"lm", "complete", "x", "--lm", broken}, "not a file of a language model"},
		{[]string{"lm", "complete", "x", "--lm", broken, "-n", "9"}, "beam of 8"},
		{[]string{"lm", "sing"}, "sing"},
		{[]string{"train", "--annotations", "x", "-o", "x.model", "--lm", broken}, "not a file of a language model"},
	} {
		if r := call(t, dir, c.args...); r.code != 2 || !strings.Contains(r.err, c.says) {
			t.Errorf("extract %s: exit code %d, want 2 and %q\n%s", strings.Join(c.args, " "), r.code, c.says, r.err)
		}
	}
}
