package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
)

func openNew(t testing.TB) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "contracts.db"))
}

func openAt(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func beginRun(t testing.TB, s *Store) int64 {
	t.Helper()
	id, err := s.BeginRun(context.Background(), RunInfo{Model: "m1", Version: "v1", Options: `{"a":1}`})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func write(t testing.TB, s *Store, run int64, rec *extract.Record) {
	t.Helper()
	if err := s.Write(context.Background(), run, rec); err != nil {
		t.Fatal(err)
	}
}

// one returns the single value that a query gives.
func one[T any](t testing.TB, s *Store, query string, args ...any) T {
	t.Helper()
	var v T
	if err := s.db.QueryRow(query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func spanOf(t testing.TB, text, part string) extract.ByteSpan {
	t.Helper()
	i := strings.Index(text, part)
	if i < 0 {
		t.Fatalf("no %q in %q", part, text)
	}
	return extract.ByteSpan{Start: i, End: i + len(part)}
}

// supply is a small contract with every kind of thing in it: letters of two
// and four bytes before the elements, two pages, a value of each type.
func supply(t testing.TB, path string) *extract.Record {
	t.Helper()
	first := "SUPPLY AGREEMENT 🖋 dated March 1, 2024 between Müller & Söhne GmbH (“Supplier”) and Acme, Inc. (“Buyer”).\n"
	second := "Either party may terminate on thirty (30) days’ notice. The price is US$ 1,500,000.50. " +
		"This Agreement is governed by the laws of the State of New York.\n"
	text := first + second
	at := func(s string) extract.ByteSpan { return spanOf(t, text, s) }
	cut := len(first)
	notice := strings.Index(text, "The price")
	law := strings.Index(text, "This Agreement")
	return &extract.Record{
		Document: &extract.Document{
			Path: path, SHA256: strings.Repeat("ab", 32), Format: extract.FormatPDF, Bytes: 1234, Text: text,
			Pages: []extract.Page{
				{Number: 1, Span: extract.ByteSpan{Start: 0, End: cut}, Width: 612, Height: 792, Status: extract.PageOK, BitsPerCharacter: 1.75},
				{Number: 2, Span: extract.ByteSpan{Start: cut, End: len(text)}, Width: 612, Height: 792, Status: extract.PageFailed, Err: "font F1: broken", BitsPerCharacter: 6.5, Garbled: true},
			},
		},
		Sentences: []extract.Sentence{
			{Span: extract.ByteSpan{Start: 0, End: cut - 1}},
			{Span: extract.ByteSpan{Start: cut, End: notice - 1}},
			{Span: extract.ByteSpan{Start: notice, End: law - 1}},
			{Span: extract.ByteSpan{Start: law, End: len(text) - 1}},
		},
		Elements: []extract.Element{
			{Label: extract.Title, Span: at("SUPPLY AGREEMENT"), Confidence: 0.99, Value: "Supply Agreement"},
			{Label: extract.Date, Role: extract.RoleAgreement, Span: at("March 1, 2024"), Confidence: 0.98, Value: "2024-03-01"},
			{Label: extract.Party, Span: at("Müller & Söhne GmbH"), Confidence: 0.97, Value: "Müller & Söhne GmbH"},
			{Label: extract.Alias, Span: at("Supplier"), Confidence: 0.96, Value: "Supplier"},
			{Label: extract.Party, Span: at("Acme, Inc."), Confidence: 0.95, Value: "Acme, Inc."},
			{Label: extract.Alias, Span: at("Buyer"), Confidence: 0.9},
			{Label: extract.Duration, Role: extract.RoleNotice, Span: at("thirty (30) days"), Sentence: 1, Confidence: 0.94,
				Value: "P30D", Number: 30, HasNumber: true, Attributes: map[string]string{"unit": "day", "direction": "<before>"}},
			{Label: extract.Amount, Role: extract.RolePrice, Span: at("US$ 1,500,000.50"), Sentence: 2, Confidence: 1,
				Value: "1500000.50", Number: 1500000.5, HasNumber: true, Currency: "USD", Flags: []string{"partial", "ambiguous"}},
			{Label: extract.GovLaw, Span: at("State of New York"), Sentence: 3, Confidence: 0, Value: "New York", Flags: []string{extract.FlagGarbledPage}},
		},
		Clauses: []extract.Clause{
			{Category: "Termination For Convenience", Span: extract.ByteSpan{Start: cut, End: notice - 1}, Confidence: 0.75},
			{Category: "Governing Law", Span: extract.ByteSpan{Start: law, End: len(text) - 1}, Confidence: 1},
		},
		Contracts: []extract.Contract{supplyContract(len(text))},
		Status:    extract.StatusOK, Seconds: 0.25,
	}
}

// supplyContract is the record of supply's contract: values that elements say,
// one that was computed, candidates that lost, a party without an element.
func supplyContract(length int) extract.Contract {
	stated := func(name extract.FieldName, value, code string, confidence float64, elements ...int) extract.Field {
		return extract.Field{Name: name, Value: value, Code: code, Derivation: extract.Stated, Confidence: confidence, Rank: 1, Elements: elements}
	}
	return extract.Contract{
		Part: 1, Span: extract.ByteSpan{Start: 0, End: length}, Kind: extract.Kind{Name: "Supply", Confidence: 0.9},
		Fields: []extract.Field{
			stated(extract.FieldTitle, "Supply Agreement", "", 0.99, 0),
			stated(extract.FieldAgreementDate, "2024-03-01", "", 0.98, 1),
			{Name: extract.FieldEffectiveDate, Value: "2024-03-01", Derivation: "agreement date", Confidence: 0.4, Rank: 2, Elements: []int{1}},
			stated(extract.FieldRenewalAutomatic, "no", "", 0.6, 6),
			stated(extract.FieldTerminationNotice, "P30D", "", 0.94, 6),
			{Name: extract.FieldTerminationNotice, Value: "P31D", Derivation: "thirty days, exclusive", Confidence: 0.05, Rank: 2, Elements: []int{6, 8}},
			stated(extract.FieldGoverningLaw, "New York", "US-NY", 0.9, 8),
			stated(extract.FieldTotalValue, "1500000.50", "USD", 0.7, 7),
			stated(extract.FieldParty, "Müller & Söhne GmbH", "", 0.97, 2, 3),
			stated(extract.FieldParty, "Acme, Inc.", "", 0.95, 4),
			stated(extract.FieldParty, "=Evil()", "", 0.1),
			{Name: extract.FieldParty, Value: "Buyer", Derivation: extract.Stated, Confidence: 0.01, Rank: 2, Elements: []int{5}},
		},
		Parties: []extract.ContractParty{
			{Name: "Müller & Söhne GmbH", Form: "GmbH", Alias: "Supplier", Role: "Supplier", Introduced: true, Signs: true, Field: 8},
			{Name: "Acme, Inc.", Form: "Inc.", Alias: "Buyer", Introduced: true, Field: 9},
			{Name: "=Evil()", Signs: true, Field: 10},
		},
	}
}

func failed(path string) *extract.Record {
	return &extract.Record{
		Document: &extract.Document{Path: path, SHA256: strings.Repeat("cd", 32), Format: extract.FormatPDF, Bytes: 99,
			Pages: []extract.Page{{Number: 1, Width: 600, Height: 800, Status: extract.PageImage}}},
		Status: extract.StatusFailed, Err: errors.Join(extract.ErrNoTextLayer), Seconds: 0.1,
	}
}

func skipped(path string) *extract.Record {
	return &extract.Record{
		Document: &extract.Document{Path: path, SHA256: strings.Repeat("ef", 32), Bytes: 0},
		Status:   extract.StatusSkipped, Err: extract.ErrUnsupported,
	}
}
