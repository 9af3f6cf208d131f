package normal

import "testing"

func TestAmount(t *testing.T) {
	for _, c := range []struct{ text, dollar, value, currency, flags string }{
		{"$1,500,000", "USD", "1500000.00", "USD", ""},
		{"$1,500,000", "CAD", "1500000.00", "CAD", ""},
		{"$1,500,000", "", "1500000.00", "", "ambiguous_currency"},
		{"$2.2625", "USD", "2.2625", "USD", ""},
		{"$.01", "USD", "0.01", "USD", ""},
		{"$ 6.9", "USD", "6.90", "USD", ""},
		{"US$ 12 million", "", "12000000.00", "USD", ""},
		{"U.S.$10 Million", "", "10000000.00", "USD", ""},
		{"USD 100,000.00", "", "100000.00", "USD", ""},
		{"$117,605.60 CDN", "USD", "117605.60", "CAD", ""},
		{"C$5,000", "USD", "5000.00", "CAD", ""},
		{"AUS $1.00", "USD", "1.00", "AUD", ""},
		{"HK$100", "USD", "100.00", "HKD", ""},
		{"$5m", "USD", "5000000.00", "USD", ""},
		{"$9MM", "USD", "9000000.00", "USD", ""},
		{"$50k", "USD", "50000.00", "USD", ""},
		{"$1.2 billion", "USD", "1200000000.00", "USD", ""},
		{"five hundred dollars ($500)", "USD", "500.00", "USD", ""},
		{"one hundred ($100) US dollars", "", "100.00", "USD", ""},
		{"One Million Dollars ($1,000,000.00)", "USD", "1000000.00", "USD", ""},
		{"one million\ndollars", "USD", "1000000.00", "USD", ""},
		{"Two Million Five Hundred Thousand Dollars ($2,500,000)", "USD", "2500000.00", "USD", ""},
		{"Four and One-Half Million Dollars ($4,500,000)", "USD", "4500000.00", "USD", ""},
		{"Ten Thousand and NO/100 Dollars ($10,000)", "USD", "10000.00", "USD", ""},
		{"Five Dollars and fifty cents", "USD", "5.50", "USD", ""},
		{"one hundred twenty-five cents (125 cents)", "USD", "1.25", "USD", ""},
		{"$0.005 (one-half cent)", "USD", "0.005", "USD", ""},
		{"twenty-five million dollars ($25M)", "USD", "25000000.00", "USD", ""},
		{"three hundred thousand U.S. dollars (U.S. $300,000.00)", "", "300000.00", "USD", ""},
		{"10,000 Euros", "", "10000.00", "EUR", ""},
		{"EUR five million (€ 5,000,000)", "", "5000000.00", "EUR", ""},
		{"(pounds)500,000", "", "500000.00", "GBP", ""},
		{"RMB50,000 (RMB FIFTY THOUSAND)", "", "50000.00", "CNY", ""},
		{"Rs. 1,00,000", "", "100000.00", "INR", ""},
		{"Rs. 5 lakhs", "", "500000.00", "INR", ""},
		{"€1.500.000,00", "", "1500000.00", "EUR", ""},
		{"1 500 000 EUR", "", "1500000.00", "EUR", ""},
		{"CHF 1'500'000", "", "1500000.00", "CHF", ""},
		{"120.000 USD", "", "120000.00", "USD", ""},
		{"12,50 EUR", "", "12.50", "EUR", ""},
		{"$1,000, 000", "USD", "1000000.00", "USD", ""},
		{"$99,999,999,999,999.99", "USD", "99999999999999.99", "USD", ""},

		{"USD 1.5bn", "", "1500000000.00", "USD", ""},
		{"$2.5 billion", "USD", "2500000000.00", "USD", ""},
		{"EUR 1,5 Mio", "", "1500000.00", "EUR", ""},
		{"USD 5 mln", "", "5000000.00", "USD", ""},
		{"$50K", "USD", "50000.00", "USD", ""},
		{"A$2 million", "USD", "2000000.00", "AUD", ""},
		{"C$ 1,234.56", "USD", "1234.56", "CAD", ""},
		{"a hundred dollars", "USD", "100.00", "USD", ""},
		{"half a million dollars", "USD", "500000.00", "USD", ""},
		{"$1.5 million (one and a half million dollars)", "USD", "1500000.00", "USD", ""},
		{"one million two hundred thousand and 50/100 dollars ($1,200,000.50)", "USD", "1200000.50", "USD", ""},
		{"fifty cents", "USD", "0.50", "USD", ""},
		{"five cents ($.05)", "USD", "0.05", "USD", ""},
		{"$0.123456789012345678", "USD", "0.123456789012345678", "USD", ""},
		{"$90,071,992,547,409,931.07", "USD", "90071992547409931.07", "USD", ""},
		{"of $500,000, and", "USD", "500000.00", "USD", ""},
		{"(US$5,000", "", "5000.00", "USD", ""},
		{"INR 2.5 crore", "", "25000000.00", "INR", ""},
		{"Rs. 1,50,00,000.50", "", "15000000.50", "INR", ""},
		{"₹ 12,34,567", "", "1234567.00", "INR", ""},
		{"€ 1 234 567,89", "", "1234567.89", "EUR", ""},
		{"€ 1.234,5", "", "1234.50", "EUR", ""},
		{"R$ 1.000,00", "", "1000.00", "BRL", ""},
		{"1.234.567 EUR", "", "1234567.00", "EUR", ""},
		{"CHF 1’500.50", "", "1500.50", "CHF", ""},
		{"PLN 10,000", "", "10000.00", "PLN", ""},
		{"10,000 zł", "", "10000.00", "PLN", ""},
		{"SEK 1 500 000", "", "1500000.00", "SEK", ""},
		{"฿500", "", "500.00", "THB", ""},
		{"₱1,000", "", "1000.00", "PHP", ""},
		{"500 South African rand", "", "500.00", "ZAR", ""},
		{"RM 5,000", "", "5000.00", "MYR", ""},
		{"Rp 1.000.000", "", "1000000.00", "IDR", ""},

		{"$5,000,00", "USD", "5000.00", "USD", "irregular"},
		{"$5.000", "USD", "", "USD", "ambiguous"},
		{"€1.125", "", "", "EUR", "ambiguous"},
		{"Four Thousand Nine Hundred Dollars ($4,950.00)", "USD", "", "USD", "disagree"},
		{"$[***]", "USD", "", "USD", "blank"},
		{"$10,000 to $20,000", "USD", "", "USD", "range"},
		{"between $5 million and $10 million", "USD", "", "USD", "range"},
		{"$1,000 and $2,000", "USD", "", "USD", "several"},
		{"several million dollars", "USD", "", "USD", "unparsed"},
		{"US$100 (C$130)", "", "", "", "several"},
		{"five hundred dollars ($5,000)", "USD", "", "USD", "disagree"},
		{"a reasonable price", "USD", "", "", "unparsed"},
		{"", "USD", "", "", "unparsed"},
	} {
		v := Amount(c.text, c.dollar)
		if v.Value != c.value || v.Currency != c.currency || joinFlags(v.Flags) != c.flags || v.HasNumber != (c.value != "") {
			t.Errorf("%q with $ = %q:\n got %+v\nwant %s %s [%s]", c.text, c.dollar, v, c.value, c.currency, c.flags)
		}
	}
}

func TestAmountKeepsItsBasis(t *testing.T) {
	if v := Amount("$5 per share", "USD"); v.Value != "5.00" || v.Attributes["per"] != "share" {
		t.Errorf("%+v", v)
	}
}

func TestAmountKeepsBothReadings(t *testing.T) {
	read := func(s string) Value { return Amount(s, "USD") }
	check(t, []row{
		{"five hundred dollars ($5,000)", "", "disagree", map[string]string{"words": "500.00", "figures": "5000.00"}},
		{"$5,000 (five hundred dollars)", "", "disagree", map[string]string{"words": "500.00", "figures": "5000.00"}},
		{"$10,000-$20,000", "", "range", map[string]string{"min": "10000.00", "max": "20000.00"}},
		{"$1-2 million", "", "range", map[string]string{"min": "1000000.00", "max": "2000000.00"}},
		{"$1.5 to $2.0 million", "", "range", map[string]string{"min": "1500000.00", "max": "2000000.00"}},
		{"$1,000 or $2,000", "", "several", map[string]string{"values": "1000.00, 2000.00"}},
		{"$5.000", "", "ambiguous", map[string]string{"readings": "5.00 or 5000.00"}},
	}, read)
}

func TestAmountPer(t *testing.T) {
	for text, want := range map[string]string{
		"$5 per share": "share", "$5/share": "share", "$10 per month": "month", "$10 a month": "month", "$10/mo.": "month",
		"$1,000 per calendar month": "calendar month", "$100,000 per annum": "year", "$100,000 annually": "year",
		"$500 monthly": "month", "$50/hour": "hour", "$50 an hour": "hour", "$3 per square foot": "square foot",
		"$2 for each unit": "unit", "$1,000,000 per occurrence": "occurrence",
		"$20 per barrel": "barrel", "$5 per user per month": "user per month", "$5": "", "$5 per the schedule": "",
	} {
		if v := Amount(text, "USD"); v.Attributes["per"] != want || v.Value == "" {
			t.Errorf("%q: per %q, want %q (%+v)", text, v.Attributes["per"], want, v)
		}
	}
}

func TestDollarOf(t *testing.T) {
	for text, want := range map[string]string{
		"all amounts are in US dollars. $5":                  "USD",
		"The fee is C$100 and later $200.":                   "CAD",
		"The fee is $100.":                                   "",
		"US$100 and A$100 and $5":                            "",
		`References to "$" are to Canadian dollars. US$100.`: "CAD",
		"lawful money of the United States":                  "USD",
	} {
		if got, _ := DollarOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
