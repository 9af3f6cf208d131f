package normal

import "slices"

// Flags that a value can carry.
const (
	// FlagPartial: a part of the date is blank or missing; the value is as
	// much of it as is known ("2005-03", "2005").
	FlagPartial = "partial"
	// FlagAmbiguous: the text can be read in two ways; the value is empty and
	// the readings are in the attributes.
	FlagAmbiguous = "ambiguous"
	// FlagInferredOrder: the order of day and month was decided by the
	// contract's governing law, or by the same day written out elsewhere in
	// the document, not by another date in figures.
	FlagInferredOrder = "inferred_order"
	// FlagImpossible: there is no such day (February 30).
	FlagImpossible = "impossible"
	// FlagSeveral: the text holds several different values; the value is empty
	// and they are in the attribute values.
	FlagSeveral = "several"
	// FlagRange: the text is a range. A range of dates has an ISO 8601
	// interval as its value (without a year, the attributes from and to);
	// other ranges have no value, and the attributes min and max.
	FlagRange = "range"
	// FlagDisagree: words and bracketed figures say different things; the
	// value is empty and both are in the attributes words and figures.
	FlagDisagree = "disagree"
	// FlagBlank: the number, or all of the date, was left blank or redacted.
	FlagBlank = "blank"
	// FlagIrregular: digits are grouped in an unusual way ("$5,000,00").
	FlagIrregular = "irregular"
	// FlagAmbiguousCurrency: a bare "$" in a document that does not say whose.
	FlagAmbiguousCurrency = "ambiguous_currency"
	// FlagInferredCurrency: a bare "$" taken as the dollar of the country
	// whose law governs the contract, because the document names no other.
	FlagInferredCurrency = "inferred_currency"
	// FlagUnparsed: the text was not understood.
	FlagUnparsed = "unparsed"
)

// A Value is the meaning of one element's text; see the fields of the same
// names in extract.Element.
type Value struct {
	Value      string
	Number     float64
	HasNumber  bool
	Currency   string
	Flags      []string
	Attributes map[string]string
}

func flagged(flags ...string) Value { return Value{Flags: flags} }

func (v *Value) flag(f string) {
	if !slices.Contains(v.Flags, f) {
		v.Flags = append(v.Flags, f)
	}
}

func (v *Value) set(name, value string) {
	if value == "" {
		return
	}
	if v.Attributes == nil {
		v.Attributes = map[string]string{}
	}
	v.Attributes[name] = value
}
