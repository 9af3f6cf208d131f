package read

import (
	"strings"

	"covenant/extract"
)

// A flow puts text together from the pieces of a marked-up document: what parts
// two pieces (space, tab, line break, blank line) is written only once text
// follows, so that nesting never piles it up.
type flow struct {
	b      strings.Builder
	breaks int // due before the next text: 1 a line break, 2 a blank line
	tabs   int // due
	space  bool
	hard   int // no-break spaces due that may yet prove to be mere filling

	pageDue   bool
	starts    []int // where pages after the first begin
	tables    []table
	furniture []extract.ByteSpan
}

// A table is one whose end was not yet seen.
type table struct {
	inCell bool
	empty  bool // no text in the open cell yet
	first  bool // no cell in the open row yet
	tabs   int  // due of its own
}

// write adds text as it is, after what is due.
func (f *flow) write(s string) {
	if s == "" {
		return
	}
	if f.b.Len() > 0 {
		for range f.breaks {
			f.b.WriteByte('\n')
		}
		for range f.tabs {
			f.b.WriteByte('\t')
		}
		if f.space && f.breaks == 0 && f.tabs == 0 {
			f.b.WriteByte(' ')
		}
		for range f.hard {
			f.b.WriteByte(' ')
		}
		if f.pageDue {
			f.starts = append(f.starts, f.b.Len())
		}
	}
	f.breaks, f.tabs, f.space, f.hard, f.pageDue = 0, 0, false, 0, false
	for i := range f.tables {
		f.tables[i].empty, f.tables[i].tabs = false, 0
	}
	f.b.WriteString(clean(strings.ToValidUTF8(s, "\uFFFD")))
}

// words adds text in which runs of white space count as one space, and none
// after a break. A no-break space is a space that stays, unless it is all that
// a paragraph or cell holds.
func (f *flow) words(s string) {
	for s != "" {
		i := strings.IndexAny(s, " \t\n\r\f")
		if i < 0 {
			i = len(s)
		}
		if i > 0 && strings.Trim(s[:i], "\u00a0") == "" {
			f.hard += strings.Count(s[:i], "\u00a0")
		} else if i > 0 {
			f.write(strings.ReplaceAll(s[:i], "\u00a0", " "))
		}
		s = s[i:]
		rest := strings.TrimLeft(s, " \t\n\r\f")
		if len(rest) < len(s) {
			f.space = true
		}
		s = rest
	}
}

// lineBreak makes the next text begin a line; two make a blank line.
func (f *flow) lineBreak() { f.part(min(f.breaks+1, 2)) }

// part makes at least n line breaks due. A cell begins with none and has no
// blank lines.
func (f *flow) part(n int) {
	f.hard = 0
	for i := len(f.tables) - 1; i >= 0; i-- {
		if t := f.tables[i]; t.inCell {
			if t.empty {
				return
			}
			n = min(n, 1)
			break
		}
	}
	f.breaks = max(f.breaks, n)
}

// page makes the next text begin a page.
func (f *flow) page() { f.pageDue = true }

func (f *flow) startTable() {
	f.part(2)
	f.tables = append(f.tables, table{first: true})
}

func (f *flow) endTable() {
	if len(f.tables) == 0 {
		return
	}
	f.endCell()
	f.dropTabs()
	f.tables = f.tables[:len(f.tables)-1]
	f.part(2)
}

func (f *flow) startRow() {
	if len(f.tables) == 0 {
		f.part(1)
		return
	}
	f.endCell()
	f.dropTabs()
	f.part(1)
	f.tables[len(f.tables)-1].first = true
}

func (f *flow) startCell() {
	if len(f.tables) == 0 {
		f.space = true
		return
	}
	f.endCell()
	t := &f.tables[len(f.tables)-1]
	if !t.first {
		f.tabs++
		t.tabs++
	}
	f.hard = 0
	t.inCell, t.empty, t.first = true, true, false
}

func (f *flow) endCell() {
	if len(f.tables) == 0 {
		return
	}
	t := &f.tables[len(f.tables)-1]
	if t.inCell && !t.empty {
		f.breaks, f.space = 0, false
	}
	t.inCell = false
}

// dropTabs forgets the tabs before the empty cells that end a row.
func (f *flow) dropTabs() {
	t := &f.tables[len(f.tables)-1]
	f.tabs -= t.tabs
	t.tabs = 0
}

// result returns the text and its pages.
func (f *flow) result() (string, []extract.Page) {
	text := f.b.String()
	pages := pagesAt(append([]int{0}, f.starts...), len(text))
	for _, s := range f.furniture {
		for i := range pages {
			if pages[i].Span.Contains(s) {
				pages[i].Furniture = append(pages[i].Furniture, s)
			}
		}
	}
	return text, pages
}
