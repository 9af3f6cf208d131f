package store

import (
	"errors"
	"fmt"
	"slices"

	"covenant/extract"
)

// checkContract makes sure that a contract's fields lead back to elements and
// that the record says one thing of each. n is the number of elements.
func checkContract(c *extract.Contract, text string, n int) error {
	if !fits(c.Span, text) {
		return fmt.Errorf("it is at bytes %v of %d", c.Span, len(text))
	}
	if k := c.Kind; !(k.Confidence >= 0 && k.Confidence <= 1) {
		return fmt.Errorf("its kind %q has confidence %v", k.Name, k.Confidence)
	}
	have := map[extract.FieldName]bool{} // fields with a value
	for i := range c.Fields {
		f := &c.Fields[i]
		if err := checkField(f, n); err != nil {
			return fmt.Errorf("field %d (%s): %w", i, f.Name, err)
		}
		if f.Rank != 1 || f.Name == extract.FieldParty {
			continue
		}
		if have[f.Name] {
			return fmt.Errorf("field %d (%s) is a second value of rank 1", i, f.Name)
		}
		have[f.Name] = true
	}
	for i := range c.Parties {
		p := &c.Parties[i]
		if p.Field < 0 || p.Field >= len(c.Fields) {
			return fmt.Errorf("party %d (%q) has field %d of %d", i, p.Name, p.Field, len(c.Fields))
		}
		if f := &c.Fields[p.Field]; f.Name != extract.FieldParty || f.Rank != 1 {
			return fmt.Errorf("party %d (%q) has field %d, which is a %s of rank %d", i, p.Name, p.Field, f.Name, f.Rank)
		}
	}
	return nil
}

// fieldNames is read-only.
var fieldNames = extract.FieldNames()

func checkField(f *extract.Field, n int) error {
	switch {
	case !slices.Contains(fieldNames, f.Name):
		return errors.New("there is no such field")
	case f.Value == "":
		return errors.New("it has no value")
	case f.Name == extract.FieldRenewalAutomatic && yesNo(f.Value) == nil:
		return fmt.Errorf("its value is %q, not yes or no", f.Value)
	case f.Derivation == "":
		return errors.New("it does not say where its value comes from")
	case !(f.Confidence >= 0 && f.Confidence <= 1):
		return fmt.Errorf("its confidence is %v", f.Confidence)
	case f.Rank < 1:
		return fmt.Errorf("its rank is %d", f.Rank)
	}
	for i, e := range f.Elements {
		if e < 0 || e >= n {
			return fmt.Errorf("it comes from element %d of %d", e, n)
		}
		if slices.Contains(f.Elements[:i], e) {
			return fmt.Errorf("it comes from element %d twice", e)
		}
	}
	return nil
}
