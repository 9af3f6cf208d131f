package lm

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/google/renameio/v2"

	"covenant/tagger/model"
	"covenant/tagger/sealed"
)

// Why a file is refused.
var (
	ErrNotModel = errors.New("not a file of a language model")
	ErrVersion  = errors.New("language model of another version")
	ErrCorrupt  = errors.New("damaged language model")
)

var format = sealed.Format{
	Magic: "COVLMODL", Version: 1,
	ErrOther: ErrNotModel, ErrVersion: ErrVersion, ErrCorrupt: ErrCorrupt,
}

// header is the JSON part of the file.
type header struct {
	Info    Info           `json:"info"`
	Config  Config         `json:"config"`
	Words   []string       `json:"words"`
	Tensors []model.Tensor `json:"tensors"`
}

// Encode returns the model as a file: weights are rounded to half precision.
func (m *Model) Encode() ([]byte, error) {
	h := header{Info: m.Info, Config: m.Config, Words: m.words, Tensors: model.Tensors(m.params())}
	b, err := format.Seal(h, func(b []byte) ([]byte, error) {
		for _, p := range m.params() {
			var err error
			if b, err = sealed.AppendHalf(b, p.W); err != nil {
				return nil, fmt.Errorf("weights of %s: %w", p.Name, err)
			}
		}
		return b, nil
	})
	if err != nil {
		return nil, fmt.Errorf("encode language model: %w", err)
	}
	return b, nil
}

// Save writes the model to a file, whole or not at all.
func (m *Model) Save(path string) error {
	b, err := m.Encode()
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(path, b, 0o644); err != nil {
		return fmt.Errorf("save language model: %w", err)
	}
	return nil
}

// Open reads a model from a file.
func Open(path string) (*Model, error) { return sealed.Open(format, "language model", path, Decode) }

// Decode reads a model from the bytes of a file.
func Decode(b []byte) (*Model, error) {
	var h header
	weights, err := format.Unseal(b, &h)
	if err != nil {
		return nil, err
	}
	m, err := h.model(len(weights))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err := model.ReadWeights(weights, m.params()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	m.Sum = sha256.Sum256(b)
	m.prepare(false)
	return m, nil
}

// model builds the empty model that a header describes. Nothing is allocated for
// weights that do not stand in the given number of bytes.
func (h *header) model(weightBytes int) (*Model, error) {
	if err := h.Config.Validate(); err != nil {
		return nil, err
	}
	if want := 2 * h.Config.weights(firstWord+len(h.Words)); want != int64(weightBytes) {
		return nil, fmt.Errorf("%d bytes of weights, the network has %d", weightBytes, want)
	}
	seen := make(map[string]bool, len(h.Words))
	for _, w := range h.Words {
		if seen[w] {
			return nil, fmt.Errorf("the word %q stands twice in the vocabulary", w)
		}
		seen[w] = true
	}
	m := newModel(h.Config, h.Words, h.Info)
	return m, model.CheckTensors(h.Tensors, m.params())
}
