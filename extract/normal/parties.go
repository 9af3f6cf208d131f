package normal

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

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

// Party cleans a party's legal name. The attributes name and form split it
// into the name proper and its legal form, in one spelling for each form
// ("Inc.", "GmbH", "Co., Ltd."); key is its [PartyKey].
func Party(text string) Value {
	s := Name(rules.ReplaceAllString(Name(text), " "))
	if m := misreadInc.FindStringSubmatchIndex(s); m != nil {
		s = s[:m[2]] + "I" + s[m[3]:] // "lnc."
	}
	if s == "" {
		return flagged(FlagUnparsed)
	}
	v := Value{Value: s}
	if base, form := splitForm(s); form != "" {
		v.set("name", base)
		v.set("form", form)
	}
	v.set("key", PartyKey(s))
	return v
}

var (
	// rules are lines that a table or a page break draws through a name.
	rules      = regexp.MustCompile(`\s[-_=*]{3,}\s`)
	misreadInc = regexp.MustCompile(`\s([l1|])nc\.?$`)
)

// PartyKey reduces a name to what all spellings of one party share: its words
// in lower case without accents, legal forms, articles and punctuation.
// Initials are joined ("M. D." is "md"). Names with the same key are the same
// party; the key of a name without any word but a legal form is empty.
func PartyKey(name string) string {
	base, _ := splitForm(name) // whose words may be torn apart: "I nc ."
	ws := keyWords(base)
	for {
		n := len(ws)
		ws = dropForms(joinInitials(ws))
		if len(ws) == n {
			return strings.Join(ws, " ")
		}
	}
}

// keyWords splits a name into lower-case words. A full stop joins initials and
// forms ("L.L.C.") and parts longer words ("drkoop.com").
func keyWords(name string) []string {
	var ws []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			ws = append(ws, formWord(b.String()))
			b.Reset()
		}
	}
	rs := []rune(norm.NFKD.String(fold(name)))
	for i, r := range rs {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case r == '.':
			if utf8.RuneCountInString(b.String()) > 2 && i+1 < len(rs) && unicode.IsLetter(rs[i+1]) {
				flush()
			}
		case r == '\'' || unicode.Is(unicode.Mn, r):
		default:
			flush()
		}
	}
	flush()
	return ws
}

// joinInitials joins runs of single letters.
func joinInitials(ws []string) []string {
	var out []string
	joined := false // the last word of out is a run of initials
	for _, w := range ws {
		single := utf8.RuneCountInString(w) == 1 && unicode.IsLetter([]rune(w)[0])
		if single && joined {
			out[len(out)-1] += w
			continue
		}
		out = append(out, w)
		joined = single
	}
	return out
}

// dropForms leaves out legal forms and words that say nothing. Forms that are
// also initials ("AG", "PT") count only at the end.
func dropForms(ws []string) []string {
	f := forms()
	for n := min(longestForm, len(ws)-1); n >= 1; n-- {
		if _, ok := f.after[strings.Join(ws[len(ws)-n:], "")]; ok {
			ws = ws[:len(ws)-n]
			n = min(longestForm, len(ws)-1) + 1 // another may stand before it
		}
	}
	var out []string
	for i, w := range ws {
		_, isForm := f.after[w]
		_, isBefore := f.before[w]
		if isForm && sureForm(w) || isBefore && i == 0 && len(w) > 2 && len(ws) > 1 || w == "the" || w == "and" {
			continue
		}
		out = append(out, w)
	}
	return out
}

// sureForm reports letters that mean nothing but a legal form.
func sureForm(w string) bool {
	switch w {
	case "inc", "llc", "ltd", "co", "plc", "llp", "pty", "pte", "pvt":
		return true
	}
	return len(w) > 3 && w != "pllc"
}

// SameParty reports whether two keys mean one party although they differ: a
// space is lost, or one letter in words of six letters or more is changed,
// added, left out or swapped. Short words and numbers tell parties apart
// ("Fund II").
func SameParty(a, b string) bool {
	if sameLetters(a, b) {
		return true
	}
	for a != "" || b != "" {
		var u, w string
		u, a = nextWord(a)
		w, b = nextWord(b)
		if u != w && (min(len(u), len(w)) < 6 || !oneEdit(u, w) || digitsOf(u) != digitsOf(w)) {
			return false
		}
	}
	return true
}

// sameLetters reports whether two keys differ by spaces alone.
func sameLetters(a, b string) bool {
	for {
		a, b = strings.TrimLeft(a, " "), strings.TrimLeft(b, " ")
		if a == "" || b == "" {
			return a == b
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

// nextWord cuts the first word off a key, whose words have one space between.
func nextWord(key string) (word, rest string) {
	word, rest, _ = strings.Cut(key, " ")
	return word, rest
}
