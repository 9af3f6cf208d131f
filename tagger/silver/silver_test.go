package silver

import (
	"reflect"
	"strings"
	"testing"

	"covenant/extract"

	"pgregory.net/rapid"
)

// TestPatterns shows what the patterns find without any answers. The wanted
// elements are written as label, role, text.
func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		label extract.Label
		text  string
		want  []string
	}{
		{extract.Date, "This Agreement is made as of December 31, 2018.", []string{"December 31, 2018"}},
		{extract.Date, "entered into this 8th day of May 2014 by", []string{"8th day of May 2014"}},
		{extract.Date, "on the ____ day of March, 2005", []string{"____ day of March, 2005"}},
		{extract.Date, "due on April 1 and 30 June of each year", []string{"April 1", "30 June"}},
		{extract.Date, "the Company may 10 days later", nil},
		{extract.Date, "Source: ACME, INC., 10-K, 1/7/2019", []string{"1/7/2019"}},
		{extract.Duration, "within thirty (30) days of receipt", []string{"thirty (30) days"}},
		{extract.Duration, "successive one (1) year periods", []string{"one (1) year"}},
		{extract.Duration, "a five-year term", []string{"five-year"}},
		{extract.Duration, "the third (3rd) anniversary of the Closing", []string{"third (3rd) anniversary"}},
		{extract.Duration, "not less than 30 (thirty) business days' notice", []string{"30 (thirty) business days"}},
		{extract.Duration, "at least 18 years of age", nil},
		{extract.Amount, "the sum of five hundred dollars ($500) per month", []string{"five hundred dollars ($500)"}},
		{extract.Amount, "One Million Dollars ($1,000,000.00) and US$ 12 million", []string{"One Million Dollars ($1,000,000.00)", "US$ 12 million"}},
		{extract.Amount, "liquidated damages of RMB50,000", []string{"RMB50,000"}},
		{extract.Amount, "a fee of $[***] or 5%", nil},
		{extract.Law, "under the Securities Act of 1933, as amended", []string{"Securities Act of 1933"}},
		{extract.Law, "as provided in Section 365(n) of the U.S. Bankruptcy Code", []string{"Section 365(n) of the U.S. Bankruptcy Code"}},
		{extract.Law, "pursuant to 11 U.S.C. § 365(n) and Regulation S-K", []string{"11 U.S.C. § 365(n)", "Regulation S-K"}},
		{extract.Law, "delivery of the Source Code to the customer", nil},
		{extract.GovLaw, "This Agreement shall be governed by the laws of the State of New York.", []string{"State of New York"}},
		{extract.GovLaw, "governed by and construed in accordance with the laws of England and Wales", []string{"England and Wales"}},
		{extract.GovLaw, "This Agreement is governed by English law.", []string{"English"}},
		{extract.Court, "jurisdiction of the United States District Court for the Southern District of New York.", []string{"United States District Court for the Southern District of New York"}},
		{extract.Court, "any state or federal court located in Santa Clara County, California", []string{"state or federal court located in Santa Clara County, California"}},
		{extract.Court, "by a court of competent jurisdiction", nil},
		{extract.Alias, `Acme, Inc. (the "Company") and Bolt LLC ("Licensee") (each a "Party")`, []string{"Company", "Licensee"}},
		{extract.Title, `This SUPPLY AGREEMENT (this "Agreement") … executed this Supply Agreement`, []string{"SUPPLY AGREEMENT", "Supply Agreement"}},
	} {
		t.Run(c.text, func(t *testing.T) {
			spans, unknown := Label(c.text, nil, Answers{})
			check(t, c.text, spans, unknown)
			if got := textsOf(c.text, spans, c.label); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s: got %q, want %q", c.label, got, c.want)
			}
		})
	}
}

func textsOf(text string, spans []Span, l extract.Label) []string {
	var out []string
	for _, s := range spans {
		if s.Label == l {
			out = append(out, s.Of(text))
		}
	}
	return out
}

// TestRoles shows the words that decide a role.
func TestRoles(t *testing.T) {
	for _, c := range []struct {
		text, element string
		want          extract.Role
	}{
		{`This Agreement is entered into as of May 1, 2010 (the "Effective Date")`, "May 1, 2010", extract.RoleEffective},
		{"This Agreement is dated May 1, 2010 between", "May 1, 2010", extract.RoleAgreement},
		{"the term of this Agreement shall expire on May 1, 2010", "May 1, 2010", extract.RoleExpiration},
		{"Source: ACME, INC., 10-K, 1/7/2019", "1/7/2019", extract.RoleOther},
		{"either party may terminate this Agreement upon thirty (30) days' prior written notice", "thirty (30) days", extract.RoleNotice},
		{"fails to cure such breach within 30 days", "30 days", extract.RoleCure},
		{"shall pay each invoice within 30 days", "30 days", extract.RolePayment},
		{"shall automatically renew for successive one (1) year periods", "one (1) year", extract.RoleRenewal},
		{"The term of this Agreement shall be five (5) years", "five (5) years", extract.RoleTerm},
		{"commercial general liability insurance of not less than $1,000,000 per occurrence", "$1,000,000", extract.RoleInsurance},
		{"shall pay a fee of $500 per month", "$500", extract.RolePrice},
		{"liquidated damages in the amount of $500", "$500", extract.RolePenalty},
		{"its liability for damages shall not exceed $500", "$500", extract.RoleCap},
	} {
		t.Run(c.text, func(t *testing.T) {
			spans, _ := Label(c.text, nil, Answers{})
			for _, s := range spans {
				if s.Of(c.text) == c.element {
					if s.Role != c.want {
						t.Errorf("role of %s is %s, want %s", c.element, s.Role, c.want)
					}
					return
				}
			}
			t.Errorf("%s is not found", c.element)
		})
	}
}

// TestParties shows where the names in the answers are found again.
func TestParties(t *testing.T) {
	a := Answers{Parties: Answer{
		Texts: []string{"Armstrong Flooring, Inc.", "Seller", "AHF Holding, Inc.", "Buyer"},
		Value: `Armstrong Flooring, Inc. ("Seller"); AHF Holding, Inc. ("Buyer")`,
	}}
	text := "by and between Armstrong Flooring, Inc. (\"Seller\") and AHF\n   Holding, Inc. (\"Buyer\").\n\n" +
		strings.Repeat("Nothing here of interest. ", 400) +
		"\n\nARMSTRONG FLOORING INC\n\nBy: /s/ Jane Doe\n\nSource: ARMSTRONG FLOORING, INC., 8-K, 1/7/2019\n"
	spans, unknown := Label(text, nil, a)
	check(t, text, spans, unknown)
	want := []string{"Armstrong Flooring, Inc.", "AHF\n   Holding, Inc.", "ARMSTRONG FLOORING INC", "ARMSTRONG FLOORING, INC."}
	if got := textsOf(text, spans, extract.Party); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := textsOf(text, spans, extract.Alias), []string{"Seller", "Buyer"}; !reflect.DeepEqual(got, want) {
		t.Errorf("aliases: got %q, want %q", got, want)
	}
}

func TestReadAnswers(t *testing.T) {
	names := []string{"Document Name", "Parties", "Agreement Date", "Effective Date", "Expiration Date", "Renewal Term", "Notice Period To Terminate Renewal", "Governing Law"}
	head, row := "File", "Lease"
	for _, n := range names {
		head += "," + n + "," + n + "-Answer"
		if n == "Parties" {
			row += `,"['Ann\'s ""Shop""', ""Bob's""]",Ann; Bob`
		} else {
			row += ",[],"
		}
	}
	got, err := ReadAnswers(strings.NewReader(head + "\n" + row + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Answer{Texts: []string{`Ann's "Shop"`, "Bob's"}, Value: "Ann; Bob"}
	if !reflect.DeepEqual(got["Lease"].Parties, want) {
		t.Errorf("got %+v, want %+v", got["Lease"].Parties, want)
	}
	for _, bad := range []string{"", "File,Parties\n", head + "\n" + strings.Replace(row, "[]", "['", 1) + "\n"} {
		if _, err := ReadAnswers(strings.NewReader(bad)); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

func FuzzParseList(f *testing.F) {
	f.Add(`['a', "b's", 'c\x41\u00e9\n']`)
	f.Fuzz(func(t *testing.T, s string) {
		out, err := parseList(s)
		if err == nil && len(out) > len(s) {
			t.Fatalf("%d items from %d bytes", len(out), len(s))
		}
	})
}

// TestLabelKeepsItsPromises throws mixed pieces at Label.
func TestLabelKeepsItsPromises(t *testing.T) {
	pieces := []string{"Acme, Inc.", "(the \"Company\")", "May 1, 2010", " of the Securities Act of 1933", "courts of the State of Delaware", "governed by the laws of",
		" thirty (30) days", "$1,000,000", "é", "\n\n", " ", ".", "Supply Agreement", "this ", "19", "(", "\"", "\xff", "__", "Source: ACME INC, 8-K, 1/7/2019"}
	a := Answers{
		DocumentName: Answer{Texts: []string{"Supply Agreement"}},
		Parties:      Answer{Texts: []string{"Acme, Inc."}, Value: `Acme, Inc. ("Company")`},
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "")
		text += rapid.String().Draw(t, "tail")
		spans, unknown := Label(text, nil, a)
		check(t, text, spans, unknown)
	})
}
