package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxLevel is the deepest level of a list, from 0.
const maxLevel = 8

// A numbering counts the numbered paragraphs of a document: Word stores only
// the list and level of each, not its number.
type numbering struct {
	lists  map[string]*list // by numId
	styles map[string]paragraph
	counts map[string]*[maxLevel + 1]int // by abstract list
}

// A list is a definition of levels.
type list struct {
	abstract string
	levels   [maxLevel + 1]level
}

// A level says how its numbers look: text such as "%1.%2", where %n stands for
// the number of level n.
type level struct {
	start        int
	format, text string
}

type xmlValue struct {
	Val string `xml:"val,attr"`
}

type xmlLevel struct {
	Level  int      `xml:"ilvl,attr"`
	Start  xmlValue `xml:"start"`
	Format xmlValue `xml:"numFmt"`
	Text   xmlValue `xml:"lvlText"`
}

// readNumbering reads the definitions of lists and which styles use them.
func readNumbering(pkg *docxPackage, main string) (*numbering, error) {
	n := &numbering{lists: map[string]*list{}, styles: map[string]paragraph{}, counts: map[string]*[maxLevel + 1]int{}}
	for _, name := range pkg.related(main, "numbering") {
		b, err := pkg.part(name)
		if err != nil {
			return nil, err
		}
		var defs struct {
			Abstract []struct {
				ID     string     `xml:"abstractNumId,attr"`
				Levels []xmlLevel `xml:"lvl"`
			} `xml:"abstractNum"`
			Nums []struct {
				ID        string   `xml:"numId,attr"`
				Abstract  xmlValue `xml:"abstractNumId"`
				Overrides []struct {
					Level int       `xml:"ilvl,attr"`
					Start *xmlValue `xml:"startOverride"`
					Def   *xmlLevel `xml:"lvl"`
				} `xml:"lvlOverride"`
			} `xml:"num"`
		}
		if err := xml.Unmarshal(b, &defs); err != nil {
			return nil, decodeError(name, err)
		}
		abstract := map[string]list{}
		for _, a := range defs.Abstract {
			l := list{abstract: a.ID}
			for _, x := range a.Levels {
				l.set(x.Level, x)
			}
			abstract[a.ID] = l
		}
		for _, num := range defs.Nums {
			l, ok := abstract[num.Abstract.Val]
			if !ok {
				continue
			}
			for _, o := range num.Overrides {
				if o.Def != nil {
					l.set(o.Level, *o.Def)
				}
				if o.Start != nil && o.Level >= 0 && o.Level <= maxLevel {
					// A list that starts anew counts apart.
					l.levels[o.Level].start, _ = strconv.Atoi(o.Start.Val)
					l.abstract = num.Abstract.Val + "/" + num.ID
				}
			}
			n.lists[num.ID] = &l
		}
	}
	return n, n.readStyles(pkg, main)
}

func (l *list) set(i int, x xmlLevel) {
	if i < 0 || i > maxLevel {
		return
	}
	start, err := strconv.Atoi(x.Start.Val)
	if err != nil {
		start = 1
	}
	l.levels[i] = level{start: start, format: x.Format.Val, text: x.Text.Val}
}

// readStyles notes the styles that number their paragraphs.
func (n *numbering) readStyles(pkg *docxPackage, main string) error {
	for _, name := range pkg.related(main, "styles") {
		b, err := pkg.part(name)
		if err != nil {
			return err
		}
		var defs struct {
			Styles []struct {
				ID    string   `xml:"styleId,attr"`
				List  xmlValue `xml:"pPr>numPr>numId"`
				Level xmlValue `xml:"pPr>numPr>ilvl"`
			} `xml:"style"`
		}
		if err := xml.Unmarshal(b, &defs); err != nil {
			return decodeError(name, err)
		}
		for _, s := range defs.Styles {
			if s.List.Val != "" {
				n.styles[s.ID] = paragraph{list: s.List.Val, level: s.Level.Val}
			}
		}
	}
	return nil
}

// next counts a paragraph and returns its number as a reader sees it, empty
// where it has none.
func (n *numbering) next(p paragraph) string {
	if p.list == "" {
		s := n.styles[p.style]
		p.list = s.list
		if p.level == "" {
			p.level = s.level
		}
	}
	l := n.lists[p.list]
	if l == nil { // numId 0 takes a style's number away
		return ""
	}
	i, err := strconv.Atoi(p.level)
	if err != nil || i < 0 || i > maxLevel {
		i = 0
	}
	c := n.counts[l.abstract]
	if c == nil {
		c = new([maxLevel + 1]int)
		for j := range c {
			c[j] = l.levels[j].start - 1
		}
		n.counts[l.abstract] = c
	}
	c[i]++
	for j := i + 1; j <= maxLevel; j++ {
		c[j] = l.levels[j].start - 1
	}
	if l.levels[i].format == "bullet" {
		return "•"
	}
	text := l.levels[i].text
	for j := 0; j <= i; j++ {
		number := max(c[j], l.levels[j].start)
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(j+1), formatNumber(number, l.levels[j].format))
	}
	return text
}

// formatNumber writes a number in one of Word's usual formats.
func formatNumber(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "lowerLetter":
		return strings.ToLower(letters(n))
	case "upperLetter":
		return letters(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// letters counts A to Z, AA to ZZ, AAA…, as Word does.
func letters(n int) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.value {
			b.WriteString(d.sign)
			n -= d.value
		}
	}
	return b.String()
}
