package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/resolve"
	"covenant/extract/score"
	"covenant/tagger"
)

// fixturesAnswers is a table of answers from the fixtures' expected records.
func fixturesAnswers(t *testing.T) []byte {
	t.Helper()
	columns := []string{"title", "agreement_date", "effective_date", "term", "renewal", "renewal_automatic", "termination_notice", "governing_law"}
	files, err := filepath.Glob(filepath.Join(fixtures, "expected", "*.contract.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no expected records: %v", err)
	}
	rows := [][]string{append([]string{"file"}, columns...)}
	for _, path := range files {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := record(t, raw)
		row := []string{strings.TrimSuffix(filepath.Base(path), ".contract.json")}
		for _, c := range columns {
			row = append(row, shown(want[c]))
		}
		rows = append(rows, row)
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// accuracies returns right / gold of each field by extract eval.
func accuracies(t *testing.T, dir string, args ...string) map[string]float64 {
	t.Helper()
	r := call(t, dir, append([]string{"eval", "--json"}, args...)...)
	r.wants(t, 0)
	var report score.ContractReport
	if err := json.Unmarshal([]byte(r.out), &report); err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, f := range report.Fields {
		if f.Gold > 0 {
			out[f.Field] = f.Accuracy
		}
	}
	return out
}

// TestFit learns from the fixtures with the model in the program, and resolves
// them with what it learned.
func TestFit(t *testing.T) {
	if _, err := tagger.Default(tagger.Auto); err != nil {
		t.Skip("no model in the program:", err)
	}
	answers := fixturesAnswers(t)
	dir := folder(t, map[string]string{"answers.csv": string(answers) + "gone,,,,,,,,\n"})
	contracts := fixturesFolder(t, "contracts")

	fit := []string{"fit", "--contracts", "answers.csv", "--texts", contracts}
	r := call(t, dir, append(fit, "-o", "weights.tsv")...)
	r.wants(t, 0)
	for _, want := range []string{"governing_law", "term", "cross-validated on 15 contracts in 5 parts; weights.tsv learned from all of them\n"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("it printed no %q:\n%s", want, r.out)
		}
	}
	if want := "1 of 16 answered contracts are not in " + contracts + " or could not be read, the first is gone\n"; r.err != want {
		t.Errorf("standard error is %q, want %q", r.err, want)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "weights.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	learned, err := resolve.ReadWeights(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range resolve.LearningOrder() {
		asked := field != extract.FieldParty && field != extract.FieldJurisdiction && field != extract.FieldTotalValue && field != extract.FieldNotice && field != extract.FieldExpirationDate
		if same := equalWeights(learned[field], resolve.Default()[field]); same == asked {
			t.Errorf("weights of %s are those in the program: %v; answered: %v", field, same, asked)
		}
	}

	// The same answers give the same weights, whoever reads first.
	call(t, dir, append(fit, "-o", "again.tsv", "--workers", "1")...).wants(t, 0)
	if again, err := os.ReadFile(filepath.Join(dir, "again.tsv")); err != nil || !bytes.Equal(raw, again) {
		t.Errorf("fitted again, the weights differ (%v)", err)
	}

	run := []string{"run", contracts, "--db", "c.db", "--json"}
	call(t, dir, run...).wants(t, 0)
	first := call(t, dir, append(run, "--weights", "weights.tsv")...)
	first.wants(t, 0)
	if s := first.summary(t); s.Unchanged != 0 {
		t.Errorf("the weights changed nothing: %+v", s)
	}
	second := call(t, dir, append(run, "--weights", "weights.tsv")...)
	second.wants(t, 0)
	if s := second.summary(t); s.Read != 0 || s.Unchanged != 15 {
		t.Errorf("the same weights: %+v", s)
	}
	sound(t, filepath.Join(dir, "c.db"))

	// On the contracts that they were learned from they do no worse.
	own := accuracies(t, dir, "--contracts", "answers.csv", "--texts", contracts, "--weights", "weights.tsv")
	inProgram := accuracies(t, dir, "--contracts", "answers.csv", "--texts", contracts)
	stored := accuracies(t, dir, "--contracts", "answers.csv", "--db", "c.db")
	sum := 0.0
	for field, a := range own {
		sum += a - inProgram[field]
		if stored[field] != a {
			t.Errorf("%s: accuracy %v in the database, %v without", field, stored[field], a)
		}
	}
	if sum < 0 {
		t.Errorf("with what was learned from them: %v, without: %v", own, inProgram)
	}
}

func equalWeights(a, b map[string]float64) bool {
	if len(a) != len(b) {
		return false
	}
	for name, x := range a {
		if y, ok := b[name]; !ok || x != y {
			return false
		}
	}
	return true
}

const cuadHead = "File,Document Name-Answer,Parties-Answer,Agreement Date-Answer,Effective Date-Answer,Expiration Date-Answer," +
	"Renewal Term-Answer,Notice Period To Terminate Renewal- Answer,Governing Law-Answer\n"

func TestFitRefuses(t *testing.T) {
	dir := folder(t, map[string]string{
		"full/answers.csv": "file,governing_law\na,New York\n", "full/txt/a.txt": contractText,
		"own.csv":         "file,governing_law\na,New York\n",
		"elsewhere.csv":   "file,governing_law\nb,New York\n",
		"columns.csv":     "file,length\na,P5Y\n",
		"nothing.csv":     "name,term\na,P5Y\n",
		"form.csv":        "file,term\na,five years\n",
		"empty.csv":       "",
		"texts/a.txt":     contractText,
		"pictures/a.png":  "\x89PNG\r\n\x1a\n\x00",
		"weights/bad.tsv": "term\tbias\n",
	})
	if err := os.Mkdir(filepath.Join(dir, "void"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		args []string
		want string // on standard error
	}{
		{"no answers", []string{"-o", "w.tsv"}, "give the answers with --contracts\nTry: extract fit --help"},
		{"nothing to write", []string{"--contracts", "full"}, "with --out\nTry: extract fit --help"},
		{"one part", []string{"--contracts", "full", "-o", "w.tsv", "--folds", "1"}, "--folds must be at least 2"},
		{"negative parts", []string{"--contracts", "full", "-o", "w.tsv", "--folds=-3"}, "--folds must be at least 2"},
		{"negative workers", []string{"--contracts", "full", "-o", "w.tsv", "--workers=-1"}, "--workers must not be negative"},
		{"an argument", []string{"full", "-o", "w.tsv"}, "Try: extract fit --help"},
		{"no such folder of answers", []string{"--contracts", "nowhere", "-o", "w.tsv"}, "opening answers: open nowhere: no such file"},
		{"a folder without answers", []string{"--contracts", "texts", "-o", "w.tsv"}, "answers.csv: no such file"},
		{"no such further answers", []string{"--contracts", "full", "--answers", "none.csv", "-o", "w.tsv"}, "none.csv: no such file"},
		{"an empty table", []string{"--contracts", "empty.csv", "--texts", "texts", "-o", "w.tsv"}, "empty.csv: reading the header of the answers"},
		{"no column of a field", []string{"--contracts", "columns.csv", "--texts", "texts", "-o", "w.tsv"}, "columns.csv: answers have no column of a field"},
		{"no known column", []string{"--contracts", "nothing.csv", "--texts", "texts", "-o", "w.tsv"}, "nothing.csv: answers have no column"},
		{"an answer in words", []string{"--contracts", "form.csv", "--texts", "texts", "-o", "w.tsv"}, `form.csv: reading answers: line 2: term "five years" is no length`},
		{"no such folder of contracts", []string{"--contracts", "own.csv", "--texts", "nowhere", "-o", "w.tsv"}, "nowhere: no such file"},
		{"no folder txt beside the answers", []string{"--contracts", "own.csv", "-o", "w.tsv"}, "txt: no such file"},
		{"contracts that are not there", []string{"--contracts", "elsewhere.csv", "--texts", "texts", "-o", "w.tsv"}, "1 of 1 answered contracts are not in texts or could not be read, the first is b"},
		{"an empty folder of contracts", []string{"--contracts", "own.csv", "--texts", "void", "-o", "w.tsv"}, "too few examples"},
		{"pictures only", []string{"--contracts", "own.csv", "--texts", "pictures", "-o", "w.tsv"}, "too few examples"},
		{"answers that nothing found fits", []string{"--contracts", "full", "-o", "w.tsv"}, "too few examples"},
		{"no model", []string{"--contracts", "full", "-o", "w.tsv", "--model", "own.csv"}, "not a model file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"fit"}, test.args...)
			if test.name != "no model" {
				args = append(args, "--model", randomModel)
			}
			r := call(t, dir, args...)
			r.wants(t, 2)
			if !strings.Contains(r.err, test.want) || r.out != "" {
				t.Errorf("standard error lacks %q:\n%s%s", test.want, r.err, r.out)
			}
			if _, err := os.Stat(filepath.Join(dir, "w.tsv")); err == nil {
				t.Error("it wrote weights")
			}
		})
	}
}

func TestWeightsThatCannotBeRead(t *testing.T) {
	dir := folder(t, map[string]string{
		"in/a.txt": contractText, "answers.csv": cuadHead + "a,LEASE,,,,,,,\n",
		"cells.tsv": "# learned\nterm\tbias\n", "field.tsv": "length\tbias\t1\n", "number.tsv": "term\tbias\tgreat\n",
	})
	temporary := t.TempDir()
	for _, test := range []struct{ name, file, want string }{
		{"no such file", "none.tsv", "opening weights: open none.tsv: no such file"},
		{"a folder", "in", "in: reading weights: "},
		{"a line cut short", "cells.tsv", "cells.tsv: reading weights: line 2 has 2 cells"},
		{"no field", "field.tsv", `unknown field "length"`},
		{"no number", "number.tsv", `"great" is no weight`},
	} {
		for _, args := range [][]string{
			{"run", "in", "--db", "c.db"},
			{"run", "in/a.txt", "--stop-after", "normalise"},
			{"eval", "--contracts", ".", "--texts", "in"},
		} {
			cmd := program(t, dir, append(args, "--weights", test.file, "--model", randomModel)...)
			cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
			r := finish(t, cmd, (*exec.Cmd).Run)
			if r.code != 2 || !strings.Contains(r.err, test.want) || r.out != "" {
				t.Errorf("%s, %s: exit code %d, want 2; standard error lacks %q:\n%s%s", args[0], test.name, r.code, test.want, r.err, r.out)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "c.db")); err == nil {
		t.Error("a run without weights made a database")
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// Answers may stand in two tables, CUAD's and people's own.
func TestMoreAnswers(t *testing.T) {
	dir := folder(t, map[string]string{
		"txt/a.txt":   contractText,
		"answers.csv": cuadHead + "a,SUPPLY AGREEMENT,\"Acme, Inc.; Beta GmbH\",5/1/19,,,,,New York\n",
		"own.csv":     "file,term,governing_law\na,,Texas\nb,P1Y,\n",
	})
	call(t, dir, "run", "txt", "--db", "made.db", "--model", randomModel).wants(t, 0)
	for _, order := range [][]string{{"--contracts", ".", "--answers", "own.csv"}, {"--contracts", "own.csv", "--answers", "answers.csv"}} {
		r := call(t, dir, append([]string{"eval", "--db", "made.db", "--json"}, order...)...)
		r.wants(t, 0)
		var report score.ContractReport
		if err := json.Unmarshal([]byte(r.out), &report); err != nil {
			t.Fatal(err)
		}
		gold := map[string]int{}
		for _, f := range report.Fields {
			gold[f.Field] = f.Gold
		}
		// b has no answers to CUAD's questions.
		if report.Contracts != 2 || report.Missing != 1 || gold["title"] != 1 || gold["agreement_date"] != 1 || gold["term"] != 1 || gold["governing_law"] != 1 || report.Parties.Gold != 2 {
			t.Errorf("%v: %s", order, r.out)
		}
		if !strings.Contains(call(t, dir, append([]string{"eval", "--db", "made.db", "--details"}, order...)...).out, "governing_law\ta\tmissing\tTexas\t") {
			t.Errorf("%v: the own answer does not go first", order)
		}
	}
	for _, args := range [][]string{
		{"--gold", "own.csv", "--answers", "own.csv", "--db", "made.db"},
		{"--contracts", ".", "--answers", "none.csv", "--db", "made.db"},
		{"--contracts", ".", "--workers=-1"},
	} {
		call(t, dir, append([]string{"eval"}, args...)...).wants(t, 2)
	}
}
