package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goldContracts writes n short contracts into dir/txt with a gold table in dir/gold.
func goldContracts(t *testing.T, dir string, n int) (texts, gold string) {
	t.Helper()
	files := map[string]string{}
	table := "kind,passage,doc,start,end,label,role\n"
	at := len("This was made by ")
	for i := range n {
		name := []string{"Acme", "Beta", "Gamma", "Delta"}[i%4] + " Corp"
		text := fmt.Sprintf("This was made by %s on May %d.", name, 1+i)
		files[fmt.Sprintf("txt/c%02d.txt", i)] = text + "\n"
		table += fmt.Sprintf("passage,p%02d,c%02d,0,%d,,\nspan,p%02d,c%02d,%d,%d,PARTY,-\n", i, i, len(text), i, i, at, at+len(name))
	}
	files["gold/all.csv"] = table
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "txt"), filepath.Join(dir, "gold")
}

// From texts, annotations and a language model to the table and the plot; the same
// command trains nothing again.
func TestCompareStarts(t *testing.T) {
	dir := t.TempDir()
	texts, gold := goldContracts(t, dir, 28)
	args := []string{"compare", "starts", "--texts", texts, "--gold", gold, "--test-texts", texts, "--test-gold", gold,
		"--lm", pretrained(t, dir), "--dir", "results", "--plot", "starts.svg",
		"--shares", "100,50", "--seeds", "1,2", "--gold-epochs", "2", "--rate", "0.02", "--batch", "4"}
	// The vectors need words that occur five times, the language model's are others.
	if err := os.WriteFile(filepath.Join(texts, "more.txt"), []byte(strings.Repeat("The Buyer shall pay the Price.\n\n", 8)), 0o644); err != nil {
		t.Fatal(err)
	}
	first := call(t, dir, args...)
	first.wants(t, 0)
	lines := strings.Split(strings.TrimSpace(first.out), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[2], "| 50 % | ") || !strings.Contains(lines[2], " | 2 | ") || !strings.HasPrefix(lines[3], "| 100 % | ") || !strings.Contains(lines[3], " | 1 | ") {
		t.Errorf("table:\n%s", first.out)
	}
	if n := strings.Count(first.err, ": span F1 "); n != 9 {
		t.Errorf("%d results are told, want 9:\n%s", n, first.err)
	}
	if svg, err := os.ReadFile(filepath.Join(dir, "starts.svg")); err != nil || !strings.Contains(string(svg), "<svg") {
		t.Errorf("no plot (%v)", err)
	}
	again := call(t, dir, args...)
	again.wants(t, 0)
	if again.out != first.out || strings.Count(again.err, "(found)") != 9 {
		t.Errorf("once more:\n%s\n%s\nfirst:\n%s", again.err, again.out, first.out)
	}
	if r := call(t, dir, append(args, "--rate", "0.03")...); r.code != 2 || !strings.Contains(r.err, "choose another folder") {
		t.Errorf("another rate: exit code %d\n%s", r.code, r.err)
	}
}

// What stands in the way is said with the way out, before the work.
func TestCompareStartsRefuses(t *testing.T) {
	dir := t.TempDir()
	texts, gold := goldContracts(t, dir, 3)
	lm, empty := pretrained(t, dir), t.TempDir()
	all := []string{"--texts", texts, "--gold", gold, "--test-texts", texts, "--test-gold", gold, "--lm", lm, "--dir", "results"}
	for _, c := range []struct {
		more []string
		says string
	}{
		{[]string{"--lm", ""}, "--lm"},
		{[]string{"--lm", randomModel}, "not a file of a language model"},
		{[]string{"--lm", pretrained(t, t.TempDir(), "--forward")}, "does not read backward"},
		{[]string{"--dir", ""}, "--dir"},
		{[]string{"--shares", "0"}, "above 0"},
		{[]string{"--shares", "101"}, "up to 100"},
		{[]string{"--shares", "NaN"}, "up to 100"},
		{[]string{"--shares", "5,5"}, "twice"},
		{[]string{"--seeds", "0"}, "--seeds"},
		{[]string{"--seeds", "1,2"}, "one for each share"},
		{[]string{"--parallel", "-1"}, "--parallel"},
		{[]string{"--gold-epochs", "0"}, "gold epoch"},
		{[]string{"--texts", empty}, "no text"},
		{[]string{"--gold", empty}, "no .csv file"},
		{[]string{"--test-gold", empty}, empty},
		{[]string{"more"}, "more"},
	} {
		args := append(slices.Concat([]string{"compare", "starts"}, all), c.more...)
		if r := call(t, dir, args...); r.code != 2 || !strings.Contains(r.err, c.says) {
			t.Errorf("extract compare starts %s: exit code %d, want 2 and %q\n%s", strings.Join(c.more, " "), r.code, c.says, r.err)
		}
	}
}
