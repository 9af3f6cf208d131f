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
