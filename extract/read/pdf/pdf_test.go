package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func TestText(t *testing.T) {
	form := "/XObject<</X1 6 0 R>>"
	toUnicode := stream("", `/CIDInit /ProcSet findresource begin begincmap
		1 begincodespacerange <0000> <FFFF> endcodespacerange
		2 beginbfrange <0001> <0003> <0041> <0010> <0011> [<00660069> <0031>] endbfrange
		1 beginbfchar <0020> <D835DC00> endbfchar endcmap`)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"one line", onePage("", "", "BT /F1 12 Tf 50 700 Td (Loan Agreement) Tj ET"), "Loan Agreement\n"},
		{"kerning inside a word and a gap between words", onePage("", "", "BT /F1 12 Tf 50 700 Td [(A)80(greement)-300(date)] TJ ET"), "Agreement date\n"},
		{"escapes", onePage("", "", `BT /F1 12 Tf 50 700 Td (\(a\) 5\045 \
of it) Tj ET`), "(a) 5% of it\n"},
		{"hexadecimal string", onePage("", "", "BT /F1 12 Tf 50 700 Td <4C 6F61 6E> Tj ET"), "Loan\n"},
		{"next-line operators", onePage("", "", `BT /F1 12 Tf 14 TL 50 700 Td (one) Tj T* (two) Tj (three) ' 0 0 (four) " ET`), "one\ntwo\nthree\nfour\n"},
		{"a wide gap between paragraphs", onePage("", "", "BT /F1 12 Tf 50 700 Td (one) Tj 0 -14 Td (two) Tj 0 -14 Td (three) Tj 0 -30 Td (four) Tj ET"), "one\ntwo\nthree\n\nfour\n"},
		{"word spacing makes no second space", onePage("", "", "BT /F1 12 Tf 3 Tw 50 700 Td (one two) Tj ET"), "one two\n"},
		{"superscript stays in its line", onePage("", "", "BT /F1 12 Tf 50 700 Td (the 19) Tj /F1 7 Tf 5 Ts (th) Tj /F1 12 Tf 0 Ts ( day) Tj ET"), "the 19th day\n"},
		{"bold by drawing twice", onePage("", "", "BT /F1 12 Tf 1 0 0 1 50 700 Tm (A) Tj 1 0 0 1 50.4 700 Tm (A) Tj ET"), "A\n"},
		{"inline image is skipped", onePage("", "", "BI /W 2 /H 2 /BPC 8 /CS /G ID (\x01\xff( EI BT /F1 12 Tf 50 700 Td (after) Tj ET"), "after\n"},
		{"text in a form with a matrix", onePage("", form, "q 1 0 0 1 50 600 cm /X1 Do Q BT /F1 12 Tf 50 580 Td (below) Tj ET", helvetica,
			stream("/Subtype/Form/Matrix[1 0 0 1 0 10]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 12 Tf (in the form) Tj ET")), "in the form\nbelow\n"},
		{"a form without resources uses the page's", onePage("", form, "/X1 Do", helvetica,
			stream("/Subtype/Form", "BT /F1 12 Tf 50 700 Td (inherited) Tj ET")), "inherited\n"},
		{"a form that shows itself", onePage("", form, "/X1 Do", helvetica,
			stream("/Subtype/Form/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>", "BT /F1 12 Tf 50 700 Td (once) Tj ET /X1 Do")), "once\n"},
		{"forms in forms", onePage("", form, "/X1 Do", helvetica,
			stream("/Subtype/Form/Resources<</XObject<</Y 7 0 R>>>>", "/Y Do"),
			stream("/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 12 Tf 50 700 Td (inner) Tj ET")), "inner\n"},
		{"differences, listed and uni names, ligature", onePage("", "", "BT /F1 12 Tf 50 700 Td (abcde) Tj ET",
			"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+X/FirstChar 97/Widths[500 500 500 500 500]/Encoding<</Differences[97/section/uni0041/fi/Lslash/f_l]>>>>"), "§AfiŁfl\n"},
		{"CID font with W and ToUnicode ranges", onePage("", "", "BT /F1 10 Tf 50 700 Td <0001000200030010> Tj <0011> Tj 60 0 Td <0020> Tj ET",
			"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
			"<</Type/Font/Subtype/CIDFontType2/DW 500/W[1[700 600] 16 17 400]>>", toUnicode), "ABCfi1      𝐀\n"},
		{"a glyph without meaning among others", onePage("", "", "BT /F1 10 Tf 50 700 Td <00010099> Tj ET",
			"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
			"<</Type/Font/Subtype/CIDFontType2/DW 500>>", toUnicode), "A\uFFFD\n"},
		{"type 3 font", onePage("", "", "BT /F1 10 Tf 50 700 Td (ab b) Tj ET",
			"<</Type/Font/Subtype/Type3/FontMatrix[0.01 0 0 0.01 0 0]/FirstChar 97/Widths[50 50]/Encoding<</Differences[97/x/y]>>>>"), "xy y\n"},
		{"page turned to the right", onePage("/Rotate 90", "", "BT /F1 12 Tf 0 1 -1 0 100 50 Tm (first) Tj 0 1 -1 0 120 50 Tm (second) Tj ET"), "first\nsecond\n"},
		{"note along the margin follows", onePage("", "", "BT /F1 12 Tf 0 1 -1 0 20 300 Tm (note) Tj 1 0 0 1 50 700 Tm (the text) Tj ET"), "the text\n\nnote\n"},
		{"lines written from the bottom up", onePage("", "", "BT /F1 12 Tf "+bottomUp(8)+" ET"), "line 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\n"},
		{"contents in two streams that share an array", twoStreams(), "split words\n"},
		{"control characters", onePage("", "", "BT /F1 12 Tf 50 700 Td (a\x00\tb) Tj ET"), "a\uFFFD b\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, pages, err := read(t, tt.data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if pages[0].Status != extract.PageOK {
				t.Errorf("status %s: %s", pages[0].Status, pages[0].Err)
			}
		})
	}
}

func bottomUp(n int) string {
	var b strings.Builder
	for i := n - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "1 0 0 1 50 %d Tm (line %d) Tj ", 700-14*i, i)
	}
	return b.String()
}

func twoStreams() []byte {
	return objects{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Contents[4 0 R 5 0 R]/Resources<</Font<</F1 6 0 R>>>>>>",
		stream("", "BT /F1 12 Tf 50 700 Td [(split)"),
		stream("", "-300 (words)] TJ ET"),
		helvetica,
	}.file()
}

func TestPageGeometry(t *testing.T) {
	_, pages, err := read(t, onePage("/Rotate 270/CropBox[10 20 510 720]", "", "BT /F1 12 Tf 50 700 Td (x) Tj ET"))
	if err != nil || pages[0].Width != 700 || pages[0].Height != 500 {
		t.Errorf("page is %v x %v (%v), want 700 x 500", pages[0].Width, pages[0].Height, err)
	}
}

// prose is running text; three hundred words of it fill some lines.
const prose = "The Supplier shall deliver the Products to the Distributor within thirty days after each order and the Distributor shall pay the price stated in the order within sixty days after delivery of the Products to its premises. "

func TestTwoColumnsAreReadOneAfterTheOther(t *testing.T) {
	// A hostile writer: every line of both columns side by side.
	left := wrap(strings.Repeat("Left "+prose, 3), 42)
	right := wrap(strings.Repeat("Right "+prose, 3), 42)
	var b strings.Builder
	for i := range min(len(left), len(right)) {
		fmt.Fprintf(&b, "1 0 0 1 50 %d Tm (%s) Tj 1 0 0 1 320 %d Tm (%s) Tj\n", 750-14*i, left[i], 750-14*i, right[i])
	}
	got, _, err := read(t, onePage("", "", "BT /F1 11 Tf "+b.String()+"ET"))
	if err != nil {
		t.Fatal(err)
	}
	n := min(len(left), len(right))
	want := strings.Join(left[:n], " ") + " " + strings.Join(right[:n], " ")
	if diff := cmp.Diff(want, strings.Join(strings.Fields(got), " ")); diff != "" {
		t.Errorf("reading order (-want +got):\n%s", diff)
	}
}

func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for w := range strings.FieldsSeq(s) {
		if len(line)+1+len(w) > width {
			lines = append(lines, line)
			line = w
			continue
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}

func TestTableIsReadRowByRow(t *testing.T) {
	doc := newDoc()
	doc.AddPage()
	for i := range 9 {
		for _, cell := range []string{fmt.Sprintf("Item %d", i+1), "Monthly service fee", fmt.Sprintf("USD %d,000", i+1)} {
			doc.CellFormat(60, 8, cell, "1", 0, "L", false, 0, "")
		}
		doc.Ln(-1)
	}
	got, _, err := read(t, output(t, doc))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(strings.ReplaceAll(got, "\n\n", "\n")), "\n") {
		want := fmt.Sprintf("Item %d|Monthly service fee|USD %d,000", i+1, i+1)
		var cells []string
		for c := range strings.SplitSeq(line, "  ") {
			if c = strings.TrimSpace(c); c != "" {
				cells = append(cells, c)
			}
		}
		if strings.Join(cells, "|") != want {
			t.Errorf("row %d is %q, want cells %s", i, line, want)
		}
	}
}

func TestDividedWords(t *testing.T) {
	tests := []struct{ name, first, second, elsewhere, want string }{
		{"a word that stands whole elsewhere", "the termi-", "nation of", "upon termination", "the termination\nof"},
		{"a compound", "a non-", "exclusive licence", "its exclusive right", "a non-exclusive\nlicence"},
		{"a compound that is spelled so elsewhere", "in co-", "operation with", "their co-operation", "in co-operation\nwith"},
		{"neither half is a word", "the war-", "ranties given", "x", "the warranties\ngiven"},
		{"before a capital nothing is joined", "Anglo-", "American law", "x", "Anglo-\nAmerican law"},
		{"a dash between words", "the Seller -", "and its heirs", "x", "the Seller -\nand its heirs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := read(t, onePage("", "", fmt.Sprintf("BT /F1 12 Tf 14 TL 50 700 Td (%s) Tj (%s) ' (%s) ' ET", tt.first, tt.second, tt.elsewhere)))
			if want := tt.want + "\n" + tt.elsewhere + "\n"; err != nil || got != want {
				t.Errorf("got %q (%v), want %q", got, err, want)
			}
		})
	}
}

func newDoc() *fpdf.Fpdf {
	doc := fpdf.New("P", "mm", "A4", "")
	doc.SetFont("Times", "", 12)
	return doc
}

func output(t testing.TB, doc *fpdf.Fpdf) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := doc.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func contract(t testing.TB, pages int) []byte {
	doc := newDoc()
	doc.SetHeaderFunc(func() { doc.CellFormat(0, 8, "Acme Ltd - Confidential", "", 1, "C", false, 0, "") })
	doc.SetFooterFunc(func() {
		doc.SetY(-15)
		doc.CellFormat(0, 8, fmt.Sprintf("Page %d of 4", doc.PageNo()), "", 0, "C", false, 0, "")
	})
	for i := range pages {
		doc.AddPage()
		for j := range 4 {
			doc.MultiCell(0, 6, fmt.Sprintf("%d.%d Supply. %s", i+1, j+1, strings.Repeat(onPage(i+1), 2)), "", "J", false)
			doc.Ln(4)
		}
	}
	return output(t, doc)
}

// onPage is prose that no other page has.
func onPage(n int) string {
	return strings.ReplaceAll(prose, "Products", []string{"Machines", "Spare Parts", "Medicines", "Vehicles"}[(n-1)%4])
}

func TestRunningHeadersAndFootersAreKnown(t *testing.T) {
	text, pages, err := read(t, contract(t, 4))
	if err != nil || len(pages) != 4 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, p := range pages {
		var got []string
		for _, f := range p.Furniture {
			got = append(got, f.Of(text))
		}
		want := []string{"Acme Ltd - Confidential", fmt.Sprintf("Page %d of 4", p.Number)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("page %d furniture (-want +got):\n%s", p.Number, diff)
		}
		if !strings.Contains(p.Span.Of(text), fmt.Sprintf("\n\n%d.2 Supply.", p.Number)) {
			t.Errorf("page %d: paragraphs are not apart:\n%s", p.Number, p.Span.Of(text))
		}
		if strings.Count(strings.Join(strings.Fields(p.Span.Of(text)), " "), strings.TrimSpace(onPage(p.Number))) != 8 {
			t.Errorf("page %d lost words:\n%s", p.Number, p.Span.Of(text))
		}
	}
}

func TestPageNumbersBelowShortPagesAreKnown(t *testing.T) {
	o := objects{"<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R 5 0 R 7 0 R]>>"}
	for i, end := range []string{"7", "8", "31 December 2019"} {
		o = append(o, fmt.Sprintf("<</Type/Page/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>>>", 4+2*i, 9),
			stream("", fmt.Sprintf("BT /F1 12 Tf 50 500 Td (text of %d) Tj 0 -40 Td (%s) Tj ET", i, end)))
	}
	text, pages, err := read(t, append(o, helvetica).file())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pages {
		for _, f := range p.Furniture {
			got = append(got, f.Of(text))
		}
	}
	if diff := cmp.Diff([]string{"7", "8"}, got); diff != "" {
		t.Errorf("furniture (-want +got):\n%s", diff)
	}
}

func TestEncryption(t *testing.T) {
	protected := func(user string) []byte {
		doc := newDoc()
		doc.SetProtection(fpdf.CnProtectPrint, user, "owner")
		doc.AddPage()
		doc.Cell(0, 10, "Secret Agreement")
		return output(t, doc)
	}
	if _, _, err := read(t, protected("pass")); !errors.Is(err, extract.ErrEncrypted) {
		t.Errorf("with a password: %v, want ErrEncrypted", err)
	}
	if got, _, err := read(t, protected("")); err != nil || got != "Secret Agreement\n" {
		t.Errorf("with an empty password: %q, %v", got, err)
	}
}

func TestPagesWithoutText(t *testing.T) {
	image := stream("/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "x")
	unknown := "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
	tests := []struct {
		name   string
		data   []byte
		status extract.PageStatus
	}{
		{"a scan", onePage("", "/XObject<</Im 6 0 R>>", "q 600 0 0 800 0 0 cm /Im Do Q", helvetica, image), extract.PageImage},
		{"an empty page", onePage("", "", ""), extract.PageOK},
		{"text that nobody can decode", onePage("", "", "BT /F1 10 Tf 50 700 Td <00010002> Tj ET", unknown, "<</DW 500>>"), extract.PageFailed},
		{"text in a font that is missing", onePage("", "", "BT 50 700 Td (lost) Tj ET"), extract.PageFailed},
		{"content that cannot be decoded", objects{"<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R>>",
			stream("/Filter/FlateDecode", "this is not zlib")}.file(), extract.PageFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, pages, err := read(t, tt.data)
			if !errors.Is(err, extract.ErrNoTextLayer) || text != "" {
				t.Errorf("got %q, %v; want ErrNoTextLayer", text, err)
			}
			if len(pages) != 1 || pages[0].Status != tt.status {
				t.Errorf("pages %+v, want one %s", pages, tt.status)
			}
		})
	}
}

func TestDamagedFiles(t *testing.T) {
	sound := contract(t, 4)
	want, _, err := read(t, sound)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("wrong offsets and no trailer are repaired", func(t *testing.T) {
		cut := bytes.LastIndex(sound, []byte("xref\n0"))
		got, _, err := read(t, append([]byte("junk before\n"), sound[:cut]...))
		if err != nil || got != want {
			t.Errorf("text of %d bytes, want %d (%v)", len(got), len(want), err)
		}
	})
	t.Run("the whole pages of a cut file are read", func(t *testing.T) {
		got, pages, err := read(t, sound[:len(sound)/2])
		if err == nil && !strings.Contains(got, "1.1 Supply.") || err != nil && !errors.Is(err, extract.ErrDamaged) && !errors.Is(err, extract.ErrNoTextLayer) {
			t.Errorf("%d pages, %q, %v", len(pages), got, err)
		}
	})
	for name, data := range map[string][]byte{
		"empty":           nil,
		"only a header":   []byte("%PDF-1.4\n"),
		"no objects":      []byte("%PDF-1.4\nhello\n%%EOF"),
		"no pages":        objects{"<</Type/Catalog>>"}.file(),
		"pages in a loop": objects{"<</Type/Catalog/Pages 2 0 R>>", "<</Kids[2 0 R 2 0 R]>>"}.file(),
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := read(t, data); !errors.Is(err, extract.ErrDamaged) {
				t.Errorf("got %v, want ErrDamaged", err)
			}
		})
	}
}

func TestCrossReferencesThatLoop(t *testing.T) {
	data := onePage("", "", "BT /F1 12 Tf 50 700 Td (sound) Tj ET")
	at := bytes.LastIndex(data, []byte("xref\n0"))
	loop := bytes.Replace(data, []byte("/Root 1 0 R>>"), fmt.Appendf(nil, "/Root 1 0 R/Prev %d>>", at), 1)
	if got, _, err := read(t, loop); err != nil || got != "sound\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestObjectStreams(t *testing.T) {
	packed := "1 0 2 30 3 66 5 160 "
	body := fmt.Sprintf("%-30s%-36s%-94s%s", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", helvetica)
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write([]byte(packed + body))
	w.Close()
	data := fmt.Appendf(nil, "%%PDF-1.5\n4 0 obj\n%s\nendobj\n7 0 obj\n%s\nendobj\ntrailer<</Root 1 0 R>>",
		stream("", "BT /F1 12 Tf 50 700 Td (packed) Tj ET"),
		stream(fmt.Sprintf("/Type/ObjStm/N 4/First %d/Filter/FlateDecode", len(packed)), z.String()))
	if got, _, err := read(t, data); err != nil || got != "packed\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestFilters(t *testing.T) {
	content := "BT /F1 12 Tf 50 700 Td (filtered) Tj ET"
	run := fmt.Sprintf("%c%s\x80", len(content)-1, content)
	tests := map[string]struct{ dict, data string }{
		"hexadecimal": {"/Filter/ASCIIHexDecode", fmt.Sprintf("%x>", content)},
		"run length":  {"/Filter[/RunLengthDecode]", run},
		"two":         {"/Filter[/AHx/RL]", fmt.Sprintf("%x>", run)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			data := objects{"<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
				stream(tt.dict, tt.data), helvetica}.file()
			if got, _, err := read(t, data); err != nil || got != "filtered\n" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// The example of ISO 32000-1, 7.4.4.2.
func TestLZW(t *testing.T) {
	got, err := unLZW([]byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01}, true, 100)
	if want := []byte{45, 45, 45, 45, 45, 65, 45, 45, 45, 66}; err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestUnpredict(t *testing.T) {
	rows := []byte{0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 2, 2, 2, 4, 1, 1, 1}
	want := []byte{1, 2, 3, 1, 2, 3, 2, 3, 4, 3, 5, 6, 4, 6, 7}
	if got := unpredict(rows, 15, 1, 8, 3); !bytes.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestLimits(t *testing.T) {
	data := contract(t, 4)
	for name, o := range map[string]Options{
		"pages": {MaxPages: 2}, "text": {MaxTextBytes: 100},
	} {
		if _, _, err := o.Read(context.Background(), data); !errors.Is(err, extract.ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
	_, pages, err := Options{MaxStreamBytes: 50}.Read(context.Background(), data)
	if err != nil && !errors.Is(err, extract.ErrNoTextLayer) || pages[0].Err == "" {
		t.Errorf("a stream over the limit: %v, page error %q", err, pages[0].Err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Read(ctx, data); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkRead(b *testing.B) {
	data := contract(b, 20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, _, err := Read(context.Background(), data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(20*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func FuzzRead(f *testing.F) {
	f.Add(contract(f, 1))
	f.Add(twoStreams())
	f.Add(onePage("/Rotate 90", "/XObject<</X1 6 0 R>>", "/X1 Do", helvetica, stream("/Subtype/Form", "BT /F1 12 Tf (x) Tj ET /X1 Do")))
	f.Add(onePage("", "", "BT /F1 10 Tf <0001> Tj ET", "<</Subtype/Type0/Encoding 7 0 R/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>", "<</W[1[5]1 3 4]>>",
		stream("", "1 begincodespacerange <00> <ffff> endcodespacerange 1 beginbfrange <01> <05> <0041> endbfrange 1 begincidrange <01> <02> 4 endcidrange")))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, pages, err := Options{MaxDecodedBytes: 8 << 20, MaxPages: 500}.Read(context.Background(), data)
		checkPromises(t, text, pages)
		for _, known := range []error{extract.ErrDamaged, extract.ErrEncrypted, extract.ErrNoTextLayer} {
			if errors.Is(err, known) {
				return
			}
		}
		if err != nil {
			t.Fatalf("an error of no known kind: %v", err)
		}
	})
}

// FuzzContent fuzzes what stands behind a sound file: a page's operators.
func FuzzContent(f *testing.F) {
	f.Add("BT /F1 12 Tf 50 700 Td [(a)-300<62>] TJ 3 Tw (c) ' ET q 1 0 0 -1 0 0 cm Q BI ID x EI /X1 Do")
	f.Fuzz(func(t *testing.T, content string) { read(t, onePage("", "", content)) })
}
