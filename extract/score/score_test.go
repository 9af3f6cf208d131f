package score

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/extract/gold"
)

// The rules are those of a script; both must count the same.
const script = "../../../shared/eval/score.py"

// makeDatabase is a database as the script expects it, from JSON.
const makeDatabase = `
import json,sqlite3,sys
d=json.load(open(sys.argv[2])); c=sqlite3.connect(sys.argv[1])
c.executescript('''create table documents(id integer primary key,path,status);
create table elements(document_id,label,role,start,"end");
create table contracts(id integer primary key,document_id,part,title,agreement_date,effective_date,expiration_date,renewal,notice,governing_law);
create table contract_parties(contract_id,name);''')
for i,(name,x) in enumerate(sorted((d or {}).items())):
    c.execute('insert into documents values(?,?,?)',(i,'/in/'+name+'.txt','ok'))
    for e in x.get('Elements') or []: c.execute('insert into elements values(?,?,?,?,?)',(i,e['Label'],e['Role'] or None,e['Start'],e['End']))
    k=x.get('Contract')
    if k:
        c.execute('insert into contracts values(?,?,1,?,?,?,?,?,?,?)',(i,i,*(k['Values'].get(f) for f in 'title agreement_date effective_date expiration_date renewal notice governing_law'.split())))
        for p in k['Parties'] or []: c.execute('insert into contract_parties values(?,?)',(i,p))
c.commit()
`

type databaseDocument struct {
	Elements []Span
	Contract *databaseContract
}

type databaseContract struct {
	Values  map[extract.FieldName]string
	Parties []string
}

// scriptTable runs the script on a database of docs and returns what it prints.
func scriptTable(t *testing.T, kind string, docs map[string]databaseDocument, against string) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the script with")
	}
	if _, err := os.Stat(script); err != nil {
		t.Skip("the script is not here:", err)
	}
	dir := t.TempDir()
	blob, err := json.Marshal(docs)
	if err != nil {
		t.Fatal(err)
	}
	in, db := filepath.Join(dir, "in.json"), filepath.Join(dir, "in.db")
	if err := os.WriteFile(in, blob, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), python, "-c", makeDatabase, db, in).CombinedOutput(); err != nil {
		t.Fatalf("making the database: %v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), python, script, kind, db, against).CombinedOutput()
	if err != nil {
		t.Fatalf("running the script: %v\n%s", err, out)
	}
	return string(out)
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// randomSpans are elements that do not overlap, between the offsets from and to.
func randomSpans(r *rand.Rand, from, to int) []Span {
	var out []Span
	for at := from + r.IntN(9); ; at += r.IntN(9) {
		end := at + 1 + r.IntN(9)
		if end > to {
			return out
		}
		l := pick(r, extract.Labels()...)
		roles := append([]extract.Role{""}, l.Roles()...)
		out = append(out, Span{RuneSpan: extract.RuneSpan{Start: at, End: end}, Label: l, Role: pick(r, roles...)})
		at = end
	}
}

// shaken is spans with some of them moved, relabelled or left out.
func shaken(r *rand.Rand, spans []Span) []Span {
	var out []Span
	for _, s := range spans {
		switch r.IntN(6) {
		case 0:
			continue
		case 1:
			s.End++
		case 2:
			s.Label, s.Role = pick(r, extract.Labels()...), ""
		case 3:
			s.Role = pick(r, append(s.Label.Roles(), "")...)
		}
		out = append(out, s)
	}
	return out
}

func TestSpansAgreeWithTheScript(t *testing.T) {
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 4))
		var passages []gold.Passage
		docs := map[string]databaseDocument{}
		predicted := map[string][]Span{}
		rows := "kind,passage,doc,start,end,label,role\n"
		for d := range 1 + r.IntN(5) {
			name := fmt.Sprintf("doc %d.x", d)
			var spans []Span
			for k := range 3 {
				p := gold.Passage{ID: fmt.Sprintf("p%d-%d", d, k), Doc: name, Span: extract.RuneSpan{Start: 200 * k, End: 200*k + 150}}
				p.Spans = randomSpans(r, p.Span.Start, p.Span.End)
				passages = append(passages, p)
				rows += fmt.Sprintf("passage,%s,%s,%d,%d,,\n", p.ID, name, p.Span.Start, p.Span.End)
				for _, s := range p.Spans {
					rows += fmt.Sprintf("span,%s,%s,%d,%d,%s,%s\n", p.ID, name, s.Start, s.End, s.Label, cmp.Or(string(s.Role), "-"))
				}
				spans = append(append(spans, shaken(r, p.Spans)...), randomSpans(r, p.Span.End-5, p.Span.End+45)...)
			}
			if r.IntN(5) > 0 {
				docs[name] = databaseDocument{Elements: spans}
				predicted[name] = spans
			}
		}
		file := filepath.Join(t.TempDir(), "gold.csv")
		if err := os.WriteFile(file, []byte(rows), 0o644); err != nil {
			t.Fatal(err)
		}
		read, err := gold.ReadFiles(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(read) != len(passages) {
			t.Fatalf("%d passages were written, %d read", len(passages), len(read))
		}
		report := Spans(read, predicted)
		var got strings.Builder
		if err := report.WriteTable(&got); err != nil {
			t.Fatal(err)
		}
		want := scriptTable(t, "spans", docs, file)
		if g, w := withoutMissing(got.String()), withoutMissing(want); g != w {
			t.Errorf("seed %d: got\n%s\nthe script prints\n%s", seed, g, w)
		}
	}
}

// withoutMissing drops the line that names missing documents, which the script
// writes as a Python list.
func withoutMissing(table string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(table, "\n"), func(line string) bool {
		return strings.Contains(line, "gold documents are not in the database")
	}), "\n")
}

func randomAnswers(r *rand.Rand, file string) Answers {
	return Answers{
		File:           file,
		Title:          pick(r, "SUPPLY AGREEMENT", "Licence – Agreement", "", "Agency Agreement, Inc."),
		AgreementDate:  pick(r, "3/1/19", "12/31/1999", "2/30/05", "", "[]/[]/[]", " 7/4/60 ", "7/4/59"),
		EffectiveDate:  pick(r, "3/1/19", "", "when signed"),
		ExpirationDate: pick(r, "3/1/24", "", "perpetual", "5/6/219"),
		Renewal:        pick(r, "successive 1 year", "Two-month", "", "perpetual", "seventeen weeks", "30 days"),
		Notice:         pick(r, "30 days", "one month", "90 Days", "", "two  -weeks"),
		GoverningLaw:   pick(r, "New York", "Delaware; New York", "England/Wales", "", "Hong Kong SAR", "People's Republic of China", "Province of Ontario, Canada", "Washington, DC", "Québec"),
		Parties: pick(r, "Acme, Inc. (\"Acme\"); Beta GmbH", "", "Acme Inc\nBeta Holdings Group Limited (\"we\")", "Seller; Buyer (the \"Buyer\")",
			"Société Générale S.A.; X; Acme Widgets & Co.", "Acme Widgets; Acme Widgets West Coast Division; Beta"),
	}
}

func randomContract(r *rand.Rand) *databaseContract {
	if r.IntN(6) == 0 {
		return nil
	}
	c := &databaseContract{Values: map[extract.FieldName]string{}}
	for _, f := range []struct {
		name extract.FieldName
		from []string
	}{
		{extract.FieldTitle, []string{"Supply Agreement", "LICENCE - AGREEMENT", "", "Other"}},
		{extract.FieldAgreementDate, []string{"2019-03-01", "1999-12-31", "", "2019-03", "1960-07-04", "2059-07-04"}},
		{extract.FieldEffectiveDate, []string{"2019-03-01", "", "2019-03-01T00:00"}},
		{extract.FieldExpirationDate, []string{"2024-03-01", "", "0219-05-06"}},
		{extract.FieldRenewal, []string{"P1Y", "P12M", "P60D", "P2M", "", "P119D", "P17W", "P1M", "P", "PT24H"}},
		{extract.FieldNotice, []string{"P30D", "P1M", "P90D", "P3M", "", "P14D", "P1Y2M3W4D"}},
		{extract.FieldGoverningLaw, []string{"New York", "State of Delaware", "England and Wales", "", "Hong Kong", "PRC", "Ontario",
			"the laws of Washington, DC, USA", "Quebec", "Commonwealth of Massachusetts", "United States", "the State and the City"}},
	} {
		if v := pick(r, f.from...); v != "" {
			c.Values[f.name] = v
		}
	}
	for range r.IntN(4) {
		c.Parties = append(c.Parties, pick(r, "ACME, INC.", "Beta", "Beta Holdings Group", "Societe Generale", "Acme Widgets",
			"Acme Widgets and Co", "The Company", "Acme Widgets West Coast", ""))
	}
	return c
}

// record is c without codes: the script knows none, so places are compared by
// name, as it does.
func (c *databaseContract) record() extract.Contract {
	var values []extract.Field
	for _, name := range extract.FieldNames() {
		if v, ok := c.Values[name]; ok {
			values = append(values, extract.Field{Name: name, Value: v})
		}
	}
	return contractOf(values, c.Parties...)
}

func TestContractsAgreeWithTheScript(t *testing.T) {
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 5))
		var answers []Answers
		docs := map[string]databaseDocument{}
		records := map[string]extract.Contract{}
		for i := range 60 {
			a := randomAnswers(r, fmt.Sprintf("contract-%d", i))
			answers = append(answers, a)
			c := randomContract(r)
			docs[a.File] = databaseDocument{Contract: c}
			if c != nil {
				records[a.File] = c.record()
			}
		}
		file := filepath.Join(t.TempDir(), "answers.csv")
		if err := os.WriteFile(file, answersFile(t, answers), 0o644); err != nil {
			t.Fatal(err)
		}
		report := Contracts(answers, records)
		want, _, _ := strings.Cut(scriptTable(t, "contracts", docs, file), "\nprecision: ") // then it explains the columns
		if diff := gocmp.Diff(want, asTheScript(&report)); diff != "" {
			t.Errorf("seed %d (-script +report): %s", seed, diff)
		}
	}
}

// asTheScript prints what the report shares with the script's table.
func asTheScript(r *ContractReport) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s%6s%7s%7s%10s%11s%18s\n", "field", "gold", "given", "right", "accuracy", "precision", "given where none")
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "%-20s%6d%7d%7d%10.3f%11.3f%18d\n", f.Field, f.Gold, f.Given, f.Right, f.Accuracy, f.Precision, f.Extra)
	}
	p := r.Parties
	fmt.Fprintf(&b, "parties: precision %.3f recall %.3f F1 %.3f; at least one right in %.3f of %d; contracts missing from the database %d",
		p.Precision, p.Recall, p.F1, p.AnyRight, p.Contracts, r.Missing)
	return b.String()
}
