package pipeline

import (
	"context"

	"covenant/extract"
	"covenant/extract/score"
	"covenant/store"
)

// storedSpans returns the elements of the documents that were read; those of
// one base name stand together.
func storedSpans(ctx context.Context, path string) (map[string][]score.Span, error) {
	spans := map[string][]score.Span{}
	each := store.Each(func(v []any) error {
		doc := baseName(text(v[0]))
		if v[1] == nil { // it was read and has no elements
			spans[doc] = append([]score.Span{}, spans[doc]...)
			return nil
		}
		spans[doc] = append(spans[doc], score.Span{
			RuneSpan: extract.RuneSpan{Start: number(v[1]), End: number(v[2])}, Label: extract.Label(text(v[3])), Role: extract.Role(text(v[4])),
		})
		return nil
	})
	err := store.Query(ctx, path, each, `SELECT d.path, e.start, e."end", e.label, e.role
FROM documents d LEFT JOIN elements e ON e.document_id = d.id WHERE d.status = 'ok' ORDER BY d.path, e.start`)
	return spans, err
}

// storedContracts returns the main record of each document, its fields of rank
// 1 only; of documents with one base name the first by path, with the parties
// of all. Fields of records made before the database kept their derivation and
// confidence have neither.
func storedContracts(ctx context.Context, path string) (map[string]extract.Contract, error) {
	r, err := store.OpenReader(ctx, path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	contracts := map[string]extract.Contract{}
	numbers := map[int]string{} // of contracts, to their documents
	err = r.Query(ctx, store.Each(func(v []any) error {
		doc := baseName(text(v[0]))
		if _, ok := contracts[doc]; !ok {
			contracts[doc] = extract.Contract{Part: number(v[2]), Fields: storedFields(v[3:])}
			numbers[number(v[1])] = doc
		}
		return nil
	}), `SELECT d.path, c.id, c.part, c.title, c.agreement_date, c.effective_date, c.expiration_date, c.term, c.renewal,
CASE c.renewal_automatic WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END, c.notice, c.termination_notice,
c.governing_law, c.jurisdiction, c.total_value, c.governing_law_code, c.jurisdiction_code, c.total_value_currency
FROM contracts c JOIN documents d ON d.id = c.document_id ORDER BY c.part, d.path`)
	if err != nil {
		return nil, err
	}
	err = r.Query(ctx, store.Each(func(v []any) error {
		doc, ok := numbers[number(v[0])]
		c := contracts[doc]
		if f := c.Field(extract.FieldName(text(v[1]))); ok && f != nil {
			f.Derivation, f.Confidence = text(v[2]), fraction(v[3])
		}
		return nil
	}), `SELECT contract_id, field, derivation, confidence FROM contract_fields WHERE rank = 1 AND field <> 'party'`)
	if err != nil {
		return nil, err
	}
	err = r.Query(ctx, store.Each(func(v []any) error {
		doc := baseName(text(v[0]))
		c := contracts[doc]
		c.Parties = append(c.Parties, extract.ContractParty{
			Name: text(v[1]), Alias: text(v[2]), Form: text(v[3]), Role: text(v[4]),
			Introduced: number(v[5]) == 1, Signs: number(v[6]) == 1, Field: len(c.Fields),
		})
		c.Fields = append(c.Fields, extract.Field{Name: extract.FieldParty, Value: text(v[1]), Rank: 1, Derivation: text(v[7]), Confidence: fraction(v[8])})
		contracts[doc] = c
		return nil
	}), `SELECT d.path, p.name, p.alias, p.legal_form, p.role, p.introduced, p.signs, f.derivation, f.confidence
FROM contract_parties p JOIN contracts c ON c.id = p.contract_id JOIN documents d ON d.id = c.document_id
LEFT JOIN contract_fields f ON f.id = p.field_id WHERE c.part = 1 ORDER BY d.path, p.position`)
	return contracts, err
}

// storedFields reads the columns of contracts: the values of the fields in the
// order of [extract.FieldNames], then the three codes.
func storedFields(v []any) []extract.Field {
	names := extract.FieldNames()
	names = names[:len(names)-1] // all but party
	codes := v[len(names):]
	code := map[extract.FieldName]string{
		extract.FieldGoverningLaw: text(codes[0]), extract.FieldJurisdiction: text(codes[1]), extract.FieldTotalValue: text(codes[2]),
	}
	var fields []extract.Field
	for i, name := range names {
		if value := text(v[i]); value != "" {
			fields = append(fields, extract.Field{Name: name, Value: value, Code: code[name], Rank: 1})
		}
	}
	return fields
}

// text, number and fraction read values of a query; NULL is the zero value.
func text(v any) string {
	s, _ := v.(string)
	return s
}

func number(v any) int {
	n, _ := v.(int64)
	return int(n)
}

func fraction(v any) float64 {
	x, _ := v.(float64)
	return x
}
