package normal

import (
	"strings"

	"github.com/shopspring/decimal"
)

// maxNumber bounds numbers in words: no contract counts further.
const maxNumber = 1_000_000_000_000_000

// units are the words for numbers below twenty, tens those for multiples of
// ten; both with the misspellings that contracts have.
var (
	units = map[string]int64{
		"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
		"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
		"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
		"seventeen": 17, "eighteen": 18, "nineteen": 19,
	}
	tens = map[string]int64{
		"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50,
		"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "ninty": 90,
	}
	ordinals = map[string]int64{
		"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
		"seventh": 7, "eighth": 8, "ninth": 9, "nineth": 9, "tenth": 10,
		"eleventh": 11, "twelfth": 12, "twelveth": 12, "thirteenth": 13,
		"fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
		"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
		"fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
		"eightieth": 80, "ninetieth": 90,
	}
	scales = map[string]int64{
		"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
		"lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
	}
)

// wordNumber reads a number in words at i: "twenty-five", "one hundred and
// eighty", "two million five hundred thousand", "thirty-first" (an ordinal
// ends a number). next is where it ends.
func wordNumber(toks []tok, i int) (n int64, next int, ordinal, ok bool) {
	var total, group int64
	limit := int64(maxNumber) // scales must fall
	room := int64(100)        // what may still be added to group
	for j := i; j < len(toks) && toks[j].kind == word; {
		v, ord, small := smallNumber(toks[j].text)
		scale := scales[toks[j].text]
		switch {
		case small && v < room && (v > 0 || j == i):
			group += v
			if room = 1; v >= 20 && v%10 == 0 {
				room = 10
			}
		case small:
			return total + group, next, false, ok
		case toks[j].in("hundred", "hundredth") && (group > 0 && group < 100 || j == i):
			group = max(group, 1) * 100
			room, ord = 100, toks[j].is("hundredth")
		case scale > 0 && scale < limit && (group > 0 || j == i) && group <= maxNumber/scale:
			total += max(group, 1) * scale
			limit, group, room = scale, 0, 100
		default:
			return total + group, next, false, ok
		}
		next, ok = j+1, true
		if ord {
			return total + group, next, true, true
		}
		j = skip(toks, next, "-")
		if j < len(toks) && toks[j].in("and", "&") {
			j = skip(toks, j+1, "-")
		}
	}
	return total + group, next, false, ok
}

// smallNumber reads one word below a hundred; tens and units may have lost
// their hyphen ("twentyfive").
func smallNumber(s string) (n int64, ordinal, ok bool) {
	if n, ok = units[s]; ok {
		return n, false, true
	}
	if n, ok = tens[s]; ok {
		return n, false, true
	}
	if n, ok = ordinals[s]; ok {
		return n, true, true
	}
	k := strings.Index(s, "ty") + 2
	if k < 5 || k == len(s) || tens[s[:k]] == 0 {
		return 0, false, false
	}
	u, isUnit := units[s[k:]]
	if !isUnit {
		u, ordinal = ordinals[s[k:]], true
	}
	if u < 1 || u > 9 {
		return 0, false, false
	}
	return tens[s[:k]] + u, ordinal, true
}

// A quantity is a number that counts something.
type quantity struct {
	n       decimal.Decimal
	ordinal bool
	words   bool // written in words
}

// readQuantity reads a number at i in figures ("30", "1,500", "1.5", "3rd",
// "1 1/2") or words ("thirty", "one and a half", "one-half").
func readQuantity(toks []tok, i int) (q quantity, next int, ok bool) {
	if i >= len(toks) {
		return q, i, false
	}
	if f, j, is := fraction(toks, i); is {
		return quantity{n: f, words: toks[i].kind == word}, j, true
	}
	if toks[i].kind == number {
		if q.n, ok = plainDecimal(toks[i].text); !ok {
			return q, i, false
		}
		next = i + 1
		if j, is := ordinalSuffix(toks, next); is && q.n.IsInteger() {
			q.ordinal = true
			return q, j, true
		}
	} else {
		var n int64
		if n, next, q.ordinal, ok = wordNumber(toks, i); !ok {
			return q, i, false
		}
		q.n, q.words = decimal.NewFromInt(n), true
		if q.ordinal {
			return q, next, true
		}
	}
	if f, k, is := andFraction(toks, next); is {
		q.n, next = q.n.Add(f), k
	}
	return q, next, true
}

// andFraction reads the fraction that follows a whole number: "two and a
// half", "1 1/2", "two and one-half".
func andFraction(toks []tok, i int) (decimal.Decimal, int, bool) {
	j := skip(toks, i, "-")
	if j < len(toks) && toks[j].in("and", "&") {
		j = skip(toks, j+1, "-")
	}
	if j == i && (j >= len(toks) || toks[j].kind != number) {
		return decimal.Decimal{}, i, false
	}
	return fraction(toks, j)
}

// plainDecimal reads figures in English usage, exactly.
func plainDecimal(s string) (decimal.Decimal, bool) {
	const maxLen = 20 // more is no count of anything
	if len(s) > maxLen {
		return decimal.Decimal{}, false
	}
	whole, frac, hasPoint := strings.Cut(s, ".")
	if strings.ContainsAny(frac, ".,") || !grouped(whole) {
		return decimal.Decimal{}, false
	}
	text := strings.ReplaceAll(whole, ",", "")
	if hasPoint {
		text += "." + frac
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

var fractions = map[string]int64{
	"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
}

// fraction reads "half", "a half", "one-half", "three quarters", "1/2". Parts
// without an exact decimal ("one third") are none, and so is "quarter" alone,
// which is a length of time.
func fraction(toks []tok, i int) (decimal.Decimal, int, bool) {
	none := decimal.Decimal{}
	if i >= len(toks) {
		return none, i, false
	}
	part := func(n, d int64, next int) (decimal.Decimal, int, bool) {
		f := decimal.NewFromInt(n).Div(decimal.NewFromInt(d))
		if n >= d || !f.Mul(decimal.NewFromInt(d)).Equal(decimal.NewFromInt(n)) {
			return none, i, false
		}
		return f, next, true
	}
	t := toks[i]
	switch {
	case t.is("half"):
		j := i + 1
		if j < len(toks) && toks[j].in("a", "an") {
			j++
		}
		return part(1, 2, j)
	case t.in("a", "one", "three"):
		j := i + 1
		hyphen := j < len(toks) && toks[j].is("-")
		j = skip(toks, j, "-")
		if j >= len(toks) {
			return none, i, false
		}
		d := fractions[toks[j].text]
		n := int64(1)
		if t.is("three") {
			n = 3
		}
		// "three quarters" are nine months, "three-quarters" are a fraction.
		if d == 0 || d == 4 && !hyphen || t.is("a") && d != 2 {
			return none, i, false
		}
		return part(n, d, j+1)
	case t.kind == number && i+2 < len(toks) && toks[i+1].is("/") && toks[i+2].kind == number && len(t.text) == 1 && len(toks[i+2].text) == 1:
		if d := int64(atoi(toks[i+2].text)); d > 1 {
			return part(int64(atoi(t.text)), d, i+3)
		}
	}
	return none, i, false
}

// ordinalSuffix reads the ending of an ordinal in figures at i, also one that
// was torn apart ("14t h").
func ordinalSuffix(toks []tok, i int) (next int, ok bool) {
	if i >= len(toks) || toks[i].kind != word {
		return i, false
	}
	if toks[i].in("st", "nd", "rd", "th") {
		return i + 1, true
	}
	if i+1 < len(toks) && toks[i+1].kind == word && len(toks[i].text) == 1 && len(toks[i+1].text) == 1 {
		switch toks[i].text + toks[i+1].text {
		case "st", "nd", "rd", "th":
			return i + 2, true
		}
	}
	return i, false
}
