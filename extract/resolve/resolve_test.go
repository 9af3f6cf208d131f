package resolve

import (
	"context"
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

func TestContracts(t *testing.T) {
	tests := []struct {
		name, text string
		want       extract.Contract
	}{
		{
			name: "a supply agreement, complete",
			text: `[[TITLE|SUPPLY AGREEMENT]]

This [[TITLE|Supply Agreement]] (the "Agreement") is made as of [[DATE:effective|March 1, 2018]] (the "Effective Date") by and between [[PARTY|Alder Mills, Inc.]], a Delaware corporation ("[[ALIAS|Supplier]]"), and [[PARTY|Birch Foods LLC]] ("[[ALIAS|Buyer]]").

WHEREAS the parties wish to trade;

1. Term. The initial term of this Agreement shall be [[DURATION:term|three (3) years]] from the Effective Date. Thereafter this Agreement shall automatically renew for successive [[DURATION:renewal|one (1) year]] periods unless either party gives written notice of non-renewal at least [[DURATION:notice|ninety (90) days]] prior to the end of the then current term.

2. Termination. Either party may terminate this Agreement for convenience upon [[DURATION:notice|thirty (30) days']] prior written notice.

3. Law. This Agreement shall be governed by the laws of the [[GOVLAW|State of New York]]. Each party submits to the jurisdiction of the [[COURT:jurisdiction|courts of the State of New York]].`,
			want: extract.Contract{
				Title: "SUPPLY AGREEMENT", AgreementDate: "2018-03-01", EffectiveDate: "2018-03-01", ExpirationDate: "2021-03-01",
				Term: "P3Y", Renewal: "P1Y", Notice: "P90D", TerminationNotice: "P30D",
				GoverningLaw: "New York", Jurisdiction: "New York",
				Parties: []extract.ContractParty{{Name: "Alder Mills, Inc.", Alias: "Supplier"}, {Name: "Birch Foods LLC", Alias: "Buyer"}},
			},
		},
		{
			name: "dated one day, effective another, expiration stated",
			text: `[[TITLE|LEASE]] dated [[DATE:agreement|May 3, 2010]] between [[PARTY|Cedar Ltd]] and [[PARTY|Dogwood Ltd]]. The parties agree as follows: this Lease shall commence on [[DATE:effective|June 1, 2010]] and shall continue until [[DATE:expiration|May 31, 2015]].`,
			want: extract.Contract{
				Title: "LEASE", AgreementDate: "2010-05-03", EffectiveDate: "2010-06-01", ExpirationDate: "2015-05-31",
				Parties: []extract.ContractParty{{Name: "Cedar Ltd"}, {Name: "Dogwood Ltd"}},
			},
		},
		{
			name: "no date in the preamble: the last signature",
			text: `[[TITLE|SERVICES AGREEMENT]] between [[PARTY|Elm, Inc.]] and [[PARTY|Fir, Inc.]] The parties hereby agree to the terms below.` + strings.Repeat(" Further terms apply.", 40) +
				` ELM, INC. Date: [[DATE:agreement|January 9, 2002]] FIR, INC. Date: [[DATE:agreement|January 14, 2002]]`,
			want: extract.Contract{Title: "SERVICES AGREEMENT", AgreementDate: "2002-01-14",
				Parties: []extract.ContractParty{{Name: "Elm, Inc."}, {Name: "Fir, Inc."}}},
		},
		{
			name: "a term that runs from an unknown event has no end",
			text: `[[TITLE|LICENSE]] made [[DATE:agreement|May 3, 2010]] between [[PARTY|Gum Ltd]] and [[PARTY|Hazel Ltd]]. Whereas they agree. The term of this License shall be [[DURATION:term|two years]] from the launch of the product.`,
			want: extract.Contract{Title: "LICENSE", AgreementDate: "2010-05-03", Term: "P2Y",
				Parties: []extract.ContractParty{{Name: "Gum Ltd"}, {Name: "Hazel Ltd"}}},
		},
		{
			name: "renewal from year to year, the date of another agreement is not ours",
			text: `[[TITLE|AMENDMENT NO. 1]] dated as of [[DATE:agreement|July 1, 2019]] to that certain Hosting Agreement dated [[DATE:agreement|June 2, 2015]] between [[PARTY|Ivy Corp.]] and [[PARTY|Juniper Corp.]]. Whereas the parties agree. Thereafter this Agreement will renew automatically from year to year.`,
			want: extract.Contract{Title: "AMENDMENT NO. 1", AgreementDate: "2019-07-01", Renewal: "P1Y",
				Parties: []extract.ContractParty{{Name: "Ivy Corp."}, {Name: "Juniper Corp."}}},
		},
		{
			name: "one party in several spellings; a parent company is none; alias after the cover",
			text: `[[TITLE|MASTER AGREEMENT]] between [[PARTY|KAPOK HOLDINGS, INC.]] and [[PARTY|LARCH GMBH]]

This [[TITLE|Master Agreement]] is between [[PARTY|Kapok  Holdings Inc]] ("[[ALIAS|Kapok]]"), a subsidiary of [[PARTY|Maple plc]], and [[PARTY|Larch GmbH]] ("[[ALIAS|Larch]]"). Whereas the parties agree.`,
			want: extract.Contract{Title: "MASTER AGREEMENT",
				Parties: []extract.ContractParty{{Name: "KAPOK HOLDINGS, INC.", Alias: "Kapok"}, {Name: "LARCH GMBH", Alias: "Larch"}}},
		},
		{
			name: "where a party is organised is not what governs; the state before the country",
			text: `[[TITLE|NOTE]] of [[PARTY|Nutmeg Inc.]], organized under the laws of the [[GOVLAW|State of Nevada]]. This Note shall be governed by the laws of the [[GOVLAW|United States of America]] and of the [[GOVLAW|State of Texas]].`,
			want: extract.Contract{Title: "NOTE", GoverningLaw: "Texas", Parties: []extract.ContractParty{{Name: "Nutmeg Inc."}}},
		},
		{
			name: "a contract does not end before it begins",
			text: `[[TITLE|LEASE]] dated [[DATE:agreement|May 3, 2010]] between [[PARTY|Cedar Ltd]] and [[PARTY|Dogwood Ltd]]. The parties agree as follows: the term of the first lease ended and expired on [[DATE:expiration|April 30, 2010]]. The term of this Lease shall be [[DURATION:term|two years]].`,
			want: extract.Contract{
				Title: "LEASE", AgreementDate: "2010-05-03", ExpirationDate: "2012-05-03", Term: "P2Y",
				Parties: []extract.ContractParty{{Name: "Cedar Ltd"}, {Name: "Dogwood Ltd"}},
			},
		},
		{
			name: "recitals between the parties do not end the preamble",
			text: `[[TITLE|CONTENT AGREEMENT]] by [[PARTY|Quince, Inc.]] Whereas Quince owns music and agrees to share it with [[PARTY|Rowan Ltd.]] ("[[ALIAS|Rowan]]"). Now, therefore, the parties agree. Fees go to [[PARTY|Sorrel Bank]].`,
			want: extract.Contract{Title: "CONTENT AGREEMENT",
				Parties: []extract.ContractParty{{Name: "Quince, Inc."}, {Name: "Rowan Ltd.", Alias: "Rowan"}}},
		},
		{
			name: "a second party that only the body and the signatures name",
			text: `[[TITLE|DEVELOPMENT AGREEMENT]] for [[PARTY|Teak, Inc.]]. Background. ` + strings.Repeat("Further terms apply here too. ", 220) +
				`Work is done by [[PARTY|Umbel, Inc.]] and paid through [[PARTY|Vetch Bank]]. [[PARTY|TEAK, INC.]] By: ________ [[PARTY|UMBEL, INC.]] By: ________`,
			want: extract.Contract{Title: "DEVELOPMENT AGREEMENT",
				Parties: []extract.ContractParty{{Name: "Teak, Inc."}, {Name: "Umbel, Inc."}}},
		},
		{
			name: "a partnership and a company of the same name are two parties",
			text: `[[TITLE|JOINT FILING]] among [[PARTY|Willow GP L.P.]], [[PARTY|Willow GP L.L.C.]] ("[[ALIAS|Manager]]"), [[PARTY|WILLOW GP LP]] and [[PARTY|Willow GP, LLC]]. Whereas they agree.`,
			want: extract.Contract{Title: "JOINT FILING",
				Parties: []extract.ContractParty{{Name: "Willow GP L.P."}, {Name: "Willow GP L.L.C.", Alias: "Manager"}}},
		},
		{
			name: "notice of breach is no notice of renewal",
			text: `[[TITLE|DEAL]] between [[PARTY|Olive Inc.]] and [[PARTY|Pine Inc.]]. Whereas they agree. If a party is in material breach, the other may terminate upon [[DURATION:cure|thirty (30) days]] written notice.`,
			want: extract.Contract{Title: "DEAL", Parties: []extract.ContractParty{{Name: "Olive Inc."}, {Name: "Pine Inc."}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, ss, es := marked(t, tt.text)
			got := Contracts(doc, ss, es)
			if len(got) != 1 {
				t.Fatalf("%d contracts, want 1", len(got))
			}
			tt.want.Part, tt.want.Span = 1, extract.ByteSpan{Start: 0, End: len(doc.Text)}
			if d := cmp.Diff(tt.want, got[0]); d != "" {
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
		got := find([]*party{{key: normal.PartyKey(tt.a)}}, normal.PartyKey(tt.b)) != nil
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
			for _, p := range []string{c.Term, c.Renewal, c.Notice, c.TerminationNotice} {
				if p == "" {
					continue
				}
				if _, err := normal.ParsePeriod(p); err != nil {
					t.Error(err)
				}
			}
			for _, d := range []string{c.AgreementDate, c.EffectiveDate, c.ExpirationDate} {
				if d != "" && normal.Date(d, normal.OrderUnknown).Value != d {
					t.Errorf("date %q does not read back", d)
				}
			}
		}
	})
}
