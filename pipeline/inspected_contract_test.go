package pipeline

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func TestInspectionOfAContract(t *testing.T) {
	// The é and the dash are one code point each, and two and three bytes.
	const text = "Café – Acme Inc. of Texas"
	at := func(part string) extract.ByteSpan {
		i := strings.Index(text, part)
		return extract.ByteSpan{Start: i, End: i + len(part)}
	}
	in := inspection(&extract.Record{
		Document: &extract.Document{Path: "/in/a.txt", Text: text},
		Elements: []extract.Element{{Label: extract.Party, Span: at("Acme Inc.")}, {Label: extract.GovLaw, Span: at("Texas")}},
		Contracts: []extract.Contract{{
			Part: 1, Span: extract.ByteSpan{End: len(text)},
			Fields: []extract.Field{
				{Name: extract.FieldTerm, Value: "P1Y", Derivation: "dates", Confidence: 0.5, Rank: 2},
				{Name: extract.FieldRenewalAutomatic, Value: "no", Derivation: extract.Stated, Confidence: 1, Rank: 1},
				{Name: extract.FieldGoverningLaw, Value: "Texas", Code: "US-TX", Derivation: extract.Stated, Confidence: 0.75, Rank: 1, Elements: []int{1, 0}},
				{Name: extract.FieldTotalValue, Value: "5.00", Code: "EUR", Derivation: extract.Stated, Confidence: 1, Rank: 1},
				{Name: extract.FieldParty, Value: "Acme Inc.", Derivation: extract.Stated, Confidence: 0.25, Rank: 1, Elements: []int{0}},
			},
			Parties: []extract.ContractParty{{Name: "Acme Inc.", Form: "Inc.", Role: "Lessor", Signs: true, Field: 4}},
		}},
	})
	got, err := json.MarshalIndent(in.Contracts, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `[
 {
  "part": 1,
  "start": 0,
  "end": 25,
  "renewal_automatic": false,
  "governing_law": "Texas",
  "governing_law_code": "US-TX",
  "total_value": "5.00",
  "total_value_currency": "EUR",
  "parties": [
   {
    "name": "Acme Inc.",
    "legal_form": "Inc.",
    "role": "Lessor",
    "introduced": false,
    "signs": true,
    "field": 4
   }
  ],
  "fields": [
   {
    "field": "term",
    "value": "P1Y",
    "derivation": "dates",
    "confidence": 0.5,
    "rank": 2
   },
   {
    "field": "renewal_automatic",
    "value": "no",
    "derivation": "stated",
    "confidence": 1,
    "rank": 1
   },
   {
    "field": "governing_law",
    "value": "Texas",
    "code": "US-TX",
    "derivation": "stated",
    "confidence": 0.75,
    "rank": 1,
    "elements": [
     {
      "element": 1,
      "start": 20,
      "end": 25,
      "text": "Texas"
     },
     {
      "element": 0,
      "start": 7,
      "end": 16,
      "text": "Acme Inc."
     }
    ]
   },
   {
    "field": "total_value",
    "value": "5.00",
    "code": "EUR",
    "derivation": "stated",
    "confidence": 1,
    "rank": 1
   },
   {
    "field": "party",
    "value": "Acme Inc.",
    "derivation": "stated",
    "confidence": 0.25,
    "rank": 1,
    "elements": [
     {
      "element": 0,
      "start": 7,
      "end": 16,
      "text": "Acme Inc."
     }
    ]
   }
  ]
 }
]`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
