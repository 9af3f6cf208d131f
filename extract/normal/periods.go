package normal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Mean lengths in days, by which lengths of time are compared (Gregorian
// calendar in Julian years: 365.25 days a year, a twelfth of that a month).
const (
	DaysPerYear  = 365.25
	DaysPerMonth = 30.4375
)

// A Period is a length of time in calendar units, as ISO 8601 writes it. At
// most the smallest unit has a fraction.
type Period struct {
	Years, Months, Weeks, Days, Hours, Minutes, Seconds decimal.Decimal
}

// String returns the period in ISO 8601 ("P1Y6M", "PT24H"); "P0D" for none.
func (p Period) String() string {
	var b strings.Builder
	b.WriteByte('P')
	part := func(n decimal.Decimal, unit byte) {
		if !n.IsZero() {
			b.WriteString(n.String())
			b.WriteByte(unit)
		}
	}
	part(p.Years, 'Y')
	part(p.Months, 'M')
	part(p.Weeks, 'W')
	part(p.Days, 'D')
	if !p.Hours.IsZero() || !p.Minutes.IsZero() || !p.Seconds.IsZero() {
		b.WriteByte('T')
		part(p.Hours, 'H')
		part(p.Minutes, 'M')
		part(p.Seconds, 'S')
	}
	if b.Len() == 1 {
		return "P0D"
	}
	return b.String()
}

// InDays returns the period's mean length in days.
func (p Period) InDays() float64 {
	f := func(d decimal.Decimal) float64 { return d.InexactFloat64() }
	return f(p.Years)*DaysPerYear + f(p.Months)*DaysPerMonth + f(p.Weeks)*7 + f(p.Days) +
		f(p.Hours)/24 + f(p.Minutes)/1440 + f(p.Seconds)/86400
}

// IsZero reports whether the period has no length.
func (p Period) IsZero() bool { return p.String() == "P0D" }

// Add returns the sum of two periods, unit by unit.
func (p Period) Add(q Period) Period {
	return Period{p.Years.Add(q.Years), p.Months.Add(q.Months), p.Weeks.Add(q.Weeks), p.Days.Add(q.Days),
		p.Hours.Add(q.Hours), p.Minutes.Add(q.Minutes), p.Seconds.Add(q.Seconds)}
}

var isoPeriod = regexp.MustCompile(`^P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)

// ParsePeriod reads what [Period.String] writes.
func ParsePeriod(s string) (Period, error) {
	m := isoPeriod.FindStringSubmatch(s)
	if m == nil || s == "P" || strings.HasSuffix(s, "T") || len(s) > 200 {
		return Period{}, fmt.Errorf("%q is not an ISO 8601 duration", s)
	}
	var p Period
	for i, to := range []*decimal.Decimal{&p.Years, &p.Months, &p.Weeks, &p.Days, &p.Hours, &p.Minutes, &p.Seconds} {
		if m[i+1] != "" {
			n, err := decimal.NewFromString(m[i+1])
			if err != nil {
				return Period{}, fmt.Errorf("%q is not an ISO 8601 duration: %w", s, err)
			}
			*to = n
		}
	}
	return p, nil
}

// AddTo returns the day that lies the period after an ISO 8601 date. A partial
// date gives a partial one where that is certain ("2020" + P2Y = "2022"). It
// fails where the sum is not a day, month or year.
func (p Period) AddTo(date string) (string, error) {
	fail := fmt.Errorf("cannot add %s to %q", p, date)
	for _, n := range []decimal.Decimal{p.Years, p.Months, p.Weeks, p.Days} {
		if !n.IsInteger() || n.GreaterThan(decimal.NewFromInt(100000)) {
			return "", fail
		}
	}
	if !p.Hours.IsZero() || !p.Minutes.IsZero() || !p.Seconds.IsZero() {
		return "", fail
	}
	months := int(p.Years.IntPart()*12 + p.Months.IntPart())
	days := int(p.Weeks.IntPart()*7 + p.Days.IntPart())
	switch len(date) {
	case 4:
		y, err := strconv.Atoi(date)
		if err != nil || months%12 != 0 || days != 0 || y+months/12 > 9999 {
			return "", fail
		}
		return fmt.Sprintf("%04d", y+months/12), nil
	case 7:
		t, err := time.Parse("2006-01", date)
		if err != nil || days != 0 {
			return "", fail
		}
		return yearAtMost(t.AddDate(0, months, 0), "2006-01", fail)
	}
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "", fail
	}
	day := t.Day()
	t = t.AddDate(0, 0, 1-day).AddDate(0, months, 0)
	if last := daysIn(t.Year(), int(t.Month())); day > last {
		day = last // January 31 + P1M is the last day of February
	}
	return yearAtMost(t.AddDate(0, 0, day-1+days), time.DateOnly, fail)
}

func yearAtMost(t time.Time, layout string, fail error) (string, error) {
	if t.Year() > 9999 {
		return "", fail
	}
	return t.Format(layout), nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
