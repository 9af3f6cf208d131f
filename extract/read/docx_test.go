package read

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

const nsAll = `xmlns:w="` + nsWord + `" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
	`xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"`

// part wraps the content of a part in its root element.
func part(root, content string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:` + root + ` ` + nsAll + `>` + content + `</w:` + root + `>`
}

// zipFile returns an archive of parts by name.
func zipFile(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// docxFile returns a Word document of the body and further parts of word/.
func docxFile(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	const types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	rels := ""
	all := map[string]string{
		"_rels/.rels": `<Relationships><Relationship Id="r" Type="` + types + `officeDocument" Target="word/document.xml"/></Relationships>`,
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		kind := strings.TrimRight(strings.TrimSuffix(name, ".xml"), "0123456789")
		rels += `<Relationship Id="r" Type="` + types + kind + `" Target="` + name + `"/>`
		all["word/"+name] = parts[name]
	}
	all["word/_rels/document.xml.rels"] = `<Relationships>` + rels + `</Relationships>`
	all["word/document.xml"] = part("document", "<w:body>"+body+"</w:body>")
	return zipFile(t, all)
}

func run(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }

func par(s string) string { return `<w:p>` + run(s) + `</w:p>` }

func numbered(id, level, s string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr>` + run(s) + `</w:p>`
}

// docxParts are further parts that the cases below refer to.
var docxParts = map[string]string{
	"numbering.xml": part("numbering", `
		<w:abstractNum w:abstractNumId="7">
			<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading"/><w:lvlText w:val="ARTICLE %1"/><w:suff w:val="space"/></w:lvl>
			<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
			<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
		</w:abstractNum>
		<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
		<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
		<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
		<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>`),
	"styles.xml": part("styles", `
		<w:style w:styleId="Heading"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
		<w:style w:styleId="Sub"><w:basedOn w:val="Heading"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>`),
	"footnotes.xml": part("footnotes", `<w:footnote w:id="-1">`+par("separator")+`</w:footnote><w:footnote w:id="4">`+par("a note")+`</w:footnote>`),
}

var docxCases = []struct{ name, body, want string }{
	{"paragraphs", par("One") + `<w:p/>` + par("two"), "One\n\ntwo"},
	{"runs", `<w:p>` + run("One ") + run("two") + `</w:p>`, "One two"},
	{"tab, break, hyphen", `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e&#160;f</w:t></w:r></w:p>`, "a\tb\nc-de f"},
	{"tab stops are none", `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>` + run("a") + `</w:p>`, "a"},
	{"table", par("x") + `<w:tbl><w:tr><w:tc>` + par("a") + par("b") + `</w:tc><w:tc>` + par("c") + `</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>` + par("d") + `</w:tc></w:tr></w:tbl>` + par("y"),
		"x\n\na\nb\tc\n\td\n\ny"},
	{"insertion and deletion", `<w:p>` + run("a") + `<w:ins>` + run("b") + `</w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del><w:moveFrom>` + run("d") + `</w:moveFrom><w:moveTo>` + run("e") + `</w:moveTo></w:p>`, "abe"},
	{"a deleted paragraph end", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>` + run("a") + `</w:p>` + par("b"), "ab"},
	{"a deleted paragraph", par("a") + `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del>` + run("b") + `</w:del></w:p>` + par("c"), "a\n\nc"},
	{"a deleted row", `<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>` + par("a") + `</w:tc></w:tr><w:tr><w:trPr/><w:tc>` + par("b") + `</w:tc></w:tr></w:tbl>` + par("c"), "b\n\nc"},
	{"hidden text", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>a</w:t></w:r></w:p>`, "a"},
	{"field", `<w:p>` + fld("begin") + `<w:r><w:instrText>REF x</w:instrText></w:r>` + fld("separate") + run("5.1") + fld("end") + run(" b") + `</w:p>`, "5.1 b"},
	{"field in a field's instruction", `<w:p>` + fld("begin") + `<w:r><w:instrText>IF </w:instrText></w:r>` + fld("begin") + fld("separate") + run("no") + fld("end") + fld("separate") + run("yes") + fld("end") + `</w:p>`, "yes"},
	{"simple field and link", `<w:p><w:fldSimple w:instr="DATE">` + run("May 1") + `</w:fldSimple><w:hyperlink>` + run(", 2020") + `</w:hyperlink></w:p>`, "May 1, 2020"},
	{"content control", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + par("a") + `</w:sdtContent></w:sdt>`, "a"},
	{"text box, once", `<w:p>` + run("a") + `<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + par("box") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + par("box") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>` + run("b") + `</w:p>`, "a\n\nbox\n\nb"},
	{"symbols", `<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0D4"/><w:sym w:font="Odd" w:char="F041"/></w:r></w:p>`, "☑™\uFFFD"},
	{"math", `<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>`, "x=1"},
	{"numbers", numbered("1", "0", "Term") + numbered("1", "1", "One") + numbered("1", "2", "Two") + numbered("1", "2", "Three") + numbered("1", "1", "Four") + numbered("1", "0", "Fees") + numbered("1", "1", "Five"),
		"ARTICLE I Term\n\n1.1\tOne\n\n(a)\tTwo\n\n(b)\tThree\n\n1.2\tFour\n\nARTICLE II Fees\n\n2.1\tFive"},
	{"numbers that begin anew", numbered("1", "0", "a") + numbered("2", "0", "b") + numbered("2", "0", "c"), "ARTICLE I a\n\nARTICLE V b\n\nARTICLE VI c"},
	{"bullets", numbered("3", "0", "a"), "•\ta"},
	{"numbers by style", `<w:p><w:pPr><w:pStyle w:val="Heading"/></w:pPr>` + run("a") + `</w:p><w:p><w:pPr><w:pStyle w:val="Sub"/></w:pPr>` + run("b") + `</w:p>`, "ARTICLE I a\n\n1.1\tb"},
	{"number taken away", `<w:p><w:pPr><w:pStyle w:val="Heading"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>` + run("a") + `</w:p>`, "a"},
	{"footnote", `<w:p>` + run("a") + `<w:r><w:footnoteReference w:id="4"/></w:r></w:p>` + par("b"), "a\n\nb\n\n1 a note"},
}

func fld(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }

func TestDOCX(t *testing.T) {
	for _, c := range docxCases {
		t.Run(c.name, func(t *testing.T) {
			d, err := Bytes(context.Background(), "a.docx", docxFile(t, c.body, docxParts))
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, d)
			if diff := cmp.Diff(c.want, d.Text); diff != "" || d.Format != extract.FormatDOCX {
				t.Errorf("%s (-want +got):\n%s", d.Format, diff)
			}
		})
	}
}

func TestDOCXPages(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"break", `<w:p>` + run("a") + `<w:r><w:br w:type="page"/></w:r>` + run("b") + `</w:p>`, []string{"a\n", "b"}},
		{"where Word saw one", `<w:p>` + run("a ") + `<w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>`, []string{"a ", "b"}},
		{"both are one", `<w:p>` + run("a") + `<w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/></w:r>` + run("b") + `</w:p>`, []string{"a\n\n", "b"}},
		{"before a paragraph", par("a") + `<w:p><w:pPr><w:pageBreakBefore/></w:pPr>` + run("b") + `</w:p>`, []string{"a\n\n", "b"}},
		{"section", `<w:p><w:pPr><w:sectPr/></w:pPr>` + run("a") + `</w:p>` + par("b"), []string{"a\n\n", "b"}},
		{"continuous section", `<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/></w:sectPr></w:pPr>` + run("a") + `</w:p>` + par("b"), []string{"a\n\nb"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Bytes(context.Background(), "a.docx", docxFile(t, c.body, nil))
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

func TestDOCXHeadersAndFootersAreFurniture(t *testing.T) {
	d, err := Bytes(context.Background(), "a.docx", docxFile(t, par("body")+`<w:p><w:r><w:br w:type="page"/></w:r>`+run("two")+`</w:p>`, map[string]string{
		"header1.xml": part("hdr", par("Draft")), "header2.xml": part("hdr", par("Draft")),
		"footer1.xml": part("ftr", par("Page 1")),
	}))
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, d)
	if want := "Draft\n\nbody\n\ntwo\n\nPage 1"; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	var got []string
	for _, p := range d.Pages {
		for _, f := range p.Furniture {
			got = append(got, f.Of(d.Text))
		}
	}
	if diff := cmp.Diff([]string{"Draft", "Page 1"}, got); diff != "" {
		t.Errorf("furniture (-want +got):\n%s", diff)
	}
}

func TestDOCXErrors(t *testing.T) {
	whole := docxFile(t, par(strings.Repeat("This is long. ", 500)), nil)
	encrypted := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), utf16LE("EncryptedPackage")...)
	for _, c := range []struct {
		name, path string
		data       []byte
		want       error
		format     extract.Format
	}{
		{"cut", "a.docx", whole[:len(whole)/2], extract.ErrDamaged, extract.FormatDOCX},
		{"an archive", "a.zip", zipFile(t, map[string]string{"a.txt": "a"}), extract.ErrUnsupported, ""},
		{"an archive that says it is a document", "a.docx", zipFile(t, map[string]string{"a.txt": "a"}), extract.ErrDamaged, extract.FormatDOCX},
		{"a workbook", "a.xlsx", zipFile(t, map[string]string{"xl/workbook.xml": "<workbook/>",
			"_rels/.rels": `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`}), extract.ErrUnsupported, ""},
		{"bad XML", "a.docx", docxFile(t, "<w:p>", nil), extract.ErrDamaged, extract.FormatDOCX},
		{"no text", "a.docx", docxFile(t, "<w:p/>", nil), extract.ErrNoTextLayer, extract.FormatDOCX},
		{"encrypted", "a.docx", encrypted, extract.ErrEncrypted, extract.FormatDOCX},
		{"Word 97", "a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), extract.ErrUnsupported, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Bytes(context.Background(), c.path, c.data)
			if !errors.Is(err, c.want) || d.Format != c.format {
				t.Errorf("format %q, error %v; want %q, %v", d.Format, err, c.format, c.want)
			}
			checkDocument(t, d)
		})
	}
}

func TestDOCXThatUnpacksToTooMuch(t *testing.T) {
	pkg, err := openPackage(docxFile(t, par(strings.Repeat("a", 10000)), nil))
	if err != nil {
		t.Fatal(err)
	}
	pkg.left = 15000 // not the 512 MiB, to be quick
	if _, err := pkg.part("word/document.xml"); err != nil {
		t.Fatalf("the first time: %v", err)
	}
	if _, err := pkg.part("word/document.xml"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("the second time: error %v, want %v", err, ErrTooLarge)
	}
}
