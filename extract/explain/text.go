package explain

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"covenant/extract"
)

// What a terminal is told to show a thing so (ECMA-48, SGR).
const (
	sgrBold   = "1"
	sgrDim    = "2"
	sgrReset  = "0"
	sgrStrong = "1;30;48;5;214" // a decisive word: black on orange
	sgrMiddle = "30;48;5;222"
	sgrWeak   = "30;48;5;230"
)

// labelSGR is how elements of a label are shown: bold, on a colour of their own.
func labelSGR(l extract.Label) string {
	colour := map[extract.Label]int{
		extract.Court: 97, extract.Law: 29, extract.GovLaw: 36, extract.Party: 25, extract.Title: 60,
		extract.Amount: 130, extract.Duration: 94, extract.Date: 124, extract.Alias: 67,
	}[l]
	if colour == 0 {
		colour = 240 // a label of one's own
	}
	return fmt.Sprintf("1;97;48;5;%d", colour)
}

// bestWords are named below a decision at most.
const bestWords = 5

// A painter writes text, in colour or not.
type painter struct {
	strings.Builder
	colour bool
}

// put writes text so that the terminal shows it as sgr says.
func (p *painter) put(sgr, text string) {
	if !p.colour || sgr == "" || text == "" {
		p.WriteString(text)
		return
	}
	fmt.Fprintf(p, "\x1b[%sm%s\x1b[%sm", sgr, text, sgrReset)
}

// WriteText writes the explanation for a terminal: the record, where which clauses are,
// then page by page what is shown, each decision in its surroundings with the words that it rests on. In
// colour these are lit, the stronger the more they count; without, what a decision
// is about stands in brackets.
func (x *Explanation) WriteText(w io.Writer, colour bool) error {
	p := &painter{colour: colour}
	r := x.Record
	p.put(sgrBold, plain(filepath.Base(r.Document.Path)))
	fmt.Fprintf(p, "  %s\n", summary(r))
	for i := range r.Contracts {
		p.contract(r, &r.Contracts[i])
	}
	p.clauses(x)
	page := -1
	for _, it := range x.items() {
		if n := x.page(it.span); n != page {
			page = n
			p.WriteByte('\n')
			p.put(sgrBold, fmt.Sprintf("Page %d", n))
			p.WriteByte('\n')
		}
		p.item(r, it)
	}
	if len(x.Elements)+len(x.Decisions) == 0 {
		p.WriteString("\nnothing to show\n")
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// summary says what a document is and how much was found in it.
func summary(r *extract.Record) string {
	s := fmt.Sprintf("%s, %s, %s", r.Document.Format, count(len(r.Document.Pages), "page"), count(len(r.Elements), "element"))
	if n := len(r.Clauses); n > 0 {
		s += ", " + count(n, "clause")
	}
	return s
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (p *painter) contract(r *extract.Record, c *extract.Contract) {
	p.WriteByte('\n')
	p.put(sgrBold, fmt.Sprintf("Contract %d", c.Part))
	p.WriteByte('\n')
	if c.Kind.Name != "" {
		fmt.Fprintf(p, "  %-18s  ", "kind")
		p.put(sgrBold, plain(c.Kind.Name))
		p.put(sgrDim, "  "+percent(c.Kind.Confidence))
		p.WriteByte('\n')
	}
	for i := range c.Fields {
		f := &c.Fields[i]
		if f.Rank != 1 {
			continue
		}
		fmt.Fprintf(p, "  %-18s  ", fieldTitle(f.Name))
		p.put(sgrBold, plain(fieldValue(f)))
		if d := partyDetails(c, i); d != "" {
			p.WriteString(", " + plain(d))
		}
		p.put(sgrDim, "  "+percent(f.Confidence)+where(r, f))
		p.WriteByte('\n')
	}
}

// clauses writes a line for each category of clauses that are shown, with their pages,
// and how many there are on a page with several.
func (p *painter) clauses(x *Explanation) {
	categories := x.clauses()
	if len(categories) == 0 {
		return
	}
	p.WriteByte('\n')
	p.put(sgrBold, "Clauses")
	p.WriteByte('\n')
	widest := 0
	for _, c := range categories {
		widest = max(widest, len([]rune(plain(c.name))))
	}
	for _, c := range categories {
		var pages []string
		for i := 0; i < len(c.places); {
			page, n := c.places[i].page, 0
			for ; i < len(c.places) && c.places[i].page == page; i++ {
				n++
			}
			s := strconv.Itoa(page)
			if n > 1 {
				s += fmt.Sprintf(" (%d)", n)
			}
			pages = append(pages, s)
		}
		name := plain(c.name)
		fmt.Fprintf(p, "  %s%s  ", name, strings.Repeat(" ", widest-len([]rune(name))))
		p.put(sgrDim, map[bool]string{true: "page ", false: "pages "}[len(pages) == 1]+strings.Join(pages, ", "))
		p.WriteByte('\n')
	}
}

// where says where a field came from.
func where(r *extract.Record, f *extract.Field) string {
	s := ""
	if f.Derivation != extract.Stated {
		s = ", " + plain(f.Derivation)
	}
	if len(f.Elements) > 0 {
		e := &r.Elements[f.Elements[0]]
		s += fmt.Sprintf(", page %d", r.Document.PageAt(e.Span.Start))
		if text := plain(e.Text(r.Document)); text != plain(f.Value) {
			s += ": " + text
		}
	}
	return s
}

func (p *painter) item(r *extract.Record, it item) {
	if it.element >= 0 {
		p.element(r, &r.Elements[it.element])
	}
	for _, d := range it.decisions {
		p.decision(r, it, d)
	}
}

func (p *painter) element(r *extract.Record, e *extract.Element) {
	label := string(e.Label)
	if e.Role != "" {
		label += " " + string(e.Role)
	}
	fmt.Fprintf(p, "  %-20s  ", label)
	text := e.Text(r.Document)
	p.put(labelSGR(e.Label), plain(text))
	if v := value(e, text); v != "" {
		p.WriteString(" = " + plain(v))
	}
	notes := "  " + percent(e.Confidence)
	if len(e.Flags) > 0 {
		notes += ", " + strings.Join(e.Flags, ", ")
	}
	p.put(sgrDim, notes)
	p.WriteByte('\n')
}

func (p *painter) decision(r *extract.Record, it item, d *Decision) {
	sgr := ""
	if it.element >= 0 {
		sgr = labelSGR(r.Elements[it.element].Label)
	}
	if it.element < 0 { // it has no line above
		fmt.Fprintf(p, "  %-20s  ", plain(d.Kind))
		p.put(sgrBold, plain(d.Answer))
		p.put(sgrDim, "  "+percent(d.Confidence))
		if s := d.doubt(r); s != "" {
			p.put(sgrDim, ", "+s)
		}
		p.WriteByte('\n')
	}
	p.WriteString("      ")
	p.excerpt(r, d, sgr)
	p.WriteByte('\n')
	reasons := strings.Join(d.reasons(r.Document.Text), "; ")
	switch {
	case it.element >= 0:
		p.WriteString("      ")
		p.put(sgrBold, plain(d.Kind+" "+d.Answer))
		if reasons != "" {
			reasons = "; " + reasons
		}
		p.put(sgrDim, " "+percent(d.Confidence)+reasons)
		p.WriteByte('\n')
	case reasons != "":
		p.WriteString("      ")
		p.put(sgrDim, reasons)
		p.WriteByte('\n')
	}
}

// reasons says what else might have been decided, by whom, and on which words the
// decision rests.
func (d *Decision) reasons(text string) []string {
	var out, others, opinions, named []string
	for _, o := range d.likely() {
		others = append(others, plain(o.Answer)+" "+percent(o.Probability))
	}
	for _, o := range d.dissent() {
		opinions = append(opinions, "by the "+o.By+" alone "+plain(o.Answer)+" "+percent(o.Probability))
	}
	words, own := d.Telling()
	for _, w := range best(spellings(words, text), text, bestWords) {
		named = append(named, plain(w.Span.Of(text))+" "+percent(w.Weight))
	}
	if others != nil {
		out = append(out, "else "+strings.Join(others, ", "))
	}
	if opinions != nil {
		out = append(out, strings.Join(opinions, ", "))
	}
	if named != nil {
		out = append(out, "words: "+strings.Join(named, ", "))
	}
	if own > 0 {
		out = append(out, "its own count "+percent(own))
	}
	return out
}

// excerpt writes what a decision is about, with its surroundings.
func (p *painter) excerpt(r *extract.Record, d *Decision, sgr string) {
	text := r.Document.Text
	weight := map[extract.ByteSpan]float64{}
	words, _ := d.Telling()
	for _, w := range words {
		weight[w.Span] = w.Weight
	}
	top := strongest(words)
	tokens, more := excerptOf(r, d)
	at, open := -1, false
	bracket := func(b byte) {
		if open = !open; !p.colour {
			p.WriteByte(b)
		}
	}
	for _, t := range tokens {
		if open && !t.inside {
			bracket(']')
		}
		switch {
		case t.gap && at >= 0:
			p.WriteString(" … ")
		case t.gap:
			p.WriteString("… ")
		case at >= 0 && at < t.Start:
			p.WriteByte(' ')
		}
		if t.inside && !open {
			bracket('[')
		}
		shade := strength(weight[t.Token], top)
		if t.inside && shade == "" {
			shade = sgr
		}
		p.put(shade, plain(t.Of(text)))
		at = t.End
	}
	if open {
		bracket(']')
	}
	if more {
		p.WriteString(" …")
	}
}

// strength returns how a word of a weight is lit beside the strongest one.
func strength(weight, top float64) string {
	switch {
	case weight <= 0 || weight < top/8:
		return ""
	case weight < top/4:
		return sgrWeak
	case weight < top/2:
		return sgrMiddle
	}
	return sgrStrong
}
