package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	lib "github.com/ledongthuc/pdf"

	"covenant/extract"
)

// A file is an open PDF: the library's reader behind guards. Every look-up in
// it catches the library's panics and yields null instead; why is kept in err
// where the reason ends the whole reading (cancelled, out of budget).
type file struct {
	rewritten []byte
	reader    *lib.Reader
	source    *source
	decoded   int // bytes that streams gave so far
	work      int // done on content so far
	limits    Options
	encrypted bool
	glyphs    []glyph   // room for a page's glyphs, used again for each
	short     *shortKey // of files that the library decrypts wrongly
}

// A source is the library's view of the bytes. It ends a reading that was
// cancelled or that reads the file over and over.
type source struct {
	ctx    context.Context
	data   []byte
	budget int
	err    error
}

var errBudget = errors.New("structure takes too long to read")

func (s *source) ReadAt(p []byte, off int64) (int, error) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.budget -= 64 + len(p); s.err == nil && s.budget < 0 {
		s.err = errBudget
	}
	if s.err != nil {
		return 0, s.err
	}
	if off < 0 || off >= int64(len(s.data)) {
		return 0, io.EOF
	}
	n := copy(p, s.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func openFile(ctx context.Context, data []byte, limits Options) (*file, error) {
	s := surveyFile(data)
	if len(s.objects) == 0 {
		return nil, fmt.Errorf("%w: no PDF objects found", extract.ErrDamaged)
	}
	f := &file{limits: limits, encrypted: s.encrypt != nil}
	if f.encrypted {
		f.short = s.shortKeyOf(data)
	}
	if err := f.open(ctx, s.rewrite(data, nil)); err != nil {
		return nil, err
	}
	if len(s.objectStreams) == 0 {
		return f, nil
	}
	var all []unpackedStream
	streams := f.key(f.reader.Trailer(), "ObjectStreams")
	total, n := 0, 0
	seen := map[int]bool{}
	for _, num := range s.objectStreams {
		if seen[num] {
			continue
		}
		seen[num] = true
		v := f.index(streams, n)
		n++
		body, _ := f.stream(v)
		if total += len(body); total > maxUnpacked {
			return nil, fmt.Errorf("%w: object streams larger than %d bytes", extract.ErrDamaged, maxUnpacked)
		}
		objects := unpack(body, int(f.key(v, "N").Int64()), int(f.key(v, "First").Int64()), f.encrypted)
		all = append(all, unpackedStream{num, objects})
		if f.source.err != nil {
			return nil, f.failure()
		}
	}
	if err := f.open(ctx, s.rewrite(data, all)); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *file) open(ctx context.Context, data []byte) error {
	f.rewritten = data
	f.source = &source{ctx: ctx, data: data, budget: 256<<20 + 100*len(data)}
	r, err := lib.NewReader(f.source, int64(len(data)))
	switch {
	case err == nil:
		f.reader = r
		return nil
	case f.source.err != nil:
		return f.failure()
	case errors.Is(err, lib.ErrInvalidPassword), strings.Contains(err.Error(), "encryption"):
		return fmt.Errorf("%w: %v", extract.ErrEncrypted, err)
	}
	return fmt.Errorf("%w: %v", extract.ErrDamaged, err)
}

// failure is the error that ends the reading, nil where it may go on.
func (f *file) failure() error {
	switch err := f.source.err; {
	case err == nil:
		return nil
	case errors.Is(err, errBudget):
		return fmt.Errorf("%w: %v", extract.ErrDamaged, err)
	default:
		return err
	}
}

func (f *file) key(v lib.Value, name string) (out lib.Value) {
	defer func() {
		if recover() != nil {
			out = lib.Value{}
		}
	}()
	return v.Key(name)
}

func (f *file) index(v lib.Value, i int) (out lib.Value) {
	defer func() {
		if recover() != nil {
			out = lib.Value{}
		}
	}()
	return v.Index(i)
}

// numbers reads an array of numbers, nil when v is none.
func (f *file) numbers(v lib.Value) []float64 {
	var out []float64
	for i := range v.Len() {
		out = append(out, f.index(v, i).Float64())
	}
	return out
}

// refs lists the entries of a dictionary with the reference under which each
// stands, as written ("12 0 R"): the library resolves references and keeps
// their numbers to itself, and without them nothing could be cached.
func refs(dict lib.Value) map[string]string {
	if dict.Kind() != lib.Dict {
		return nil
	}
	out := map[string]string{}
	l := &lexer{src: []byte(dict.String())}
	l.next()
	for {
		k := l.next()
		if k.kind != tokName {
			return out
		}
		at := l.pos
		n, g, r := l.next(), l.next(), l.next()
		if n.kind == tokNumber && g.kind == tokNumber && r.kind == tokKeyword && string(r.s) == "R" {
			out[string(k.s)] = string(l.src[n.start:r.end])
			continue
		}
		l.pos = at
		for depth := 0; ; {
			t := l.next()
			switch t.kind {
			case tokEOF:
				return out
			case tokDictOpen, tokArrayOpen:
				depth++
			case tokDictClose, tokArrayClose:
				depth--
			}
			if depth <= 0 {
				break
			}
		}
	}
}
