package pipeline

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/extract/score"
)

func TestStoredValuesComeBackForScoring(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contracts.db")
	db := openStore(t, path)
	run, err := db.BeginRun(t.Context(), infoForTest)
	if err != nil {
		t.Fatal(err)
	}
	const text = "é Acme Inc."
	for _, r := range []extract.Record{
		{
			Document: &extract.Document{Path: "/in/a.b.txt", Text: text}, Status: extract.StatusOK,
			Sentences: []extract.Sentence{{Span: extract.ByteSpan{End: len(text)}, Tokens: []extract.Token{{End: len(text)}}}},
			Elements:  []extract.Element{{Label: extract.Date, Role: extract.RoleOther, Span: extract.ByteSpan{Start: 3, End: 7}, Confidence: 1}},
			Contracts: []extract.Contract{{Part: 1, Span: extract.ByteSpan{End: len(text)},
				Fields: []extract.Field{
					{Name: extract.FieldTitle, Value: "Lease", Derivation: extract.Stated, Confidence: 0.75, Rank: 1},
					{Name: extract.FieldTitle, Value: "Leases", Derivation: extract.Stated, Confidence: 0.25, Rank: 2},
					{Name: extract.FieldRenewal, Value: "P1Y", Derivation: "term", Confidence: 0.5, Rank: 1, Elements: []int{0}},
					{Name: extract.FieldRenewalAutomatic, Value: "no", Derivation: extract.Stated, Confidence: 1, Rank: 1},
					{Name: extract.FieldGoverningLaw, Value: "Texas", Code: "US-TX", Derivation: extract.Stated, Confidence: 1, Rank: 1},
					{Name: extract.FieldTotalValue, Value: "5.00", Code: "EUR", Derivation: extract.Stated, Confidence: 1, Rank: 1},
					{Name: extract.FieldParty, Value: "Beta", Derivation: extract.Stated, Confidence: 0.125, Rank: 1},
					{Name: extract.FieldParty, Value: "Acme Inc.", Derivation: extract.Stated, Confidence: 1, Rank: 1},
				},
				Parties: []extract.ContractParty{
					{Name: "Acme Inc.", Form: "Inc.", Alias: "Acme", Role: "Lessor", Introduced: true, Field: 7},
					{Name: "Beta", Signs: true, Field: 6},
				}}},
		},
		{Document: &extract.Document{Path: "/in/nothing.txt", Text: "x"}, Status: extract.StatusOK},
		{Document: &extract.Document{Path: "/in/failed.txt"}, Status: extract.StatusFailed, Err: extract.ErrDamaged},
	} {
		if err := db.Write(t.Context(), run, &r); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()

	spans, err := storedSpans(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	wantSpans := map[string][]score.Span{
		"a.b":     {{RuneSpan: extract.RuneSpan{Start: 2, End: 6}, Label: extract.Date, Role: extract.RoleOther}},
		"nothing": {},
	}
	if diff := cmp.Diff(wantSpans, spans); diff != "" {
		t.Error(diff)
	}
	contracts, err := storedContracts(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	wantContracts := map[string]extract.Contract{
		"a.b": {Part: 1,
			Fields: []extract.Field{
				{Name: extract.FieldTitle, Value: "Lease", Derivation: extract.Stated, Confidence: 0.75, Rank: 1},
				{Name: extract.FieldRenewal, Value: "P1Y", Derivation: "term", Confidence: 0.5, Rank: 1},
				{Name: extract.FieldRenewalAutomatic, Value: "no", Derivation: extract.Stated, Confidence: 1, Rank: 1},
				{Name: extract.FieldGoverningLaw, Value: "Texas", Code: "US-TX", Derivation: extract.Stated, Confidence: 1, Rank: 1},
				{Name: extract.FieldTotalValue, Value: "5.00", Code: "EUR", Derivation: extract.Stated, Confidence: 1, Rank: 1},
				{Name: extract.FieldParty, Value: "Acme Inc.", Derivation: extract.Stated, Confidence: 1, Rank: 1},
				{Name: extract.FieldParty, Value: "Beta", Derivation: extract.Stated, Confidence: 0.125, Rank: 1},
			},
			Parties: []extract.ContractParty{
				{Name: "Acme Inc.", Form: "Inc.", Alias: "Acme", Role: "Lessor", Introduced: true, Field: 5},
				{Name: "Beta", Signs: true, Field: 6},
			}},
	}
	if diff := cmp.Diff(wantContracts, contracts); diff != "" {
		t.Error(diff)
	}
}
