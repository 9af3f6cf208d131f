package normal

import "testing"

func TestPlace(t *testing.T) {
	check(t, []row{
		{text: "State of New York", value: "New York"},
		{text: "state of\nDelaware,  United States of America", value: "Delaware", attrs: map[string]string{"country": "United States"}},
		{text: "STATE OF TEXAS", value: "Texas"},
		{text: "State ofTexas", value: "Texas"},
		{text: "Commonwealth of Pennsylvania", value: "Pennsylvania"},
		{text: "Province of Ontario, Canada", value: "Ontario", attrs: map[string]string{"country": "Canada"}},
		{text: "Victoria, Australia", value: "Victoria"},
		{text: "English", value: "England and Wales"},
		{text: "England and Wales", value: "England and Wales"},
		{text: "People's Republic of China", value: "China"},
		{text: "People’s Republic of China", value: "China"},
		{text: "PRC", value: "China"},
		{text: "Hong Kong SAR", value: "Hong Kong"},
		{text: "Swiss", value: "Switzerland"},
		{text: "State of Georgia", value: "Georgia"},
		{text: "Republic of South Africa", value: "South Africa"},
		{text: "United States", value: "United States"},
		{text: "District of Columbia", value: "District of Columbia"},
		{text: "New York and Delaware", flags: "several"},
		{text: "STATE IN WHICH THE RESTAURANT IS LOCATED", flags: "unparsed"},
		{text: "", flags: "unparsed"},
	}, Place)
}

func TestCourt(t *testing.T) {
	check(t, []row{
		{text: "United States District Court for the Southern District of New York", value: "New York"},
		{text: "Delaware Court of Chancery", value: "Delaware"},
		{text: "state and federal courts located in Santa Clara County, California", value: "California"},
		{text: "Circuit Court or County Court in Orlando, FL", value: "Florida"},
		{text: "courts of England and Wales", value: "England and Wales"},
		{text: "courts of Geneva", value: "Switzerland"},
		{text: "Bankruptcy\nCourt", flags: "unparsed", attrs: map[string]string{"name": "Bankruptcy Court"}},
	}, Court)
}

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
