package read

import (
	"bytes"
	"strings"
)

// The SEC sends filings as text in which tags of its own hold the documents:
//
//	<DOCUMENT> <TYPE>EX-10.1 ... <TEXT> (HTML or plain text) </TEXT> </DOCUMENT>
//
// Filings with HTML inside are read as HTML, document by document; those with
// plain text only stay text, tags and all, so that offsets fit the file.

// isSEC reports whether data begins with the frame of an SEC filing.
func isSEC(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 1<<14)])
	for _, mark := range []string{"<document>", "<sec-document>", "<sec-header>"} {
		if i := bytes.Index(head, []byte(mark)); i >= 0 {
			before := bytes.TrimSpace(bytes.TrimPrefix(head[:i], []byte("\xef\xbb\xbf")))
			return len(before) == 0 || bytes.HasPrefix(before, []byte("-----begin"))
		}
	}
	return false
}

// secHasHTML reports whether one of the documents of the filing is HTML.
func secHasHTML(data []byte) bool {
	for _, p := range secParts(string(data)) {
		if p.html {
			return true
		}
	}
	return false
}

// A secPart is the text of one document of a filing.
type secPart struct {
	text string
	html bool
}

// secParts returns what stands between <TEXT> and </TEXT>.
func secParts(s string) []secPart {
	var parts []secPart
	for {
		i := indexFold(s, "<text>")
		if i < 0 {
			return parts
		}
		s = s[i+len("<text>"):]
		end := indexFold(s, "</text>")
		if end < 0 {
			end = len(s)
		}
		text := s[:end]
		head := strings.ToLower(text[:min(len(text), 4096)])
		parts = append(parts, secPart{text, strings.Contains(head, "<html") || strings.Contains(head, "<body") || strings.Contains(head, "<!doctype html")})
		s = s[end:]
	}
}

// indexFold returns the first place of the ASCII tag in s, whatever its case.
func indexFold(s, tag string) int {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], tag[0])
		if i < 0 || at+i+len(tag) > len(s) {
			return -1
		}
		at += i
		if strings.EqualFold(s[at:at+len(tag)], tag) {
			return at
		}
		at++
	}
}
