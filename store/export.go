package store

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// What an export holds, one line for each.
const (
	Elements  = "elements"  // with their document's path
	Contracts = "contracts" // with their document's path and their parties
	Fields    = "fields"    // of contracts: values and candidates, with what they came from
	Documents = "documents"
	Clauses   = "clauses" // with their document's path and their text
)

// ErrExport means that there is no export of the given name.
var ErrExport = errors.New("no such export")

// Documents are ordered by path, so that two exports of the same readings are
// the same; indexes give the order without sorting.
const (
	exportElements = `SELECT e.id, e.document_id, d.path, e.label, e.role, e.text, e.value, e.number, e.currency,
 e.confidence, e.page, e.start, e."end", e.sentence, e.flags, e.attributes
FROM documents d CROSS JOIN elements e ON e.document_id = d.id
ORDER BY d.path, e.start, e.id`

	exportContracts = `SELECT c.id, c.document_id, d.path, c.part, c.start, c."end", c.title,
 c.agreement_date, c.effective_date, c.expiration_date, c.term, c.renewal, c.renewal_automatic, c.notice, c.termination_notice,
 c.governing_law, c.governing_law_code, c.jurisdiction, c.jurisdiction_code, c.total_value, c.total_value_currency, c.kind, c.kind_confidence, (%s) AS parties
FROM documents d CROSS JOIN contracts c ON c.document_id = d.id
ORDER BY d.path, c.part`

	partiesOf = `FROM (SELECT * FROM contract_parties WHERE contract_id = c.id ORDER BY position)`

	partiesText = `SELECT group_concat(name || coalesce(' ("' || alias || '")', ''), '; ') ` + partiesOf
	partiesJSON = `SELECT json_group_array(json_object('name', name, 'alias', alias, 'legal_form', legal_form, 'role', role,
 'introduced', introduced, 'signs', signs, 'field_id', field_id)) ` + partiesOf

	// A field's own words are those of its first element.
	exportFields = `SELECT f.id, f.contract_id, f.document_id, d.path, c.part, f.field, f.value, f.code, f.derivation, f.confidence, f.rank,
 e.text, e.page, e.start, e."end", (%s) AS elements
FROM documents d CROSS JOIN contracts c ON c.document_id = d.id CROSS JOIN contract_fields f ON f.contract_id = c.id
LEFT JOIN contract_field_elements l ON l.field_id = f.id AND l.position = 0
LEFT JOIN elements e ON e.id = l.element_id
ORDER BY d.path, c.part, f.id`

	elementsOf   = `FROM (SELECT element_id FROM contract_field_elements WHERE field_id = f.id ORDER BY position)`
	elementsText = `SELECT group_concat(element_id, ';') ` + elementsOf
	elementsJSON = `SELECT json_group_array(element_id) ` + elementsOf

	exportClauses = `SELECT c.id, c.document_id, d.path, c.category, c.confidence, c.page, c.start, c."end",
 substr(d.text, c.start + 1, c."end" - c.start) AS text
FROM documents d CROSS JOIN clauses c ON c.document_id = d.id
ORDER BY d.path, c.start, c.id`

	exportDocuments = `SELECT id, run_id, path, sha256, format, bytes, pages,
 (SELECT sum(garbled) FROM pages WHERE document_id = documents.id) AS garbled_pages,%s status, error, seconds
FROM documents ORDER BY path`
)

// ExportCSV writes Elements, Contracts, Fields, Documents or Clauses as [NewCSV] does. A
// contract's parties stand in one cell, as in
//
//	Acme, Inc. ("Buyer"); Beta GmbH ("Supplier")
//
// and so do the numbers of a field's elements, as in 12;15. Documents come
// without their text, which is longer than a spreadsheet's cell can be.
func (r *Reader) ExportCSV(ctx context.Context, w io.Writer, what string) error {
	query, err := exportQuery(what, flat)
	if err != nil {
		return err
	}
	return explain(r.stream(ctx, NewCSV(w), query), "export %s from %s", what, r.path)
}

// ExportJSONL writes Elements, Contracts, Fields, Documents or Clauses as [NewJSONL]
// does. flags, attributes, parties and a field's elements are arrays and
// objects; documents have their text.
func (r *Reader) ExportJSONL(ctx context.Context, w io.Writer, what string) error {
	query, err := exportQuery(what, nested)
	if err != nil {
		return err
	}
	return explain(r.stream(ctx, NewJSONL(w, "flags", "attributes", "parties", "elements"), query), "export %s from %s", what, r.path)
}

// A shape says how lists look in an export, and whether it has long texts.
type shape struct{ parties, elements, text string }

// flat is for cells, nested for JSON. Both are read-only.
var (
	flat   = shape{parties: partiesText, elements: elementsText}
	nested = shape{parties: partiesJSON, elements: elementsJSON, text: " text,"}
)

func exportQuery(what string, s shape) (string, error) {
	switch what {
	case Elements:
		return exportElements, nil
	case Contracts:
		return fmt.Sprintf(exportContracts, s.parties), nil
	case Fields:
		return fmt.Sprintf(exportFields, s.elements), nil
	case Documents:
		return fmt.Sprintf(exportDocuments, s.text), nil
	case Clauses:
		return exportClauses, nil
	}
	return "", fmt.Errorf("export %q: %w; there are %s, %s, %s, %s and %s", what, ErrExport, Elements, Contracts, Fields, Documents, Clauses)
}
