package normal

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Amount reads a sum of money exactly: "$1,500,000" is "1500000.00", "US$ 12
// million" "12000000.00" in USD, "five hundred dollars ($500)" "500.00".
//
// The canonical form is a plain decimal with at least two places and no zeros
// beyond them ("0.001", "2.26"). dollar is the ISO 4217 code that "$" and
// "dollars" stand for in the document, empty where that is unknown: then the
// currency stays empty, flagged ambiguous_currency.
func Amount(text, dollar string) Value {
	var v Value
	folded := fold(text)
	code, bare := currencyOf(folded)
	if bare {
		if code = dollar; code == "" {
			v.flag(FlagAmbiguousCurrency)
		}
	}
	v.Currency = code
	v.set("per", basisOf(folded))
	sums, blank := readSums(lex(folded, ".,'"), code)
	if blank {
		v.flag(FlagBlank)
		return v
	}
	if len(sums) == 0 {
		v.flag(FlagUnparsed)
		return v
	}
	var words, figures *sum
	for k := range sums {
		s := &sums[k]
		if s.irregular {
			v.flag(FlagIrregular)
		}
		if len(s.readings) > 0 {
			v.flag(FlagAmbiguous)
			v.set("readings", s.readings[0]+" or "+s.readings[1])
			return v
		}
		if k > 0 && isRange(s.joined) {
			if a := &sums[k-1]; a.scale.IsZero() && !s.scale.IsZero() && a.n.Mul(s.scale).LessThan(s.n) {
				a.n = a.n.Mul(s.scale) // "$1-2 million"
			}
			v.flag(FlagRange)
			v.set("min", money(sums[k-1].n))
			v.set("max", money(s.n))
			return v
		}
		if s.words && words == nil {
			words = s
		} else if !s.words && figures == nil {
			figures = s
		}
	}
	if words != nil && figures != nil && !words.n.Equal(figures.n) {
		v.flag(FlagDisagree)
		v.set("words", money(words.n))
		v.set("figures", money(figures.n))
		return v
	}
	mixed := len(sums) > 1 && namesSeveral(folded)
	for _, s := range sums[1:] {
		if !s.n.Equal(sums[0].n) || mixed {
			return severalSums(v, sums, mixed)
		}
	}
	n := sums[0].n
	if figures != nil {
		n = figures.n
	}
	v.Value = money(n)
	v.Number, v.HasNumber = n.InexactFloat64(), true
	return v
}

// money writes the canonical form of a sum.
func money(n decimal.Decimal) string {
	s := n.String()
	_, places, _ := strings.Cut(s, ".")
	if len(places) < 2 {
		return n.StringFixed(2)
	}
	return s
}

// severalSums keeps the sums of a text in the attribute values; where they are
// of several currencies, none is said.
func severalSums(v Value, sums []sum, mixed bool) Value {
	v.flag(FlagSeveral)
	var texts []string
	for _, s := range sums {
		if m := money(s.n); !slices.Contains(texts, m) {
			texts = append(texts, m)
		}
	}
	v.set("values", strings.Join(texts, ", "))
	if mixed {
		v.Currency = ""
	}
	return v
}

// A sum is one number in an amount's text.
type sum struct {
	n         decimal.Decimal
	scale     decimal.Decimal // the "million" after figures, zero where there is none
	words     bool
	irregular bool
	readings  []string // where grouping can be read in two ways
	joined    string
}

var multipliers = map[string]int64{
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"k": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mil": 1e6, "mio": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9,
	"lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "crore": 1e7, "crores": 1e7,
	"millions": 1e6, "billions": 1e9, "thousands": 1e3,
}

// maxDigits bounds a number in figures: no sum of money has more.
const maxDigits = 30

// readSums finds the numbers of an amount. blank reports figures that were
// taken out ("$[***]", "$____").
func readSums(toks []tok, currency string) (sums []sum, blank bool) {
	joined, between := "", false
	for i := 0; i < len(toks); {
		t := toks[i]
		switch {
		case t.kind == number:
			var s sum
			s, i = readFigures(toks, i, currency)
			s.joined, joined = joined, ""
			sums = append(sums, s)
			continue
		case t.kind == word:
			f, next, isFraction := fraction(toks, i)
			if isFraction && next < len(toks) && (scales[toks[next].text] > 0 || toks[next].in("cent", "of", "a")) {
				s := sum{n: f, words: true, joined: joined}
				joined = ""
				s.n, i = scaled(toks, next, s.n)
				sums = append(sums, s)
				continue
			}
			if n, next, ord, ok := wordNumber(toks, i); ok && !ord && !looseScale(toks, i) {
				s := sum{n: decimal.NewFromInt(n), words: true, joined: joined}
				joined = ""
				if f, k, is := andFraction(toks, next); is && k < len(toks) && scales[toks[k].text] > 0 {
					s.n, i = scaled(toks, k, s.n.Add(f)) // "four and one-half million"
				} else {
					s.n, i = cents(toks, next, s.n)
				}
				sums = append(sums, s)
				continue
			}
			between = between || t.is("between")
			if t.in("to", "through") {
				joined = t.text
			} else if between && t.is("and") {
				joined = "to"
			}
		case t.is("-"):
			joined = "-"
		case t.in("*", "●", "•", "_", "\ufffd", "[") && (i == 0 || i+1 == len(toks) || !t.is("[") || toks[i+1].kind == mark):
			blank = true
		}
		i++
	}
	return sums, blank
}

// looseScale reports a "million" without a number at i: "several million".
func looseScale(toks []tok, i int) bool {
	return (scales[toks[i].text] > 0 || toks[i].is("hundred")) && i > 0 && toks[i-1].kind == word &&
		toks[i-1].in("several", "few", "some", "many", "hundred", "hundreds", "thousands", "millions", "multi", "of", "more", "less")
}

// scaled multiplies a number by the scale or cents that follow it: "half a
// million", "one-half cent".
func scaled(toks []tok, i int, n decimal.Decimal) (decimal.Decimal, int) {
	i = skip(toks, i, "of", "a")
	if i < len(toks) && scales[toks[i].text] > 0 {
		return n.Mul(decimal.NewFromInt(scales[toks[i].text])), i + 1
	}
	return cents(toks, i, n)
}

// cents adds what follows a number in words: "and 50/100", "dollars and fifty
// cents"; a number of cents alone is divided by a hundred.
func cents(toks []tok, i int, n decimal.Decimal) (decimal.Decimal, int) {
	hundred := decimal.NewFromInt(100)
	j := i
	passed := false // the currency's name lies between
	for j < len(toks) && j < i+5 && (toks[j].in("and", "&", "-", ",", ".", "u", "s", "us", "united", "states") || strings.HasPrefix(toks[j].text, "dollar")) {
		passed = passed || strings.HasPrefix(toks[j].text, "dollar")
		j++
	}
	if j == i && j < len(toks) && toks[j].in("cents", "cent", "pence") {
		return n.Div(hundred), j + 1
	}
	if j > i && j+2 < len(toks) && toks[j+1].is("/") && toks[j+2].is("100") {
		if toks[j].kind == number && len(toks[j].text) <= 2 {
			c, err := decimal.NewFromString(toks[j].text)
			if err == nil {
				return n.Add(c.Div(hundred)), j + 3
			}
		}
		if toks[j].in("no", "xx", "zero") {
			return n, j + 3
		}
	}
	if passed && j < len(toks) {
		if c, k, ord, ok := wordNumber(toks, j); ok && !ord && c < 100 && k < len(toks) && toks[k].in("cents", "cent") {
			return n.Add(decimal.NewFromInt(c).Div(hundred)), k + 1
		}
	}
	return n, i
}

// readFigures reads a number in figures with what multiplies it.
func readFigures(toks []tok, i int, currency string) (sum, int) {
	text := toks[i].text
	j := i + 1
	// "$1,000, 000" and "1 500 000": groups torn apart
	for j < len(toks) && len(text) < maxDigits {
		k := j
		if toks[k].in(",", "'") && k+1 < len(toks) {
			k++
		}
		if k == j && toks[k].kind == number && toks[k].space && !strings.ContainsAny(text[:len(text)-1], ".") && lastGroup.MatchString(toks[k].text) && len(firstGroup(text)) <= 3 {
			text += "," + strings.Replace(toks[k].text, ",", ".", 1) // "1 234 567,89"
			j = k + 1
			break
		}
		if toks[k].kind != number || !toks[k].space || len(digitsOf(toks[k].text)) < 3 || !groupsOf3(toks[k].text) {
			break
		}
		if k == j && (len(digitsOf(text)) > 3 && !strings.Contains(text, ",") || strings.Contains(text, ".")) {
			break
		}
		text += "," + toks[k].text
		j = k + 1
	}
	s := figures(text, currency)
	if a, ok := strings.CutSuffix(text, ".000"); ok && i > 0 && toks[i-1].is("$") && len(a) <= 3 && strings.Trim(a, "0") != "" && !strings.Contains(a, ",") {
		// "$5.000" is a price with three places or five thousand.
		s.readings = []string{money(decimal.RequireFromString(a)), money(decimal.RequireFromString(a).Shift(3))}
	}
	if j < len(toks) && toks[j].is("-") && j+1 < len(toks) && multipliers[toks[j+1].text] >= 1000 && len(toks[j+1].text) > 2 {
		j++ // "$5-million"
	}
	if j < len(toks) {
		if m, ok := multipliers[toks[j].text]; ok && (len(toks[j].text) > 1 || !toks[j].space) {
			s.scale = decimal.NewFromInt(m)
			s.n = s.n.Mul(s.scale)
			s.readings = nil
			j++
		} else if toks[j].in("cents", "cent", "pence", "\u00a2") {
			s.n = s.n.Div(decimal.NewFromInt(100))
			j++
		} else if j+2 < len(toks) && toks[j].in("and", "&") {
			s.n, j = cents(toks, j, s.n)
		}
	}
	if i > 0 && toks[i-1].is(".") && !strings.ContainsAny(text, ".,") { // "$.01"
		if i < 2 || toks[i-2].kind == mark {
			s.n = s.n.Shift(-int32(len(text)))
		}
	}
	return s, j
}

// lastGroup is the end of a number whose groups are set apart by spaces, with
// a decimal comma.
var lastGroup = regexp.MustCompile(`^\d{3},\d{1,2}$`)

func firstGroup(s string) string {
	g, _, _ := strings.Cut(s, ",")
	return g
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, s)
}

// groupsOf3 reports whether s is whole groups of three digits, up to a decimal
// point.
func groupsOf3(s string) bool {
	s, _, _ = strings.Cut(s, ".")
	for g := range strings.SplitSeq(s, ",") {
		if len(g) != 3 {
			return false
		}
	}
	return true
}

// figures reads digits with separators. English usage groups with commas and
// has a decimal point; other usages are recognised by their shape.
func figures(text, currency string) sum {
	text = strings.ReplaceAll(text, "'", ",")
	bad := sum{readings: []string{"?", "?"}}
	if len(text) > maxDigits {
		return bad
	}
	whole, frac := text, ""
	dots, commas := strings.Count(text, "."), strings.Count(text, ",")
	lastDot, lastComma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ',')
	irregular := false
	switch {
	case dots == 1 && commas == 0:
		a, b := text[:lastDot], text[lastDot+1:]
		switch {
		case len(b) != 3 || len(a) > 3 || strings.Trim(a, "0") == "":
			whole, frac = a, b
		case b == "000": // nobody writes three places of nothing: "120.000 USD"
			whole = a + b
		case currency == "EUR" || currency == "CHF" || currency == "BRL" || currency == "DKK" || currency == "IDR" || currency == "TRY":
			return sum{readings: []string{money(decimal.RequireFromString(a + "." + b)), money(decimal.RequireFromString(a + b))}}
		default:
			whole, frac = a, b
		}
	case dots > 1 && commas <= 1 && (commas == 0 || lastComma > lastDot): // 1.500.000,00
		whole = text
		if commas == 1 {
			whole, frac = text[:lastComma], text[lastComma+1:]
		}
		irregular = !groupsOf3(strings.ReplaceAll(whole[strings.IndexByte(whole, '.')+1:], ".", ","))
	case dots == 1 && commas == 1 && lastComma > lastDot: // 1.500,00
		whole, frac = text[:lastComma], text[lastComma+1:]
		irregular = lastComma-lastDot != 4
	case dots == 1: // 1,500,000.00
		if lastDot < lastComma {
			return bad
		}
		whole, frac = text[:lastDot], text[lastDot+1:]
		irregular = !grouped(whole)
	case dots > 1:
		return bad
	case commas == 1 && len(text)-lastComma-1 <= 2: // 1,50
		whole, frac = text[:lastComma], text[lastComma+1:]
	case commas > 1 && len(text)-lastComma-1 == 2: // 5,000,00
		whole, frac = text[:lastComma], text[lastComma+1:]
		irregular = true
	case commas > 0:
		irregular = !grouped(text)
	}
	n := digitsOf(whole)
	if frac != "" {
		n += "." + digitsOf(frac)
	}
	d, err := decimal.NewFromString(n)
	if err != nil {
		return bad
	}
	return sum{n: d, irregular: irregular}
}

// grouped reports whether commas stand as in English (1,234,567) or Indian
// usage (12,34,567).
func grouped(s string) bool {
	g := strings.Split(s, ",")
	if len(g) == 1 {
		return true
	}
	english, indian := len(g[0]) <= 3, len(g[0]) <= 2
	for k, x := range g[1:] {
		english = english && len(x) == 3
		if k == len(g)-2 {
			indian = indian && len(x) == 3
		} else {
			indian = indian && len(x) == 2
		}
	}
	return english || indian
}
