package train

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"covenant/tagger/feature"
	"covenant/tagger/lm"
	"covenant/tagger/nn"
)

// language learns a language model of the documents' words in a moment.
func language(t testing.TB, docs []Document, change func(o *lm.Options)) *lm.Model {
	t.Helper()
	o := lm.DefaultOptions()
	o.Dim, o.Hidden, o.MinCount, o.Epochs, o.Samples = 16, 16, 1, 1, 20
	if change != nil {
		change(&o)
	}
	c := new(lm.Corpus)
	for _, d := range docs {
		var sentences [][]string
		for _, s := range d.Sentences {
			var words []string
			for _, tok := range s.Tokens {
				words = append(words, feature.Normal(tok.Of(d.Text)))
			}
			sentences = append(sentences, words)
		}
		c.Add(sentences, false)
	}
	m, err := lm.Train(t.Context(), c, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Of the network that starts from a language model, the word embeddings and of the
// lowest layer the weights of word and state are the language model's; all else is as
// it is without one.
func TestStartFromALanguageModel(t *testing.T) {
	docs := contracts(t, 20)
	l := language(t, docs[:10], nil) // does not know all words
	for _, d := range []nn.Direction{nn.Both, nn.Forward, nn.Backward} {
		o := quick()
		o.Direction, o.Layers = d, 2
		random, _, err := newModel(docs, o)
		if err != nil {
			t.Fatal(err)
		}
		o.Language = l
		m, _, err := newModel(docs, o)
		if err != nil {
			t.Fatal(err)
		}
		unknown := 0
		table := m.Net.Embed[feature.Word].Table
		for i, w := range append([]string{"no such word"}, m.Features.Vocabularies[feature.Word].Entries()...) {
			want := l.Vector(w)
			if want == nil {
				want = l.UnknownVector()
				unknown++
			}
			if !slices.Equal(table.W[i*16:(i+1)*16], want) {
				t.Errorf("%s: the embedding of %q is not the language model's", d, w)
			}
		}
		if unknown < 2 {
			t.Errorf("%d words are unknown to the language model; the test wants some", unknown)
		}
		for c, cell := range m.Net.Stack[0].Cells {
			got, was := cell.(*nn.LSTM), random.Net.Stack[0].Cells[c].(*nn.LSTM)
			way := nn.Forward
			if got.Reverse {
				way = nn.Backward
			}
			from := l.Way(way).Layers[0]
			n := len(from.Wx.W)
			if !slices.Equal(got.Wx.W[:n], from.Wx.W) || !slices.Equal(got.Wh.W, from.Wh.W) || !slices.Equal(got.B.W, from.B.W) {
				t.Errorf("%s: the lowest layer %s is not the language model's", d, way)
			}
			if !slices.Equal(got.Wx.W[n:], was.Wx.W[n:]) {
				t.Errorf("%s: the weights of other features have changed", d)
			}
		}
		same := random.Net.Params()
		for i, p := range m.Net.Params() {
			if p.Name != "embed.word" && p.Name[:5] != "lstm1" && !slices.Equal(p.W, same[i].W) {
				t.Errorf("%s: %s has changed", d, p.Name)
			}
		}
	}
}

func TestLanguageModelThatDoesNotFit(t *testing.T) {
	docs := contracts(t, 10)
	l := language(t, docs, nil)
	foreign := language(t, []Document{*read(t, "((Lorem ipsum dolor sit amet dolor))\n")}, nil)
	for _, c := range []struct {
		name   string
		change func(o *Options)
		want   error // nil: any
	}{
		{"word embeddings", func(o *Options) { o.WordDim = 17 }, ErrLanguage},
		{"hidden units", func(o *Options) { o.Hidden = 15 }, ErrLanguage},
		{"cell", func(o *Options) { o.Cell = nn.CellGRU }, ErrLanguage},
		{"direction", func(o *Options) {
			o.Language = language(t, docs, func(o *lm.Options) { o.Direction = nn.Forward })
		}, ErrLanguage},
		{"other words", func(o *Options) { o.Language = foreign }, ErrLanguage},
		{"vectors too", func(o *Options) { o.LearnVectors = true }, nil},
	} {
		o := quick()
		o.Language = l
		c.change(&o)
		if _, _, err := Run(t.Context(), docs, o, nil); err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

// A run says how many of its words it has a vector to start from.
func TestWordsThatAreKnown(t *testing.T) {
	docs := contracts(t, 24)
	l := language(t, docs[:6], nil)
	vectors, err := LearnVectors(t.Context(), docs, 16, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(o *Options)
		knows  func(word string) bool // nil: nothing is said
	}{
		{"random", func(*Options) {}, nil},
		{"language model", func(o *Options) { o.Language = l }, func(w string) bool { return l.Vector(w) != nil }},
		{"vectors", func(o *Options) { o.Vectors = vectors }, func(w string) bool { return vectors.Of(w) != nil }},
	} {
		o := quick()
		o.GoldEpochs = 1
		c.change(&o)
		var h heard
		m, _, err := Run(t.Context(), docs, o, &h)
		if err != nil {
			t.Fatal(err)
		}
		known, words := 0, 0
		if c.knows != nil {
			for _, w := range m.Features.Vocabularies[feature.Word].Entries() {
				if words++; c.knows(w) {
					known++
				}
			}
			if known == 0 || known == words {
				t.Errorf("%s: knows %d of %d words; the test wants some", c.name, known, words)
			}
		}
		if h.known != known || h.words != words {
			t.Errorf("%s: told of %d of %d words, want %d of %d", c.name, h.known, h.words, known, words)
		}
	}
}

// Another language model is another run, also for a checkpoint.
func TestCheckpointOfAnotherLanguageModel(t *testing.T) {
	docs := contracts(t, 24)
	o := quick()
	o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
	o.Language = language(t, docs, nil)
	stopped(t, docs, o, 2)
	o.Language = language(t, docs, func(o *lm.Options) { o.Seed = 2 })
	if _, _, err := Run(t.Context(), docs, o, nil); !errors.Is(err, ErrOtherRun) {
		t.Errorf("error %v, want %v", err, ErrOtherRun)
	}
}

func TestFrozenWordsOfALanguageModel(t *testing.T) {
	docs := contracts(t, 24)
	o := quick()
	o.GoldEpochs, o.Freeze = 1, true
	o.Language = language(t, docs, nil)
	m, _, err := Run(t.Context(), docs, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	table := m.Net.Embed[feature.Word].Table
	for i, w := range m.Features.Vocabularies[feature.Word].Entries() {
		if !slices.Equal(table.W[(i+1)*16:(i+2)*16], o.Language.Vector(w)) {
			t.Fatalf("the embedding of %q has changed", w)
		}
	}
}
