package score

import (
	"cmp"
	"maps"
	"slices"

	"covenant/extract"
	"covenant/extract/gold"
)

// A Span is a predicted element. Its offsets count code points of the
// document's text.
type Span = gold.Span

// A SpanReport says how well predicted elements agree with the gold ones.
type SpanReport struct {
	Labels []LabelScore `json:"labels"` // in alphabetical order; those that occur
	Micro  LabelScore   `json:"micro"`  // all labels together
	// MacroF1 is the mean of F1 over the labels that occur in the gold.
	MacroF1 float64 `json:"macro_f1"`
	// RolesF1 counts an element as right only if its role is right as well.
	// Labels that have no roles in the gold count by their label.
	RolesF1 float64 `json:"roles_f1"`

	Documents int      `json:"documents"` // with annotated passages
	Missing   []string `json:"missing"`   // documents that were not read
}

// A LabelScore is the score of one label, or of one role of it.
type LabelScore struct {
	Name      string `json:"name"`
	Gold      int    `json:"gold"`
	Predicted int    `json:"predicted"`
	Right     int    `json:"right"`
	Rate
	// OverlapF1 lets an element count that shares a character with a gold one
	// of its label. It is not given for roles.
	OverlapF1 float64      `json:"overlap_f1,omitempty"`
	Roles     []LabelScore `json:"roles,omitempty"`
}

// place identifies an element within its document.
type place struct {
	extract.RuneSpan
	label extract.Label
}

// labelled is what is counted for a label or for a role of it; the role is
// empty in counts of the label as a whole.
type labelled struct {
	label extract.Label
	role  extract.Role
}

// counts of elements.
type counts struct {
	gold, predicted, right, overlap map[extract.Label]int
	goldRole, predRole, rightRole   map[labelled]int
}

// Spans scores the predicted elements of documents, which are keyed by the
// base name of the file without its extension. A document without a key was
// not read: its gold elements are all missed.
func Spans(passages []gold.Passage, predicted map[string][]Span) SpanReport {
	c := counts{
		map[extract.Label]int{}, map[extract.Label]int{}, map[extract.Label]int{}, map[extract.Label]int{},
		map[labelled]int{}, map[labelled]int{}, map[labelled]int{},
	}
	r := SpanReport{Missing: []string{}}
	for _, doc := range byDocument(passages) {
		r.Documents++
		if _, ok := predicted[doc[0].Doc]; !ok {
			r.Missing = append(r.Missing, doc[0].Doc)
		}
		c.add(goldOf(doc), predictedIn(doc, predicted[doc[0].Doc]))
	}
	c.report(&r)
	return r
}

// byDocument groups passages by document, in order of first appearance.
func byDocument(passages []gold.Passage) [][]gold.Passage {
	at := map[string]int{}
	var docs [][]gold.Passage
	for _, p := range passages {
		i, ok := at[p.Doc]
		if !ok {
			i = len(docs)
			at[p.Doc] = i
			docs = append(docs, nil)
		}
		docs[i] = append(docs[i], p)
	}
	return docs
}

func goldOf(doc []gold.Passage) map[place]extract.Role {
	out := map[place]extract.Role{}
	for _, p := range doc {
		for _, s := range p.Spans {
			out[place{s.RuneSpan, s.Label}] = s.Role
		}
	}
	return out
}

func predictedIn(doc []gold.Passage, spans []Span) map[place]extract.Role {
	out := map[place]extract.Role{}
	for _, s := range spans {
		if slices.ContainsFunc(doc, func(p gold.Passage) bool { return s.Start < p.Span.End && p.Span.Start < s.End }) {
			out[place{s.RuneSpan, s.Label}] = s.Role
		}
	}
	return out
}

func (c *counts) add(gold, predicted map[place]extract.Role) {
	for k, role := range gold {
		c.gold[k.label]++
		c.goldRole[labelled{k.label, role}]++
	}
	for k, role := range predicted {
		c.predicted[k.label]++
		c.predRole[labelled{k.label, role}]++
		if want, ok := gold[k]; ok {
			c.right[k.label]++
			if want == role {
				c.rightRole[labelled{k.label, role}]++
			}
		}
	}
	// Each prediction takes the first free gold element that it overlaps.
	free := inOrder(gold)
	for _, p := range inOrder(predicted) {
		i := slices.IndexFunc(free, func(g place) bool {
			return g.label == p.label && p.Start < g.End && g.Start < p.End
		})
		if i >= 0 {
			free = slices.Delete(free, i, i+1)
			c.overlap[p.label]++
		}
	}
}

func inOrder(m map[place]extract.Role) []place {
	return slices.SortedFunc(maps.Keys(m), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.label, b.label))
	})
}

func (c *counts) report(r *SpanReport) {
	var overlap, rightWithRole, goldLabels int
	r.Micro.Name = "micro"
	labels := maps.Clone(c.gold)
	maps.Copy(labels, c.predicted)
	for _, l := range slices.Sorted(maps.Keys(labels)) {
		s := score(string(l), c.right[l], c.predicted[l], c.gold[l])
		s.OverlapF1 = rate(c.overlap[l], c.predicted[l], c.gold[l]).F1
		s.Roles = c.roles(l)
		r.Labels = append(r.Labels, s)

		r.Micro.Gold += s.Gold
		r.Micro.Predicted += s.Predicted
		r.Micro.Right += s.Right
		overlap += c.overlap[l]
		rightWithRole += c.rightWithRole(l)
		if s.Gold > 0 {
			goldLabels++
			r.MacroF1 += s.F1
		}
	}
	if goldLabels > 0 {
		r.MacroF1 /= float64(goldLabels)
	}
	m := &r.Micro
	m.Rate = rate(m.Right, m.Predicted, m.Gold)
	m.OverlapF1 = rate(overlap, m.Predicted, m.Gold).F1
	r.RolesF1 = rate(rightWithRole, m.Predicted, m.Gold).F1
}

// roles scores the roles of l that occur.
func (c *counts) roles(l extract.Label) []LabelScore {
	names := maps.Clone(c.goldRole)
	maps.Copy(names, c.predRole)
	var out []LabelScore
	for k := range names {
		if k.label == l && k.role != "" {
			out = append(out, score(string(l)+"/"+string(k.role), c.rightRole[k], c.predRole[k], c.goldRole[k]))
		}
	}
	slices.SortFunc(out, func(a, b LabelScore) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// rightWithRole counts the elements of l that are right with their role. A
// label without roles in the gold is right by its span.
func (c *counts) rightWithRole(l extract.Label) int {
	n, hasRoles := 0, false
	for k, v := range c.rightRole {
		if k.label == l {
			n += v
		}
	}
	for k := range c.goldRole {
		hasRoles = hasRoles || k.label == l && k.role != ""
	}
	if !hasRoles {
		return c.right[l] + n - c.rightRole[labelled{l, ""}]
	}
	return n
}

func score(name string, right, predicted, gold int) LabelScore {
	return LabelScore{Name: name, Gold: gold, Predicted: predicted, Right: right, Rate: rate(right, predicted, gold)}
}
