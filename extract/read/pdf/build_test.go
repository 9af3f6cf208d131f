package pdf

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"covenant/extract"
)

// object bodies of a small PDF: number i+1 is bodies[i].
type objects []string

func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

// file writes the objects with a sound cross-reference table.
func (o objects) file() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(o))
	for i, body := range o {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(o)+1)
	for _, off := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(o)+1, at)
	return b.Bytes()
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"

// onePage is a page with the given content and, from object 5 on, what its
// resources name. Font F1 is object 5.
func onePage(pageExtra, resources, content string, more ...string) []byte {
	o := objects{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R" + pageExtra + "/Resources<</Font<</F1 5 0 R>>" + resources + ">>>>",
		stream("", content),
	}
	if len(more) == 0 {
		more = []string{helvetica}
	}
	return append(o, more...).file()
}

// read reads data and checks what must hold for every file.
func read(t testing.TB, data []byte) (string, []extract.Page, error) {
	t.Helper()
	text, pages, err := Read(context.Background(), data)
	checkPromises(t, text, pages)
	return text, pages, err
}

func checkPromises(t testing.TB, text string, pages []extract.Page) {
	t.Helper()
	if text != strings.ToValidUTF8(text, "") || strings.IndexByte(text, 0) >= 0 {
		t.Fatalf("text is not valid UTF-8 without NUL: %q", text)
	}
	at := 0
	for i, p := range pages {
		if p.Number != i+1 || p.Span.Start != at || p.Span.End < at || p.Span.End > len(text) {
			t.Fatalf("page %d has span %v after %d of %d bytes", p.Number, p.Span, at, len(text))
		}
		at = p.Span.End
		last := p.Span.Start
		for _, f := range p.Furniture {
			if f.Start < last || f.Len() <= 0 || !p.Span.Contains(f) {
				t.Fatalf("page %d %v has furniture %v", p.Number, p.Span, f)
			}
			last = f.End
		}
		switch p.Status {
		case extract.PageOK, extract.PageImage:
		case extract.PageFailed:
			if p.Err == "" {
				t.Fatalf("page %d failed without a reason", p.Number)
			}
		default:
			t.Fatalf("page %d has status %q", p.Number, p.Status)
		}
	}
	if at != len(text) {
		t.Fatalf("pages cover %d of %d bytes", at, len(text))
	}
}
