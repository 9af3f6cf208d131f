package pdf

import (
	"regexp"
	"strings"
)

const (
	furnitureZone = 0.14 // of the page's height, at its top and at its bottom
)

var (
	pageNumber = regexp.MustCompile(`(?i)^[-–—\s]*(page\s*)?([A-Z]{1,3}-)?(\d{1,4}|[ivxl]{1,6})(\s*(of|/)\s*\d{1,4})?[-–—.\s]*$`)
	digits     = regexp.MustCompile(`[0-9]+`)
)

// markFurniture finds running headers and footers: lines at the top or bottom
// of pages that come again on others but for their numbers, and page numbers.
func markFurniture(pages []*pageText) {
	type end struct {
		key    string
		bottom bool
	}
	seen := map[end]int{}
	keyOf := func(l *pageLine, bottom bool) end {
		return end{strings.ToLower(strings.Join(strings.Fields(digits.ReplaceAllString(l.out, "#")), " ")), bottom}
	}
	visit := func(fn func(l *pageLine, bottom, outermost bool)) {
		for _, p := range pages {
			top, low := 0.0, p.height
			for _, l := range p.lines {
				top, low = max(top, l.y), min(low, l.y)
			}
			for i := range p.lines {
				l := &p.lines[i]
				switch {
				case l.column < 0 || l.out == "":
				case l.y > p.height*(1-furnitureZone):
					fn(l, false, l.y >= top)
				case l.y < p.height*furnitureZone:
					fn(l, true, l.y <= low+2*l.size)
				}
			}
		}
	}
	visit(func(l *pageLine, bottom, _ bool) { seen[keyOf(l, bottom)]++ })
	need := max(2, min(3, len(pages)/2))
	visit(func(l *pageLine, bottom, outermost bool) {
		l.furniture = outermost && pageNumber.MatchString(l.out) || len(pages) > 1 && seen[keyOf(l, bottom)] >= need
	})
}
