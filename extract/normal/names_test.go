package normal

import "testing"

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
