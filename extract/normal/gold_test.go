package normal

import (
	"os"
	"path/filepath"
	"testing"

	"covenant/extract"
	"covenant/extract/gold"
)

// TestGoldSpansHaveValues holds the share of hand-marked spans of real
// contracts that get a value. The rest are dates without a year (values only
// of the attributes month and day), blanks, ranges and contradictions.
func TestGoldSpansHaveValues(t *testing.T) {
	const shared = "../../../shared"
	files, err := filepath.Glob(filepath.Join(shared, "gold/train/*.csv"))
	if err != nil || len(files) == 0 {
		t.Skip("no gold annotations at ", shared)
	}
	passages, err := gold.ReadFiles(files...)
	if err != nil {
		t.Fatal(err)
	}
	type document struct {
		doc      *extract.Document
		elements []extract.Element
		index    *extract.RuneIndex
	}
	docs := map[string]*document{}
	for _, p := range passages {
		d := docs[p.Doc]
		if d == nil {
			b, err := os.ReadFile(filepath.Join(shared, "cuad/train/txt", p.Doc+".txt"))
			if err != nil {
				t.Skip(err)
			}
			d = &document{doc: &extract.Document{Text: string(b)}, index: extract.NewRuneIndex(string(b))}
			docs[p.Doc] = d
		}
		for _, s := range p.Spans {
			d.elements = append(d.elements, extract.Element{Label: s.Label, Role: s.Role, Span: d.index.ByteSpan(s.RuneSpan)})
		}
	}
	type count struct{ all, valued, currency, noYear int }
	counts := map[extract.Label]*count{}
	for _, d := range docs {
		Elements(d.doc, nil, d.elements)
		for _, e := range d.elements {
			c := counts[e.Label]
			if c == nil {
				c = &count{}
				counts[e.Label] = c
			}
			c.all++
			switch {
			case e.Value != "":
				c.valued++
			case e.Attributes["month"] != "":
				c.noYear++
			default:
				t.Logf("%s %q %v", e.Label, e.Text(d.doc), e.Flags)
			}
			if place := e.Label == extract.GovLaw || e.Label == extract.Court; place && (e.Value == "") != (e.Attributes["code"] == "") {
				t.Errorf("%s %q is %q with the code %q", e.Label, e.Text(d.doc), e.Value, e.Attributes["code"])
			}
			if e.Currency != "" {
				c.currency++
			}
		}
	}
	least := map[extract.Label]float64{
		extract.Date: .96, extract.Duration: .98, extract.Amount: .99, extract.GovLaw: .98, extract.Court: .9,
		extract.Law: 1, extract.Party: 1, extract.Title: 1, extract.Alias: 1,
	}
	for label, want := range least {
		c := counts[label]
		t.Logf("%-8s %d of %d have a value, %d more a month and day, %d a currency", label, c.valued, c.all, c.noYear, c.currency)
		if got := float64(c.valued) / float64(c.all-c.noYear); got < want {
			t.Errorf("%s: %.3f of the spans have a value, want %.3f", label, got, want)
		}
	}
}
