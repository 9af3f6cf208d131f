package explain

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"covenant/extract"
)

// An Explanation is one document with the decisions that were made about it.
type Explanation struct {
	Record    *extract.Record
	Decisions []Decision // in order of their spans
	// Elements are the numbers, in Record.Elements, of those that are shown, in order.
	Elements []int
}

// The kinds of decisions, by what they are about.
const (
	OfRole   = "role"   // the role of an element
	OfClause = "clause" // the category of a passage, to which others may be added
	OfKind   = "kind"   // the kind of the main contract
)

// A Decision is the answer to a question about a stretch of the document.
type Decision struct {
	Kind    string           // the question: one of those above, or any other
	Element int              // number of the element that it is about; -1: it is about the span alone
	Span    extract.ByteSpan // what it is about
	Answer  string
	// Confidence is the probability of the answer, between 0 and 1.
	Confidence float64
	// Others are the answers that lost, the likeliest first.
	Others []Choice
	// Opinions are what each of those said who decided together, if there were
	// several.
	Opinions []Opinion
	// Words are those that counted, in order of the text; their weights sum to one at
	// most. The classifier's opinion rests on them.
	Words []Word
}

// A Choice is a possible answer.
type Choice struct {
	Answer      string
	Probability float64
}

// An Opinion is the answer of one of several who decide.
type Opinion struct {
	By string // "tags" or "classifier"
	Choice
}

// A Word is a token of the document and how much it counted.
type Word struct {
	Span   extract.ByteSpan
	Weight float64
}

// New returns the explanation of a record, all of whose elements are shown.
func New(r *extract.Record, decisions []Decision) *Explanation {
	x := &Explanation{Record: r, Decisions: slices.Clone(decisions)}
	slices.SortStableFunc(x.Decisions, func(a, b Decision) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	for i := range r.Elements {
		x.Elements = append(x.Elements, i)
	}
	return x
}

// A Filter says which elements and decisions are shown; an empty list means all. Labels
// and roles choose elements, categories decisions about none; who gives only some of one
// sort sees none of the other.
type Filter struct {
	Labels []extract.Label
	Roles  []extract.Role
	// Categories are answers of decisions about no element; capitals and small letters
	// are the same.
	Categories []string
	Pages      []int // on which they begin
}

// Select returns the explanation with what the filter lets through.
func (x *Explanation) Select(f Filter) *Explanation {
	out := &Explanation{Record: x.Record}
	kept := map[int]bool{}
	ofElements := len(f.Labels)+len(f.Roles) > 0
	for _, i := range x.Elements {
		e := &x.Record.Elements[i]
		if !ofElements && len(f.Categories) > 0 {
			break
		}
		if passes(f.Labels, e.Label) && passes(f.Roles, e.Role) && passes(f.Pages, x.page(e.Span)) {
			out.Elements = append(out.Elements, i)
			kept[i] = true
		}
	}
	for _, d := range x.Decisions {
		if kept[d.Element] || d.Element < 0 && f.category(d.Answer, ofElements) && passes(f.Pages, x.page(d.Span)) {
			out.Decisions = append(out.Decisions, d)
		}
	}
	return out
}

// category reports whether an answer about no element passes, where the filter chooses
// among elements or not.
func (f *Filter) category(answer string, ofElements bool) bool {
	if len(f.Categories) == 0 {
		return !ofElements
	}
	return slices.ContainsFunc(f.Categories, func(c string) bool { return strings.EqualFold(c, answer) })
}

func passes[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func (x *Explanation) page(s extract.ByteSpan) int { return x.Record.Document.PageAt(s.Start) }

// Telling returns the words that tell a reader something: of a decision about an
// element those around it, since its own words are plain to see, else all. Their
// weights are scaled to sum to one; own is the share of the element's own words before
// that.
func (d *Decision) Telling() (words []Word, own float64) {
	sum := 0.0
	for _, w := range d.Words {
		if d.Element >= 0 && w.Span.Overlaps(d.Span) {
			own += w.Weight
			continue
		}
		words = append(words, w)
		sum += w.Weight
	}
	for i := range words {
		if sum > 0 {
			words[i].Weight /= sum
		}
	}
	return words, own
}

// best returns so many of the words at most, those of the greatest weight first.
// Words that count next to nothing beside the first, and signs, are left out.
func best(words []Word, text string, n int) []Word {
	top := strongest(words)
	words = slices.DeleteFunc(slices.Clone(words), func(w Word) bool {
		return w.Weight <= 0 || w.Weight < faintest*top || !strings.ContainsFunc(w.Span.Of(text), wordRune)
	})
	slices.SortStableFunc(words, func(a, b Word) int { return cmp.Compare(b.Weight, a.Weight) })
	return words[:min(n, len(words))]
}

// spellings adds up the weights of words that read the same; the first stands for all.
func spellings(words []Word, text string) []Word {
	var out []Word
	at := map[string]int{}
	for _, w := range words {
		n, ok := at[w.Span.Of(text)]
		if !ok {
			at[w.Span.Of(text)] = len(out)
			out = append(out, w)
			continue
		}
		out[n].Weight += w.Weight
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// dissent returns the opinions if not all of them are the answer.
func (d *Decision) dissent() []Opinion {
	for _, o := range d.Opinions {
		if o.Answer != d.Answer {
			return d.Opinions
		}
	}
	return nil
}

// doubt says that a kind is not in the record, empty of other decisions and where it is.
func (d *Decision) doubt(r *extract.Record) string {
	if d.Kind != OfKind || slices.ContainsFunc(r.Contracts, func(c extract.Contract) bool { return c.Kind.Name == d.Answer }) {
		return ""
	}
	return "too uncertain for the record"
}

// likely returns the other answers of a hundredth or more, a few at most.
func (d *Decision) likely() []Choice {
	n := slices.IndexFunc(d.Others, func(c Choice) bool { return c.Probability < 0.01 })
	if n < 0 {
		n = len(d.Others)
	}
	return d.Others[:min(n, mostOthers)]
}

// mostOthers are as many of the answers that lost as are shown.
const mostOthers = 5

// strongest returns the greatest weight of words.
func strongest(words []Word) float64 {
	top := 0.0
	for _, w := range words {
		top = max(top, w.Weight)
	}
	return top
}

// An item is what is shown in one place: an element, a decision, or an element with
// the decisions about it.
type item struct {
	element   int // -1: none
	span      extract.ByteSpan
	decisions []*Decision
}

// items returns what is shown, in order of the text; what holds others comes before
// them.
func (x *Explanation) items() []item {
	var out []item
	at := map[int]int{}
	for _, i := range x.Elements {
		at[i] = len(out)
		out = append(out, item{element: i, span: x.Record.Elements[i].Span})
	}
	for i := range x.Decisions {
		d := &x.Decisions[i]
		if k, ok := at[d.Element]; ok && d.Element >= 0 {
			out[k].decisions = append(out[k].decisions, d)
			continue
		}
		out = append(out, item{element: -1, span: d.Span, decisions: []*Decision{d}})
	}
	slices.SortStableFunc(out, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
	return out
}

// A category is one of clauses, with those that are shown.
type category struct {
	name   string
	places []place // in order of the text
}

// A place is an item, by its number, and the page on which it begins.
type place struct{ item, page int }

// clauses returns the categories of the clauses that are shown, by name.
func (x *Explanation) clauses() []category {
	at := map[string]int{}
	var out []category
	for id, it := range x.items() {
		for _, d := range it.decisions {
			if d.Kind != OfClause || it.element >= 0 {
				continue
			}
			n, ok := at[d.Answer]
			if !ok {
				n = len(out)
				at[d.Answer] = n
				out = append(out, category{name: d.Answer})
			}
			out[n].places = append(out[n].places, place{id, x.page(it.span)})
		}
	}
	slices.SortFunc(out, func(a, b category) int { return cmp.Compare(a.name, b.name) })
	return out
}
