package extract

// A FieldName names a field of a contract record.
type FieldName string

// The fields of a contract record, in the order in which they are shown.
const (
	FieldTitle             FieldName = "title"
	FieldAgreementDate     FieldName = "agreement_date"     // ISO 8601 date that the contract bears
	FieldEffectiveDate     FieldName = "effective_date"     // from which it takes effect
	FieldExpirationDate    FieldName = "expiration_date"    // on which its term ends
	FieldTerm              FieldName = "term"               // ISO 8601 duration of the contract or its first term
	FieldRenewal           FieldName = "renewal"            // ISO 8601 duration of each renewal
	FieldRenewalAutomatic  FieldName = "renewal_automatic"  // "yes" or "no"
	FieldNotice            FieldName = "notice"             // advance notice of non-renewal
	FieldTerminationNotice FieldName = "termination_notice" // advance notice of termination
	FieldGoverningLaw      FieldName = "governing_law"      // English name of the place; Code is its ISO 3166 code
	FieldJurisdiction      FieldName = "jurisdiction"       // the courts' place; Code is its ISO 3166 code
	FieldTotalValue        FieldName = "total_value"        // decimal amount; Code is its ISO 4217 currency
	FieldParty             FieldName = "party"              // a party's legal name
)

// FieldNames returns all fields in the order in which they are shown.
func FieldNames() []FieldName {
	return []FieldName{FieldTitle, FieldAgreementDate, FieldEffectiveDate, FieldExpirationDate, FieldTerm, FieldRenewal,
		FieldRenewalAutomatic, FieldNotice, FieldTerminationNotice, FieldGoverningLaw, FieldJurisdiction, FieldTotalValue, FieldParty}
}

// A Contract is the one record of a contract: what its elements say together.
type Contract struct {
	Part int      // 1 is the main contract
	Span ByteSpan // where it stands in the document, its attachments included

	// Kind is what contracts of its sort are called, such as "License"; its Name is
	// empty where nobody asked.
	Kind Kind

	// Fields holds the values and the candidates that lost, in the order of
	// [FieldNames] and then of rank. A field without any candidate is missing.
	Fields []Field
	// Parties are in the order in which the contract names them.
	Parties []ContractParty
}

// A Field is a value of a contract record, or one that it might have had.
type Field struct {
	Name  FieldName
	Value string // never empty
	// Code is the ISO 3166-1 or 3166-2 code of a place or the ISO 4217 code of
	// an amount's currency; empty for other fields and where unknown.
	Code string
	// Derivation is [Stated], or says in words what the value was computed from.
	Derivation string
	// Confidence is the probability that the value is right, between 0 and 1.
	Confidence float64
	// Rank is 1 for the value of the record. Of parties each one has rank 1.
	// Candidates that lost have ranks from 2, the likeliest first, also where
	// no candidate was good enough to be the value.
	Rank int
	// Elements are the indexes, in Record.Elements, of the elements that the
	// value came from, the one that says it first.
	Elements []int
}

// Stated is the derivation of a value that an element states.
const Stated = "stated"

// A ContractParty is a party by its legal name.
type ContractParty struct {
	Name  string
	Form  string // legal form in its usual English spelling ("Inc.", "GmbH"), empty where none is named
	Alias string // short name that the contract defines for it, empty where none
	Role  string // what the party is in the contract ("Licensor"), empty where not said
	// Introduced: the contract's opening names it. Signs: it stands in the
	// signature block.
	Introduced, Signs bool
	// Field is the index in Contract.Fields of the party's name.
	Field int
}

// Field returns the value of a field, nil where the record has none. Of
// parties it returns the first.
func (c *Contract) Field(name FieldName) *Field {
	for i := range c.Fields {
		if f := &c.Fields[i]; f.Name == name && f.Rank == 1 {
			return f
		}
	}
	return nil
}

// Value returns the value of a field, empty where the record has none.
func (c *Contract) Value(name FieldName) string {
	if f := c.Field(name); f != nil {
		return f.Value
	}
	return ""
}
