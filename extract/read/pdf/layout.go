package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Distances of the layout, as parts of the font's size.
const (
	wordGap    = 0.15 // a gap wider than this is a space
	cellGap    = 1.2  // a gap wider than this separates cells or columns
	sameLine   = 0.25 // baselines closer than this are one line
	smallPrint = 0.85 // smaller than this beside larger text: super- or subscript
	fakeBold   = 0.12 // the same glyph again closer than this is drawn twice
)

// maxOrderedLines is the most lines of a page whose order is looked at: that
// takes time that grows with their square, and no real page has more.
const maxOrderedLines = 3000

// maxCellSpaces is the most spaces that stand for a gap between cells.
const maxCellSpaces = 16

// A run is a stretch of glyphs that were shown one after the other on one
// baseline.
type run struct {
	from, to  int // glyphs
	x0, x1, y float64
	size      float64
}

// A segment is a stretch of a line without a wide gap.
type segment struct {
	x0, x1 float64
	text   string
}

// A textLine is one line of text on a page, read from left to right.
type textLine struct {
	y, size   float64
	segments  []segment
	column    int  // lines of one column share a number; 0 is the whole page
	gapBefore bool // a blank line stands above
}

// text joins the cells of a line by spaces, more of them for a wider gap.
func (l *textLine) text() string {
	if len(l.segments) == 1 {
		return l.segments[0].text
	}
	var b strings.Builder
	for i, s := range l.segments {
		if i > 0 {
			gap := (s.x0 - l.segments[i-1].x1) / max(0.5*l.size, 1)
			b.WriteString(strings.Repeat(" ", int(min(max(gap, 2), maxCellSpaces))))
		}
		b.WriteString(s.text)
	}
	return b.String()
}

// layout turns the glyphs of a page into lines in reading order. Text that
// runs in another direction than most (a note along the margin) is laid out
// in its own frame and follows.
func layout(glyphs []glyph) []textLine {
	turned := false
	for i := range glyphs {
		if turned = turn(&glyphs[i]) != 0; turned {
			break
		}
	}
	if !turned {
		return layoutUpright(glyphs)
	}
	var byTurn [4][]glyph
	for i := range glyphs {
		t := turn(&glyphs[i])
		byTurn[t] = append(byTurn[t], glyphs[i])
	}
	main := 0
	for t := range byTurn {
		if len(byTurn[t]) > len(byTurn[main]) {
			main = t
		}
	}
	lines := layoutUpright(upright(byTurn[main], main))
	for t := range byTurn {
		if t != main && len(byTurn[t]) > 0 {
			more := layoutUpright(upright(byTurn[t], t))
			if len(more) > 0 {
				more[0].gapBefore = true
			}
			for i := range more {
				more[i].column = -1 - t
			}
			lines = append(lines, more...)
		}
	}
	return lines
}

// turn says in which of four directions a glyph is written: 0 right, 1 up,
// 2 left, 3 down.
func turn(g *glyph) int {
	dx, dy := g.x2-g.x, g.y2-g.y
	switch {
	case math.Abs(dy) <= math.Abs(dx):
		if dx < 0 && g.text != " " {
			return 2
		}
		return 0
	case dy > 0:
		return 1
	}
	return 3
}

func upright(glyphs []glyph, turn int) []glyph {
	for i := range glyphs {
		g := &glyphs[i]
		switch turn {
		case 1:
			g.x, g.y, g.x2, g.y2 = g.y, -g.x, g.y2, -g.x2
		case 2:
			g.x, g.y, g.x2, g.y2 = -g.x, -g.y, -g.x2, -g.y2
		case 3:
			g.x, g.y, g.x2, g.y2 = -g.y, g.x, -g.y2, g.x2
		}
	}
	return glyphs
}

func layoutUpright(glyphs []glyph) []textLine {
	runs := makeRuns(glyphs)
	lines := followLines(runs)
	if len(lines) <= maxOrderedLines && disorderly(lines) {
		lines = attachSmallPrint(groupLines(runs))
	}
	var out []textLine
	for _, l := range lines {
		if t := readLine(glyphs, l); len(t.segments) > 0 {
			out = append(out, t)
		}
	}
	if len(out) <= maxOrderedLines {
		out = orderColumns(out)
	}
	markGaps(out)
	return out
}

func makeRuns(glyphs []glyph) []run {
	var runs []run
	for i := range glyphs {
		g := &glyphs[i]
		if n := len(runs) - 1; n >= 0 {
			r := &runs[n]
			if math.Abs(g.y-r.y) < 0.02*r.size && g.x > r.x1-0.4*r.size && g.x < r.x1+2*r.size && math.Abs(g.size-r.size) < 0.05*r.size {
				r.to, r.x1 = i+1, max(r.x1, g.x2)
				continue
			}
		}
		if n := len(runs); n > 1 && drawnTwice(glyphs, runs[n-1], runs[:n-1]) {
			runs = runs[:n-1]
		}
		runs = append(runs, run{i, i + 1, g.x, max(g.x, g.x2), g.y, g.size})
	}
	if n := len(runs); n > 1 && drawnTwice(glyphs, runs[n-1], runs[:n-1]) {
		runs = runs[:n-1]
	}
	return runs
}

// drawnTwice reports whether r only makes one of the last runs before it bold.
func drawnTwice(glyphs []glyph, r run, before []run) bool {
	for _, p := range before[max(0, len(before)-4):] {
		if p.to-p.from != r.to-r.from || math.Abs(p.x0-r.x0) > fakeBold*r.size || math.Abs(p.y-r.y) > fakeBold*r.size {
			continue
		}
		if slices.EqualFunc(glyphs[p.from:p.to], glyphs[r.from:r.to], func(a, b glyph) bool { return a.text == b.text }) {
			return true
		}
	}
	return false
}

// followLines puts runs together in the order in which the file shows them.
// Programs write text in reading order, column by column and cell by cell, and
// know it better than any look at the page can tell.
func followLines(runs []run) [][]run {
	var (
		lines  [][]run
		x1     float64 // where the current line ends
		y, big float64 // its baseline and largest size
	)
	for _, r := range runs {
		if n := len(lines) - 1; n >= 0 && continues(r, x1, y, big) {
			lines[n] = append(lines[n], r)
			x1 = max(x1, r.x1)
			if r.size > big {
				y, big = r.y, r.size
			}
			continue
		}
		lines = append(lines, []run{r})
		x1, y, big = r.x1, r.y, r.size
	}
	return lines
}

// continues reports whether r goes on with a line that ends at x1: on its
// baseline, or a little off it when one of them is small print.
func continues(r run, x1, y, size float64) bool {
	if r.x0 < x1-0.4*max(size, r.size) {
		return false
	}
	up := r.y - y
	if math.Abs(up) <= sameLine*min(size, r.size) || math.Abs(up) < 0.5 {
		return true
	}
	large := max(size, r.size)
	if r.size > size {
		up = -up
	}
	return min(size, r.size) < smallPrint*large && up < 0.6*large && up > -0.35*large && r.x0 < x1+0.5*large
}

// disorderly reports whether a page is written in an order that cannot be
// that of reading: line after line jumps up the page.
func disorderly(lines [][]run) bool {
	up := 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1][0], lines[i][0]
		if b.y > a.y-0.2*a.size {
			up++
		}
	}
	return up > 4 && up > len(lines)/2
}

// groupLines puts runs on about the same baseline together, from top to
// bottom.
func groupLines(runs []run) [][]run {
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.y, a.y) })
	var lines [][]run
	for _, r := range runs {
		if n := len(lines) - 1; n >= 0 {
			first := lines[n][0]
			if first.y-r.y <= sameLine*min(first.size, r.size) || first.y-r.y < 0.5 {
				lines[n] = append(lines[n], r)
				continue
			}
		}
		lines = append(lines, []run{r})
	}
	return lines
}

// attachSmallPrint moves super- and subscripts into the line that they touch.
func attachSmallPrint(lines [][]run) [][]run {
	for i, small := range lines {
		size := 0.0
		for _, r := range small {
			size = max(size, r.size)
		}
		for _, j := range []int{i + 1, i - 1} {
			if j < 0 || j >= len(lines) || len(lines[j]) == 0 {
				continue
			}
			if hosts(lines[j], small, size) {
				lines[j] = append(lines[j], small...)
				lines[i] = nil
				break
			}
		}
	}
	return slices.DeleteFunc(lines, func(l []run) bool { return len(l) == 0 })
}

// hosts reports whether every run of small stands at the side of a larger run
// of line, at most half a size above or a third below its baseline.
func hosts(line, small []run, size float64) bool {
	for _, s := range small {
		ok := false
		for _, r := range line {
			up := s.y - r.y
			if size < smallPrint*r.size && up < 0.6*r.size && up > -0.35*r.size &&
				(math.Abs(s.x0-r.x1) < 0.5*r.size || math.Abs(r.x0-s.x1) < 0.5*r.size || s.x0 > r.x0 && s.x1 < r.x1) {
				ok = true
				break
			}
		}
		if !ok {
			return false
		}
	}
	return len(small) > 0
}

// readLine reads the runs of one line from left to right.
func readLine(glyphs []glyph, runs []run) textLine {
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(a.x0, b.x0) })
	line := textLine{y: runs[0].y}
	overlap := false
	reach := math.Inf(-1)
	for _, r := range runs {
		if r.size > line.size {
			line.size, line.y = r.size, r.y
		}
		overlap = overlap || r.x0 < reach-0.1*r.size
		reach = max(reach, r.x1)
	}
	order := glyphs[runs[0].from:runs[0].to]
	if len(runs) > 1 {
		order = slices.Clone(order)
		for _, r := range runs[1:] {
			order = append(order, glyphs[r.from:r.to]...)
		}
	}
	if overlap { // runs stand inside one another (words set one letter at a time)
		slices.SortStableFunc(order, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
	}
	var (
		b     strings.Builder
		start float64
		end   = math.Inf(-1)
		space bool
		last  = glyph{x: math.Inf(-1)}
	)
	flush := func() {
		if b.Len() > 0 {
			line.segments = append(line.segments, segment{start, end, b.String()})
			b.Reset()
		}
	}
	for _, g := range order {
		if g.text == " " {
			space = true
			continue
		}
		if g.text == last.text && g.x-last.x < fakeBold*g.size && math.Abs(g.y-last.y) < fakeBold*g.size {
			continue
		}
		gap := g.x - end
		switch {
		case b.Len() == 0:
			start = g.x
		case gap > cellGap*g.size:
			flush()
			start = g.x
		case space && gap > -0.1*g.size || gap > wordGap*g.size:
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimSpace(g.text))
		space = strings.HasSuffix(g.text, " ")
		if b.Len() == 0 || g.x2 > end || end == math.Inf(-1) {
			end = max(g.x, g.x2)
		}
		last = g
	}
	flush()
	return line
}

// markGaps finds the lines above which more room stands than between the
// lines of a paragraph.
func markGaps(lines []textLine) {
	var pitches []float64
	for i := 1; i < len(lines); i++ {
		if d := lines[i-1].y - lines[i].y; d > 0 && lines[i].column == lines[i-1].column {
			pitches = append(pitches, d/max(lines[i].size, 1))
		}
	}
	if len(pitches) == 0 {
		return
	}
	slices.Sort(pitches)
	// The usual pitch is that of the denser lines: where paragraphs are of one
	// line the median is already a gap.
	usual := min(pitches[len(pitches)/3], 2.6)
	for i := 1; i < len(lines); i++ {
		d := (lines[i-1].y - lines[i].y) / max(lines[i].size, 1)
		lines[i].gapBefore = d > 1.3*usual || lines[i].column != lines[i-1].column || d < -1
	}
}
