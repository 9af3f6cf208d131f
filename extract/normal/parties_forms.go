package normal

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed parties_forms.tsv
var formRows string

// legalForms are the forms of companies by their letters in lower case, those
// after a name and those before it.
type legalForms struct{ after, before map[string]string }

var forms = sync.OnceValue(func() legalForms {
	f := legalForms{map[string]string{}, map[string]string{}}
	for row := range rows(formRows) {
		for _, s := range strings.Split(row[1], "|") {
			if bare, isBefore := strings.CutSuffix(s, "^"); isBefore {
				f.before[bare] = row[0]
			} else if s != "" {
				f.after[s] = row[0]
			}
		}
	}
	return f
})

// longestForm is how many words a legal form can have ("G m b H & Co. KG").
const longestForm = 8

// splitForm takes the legal form off a name: the longest one that ends it, else
// one that begins it.
func splitForm(s string) (base, form string) {
	ws := strings.Fields(s)
	for n := min(longestForm, len(ws)-1); n >= 1; n-- {
		at := len(ws) - n
		k := ""
		for _, w := range ws[at:] {
			k += formWord(w)
		}
		f, ok := forms().after[k]
		if n > 1 && ws[at-1] == "&" {
			continue // "Smith & Co., Ltd." is the limited company of Smith & Co.
		}
		if !ok || formWord(ws[at]) == "" || !writtenAsForm(ws[at:], k) {
			continue
		}
		if base = strings.TrimRight(strings.Join(ws[:at], " "), " ,&-"); base != "" && formWord(base) != "" {
			return base, f
		}
	}
	if len(ws) > 1 {
		if f, ok := forms().before[formWord(ws[0])]; ok && ws[0] == strings.ToUpper(ws[0]) {
			return strings.Join(ws[1:], " "), f
		}
	}
	for _, suffix := range []string{"股份有限公司", "有限责任公司", "有限公司", "株式会社"} {
		if base, ok := strings.CutSuffix(s, suffix); ok && base != "" {
			return strings.TrimSpace(base), suffix
		}
	}
	return s, ""
}

// writtenAsForm rejects ordinary words that have the letters of a short form:
// "as", "spa".
func writtenAsForm(ws []string, letters string) bool {
	if utf8.RuneCountInString(letters) > 3 || letters == "inc" || letters == "llc" || letters == "ltd" || letters == "co" || letters == "plc" {
		return true
	}
	text := strings.Join(ws, "")
	if strings.ContainsAny(text, "./") {
		return true
	}
	upper := 0
	for _, r := range text {
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 2 || upper == 1 && (letters == "oy" || letters == "pty" || letters == "pte" || letters == "pvt" || letters == "bhd" || letters == "kft" || letters == "tbk")
}

// formWord is a word's letters in lower case without accents, as scanners'
// errors in the commonest forms are mended.
func formWord(s string) string {
	w := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(fold(s)))
	if m, ok := scannedForms[w]; ok {
		return m
	}
	return w
}

// scannedForms are legal forms as scanners misread them.
var scannedForms = map[string]string{
	"lnc": "inc", "1nc": "inc", "lnc0rporated": "incorporated", "lncorporated": "incorporated", "c0rp": "corp", "corporati0n": "corporation",
	"c0": "co", "llg": "llc", "1lc": "llc", "l1c": "llc", "lld": "ltd", "ltcl": "ltd", "limitecl": "limited", "iimited": "limited",
}
