package read

import (
	"strconv"
	"strings"
)

// A numbering knows the numbers of a Word document's paragraphs (ECMA-376 part
// 1, 17.9), which stand in no text: Word counts them when it shows the page.
type numbering struct {
	styles   map[string]paragraphStyle
	lists    map[string]list      // by numId
	abstract map[string]*abstract // by abstractNumId
}

// A numberRef says which list and level a paragraph or style has.
type numberRef struct {
	numID    string // "0" takes the number away
	level    int
	hasLevel bool
}

type paragraphStyle struct {
	basedOn string
	numberRef
}

// A list is a use of an abstract list; lists of one abstract count on together.
type list struct {
	abstract string
	starts   map[int]int   // levels that begin anew
	levels   map[int]level // levels that differ
	begun    map[int]bool
}

// An abstract is the form of a list and where its counting is.
type abstract struct {
	levels map[int]level
	counts [9]int
	seen   [9]bool
}

// A level is how one level of a list is numbered.
type level struct {
	Index   int  `xml:"ilvl,attr"`
	Start   *val `xml:"start"`
	Format  val  `xml:"numFmt"`
	Text    val  `xml:"lvlText"`
	Suffix  val  `xml:"suff"`
	Style   val  `xml:"pStyle"`
	Restart *val `xml:"lvlRestart"`
	Legal   *val `xml:"isLgl"`
}

type numberingProperties struct {
	Level val `xml:"ilvl"`
	ID    val `xml:"numId"`
}

func (p numberingProperties) ref() numberRef {
	r := numberRef{numID: p.ID.Val}
	if n, err := strconv.Atoi(p.Level.Val); err == nil {
		r.level, r.hasLevel = n, true
	}
	return r
}

// readNumbering reads the numbering and the styles that belong to part main.
func readNumbering(pkg *officePackage, main string) (*numbering, error) {
	n := &numbering{styles: map[string]paragraphStyle{}, lists: map[string]list{}, abstract: map[string]*abstract{}}
	var styles struct {
		Style []struct {
			ID      string              `xml:"styleId,attr"`
			BasedOn val                 `xml:"basedOn"`
			Number  numberingProperties `xml:"pPr>numPr"`
		} `xml:"style"`
	}
	if err := decodeRelated(pkg, main, "styles", &styles); err != nil {
		return nil, err
	}
	for _, s := range styles.Style {
		n.styles[s.ID] = paragraphStyle{s.BasedOn.Val, s.Number.ref()}
	}
	var x struct {
		Abstract []struct {
			ID        string  `xml:"abstractNumId,attr"`
			Levels    []level `xml:"lvl"`
			StyleLink val     `xml:"styleLink"`
			LinkedTo  val     `xml:"numStyleLink"`
		} `xml:"abstractNum"`
		Num []struct {
			ID       string `xml:"numId,attr"`
			Abstract val    `xml:"abstractNumId"`
			Override []struct {
				Index int    `xml:"ilvl,attr"`
				Start *val   `xml:"startOverride"`
				Level *level `xml:"lvl"`
			} `xml:"lvlOverride"`
		} `xml:"num"`
	}
	if err := decodeRelated(pkg, main, "numbering", &x); err != nil {
		return nil, err
	}
	linked := map[string]*abstract{}
	for _, a := range x.Abstract {
		b := &abstract{levels: map[int]level{}}
		for _, l := range a.Levels {
			b.levels[l.Index] = l
		}
		n.abstract[a.ID] = b
		if a.StyleLink.Val != "" {
			linked[a.StyleLink.Val] = b
		}
	}
	for _, a := range x.Abstract {
		if b := linked[a.LinkedTo.Val]; b != nil && len(a.Levels) == 0 {
			n.abstract[a.ID] = b
		}
	}
	for _, m := range x.Num {
		l := list{abstract: m.Abstract.Val, starts: map[int]int{}, levels: map[int]level{}, begun: map[int]bool{}}
		for _, o := range m.Override {
			if o.Level != nil {
				l.levels[o.Index] = *o.Level
			}
			if o.Start != nil {
				if start, err := strconv.Atoi(o.Start.Val); err == nil {
					l.starts[o.Index] = start
				}
			}
		}
		n.lists[m.ID] = l
	}
	return n, nil
}

// decodeRelated decodes the part of the kind that main refers to, if any.
func decodeRelated(pkg *officePackage, main, kind string, into any) error {
	rels, err := pkg.related(main, kind)
	if err != nil || len(rels) == 0 {
		return err
	}
	b, err := pkg.part(rels[0].Target)
	if err != nil || b == nil {
		return err
	}
	if err := newXMLDecoder(b).Decode(into); err != nil {
		return damagedXML(rels[0].Target, err)
	}
	return nil
}

// resolve returns the list and level of a paragraph: its own, or its style's.
func (n *numbering) resolve(p paragraph) (list, *abstract, int, bool) {
	ref, style := p.numberRef, p.style
	for range 16 { // styles may be based on each other in a circle
		s, ok := n.styles[style]
		if ref.numID != "" || !ok {
			break
		}
		ref.numID = s.numID
		if !ref.hasLevel {
			ref.level, ref.hasLevel = s.level, s.hasLevel
		}
		style = s.basedOn
	}
	if ref.numID == "" || ref.numID == "0" {
		return list{}, nil, 0, false
	}
	l, ok := n.lists[ref.numID]
	a := n.abstract[l.abstract]
	if !ok || a == nil {
		return list{}, nil, 0, false
	}
	if !ref.hasLevel {
		for i, lv := range a.levels {
			if lv.Style.Val != "" && lv.Style.Val == p.style {
				ref.level = i
			}
		}
	}
	if ref.level < 0 || ref.level > 8 {
		return list{}, nil, 0, false
	}
	return l, a, ref.level, true
}

// label counts paragraph p and returns its number with what stands after it, ""
// where it has none.
func (n *numbering) label(p paragraph) string {
	l, a, i, ok := n.resolve(p)
	if !ok {
		return ""
	}
	lv := l.level(a, i)
	start, anew := l.starts[i]
	anew = anew && !l.begun[i]
	if !anew {
		start = number(lv.Start, 1)
	}
	l.begun[i] = true
	if anew || !a.seen[i] {
		a.counts[i] = start
	} else {
		a.counts[i]++
	}
	a.seen[i] = true
	for deeper := i + 1; deeper < len(a.counts); deeper++ {
		r := l.level(a, deeper).Restart
		if r == nil || number(r, 0) > i {
			a.seen[deeper] = false
		}
	}
	return l.format(a, i)
}

func (l list) level(a *abstract, i int) level {
	if lv, ok := l.levels[i]; ok {
		return lv
	}
	return a.levels[i]
}

// format writes the number of level i as the list shows it.
func (l list) format(a *abstract, i int) string {
	lv := l.level(a, i)
	var text string
	switch lv.Format.Val {
	case "none":
		return ""
	case "bullet":
		text = "•"
	default:
		legal := lv.Legal != nil && !isOff(lv.Legal.Val)
		var b strings.Builder
		for k := 0; k < len(lv.Text.Val); k++ {
			c := lv.Text.Val[k]
			if c != '%' || k+1 == len(lv.Text.Val) || lv.Text.Val[k+1] < '1' || lv.Text.Val[k+1] > '9' {
				b.WriteByte(c)
				continue
			}
			k++
			j := int(lv.Text.Val[k] - '1')
			of := l.level(a, j)
			count := a.counts[j]
			if !a.seen[j] {
				count = number(of.Start, 1)
			}
			format := of.Format.Val
			if legal {
				format = "decimal"
			}
			b.WriteString(formatNumber(count, format))
		}
		text = b.String()
	}
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	switch lv.Suffix.Val {
	case "nothing":
		return text
	case "space":
		return text + " "
	}
	return text + "\t"
}

func number(v *val, otherwise int) int {
	if v == nil {
		return otherwise
	}
	n, err := strconv.Atoi(v.Val)
	if err != nil {
		return otherwise
	}
	return n
}
