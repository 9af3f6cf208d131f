package read

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"covenant/extract"
)

// checkDocument fails unless d keeps what every Document promises.
func checkDocument(t testing.TB, d *extract.Document) {
	t.Helper()
	if d == nil {
		t.Fatal("no document")
	}
	if !utf8.ValidString(d.Text) || strings.Contains(d.Text, "\x00") {
		t.Fatalf("text is no valid UTF-8 without NUL: %.200q", d.Text)
	}
	if d.Text == "" {
		return
	}
	at := 0
	for i, p := range d.Pages {
		if p.Number != i+1 || p.Span.Start != at || p.Span.End < at {
			t.Fatalf("page %d is %+v, after %d", i+1, p, at)
		}
		at = p.Span.End
		for _, f := range p.Furniture {
			if !p.Span.Contains(f) {
				t.Fatalf("furniture %v outside page %v", f, p.Span)
			}
		}
	}
	if at != len(d.Text) {
		t.Fatalf("pages end at %d, the text at %d", at, len(d.Text))
	}
}

// pageTexts returns the text of each page.
func pageTexts(d *extract.Document) []string {
	var out []string
	for _, p := range d.Pages {
		out = append(out, p.Span.Of(d.Text))
	}
	return out
}

func fuzzBytes(t *testing.T, path string, data []byte) {
	d, err := Bytes(context.Background(), path, data)
	checkDocument(t, d)
	if err == nil && strings.TrimSpace(d.Text) == "" {
		t.Fatal("neither text nor error")
	}
	if d.SHA256 == "" || d.Bytes != int64(len(data)) {
		t.Fatalf("hash %q, %d bytes", d.SHA256, d.Bytes)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.txt", []byte("This Agreement"))
	f.Add("a", []byte("<html><p>This"))
	f.Add("a.docx", docxFile(f, "<w:p><w:r><w:t>x</w:t></w:r></w:p>", nil))
	f.Add("a.pdf", []byte("%PDF-1.4\n"))
	f.Fuzz(func(t *testing.T, path string, data []byte) { fuzzBytes(t, path, data) })
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"plain", "\xef\xbb\xbfbom", "\xff\xfea\x00b\x00", "caf\xe9", "a\fb\x00\xff", "\xd8\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, pages, err := readText(data)
		if err == nil {
			checkDocument(t, &extract.Document{Text: text, Pages: pages})
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<p>a<table><tr><td>b<td><table><tr><td>c</table></table>", "<p style='page-break-before:always'>x", "<pre>\n a</pre>",
		"<p style=display:none>a<p>b", "<DOCUMENT><TEXT><HTML>a</TEXT><DOCUMENT><TEXT>b", "<meta charset=utf-16>", "&#0;\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, pages, err := readHTML(context.Background(), data)
		if err == nil {
			checkDocument(t, &extract.Document{Text: text, Pages: pages})
		}
	})
}

func FuzzDOCX(f *testing.F) {
	for _, c := range docxCases {
		f.Add(c.body)
	}
	f.Add("<w:tbl><w:tc><w:tr><w:p><w:tbl/></w:p></w:tr></w:tc></w:tbl>")
	f.Fuzz(func(t *testing.T, body string) {
		fuzzBytes(t, "a.docx", docxFile(t, body, docxParts))
	})
}
