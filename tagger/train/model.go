package train

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// newModel returns an untrained model for the documents, with the counts of
// their words.
func newModel(docs []Document, o Options) (*model.Model, *feature.Counter, error) {
	count := feature.NewCounter()
	for i := range docs {
		labelled := len(docs[i].Gold) > 0 || docs[i].HasSilver
		if !docs[i].HeldOut() && (labelled || !o.LabelledWords) {
			count.Add(docs[i].Text, docs[i].Sentences)
		}
	}
	x, err := feature.NewExtractor(count.Lists(o.MinWord), o.Features)
	if err != nil {
		return nil, nil, err
	}
	scheme, err := schemeOf(docs)
	if err != nil {
		return nil, nil, err
	}
	info := model.Info{Name: o.Name, Command: o.Command, Data: o.Data, Seed: o.Seed, Window: o.Window, Context: o.Context}
	m, err := model.New(info, scheme, x, o.config(model.Fields(x, o.width)))
	if err != nil {
		return nil, nil, err
	}
	if o.Vectors != nil {
		if err := Start(m.Net.Embed[feature.Word].Table, x.Vocabularies[feature.Word].Entries(), o.Vectors); err != nil {
			return nil, nil, err
		}
	}
	if o.Language != nil {
		if err := startFrom(m, o.Language); err != nil {
			return nil, nil, err
		}
	}
	m.Net.Embed[feature.Word].Table.Frozen = o.Freeze
	return m, count, nil
}

// known returns how many of the network's words have a vector to start from, and how
// many words there are.
func (o Options) known(m *model.Model) (known, words int) {
	list := m.Features.Vocabularies[feature.Word].Entries()
	for _, w := range list {
		if o.Vectors != nil && o.Vectors.Of(w) != nil || o.Language != nil && o.Language.Vector(w) != nil {
			known++
		}
	}
	return known, len(list)
}

// ErrVectors means that word vectors do not fit the model.
var ErrVectors = errors.New("word vectors do not fit")

// Start sets the embeddings of the known words that have a vector, scaled so that
// they are of unit length on average, as the others are. Row i+1 of the table is
// that of word i. Its errors wrap [ErrVectors].
func Start(table *nn.Param, known []string, v Vectors) error {
	sum, n := 0.0, 0
	for _, w := range known {
		vec := v.Of(w)
		if vec == nil {
			continue
		}
		if len(vec) != table.Cols {
			return fmt.Errorf("%w: that of %q is %d wide, the word embeddings %d; make them equal", ErrVectors, w, len(vec), table.Cols)
		}
		for _, x := range vec {
			sum += float64(x) * float64(x)
		}
		n++
	}
	if n == 0 || sum == 0 {
		return fmt.Errorf("%w: they have none of the %d words of the training texts (in small letters, digits as 0)", ErrVectors, len(known))
	}
	scale := float32(1 / math.Sqrt(sum/float64(n)))
	for i, w := range known {
		row := table.W[(i+1)*table.Cols : (i+2)*table.Cols]
		for j, x := range v.Of(w) {
			row[j] = scale * x
		}
	}
	return nil
}

// schemeOf returns the tag scheme of the documents' annotations: the product's,
// unless they have labels of their own; then theirs, in order of their names.
func schemeOf(docs []Document) (*bio.Scheme, error) {
	standard := bio.Default()
	own := false
	types := map[bio.Type]bool{}
	for i := range docs {
		for _, p := range docs[i].Gold {
			for _, s := range p.Spans {
				t := bio.Type{Label: s.Label, Role: s.Role}
				types[t] = true
				// A label without its role stands for all of them.
				own = own || standard.Index(t) < 0 && (t.Role != "" || t.Label.Roles() == nil)
			}
		}
	}
	if !own {
		return standard, nil
	}
	if most := (nn.MaxTags - 1) / 2; len(types) > most {
		return nil, fmt.Errorf("annotations with %d kinds of spans (labels with their roles): a model has %d at most; merge some or leave some out", len(types), most)
	}
	var names []string
	for t := range types {
		names = append(names, t.String())
	}
	slices.Sort(names)
	var list []bio.Type
	for _, n := range names {
		t, err := bio.ParseType(n)
		if err != nil {
			return nil, fmt.Errorf("annotations: %w", err)
		}
		list = append(list, t)
	}
	return bio.New(list), nil
}
