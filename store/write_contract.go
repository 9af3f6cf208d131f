package store

import (
	"context"
	"database/sql"
	"fmt"

	"covenant/extract"
)

// writeContract writes a record with its fields and parties. firstElement is
// the number of the document's first element.
func (s *Store) writeContract(ctx context.Context, tx *sql.Tx, document, firstElement int64, c *extract.Contract, runes *extract.RuneIndex) error {
	res, err := tx.StmtContext(ctx, s.stmt.contract).ExecContext(ctx, contractRow(document, c, runes)...)
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return err
	}
	firstField, err := s.nextID(ctx, tx, "contract_fields")
	if err != nil {
		return err
	}
	err = s.stmt.fields.insert(ctx, tx, len(c.Fields), func(i int, args []any) ([]any, error) {
		f := &c.Fields[i]
		return append(args, firstField+int64(i), id, document, string(f.Name), f.Value, orNull(f.Code),
			f.Derivation, f.Confidence, f.Rank), nil
	})
	if err != nil {
		return fmt.Errorf("fields: %w", err)
	}
	links := fieldElements(c, firstField, firstElement)
	err = s.stmt.fieldElements.insert(ctx, tx, len(links), func(i int, args []any) ([]any, error) {
		return append(args, links[i].field, links[i].position, links[i].element), nil
	})
	if err != nil {
		return fmt.Errorf("elements of fields: %w", err)
	}
	err = s.stmt.parties.insert(ctx, tx, len(c.Parties), func(i int, args []any) ([]any, error) {
		p := &c.Parties[i]
		return append(args, id, document, p.Name, orNull(p.Alias), firstField+int64(p.Field), i+1,
			orNull(p.Form), orNull(p.Role), p.Introduced, p.Signs), nil
	})
	if err != nil {
		return fmt.Errorf("parties: %w", err)
	}
	return nil
}

func contractRow(document int64, c *extract.Contract, runes *extract.RuneIndex) []any {
	at := runes.RuneSpan(c.Span)
	value := func(name extract.FieldName) any { return orNull(c.Value(name)) }
	code := func(name extract.FieldName) any {
		if f := c.Field(name); f != nil {
			return orNull(f.Code)
		}
		return nil
	}
	return append([]any{document, c.Part, at.Start, at.End,
		value(extract.FieldTitle), value(extract.FieldAgreementDate), value(extract.FieldEffectiveDate),
		value(extract.FieldExpirationDate), value(extract.FieldTerm), value(extract.FieldRenewal),
		value(extract.FieldNotice), value(extract.FieldTerminationNotice),
		value(extract.FieldGoverningLaw), value(extract.FieldJurisdiction),
		code(extract.FieldGoverningLaw), code(extract.FieldJurisdiction), yesNo(c.Value(extract.FieldRenewalAutomatic)),
		value(extract.FieldTotalValue), code(extract.FieldTotalValue)}, kindRow(c.Kind)...)
}

// yesNo is 1 for "yes", 0 for "no", NULL for neither.
func yesNo(s string) any {
	switch s {
	case "yes":
		return 1
	case "no":
		return 0
	}
	return nil
}

// A fieldElement is a row of contract_field_elements.
type fieldElement struct {
	field, element int64
	position       int
}

func fieldElements(c *extract.Contract, firstField, firstElement int64) []fieldElement {
	var links []fieldElement
	for i := range c.Fields {
		for position, e := range c.Fields[i].Elements {
			links = append(links, fieldElement{firstField + int64(i), firstElement + int64(e), position})
		}
	}
	return links
}
