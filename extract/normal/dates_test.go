package normal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// one row of a table: a text and all that is known of it.
type row struct {
	text  string
	value string
	flags string // joined by spaces
	attrs map[string]string
}

func check(t *testing.T, rows []row, read func(string) Value) {
	t.Helper()
	for _, r := range rows {
		v := read(r.text)
		got := row{r.text, v.Value, joinFlags(v.Flags), v.Attributes}
		if r.attrs == nil { // not asked for
			got.attrs = nil
		}
		if d := cmp.Diff(r, got, cmp.AllowUnexported(row{})); d != "" {
			t.Errorf("%q (-want +got):\n%s", r.text, d)
		}
	}
}

func joinFlags(fs []string) string {
	s := ""
	for i, f := range fs {
		if i > 0 {
			s += " "
		}
		s += f
	}
	return s
}

func TestDate(t *testing.T) {
	check(t, []row{
		{text: "December 31, 2018", value: "2018-12-31"},
		{text: "December\n31,  2018", value: "2018-12-31"},
		{text: "December\u00a031,\u00a02018", value: "2018-12-31"},
		{text: "DECEMBER 31,2018", value: "2018-12-31"},
		{text: "Dec. 31, 2018", value: "2018-12-31"},
		{text: "Sept 1st, 2005", value: "2005-09-01"},
		{text: "8th day of May 2014", value: "2014-05-08"},
		{text: "the 8 th day of May, 2014", value: "2014-05-08"},
		{text: "14t h day of April, 2015", value: "2015-04-14"},
		{text: "1s t day of June, 2004", value: "2004-06-01"},
		{text: "20th day of Friday, March 2020", value: "2020-03-20"},
		{text: "15th july 2018", value: "2018-07-15"},
		{text: "31 December 1999", value: "1999-12-31"},
		{text: "31 December, --------- 1996", value: "1996-12-31"},
		{text: "17-Mar-2019", value: "2019-03-17"},
		{text: "7-Oct-13", value: "2013-10-07"},
		{text: "the first day of January, 2005", value: "2005-01-01"},
		{text: "first (1st) day of January, 2005", value: "2005-01-01"},
		{text: "thirty-first day of December, Two Thousand and Nineteen", value: "2019-12-31"},
		{text: "the 3rd day of May, nineteen hundred ninety-eight", value: "1998-05-03"},
		{text: "May 3, in the year 1998", value: "1998-05-03"},
		{text: "last day of February, 2020", value: "2020-02-29"},
		{text: "2018-12-31", value: "2018-12-31"},
		{text: "2018/12/31", value: "2018-12-31"},
		{text: "12/31/2018", value: "2018-12-31"},
		{text: "31/12/2018", value: "2018-12-31"},
		{text: "31.12.18", value: "2018-12-31"},
		{text: "9/9/99", value: "1999-09-09"},
		{text: "January l, 2000", value: "2000-01-01"},
		{text: "October 1.2005", value: "2005-10-01"},
		{text: "December 20 18", value: "2018-12", flags: "partial"},

		{text: "June 2010", value: "2010-06", flags: "partial"},
		{text: "April 2020.", value: "2020-04", flags: "partial"},
		{text: "April 2020.\n\n 1.2 3000", value: "2020-04", flags: "partial"},
		{text: "12.1987", value: "1987-12", flags: "partial"},
		{text: "Jan-97", value: "1997-01", flags: "partial"},
		{text: "____ day of March, 2005", value: "2005-03", flags: "partial"},
		{text: "March [●], 2005", value: "2005-03", flags: "partial"},
		{text: "December!, 2002", value: "2002-12", flags: "partial"},
		{text: "[ ] day of [ ], 2020", value: "2020", flags: "partial"},
		{text: "calendar year 2019", value: "2019", flags: "partial", attrs: map[string]string{"period": "calendar year"}},
		{text: "December 31", flags: "partial", attrs: map[string]string{"month": "12", "day": "31"}},
		{text: "1 January", flags: "partial", attrs: map[string]string{"month": "1", "day": "1"}},
		{text: "June 12, 20__", flags: "partial", attrs: map[string]string{"month": "6", "day": "12"}},

		{text: "the thirty-first day of December, Two Thousand and Nineteen", value: "2019-12-31"},
		{text: "this first (1st) day of May in the year two thousand ten", value: "2010-05-01"},
		{text: "January first, 2005", value: "2005-01-01"},
		{text: "the 1st of May, 2010", value: "2010-05-01"},
		{text: "the 8th day of May twenty nineteen", value: "2019-05-08"},
		{text: "4/May/2019", value: "2019-05-04"},
		{text: "May 31, 2019 at 11:59 p.m.", value: "2019-05-31"},
		{text: "12:30 December 31, 2019", value: "2019-12-31"},
		{text: "2 December 31, 2018", value: "2018-12-31"},
		{text: "of December 31, 2018,", value: "2018-12-31"},
		{text: "2018-12-31T00:00:00", value: "2018-12-31"},
		{text: "Decem- ber 31, 2018", value: "2018-12-31"},
		{text: "Septmber 1, 2018", value: "2018-09-01"},
		{text: "Decemebr 1, 2018", value: "2018-12-01"},
		{text: "2005-03", value: "2005-03", flags: "partial"},
		{text: "2/97", value: "1997-02", flags: "partial"},
		{text: "12/31", flags: "partial", attrs: map[string]string{"month": "12", "day": "31"}},
		{text: "12/31/20__", flags: "partial", attrs: map[string]string{"month": "12", "day": "31"}},
		{text: "June 12, 20", flags: "partial", attrs: map[string]string{"month": "6", "day": "12"}},
		{text: "15th day of ____, 2019", value: "2019", flags: "partial", attrs: map[string]string{"day": "15"}},
		{text: "15th day of ____, 20__", flags: "partial", attrs: map[string]string{"day": "15"}},
		{text: "first day of each January", flags: "partial", attrs: map[string]string{"month": "1", "day": "1"}},
		{text: "the 1st day of January", flags: "partial", attrs: map[string]string{"month": "1", "day": "1"}},

		{text: "_____ day of ________, 20__", flags: "blank"},
		{text: "________ day of __________, in the year ______", flags: "blank"},
		{text: "day of , 20", flags: "blank"},
		{text: "[●], 20[●]", flags: "blank"},

		{text: "fiscal year 2019", value: "2019", flags: "partial", attrs: map[string]string{"period": "fiscal year"}},
		{text: "fiscal 2019", value: "2019", flags: "partial", attrs: map[string]string{"period": "fiscal year"}},
		{text: "2019 calendar year", value: "2019", flags: "partial", attrs: map[string]string{"period": "calendar year"}},
		{text: "FY2019", value: "2019", flags: "partial", attrs: map[string]string{"period": "fiscal year"}},
		{text: "FY '19", value: "2019", flags: "partial", attrs: map[string]string{"period": "fiscal year"}},
		{text: "first quarter of 2019", value: "2019", flags: "partial", attrs: map[string]string{"period": "quarter", "quarter": "1"}},
		{text: "second (2nd) calendar quarter of 2005", value: "2005", flags: "partial", attrs: map[string]string{"period": "calendar quarter", "quarter": "2"}},
		{text: "Q3 2019", value: "2019", flags: "partial", attrs: map[string]string{"period": "quarter", "quarter": "3"}},
		{text: "fiscal year ending June 30, 2019", value: "2019-06-30", attrs: map[string]string{"period": "fiscal year"}},

		{text: "February 30, 2019", flags: "impossible"},
		{text: "February 29, 2019", flags: "impossible"},
		{text: "11/8/2020", flags: "ambiguous", attrs: map[string]string{"month_first": "2020-11-08", "day_first": "2020-08-11"}},
		{text: "January 1, 2014 to December 31, 2014", value: "2014-01-01/2014-12-31", flags: "range"},
		{text: "11.8.2020", flags: "ambiguous", attrs: map[string]string{"month_first": "2020-11-08", "day_first": "2020-08-11"}},
		{text: "5/10", flags: "ambiguous", attrs: map[string]string{"month_first": "--05-10", "day_first": "--10-05"}},
		{text: "Dec-04", flags: "ambiguous", attrs: map[string]string{"month_day": "--12-04", "month_year": "2004-12"}},
		{text: "2011/12", flags: "ambiguous", attrs: map[string]string{"month": "2011-12", "years": "2011/2012"}},

		{text: "June 30 - July 5, 2019", value: "2019-06-30/2019-07-05", flags: "range"},
		{text: "December 20 to January 5, 2020", value: "2019-12-20/2020-01-05", flags: "range"},
		{text: "between January 1, 2019 and March 31, 2019", value: "2019-01-01/2019-03-31", flags: "range"},
		{text: "January 1 through and including March 31, 2019", value: "2019-01-01/2019-03-31", flags: "range"},
		{text: "1/1/2019 – 31/12/2019", value: "2019-01-01/2019-12-31", flags: "range"},
		{text: "January 1-5, 2019", value: "2019-01-01/2019-01-05", flags: "range"},
		{text: "January 10-15, 2019", value: "2019-01-10/2019-01-15", flags: "range"},
		{text: "1 - 5 January 2019", value: "2019-01-01/2019-01-05", flags: "range"},
		{text: "1st to 31st March 2019", value: "2019-03-01/2019-03-31", flags: "range"},
		{text: "March through May 2020", value: "2020-03/2020-05", flags: "range partial"},
		{text: "2019-2021", value: "2019/2021", flags: "range partial"},
		{text: "calendar years 2019 through 2021", value: "2019/2021", flags: "range partial", attrs: map[string]string{"period": "calendar year"}},
		{text: "fiscal year 2018/19", value: "2018/2019", flags: "range partial", attrs: map[string]string{"period": "fiscal year"}},
		{text: "January 1 to March 31", flags: "range partial", attrs: map[string]string{"from": "--01-01", "to": "--03-31"}},
		{text: "1/2/2019 to 3/4/2019", flags: "range ambiguous", attrs: map[string]string{"month_first": "2019-01-02/2019-03-04", "day_first": "2019-02-01/2019-04-03"}},

		{text: "February 22 & 23, 2011", flags: "several", attrs: map[string]string{"values": "2011-02-22, 2011-02-23"}},
		{text: "15th and 30th of June, 2011", flags: "several", attrs: map[string]string{"values": "2011-06-15, 2011-06-30"}},
		{text: "March 31, June 30 and September 30, 2019", flags: "several", attrs: map[string]string{"values": "2019-03-31, 2019-06-30, 2019-09-30"}},
		{text: "January 1 and July 1", flags: "several", attrs: map[string]string{"values": "--01-01, --07-01"}},
		{text: "2019 and 2020", flags: "several", attrs: map[string]string{"values": "2019, 2020"}},
		{text: "the Effective Date", flags: "unparsed"},
		{text: "", flags: "unparsed"},
	}, func(s string) Value { return Date(s, OrderUnknown) })
}

func TestDateOrder(t *testing.T) {
	for order, want := range map[Order]string{MonthFirst: "2019-01-07", DayFirst: "2019-07-01"} {
		if got := Date("1/7/2019", order); got.Value != want || got.Flags != nil {
			t.Errorf("order %d: %+v, want %s", order, got, want)
		}
	}
	if got := Date("13/7/2019", MonthFirst).Value; got != "2019-07-13" {
		t.Errorf("an order that is impossible: %s", got)
	}
}

// The reports are of the library LexNLP; each number is its issue's.

func TestLexNLP39BothDatesOfATextAreFound(t *testing.T) {
	const text = "This agreement is dated on 15th july 2018. This agreement shall terminate on the 15th day of March, 2020."
	d, es := elementsOf(t, text, [2]string{"DATE", "15th july 2018"}, [2]string{"DATE", "15th day of March, 2020"})
	Elements(d, nil, es)
	if es[0].Value != "2018-07-15" || es[1].Value != "2020-03-15" {
		t.Errorf("%q and %q", es[0].Value, es[1].Value)
	}
	check(t, []row{{text, "", "several", map[string]string{"values": "2018-07-15, 2020-03-15"}}},
		func(s string) Value { return Date(s, OrderUnknown) })
}

func TestLexNLP45AnAmbiguousDateIsNotTakenSilently(t *testing.T) {
	both := map[string]string{"month_first": "2020-11-08", "day_first": "2020-08-11"}
	check(t, []row{{"11/8/2020", "", "ambiguous", both}}, func(s string) Value { return Date(s, OrderUnknown) })
	check(t, []row{{"11/8/2020", "2020-08-11", "", nil}}, func(s string) Value { return Date(s, DayFirst) })
	check(t, []row{{"11/8/2020", "2020-11-08", "", nil}}, func(s string) Value { return Date(s, MonthFirst) })
}

func TestLexNLP46DatesAreNotLost(t *testing.T) {
	check(t, []row{
		{"April 2020.\n\n22777 Springwoods Village", "2020-04", "partial", nil},
		{"Sept 1st, 2005", "2005-09-01", "", nil},
		{"12.1987", "1987-12", "partial", nil},
		{"01.1988", "1988-01", "partial", nil},
		{"12.1987 or in 01.1988", "", "several", map[string]string{"values": "1987-12, 1988-01"}},
	}, func(s string) Value { return Date(s, OrderUnknown) })
}
