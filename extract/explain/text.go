package explain

import (
	"fmt"
	"io"
	"path/filepath"
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

const (
	excerptTokens = 14 // shown on either side of what a decision is about
	bestWords     = 5  // named below it at most
)

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

// WriteText writes the explanation for a terminal: the record, then page by page what
// is shown, each decision in its surroundings with the words that it rests on. In
// colour these are lit, the stronger the more they count; without, what a decision
// is about stands in brackets.
func (x *Explanation) WriteText(w io.Writer, colour bool) error {
	p := &painter{colour: colour}
	r := x.Record
	p.put(sgrBold, plain(filepath.Base(r.Document.Path)))
	fmt.Fprintf(p, "  %s, %s, %s\n", r.Document.Format, count(len(r.Document.Pages), "page"), count(len(r.Elements), "element"))
	for i := range r.Contracts {
		p.contract(r, &r.Contracts[i])
	}
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
	sgr := sgrBold
	if it.element >= 0 {
		sgr = labelSGR(r.Elements[it.element].Label)
	}
	p.WriteString("      ")
	p.excerpt(r, d, sgr)
	p.WriteString("\n      ")
	p.put(sgrBold, d.Kind+" "+d.Answer)
	p.put(sgrDim, " "+percent(d.Confidence))
	for i, o := range d.Others {
		if o.Probability < 0.01 {
			break
		}
		p.put(sgrDim, [...]string{"; else ", ", "}[min(i, 1)]+o.Answer+" "+percent(o.Probability))
	}
	for i, o := range d.dissent() {
		p.put(sgrDim, [...]string{"; by the ", ", by the "}[min(i, 1)]+o.By+" alone "+o.Answer+" "+percent(o.Probability))
	}
	words, own := d.Telling()
	for i, w := range best(words, r.Document.Text, bestWords) {
		p.put(sgrDim, [...]string{"; words: ", ", "}[min(i, 1)]+plain(w.Span.Of(r.Document.Text))+" "+percent(w.Weight))
	}
	if own > 0 {
		p.put(sgrDim, "; its own count "+percent(own))
	}
	p.WriteByte('\n')
}

// excerpt writes what a decision is about with some words on either side.
func (p *painter) excerpt(r *extract.Record, d *Decision, sgr string) {
	text := r.Document.Text
	around, before, after := surroundings(r.Sentences, d.Span)
	weight := map[extract.ByteSpan]float64{}
	words, _ := d.Telling()
	for _, w := range words {
		weight[w.Span] = w.Weight
	}
	top := strongest(words)
	if before {
		p.WriteString("… ")
	}
	at, open := -1, false
	bracket := func(b byte) {
		if open = !open; !p.colour {
			p.WriteByte(b)
		}
	}
	for _, t := range around {
		inside := t.End > d.Span.Start && t.Start < d.Span.End
		if open && !inside {
			bracket(']')
		}
		if at >= 0 && at < t.Start {
			p.WriteByte(' ')
		}
		if inside && !open {
			bracket('[')
		}
		shade := strength(weight[t], top)
		if inside && shade == "" {
			shade = sgr
		}
		p.put(shade, plain(t.Of(text)))
		at = t.End
	}
	if open {
		bracket(']')
	}
	if after {
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

// surroundings returns the tokens of a span and some on either side, and whether
// others of the document come before and after these.
func surroundings(sentences []extract.Sentence, span extract.ByteSpan) (around []extract.Token, before, after bool) {
	var left []extract.Token
	right := 0
	for _, s := range sentences {
		for _, t := range s.Tokens {
			switch {
			case t.End <= span.Start:
				if left = append(left, t); len(left) > excerptTokens {
					left, before = left[1:], true
				}
			case t.Start < span.End:
				around = append(around, t)
			default:
				if right++; right > excerptTokens {
					return append(left, around...), before, true
				}
				around = append(around, t)
			}
		}
	}
	return append(left, around...), before, false
}
