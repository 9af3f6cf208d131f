package resolve

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"covenant/extract"
)

// filler is body text that says nothing.
var filler = strings.Repeat("The parties shall act in good faith in all they do under this paper. ", 30)

const (
	mainContract = `[[TITLE|SERVICES AGREEMENT]]

This [[TITLE|Services Agreement]] (this "Agreement") is made as of [[DATE:agreement|May 3, 2010]] by and between [[PARTY|Cedar Works, Inc.]] ("[[ALIAS|Client]]") and [[PARTY|Dogwood Labs LLC]] ("[[ALIAS|Provider]]").

NOW, THEREFORE, the parties agree as follows: The term of this Agreement shall be [[DURATION:term|two (2) years]] from the date hereof. This Agreement shall be governed by the laws of the [[GOVLAW|State of Ohio]]. `
	signatures = `

IN WITNESS WHEREOF, the parties have executed this Agreement.

[[PARTY|CEDAR WORKS, INC.]]
By: /s/ A. Ash

[[PARTY|DOGWOOD LABS LLC]]
By: /s/ B. Birch

`
)

// Some contracts are signed below their schedules, or end with a list of them.
func TestSignaturesBelowSchedules(t *testing.T) {
	const schedule = `




SCHEDULE A

PRICES

Prices are valid from [[DATE:other|July 1, 2011]]. [[PARTY|Elm Holdings Ltd]] delivers.

`
	const list = `




SCHEDULE A   PRICES

SCHEDULE B   VOTING INTERESTS

ANNEX 1   TERMS OF REFERENCE

`
	for _, tt := range []struct {
		name, between string
		attached      []string // texts of elements in attachments
	}{
		{"a schedule above the signatures", schedule, []string{"July 1, 2011", "Elm Holdings Ltd"}},
		{"a list of schedules above the signatures", list, nil},
		{"none", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, ss, es := marked(t, mainContract+filler+tt.between+signatures)
			parts := partsOf(doc, es)
			if len(parts) != 1 {
				t.Fatalf("%d parts, want 1", len(parts))
			}
			v := newView(doc, ss, es, parts[0])
			var attached []string
			for _, e := range v.elements {
				if e.attached {
					attached = append(attached, e.Span.Of(doc.Text))
				}
			}
			if d := cmp.Diff(tt.attached, attached); d != "" {
				t.Error(d)
			}
			last := v.elements[len(v.elements)-1]
			if !v.signs(last) {
				t.Errorf("%q does not sign", last.Span.Of(doc.Text))
			}
		})
	}
}

func TestAttachmentsDoNotLeak(t *testing.T) {
	for _, tt := range []struct {
		name, attachment string
		parts            int
		second           fields // of part 2
		secondParties    int
	}{
		{name: "nothing attached", parts: 1},
		{
			name: "the form of another contract",
			attachment: `

EXHIBIT A

FORM OF GUARANTY

This [[TITLE|Guaranty]] is made as of [[DATE:agreement|June 30, 2012]] by and between [[PARTY|Elm Holdings Ltd]] and [[PARTY|Fir Bank plc]]. Whereas they agree. This Guaranty shall be governed by the laws of the [[GOVLAW|State of Texas]]. The term of this Guaranty shall be [[DURATION:term|five years]].
`,
			parts:         2,
			second:        fields{"agreement_date": "2012-06-30", "governing_law": "Texas", "term": "P5Y"},
			secondParties: 2,
		},
		{
			name: "an amendment",
			attachment: `

AMENDMENT NO. 1 TO THE SERVICES AGREEMENT

The Services Agreement is amended. Dated as of [[DATE:agreement|August 9, 2013]]. [[PARTY|Gum Tree SA]] joins it.
`,
			parts:         2,
			second:        fields{},
			secondParties: -1,
		},
		{
			name: "a price list with a date",
			attachment: `

SCHEDULE 1

PRICES

Prices are valid from [[DATE:effective|July 1, 2011]] until [[DATE:expiration|June 30, 2012]].
`,
			parts: 1,
		},
		{
			name: "a second contract below the first",
			attachment: `

[[TITLE|ESCROW AGREEMENT]]

This [[TITLE|Escrow Agreement]] is entered into as of [[DATE:agreement|May 4, 2010]] by and among [[PARTY|Hazel Trust Company]] and [[PARTY|Ivy Corp.]]. The parties agree as follows.
`,
			parts:         2,
			second:        fields{"agreement_date": "2010-05-04", "title": "ESCROW AGREEMENT"},
			secondParties: 2,
		},
		{name: "a sentence that names an exhibit", attachment: "\n\nExhibit A is attached hereto and made a part of this Agreement.\n\n[[PARTY|Cedar Works, Inc.]]", parts: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, ss, es := marked(t, mainContract+filler+signatures+tt.attachment)
			got := Contracts(doc, ss, es)
			if len(got) != tt.parts {
				t.Fatalf("%d contracts, want %d", len(got), tt.parts)
			}
			first := &got[0]
			check(t, es, first)
			main := recordOf(first)
			for name, want := range (fields{"title": "SERVICES AGREEMENT", "agreement_date": "2010-05-03", "term": "P2Y", "expiration_date": "2012-05-03", "governing_law": "Ohio"}) {
				if main.Fields[name] != want {
					t.Errorf("%s of the main contract is %q, want %q", name, main.Fields[name], want)
				}
			}
			if d := cmp.Diff(parties{{"Cedar Works, Inc.", "Client"}, {"Dogwood Labs LLC", "Provider"}}, main.Parties); d != "" {
				t.Error(d)
			}
			if tt.parts == 1 {
				return
			}
			second := &got[1]
			check(t, es, second)
			if second.Part != 2 || second.Span.Start != first.Span.End || second.Span.End != len(doc.Text) {
				t.Errorf("part %d at %v below one at %v", second.Part, second.Span, first.Span)
			}
			record := recordOf(second)
			for name, want := range tt.second {
				if record.Fields[name] != want {
					t.Errorf("%s of the second contract is %q, want %q", name, record.Fields[name], want)
				}
			}
			if tt.secondParties >= 0 && len(record.Parties) != tt.secondParties {
				t.Errorf("parties of the second contract: %v", record.Parties)
			}
		})
	}
}

// The headings of a table of contents begin nothing.
func TestTableOfContents(t *testing.T) {
	contents := "TABLE OF CONTENTS\n\nArticle 1 Services 1\n" + strings.Repeat("Article 2 More Services ..... 2\n", 60) +
		"\n\n\n\nEXHIBIT A Prices\nEXHIBIT B Form of Guaranty\nEXHIBIT C Map\n\n\n\n"
	doc, ss, es := marked(t, contents+mainContract+filler+signatures)
	if got := Contracts(doc, ss, es); len(got) != 1 || got[0].Value(extract.FieldAgreementDate) != "2010-05-03" {
		t.Errorf("%d contracts: %+v", len(got), got)
	}
}

// Parts and their attachments lie in order in the document, and the first
// begins with it.
func TestPartsOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"Words. ", "\n", "\n\n\n\n", "EXHIBIT A\n", "Schedule 2 - Prices\n",
			"AMENDMENT NO. 1 TO THE LEASE\n", "/s/ ", "By: ____", "This Lease is made as of today by and between ", "IN WITNESS WHEREOF", filler}), 1, 60)
		text := strings.Join(pieces.Draw(t, "text"), "")
		var es []extract.Element
		if at := strings.Index(text, "Lease"); at >= 0 {
			es = append(es, extract.Element{Label: extract.Title, Span: extract.ByteSpan{Start: at, End: at + 5}, Confidence: 1})
		}
		last := 0
		for i, p := range partsOf(&extract.Document{Text: text}, es) {
			if p.span.Start != last || p.span.End < p.span.Start || i > 0 && p.span.Start == 0 {
				t.Fatalf("part %d at %v after one that ends at %d", i, p.span, last)
			}
			last = p.span.End
			at := p.span.Start
			for _, a := range p.attachments {
				if a.Start < at || a.End < a.Start || a.End > p.span.End {
					t.Fatalf("attachment at %v in a part at %v", a, p.span)
				}
				at = a.End
			}
		}
		if last != len(text) {
			t.Errorf("parts end at %d of %d", last, len(text))
		}
	})
}

func TestBeginsLine(t *testing.T) {
	for _, tt := range []struct {
		before string
		want   bool
	}{
		{"", true},
		{" \t", true},
		{"words\n", true},
		{"words\n \t\u00a0\r", true},
		{"words", false},
		{"words ", false},
		{"one\ntwo ", false},
		{"words\n\n", true},
	} {
		if got := beginsLine(tt.before+"LEASE", len(tt.before)); got != tt.want {
			t.Errorf("after %q: %v, want %v", tt.before, got, tt.want)
		}
	}
}
