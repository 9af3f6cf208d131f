package normal

import (
	"regexp"
	"strings"
)

// lawNames resolves short names of laws by what one document says: "Securities
// Act" where it also writes "Securities Act of 1933", "the Code" where it
// defines that as the Internal Revenue Code.
type lawNames struct {
	text  string
	found map[string]knownLaw // by the name as cited; the zero value for none
}

// law is [Law] with the names that the document explains.
func (n *lawNames) law(text string) Value { return lawIn(text, n) }

// find returns the law that the document means by a name that is not known on
// its own.
func (n *lawNames) find(name, year string) (knownLaw, bool) {
	if n == nil || year != "" || len(name) > 80 || len(strings.Fields(name)) > 8 {
		return knownLaw{}, false
	}
	l, done := n.found[name]
	if !done {
		l = n.search(name)
		if n.found == nil {
			n.found = map[string]knownLaw{}
		}
		n.found[name] = l
	}
	return l, l.name != ""
}

func (n *lawNames) search(name string) knownLaw {
	if strings.HasPrefix(name, "Regulation ") {
		return knownLaw{} // belongs to the law named before it
	}
	if m := n.definition(name); m != "" {
		return lastKnown(m)
	}
	k, _ := lawKey(name)
	if l, ok := knownLaws()[k]; ok && l.shared && l.year != "" && n.holds(name, l) {
		return l
	}
	return knownLaw{}
}

// holds reports whether the document writes the name with the law's year.
func (n *lawNames) holds(name string, l knownLaw) bool {
	re, err := regexp.Compile(`(?i)\b` + spaced(name) + `,?\s+(?:of\s+)?(?:the\s+)?` + l.year + `\b`)
	return err == nil && re.MatchString(n.text)
}

// definitionBytes is how far before (the "Code") its meaning can begin.
const definitionBytes = 200

// definition returns the text before the place where the document defines the
// name, empty where it does not.
func (n *lawNames) definition(name string) string {
	re, err := regexp.Compile(`\(\s*(?:(?:the|hereinafter|herein|collectively|referred\s+to\s+as|as),?\s+){0,4}["“”'‘’]{1,2}` + spaced(name) + `["“”'‘’]{1,2}`)
	if err != nil {
		return ""
	}
	m := re.FindStringIndex(n.text)
	if m == nil {
		return ""
	}
	return clean(strings.ToValidUTF8(n.text[max(0, m[0]-definitionBytes):m[0]], ""))
}

// spaced is a pattern of a name with any white space between its words.
func spaced(name string) string {
	ws := strings.Fields(name)
	for i := range ws {
		ws[i] = regexp.QuoteMeta(ws[i])
	}
	return strings.Join(ws, `\s+`)
}

var lawLike = regexp.MustCompile(`(?:\p{Lu}[\pL.'&-]*)(?:,?\s(?:of|and|the|for|in|on|to|\p{Lu}[\pL.'&-]*|(?:1[89]|20)\d\d))*`)

// lastKnown returns the known law that is named nearest to the end of a text.
func lastKnown(text string) knownLaw {
	names := lawLike.FindAllString(text, -1)
	for i := len(names) - 1; i >= 0; i-- {
		c := parseCitation(tidyLaw(names[i]))
		base, year := splitYear(lawName(c.name))
		if l, ok := known(base, year); ok {
			return l
		}
		if year != "" || strings.HasSuffix(base, "Act") || strings.HasSuffix(base, "Code") {
			return knownLaw{} // another law is meant
		}
	}
	return knownLaw{}
}
