package read

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"paragraphs", "<html><body><p>One\n two <b>b</b>old.</p><p>Three</p></body></html>", "One two bold.\n\nThree"},
		{"space between words and tags", "<html><p>a <i> b</i> c<i>d</i></p>", "a b cd"},
		{"no-break space stays", "<html><p>5&nbsp;&nbsp;years</p>", "5  years"},
		{"no-break spaces alone", "<html><p>a</p><p>&nbsp;</p><p>&nbsp; b &nbsp;c</p><table><tr><td>d<td>&nbsp;<td>e<td>&nbsp;</table>", "a\n\n b  c\n\nd\t\te"},
		{"entities", "<html><p>&sect;&nbsp;5 &ldquo;x&#8221; &amp;amp; &lt;b&gt;</p>", "§ 5 “x” &amp; <b>"},
		{"line break", "<html><p>a<br>b<br/>c", "a\nb\nc"},
		{"two line breaks", "<html>a<br><br>b", "a\n\nb"},
		{"head, script and style", "<html><head><title>T</title><style>p{}</style></head><script>x<p>y</script><p>a<!-- c --></p>", "a"},
		{"table", "<html>x<table><tr><td><p>a</p></td><td>b<p>c</p></td></tr><tr><th>d<th>e</table>y", "x\n\na\tb\nc\nd\te\n\ny"},
		{"empty cells", "<html><table><tr><td></td><td>$</td><td></td><td>5</td><td></td></tr><tr><td>x</td></tr></table>", "$\t\t5\nx"},
		{"empty first cell", "<html>x<table><tr><td></td><td>a</td></tr></table>", "x\n\n\ta"},
		{"table in a cell", "<html><table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d</table><td>e</table>", "a\tb\tc\nd\te"},
		{"pre", "<html><pre>a\n  b\r\n\nc</pre>d", "a\n  b\n\nc\n\nd"},
		{"not displayed", `<html><div style="display: none">x<div>y</div></div><p>a<ix:header>z</ix:header>b`, "ab"},
		{"not displayed, without an end", `<html><p style="display:none">x<p>a`, "a"},
		{"lists", "<html><ul><li>a<li>b</ul>", "a\n\nb"},
		{"unknown elements", "<html><p>a<o:p>b</o:p><ix:nonNumeric>c</ix:nonNumeric></p>", "abc"},
		{"NUL", "<html><p>a&#0;b\x00c</p>", "a\uFFFDb\uFFFDc"},
		{"UTF-8 without saying so", "<html><p>caf\xc3\xa9", "café"},
		{"Windows-1252 by default", "<html><p>caf\xe9 \x93x\x94", "café “x”"},
		{"charset by meta", "<html><head><meta charset=iso-8859-2></head><p>\xb3", "ł"},
		{"UTF-16 with mark", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00a\x00\x1c\x20", "a“"},
		{"a declaration and comments first", "<?xml version=\"1.0\"?><!-- x --><HTML><p>a", "a"},
		{"a filing", "<DOCUMENT>\n<TYPE>EX-10\n<TEXT>\n<HTML><p>a</p></HTML>\n</TEXT>\n</DOCUMENT>\n<DOCUMENT><TEXT>\nplain  text\n</TEXT></DOCUMENT>", "a\n\nplain  text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Bytes(context.Background(), "a.txt", []byte(c.data))
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, d)
			if diff := cmp.Diff(c.want, d.Text); diff != "" || d.Format != extract.FormatHTML {
				t.Errorf("%s (-want +got):\n%s", d.Format, diff)
			}
		})
	}
}

func TestHTMLPages(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"one", "<html><p>a<hr><p>b", []string{"a\n\nb"}},
		{"before", `<html><p>a<p style="page-break-before: always">b`, []string{"a\n\n", "b"}},
		{"before everything", `<html><p style="page-break-before: always">b`, []string{"b"}},
		{"after", `<html><div style="page-break-after:always"><div>a</div>b</div>c`, []string{"a\n\nb\n\n", "c"}},
		{"after a rule", `<html>a<hr style="PAGE-BREAK-AFTER: always">b`, []string{"a\n\n", "b"}},
		{"after and before are one", `<html>a<hr style="page-break-after:always"><p style="break-before:page">b`, []string{"a\n\n", "b"}},
		{"avoid is none", `<html>a<p style="page-break-before:avoid">b`, []string{"a\n\nb"}},
		{"SEC", "<html>a<PAGE>b", []string{"a\n\n", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Bytes(context.Background(), "a.htm", []byte(c.data))
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, d)
			if diff := cmp.Diff(c.want, pageTexts(d)); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}
