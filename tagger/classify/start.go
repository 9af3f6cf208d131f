package classify

import (
	"fmt"

	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/train"
)

// newTrained returns the model that training begins with, and the counts of the
// training documents' words.
func newTrained(docs []Document, o Options) (*Model, *feature.Counter, error) {
	count := feature.NewCounter()
	for i := range docs {
		if !docs[i].HeldOut {
			count.Add(docs[i].Text, docs[i].Sentences)
		}
	}
	var x *feature.Extractor
	if o.Tagger != nil {
		x = o.Tagger.Features
	} else {
		var err error
		if x, err = feature.NewExtractor(count.Lists(o.MinWord), o.Features); err != nil {
			return nil, nil, err
		}
	}
	info := Info{Name: o.Name, Command: o.Command, Data: o.Data, Seed: o.Seed, Context: o.Context, Reach: o.Reach}
	m, err := NewModel(info, o.Tasks, x, o.config(fields(x, len(o.Tasks), o.width)))
	if err != nil {
		return nil, nil, err
	}
	switch {
	case o.Tagger != nil:
		err = m.startFrom(o.Tagger, o.TaggerLayers)
	case o.Vectors != nil:
		err = train.Start(m.Net.Embed[feature.Word].Table, x.Vocabularies[feature.Word].Entries(), o.Vectors)
	}
	if err != nil {
		return nil, nil, err
	}
	return m, count, nil
}

// startFrom copies a tagger's embeddings, and its recurrent layers. The first layer has
// more inputs than the tagger's: those of the two fields that mark, which come last
// and keep their random weights.
func (m *Model) startFrom(t *model.Model, layers bool) error {
	for i, e := range t.Net.Embed {
		copy(m.Net.Embed[i].Table.W, e.Table.W)
	}
	if !layers {
		return nil
	}
	for i, l := range t.Net.Stack {
		to, from := m.Net.Stack[i].Params(), l.Params()
		if len(to) != len(from) {
			return fmt.Errorf("starting from %s: layer %d has %d parameters, the classifier's %d", t.Info.Name, i+1, len(from), len(to))
		}
		for j, p := range from {
			if p.Cols != to[j].Cols || p.Rows > to[j].Rows {
				return fmt.Errorf("starting from %s: %s is %d×%d, the classifier's %d×%d", t.Info.Name, p.Name, p.Rows, p.Cols, to[j].Rows, to[j].Cols)
			}
			copy(to[j].W, p.W)
		}
	}
	return nil
}
