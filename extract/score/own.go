package score

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"covenant/extract"
)

// ownColumns returns the fields that a table of own answers has columns for.
func ownColumns(index map[string]int) []extract.FieldName {
	return slices.DeleteFunc(extract.FieldNames(), func(f extract.FieldName) bool {
		_, ok := index[string(f)]
		return !ok || f == extract.FieldParty
	})
}

func ownAnswersOf(row []string, index map[string]int) (Answers, error) {
	a := Answers{File: row[index["file"]], Own: map[extract.FieldName]string{}, OwnOnly: true}
	for _, f := range ownColumns(index) {
		a.Own[f] = row[index[string(f)]]
		for _, value := range ownValues(a.Own[f]) {
			if want := formOf(f, value); want != "" {
				return Answers{}, fmt.Errorf("%s %q is %s", f, value, want)
			}
		}
	}
	return a, nil
}

// ownValues returns the values in an own answer, which have ";" between.
func ownValues(answer string) []string {
	var out []string
	for value := range strings.SplitSeq(answer, ";") {
		if value = strings.TrimSpace(value); value != "" {
			out = append(out, value)
		}
	}
	return out
}

// formOf says what is wrong with the form of a value; empty where nothing is.
func formOf(field extract.FieldName, value string) string {
	switch field {
	case extract.FieldAgreementDate, extract.FieldEffectiveDate, extract.FieldExpirationDate:
		if !isDate(value) {
			return "no date like 2019-03-01"
		}
	case extract.FieldTerm, extract.FieldRenewal, extract.FieldNotice, extract.FieldTerminationNotice:
		if isoLength(value).unit == 0 {
			return "no length of time like P5Y or P30D"
		}
	case extract.FieldRenewalAutomatic:
		if value != "yes" && value != "no" {
			return "neither yes nor no"
		}
	case extract.FieldTotalValue:
		if _, _, ok := amountOf(value); !ok {
			return "no amount like USD 1500.50"
		}
	}
	return ""
}

// isDate reports whether s is an ISO 8601 date, which may lack its day, or its
// month and day.
func isDate(s string) bool {
	return slices.ContainsFunc([]string{time.DateOnly, "2006-01", "2006"}, func(layout string) bool {
		_, err := time.Parse(layout, s)
		return err == nil
	})
}

var ownAmount = regexp.MustCompile(`^([A-Z]{3}) +([0-9]+(?:\.[0-9]+)?)$`)

// amountOf reads an own answer like "USD 1500.50".
func amountOf(s string) (currency string, amount decimal.Decimal, ok bool) {
	m := ownAmount.FindStringSubmatch(s)
	if m == nil {
		return "", decimal.Decimal{}, false
	}
	amount, err := decimal.NewFromString(m[2])
	return m[1], amount, err == nil
}
