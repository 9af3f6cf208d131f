package pdf

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	furnitureLines = 4    // at most, at each end of a page
	furnitureZone  = 0.14 // of the page's height, at its top and at its bottom
)

var (
	pageNumber = regexp.MustCompile(`(?i)^[-–—\s]*(page\s*)?([A-Z]{1,3}-)?(\d{1,4}|[ivxl]{1,6})(\s*(of|/)\s*\d{1,4})?[-–—.\s]*$`)
	digits     = regexp.MustCompile(`[0-9]+`)
)

// A zoneLine is a line in the top or bottom zone of a page.
type zoneLine struct {
	*pageLine
	key string
}

// markFurniture finds running headers and footers: lines at the top or bottom
// of pages that come again on others but for their numbers, and page numbers.
// It goes from a page's edge inwards and stops at the first other line.
func markFurniture(pages []*pageText) {
	var zones [2][][]zoneLine // top and bottom, by page
	seen := [2]map[string]int{{}, {}}
	for _, p := range pages {
		for side, z := range p.zones() {
			zones[side] = append(zones[side], z)
			for _, l := range z {
				seen[side][l.key]++
			}
		}
	}
	need := max(2, min(3, len(pages)/2))
	for side := range zones {
		for _, z := range zones[side] {
			for i, l := range z {
				repeated := seen[side][l.key] >= need
				if i == furnitureLines || !repeated && !pageNumber.MatchString(l.out) {
					break
				}
				l.furniture = true
			}
		}
	}
	markNumbers(pages)
}

// markNumbers finds page numbers that stand below short pages, far from the
// edge: a page's last line is one when it counts on from the last lines of
// other pages.
func markNumbers(pages []*pageText) {
	last := make([]*pageLine, len(pages))
	offset := map[int]int{} // number minus position: how many pages have it
	of := func(i int) (int, bool) {
		if last[i] == nil {
			return 0, false
		}
		m := pageNumber.FindStringSubmatch(last[i].out)
		if m == nil {
			return 0, false
		}
		n, err := strconv.Atoi(m[3])
		return n - i, err == nil
	}
	for i, p := range pages {
		for j := len(p.lines) - 1; j >= 0 && last[i] == nil; j-- {
			if l := &p.lines[j]; l.column >= 0 && l.out != "" && !l.furniture {
				last[i] = l
			}
		}
		if d, ok := of(i); ok {
			offset[d]++
		}
	}
	for i := range pages {
		if d, ok := of(i); ok && offset[d] > 1 {
			last[i].furniture = true
		}
	}
}

// zones returns the lines at the top and at the bottom of a page, each from
// the edge inwards.
func (p *pageText) zones() (z [2][]zoneLine) {
	for i := range p.lines {
		l := &p.lines[i]
		if l.column < 0 || l.out == "" {
			continue
		}
		side := 0
		switch {
		case l.y > p.height*(1-furnitureZone):
		case l.y < p.height*furnitureZone:
			side = 1
		default:
			continue
		}
		key := strings.Join(strings.Fields(digits.ReplaceAllString(l.out, "#")), " ")
		z[side] = append(z[side], zoneLine{l, strings.ToLower(key)})
	}
	slices.SortStableFunc(z[0], func(a, b zoneLine) int { return cmp.Compare(b.y, a.y) })
	slices.SortStableFunc(z[1], func(a, b zoneLine) int { return cmp.Compare(a.y, b.y) })
	return z
}
