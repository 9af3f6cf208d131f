package explain

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/extract/token"
)

var update = flag.Bool("update", false, "write the golden files anew")

const text = "SUPPLY <AGREEMENT>\n\nThis Agreement, dated May 1, 2019, ends with Café “Zwei” & Söhne\x1b[31m on June 30, 2024.\f" +
	"Beta pays $5 within ten days.\nNeither party is liable for lost profits.\n"

// example is a document of two pages with four elements, the roles of two of them, two
// clauses, in one of which an element stands, and a kind.
func example(t testing.TB) *Explanation {
	t.Helper()
	sentences, err := token.Sentences(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	second := strings.Index(text, "Beta")
	r := &extract.Record{
		Document: &extract.Document{Path: "/in/<supply>.txt", Format: extract.FormatText, Text: text, Pages: []extract.Page{
			{Number: 1, Span: extract.ByteSpan{Start: 0, End: second}}, {Number: 2, Span: extract.ByteSpan{Start: second, End: len(text)}},
		}},
		Sentences: sentences,
		Elements: []extract.Element{
			{Label: extract.Title, Span: at(t, "SUPPLY <AGREEMENT>"), Confidence: 0.97, Value: "SUPPLY <AGREEMENT>"},
			{Label: extract.Date, Role: extract.RoleAgreement, Span: at(t, "May 1, 2019"), Confidence: 0.99, Value: "2019-05-01", Flags: []string{"partial"}},
			{Label: extract.Date, Role: extract.RoleExpiration, Span: at(t, "June 30, 2024"), Confidence: 0.9, Value: "2024-06-30"},
			{Label: extract.Amount, Role: extract.RoleOther, Span: at(t, "$5"), Confidence: 0.8, Value: "5", Currency: "USD"},
		},
	}
	r.Clauses = []extract.Clause{
		{Category: "Price", Span: at(t, "Beta pays $5 within ten days."), Confidence: 0.6},
		{Category: "Cap On Liability", Span: at(t, "Neither party is liable for lost profits."), Confidence: 0.75},
	}
	r.Contracts = []extract.Contract{{Part: 1, Kind: extract.Kind{Name: "Supply", Confidence: 0.9}, Span: extract.ByteSpan{Start: 0, End: len(text)}, Fields: []extract.Field{
		{Name: extract.FieldAgreementDate, Value: "2019-05-01", Derivation: extract.Stated, Confidence: 0.95, Rank: 1, Elements: []int{1}},
		{Name: extract.FieldAgreementDate, Value: "2024-06-30", Derivation: extract.Stated, Confidence: 0.02, Rank: 2, Elements: []int{2}},
		{Name: extract.FieldTotalValue, Value: "5", Code: "USD", Derivation: extract.Stated, Confidence: 0.1, Rank: 2, Elements: []int{3}},
		{Name: extract.FieldParty, Value: "Café “Zwei” & Söhne", Derivation: "the words “Café”", Confidence: 0.5, Rank: 1},
	}, Parties: []extract.ContractParty{{Name: "Café “Zwei” & Söhne", Alias: "Zwei", Role: "Buyer", Signs: true, Field: 3}}}}
	return New(r, []Decision{
		{Kind: OfKind, Element: -1, Span: at(t, "SUPPLY <AGREEMENT>\n\nThis Agreement, dated"), Answer: "Supply", Confidence: 0.9,
			Others: []Choice{{"License", 0.06}, {"Service", 0.04}, {"Other", 0}}, Words: []Word{{at(t, "SUPPLY"), 0.9}, {at(t, "dated"), 0.1}}},
		{Kind: OfClause, Element: -1, Span: at(t, "Beta pays $5 within ten days."), Answer: "Price", Confidence: 0.6,
			Words: []Word{{at(t, "on"), 0.2}, {at(t, "pays"), 0.8}}},
		{Kind: OfClause, Element: -1, Span: at(t, "Neither party is liable for lost profits."), Answer: "Cap On Liability", Confidence: 0.75,
			Words: []Word{{at(t, "liable"), 0.6}, {at(t, "profits"), 0.3}, {at(t, "party"), 0.1}}},
		{Kind: "role", Element: 2, Span: at(t, "June 30, 2024"), Answer: "expiration", Confidence: 0.7,
			Others:   []Choice{{"effective", 0.295}, {"other", 0.005}, {"agreement", 0}},
			Opinions: []Opinion{{"tags", Choice{"effective", 0.6}}, {"classifier", Choice{"expiration", 0.9}}},
			Words:    []Word{{at(t, "dated"), 0.05}, {at(t, "ends"), 0.3}, {at(t, "on"), 0.15}, {at(t, "June"), 0.5}}},
		{Kind: "role", Element: 1, Span: at(t, "May 1, 2019"), Answer: "agreement", Confidence: 0.99,
			Others:   []Choice{{"other", 0.01}},
			Opinions: []Opinion{{"tags", Choice{"agreement", 0.9}}, {"classifier", Choice{"agreement", 0.95}}},
			Words:    []Word{{at(t, "dated"), 0.4}, {at(t, ","), 0.1}, {at(t, "May"), 0.5}}},
	})
}

// at returns the first place of a part of the text; of "on" that of the word.
func at(t testing.TB, part string) extract.ByteSpan {
	t.Helper()
	i := strings.Index(text, part)
	if part == "on" {
		i = strings.Index(text, " on ") + 1
	}
	if i < 0 {
		t.Fatalf("%q is not in the text", part)
	}
	return extract.ByteSpan{Start: i, End: i + len(part)}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestWriteText(t *testing.T) {
	for name, colour := range map[string]bool{"plain.txt": false, "colour.txt": true} {
		var b bytes.Buffer
		if err := example(t).WriteText(&b, colour); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
}

func TestWriteHTML(t *testing.T) {
	var b bytes.Buffer
	if err := example(t).WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.html", b.Bytes())
}

// A filter keeps elements with what belongs to them; decisions about no element go by
// their category and page. Who asks for one sort does not see the other.
func TestSelect(t *testing.T) {
	for _, c := range []struct {
		name      string
		filter    Filter
		elements  int
		decisions []string
	}{
		{"all", Filter{}, 4, []string{"Supply", "agreement", "expiration", "Price", "Cap On Liability"}},
		{"a label", Filter{Labels: []extract.Label{extract.Date}}, 2, []string{"agreement", "expiration"}},
		{"a role", Filter{Roles: []extract.Role{extract.RoleExpiration}}, 1, []string{"expiration"}},
		{"a category", Filter{Categories: []string{"cap on liability"}}, 0, []string{"Cap On Liability"}},
		{"a category, and a role", Filter{Categories: []string{"Price"}, Roles: []extract.Role{extract.RoleExpiration}}, 1, []string{"expiration", "Price"}},
		{"a category on another page", Filter{Categories: []string{"Price"}, Pages: []int{1}}, 0, nil},
		{"a page", Filter{Pages: []int{2}}, 1, []string{"Price", "Cap On Liability"}},
		{"two together", Filter{Labels: []extract.Label{extract.Date}, Pages: []int{2}}, 0, nil},
	} {
		x := example(t).Select(c.filter)
		var answers []string
		for _, d := range x.Decisions {
			answers = append(answers, d.Answer)
		}
		if diff := cmp.Diff(c.decisions, answers); len(x.Elements) != c.elements || diff != "" {
			t.Errorf("%s: %d elements, want %d; decisions %s", c.name, len(x.Elements), c.elements, diff)
		}
	}
	none := example(t).Select(Filter{Pages: []int{7}})
	var b, h bytes.Buffer
	if err := none.WriteText(&b, false); err != nil || !strings.Contains(b.String(), "nothing to show") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if err := none.WriteHTML(&h); err != nil || strings.Contains(h.String(), `href="#t`) {
		t.Errorf("links to elements that are not shown: %v\n%s", err, h.String())
	}
}

// A kind that the record does not have is told to be uncertain.
func TestUncertainKind(t *testing.T) {
	x := example(t)
	for i, want := range []bool{false, true} {
		var text, report bytes.Buffer
		if err := errors.Join(x.WriteText(&text, false), x.WriteHTML(&report)); err != nil {
			t.Fatal(err)
		}
		const note = "too uncertain for the record"
		if strings.Contains(text.String(), "Supply  0.90, "+note+"\n") != want || strings.Contains(report.String(), note) != want {
			t.Errorf("%d: the note is not as it should be, %t, in\n%s", i, want, text.String())
		}
		x.Record.Contracts[0].Kind = extract.Kind{}
	}
}

// The words around an element tell more than its own, and are scaled by themselves.
func TestTelling(t *testing.T) {
	x := example(t)
	words, own := x.Decisions[1].Telling()
	if len(words) != 2 || own != 0.5 || words[0].Weight != 0.8 || words[1].Weight != 0.2 {
		t.Errorf("about an element: %v, own %g", words, own)
	}
	words, own = x.Decisions[4].Telling()
	if len(words) != 3 || own != 0 || fmt.Sprintf("%.3f", words[0].Weight) != "0.600" {
		t.Errorf("about a sentence: %v, own %g", words, own)
	}
	if b := best(words, text, 2); len(b) != 2 || b[0].Span.Of(text) != "liable" {
		t.Errorf("the best are %v", b)
	}
	twice := []Word{{at(t, "May"), 0.2}, {at(t, "on"), 0.5}, {at(t, "May"), 0.3}}
	if s := spellings(twice, text); len(s) != 2 || s[0].Weight != 0.5 || twice[0].Weight != 0.2 {
		t.Errorf("one spelling twice: %v of %v", s, twice)
	}
	alone := Decision{Span: at(t, "$5"), Words: []Word{{at(t, "$5"), 1}}}
	if words, own := alone.Telling(); len(words) != 0 || own != 1 {
		t.Errorf("its own words only: %v, own %g", words, own)
	}
}
