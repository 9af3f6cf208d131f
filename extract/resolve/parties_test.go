package resolve

import (
	"slices"
	"testing"

	"covenant/extract"
)

func has(features []Feature, name string) bool { return (&candidate{features: features}).is(name) }

// value returns the value of a feature, 0 where it is missing.
func value(features []Feature, name string) float64 {
	if i := slices.IndexFunc(features, func(f Feature) bool { return f.Name == name }); i >= 0 {
		return features[i].Value
	}
	return 0
}

// A name is judged beside the others, never beside itself.
func TestPartyAmongOthers(t *testing.T) {
	features := partyFeatures([]*party{
		{key: "alder mills", preamble: 1, best: 1, alias: "Supplier", mentions: 1},
		{key: "birch foods", preamble: 1, best: 1, mentions: 1},
		{key: "cedar", preamble: 1, best: .1, mentions: 1}, // hardly a name
		{key: "dogwood", signs: true, best: 1, mentions: 1},
		{key: "elm", signs: true, best: 1, mentions: 1},
	})
	for i, want := range []float64{0, 1, .5, 0, 0} { // the share of the others introduced that have a short name
		if got := value(features[i], "introduced-without-alias"); got != want {
			t.Errorf("name %d: introduced without alias %v, want %v", i, got, want)
		}
	}
	for i, f := range features {
		if got, want := has(f, "others-introduced"), i >= 3; got != want {
			t.Errorf("name %d: others are introduced, it is not: %v, want %v", i, got, want)
		}
	}
	if a, b := value(features[0], "introduced-after"), value(features[1], "introduced-after"); a != 0 || b <= 0 {
		t.Errorf("the first name is introduced after %v, the second after %v", a, b)
	}
	if a, b := value(features[3], "signs-with-many"), value(features[4], "signs-with-many"); a != b || a <= 0 {
		t.Errorf("two names that only sign are beside %v and %v others", a, b)
	}
	if alone := partyFeatures([]*party{{key: "fir", signs: true, mentions: 1}})[0]; !has(alone, "none-introduced") || has(alone, "signs-with-many") {
		t.Errorf("a name alone: %v", alone)
	}
}

func TestPieceOf(t *testing.T) {
	for _, tt := range []struct {
		name string
		p, q party
		want bool
	}{
		{"a word at the beginning", party{key: "alder"}, party{key: "alder mills"}, true},
		{"in the middle", party{key: "alder mills"}, party{key: "the alder mills group"}, true},
		{"a part of a word", party{key: "alder"}, party{key: "aldermills"}, false},
		{"words apart", party{key: "alder group"}, party{key: "alder mills group"}, false},
		{"the same name", party{key: "alder"}, party{key: "alder"}, false},
		{"one has a form", party{key: "alder"}, party{key: "alder mills", form: "Inc."}, true},
		{"the same form", party{key: "alder", form: "Inc."}, party{key: "alder mills", form: "Inc."}, true},
		{"another form", party{key: "alder", form: "LLC"}, party{key: "alder mills", form: "Inc."}, false},
	} {
		if pieceOf(&tt.p, &tt.q) != tt.want || pieceOf(&tt.q, &tt.p) != tt.want {
			t.Errorf("%s: want %v both ways", tt.name, tt.want)
		}
	}
}

// An alias whose text is no name defines nothing, and the next may.
func TestAliasWithoutAName(t *testing.T) {
	doc, ss, es := marked(t, `[[TITLE|LEASE]] between [[PARTY|Cedar Ltd]] ("[[ALIAS|"]]" or "[[ALIAS|Landlord]]") and [[PARTY|Dogwood Ltd]]. The parties agree as follows.`)
	if es[2].Label != extract.Alias || es[2].Value != "" {
		t.Fatalf("the alias has the value %q", es[2].Value)
	}
	c := Contracts(doc, ss, es)[0]
	if p := c.Parties[0]; p.Alias != "Landlord" || !slices.Equal(c.Fields[p.Field].Elements, []int{1, 3}) {
		t.Errorf("party %+v from %v", p, c.Fields[p.Field].Elements)
	}
}

// What a party is in the contract is said by its short name, or beside it.
func TestRoleOfParty(t *testing.T) {
	for _, tt := range []struct{ text, role string }{
		{`[[PARTY|Cedar Ltd]] ("[[ALIAS|Licensor]]") and [[PARTY|Dogwood Ltd]]`, "Licensor"},
		{`[[PARTY|Cedar Ltd]], as licensor and owner, and [[PARTY|Dogwood Ltd]]`, "Licensor"},
		{`[[PARTY|Cedar Ltd]], as the escrow agent, and [[PARTY|Dogwood Ltd]]`, "Escrow Agent"},
		{`[[PARTY|Cedar Ltd]] ("[[ALIAS|Cedar]]") and [[PARTY|Dogwood Ltd]]`, ""},
	} {
		doc, ss, es := marked(t, `[[TITLE|LICENSE AGREEMENT]] dated [[DATE:agreement|May 3, 2010]] between `+tt.text+`. The parties agree as follows.`)
		c := Contracts(doc, ss, es)[0]
		if len(c.Parties) != 2 || c.Parties[0].Role != tt.role {
			t.Errorf("%s: parties %+v, want the first as %q", tt.text, c.Parties, tt.role)
		}
	}
}
