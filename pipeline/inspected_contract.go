package pipeline

import "covenant/extract"

// An InspectedContract is a contract record of an [Inspection]. Its values have
// the names of the database's columns; Fields says where each came from.
type InspectedContract struct {
	Part               int    `json:"part"`
	Start              int    `json:"start"`
	End                int    `json:"end"`
	Kind               string `json:"kind,omitempty"`
	Title              string `json:"title,omitempty"`
	AgreementDate      string `json:"agreement_date,omitempty"`
	EffectiveDate      string `json:"effective_date,omitempty"`
	ExpirationDate     string `json:"expiration_date,omitempty"`
	Term               string `json:"term,omitempty"`
	Renewal            string `json:"renewal,omitempty"`
	RenewalAutomatic   *bool  `json:"renewal_automatic,omitempty"`
	Notice             string `json:"notice,omitempty"`
	TerminationNotice  string `json:"termination_notice,omitempty"`
	GoverningLaw       string `json:"governing_law,omitempty"`
	GoverningLawCode   string `json:"governing_law_code,omitempty"`
	Jurisdiction       string `json:"jurisdiction,omitempty"`
	JurisdictionCode   string `json:"jurisdiction_code,omitempty"`
	TotalValue         string `json:"total_value,omitempty"`
	TotalValueCurrency string `json:"total_value_currency,omitempty"`

	Parties []InspectedParty `json:"parties,omitempty"`
	Fields  []InspectedField `json:"fields,omitempty"`
}

// An InspectedParty is a party of an [InspectedContract].
type InspectedParty struct {
	Name       string `json:"name"`
	Alias      string `json:"alias,omitempty"`
	LegalForm  string `json:"legal_form,omitempty"`
	Role       string `json:"role,omitempty"`
	Introduced bool   `json:"introduced"`
	Signs      bool   `json:"signs"`
	Field      int    `json:"field"` // index in fields
}

// An InspectedField is a value of an [InspectedContract], or one that it might
// have had (from rank 2).
type InspectedField struct {
	Field      extract.FieldName  `json:"field"`
	Value      string             `json:"value"`
	Code       string             `json:"code,omitempty"`
	Derivation string             `json:"derivation"`
	Confidence float64            `json:"confidence"`
	Rank       int                `json:"rank"`
	Elements   []InspectedMention `json:"elements,omitempty"`
}

// An InspectedMention is an element that a field came from, by its index in
// the elements of the [Inspection].
type InspectedMention struct {
	Element int `json:"element"`
	InspectedSpan
}

func inspectedContract(c *extract.Contract, r *extract.Record, x *extract.RuneIndex) InspectedContract {
	at := x.RuneSpan(c.Span)
	code := func(name extract.FieldName) string {
		if f := c.Field(name); f != nil {
			return f.Code
		}
		return ""
	}
	out := InspectedContract{
		Part: c.Part, Start: at.Start, End: at.End, Kind: c.Kind.Name,
		Title:         c.Value(extract.FieldTitle),
		AgreementDate: c.Value(extract.FieldAgreementDate), EffectiveDate: c.Value(extract.FieldEffectiveDate),
		ExpirationDate: c.Value(extract.FieldExpirationDate),
		Term:           c.Value(extract.FieldTerm), Renewal: c.Value(extract.FieldRenewal),
		Notice: c.Value(extract.FieldNotice), TerminationNotice: c.Value(extract.FieldTerminationNotice),
		GoverningLaw: c.Value(extract.FieldGoverningLaw), GoverningLawCode: code(extract.FieldGoverningLaw),
		Jurisdiction: c.Value(extract.FieldJurisdiction), JurisdictionCode: code(extract.FieldJurisdiction),
		TotalValue: c.Value(extract.FieldTotalValue), TotalValueCurrency: code(extract.FieldTotalValue),
	}
	if v := c.Value(extract.FieldRenewalAutomatic); v != "" {
		automatic := v == "yes"
		out.RenewalAutomatic = &automatic
	}
	for _, p := range c.Parties {
		out.Parties = append(out.Parties, InspectedParty{Name: p.Name, Alias: p.Alias, LegalForm: p.Form, Role: p.Role,
			Introduced: p.Introduced, Signs: p.Signs, Field: p.Field})
	}
	for _, f := range c.Fields {
		field := InspectedField{Field: f.Name, Value: f.Value, Code: f.Code, Derivation: f.Derivation, Confidence: f.Confidence, Rank: f.Rank}
		for _, e := range f.Elements {
			span := r.Elements[e].Span
			s := x.RuneSpan(span)
			field.Elements = append(field.Elements, InspectedMention{Element: e,
				InspectedSpan: InspectedSpan{Start: s.Start, End: s.End, Text: span.Of(r.Document.Text)}})
		}
		out.Fields = append(out.Fields, field)
	}
	return out
}
