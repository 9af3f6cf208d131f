// Package model is a trained tagger as a whole: the network's weights with the
// tag scheme, the vocabularies and the hyper-parameters that belong to them,
// and the file that holds all this (docs/format.md draws it).
//
// A file is read back exactly or refused: [ErrNotModel], [ErrVersion] and
// [ErrCorrupt] say why. The default model is embedded in the program.
package model

import (
	"fmt"
	"math/rand/v2"

	"covenant/extract"
	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// A Model is a trained tagger. It is safe for concurrent use once
// [nn.Network.Prepare] has run.
type Model struct {
	Info     Info
	Scheme   *bio.Scheme
	Features *feature.Extractor
	Net      *nn.Network
	// Sum is the SHA-256 of the file that the model was read from.
	Sum [32]byte
}

// Info says how a model came to be.
type Info struct {
	Name    string `json:"name"`
	Command string `json:"command"` // the command line that trains it again
	Data    string `json:"data"`    // what it was trained on
	Seed    uint64 `json:"seed"`
	// Window and Context are the longest run of tokens that is tagged at once
	// and the tokens of context on either side of it.
	Window  int `json:"window"`
	Context int `json:"context"`
	// Int8 says that 8-bit inference was found to do as well.
	Int8 bool `json:"int8,omitempty"`
}

// maxWindow bounds windows and their context, in tokens.
const maxWindow = 1 << 16

// Validate checks the window and its context.
func (i Info) Validate() error {
	if i.Window < 1 || i.Window > maxWindow || i.Context < 0 || i.Context > maxWindow {
		return fmt.Errorf("window of %d tokens with %d of context: must be 1 to %d and 0 to %d", i.Window, i.Context, maxWindow, maxWindow)
	}
	return nil
}

// Bounds of a network, so that a file of one is read back.
const (
	MaxWidth  = 1 << 12 // of an embedding or a hidden state
	maxLayers = 64
)

// CheckSizes refuses networks that are larger than a file may say.
func CheckSizes(c nn.Config) error {
	for _, f := range c.Fields {
		if f.Dim > MaxWidth {
			return fmt.Errorf("field %s is %d wide, the most is %d", f.Name, f.Dim, MaxWidth)
		}
	}
	if c.Hidden > MaxWidth || c.Layers > maxLayers {
		return fmt.Errorf("%d layers of %d hidden units, the most is %d of %d", c.Layers, c.Hidden, maxLayers, MaxWidth)
	}
	if ch := c.Chars; ch != nil && (ch.Dim > MaxWidth || ch.Hidden > MaxWidth) {
		return fmt.Errorf("characters of width %d and %d, the most is %d", ch.Dim, ch.Hidden, MaxWidth)
	}
	return nil
}

// Fields returns the network's fields for the features in use, each as wide as
// dims says by its name.
func Fields(features *feature.Extractor, dims func(name string) int) []nn.Field {
	names := feature.Names()
	var fields []nn.Field
	for i, size := range features.Sizes() {
		name := names[features.Fields()[i]]
		fields = append(fields, nn.Field{Name: name, Size: size, Dim: dims(name)})
	}
	return fields
}

// Sequence returns the network's input for the tokens of a document.
func (m *Model) Sequence(text string, tokens []extract.Token) (nn.Sequence, error) {
	ids, err := m.Features.IDs(text, tokens)
	if err != nil {
		return nn.Sequence{}, err
	}
	s := nn.Sequence{IDs: ids}
	if m.Net.Chars != nil {
		s.Chars = make([]string, len(tokens))
		for i, t := range tokens {
			s.Chars[i] = feature.Chars(t.Of(text))
		}
	}
	return s, nil
}

// New returns a model with random weights. It refuses what a file of it would be
// refused for.
func New(info Info, scheme *bio.Scheme, features *feature.Extractor, cfg nn.Config) (*Model, error) {
	if err := info.Validate(); err != nil {
		return nil, err
	}
	if err := CheckSizes(cfg); err != nil {
		return nil, err
	}
	out, err := nn.NewOutput(cfg.Output, scheme.Tags(), bio.Allowed, bio.First)
	if err != nil {
		return nil, err
	}
	net, err := nn.NewNetwork(cfg, out, rand.New(rand.NewPCG(info.Seed, 1)))
	if err != nil {
		return nil, err
	}
	return &Model{Info: info, Scheme: scheme, Features: features, Net: net}, nil
}
