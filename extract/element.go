package extract

import (
	"fmt"
	"math"
)

// A Label says what an element is.
type Label string

// The nine labels, in the order in which a larger one wins over a smaller one
// where spans would overlap.
const (
	Court    Label = "COURT"
	Law      Label = "LAW"
	GovLaw   Label = "GOVLAW"
	Party    Label = "PARTY"
	Title    Label = "TITLE"
	Amount   Label = "AMOUNT"
	Duration Label = "DURATION"
	Date     Label = "DATE"
	Alias    Label = "ALIAS"
)

// A Role refines a label; it is empty where the label has none.
type Role string

// The roles of DATE, DURATION, AMOUNT and COURT.
const (
	RoleAgreement    Role = "agreement"
	RoleEffective    Role = "effective"
	RoleExpiration   Role = "expiration"
	RoleTerm         Role = "term"
	RoleRenewal      Role = "renewal"
	RoleNotice       Role = "notice"
	RoleCure         Role = "cure"
	RolePayment      Role = "payment"
	RolePrice        Role = "price"
	RoleCap          Role = "cap"
	RoleInsurance    Role = "insurance"
	RolePenalty      Role = "penalty"
	RoleJurisdiction Role = "jurisdiction"
	RoleOther        Role = "other"
)

// Labels returns all labels in order of precedence.
func Labels() []Label {
	return []Label{Court, Law, GovLaw, Party, Title, Amount, Duration, Date, Alias}
}

// Roles returns the roles of a label, nil where it has none.
func (l Label) Roles() []Role {
	switch l {
	case Date:
		return []Role{RoleAgreement, RoleEffective, RoleExpiration, RoleOther}
	case Duration:
		return []Role{RoleTerm, RoleRenewal, RoleNotice, RoleCure, RolePayment, RoleOther}
	case Amount:
		return []Role{RolePrice, RoleCap, RoleInsurance, RolePenalty, RoleOther}
	case Court:
		return []Role{RoleJurisdiction, RoleOther}
	}
	return nil
}

// ParseLabel checks the name of a label.
func ParseLabel(s string) (Label, error) {
	for _, l := range Labels() {
		if string(l) == s {
			return l, nil
		}
	}
	return "", fmt.Errorf("unknown label %q", s)
}

// ParseRole checks the name of a role of l. "" and "-" stand for no role.
func ParseRole(l Label, s string) (Role, error) {
	if s == "" || s == "-" {
		return "", nil
	}
	for _, r := range l.Roles() {
		if string(r) == s {
			return r, nil
		}
	}
	return "", fmt.Errorf("label %s has no role %q", l, s)
}

// FlagGarbledPage is the flag of elements that stand on a page whose text is garbled: they
// are not to be trusted, whatever their confidence.
const FlagGarbledPage = "garbled_page"

// An Element is a labelled span of a document with what is known of it.
type Element struct {
	Label Label
	Role  Role
	Span  ByteSpan
	// Confidence is the model's probability of the whole span with its label,
	// between 0 and 1.
	Confidence float64
	// RoleProbabilities are those of the label's roles, in the order of [Label.Roles],
	// if the span and its label are right; they sum to one. nil where the label has no
	// roles or the model none of them.
	RoleProbabilities []float64
	// Sentence is the index of the sentence in which the span starts.
	Sentence int

	// Value is the exact normalised text, empty (NULL in the database) where
	// nothing certain can be said: ISO 8601 dates and durations, a decimal
	// amount, a place's English name, a cleaned name or title.
	Value string
	// Number is the amount, or a duration's length in days; valid when
	// HasNumber.
	Number    float64
	HasNumber bool
	// Currency is an ISO 4217 code, empty where unknown.
	Currency string
	// Flags are short fixed words that warn a reader ("partial", "ambiguous").
	Flags []string
	// Attributes holds further facts by name, ready for JSON.
	Attributes map[string]string
}

// SetRoles sets the probabilities of the label's roles, and the role to the likeliest,
// of equal ones the first. nil leaves the role as it is.
func (e *Element) SetRoles(probabilities []float64) {
	e.RoleProbabilities = probabilities
	best := math.Inf(-1)
	for i, r := range e.Label.Roles() {
		if i < len(probabilities) && probabilities[i] > best {
			e.Role, best = r, probabilities[i]
		}
	}
}

// Text returns the element's text in its document.
func (e *Element) Text(d *Document) string { return e.Span.Of(d.Text) }

// Status says how a document ended.
type Status string

// How a document can end.
const (
	StatusOK      Status = "ok"
	StatusFailed  Status = "failed"
	StatusSkipped Status = "skipped" // not a format that is read
)

// A Record is everything that one run learned of one document; it is written
// in one transaction.
type Record struct {
	Document  *Document // Path is always set, the rest as far as it was known
	Sentences []Sentence
	Elements  []Element // in order of their spans, which do not overlap
	Clauses   []Clause  // in order of their spans; those of one category do not overlap
	Contracts []Contract
	Status    Status
	Err       error   // why Status is not ok
	Seconds   float64 // work spent on the document, all stages
}
