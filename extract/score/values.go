package score

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The patterns below are read-only.
var (
	answerDate     = regexp.MustCompile(`^[\s\p{Z}]*(\d{1,2})/(\d{1,2})/(\d{2,4})[\s\p{Z}]*$`)
	answerDuration = regexp.MustCompile(`(\d+|` + strings.Join(numberWords, "|") + `)[\s\p{Z}]*-?[\s\p{Z}]*(day|week|month|year)s?`)
	isoDuration    = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$`)

	notInName = regexp.MustCompile(`[^a-z0-9& ]`)
	legalForm = regexp.MustCompile(`\b(inc|incorporated|corp|corporation|co|company|llc|ltd|limited|lp|llp|plc|gmbh|ag|sa|nv|bv|the)\b`)

	notInPlace   = regexp.MustCompile(`[^a-z ,]`)
	lawsOf       = regexp.MustCompile(`\b(the )?(internal )?laws? of\b`)
	unitedStates = regexp.MustCompile(`,? *(united states( of america)?|usa|us|u s a?)$`)
	kindOfPlace  = regexp.MustCompile(`\b(state|commonwealth|province|republic|federal|kingdom|of|the|grand duchy|special administrative region)\b`)
)

var numberWords = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen" +
	" fourteen fifteen sixteen seventeen eighteen nineteen twenty")

// isoDate reads M/D/YY or M/D/YYYY as YYYY-MM-DD; "" where it is no date. Of
// two digits, 60 to 99 are 19xx.
func isoDate(answer string) string {
	m := answerDate.FindStringSubmatch(answer)
	if m == nil {
		return ""
	}
	month, _ := strconv.Atoi(m[1])
	day, _ := strconv.Atoi(m[2])
	year, _ := strconv.Atoi(m[3])
	switch {
	case year >= 100:
	case year >= 60:
		year += 1900
	default:
		year += 2000
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return ""
	}
	return t.Format(time.DateOnly)
}

// A length is a duration in days or in months; these are not exchanged
// exactly. The zero value is no duration.
type length struct {
	unit byte // 'D' or 'M'
	n    int
}

func (l length) days() float64 {
	if l.unit == 'M' {
		return 30.4 * float64(l.n)
	}
	return float64(l.n)
}

// answerLength finds a length of time in an answer ("successive 1 year").
func answerLength(answer string) length {
	m := answerDuration.FindStringSubmatch(strings.ToLower(answer))
	if m == nil {
		return length{}
	}
	n, err := strconv.Atoi(m[1])
	if i := slices.Index(numberWords, m[1]); err != nil && i >= 0 {
		n = i
	}
	return map[string]length{"day": {'D', n}, "week": {'D', 7 * n}, "month": {'M', n}, "year": {'M', 12 * n}}[m[2]]
}

// isoLength reads an ISO 8601 duration of whole years, months, weeks and days.
// Days beside years or months are dropped.
func isoLength(value string) length {
	m := isoDuration.FindStringSubmatch(value)
	if m == nil || value == "P" {
		return length{}
	}
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // empty is 0
		return n
	}
	years, months, weeks, days := number(m[1]), number(m[2]), number(m[3]), number(m[4])
	if years != 0 || months != 0 {
		return length{'M', 12*years + months}
	}
	return length{'D', 7*weeks + days}
}

// sameLength compares by value; days and months agree within a day or 3 %.
func sameLength(a, b length) bool {
	if a.unit == 0 || b.unit == 0 {
		return false
	}
	return a == b || a.unit != b.unit && math.Abs(a.days()-b.days()) <= max(1, .03*a.days())
}

// latin decomposes s and keeps its ASCII characters, in lower case.
func latin(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return -1
		}
		return r
	}, norm.NFKD.String(s)))
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// cleanName makes names comparable: ASCII letters, without legal forms.
func cleanName(s string) string {
	return words(legalForm.ReplaceAllString(notInName.ReplaceAllString(latin(s), " "), " "))
}

// placeNames gives places that are one jurisdiction one name.
var placeNames = map[string]string{
	"england and wales": "england", "england wales": "england", "english": "england", "england": "england",
	"united kingdom": "england", "uk": "england",
	"peoples republic of china": "china", "prc": "china", "china": "china", "mainland china": "china",
	"new york": "new york",
	"hong kong special administrative region": "hong kong", "hong kong sar": "hong kong", "hong kong": "hong kong",
	"district of columbia": "district of columbia", "washington dc": "district of columbia",
}

// cleanPlace makes jurisdictions comparable: "State of New York" and "New
// York, USA" are both "new york".
func cleanPlace(s string) string {
	s = strings.ReplaceAll(latin(s), "&", " and ")
	s = notInPlace.ReplaceAllString(s, "")
	s = strings.Trim(lawsOf.ReplaceAllString(s, " "), " ,")
	s = strings.Trim(unitedStates.ReplaceAllString(s, ""), " ,")
	if first, _, found := strings.Cut(s, ","); found && strings.TrimSpace(first) != "" {
		s = first
	}
	if !strings.Contains(s, " and ") {
		s = strings.Join(slices.DeleteFunc(strings.Fields(s), func(w string) bool { return w == "the" || w == "and" }), " ")
	}
	s = words(s)
	if p, ok := placeNames[s]; ok {
		return p
	}
	s = words(kindOfPlace.ReplaceAllString(s, " "))
	if p, ok := placeNames[s]; ok {
		return p
	}
	return s
}
