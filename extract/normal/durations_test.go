package normal

import (
	"math"
	"testing"
)

func TestDuration(t *testing.T) {
	unit := func(s string) map[string]string { return map[string]string{"unit": s} }
	none := map[string]string(nil)
	check(t, []row{
		{"thirty (30) days", "P30D", "", none},
		{"thirty\n(30)  days", "P30D", "", none},
		{"thirty days (30)", "P30D", "", none},
		{"30 (thirty) days", "P30D", "", none},
		{"(30) days", "P30D", "", none},
		{"sixty 60-day", "P60D", "", none},
		{"one hundred and eighty- (180-) day", "P180D", "", none},
		{"one-hundred twenty (120) days", "P120D", "", none},
		{"2 years", "P2Y", "", none},
		{"TwoYears", "P2Y", "", none},
		{"five-year", "P5Y", "", none},
		{"eighteen-month", "P18M", "", none},
		{"six (6) full calendar months", "P6M", "", unit("calendar")},
		{"five (5) year(s)", "P5Y", "", none},
		{"two weeks", "P2W", "", none},
		{"twenty-four (24) hours", "PT24H", "", none},
		{"thirty second", "PT30S", "", none},
		{"five (5) business days", "P5D", "", unit("business")},
		{"second Business Day", "P2D", "", map[string]string{"unit": "business", "ordinal": "true"}},
		{"third (3rd) anniversary", "P3Y", "", map[string]string{"unit": "anniversary", "ordinal": "true"}},
		{"fifth (5t h) anniversary", "P5Y", "", map[string]string{"unit": "anniversary", "ordinal": "true"}},
		{"one and a half years", "P18M", "", none},
		{"2 1/2 years", "P30M", "", none},
		{"2½ years", "P30M", "", none},
		{"six months (6 months)", "P6M", "", none},
		{"1 year and 6 months", "P1Y6M", "", none},
		{"a year", "P1Y", "", none},
		{"another year", "P1Y", "", none},
		{"P30D", "P30D", "", none},

		{"thirty(30)days", "P30D", "", none},
		{"thirty (30 days)", "P30D", "", none},
		{"thirty (30) days'", "P30D", "", none},
		{"within thirty (30) days of", "P30D", "", none},
		{"(thirty (30) days", "P30D", "", none},
		{"at least 1,095 days", "P1095D", "", none},
		{"three hundred sixty-five (365) days", "P365D", "", none},
		{"thirty (30) or more days", "P30D", "", none},
		{"four (or more) consecutive weeks", "P4W", "", none},
		{"five (5) full Business Days", "P5D", "", unit("business")},
		{"10 Working Days", "P10D", "", unit("business")},
		{"three (3) Trading Days", "P3D", "", unit("trading")},
		{"ten (10) consecutive calendar days", "P10D", "", unit("calendar")},
		{"two (2) calendar quarters", "P6M", "", unit("calendar")},
		{"one quarter", "P3M", "", unit("quarter")},
		{"a fortnight", "P2W", "", none},
		{"6 mos.", "P6M", "", none},
		{"2 yrs.", "P2Y", "", none},
		{"first and second anniversaries", "", "several", map[string]string{"ordinal": "true", "unit": "anniversary", "values": "P1Y, P2Y"}},
		{"3-year anniversary", "P3Y", "", unit("anniversary")},
		{"tenth (10) anniversary", "P10Y", "", map[string]string{"unit": "anniversary", "ordinal": "true"}},
		{"year to year", "P1Y", "", none},
		{"month-to-month", "P1M", "", none},

		{"half a year", "P6M", "", none},
		{"one-half year", "P6M", "", none},
		{"half of one year", "P6M", "", none},
		{"half-day", "P0.5D", "", none},
		{"1.5 years", "P18M", "", none},
		{"1.5 days", "P1.5D", "", none},
		{"1½ hours", "PT1.5H", "", none},
		{"six and one-half (6 1/2) months", "P6.5M", "", none},
		{"one and one-half (1-1/2) years", "P18M", "", none},
		{"two-and-a-half years", "P30M", "", none},
		{"two and one half (2.5) years", "P30M", "", none},
		{"three-quarters of a year", "P9M", "", none},
		{"one-third of a year", "P4M", "", none},
		{"two thirds of a year", "P8M", "", none},
		{"one third of a month", "", "unparsed", none},
		{"1.5 weeks", "P1.5W", "", none},

		{"two (2) years and six (6) months", "P2Y6M", "", none},
		{"twelve (12) months (one year)", "P12M", "", none},
		{"1 week and 2 days", "P9D", "", none},
		{"18 months to 2 years", "", "range", map[string]string{"min": "P18M", "max": "P2Y"}},
		{"between five (5) and ten (10) days", "", "range", map[string]string{"min": "P5D", "max": "P10D"}},
		{"thirty (30) days or sixty (60) days", "", "range", map[string]string{"min": "P30D", "max": "P60D"}},
		{"thirty (30) days and sixty (60) days", "", "several", map[string]string{"values": "P30D, P60D"}},

		{"thirty (45 days)", "", "disagree", map[string]string{"words": "P30D", "figures": "P45D"}},
		{"thirty days (45)", "", "disagree", map[string]string{"words": "P30D", "figures": "P45D"}},
		{"45 (thirty) days", "", "disagree", map[string]string{"words": "P30D", "figures": "P45D"}},
		{"third (2nd) anniversary", "", "disagree", map[string]string{"words": "P3Y", "figures": "P2Y", "unit": "anniversary", "ordinal": "true"}},
		{"five (10) business days", "", "disagree", map[string]string{"words": "P5D", "figures": "P10D", "unit": "business"}},
		{"one (1) year and six (3) months", "", "disagree", map[string]string{"words": "P1Y6M", "figures": "P1Y3M"}},
		{"fifteen (15) to thirty (45) days", "", "disagree", map[string]string{"words": "P30D", "figures": "P45D"}},
		{"____ (__) days", "", "blank", none},
		{"thirty (45) days", "", "disagree", map[string]string{"words": "P30D", "figures": "P45D"}},
		{"eight (8) to ten (10) weeks", "", "range", map[string]string{"min": "P8W", "max": "P10W"}},
		{"24-48 hours", "", "range", map[string]string{"min": "PT24H", "max": "PT48H"}},
		{"[***] days", "", "blank", none},
		{"a reasonable time", "", "unparsed", none},
		{"", "", "unparsed", none},
	}, Duration)
}

func TestDurationNumberIsItsMeanLengthInDays(t *testing.T) {
	for text, want := range map[string]float64{
		"ten days": 10, "two weeks": 14, "one month": 30.4375, "one year": 365.25,
		"12 hours": .5, "five (5) business days": 5,
	} {
		if v := Duration(text); !v.HasNumber || math.Abs(v.Number-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", text, v.Number, want)
		}
	}
}

func TestPeriodAddTo(t *testing.T) {
	for _, c := range []struct{ date, period, want string }{
		{"2018-12-31", "P30D", "2019-01-30"},
		{"2019-01-31", "P1M", "2019-02-28"},
		{"2020-02-29", "P1Y", "2021-02-28"},
		{"2018-05", "P18M", "2019-11"},
		{"2020", "P2Y", "2022"},
		{"2020", "P6M", ""},
		{"2018-05", "P10D", ""},
		{"2018-05-01", "PT24H", ""},
		{"9999-05-01", "P1Y", ""},
		{"", "P1Y", ""},
	} {
		p, err := ParsePeriod(c.period)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.AddTo(c.date)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s + %s = %q, %v; want %q", c.date, c.period, got, err, c.want)
		}
	}
}

func TestLexNLP76InstalmentsAreATime(t *testing.T) {
	check(t, []row{
		{"12 equal monthly instalments", "P12M", "", map[string]string{"unit": "instalment"}},
		{"twelve (12) equal monthly installments", "P12M", "", map[string]string{"unit": "instalment"}},
		{"four quarterly payments", "P12M", "", map[string]string{"unit": "instalment"}},
		{"three (3) annual instalments", "P3Y", "", map[string]string{"unit": "instalment"}},
	}, Duration)
	if v := Amount("120.000 USD", ""); v.Value != "120000.00" || v.Currency != "USD" {
		t.Errorf("%+v", v)
	}
}
