package model

import (
	"crypto/sha256"
	"fmt"

	"github.com/google/renameio/v2"

	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
	"covenant/tagger/sealed"
)

// format is that of a tagger's file.
var format = Format{Magic: "COVENANT", Version: 2}

// header is the JSON part of the file.
type header struct {
	Info         Info       `json:"info"`
	Config       nn.Config  `json:"config"`
	Types        []string   `json:"types"`
	Vocabularies [][]string `json:"vocabularies"`
	Tensors      []Tensor   `json:"tensors"`
}

// Encode returns the model as a file: weights are rounded to half precision.
func (m *Model) Encode() ([]byte, error) {
	h := header{Info: m.Info, Config: m.Net.Config, Tensors: Tensors(m.Net.Params())}
	for _, t := range m.Scheme.Types {
		h.Types = append(h.Types, t.String())
	}
	for _, v := range m.Features.Vocabularies {
		h.Vocabularies = append(h.Vocabularies, v.Entries())
	}
	return format.Encode(h, m.Net.Params())
}

// Save writes the model to a file, whole or not at all.
func (m *Model) Save(path string) error {
	b, err := m.Encode()
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(path, b, 0o644); err != nil {
		return fmt.Errorf("save model: %w", err)
	}
	return nil
}

// Open reads a model from a file.
func Open(path string) (*Model, error) { return sealed.Open(format, "model", path, Decode) }

// Decode reads a model from the bytes of a file and prepares it for inference.
func Decode(b []byte) (*Model, error) {
	var h header
	weights, err := format.Decode(b, &h)
	if err != nil {
		return nil, err
	}
	m, err := h.model(len(weights))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err := ReadWeights(weights, m.Net.Params()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err := checkScores(m.Net.Output); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	m.Sum = sha256.Sum256(b)
	m.Net.Prepare(false)
	return m, nil
}

// model builds the empty model that a header describes. Nothing is allocated
// for weights that do not stand in the given number of bytes.
func (h *header) model(weightBytes int) (*Model, error) {
	types := make([]bio.Type, len(h.Types))
	for i, s := range h.Types {
		t, err := bio.ParseType(s)
		if err != nil {
			return nil, err
		}
		types[i] = t
	}
	names := make([]string, len(h.Config.Fields))
	for f, field := range h.Config.Fields {
		names[f] = field.Name
	}
	features, err := feature.NewExtractor(h.Vocabularies, names)
	if err != nil {
		return nil, err
	}
	for f, size := range features.Sizes() {
		field := h.Config.Fields[f]
		if field.Size != size {
			return nil, fmt.Errorf("field %s has %d ids, its vocabulary %d", field.Name, field.Size, size)
		}
	}
	if err := CheckSizes(h.Config); err != nil {
		return nil, err
	}
	if err := h.Config.Validate(); err != nil {
		return nil, err
	}
	if h.Info.Int8 && h.Config.Cell != "" && h.Config.Cell != nn.CellLSTM {
		return nil, fmt.Errorf("8-bit inference with the cell %s", h.Config.Cell)
	}
	scheme := bio.New(types)
	if want := 2 * h.Config.Weights(scheme.Tags()); want != int64(weightBytes) {
		return nil, fmt.Errorf("%d bytes of weights, the network has %d", weightBytes, want)
	}
	m, err := New(h.Info, scheme, features, h.Config)
	if err != nil {
		return nil, err
	}
	if err := CheckTensors(h.Tensors, m.Net.Params()); err != nil {
		return nil, err
	}
	return m, nil
}

// maxScore bounds the scores of a CRF's transitions, so that their exponentials
// are numbers; trained ones lie below 10.
const maxScore = 100

func checkScores(output nn.Output) error {
	for _, p := range output.Params() {
		for i, w := range p.W {
			if w > maxScore || w < -maxScore {
				return fmt.Errorf("score %d of %s is %g, the largest is %d", i, p.Name, w, maxScore)
			}
		}
	}
	return nil
}
