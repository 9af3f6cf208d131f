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

		{text: "February 30, 2019", flags: "impossible"},
		{text: "February 29, 2019", flags: "impossible"},
		{text: "11/8/2020", flags: "ambiguous", attrs: map[string]string{"month_first": "2020-11-08", "day_first": "2020-08-11"}},
		{text: "January 1, 2014 to December 31, 2014", value: "2014-01-01/2014-12-31", flags: "range"},
		{text: "dated on 15th july 2018 and ends on the 15th day of March, 2020", flags: "several"},
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
