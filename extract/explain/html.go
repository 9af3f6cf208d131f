package explain

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"covenant/extract"
)

//go:embed report.html
var reportHTML string

// page is what the template shows.
type page struct {
	Name      string
	Summary   string
	Contracts []contractView
	Clauses   []categoryView
	Noted     bool // there are notes in the margin
	Pages     []pageView
	Cards     []cardView
}

// A categoryView is a category of clauses with links to them.
type categoryView struct {
	Name   string
	Places []placeView
}

type contractView struct {
	Part   int
	Kind   choiceView // without a name: none is said
	Fields []fieldView
}

type fieldView struct {
	Name, Value, Details, Derivation, Confidence string
	Places                                       []placeView
	Others                                       []fieldView // that lost
}

// A placeView is a link to an element or a clause.
type placeView struct {
	Text string
	Page int
	Card int // -1: it is not shown
}

type pageView struct {
	Number int
	Pieces []piece
}

// A piece is a run of text of one page: part of at most one element and at most one
// decisive word.
type piece struct {
	Text  string
	Card  int    // of the element, -1: none
	Label string // of the element
	Title string
	Word  int    // number of the decisive word, -1: none
	About string // cards of decisions about no element
	Begin []begin
}

// A begin is a card of which the text begins at a piece.
type begin struct {
	Card int
	Note string // in the margin; empty for elements
}

type cardView struct {
	ID           int
	Label        string // of the element, empty for a decision about none
	Head, Text   string
	Value, Flags string
	Confidence   string
	Page         int
	Decisions    []decisionView
	Words        string // that are lit: "number:strength …"
}

type decisionView struct {
	Kind, Answer, Confidence string
	Others                   []choiceView // the answer first
	Opinions                 []choiceView
	Words                    []choiceView
	Own                      string // share of the element's own words
}

type choiceView struct {
	Name, Probability string
	Percent           int
}

var report = sync.OnceValue(func() *template.Template { return template.Must(template.New("report").Parse(reportHTML)) })

// WriteHTML writes the explanation as one page of HTML that needs nothing else: the
// record with links to its places, the document's text with the elements marked and
// notes on clauses in its margin, and beside it a card for each with the decisions
// about it. To point at one, or to choose
// it, lights the words that its decision rests on, the stronger the more they count.
func (x *Explanation) WriteHTML(w io.Writer) error {
	doc := x.Record.Document
	l := x.layout()
	p := page{
		Name:      filepath.Base(doc.Path),
		Summary:   summary(x.Record),
		Contracts: l.contractViews(), Clauses: x.categoryViews(), Pages: l.pages(), Cards: l.cardViews(),
	}
	p.Noted = slices.ContainsFunc(l.items, func(it item) bool { return it.element < 0 })
	if err := report().Execute(w, p); err != nil {
		return fmt.Errorf("writing the report on %s: %w", doc.Path, err)
	}
	return nil
}

func (l *layout) contractViews() []contractView {
	var out []contractView
	for i := range l.x.Record.Contracts {
		c := &l.x.Record.Contracts[i]
		v := contractView{Part: c.Part, Kind: choice(c.Kind.Name, c.Kind.Confidence)}
		for k := range c.Fields {
			f := &c.Fields[k]
			field := fieldView{Name: fieldTitle(f.Name), Value: fieldValue(f), Details: partyDetails(c, k), Confidence: percent(f.Confidence), Places: l.places(f)}
			if f.Derivation != extract.Stated {
				field.Derivation = f.Derivation
			}
			n := len(v.Fields)
			switch {
			case f.Rank == 1:
				v.Fields = append(v.Fields, field)
			case n > 0 && v.Fields[n-1].Name == field.Name:
				v.Fields[n-1].Others = append(v.Fields[n-1].Others, field)
			default: // no candidate was good enough to be the value
				v.Fields = append(v.Fields, fieldView{Name: field.Name, Others: []fieldView{field}})
			}
		}
		out = append(out, v)
	}
	return out
}

func (x *Explanation) categoryViews() []categoryView {
	var out []categoryView
	for _, c := range x.clauses() {
		v := categoryView{Name: c.name}
		for _, at := range c.places {
			v.Places = append(v.Places, placeView{Page: at.page, Card: at.item})
		}
		out = append(out, v)
	}
	return out
}

func (l *layout) places(f *extract.Field) []placeView {
	var out []placeView
	for _, i := range f.Elements {
		e := &l.x.Record.Elements[i]
		v := placeView{Text: plain(e.Text(l.x.Record.Document)), Page: l.x.page(e.Span), Card: -1}
		if id, shown := l.cards[i]; shown {
			v.Card = id
		}
		out = append(out, v)
	}
	return out
}

// cardViews returns a card for each item.
func (l *layout) cardViews() []cardView {
	var out []cardView
	text := l.x.Record.Document.Text
	for id, it := range l.items {
		c := cardView{ID: id, Page: l.x.page(it.span), Text: plain(it.span.Of(text))}
		if it.element >= 0 {
			e := &l.x.Record.Elements[it.element]
			c.Label, c.Head, c.Confidence = string(e.Label), head(e), percent(e.Confidence)
			c.Value, c.Flags = plain(value(e, it.span.Of(text))), strings.Join(e.Flags, ", ")
		} else {
			c.Text, c.Head = shortened(l.x.Record, it.decisions[0]), it.note()
			c.Flags = it.decisions[0].doubt(l.x.Record)
		}
		lit := map[int]float64{}
		for _, d := range it.decisions {
			words, _ := d.Telling()
			top := strongest(words)
			for _, w := range words {
				if n, ok := l.words[w.Span]; ok && w.Weight >= faintest*top {
					lit[n] = max(lit[n], w.Weight/top)
				}
			}
			c.Decisions = append(c.Decisions, l.decision(d))
		}
		c.Words = litWords(lit)
		out = append(out, c)
	}
	return out
}

func head(e *extract.Element) string {
	if e.Role == "" {
		return string(e.Label)
	}
	return string(e.Label) + " " + string(e.Role)
}

// note names the decision about no element that an item is, empty for elements.
func (it *item) note() string {
	if it.element >= 0 {
		return ""
	}
	return it.decisions[0].Kind + " " + it.decisions[0].Answer
}

func litWords(lit map[int]float64) string {
	var words []string
	for n, s := range lit {
		words = append(words, fmt.Sprintf("%d:%.2f", n, s))
	}
	slices.Sort(words) // as text: any fixed order does
	return strings.Join(words, " ")
}

func (l *layout) decision(d *Decision) decisionView {
	v := decisionView{Kind: d.Kind, Answer: d.Answer, Confidence: percent(d.Confidence)}
	others := d.Others[:min(len(d.Others), mostOthers)]
	for _, c := range append([]Choice{{d.Answer, d.Confidence}}, others...) {
		v.Others = append(v.Others, choice(c.Answer, c.Probability))
	}
	for _, o := range d.Opinions {
		v.Opinions = append(v.Opinions, choice("by the "+o.By+" alone "+o.Answer, o.Probability))
	}
	text := l.x.Record.Document.Text
	words, own := d.Telling()
	for _, w := range best(spellings(words, text), text, bestWords) {
		v.Words = append(v.Words, choice(plain(w.Span.Of(text)), w.Weight))
	}
	if own > 0 {
		v.Own = percent(own)
	}
	return v
}

func choice(name string, p float64) choiceView {
	return choiceView{name, percent(p), int(100*p + 0.5)}
}
