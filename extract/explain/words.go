package explain

import (
	"fmt"
	"strings"
	"unicode"

	"covenant/extract"
)

// plain returns text in one line: white space as single spaces, and without the
// characters that would make a terminal do something or show letters in another order.
func plain(s string) string {
	return strings.Join(strings.Fields(visible(s)), " ")
}

// visible returns text without the characters that are not to be seen, white space
// apart.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, s)
}

// fieldTitle returns the name of a field as people read it.
func fieldTitle(n extract.FieldName) string { return strings.ReplaceAll(string(n), "_", " ") }

// value returns what an element was normalised to, empty where to nothing or to what
// it says itself.
func value(e *extract.Element, text string) string {
	v := e.Value
	if v == "" || v == plain(text) {
		return ""
	}
	if e.Currency != "" {
		v += " " + e.Currency
	}
	return v
}

// fieldValue returns a field's value with its code.
func fieldValue(f *extract.Field) string {
	if f.Code == "" {
		return f.Value
	}
	return f.Value + " (" + f.Code + ")"
}

// partyDetails says what is known of the party of a field, empty if nothing or if the
// field is no party.
func partyDetails(c *extract.Contract, field int) string {
	for _, p := range c.Parties {
		if p.Field != field {
			continue
		}
		var parts []string
		if p.Alias != "" {
			parts = append(parts, "“"+p.Alias+"”")
		}
		if p.Role != "" {
			parts = append(parts, p.Role)
		}
		if p.Signs {
			parts = append(parts, "signs")
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

func percent(p float64) string { return fmt.Sprintf("%.2f", p) }
