package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract/score"
)

// annotatedRoles writes n short texts with an effective date and an expiration each,
// as doccano exports them, and gold annotations of two contracts in a folder.
func annotatedRoles(t *testing.T, n int) (dir string) {
	t.Helper()
	var lines strings.Builder
	for i := range n {
		from, until := fmt.Sprintf("May %d, 2019", 1+i%28), fmt.Sprintf("June %d, 2024", 1+i%28)
		text := fmt.Sprintf("It is effective from %s and runs until %s.", from, until)
		if i%2 == 1 {
			text = fmt.Sprintf("It runs until %s and is effective from %s.", until, from)
		}
		a, b := strings.Index(text, from), strings.Index(text, until)
		line, err := json.Marshal(map[string]any{"text": text, "label": [][]any{
			{a, a + len(from), "DATE-effective"}, {b, b + len(until), "DATE-expiration"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	return folder(t, map[string]string{
		"own.jsonl": lines.String(),
		"txt/a.txt": "It runs until June 3, 2024 and is effective from May 9, 2019.\n",
		"txt/b.txt": "Paid $5 by Acme.\n",
		"gold/1.csv": "kind,passage,doc,start,end,label,role\n" +
			"passage,p,a,0,61,,\nspan,p,a,14,26,DATE,expiration\nspan,p,a,49,60,DATE,effective\n" +
			"passage,q,b,0,16,,\nspan,q,b,5,7,AMOUNT,price\nspan,q,b,11,15,PARTY,-\n",
	})
}

// quickRoles are flags of a classifier that learns in a second.
var quickRoles = []string{"--hidden", "12", "--layers", "1", "--word-dim", "12", "--min-word", "1", "--rate", "0.02", "--average", "0.9", "--epochs", "12", "--patience", "12", "--batch", "16"}

// From annotations to a file, and from the file to figures on gold spans.
func TestTrainRolesAndJudgeThem(t *testing.T) {
	dir := annotatedRoles(t, 60)
	train := func(out string, more ...string) []string {
		return append(append([]string{"train", "roles", "--annotations", "own.jsonl", "-o", out}, quickRoles...), more...)
	}
	r := call(t, dir, train("max.model")...)
	r.wants(t, 0)
	if !strings.Contains(r.out, "max.model written") || !strings.Contains(r.out, "DATE/effective") || !strings.Contains(r.err, "gold epoch 1 of 12") {
		t.Errorf("train roles:\n%s\n%s", r.out, r.err)
	}
	call(t, dir, train("attention.model", "--pool", "attention", "--labels", "date", "--cell", "gru", "--gate=false")...).wants(t, 0)
	if files, _ := filepath.Glob(filepath.Join(dir, "*.model*")); len(files) != 2 {
		t.Errorf("files %v", files)
	}
	eval := []string{"eval", "--gold-spans", "--gold", "gold", "--texts", "txt", "--model", randomModel, "--roles", "max.model", "--roles", "attention.model"}
	r = call(t, dir, append(eval, "--json")...)
	r.wants(t, 0)
	var reports score.ClassReports
	if err := json.Unmarshal([]byte(r.out), &reports); err != nil || len(reports) != 6 {
		t.Fatalf("%v\n%s", err, r.out)
	}
	for i, want := range []string{"tags 3", "max.model 3", "tags and max.model 3", "attention.model 2", "tags and attention.model 3", "all together 3"} {
		if got := fmt.Sprint(reports[i].Name, " ", reports[i].Elements); got != want {
			t.Errorf("report %d: %s elements, want %s", i, got, want)
		}
	}
	if dates := reports[3].Tasks[0]; dates.Task != "DATE" || dates.Right != 2 {
		t.Errorf("dates by attention: %+v", dates)
	}
	// A run finds roles with the classifier that is named, the one in the program, or none.
	seen := map[string]bool{}
	for _, roles := range [][]string{{"--roles", "max.model"}, nil, {"--roles", "none"}} {
		r := call(t, dir, append([]string{"run", "txt", "--db", "roles.db", "--model", randomModel, "--lm", "none", "--clauses", "none", "--json"}, roles...)...)
		r.wants(t, 0)
		if s := r.summary(t); s.Read != 2 {
			t.Errorf("%v: %d documents read, want both again", roles, s.Read)
		}
		seen[ask(t, filepath.Join(dir, "roles.db"), "SELECT options FROM runs ORDER BY id DESC LIMIT 1")[0]] = true
	}
	if len(seen) != 3 || !seen["{}"] {
		t.Errorf("options of the runs: %v", seen)
	}
	r = call(t, dir, "eval", "--gold", "gold", "--texts", "txt", "--model", randomModel, "--roles", "max.model")
	r.wants(t, 0)
	if !strings.Contains(r.out, "with roles") {
		t.Errorf("spans with roles:\n%s", r.out)
	}
	r = call(t, dir, eval...)
	r.wants(t, 0)
	if !strings.Contains(r.out, "macro F1") || !strings.Contains(r.out, "attention.model  all") {
		t.Errorf("table:\n%s", r.out)
	}
}

func TestRolesWrongUse(t *testing.T) {
	dir := annotatedRoles(t, 5)
	if err := os.WriteFile(filepath.Join(dir, "broken.model"), []byte("COVCLASS\x01\x00\x00\x00\x05\x00\x00\x00"), 0o644); err != nil {
		t.Fatal(err)
	}
	base := []string{"train", "roles", "--annotations", "own.jsonl", "-o", "x.model"}
	judge := []string{"eval", "--gold-spans", "--gold", "gold", "--texts", "txt", "--model", randomModel}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no data":             {[]string{"train", "roles", "-o", "x.model"}, "--annotations"},
		"no output":           {base[:4], "-o"},
		"unknown pool":        {append(base, "--pool", "mean"), "attention"},
		"unknown label":       {append(base, "--labels", "PARTY"), "COURT"},
		"no epoch":            {append(base, "--epochs", "0"), "epochs"},
		"reach below context": {append(base, "--reach", "3"), "reach"},
		"two starts":          {append(base, "--start", "default", "--learn-vectors"), "give one"},
		"layers of nothing":   {append(base, "--start-layers"), "--start"},
		"words of its own":    {append(base, "--start", "default", "--word-dim", "5"), "--word-dim"},
		"start from nothing":  {append(base, "--start", "none.model"), "none.model"},
		"no such folder":      {append(base[:4], "-o", "none/x.model"), "folder"},
		"spans without texts": {judge[:4], "--texts"},
		"a tagger":            {append(judge, "--roles", randomModel), "extract train roles"},
		"a broken file":       {append(judge, "--roles", "broken.model"), "broken.model"},
		"two for a run":       {[]string{"eval", "--gold", "gold", "--texts", "txt", "--roles", "x", "--roles", "y"}, "--gold-spans"},
		"a tagger for roles":  {[]string{"run", "txt", "--roles", randomModel}, "extract train roles"},
		"no such roles":       {[]string{"run", "txt", "--roles", "none.model"}, "none.model"},
		"spans of a database": {append(judge, "--db", "x.db"), "--db"},
		"gold that is not":    {[]string{"eval", "--gold-spans", "--gold", "none", "--texts", "txt"}, "none"},
	} {
		r := call(t, dir, c.args...)
		if r.code != 2 || !strings.Contains(r.err, c.want) {
			t.Errorf("%s: exit code %d, want 2 and %q in\n%s", name, r.code, c.want, r.err)
		}
	}
}

// Documents without a role give nothing to learn from, and that is said.
func TestTrainRolesWithoutRoles(t *testing.T) {
	dir := t.TempDir()
	annotations, _ := ownAnnotations(t, dir, 5)
	r := call(t, dir, "train", "roles", "--annotations", annotations, "-o", "x.model")
	if r.code != 2 || !strings.Contains(r.err, "nothing to train on") {
		t.Errorf("exit code %d\n%s", r.code, r.err)
	}
}
