package normal

import (
	"strings"
	"testing"

	"covenant/extract"
)

// elementsOf marks each text in order of its place in the document.
func elementsOf(t *testing.T, text string, marked ...[2]string) (*extract.Document, []extract.Element) {
	t.Helper()
	d := &extract.Document{Text: text}
	var out []extract.Element
	from := 0
	for _, m := range marked {
		i := strings.Index(text[from:], m[1])
		if i < 0 {
			t.Fatalf("%q does not stand in the document", m[1])
		}
		s := extract.ByteSpan{Start: from + i, End: from + i + len(m[1])}
		out = append(out, extract.Element{Label: extract.Label(m[0]), Span: s})
		from = s.End
	}
	return d, out
}

func TestElementsLearnFromTheDocument(t *testing.T) {
	for _, c := range []struct {
		name, text string
		marked     [][2]string
		want       []string // value and currency of each, flags in brackets
	}{
		{"another date decides the order",
			"Made on 7/1/2019, ends on 31/12/2020.",
			[][2]string{{"DATE", "7/1/2019"}, {"DATE", "31/12/2020"}},
			[]string{"2019-01-07 []", "2020-12-31 []"}},
		{"a filing footer decides the order where nothing else does",
			"Made on 7/1/2019.\nSource: ACME, INC., 10-K, 1/17/2019",
			[][2]string{{"DATE", "7/1/2019"}, {"DATE", "1/17/2019"}},
			[]string{"2019-07-01 []", "2019-01-17 []"}},
		{"a filing footer is month first whatever the body does",
			"Made on 31/12/2018 and 7/1/2019.\nSource: ACME, INC., 10-K, 1/7/2019",
			[][2]string{{"DATE", "7/1/2019"}, {"DATE", "1/7/2019"}},
			[]string{"2019-01-07 []", "2019-01-07 []"}},
		{"the governing law decides the order, and says so",
			"Made on 7/1/2019. Governed by the laws of Texas.",
			[][2]string{{"DATE", "7/1/2019"}, {"GOVLAW", "Texas"}},
			[]string{"2019-07-01 [inferred_order]", "Texas []"}},
		{"the governing law decides for the day, where it is customary",
			"Made on 7/1/2019. Governed by the laws of England and Wales.",
			[][2]string{{"DATE", "7/1/2019"}, {"GOVLAW", "England and Wales"}},
			[]string{"2019-01-07 [inferred_order]", "England and Wales []"}},
		{"a law of two customs decides nothing",
			"Made on 7/1/2019. Governed by the laws of Ontario.",
			[][2]string{{"DATE", "7/1/2019"}, {"GOVLAW", "Ontario"}},
			[]string{" [ambiguous]", "Ontario []"}},
		{"the same day written out decides the order",
			"Made on 7/1/2019 as of 7 January 2019. Governed by the laws of Texas.",
			[][2]string{{"DATE", "7/1/2019"}, {"DATE", "7 January 2019"}, {"GOVLAW", "Texas"}},
			[]string{"2019-01-07 [inferred_order]", "2019-01-07 []", "Texas []"}},
		{"a month with a year of two figures decides what its like are",
			"Clauses of Jan-97 and Dec-04",
			[][2]string{{"DATE", "Jan-97"}, {"DATE", "Dec-04"}},
			[]string{"1997-01 [partial]", "2004-12 [partial]"}},
		{"a range is decided like a date",
			"from 1/2/2019 to 3/4/2019, made on 31/12/2018",
			[][2]string{{"DATE", "1/2/2019 to 3/4/2019"}},
			[]string{"2019-02-01/2019-04-03 [range]"}},
		{"nothing decides the order",
			"Made on 7/1/2019.",
			[][2]string{{"DATE", "7/1/2019"}},
			[]string{" [ambiguous]"}},
		{"dates that contradict each other decide nothing",
			"1/31/2019, 31/1/2019, 7/1/2019",
			[][2]string{{"DATE", "7/1/2019"}},
			[]string{" [ambiguous]"}},
		{"the document says whose dollars",
			"The fee is $100, in Canadian dollars.",
			[][2]string{{"AMOUNT", "$100"}},
			[]string{"100.00CAD []"}},
		{"the country of the dollar stands outside the span",
			"A$100 or C$ 50",
			[][2]string{{"AMOUNT", "$100"}},
			[]string{"100.00AUD []"}},
		{"nothing says whose dollars",
			"The fee is $100.",
			[][2]string{{"AMOUNT", "$100"}},
			[]string{"100.00 [ambiguous_currency]"}},
		{"names",
			"This  Supply\nAgreement with ACME,\nInc. (\"Seller\")",
			[][2]string{{"TITLE", "Supply\nAgreement"}, {"PARTY", "ACME,\nInc."}, {"ALIAS", "Seller"}},
			[]string{"Supply Agreement []", "ACME, Inc. []", "Seller []"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, es := elementsOf(t, c.text, c.marked...)
			Elements(d, nil, es)
			for i, e := range es {
				if got := e.Value + e.Currency + " [" + joinFlags(e.Flags) + "]"; got != c.want[i] {
					t.Errorf("%q is %s, want %s", e.Text(d), got, c.want[i])
				}
			}
		})
	}
}

func TestElementsReplaceWhatWasThere(t *testing.T) {
	d := &extract.Document{Text: "soon"}
	es := []extract.Element{
		{Label: extract.Date, Span: extract.ByteSpan{Start: 0, End: 4}, Value: "2019-01-01", HasNumber: true, Currency: "USD"},
		{Label: extract.Date, Span: extract.ByteSpan{Start: 2, End: 40}, Value: "2019-01-01"}, // outside
	}
	Elements(d, nil, es)
	for _, e := range es {
		if e.Value != "" || e.HasNumber || e.Currency != "" {
			t.Errorf("%+v keeps an old value", e)
		}
	}
}

func TestElementsReadThePeriodAroundAYear(t *testing.T) {
	d, es := elementsOf(t, "in calendar year 2019 and the 2020 fiscal year", [2]string{"DATE", "2019"}, [2]string{"DATE", "2020"})
	Elements(d, nil, es)
	if es[0].Attributes["period"] != "calendar year" || es[1].Attributes["period"] != "fiscal year" {
		t.Errorf("%v and %v", es[0].Attributes, es[1].Attributes)
	}
}

func TestElementsReadTheBasisAfterAnAmount(t *testing.T) {
	d, es := elementsOf(t, "US$5.00 per share, $500/month, $100 (per unit), $7. Per month",
		[2]string{"AMOUNT", "US$5.00"}, [2]string{"AMOUNT", "$500"}, [2]string{"AMOUNT", "$100"}, [2]string{"AMOUNT", "$7"})
	Elements(d, nil, es)
	for i, want := range []string{"share", "month", "unit", ""} {
		if got := es[i].Attributes["per"]; got != want || es[i].Value == "" || es[i].Currency != "USD" {
			t.Errorf("%q: per %q, want %q", es[i].Text(d), got, want)
		}
	}
}
