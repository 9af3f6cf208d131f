package normal

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// certain fails for a value that is not valid text or, being empty, has no
// flag that says why.
func certain(t *testing.T, text string, v Value) {
	t.Helper()
	if !utf8.ValidString(v.Value) && utf8.ValidString(text) {
		t.Fatalf("%q: value %q is not UTF-8", text, v.Value)
	}
	if v.Value == "" && len(v.Flags) == 0 {
		t.Fatalf("%q: no value and no reason", text)
	}
	if v.Value == "" && v.HasNumber {
		t.Fatalf("%q: a number without a value", text)
	}
}

// parts fails where a part of the named attributes is not one that ok accepts.
func parts(t *testing.T, text string, v Value, ok func(string) bool, names ...string) {
	t.Helper()
	for _, name := range names {
		for _, p := range strings.FieldsFunc(v.Attributes[name], func(r rune) bool { return r == ',' || r == '/' || r == ' ' }) {
			if !ok(p) {
				t.Fatalf("%q: %s holds %q", text, name, p)
			}
		}
	}
}

func isDateValue(s string) bool {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006", "--01-02", "--01"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"December 31, 2018", "8th day of May 2014", "1/7/2019", "____ day of March, 2005", "31.12.18",
		"June 30 - July 5, 2019", "January 10-15, 2019", "15th and 30th of June, 2011", "February 22 & 23, 2011", "fiscal year 2018/19",
		"2011/12", "Dec-04", "Q3 2019", "12/31/20__", "Decem- ber 31, 2018", "between 1/2/2019 and 3/4/2019", "--02-29", "Two Thousand and Nineteen", "last day of February", "Jan-97", "14t h day of [●], 20__"} {
		f.Add(s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, s string, order uint8) {
		v := Date(s, Order(order%3))
		certain(t, s, v)
		a, b, isRange := strings.Cut(v.Value, "/")
		if v.Value != "" && !isDateValue(a) || isRange && !isDateValue(b) {
			t.Fatalf("%q: %q is not a date", s, v.Value)
		}
		parts(t, s, v, isDateValue, "values", "from", "to", "month_first", "day_first", "month_year", "month_day", "years")
		if v.Value != "" && !isRange && strings.HasPrefix(v.Value, "-") {
			t.Fatalf("%q: %q has no year", s, v.Value)
		}
		if isRange || len(v.Value) == len("2006-01") { // intervals and months
			if w := Date(v.Value, OrderUnknown); w.Value != v.Value {
				t.Fatalf("%q: %q reads back as %q", s, v.Value, w.Value)
			}
		}
		if len(v.Value) == len(time.DateOnly) {
			if w := Date(v.Value, OrderUnknown); w.Value != v.Value {
				t.Fatalf("%q: %q reads back as %q", s, v.Value, w.Value)
			}
		}
	})
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"thirty (30) days", "P1Y6M", "one and a half years", "third (3rd) anniversary", "8-10 weeks",
		"sixty 60-day", "a year", "thirty second", "1 year and 6 months", "0.0000000001 days", "2½ years",
		"one third of a year", "30, 60 or 90 days", "thirty (45 days)", "12 equal monthly instalments", "year to year", "one (1) year and six (3) months"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := Duration(s)
		certain(t, s, v)
		parts(t, s, v, func(p string) bool { q, err := ParsePeriod(p); return err == nil && q.String() == p }, "values", "min", "max", "words", "figures")
		if v.Value == "" {
			return
		}
		p, err := ParsePeriod(v.Value)
		if err != nil || p.String() != v.Value || !v.HasNumber {
			t.Fatalf("%q: %q reads back as %q, %v", s, v.Value, p, err)
		}
	})
}

func FuzzAmount(f *testing.F) {
	for _, s := range []string{"$1,500,000", "US$ 12 million", "five hundred dollars ($500)", "120.000 USD", "€1.500.000,00",
		"$5,000,00", "1 500 000 EUR", "Four and One-Half Million Dollars", "$.01", "one-half cent", "$[***]",
		"$1-2 million", "between $5 and $10", "€ 1 234 567,89", "US$100 (C$130)", "$5 per user per month", "several million dollars"} {
		f.Add(s)
	}
	canonical := regexp.MustCompile(`^\d+\.\d{2,}$`)
	f.Fuzz(func(t *testing.T, s string) {
		v := Amount(s, "USD")
		certain(t, s, v)
		parts(t, s, v, canonical.MatchString, "values", "min", "max", "words", "figures")
		if v.Value == "" {
			return
		}
		if d, err := decimal.NewFromString(v.Value); err != nil || money(d) != v.Value || !canonical.MatchString(v.Value) || !v.HasNumber {
			t.Fatalf("%q: %q is not in canonical form: %v", s, v.Value, err)
		}
	})
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"State of New York", "Delaware Court of Chancery", "11 U.S.C. § 365(n)", "ACME,\nInc.", "(Seller", "’"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, v := range []Value{Place(s), Court(s), Law(s), Party(s)} {
			certain(t, s, v)
			if strings.ContainsAny(v.Value, "\n\t") || strings.TrimSpace(v.Value) != v.Value {
				t.Fatalf("%q: %q has white space", s, v.Value)
			}
		}
		if v := Place(s); v.Value != "" && Place(v.Value).Value != v.Value {
			t.Fatalf("%q: %q reads back as %q", s, v.Value, Place(v.Value).Value)
		}
		if p := Party(s).Value; p != "" && Name(p) != p {
			t.Fatalf("%q: %q is not clean", s, p)
		}
		if k := PartyKey(s); PartyKey(k) != k {
			t.Fatalf("%q: key %q has key %q", s, k, PartyKey(k))
		}
	})
}
