package pdf

import (
	"math"
	"slices"
)

const (
	minGutter      = 6.0 // points
	minColumnLines = 7   // on each side
	minColumnFill  = 0.8 // of the column's width, by the usual line
	minColumnText  = 20  // bytes of the usual line
)

// orderColumns finds stretches of a page that are set in two columns of
// running text and puts the left column before the right one; a column may be
// divided again. Tables also have gaps one above the other, but their cells
// are short: they stay in rows.
func orderColumns(lines []textLine) []textLine { return splitColumns(lines, 3) }

func splitColumns(lines []textLine, depth int) []textLine {
	if depth == 0 {
		return lines
	}
	var out []textLine
	for i := 0; i < len(lines); {
		end, gutter := columnsFrom(lines, i)
		if end == i {
			out = append(out, lines[i])
			i++
			continue
		}
		var left, right []textLine
		for _, l := range lines[i:end] {
			var a, b []segment
			for _, s := range l.segments {
				if s.x0 < gutter {
					a = append(a, s)
				} else {
					b = append(b, s)
				}
			}
			if len(a) > 0 {
				left = append(left, textLine{y: l.y, size: l.size, segments: a, column: l.column*4 + 1})
			}
			if len(b) > 0 {
				right = append(right, textLine{y: l.y, size: l.size, segments: b, column: l.column*4 + 2})
			}
		}
		out = append(out, splitColumns(left, depth-1)...)
		out = append(out, splitColumns(right, depth-1)...)
		i = end
	}
	return out
}

// columnsFrom returns where a stretch of two columns that begins at line i
// ends, and its gutter; end is i where none begins.
func columnsFrom(lines []textLine, i int) (end int, gutter float64) {
	segs := lines[i].segments
	for s := range len(segs) {
		// The gutter is the gap after segment s; after the last segment when
		// the right column begins lower.
		a, b := segs[s].x1, math.Inf(1)
		if s+1 < len(segs) {
			b = segs[s+1].x0
		}
		j := i + 1
		for ; j < len(lines); j++ {
			na, nb, ok := free(lines[j].segments, a, b)
			if !ok {
				break
			}
			a, b = na, nb
		}
		if math.IsInf(b, 1) {
			continue
		}
		g := (a + b) / 2
		if isColumns(lines[i:j], g) {
			return j, g
		}
	}
	return i, 0
}

// free narrows the gap [a, b] to what the segments of a line leave of it.
func free(segs []segment, a, b float64) (float64, float64, bool) {
	for _, s := range segs {
		switch {
		case s.x1 <= a || s.x0 >= b:
		case s.x0 <= a && s.x1 < b:
			a = s.x1
		case s.x1 >= b && s.x0 > a:
			b = s.x0
		case math.IsInf(b, 1): // the first segment beyond an open gap
			b = s.x0
		default:
			return a, b, false
		}
	}
	return a, b, b-a >= minGutter
}

// isColumns tells running text on both sides of the gutter from a table.
func isColumns(lines []textLine, gutter float64) bool {
	var widths, texts [2][]float64
	var divided [2]int // lines with cells of their own
	left, right := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, l := range lines {
		var n [2]int
		var x0, x1 [2]float64
		var length [2]float64
		for _, s := range l.segments {
			side := 0
			if s.x0 >= gutter {
				side = 1
			}
			if n[side] == 0 {
				x0[side] = s.x0
			}
			n[side]++
			x1[side] = s.x1
			length[side] += float64(len(s.text))
		}
		for side := range 2 {
			if n[side] == 0 {
				continue
			}
			left[side], right[side] = min(left[side], x0[side]), max(right[side], x1[side])
			if n[side] > 1 {
				divided[side]++
			}
			widths[side] = append(widths[side], x1[side]-x0[side])
			texts[side] = append(texts[side], length[side]/float64(n[side]))
		}
	}
	for side := range 2 {
		if len(widths[side]) < minColumnLines {
			return false
		}
		if divided[side] > len(widths[side])/5 {
			return false
		}
		slices.Sort(widths[side])
		slices.Sort(texts[side])
		mid := len(widths[side]) / 2
		if widths[side][mid] < minColumnFill*(right[side]-left[side]) || texts[side][mid] < minColumnText {
			return false
		}
	}
	return true
}
