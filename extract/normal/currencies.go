package normal

import (
	"regexp"
	"strings"

	"golang.org/x/text/currency"
)

// A currencyName ties a way of writing a currency to its code. The first that
// matches decides, so that "HK$" is seen before "$".
type currencyName struct {
	code string
	re   *regexp.Regexp
}

func names(code, pattern string) currencyName {
	return currencyName{code, regexp.MustCompile(`(?i)` + pattern)}
}

var currencyNames = []currencyName{
	names("HKD", `HK\s?\$|hong\s+kong\s+dollars?`),
	names("CAD", `(?-i:\bC\$)|\b(?:CA|CAD|CDN)\s?\$|\bCDN\b|\bCND\b|canadian\s+(?:dollars?|funds)|\$\s?[\d,.]+\s?(?:CDN|CND|Cdn\.)`),
	names("AUD", `(?-i:\bA\$)|\b(?:AU|AUD|AUS)\s?\$|australian\s+dollars?`),
	names("NZD", `\bNZD?\s?\$|new\s+zealand\s+dollars?`),
	names("SGD", `(?-i:\bS\$)|\b(?:SG|SGD)\s?\$|singapore\s+dollars?`),
	names("TWD", `\bNTD?\s?\$|(?:new\s+)?taiwan\s+dollars?`),
	names("BRL", `(?-i:\bR\$)|brazilian\s+reai?s?|\breais\b`),
	names("MXN", `\bM(?:X|ex)\.?\s?\$|mexican\s+pesos?`),
	names("USD", `\bUSD?\s?\$|\bU\.\s?S\.\s?(?:D\.)?\s?\$|\bU\.\s?S\.\s?(?:dollars?|currency|funds|D\b)|\bUS\s+(?:dollars?|currency|funds)|united\s+states\s+(?:of\s+america\s+)?(?:dollars?|currency)|american\s+dollars?|\$\s?[\d,.]+\s?(?:million\s+|thousand\s+)?\(?\s?(?:US\b|U\.\s?S\.)|dollars?\s+(?:of\s+the\s+)?(?:US\b|U\.S\.|united\s+states)`),
	names("EUR", `€|\beuros?\b`),
	names("GBP", `£|\bpounds?\s+sterling\b|\bsterling\b|\bpounds?\b|\bpence\b`),
	names("CNY", `\bRMB|renminbi|chinese\s+yuan|\byuan\b`),
	names("INR", `₹|\bRs\b|\bindian\s+rupees?|\brupees?\b`),
	names("ILS", `₪|\bNIS\b|shekels?`),
	names("JPY", `¥|\byen\b`),
	names("KRW", `₩|\bkorean\s+won\b`),
	names("CHF", `\bSFr|swiss\s+francs?`),
	names("PLN", `zł|\bzlot(?:y|ys|ych)\b`),
	names("THB", `฿|\b(?:thai\s+)?baht\b`),
	names("PHP", `₱|philippine\s+pesos?`),
	names("VND", `₫|vietnamese\s+dong`),
	names("NGN", `₦|\bnaira\b`),
	names("TRY", `₺|turkish\s+liras?`),
	names("UAH", `₴|hryvnias?`),
	names("ZAR", `south\s+african\s+rands?|\brands?\b|(?-i:\bR)\s?\d`),
	names("MYR", `(?-i:\bRM)\s?\d|\bringgit\b`),
	names("IDR", `(?-i:\bRp)\.?\s?\d|\brupiahs?\b`),
	names("AED", `\b(?:uae\s+)?dirhams?\b`),
	names("SAR", `saudi\s+riyals?`),
	names("SEK", `swedish\s+kron(?:or|as?)`),
	names("NOK", `norwegian\s+kron(?:er|es?)`),
	names("DKK", `danish\s+kron(?:er|es?)`),
	names("RUB", `₽|\br[uo]u?bles?\b`),
}

var (
	isoCode    = regexp.MustCompile(`(?:^|[^A-Za-z])([A-Z]{3})(?:[^A-Za-z]|$)`)
	bareDollar = regexp.MustCompile(`(?i)\$|\bdollars?\b|\bcents?\b|¢`)
)

// currencyOf returns the ISO 4217 code that a text names. bare reports that it
// says no more than "$" or "dollars".
func currencyOf(text string) (code string, bare bool) {
	for _, n := range currencyNames {
		if n.re.MatchString(text) {
			return n.code, false
		}
	}
	for _, m := range isoCode.FindAllStringSubmatch(text, -1) {
		if u, err := currency.ParseISO(m[1]); err == nil && u.String() != "XXX" {
			return u.String(), false
		}
	}
	return "", bareDollar.MatchString(text)
}

// namesSeveral reports a text that names more than one currency by its sign or
// name.
func namesSeveral(text string) bool {
	first := ""
	for _, n := range currencyNames {
		if n.re.MatchString(text) {
			if first != "" && first != n.code {
				return true
			}
			first = n.code
		}
	}
	return false
}

var (
	dollarDefined = regexp.MustCompile(`(?i)(?:"\$"|\("?dollars?"?\)|"dollars?"|references?\s+(?:herein\s+|in\s+this\s+agreement\s+)?to\s+(?:"?\$"?|"?dollars?"?)(?:\s+amounts?)?|all\s+(?:dollar\s+amounts|amounts|monies|sums|currency|references\s+to\s+currency)[^.;]{0,80}?)[^.;$]{0,60}?\b(u\.\s?s\.|us|usd|united\s+states|canadian|australian|singapore|hong\s+kong|new\s+zealand)\b(?:\s+of\s+america)?[^.;]{0,12}(?:dollars?|currency|funds|\b)`)
	dollarNamed   = regexp.MustCompile(`(?i)\b(?:(US|U\.\s?S\.)\s?\$|(USD)\b|(?:(U\.\s?S\.|US|united\s+states)\s+dollars?)|(?:dollars?\s+of\s+the\s+(united\s+states))|(?:lawful\s+(?:money|currency)\s+of\s+the\s+(united\s+states))|(CA\s?\$|CAD\s?\$|CDN\s?\$|(?-i:C\$))|(CAD|CDN)\b|(canadian)\s+(?:dollars?|funds)|(AU\s?\$|AUD\s?\$|(?-i:A\$))|(AUD)\b|(australian)\s+dollars?|(HK)\s?\$|(hong\s+kong)\s+dollars?|(NZ)\s?\$|(new\s+zealand)\s+dollars?|(SG\s?\$|(?-i:S\$))|(SGD)\b|(singapore)\s+dollars?|(NT)\s?\$)`)
)

var dollarGroups = []string{"", "USD", "USD", "USD", "USD", "USD", "CAD", "CAD", "CAD", "AUD", "AUD", "AUD", "HKD", "HKD", "NZD", "NZD", "SGD", "SGD", "SGD", "TWD"}

// DollarOf returns whose dollars a bare "$" means in a document: what the
// document defines, else the only dollar that it names. It returns "" where
// the document names none, and several as true where it names more than one
// without saying which.
func DollarOf(text string) (code string, several bool) {
	folded := fold(text)
	if m := dollarDefined.FindStringSubmatch(folded); m != nil {
		switch s := strings.ToLower(strings.Join(strings.Fields(m[1]), " ")); {
		case strings.HasPrefix(s, "u"):
			return "USD", false
		case s == "canadian":
			return "CAD", false
		case s == "australian":
			return "AUD", false
		case s == "singapore":
			return "SGD", false
		case s == "hong kong":
			return "HKD", false
		case s == "new zealand":
			return "NZD", false
		}
	}
	for _, m := range dollarNamed.FindAllStringSubmatchIndex(folded, -1) {
		for g := 1; g < len(dollarGroups); g++ {
			if m[2*g] < 0 {
				continue
			}
			if c := dollarGroups[g]; code == "" {
				code = c
			} else if c != code {
				return "", true
			}
		}
	}
	return code, false
}
