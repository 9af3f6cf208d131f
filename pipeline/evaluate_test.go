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
			Contracts: []extract.Contract{{Part: 1, Span: extract.ByteSpan{End: len(text)}, Title: "Lease", Renewal: "P1Y",
				Parties: []extract.ContractParty{{Name: "Acme Inc.", Alias: "Acme"}, {Name: "Beta"}}}},
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
		"a.b": {Part: 1, Title: "Lease", Renewal: "P1Y", Parties: []extract.ContractParty{{Name: "Acme Inc.", Alias: "Acme"}, {Name: "Beta"}}},
	}
	if diff := cmp.Diff(wantContracts, contracts); diff != "" {
		t.Error(diff)
	}
}
