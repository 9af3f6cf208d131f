package score

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func TestReadOwnAnswers(t *testing.T) {
	type own = map[extract.FieldName]string
	for _, test := range []struct {
		name, in string
		want     []Answers
	}{
		{"no row", "file,term\n", nil},
		{"values, an empty cell and columns of no field", "number,term,file,total_value,remark\n1,P5Y,lease,,good\n2,,loan,\"USD 120000\",\n",
			[]Answers{
				{File: "lease", Own: own{extract.FieldTerm: "P5Y", extract.FieldTotalValue: ""}, OwnOnly: true},
				{File: "loan", Own: own{extract.FieldTerm: "", extract.FieldTotalValue: "USD 120000"}, OwnOnly: true},
			}},
		{"dates in part, and spaces", "file,agreement_date,renewal_automatic,expiration_date\nlease,2019-03 ; 2019, no,2020-02-29\n",
			[]Answers{{File: "lease", Own: own{extract.FieldAgreementDate: "2019-03 ; 2019", extract.FieldRenewalAutomatic: " no", extract.FieldExpirationDate: "2020-02-29"}, OwnOnly: true}}},
		{"several values", "file,jurisdiction\nlease,Texas;New York\n", []Answers{{File: "lease", Own: own{extract.FieldJurisdiction: "Texas;New York"}, OwnOnly: true}}},
		{"parties are asked in CUAD's columns only", "file,title,party\nlease,Lease,Acme\n", []Answers{{File: "lease", Own: own{extract.FieldTitle: "Lease"}, OwnOnly: true}}},
		{"marked UTF-8, of Windows", "\ufefffile,title\r\nlease,Mietvertrag für Räume\r\n", []Answers{{File: "lease", Own: own{extract.FieldTitle: "Mietvertrag für Räume"}, OwnOnly: true}}},
	} {
		got, err := ReadAnswers(strings.NewReader(test.in))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// What cannot be compared is refused: it would count as wrong whatever a record
// says.
func TestReadOwnAnswersRefuses(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"no column of a field", "file,length\nlease,P5Y\n", "no column of a field"},
		{"an American date", "file,term,agreement_date\nlease,P5Y,2019-03-01\nloan,,3/1/2019\n", `line 3: agreement_date "3/1/2019" is no date like 2019-03-01`},
		{"no day of the calendar", "file,effective_date\nlease,2019-02-30\n", `"2019-02-30" is no date`},
		{"a length in words", "file,term\nlease,\"P5Y;\nfive years\"\n", `line 2: term "five years" is no length of time like P5Y`},
		{"a length of nothing", "file,notice\nlease,P\n", `notice "P" is no length of time`},
		{"a length without its unit", "file,termination_notice\nlease,30\n", `termination_notice "30" is no length of time`},
		{"a shout", "file,renewal_automatic\nlease,Yes\n", `renewal_automatic "Yes" is neither yes nor no`},
		{"an amount without its currency", "file,total_value\nlease,1500\n", `total_value "1500" is no amount like USD 1500.50`},
		{"an amount with an exponent", "file,total_value\nlease,USD 1e9\n", `total_value "USD 1e9" is no amount`},
		{"an amount in a sign", "file,total_value\nlease,$ 1500\n", `total_value "$ 1500" is no amount`},
		{"an amount with a comma", "file,total_value\nlease,\"USD 1,500\"\n", `total_value "USD 1,500" is no amount`},
		{"a file twice", "file,term\nlease,P5Y\nloan,\nlease,P1Y\n", `line 4: file "lease" has a row already`},
		{"a cell too few", "file,term\nlease\n", "wrong number of fields"},
	} {
		got, err := ReadAnswers(strings.NewReader(test.in))
		if got != nil || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, error %v; want %q", test.name, got, err, test.want)
		}
	}
}

// Values of every form that own answers have, and whether they are known and
// right.
func TestRightByOwnAnswers(t *testing.T) {
	for _, test := range []struct {
		field               extract.FieldName
		answer, value, code string
		right               bool
	}{
		{extract.FieldTitle, "Supply Agreement", "SUPPLY AGREEMENT", "", true},
		{extract.FieldTitle, "Supply Agreement", "Lease", "", false},
		{extract.FieldAgreementDate, "2019-03-01", "2019-03-01", "", true},
		{extract.FieldAgreementDate, " 2019-03-01 ", "2019-03-01", "", true},
		{extract.FieldAgreementDate, "2019-03-01", "2019-03", "", false},
		{extract.FieldEffectiveDate, "2019-03", "2019-03", "", true},
		{extract.FieldExpirationDate, "2020-01-01", "2021-01-01", "", false},
		{extract.FieldTerm, "P1Y", "P12M", "", true},
		{extract.FieldTerm, "P5Y", "P5M", "", false},
		{extract.FieldRenewal, "P7D", "P1W", "", true},
		{extract.FieldNotice, "P30D", "P1M", "", true},
		{extract.FieldNotice, "P90D;P60D", "P60D", "", true}, // any of several
		{extract.FieldNotice, "P90D; P60D", "P30D", "", false},
		{extract.FieldTerminationNotice, "P180D", "P90D", "", false},
		{extract.FieldRenewalAutomatic, "yes", "yes", "", true},
		{extract.FieldRenewalAutomatic, "no", "yes", "", false},
		{extract.FieldGoverningLaw, "New York", "New York", "US-NY", true},
		{extract.FieldGoverningLaw, "State of New York, USA", "New York", "US-NY", true},
		{extract.FieldGoverningLaw, "New York", "Washington", "US-WA", false},
		{extract.FieldJurisdiction, "Texas;Belgium", "Belgium", "BE", true},
		{extract.FieldJurisdiction, "Atlantis", "Atlantis", "", true}, // a place without a code
		{extract.FieldTotalValue, "USD 1500.50", "1500.5", "USD", true},
		{extract.FieldTotalValue, "USD 1500.50", "1500.50", "EUR", false},
		{extract.FieldTotalValue, "USD 1500.50", "150.50", "USD", false},
		{extract.FieldTotalValue, "USD 5;CAD 6", "6", "CAD", true},
		{extract.FieldTerm, "", "P1Y", "", false}, // there is no value
		{extract.FieldTerm, " ", "P1Y", "", false},
		{extract.FieldTitle, "合同", "协议", "", false},
	} {
		a := Answers{Own: map[extract.FieldName]string{test.field: test.answer}, OwnOnly: true}
		if right, known := a.Right(test.field, test.value, test.code); right != test.right || !known {
			t.Errorf("%s: %s is %q, and %q %s: right %v, known %v; want %v, true", test.field, test.field, test.answer, test.value, test.code, right, known, test.right)
		}
		if right, _ := a.Right(test.field, "", ""); right {
			t.Errorf("%s %q: no value is right", test.field, test.answer)
		}
	}
}

func TestRightWhereNobodyWasAsked(t *testing.T) {
	cuad := Answers{File: "a", GoverningLaw: "New York", AgreementDate: "[]/[]/2019", Renewal: "perpetual"}
	own := Answers{File: "a", Own: map[extract.FieldName]string{extract.FieldTerm: "P1Y"}, OwnOnly: true}
	both := Merge([]Answers{cuad}, []Answers{own})[0]
	for _, test := range []struct {
		name         string
		of           Answers
		field        extract.FieldName
		value, code  string
		right, known bool
	}{
		{"CUAD does not ask for it", cuad, extract.FieldTerm, "P1Y", "", false, false},
		{"their own table does", both, extract.FieldTerm, "P1Y", "", true, true},
		{"CUAD asks", both, extract.FieldGoverningLaw, "New York", "US-NY", true, true},
		{"a redacted date", cuad, extract.FieldAgreementDate, "2019-01-01", "", false, false},
		{"a length in other words", cuad, extract.FieldRenewal, "P1Y", "", false, false},
		{"a redacted place", Answers{GoverningLaw: "[***]"}, extract.FieldGoverningLaw, "New York", "US-NY", false, false},
		{"an empty place", Answers{}, extract.FieldGoverningLaw, "New York", "US-NY", false, true},
		{"an empty title, which says nothing", Answers{}, extract.FieldTitle, "Lease", "", false, false},
		{"an empty date: there is none", cuad, extract.FieldExpirationDate, "2019-01-01", "", false, true},
		{"nobody saw CUAD's questions", own, extract.FieldGoverningLaw, "New York", "US-NY", false, false},
		{"parties are no field with one value", both, extract.FieldParty, "Acme", "", false, false},
	} {
		if right, known := test.of.Right(test.field, test.value, test.code); right != test.right || known != test.known {
			t.Errorf("%s: right %v, known %v; want %v, %v", test.name, right, known, test.right, test.known)
		}
	}
}

func TestRightParties(t *testing.T) {
	for _, test := range []struct {
		name, answer string
		names        []string
		right        []bool
		known        bool
	}{
		{"two of three", "Acme, Inc. (\"Acme\"); Beta GmbH", []string{"BETA", "Gamma Ltd", "Acme"}, []bool{true, false, true}, true},
		{"one in two spellings", "Acme, Inc.", []string{"Acme Inc", "ACME, INC."}, []bool{true, true}, true},
		{"one near in length is right alone", "Acme Widgets West Coast", []string{"Acme Widgets West", "Acme Widgets West Coast Inc."}, []bool{false, true}, true},
		{"none of them", "Acme, Inc.", []string{"Beta"}, []bool{false}, true},
		{"no names", "Acme, Inc.", nil, []bool{}, true},
		{"no answer", "", []string{"Acme"}, []bool{false}, false},
		{"roles are no names", "Licensor; Licensee", []string{"Acme"}, []bool{false}, false},
	} {
		a := Answers{Parties: test.answer}
		right, known := a.RightParties(test.names)
		if diff := cmp.Diff(test.right, right); diff != "" || known != test.known {
			t.Errorf("%s: known %v, want %v; %s", test.name, known, test.known, diff)
		}
	}
}

func TestMerge(t *testing.T) {
	type own = map[extract.FieldName]string
	base := []Answers{
		{File: "a", Title: "LEASE", GoverningLaw: "Texas"},
		{File: "b", Own: own{extract.FieldTerm: "P1Y", extract.FieldNotice: "P30D"}, OwnOnly: true},
	}
	for _, test := range []struct {
		name string
		more []Answers
		want []Answers
	}{
		{"nothing", nil, base},
		{"own answers beside CUAD's", []Answers{{File: "a", Own: own{extract.FieldTerm: "P2Y"}, OwnOnly: true}},
			[]Answers{{File: "a", Title: "LEASE", GoverningLaw: "Texas", Own: own{extract.FieldTerm: "P2Y"}}, base[1]}},
		{"own answers after own ones", []Answers{{File: "b", Own: own{extract.FieldTerm: "", extract.FieldTitle: "Loan"}, OwnOnly: true}},
			[]Answers{base[0], {File: "b", Own: own{extract.FieldTerm: "", extract.FieldNotice: "P30D", extract.FieldTitle: "Loan"}, OwnOnly: true}}},
		{"a file that the first does not have", []Answers{{File: "c", Own: own{extract.FieldTerm: "P3Y"}, OwnOnly: true}},
			[]Answers{base[0], base[1], {File: "c", Own: own{extract.FieldTerm: "P3Y"}, OwnOnly: true}}},
		{"CUAD's answers after own ones", []Answers{{File: "b", Title: "LOAN", Parties: "Acme"}},
			[]Answers{base[0], {File: "b", Title: "LOAN", Parties: "Acme", Own: own{extract.FieldTerm: "P1Y", extract.FieldNotice: "P30D"}}}},
		{"CUAD's answers twice: the later ones", []Answers{{File: "a", Title: "SUBLEASE"}}, []Answers{{File: "a", Title: "SUBLEASE"}, base[1]}},
	} {
		before := slices.Clone(base)
		if diff := cmp.Diff(test.want, Merge(base, test.more)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if diff := cmp.Diff(before, base); diff != "" || len(base[1].Own) != 2 {
			t.Errorf("%s changed its input: %s", test.name, diff)
		}
	}
}

// Own answers go before CUAD's also where they say that there is no value.
func TestOwnAnswersGoFirst(t *testing.T) {
	a := Merge([]Answers{{File: "a", GoverningLaw: "Texas", Renewal: "1 year"}},
		[]Answers{{File: "a", Own: map[extract.FieldName]string{extract.FieldGoverningLaw: "Ohio", extract.FieldRenewal: ""}, OwnOnly: true}})
	record := contractOf([]extract.Field{
		{Name: extract.FieldGoverningLaw, Value: "Ohio", Code: "US-OH"},
		{Name: extract.FieldRenewal, Value: "P1Y"},
	})
	r := Contracts(a, map[string]extract.Contract{"a": record})
	for _, f := range r.Fields {
		switch extract.FieldName(f.Field) {
		case extract.FieldGoverningLaw:
			if f.Gold != 1 || f.Right != 1 {
				t.Errorf("%+v", f)
			}
		case extract.FieldRenewal:
			if f.Gold != 0 || f.Extra != 1 {
				t.Errorf("%+v", f)
			}
		}
	}
	want := []Detail{{Field: "renewal", File: "a", Kind: Extra, Value: "P1Y"}}
	if diff := cmp.Diff(want, r.Details); diff != "" {
		t.Error(diff)
	}
}

// Fields that nobody was asked for have no line, but for those of CUAD.
func TestReportHasTheFieldsThatWereAskedFor(t *testing.T) {
	cuad := []string{"title", "agreement_date", "effective_date", "expiration_date", "renewal", "notice", "governing_law"}
	full := contractOf([]extract.Field{{Name: extract.FieldTerm, Value: "P1Y"}, {Name: extract.FieldJurisdiction, Value: "Texas", Code: "US-TX"}})
	for _, test := range []struct {
		name    string
		answers []Answers
		more    []string // fields besides CUAD's
	}{
		{"nothing", nil, nil},
		{"CUAD's answers", []Answers{{File: "a", Title: "LEASE"}}, nil},
		{"own answers", []Answers{{File: "a", Own: map[extract.FieldName]string{extract.FieldTerm: "P1Y", extract.FieldTotalValue: ""}, OwnOnly: true}}, []string{"term", "total_value"}},
		{"some have own answers", []Answers{{File: "a"}, {File: "b", Own: map[extract.FieldName]string{extract.FieldRenewalAutomatic: "no"}, OwnOnly: true}}, []string{"renewal_automatic"}},
	} {
		var got []string
		for _, f := range Contracts(test.answers, map[string]extract.Contract{"a": full}).Fields {
			got = append(got, f.Field)
		}
		want := slices.Concat(cuad, test.more)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// Whatever is read can be compared and scored.
func FuzzReadAnswers(f *testing.F) {
	f.Add([]byte("file,term,total_value,agreement_date\nlease,P5Y;P1M,USD 1500.50,2019-03\n"))
	f.Add([]byte("file,title,governing_law,renewal_automatic\nlease,\"a \"\"b\"\"\",Texas; New York,no\n,,,\n"))
	f.Add([]byte("File,Document Name-Answer,Parties-Answer,Agreement Date-Answer,Effective Date-Answer,Expiration Date-Answer," +
		"Renewal Term-Answer,Notice Period To Terminate Renewal- Answer,Governing Law-Answer\na,LEASE,Acme; Beta (B),1/1/19,,[]/[]/2020,1 year,,England/Wales\n"))
	record := contractOf([]extract.Field{
		{Name: extract.FieldTitle, Value: "Lease"}, {Name: extract.FieldAgreementDate, Value: "2019-03"}, {Name: extract.FieldTerm, Value: "P5Y"},
		{Name: extract.FieldGoverningLaw, Value: "Texas", Code: "US-TX"}, {Name: extract.FieldTotalValue, Value: "1500.50", Code: "USD"},
	}, "Acme")
	f.Fuzz(func(t *testing.T, in []byte) {
		answers, err := ReadAnswers(bytes.NewReader(in))
		if err != nil {
			return
		}
		records := map[string]extract.Contract{}
		for _, a := range answers {
			records[a.File] = record
			for _, v := range record.Fields {
				if right, known := a.Right(v.Name, v.Value, v.Code); right && !known {
					t.Fatalf("%s %q is right by an unknown answer of %+v", v.Name, v.Value, a)
				}
			}
		}
		r := Contracts(answers, records)
		if r.Contracts != len(answers) || r.Missing != 0 {
			t.Fatalf("%d answers: %+v", len(answers), r)
		}
		for _, s := range r.Fields {
			if s.Right > s.Given || s.Given > s.Gold || s.Gold+s.Extra > len(answers) {
				t.Fatalf("%+v of %d answers", s, len(answers))
			}
		}
		if got := Merge(answers, answers); len(got) != len(answers) {
			t.Fatalf("merged with themselves, %d answers are %d", len(answers), len(got))
		}
	})
}
