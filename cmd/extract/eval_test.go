package main

import (
	"encoding/json"
	"strings"
	"testing"

	"covenant/extract/score"
)

func TestEval(t *testing.T) {
	dir := folder(t, map[string]string{
		"txt/a.txt": contractText,
		"gold/1.csv": "kind,passage,doc,start,end,label,role\n" +
			"passage,p,a,0,220,,\nspan,p,a,0,16,TITLE,-\npassage,q,gone,0,9,,\nspan,q,gone,0,3,PARTY,-\n",
		"answers.csv": "File,Document Name-Answer,Parties-Answer,Agreement Date-Answer,Effective Date-Answer,Expiration Date-Answer," +
			"Renewal Term-Answer,Notice Period To Terminate Renewal- Answer,Governing Law-Answer\n" +
			"a,SUPPLY AGREEMENT,\"Acme, Inc.; Beta GmbH\",5/1/19,,,,,New York\ngone,LEASE,,,,,,,\n",
	})
	call(t, dir, "run", "txt", "--db", "made.db", "--model", randomModel).wants(t, 0)
	for _, from := range [][]string{{"--db", "made.db"}, {"--texts", "txt", "--model", randomModel}} {
		var spans score.SpanReport
		r := call(t, dir, append([]string{"eval", "--gold", "gold", "--json"}, from...)...)
		r.wants(t, 0)
		if err := json.Unmarshal([]byte(r.out), &spans); err != nil {
			t.Fatal(err)
		}
		if spans.Micro.Gold != 2 || spans.Documents != 2 || strings.Join(spans.Missing, " ") != "gone" {
			t.Errorf("%v: %s", from, r.out)
		}
		var contracts score.ContractReport
		r = call(t, dir, append([]string{"eval", "--contracts", ".", "--json"}, from...)...)
		r.wants(t, 0)
		if err := json.Unmarshal([]byte(r.out), &contracts); err != nil {
			t.Fatal(err)
		}
		if contracts.Contracts != 2 || contracts.Parties.Gold != 2 || contracts.Fields[0].Gold != 2 {
			t.Errorf("%v: %s", from, r.out)
		}
	}
	r := call(t, dir, "eval", "--contracts", ".", "--model", randomModel)
	r.wants(t, 0)
	if !strings.Contains(r.out, "governing_law") {
		t.Errorf("table:\n%s", r.out)
	}
	if strings.Contains(r.out, "missing\t") {
		t.Errorf("details without --details:\n%s", r.out)
	}
	r = call(t, dir, "eval", "--contracts", ".", "--db", "made.db", "--details")
	r.wants(t, 0)
	for _, want := range []string{"title\tgone\tmissing\tLEASE\t", "governing_law\ta\t", "\nfield                 gold"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("details lack %q:\n%s", want, r.out)
		}
	}
	r = call(t, dir, "eval", "--contracts", ".", "--db", "made.db", "--details", "--json")
	r.wants(t, 0)
	var report score.ContractReport
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || len(report.Details) == 0 || report.Details[0].Field != "title" {
		t.Errorf("details as JSON: %v\n%s", err, r.out)
	}
	call(t, dir, "eval", "--gold", "gold", "--db", "made.db", "--details").wants(t, 2)
	call(t, dir, "eval", "--gold", "nowhere", "--db", "made.db").wants(t, 2)
	call(t, dir, "eval", "--contracts", "nowhere", "--db", "made.db").wants(t, 2)
}
