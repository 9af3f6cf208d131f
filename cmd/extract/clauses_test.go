package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"covenant/extract/score"
)

const (
	noneElse = "The Supplier shall sell the goods to nobody else."
	capOf    = "Neither party is liable for more than %d dollars."
	meeting  = "The parties meet every %d weeks in the office of one of them."
)

// markedContracts are n short contracts of two kinds, with clauses of two categories,
// and the answers about them; a third category stands in one of them alone.
func markedContracts(t *testing.T, n int) (dir string) {
	t.Helper()
	files := map[string]string{}
	var table strings.Builder
	table.WriteString("File,Document Name,Document Name-Answer,Exclusivity,Exclusivity-Answer,Cap On Liability,Cap On Liability- Answer,Insurance,Insurance-Answer\n")
	for i := range n {
		kind, capped := []string{"SUPPLY", "LICENSE"}[i%2], fmt.Sprintf(capOf, i)
		name := fmt.Sprintf("C%d-EX-10.1-%s_AGREEMENT", i, kind)
		files["txt/"+name+".txt"] = fmt.Sprintf("%s AGREEMENT No. %d of the parties\n\n%s\n\n%s\n\n%s\n\n%s\n",
			kind, i, fmt.Sprintf(meeting, i), noneElse, fmt.Sprintf(meeting, i+1), capped)
		insurance := "[]"
		if i == 0 {
			insurance = "['SUPPLY AGREEMENT']"
		}
		fmt.Fprintf(&table, "%s,[],,['%s'],Yes,['%s'],Yes,%s,\n", name, noneElse, capped, insurance)
	}
	files["answers.csv"] = table.String()
	return folder(t, files)
}

// quickClauses are flags of a classifier that learns in a second.
var quickClauses = []string{"--min-contracts", "2", "--min-kind", "2", "--hidden", "16", "--word-dim", "16", "--min-word", "1",
	"--rate", "0.02", "--average", "0.9", "--dropout", "0.1", "--epochs", "15", "--patience", "15", "--batch", "8"}

// From answers to a file, from the file to a database, and to figures.
func TestTrainClausesAndFindThem(t *testing.T) {
	dir := markedContracts(t, 40)
	train := append([]string{"train", "clauses", "--texts", "txt", "--answers", "answers.csv", "-o", "c.model"}, quickClauses...)
	r := call(t, dir, train...)
	r.wants(t, 0)
	if !strings.Contains(r.out, "c.model written") || !strings.Contains(r.out, "CLAUSE/Exclusivity") || strings.Contains(r.out, "Insurance") {
		t.Errorf("train clauses:\n%s\n%s", r.out, r.err)
	}

	run := []string{"run", "txt", "--db", "c.db", "--model", randomModel, "--json", "--clauses"}
	if s := call(t, dir, append(run, "c.model")...).summary(t); s.Read != 40 {
		t.Errorf("%d contracts read", s.Read)
	}
	const counts = `select category, count(*), min(confidence > 0.5) from clauses group by 1 order by 1`
	if got := strings.Join(ask(t, dir+"/c.db", counts), "; "); got != "Cap On Liability|40|1; Exclusivity|40|1" {
		t.Errorf("clauses %s", got)
	}
	if got := strings.Join(ask(t, dir+"/c.db", `select kind, count(*) from contracts where part = 1 group by 1 order by 1`), "; "); got != "License|20; Supply|20" {
		t.Errorf("kinds %s", got)
	}
	texts := ask(t, dir+"/c.db", `select distinct substr(d.text, c.start + 1, c."end" - c.start) from clauses c join documents d on d.id = c.document_id where category = 'Exclusivity'`)
	if len(texts) != 1 || texts[0] != noneElse {
		t.Errorf("exclusivity is %q", texts)
	}
	// Nothing has changed, until another classifier or none is asked for.
	if s := call(t, dir, append(run, "c.model")...).summary(t); s.Unchanged != 40 {
		t.Errorf("%d contracts unchanged", s.Unchanged)
	}

	r = call(t, dir, "eval", "--clauses", "c.model", "--contracts", "answers.csv", "--db", "c.db", "--json")
	r.wants(t, 0)
	var report score.ClauseReport
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || report.Contracts != 40 || len(report.Categories) != 2 {
		t.Fatalf("%v\n%s", err, r.out)
	}
	if report.All.Contract.F1 != 1 || report.All.Clause.F1 != 1 || report.Kinds.Accuracy != 1 {
		t.Errorf("report %+v", report)
	}
	r = call(t, dir, "eval", "--clauses", "c.model", "--contracts", "answers.csv", "--texts", "txt", "--model", randomModel)
	r.wants(t, 0)
	if !strings.Contains(r.out, "kind: 40 of 40 contracts right, accuracy 1.000; given for 40") {
		t.Errorf("table:\n%s", r.out)
	}

	r = call(t, dir, "export", "--db", "c.db", "--what", "clauses")
	r.wants(t, 0)
	if !strings.Contains(r.out, noneElse) || strings.Count(r.out, "Cap On Liability") != 40 {
		t.Errorf("export:\n%.500s", r.out)
	}
	r = call(t, dir, "run", "txt/C0-EX-10.1-SUPPLY_AGREEMENT.txt", "--stop-after", "clauses", "--model", randomModel, "--clauses", "c.model")
	r.wants(t, 0)
	var seen struct {
		Clauses   []struct{ Category, Text string }
		Contracts []struct{ Kind string }
	}
	if err := json.Unmarshal([]byte(r.out), &seen); err != nil || len(seen.Clauses) != 2 || seen.Clauses[0].Text != noneElse || seen.Contracts[0].Kind != "Supply" {
		t.Errorf("%+v, %v", seen, err)
	}
	if s := call(t, dir, append(run, "none")...).summary(t); s.Read != 40 {
		t.Errorf("%d contracts read again", s.Read)
	}
	if got := ask(t, dir+"/c.db", "select count(*), count(kind) from clauses, contracts"); got[0] != "0|0" {
		t.Errorf("with no classifier: clauses and kinds %s", got)
	}
}

func TestClausesWrongUse(t *testing.T) {
	dir := markedContracts(t, 4)
	base := []string{"train", "clauses", "--texts", "txt", "--answers", "answers.csv", "-o", "x.model"}
	more := func(args ...string) []string { return append(base[:len(base):len(base)], args...) }
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no data":            {base[:4], "--answers"},
		"no output":          {base[:6], "-o"},
		"no such texts":      {[]string{"train", "clauses", "--texts", "none", "--answers", "answers.csv", "-o", "x.model"}, "none"},
		"empty folder":       {[]string{"train", "clauses", "--texts", t.TempDir(), "--answers", "answers.csv", "-o", "x.model"}, "column File"},
		"no answers":         {[]string{"train", "clauses", "--texts", "txt", "--answers", "txt", "-o", "x.model"}, "answers"},
		"too few contracts":  {base, "--min-contracts"},
		"unknown pool":       {more("--min-contracts", "1", "--pool", "mean"), "attention"},
		"no negatives":       {more("--min-contracts", "1", "--negatives", "-1"), "negative"},
		"two starts":         {more("--start", "default", "--learn-vectors"), "give one"},
		"least of nothing":   {more("--min-kind", "0"), "--min-kind"},
		"no such classifier": {[]string{"run", "txt", "--db", "x.db", "--clauses", "none.model"}, "extract train clauses"},
		"a tagger":           {[]string{"run", "txt", "--db", "x.db", "--clauses", randomModel}, "extract train clauses"},
		"inspect none":       {[]string{"run", "answers.csv", "--stop-after", "clauses", "--clauses", "none", "--model", randomModel}, "--clauses"},
		"judge without gold": {[]string{"eval", "--clauses", "default"}, "--contracts"},
		"judge nothing":      {[]string{"eval", "--clauses", "none", "--contracts", "answers.csv", "--texts", "txt"}, "none"},
		"judge with details": {[]string{"eval", "--clauses", "default", "--contracts", "answers.csv", "--details"}, "--details"},
	} {
		r := call(t, dir, c.args...)
		if r.code != 2 || !strings.Contains(r.err, c.want) {
			t.Errorf("%s: exit code %d, want 2 and %q in\n%s", name, r.code, c.want, r.err)
		}
	}
}
