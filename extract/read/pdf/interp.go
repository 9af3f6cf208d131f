package pdf

import (
	"errors"
	"fmt"
	"math"

	lib "github.com/ledongthuc/pdf"
)

// Limits of one page's content.
const (
	maxFormDepth  = 24
	maxStateDepth = 512
	maxOperands   = 1 << 20
	maxGlyphs     = 1 << 20
	maxWork       = 1 << 27 // operators and shown bytes of the whole document
)

var errPageTooLarge = errors.New("the page's content is larger than the limit")

// A matrix is PDF's [a b c d e f] (ISO 32000-1, 8.3.3).
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// mul is m × n: m is applied first.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// A glyph is one shown character on the upright page. X runs right and y up,
// in points; (x, y) is its origin on the baseline and (x2, y2) where the next
// one would stand.
type glyph struct {
	x, y, x2, y2 float64
	size         float64 // height of the font on the page
	text         string
}

// onAnyPage tells places that pages can have (200 inches at most, with room to
// spare) from those of broken numbers.
func (g *glyph) onAnyPage() bool {
	const far = 1e6
	return math.Abs(g.x) < far && math.Abs(g.y) < far && math.Abs(g.x2) < far && math.Abs(g.y2) < far && g.size < far
}

// graphics is the part of the graphics state that places text (9.3).
type graphics struct {
	ctm                        matrix
	font                       *font
	size, charSpace, wordSpace float64
	scale, leading, rise       float64
}

// An interpreter runs the content streams of one page and collects glyphs.
type interpreter struct {
	file     *file
	fonts    map[string]*font // by reference, shared by the document's pages
	forms    map[string]*form // by reference, of this page
	state    graphics
	saved    []graphics
	tm, line matrix
	glyphs   []glyph
	shown    int // glyphs shown
	unknown  int // of them without text
	images   int
	err      error // the first fault met
}

// A scope is what names in one content stream mean.
type scope struct {
	resources          lib.Value
	fontDict, formDict lib.Value
	fontRefs, formRefs map[string]string
	fonts              map[string]*font
	forms              map[string]*form
}

// A form is an XObject that Do names. Images have neither content nor scope.
type form struct {
	kind    string
	content []byte
	matrix  matrix
	scope   *scope
	running bool // so that a form that shows itself does so once
}

func (in *interpreter) newScope(resources lib.Value) *scope {
	f := in.file
	s := &scope{resources: resources, fonts: map[string]*font{}, forms: map[string]*form{}}
	s.fontDict, s.formDict = f.key(resources, "Font"), f.key(resources, "XObject")
	s.fontRefs, s.formRefs = refs(s.fontDict), refs(s.formDict)
	return s
}

func (in *interpreter) fontNamed(s *scope, name string) *font {
	if ft, ok := s.fonts[name]; ok {
		return ft
	}
	ref := s.fontRefs[name]
	ft := in.fonts[ref]
	if ft == nil || ref == "" {
		ft = in.file.loadFont(in.file.key(s.fontDict, name))
		if ref != "" {
			in.fonts[ref] = ft
		}
	}
	s.fonts[name] = ft
	return ft
}

func (in *interpreter) formNamed(s *scope, name string) *form {
	if fm, ok := s.forms[name]; ok {
		return fm
	}
	ref := s.formRefs[name]
	fm := in.forms[ref]
	if fm == nil || ref == "" {
		fm = in.loadForm(in.file.key(s.formDict, name), s, name)
		if ref != "" {
			in.forms[ref] = fm
		}
	}
	s.forms[name] = fm
	return fm
}

func (in *interpreter) loadForm(v lib.Value, s *scope, name string) *form {
	f := in.file
	fm := &form{kind: f.key(v, "Subtype").Name(), matrix: identity, scope: s}
	if fm.kind != "Form" {
		return fm
	}
	var err error
	if fm.content, err = f.stream(v); err != nil {
		in.fail(fmt.Errorf("form %s: %w", name, err))
	}
	if m := f.numbers(f.key(v, "Matrix")); len(m) == 6 {
		fm.matrix = matrix(m)
	}
	if r := f.key(v, "Resources"); !r.IsNull() {
		fm.scope = in.newScope(r)
	}
	return fm
}

func (in *interpreter) fail(err error) {
	if in.err == nil {
		in.err = err
	}
}

// run interprets one content stream. It returns false when the page's limits
// are used up.
func (in *interpreter) run(content []byte, s *scope, depth int) bool {
	l := &lexer{src: content}
	base := len(in.saved)
	var args []token
	for {
		t := l.next()
		switch t.kind {
		case tokEOF:
			if len(in.saved) > base {
				in.state = in.saved[base]
				in.saved = in.saved[:base]
			}
			return true
		case tokKeyword:
			if !in.spend(1) {
				return false
			}
			if len(t.s) == 2 && t.s[0] == 'B' && t.s[1] == 'I' {
				l.skipInlineImage()
				in.images++
			} else if !in.operator(t.s, args, s, depth, base) {
				return false
			}
			args = args[:0]
			l.scratch = l.scratch[:0]
		default:
			if len(args) < maxOperands {
				args = append(args, t)
			}
		}
	}
}

// spend counts work and reports whether the page may go on.
func (in *interpreter) spend(n int) bool {
	f := in.file
	before := f.work
	f.work += n
	if before>>12 != f.work>>12 && f.source.err == nil {
		f.source.err = f.source.ctx.Err()
	}
	if f.work > maxWork || len(in.glyphs) > maxGlyphs || f.source.err != nil {
		in.fail(errPageTooLarge)
		return false
	}
	return true
}

// num returns the i-th operand from the end, 0 where there is none.
func num(args []token, fromEnd int) float64 {
	if i := len(args) - fromEnd; i >= 0 {
		return args[i].num
	}
	return 0
}

func matrixOf(args []token) matrix {
	return matrix{num(args, 6), num(args, 5), num(args, 4), num(args, 3), num(args, 2), num(args, 1)}
}

func (in *interpreter) operator(op []byte, args []token, s *scope, depth, base int) bool {
	st := &in.state
	switch string(op) {
	case "q":
		if len(in.saved) < maxStateDepth {
			in.saved = append(in.saved, *st)
		}
	case "Q":
		if n := len(in.saved); n > base {
			*st = in.saved[n-1]
			in.saved = in.saved[:n-1]
		}
	case "cm":
		st.ctm = matrixOf(args).mul(st.ctm)
	case "BT":
		in.tm, in.line = identity, identity
	case "Tc":
		st.charSpace = num(args, 1)
	case "Tw":
		st.wordSpace = num(args, 1)
	case "Tz":
		st.scale = num(args, 1) / 100
	case "TL":
		st.leading = num(args, 1)
	case "Ts":
		st.rise = num(args, 1)
	case "Tf":
		if len(args) >= 2 && args[len(args)-2].kind == tokName {
			st.font = in.fontNamed(s, string(args[len(args)-2].s))
			st.size = num(args, 1)
		}
	case "Td":
		in.move(num(args, 2), num(args, 1))
	case "TD":
		st.leading = -num(args, 1)
		in.move(num(args, 2), num(args, 1))
	case "Tm":
		in.tm = matrixOf(args)
		in.line = in.tm
	case "T*":
		in.move(0, -st.leading)
	case "Tj":
		in.showAll(args)
	case "TJ":
		in.showAll(args)
	case "'":
		in.move(0, -st.leading)
		in.showAll(args)
	case "\"":
		st.wordSpace, st.charSpace = num(args, 3), num(args, 2)
		in.move(0, -st.leading)
		in.showAll(args[max(0, len(args)-1):])
	case "gs":
		if len(args) > 0 {
			in.extGState(args[len(args)-1], s)
		}
	case "Do":
		if len(args) > 0 && args[len(args)-1].kind == tokName {
			return in.do(string(args[len(args)-1].s), s, depth)
		}
	}
	return true
}

func (in *interpreter) extGState(name token, s *scope) {
	f := in.file
	ft := f.key(f.key(f.key(s.resources, "ExtGState"), string(name.s)), "Font")
	if ft.Len() == 2 {
		in.state.font = f.loadFont(f.index(ft, 0))
		in.state.size = f.index(ft, 1).Float64()
	}
}

func (in *interpreter) do(name string, s *scope, depth int) bool {
	fm := in.formNamed(s, name)
	switch {
	case fm.kind == "Image":
		in.images++
	case fm.kind != "Form" || fm.running:
	case depth >= maxFormDepth:
		in.fail(errors.New("forms are nested too deep"))
	default:
		state, tm, line := in.state, in.tm, in.line
		in.state.ctm = fm.matrix.mul(state.ctm)
		fm.running = true
		ok := in.run(fm.content, fm.scope, depth+1)
		fm.running = false
		in.state, in.tm, in.line = state, tm, line
		return ok
	}
	return true
}

func (in *interpreter) move(tx, ty float64) {
	m := &in.line
	m[4] += tx*m[0] + ty*m[2]
	m[5] += tx*m[1] + ty*m[3]
	in.tm = in.line
}

// showAll shows the strings of an operator, moving by the numbers between
// them (thousandths of the font size, to the left).
func (in *interpreter) showAll(args []token) {
	st := &in.state
	for i := range args {
		switch args[i].kind {
		case tokNumber:
			tx := -args[i].num / 1000 * st.size * st.scale
			in.tm[4] += tx * in.tm[0]
			in.tm[5] += tx * in.tm[1]
		case tokString:
			in.show(args[i].s)
		}
	}
}

func (in *interpreter) show(s []byte) {
	st := &in.state
	if st.font == nil {
		if len(s) > 0 {
			in.shown++
			in.unknown++
		}
		return
	}
	m := in.tm.mul(st.ctm)
	// The height of the font on the page: the length of its up vector.
	size := math.Abs(st.size) * st.font.height * math.Hypot(m[2], m[3])
	x, y := m[4]+st.rise*m[2], m[5]+st.rise*m[3]
	if !in.spend(len(s)) {
		return
	}
	var moved float64
	for len(s) > 0 {
		g, n := st.font.glyph(s)
		adv := g.width * st.size
		step := adv + st.charSpace
		if n == 1 && s[0] == ' ' {
			step += st.wordSpace
		}
		s = s[n:]
		adv, step = adv*st.scale, step*st.scale
		in.shown++
		text := g.text
		if text == "" {
			in.unknown++
			text = "\uFFFD"
		}
		next := glyph{x: x, y: y, x2: x + adv*m[0], y2: y + adv*m[1], size: size, text: text}
		if next.onAnyPage() && len(in.glyphs) <= maxGlyphs {
			in.glyphs = append(in.glyphs, next)
		}
		x += step * m[0]
		y += step * m[1]
		moved += step
	}
	in.tm[4] += moved * in.tm[0]
	in.tm[5] += moved * in.tm[1]
}
