package normal

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Name cleans a title, party or alias: broken lines and runs of white space
// become single spaces; quotes, commas and brackets around it go.
func Name(text string) string {
	s := clean(text)
	for {
		bare := trimName(s)
		if bare == s {
			return s
		}
		s = bare
	}
}

// trimName takes one layer of marks off a name.
func trimName(s string) string {
	s = strings.Trim(s, " \"“”„‘’'`,;:*_|")
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && strings.Count(s, "(") == 1 {
		s = s[1 : len(s)-1]
	}
	if strings.Count(s, "(") > strings.Count(s, ")") {
		s = strings.TrimRight(s, "( ") // an alias begins there
	}
	return strings.TrimSpace(spaceBeforeMark.ReplaceAllString(s, "$1"))
}

var spaceBeforeMark = regexp.MustCompile(`\s+([,;])`)

// forms are the legal forms of companies, as words of a key.
var forms = map[string]string{
	"inc": "Inc.", "incorporated": "Inc.", "corp": "Corp.", "corporation": "Corp.", "co": "Co.", "company": "Co.",
	"llc": "LLC", "ltd": "Ltd.", "limited": "Ltd.", "lp": "L.P.", "llp": "LLP", "plc": "PLC", "gmbh": "GmbH", "ag": "AG",
	"sa": "S.A.", "nv": "N.V.", "bv": "B.V.", "kg": "KG", "spa": "S.p.A.", "srl": "S.r.l.", "sarl": "S.à r.l.", "ab": "AB",
	"as": "A/S", "oy": "Oy", "pty": "Pty", "pte": "Pte", "kk": "K.K.", "se": "SE", "na": "N.A.", "pc": "P.C.", "lllp": "LLLP",
	"sas": "S.A.S.", "kgaa": "KGaA", "bhd": "Bhd", "sdn": "Sdn",
}

// Party cleans a party's legal name; the attributes name and form split it
// into the name proper and its legal form.
func Party(text string) Value {
	s := Name(text)
	if s == "" {
		return flagged(FlagUnparsed)
	}
	v := Value{Value: s}
	base, form := splitForm(s)
	if form != "" {
		v.set("name", base)
		v.set("form", form)
	}
	return v
}

// splitForm takes the last legal form off a name.
func splitForm(s string) (base, form string) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return s, ""
	}
	last := keyWord(s[i+1:])
	if f, ok := forms[last]; ok {
		return strings.TrimRight(s[:i], " ,"), f
	}
	return s, ""
}

func keyWord(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// PartyKey reduces a name to what two spellings of one party share: letters
// and digits in lower case without accents, legal forms, articles and
// punctuation. Names with the same key are the same party.
func PartyKey(name string) string {
	var ws []string
	var b strings.Builder
	flush := func() {
		if b.Len() == 0 {
			return
		}
		w := b.String()
		b.Reset()
		if _, isForm := forms[w]; !isForm && w != "the" && w != "and" {
			ws = append(ws, w)
		}
	}
	for _, r := range norm.NFKD.String(fold(name)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case r == '.' || r == '\'' || unicode.Is(unicode.Mn, r): // "L.L.C."
		default:
			flush()
		}
	}
	flush()
	return strings.Join(ws, " ")
}
