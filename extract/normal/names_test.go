package normal

import "testing"

func TestLaw(t *testing.T) {
	check(t, []row{
		{"Securities Act of\n1933", "Securities Act of 1933", "", map[string]string{"name": "Securities Act of 1933", "year": "1933"}},
		{"11 U.S.C. § 365(n)", "11 U.S.C. § 365(n)", "", map[string]string{"title": "11", "code": "U.S.C.", "section": "365(n)"}},
		{"21 C.F.R. Part 600", "21 C.F.R. Part 600", "", map[string]string{"title": "21", "code": "C.F.R.", "section": "600"}},
		{"Section 365(n) of the U.S. Bankruptcy Code", "Section 365(n) of the U.S. Bankruptcy Code", "", map[string]string{"section": "365(n)", "name": "U.S. Bankruptcy Code"}},
		{"Rule 144", "Rule 144", "", map[string]string{"section": "144"}},
		{"HIPAA", "HIPAA", "", map[string]string{"name": "HIPAA"}},
	}, Law)
}

func TestParty(t *testing.T) {
	check(t, []row{
		{"Armstrong\nFlooring,  Inc.", "Armstrong Flooring, Inc.", "", map[string]string{"name": "Armstrong Flooring", "form": "Inc."}},
		{"“ACME LLC”,", "ACME LLC", "", map[string]string{"name": "ACME", "form": "LLC"}},
		{"Jane Doe", "Jane Doe", "", nil},
		{" ,", "", "unparsed", nil},
	}, Party)
}

func TestPartyKeyJoinsSpellings(t *testing.T) {
	for _, same := range [][]string{
		{"Acme, Inc.", "ACME INC", "The Acme  Incorporated", "Acmé, Inc"},
		{"Smith & Co. L.L.C.", "SMITH LLC"},
	} {
		for _, s := range same[1:] {
			if PartyKey(s) != PartyKey(same[0]) {
				t.Errorf("%q is %q, %q is %q", s, PartyKey(s), same[0], PartyKey(same[0]))
			}
		}
	}
	if PartyKey("Acme North, Inc.") == PartyKey("Acme South, Inc.") {
		t.Error("two parties have one key")
	}
}
