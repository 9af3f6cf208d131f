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
	Documents = "documents"
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
 c.agreement_date, c.effective_date, c.expiration_date, c.term, c.renewal, c.notice, c.termination_notice,
 c.governing_law, c.jurisdiction, (%s) AS parties
FROM documents d CROSS JOIN contracts c ON c.document_id = d.id
ORDER BY d.path, c.part`

	partiesOf = `FROM (SELECT name, alias FROM contract_parties WHERE contract_id = c.id ORDER BY rowid)`

	partiesText = `SELECT group_concat(name || coalesce(' ("' || alias || '")', ''), '; ') ` + partiesOf
	partiesJSON = `SELECT json_group_array(json_object('name', name, 'alias', alias)) ` + partiesOf

	exportDocuments = `SELECT id, run_id, path, sha256, format, bytes, pages,%s status, error, seconds
FROM documents ORDER BY path`
)

// ExportCSV writes Elements, Contracts or Documents as [NewCSV] does. A
// contract's parties stand in one cell, as in
//
//	Acme, Inc. ("Buyer"); Beta GmbH ("Supplier")
//
// Documents come without their text, which is longer than a spreadsheet's
// cell can be.
func (r *Reader) ExportCSV(ctx context.Context, w io.Writer, what string) error {
	query, err := exportQuery(what, partiesText, "")
	if err != nil {
		return err
	}
	return explain(r.stream(ctx, NewCSV(w), query), "export %s from %s", what, r.path)
}

// ExportJSONL writes Elements, Contracts or Documents as [NewJSONL] does.
// flags, attributes and parties are arrays and objects; documents have their
// text.
func (r *Reader) ExportJSONL(ctx context.Context, w io.Writer, what string) error {
	query, err := exportQuery(what, partiesJSON, " text,")
	if err != nil {
		return err
	}
	return explain(r.stream(ctx, NewJSONL(w, "flags", "attributes", "parties"), query), "export %s from %s", what, r.path)
}

func exportQuery(what, parties, text string) (string, error) {
	switch what {
	case Elements:
		return exportElements, nil
	case Contracts:
		return fmt.Sprintf(exportContracts, parties), nil
	case Documents:
		return fmt.Sprintf(exportDocuments, text), nil
	}
	return "", fmt.Errorf("export %q: %w; there are %s, %s and %s", what, ErrExport, Elements, Contracts, Documents)
}
