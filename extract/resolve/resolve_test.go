package resolve

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/normal"
	"covenant/extract/token"
)

// marked reads a text in which elements stand as [[LABEL:role|text]].
func marked(t testing.TB, s string) (*extract.Document, []extract.Sentence, []extract.Element) {
	t.Helper()
	var b strings.Builder
	var es []extract.Element
	for {
		before, rest, ok := strings.Cut(s, "[[")
		b.WriteString(before)
		if !ok {
			break
		}
		inside, after, ok := strings.Cut(rest, "]]")
		kind, text, ok2 := strings.Cut(inside, "|")
		if !ok || !ok2 {
			t.Fatalf("bad mark near %q", rest)
		}
		label, role, _ := strings.Cut(kind, ":")
		l, err := extract.ParseLabel(label)
		if err != nil {
			t.Fatal(err)
		}
		r, err := extract.ParseRole(l, role)
		if err != nil {
			t.Fatal(err)
		}
		es = append(es, extract.Element{Label: l, Role: r, Confidence: 1, Span: extract.ByteSpan{Start: b.Len(), End: b.Len() + len(text)}})
		b.WriteString(text)
		s = after
	}
	doc := &extract.Document{Text: b.String()}
	sentences, err := token.Sentences(context.Background(), doc.Text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range es {
		for k, s := range sentences {
			if s.Span.Start <= es[i].Span.Start {
				es[i].Sentence = k
			}
		}
	}
	normal.Elements(doc, sentences, es)
	return doc, sentences, es
}

type fields map[extract.FieldName]string

type parties []struct{ name, alias string }

// A record is what a test says of a contract.
type record struct {
	Fields  fields
	Parties parties
}

func recordOf(c *extract.Contract) record {
	r := record{fields{}, parties{}}
	for _, f := range c.Fields {
		if f.Rank == 1 && f.Name != extract.FieldParty {
			r.Fields[f.Name] = f.Value
		}
	}
	for _, p := range c.Parties {
		r.Parties = append(r.Parties, struct{ name, alias string }{p.Name, p.Alias})
	}
	return r
}

func (p parties) Equal(q parties) bool { return slices.Equal(p, q) }

func TestContracts(t *testing.T) {
	tests := []struct {
		name, text string
		want       record
	}{
		{
			name: "a supply agreement, complete",
			text: `[[TITLE|SUPPLY AGREEMENT]]

This [[TITLE|Supply Agreement]] (the "Agreement") is made as of [[DATE:effective|March 1, 2018]] (the "Effective Date") by and between [[PARTY|Alder Mills, Inc.]], a Delaware corporation ("[[ALIAS|Supplier]]"), and [[PARTY|Birch Foods LLC]] ("[[ALIAS|Buyer]]").

WHEREAS the parties wish to trade;

1. Term. The initial term of this Agreement shall be [[DURATION:term|three (3) years]] from the Effective Date. Thereafter this Agreement shall automatically renew for successive [[DURATION:renewal|one (1) year]] periods unless either party gives written notice of non-renewal at least [[DURATION:notice|ninety (90) days]] prior to the end of the then current term.

2. Termination. Either party may terminate this Agreement for convenience upon [[DURATION:notice|thirty (30) days']] prior written notice.

3. Law. This Agreement shall be governed by the laws of the [[GOVLAW|State of New York]]. Each party submits to the jurisdiction of the [[COURT:jurisdiction|courts of the State of New York]].`,
			want: record{fields{"title": "SUPPLY AGREEMENT", "agreement_date": "2018-03-01", "effective_date": "2018-03-01", "expiration_date": "2021-03-01", "term": "P3Y", "renewal": "P1Y", "renewal_automatic": "yes", "notice": "P90D", "termination_notice": "P30D", "governing_law": "New York", "jurisdiction": "New York"}, parties{{"Alder Mills, Inc.", "Supplier"}, {"Birch Foods LLC", "Buyer"}}},
		},
		{
			name: "dated one day, effective another, expiration stated",
			text: `[[TITLE|LEASE]] dated [[DATE:agreement|May 3, 2010]] between [[PARTY|Cedar Ltd]] and [[PARTY|Dogwood Ltd]]. The parties agree as follows: this Lease shall commence on [[DATE:effective|June 1, 2010]] and shall continue until [[DATE:expiration|May 31, 2015]].`,
			want: record{fields{"title": "LEASE", "agreement_date": "2010-05-03", "effective_date": "2010-06-01", "expiration_date": "2015-05-31"}, parties{{"Cedar Ltd", ""}, {"Dogwood Ltd", ""}}},
		},
		{
			name: "no date in the preamble: the last signature",
			text: `[[TITLE|SERVICES AGREEMENT]] between [[PARTY|Elm, Inc.]] and [[PARTY|Fir, Inc.]] The parties hereby agree to the terms below.` + strings.Repeat(" Further terms apply.", 40) +
				` ELM, INC. Date: [[DATE:agreement|January 9, 2002]] FIR, INC. Date: [[DATE:agreement|January 14, 2002]]`,
			want: record{fields{"title": "SERVICES AGREEMENT", "agreement_date": "2002-01-14"}, parties{{"Elm, Inc.", ""}, {"Fir, Inc.", ""}}},
		},
		{
			name: "a term that runs from an unknown event has no end",
			text: `[[TITLE|LICENSE]] made [[DATE:agreement|May 3, 2010]] between [[PARTY|Gum Ltd]] and [[PARTY|Hazel Ltd]]. Whereas they agree. The term of this License shall be [[DURATION:term|two years]] from the launch of the product.`,
			want: record{fields{"title": "LICENSE", "agreement_date": "2010-05-03", "term": "P2Y"}, parties{{"Gum Ltd", ""}, {"Hazel Ltd", ""}}},
		},
		{
			name: "renewal from year to year, the date of another agreement is not ours",
			text: `[[TITLE|AMENDMENT NO. 1]] dated as of [[DATE:agreement|July 1, 2019]] to that certain Hosting Agreement dated [[DATE:agreement|June 2, 2015]] between [[PARTY|Ivy Corp.]] and [[PARTY|Juniper Corp.]]. Whereas the parties agree. Thereafter this Agreement will renew automatically from year to year.`,
			want: record{fields{"title": "AMENDMENT NO. 1", "agreement_date": "2019-07-01", "renewal": "P1Y", "renewal_automatic": "yes"}, parties{{"Ivy Corp.", ""}, {"Juniper Corp.", ""}}},
		},
		{
			name: "one party in several spellings; a parent company is none; alias after the cover",
			text: `[[TITLE|MASTER AGREEMENT]] between [[PARTY|KAPOK HOLDINGS, INC.]] and [[PARTY|LARCH GMBH]]

This [[TITLE|Master Agreement]] is between [[PARTY|Kapok  Holdings Inc]] ("[[ALIAS|Kapok]]"), a subsidiary of [[PARTY|Maple plc]], and [[PARTY|Larch GmbH]] ("[[ALIAS|Larch]]"). Whereas the parties agree.`,
			want: record{fields{"title": "MASTER AGREEMENT"}, parties{{"KAPOK HOLDINGS, INC.", "Kapok"}, {"LARCH GMBH", "Larch"}}},
		},
		{
			name: "where a party is organised is not what governs; the state before the country",
			text: `[[TITLE|NOTE]] of [[PARTY|Nutmeg Inc.]], organized under the laws of the [[GOVLAW|State of Nevada]]. This Note shall be governed by the laws of the [[GOVLAW|United States of America]] and of the [[GOVLAW|State of Texas]].`,
			want: record{fields{"title": "NOTE", "governing_law": "Texas"}, parties{{"Nutmeg Inc.", ""}}},
		},
		{
			name: "a term runs from the day that follows it, not from one before",
			text: `[[TITLE|PROMOTION AGREEMENT]] made as of [[DATE:agreement|May 3, 2010]] by and between [[PARTY|Cedar Ltd]] and [[PARTY|Dogwood Ltd]]. The parties agree as follows: production shall begin on [[DATE:other|June 1, 2010]], and the term of this Agreement shall be [[DURATION:term|two years]] commencing on the launch date of [[DATE:other|August 1, 2010]].`,
			want: record{fields{"title": "PROMOTION AGREEMENT", "agreement_date": "2010-05-03", "expiration_date": "2012-08-01", "term": "P2Y"}, parties{{"Cedar Ltd", ""}, {"Dogwood Ltd", ""}}},
		},
		{
			name: "a contract does not end before it begins",
			text: `[[TITLE|LEASE]] dated [[DATE:agreement|May 3, 2010]] between [[PARTY|Cedar Ltd]] and [[PARTY|Dogwood Ltd]]. The parties agree as follows: the term of the first lease ended and expired on [[DATE:expiration|April 30, 2010]]. The term of this Lease shall be [[DURATION:term|two years]].`,
			want: record{fields{"title": "LEASE", "agreement_date": "2010-05-03", "expiration_date": "2012-05-03", "term": "P2Y"}, parties{{"Cedar Ltd", ""}, {"Dogwood Ltd", ""}}},
		},
		{
			name: "recitals between the parties do not end the preamble",
			text: `[[TITLE|CONTENT AGREEMENT]] by [[PARTY|Quince, Inc.]] Whereas Quince owns music and agrees to share it with [[PARTY|Rowan Ltd.]] ("[[ALIAS|Rowan]]"). Now, therefore, the parties agree. Fees go to [[PARTY|Sorrel Bank]].`,
			want: record{fields{"title": "CONTENT AGREEMENT"}, parties{{"Quince, Inc.", ""}, {"Rowan Ltd.", "Rowan"}}},
		},
		{
			name: "a second party that only the body and the signatures name",
			text: `[[TITLE|DEVELOPMENT AGREEMENT]] for [[PARTY|Teak, Inc.]]. Background. ` + strings.Repeat("Further terms apply here too. ", 220) +
				`Work is done by [[PARTY|Umbel, Inc.]]. [[PARTY|TEAK, INC.]] By: ________ [[PARTY|UMBEL, INC.]] By: ________`,
			want: record{fields{"title": "DEVELOPMENT AGREEMENT"}, parties{{"Teak, Inc.", ""}, {"Umbel, Inc.", ""}}},
		},
		{
			name: "a partnership and a company of the same name are two parties",
			text: `[[TITLE|JOINT FILING]] among [[PARTY|Willow GP L.P.]], [[PARTY|Willow GP L.L.C.]] ("[[ALIAS|Manager]]"), [[PARTY|WILLOW GP LP]] and [[PARTY|Willow GP, LLC]]. Whereas they agree.`,
			want: record{fields{"title": "JOINT FILING"}, parties{{"Willow GP L.P.", ""}, {"Willow GP L.L.C.", "Manager"}}},
		},
		{
			name: "notice of breach is no notice of renewal",
			text: `[[TITLE|DEAL]] between [[PARTY|Olive Inc.]] and [[PARTY|Pine Inc.]]. Whereas they agree. If a party is in material breach, the other may terminate upon [[DURATION:cure|thirty (30) days]] written notice.`,
			want: record{fields{"title": "DEAL"}, parties{{"Olive Inc.", ""}, {"Pine Inc.", ""}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, ss, es := marked(t, tt.text)
			got := Contracts(doc, ss, es)
			if len(got) != 1 {
				t.Fatalf("%d contracts, want 1", len(got))
			}
			if got[0].Part != 1 || got[0].Span != (extract.ByteSpan{Start: 0, End: len(doc.Text)}) {
				t.Errorf("part %d at %v", got[0].Part, got[0].Span)
			}
			check(t, es, &got[0])
			if d := cmp.Diff(tt.want, recordOf(&got[0])); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestNothingFound(t *testing.T) {
	if got := Contracts(&extract.Document{Text: "No contract."}, nil, nil); got != nil {
		t.Errorf("got %v, want no record", got)
	}
}

func TestSamePartyAcrossSpellings(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"Acme Industries, Inc.", "ACME INDUSTRIES INC", true},
		{"Networks Associates, Inc.", "Network Associates, Inc.", true},
		{"Inde Living Holdings", "IndeLiving Holdings", true},
		{"Clarus IV-A, L.P.", "Clarus IV-B, L.P.", false},
		{"Growth Fund 2018", "Growth Fund 2019", false},
		{"Alpha Energy", "Alpha Energy Canada", false},
	} {
		got := find([]*party{{key: normal.PartyKey(tt.a)}}, normal.PartyKey(tt.b), "") != nil
		if got != tt.same {
			t.Errorf("%q and %q the same party: %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
}

// Whatever the elements, a record's dates and lengths parse and there is no
// panic.
func TestAnyElements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([A-Za-z0-9 .,;:"'()/é–\n]|three years|May 1, 2010|Effective Date|renew|notice){1,60}`).Draw(t, "text")
		doc := &extract.Document{Text: text}
		ss, err := token.Sentences(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		var es []extract.Element
		for at := 0; ; {
			start := at + rapid.IntRange(0, 20).Draw(t, "gap")
			end := start + rapid.IntRange(1, 20).Draw(t, "length")
			if end > len(text) {
				break
			}
			l := rapid.SampledFrom(extract.Labels()).Draw(t, "label")
			e := extract.Element{Label: l, Span: extract.ByteSpan{Start: start, End: end}, Confidence: 0.9, Sentence: rapid.IntRange(-1, len(ss)).Draw(t, "sentence")}
			if rs := l.Roles(); rs != nil {
				e.Role = rapid.SampledFrom(rs).Draw(t, "role")
			}
			es = append(es, e)
			at = end
		}
		normal.Elements(doc, ss, es)
		for _, c := range Contracts(doc, ss, es) {
			check(t, es, &c)
		}
	})
}

// check makes sure of what a record promises.
func check(t interface {
	Errorf(string, ...any)
}, es []extract.Element, c *extract.Contract) {
	last, rank := -1, 0
	for _, f := range c.Fields {
		at := slices.Index(extract.FieldNames(), f.Name)
		if at < last || at == last && f.Rank <= rank && f.Name != extract.FieldParty {
			t.Errorf("%s of rank %d is out of order", f.Name, f.Rank)
		}
		last, rank = at, f.Rank
		if f.Value == "" || f.Derivation == "" || !(f.Confidence >= 0 && f.Confidence <= 1) || f.Rank < 1 {
			t.Errorf("incomplete field %+v", f)
		}
		seen := map[int]bool{}
		for _, e := range f.Elements {
			if e < 0 || e >= len(es) || seen[e] {
				t.Errorf("%s comes from elements %v of %d", f.Name, f.Elements, len(es))
				continue
			}
			seen[e] = true
			if es[e].Span.Start < c.Span.Start || es[e].Span.End > c.Span.End {
				t.Errorf("%s comes from an element at %v outside the contract at %v", f.Name, es[e].Span, c.Span)
			}
		}
		switch f.Name {
		case extract.FieldTerm, extract.FieldRenewal, extract.FieldNotice, extract.FieldTerminationNotice:
			if _, err := normal.ParsePeriod(f.Value); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		case extract.FieldAgreementDate, extract.FieldEffectiveDate, extract.FieldExpirationDate:
			if normal.Date(f.Value, normal.OrderUnknown).Value != f.Value {
				t.Errorf("%s %q does not read back", f.Name, f.Value)
			}
		case extract.FieldRenewalAutomatic:
			if f.Value != "yes" && f.Value != "no" {
				t.Errorf("%s is %q", f.Name, f.Value)
			}
		}
	}
	for _, p := range c.Parties {
		if f := c.Fields[p.Field]; f.Name != extract.FieldParty || f.Rank != 1 || f.Value != p.Name {
			t.Errorf("party %q has field %+v", p.Name, f)
		}
	}
}
