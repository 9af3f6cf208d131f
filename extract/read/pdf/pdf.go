// Package pdf reads the text of PDF files: bytes in, text and pages out.
//
// github.com/ledongthuc/pdf reads the file's objects, streams and encryption;
// it is given a rewritten copy whose cross-references were found by looking at
// the whole file (see survey), so that damaged and hostile files are safe to
// open. On top of it this package runs the pages' content streams and the
// forms in them (interpreter), decodes their fonts (font, cmap), puts glyphs
// together into words, lines, columns and paragraphs by their places on the
// page (layout), mends divided words and marks running headers and footers.
//
// It promises that pages cover the whole text, that the text is valid UTF-8
// without NUL, and that nothing is lost in silence: a page that shows text of
// which none can be read has status failed, and a glyph whose meaning the file
// does not tell becomes U+FFFD. It runs in bounded memory, stops when its
// context ends, and never panics.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"

	lib "github.com/ledongthuc/pdf"

	"covenant/extract"
)

// Options limit what one file may cost. The zero value has the defaults.
type Options struct {
	MaxPages        int // 20,000
	MaxTextBytes    int // of the whole document: 64 MiB
	MaxStreamBytes  int // of one stream, decoded: 64 MiB
	MaxDecodedBytes int // of all streams, decoded: 512 MiB
}

func (o Options) maxPages() int   { return orDefault(o.MaxPages, 20_000) }
func (o Options) maxText() int    { return orDefault(o.MaxTextBytes, 64<<20) }
func (o Options) maxStream() int  { return orDefault(o.MaxStreamBytes, 64<<20) }
func (o Options) maxDecoded() int { return orDefault(o.MaxDecodedBytes, 512<<20) }

func orDefault(n, def int) int {
	if n > 0 {
		return n
	}
	return def
}

// Read reads a PDF with the default limits. Its errors wrap
// [extract.ErrEncrypted], [extract.ErrNoTextLayer], [extract.ErrDamaged] or
// the context's error; pages come back with ErrNoTextLayer too.
func Read(ctx context.Context, data []byte) (text string, pages []extract.Page, err error) {
	return Options{}.Read(ctx, data)
}

// A pageText is what was read from one page.
type pageText struct {
	lines         []pageLine
	width, height float64
	status        extract.PageStatus
	err           string
}

type pageLine struct {
	textLine
	out       string
	furniture bool
}

// Read reads a PDF within the limits.
func (o Options) Read(ctx context.Context, data []byte) (text string, pages []extract.Page, err error) {
	defer func() {
		if x := recover(); x != nil {
			text, pages, err = "", nil, fmt.Errorf("%w: reading PDF: %v", extract.ErrDamaged, x)
		}
	}()
	if err := ctx.Err(); err != nil {
		return "", nil, err
	}
	f, err := openFile(ctx, data, o)
	if err != nil {
		return "", nil, fmt.Errorf("opening PDF: %w", err)
	}
	nodes, err := f.pages()
	if err != nil {
		return "", nil, fmt.Errorf("reading PDF pages: %w", err)
	}
	read := make([]*pageText, len(nodes))
	fonts := map[string]*font{}
	size := 0
	for i, n := range nodes {
		if err := ctx.Err(); err != nil {
			return "", nil, err
		}
		read[i] = f.readPage(n, fonts)
		if err := f.failure(); err != nil {
			return "", nil, fmt.Errorf("reading PDF page %d: %w", i+1, err)
		}
		for _, l := range read[i].lines {
			size += len(l.out) + 2
		}
		if size > o.maxText() {
			return "", nil, fmt.Errorf("%w: text is longer than %d bytes", extract.ErrDamaged, o.maxText())
		}
	}
	markFurniture(read)
	joinHyphens(read)
	text, pages = assemble(read)
	return text, pages, verdict(pages)
}

// verdict is the document's error when no page gave text.
func verdict(pages []extract.Page) error {
	failed := ""
	for _, p := range pages {
		switch {
		case p.Status == extract.PageOK && p.Span.Len() > 0:
			return nil
		case p.Status == extract.PageFailed && failed == "":
			failed = fmt.Sprintf("page %d: %s", p.Number, p.Err)
		}
	}
	if failed != "" {
		return fmt.Errorf("%w: %s", extract.ErrNoTextLayer, failed)
	}
	return extract.ErrNoTextLayer
}

func assemble(read []*pageText) (string, []extract.Page) {
	var b strings.Builder
	pages := make([]extract.Page, len(read))
	for i, p := range read {
		pg := extract.Page{Number: i + 1, Width: p.width, Height: p.height, Status: p.status, Err: p.err}
		pg.Span.Start = b.Len()
		for _, l := range p.lines {
			if l.out == "" {
				continue
			}
			if b.Len() > pg.Span.Start && l.gapBefore {
				b.WriteByte('\n')
			}
			start := b.Len()
			b.WriteString(l.out)
			if l.furniture {
				pg.Furniture = append(pg.Furniture, extract.ByteSpan{Start: start, End: b.Len()})
			}
			b.WriteByte('\n')
		}
		pg.Span.End = b.Len()
		pages[i] = pg
	}
	return b.String(), pages
}

// A pageNode is a page with what it inherits from the nodes above.
type pageNode struct {
	v, resources, mediaBox, cropBox lib.Value
	rotate                          int
}

// pages walks the page tree. A page that the tree names but the file lacks is
// in the list all the same, with a null value: it must not go missing unseen.
// Without a tree nobody can say which pages are lost, so that the file counts
// as damaged even if it has some.
func (f *file) pages() ([]pageNode, error) {
	var out []pageNode
	visited := 0
	var walk func(v lib.Value, from pageNode, depth int) error
	walk = func(v lib.Value, n pageNode, depth int) error {
		if visited++; visited > 4*f.limits.maxPages() || len(out) > f.limits.maxPages() {
			return fmt.Errorf("%w: more than %d pages", extract.ErrDamaged, f.limits.maxPages())
		}
		if depth > 64 {
			return nil
		}
		inherit := func(dst *lib.Value, key string) {
			if x := f.key(v, key); !x.IsNull() {
				*dst = x
			}
		}
		n.v = v
		inherit(&n.resources, "Resources")
		inherit(&n.mediaBox, "MediaBox")
		inherit(&n.cropBox, "CropBox")
		if r := f.key(v, "Rotate"); !r.IsNull() {
			n.rotate = int(r.Float64())
		}
		kids := f.key(v, "Kids")
		if kids.Kind() != lib.Array {
			if v.Kind() == lib.Dict || depth > 0 {
				out = append(out, n)
			}
			return f.failure()
		}
		for i := range kids.Len() {
			if err := walk(f.index(kids, i), n, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(f.key(f.key(f.reader.Trailer(), "Root"), "Pages"), pageNode{}, 0); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: no page tree; the file may be cut", extract.ErrDamaged)
	}
	return out, nil
}

func (f *file) readPage(n pageNode, fonts map[string]*font) (p *pageText) {
	p = &pageText{status: extract.PageOK}
	defer func() {
		if x := recover(); x != nil {
			p.lines, p.status, p.err = nil, extract.PageFailed, fmt.Sprintf("content: %v", x)
		}
	}()
	if n.v.Kind() != lib.Dict {
		p.status, p.err = extract.PageFailed, "the file lacks this page: it is cut or damaged"
		return p
	}
	var ctm matrix
	ctm, p.width, p.height = f.pageMatrix(n)
	in := &interpreter{file: f, fonts: fonts, forms: map[string]*form{}, glyphs: f.glyphs[:0]}
	defer func() { f.glyphs = in.glyphs }()
	in.state = graphics{ctm: ctm, scale: 1}
	content, err := f.content(f.key(n.v, "Contents"))
	if err != nil {
		in.fail(err)
	}
	in.run(content, in.newScope(n.resources), 0)
	for _, l := range layout(in.glyphs) {
		if t := strings.ToValidUTF8(strings.TrimSpace(l.text()), "\uFFFD"); t != "" {
			p.lines = append(p.lines, pageLine{textLine: l, out: t})
		}
	}
	switch {
	case in.shown > 0 && in.unknown == in.shown:
		p.lines, p.status = nil, extract.PageFailed
		p.err = fmt.Sprintf("none of %d glyphs has a known meaning", in.shown)
	case in.err != nil && (len(p.lines) == 0 || !errors.Is(in.err, errPageTooLarge)):
		if len(p.lines) == 0 {
			p.status = extract.PageFailed
		}
		p.err = in.err.Error()
	case len(p.lines) == 0 && in.images > 0:
		p.status = extract.PageImage
	}
	return p
}

// content is a page's content: one stream or several that count as one.
func (f *file) content(v lib.Value) (out []byte, err error) {
	if v.Kind() != lib.Array {
		if v.IsNull() {
			return nil, nil
		}
		return f.stream(v)
	}
	for i := range v.Len() {
		part, e := f.stream(f.index(v, i))
		if e != nil && err == nil {
			err = fmt.Errorf("content stream %d: %w", i+1, e)
		}
		out = append(append(out, part...), '\n')
	}
	return out, err
}

// pageMatrix maps the page's own coordinates to the upright page, whose lower
// left corner is (0, 0).
func (f *file) pageMatrix(n pageNode) (m matrix, width, height float64) {
	box := f.numbers(n.cropBox)
	if len(box) != 4 {
		box = f.numbers(n.mediaBox)
	}
	if len(box) != 4 {
		box = []float64{0, 0, 612, 792}
	}
	x0, x1 := min(box[0], box[2]), max(box[0], box[2])
	y0, y1 := min(box[1], box[3]), max(box[1], box[3])
	w, h := x1-x0, y1-y0
	switch ((n.rotate/90)%4 + 4) % 4 {
	case 1:
		return matrix{0, -1, 1, 0, -y0, x1}, h, w
	case 2:
		return matrix{-1, 0, 0, -1, x1, y1}, w, h
	case 3:
		return matrix{0, 1, -1, 0, y1, -x0}, h, w
	}
	return matrix{1, 0, 0, 1, -x0, -y0}, w, h
}
