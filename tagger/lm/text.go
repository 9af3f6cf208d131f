package lm

import "strings"

// Join writes words as a text: a blank between them, but none before marks that close
// and none after those that open.
func Join(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 && !strings.ContainsAny(w[:1], ".,;:!?)]}%'") && !closing(w) && !opening(words[i-1]) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

func opening(w string) bool {
	return strings.HasSuffix(w, "(") || w == "[" || w == "{" || w == "“" || w == "‘" || w == "$"
}

func closing(w string) bool { return strings.HasPrefix(w, "”") || strings.HasPrefix(w, "’") }
