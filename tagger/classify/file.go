package classify

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/google/renameio/v2"

	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
	"covenant/tagger/sealed"
)

// format is that of a classifier's file; docs/format.md draws it.
var format = model.Format{Magic: "COVCLASS", Version: 1}

// header is the JSON part of the file.
type header struct {
	Info         Info                `json:"info"`
	Config       nn.ClassifierConfig `json:"config"`
	Tasks        []Task              `json:"tasks"`
	Vocabularies [][]string          `json:"vocabularies"`
	Tensors      []model.Tensor      `json:"tensors"`
}

// Encode returns the model as a file: weights are rounded to half precision.
func (m *Model) Encode() ([]byte, error) {
	h := header{Info: m.Info, Config: m.Net.Setup, Tasks: m.Tasks, Tensors: model.Tensors(m.Net.Params())}
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
		return fmt.Errorf("save classifier: %w", err)
	}
	return nil
}

// ID names the model: its name and the beginning of its file's checksum.
func (m *Model) ID() string { return m.Info.Name + "-" + hex.EncodeToString(m.Sum[:6]) }

// Open reads a model from a file.
func Open(path string) (*Model, error) { return sealed.Open(format, "classifier", path, Decode) }

// Decode reads a model from the bytes of a file and prepares it. Its errors wrap
// [model.ErrNotModel], [model.ErrVersion] or [model.ErrCorrupt].
func Decode(b []byte) (*Model, error) {
	var h header
	weights, err := format.Decode(b, &h)
	if errors.Is(err, model.ErrNotModel) {
		return nil, fmt.Errorf("%w of a classifier", err)
	}
	if err != nil {
		return nil, err
	}
	m, err := h.model(len(weights))
	if err == nil {
		err = model.ReadWeights(weights, m.Net.Params())
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", model.ErrCorrupt, err)
	}
	m.Sum = sha256.Sum256(b)
	m.Net.Prepare(false)
	return m, nil
}

// model builds the empty model that a header describes. Nothing is allocated for
// weights that do not stand in the given number of bytes.
func (h *header) model(weightBytes int) (*Model, error) {
	c := h.Config
	if err := h.Info.Validate(); err != nil {
		return nil, err
	}
	if err := checkTasks(h.Tasks); err != nil {
		return nil, err
	}
	if len(c.Heads) != len(h.Tasks) {
		return nil, fmt.Errorf("%d heads of %d tasks", len(c.Heads), len(h.Tasks))
	}
	for i, t := range h.Tasks {
		if c.Heads[i] != len(t.Classes) {
			return nil, fmt.Errorf("%d outputs for the %d classes of task %s", c.Heads[i], len(t.Classes), t.Name)
		}
	}
	if !slices.Equal(c.Several, several(h.Tasks)) {
		return nil, fmt.Errorf("outputs of which several may hold: %v, the tasks have %v", c.Several, several(h.Tasks))
	}
	x, err := h.features()
	if err != nil {
		return nil, err
	}
	if err := model.CheckSizes(c.Config); err != nil {
		return nil, err
	}
	if c.Chars != nil || c.Attention < 0 || c.Attention > model.MaxWidth || c.Pool == nn.PoolMax && c.Attention != 0 {
		return nil, fmt.Errorf("a pool of kind %q with %d units, or an encoder of characters", c.Pool, c.Attention)
	}
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if want := 2 * c.Weights(); want != int64(weightBytes) {
		return nil, fmt.Errorf("%d bytes of weights, the network has %d", weightBytes, want)
	}
	m, err := NewModel(h.Info, h.Tasks, x, c)
	if err != nil {
		return nil, err
	}
	return m, model.CheckTensors(h.Tensors, m.Net.Params())
}

// features returns the extractor of the fields before the two that mark.
func (h *header) features() (*feature.Extractor, error) {
	n := len(h.Config.Fields) - 2
	if n < 1 {
		return nil, fmt.Errorf("%d fields", len(h.Config.Fields))
	}
	names := make([]string, n)
	for i := range names {
		names[i] = h.Config.Fields[i].Name
	}
	x, err := feature.NewExtractor(h.Vocabularies, names)
	if err != nil {
		return nil, err
	}
	for i, f := range fields(x, len(h.Tasks), func(string) int { return 1 }) {
		if got := h.Config.Fields[i]; got.Name != f.Name || got.Size != f.Size {
			return nil, fmt.Errorf("field %s of %d ids, wanted %s of %d", got.Name, got.Size, f.Name, f.Size)
		}
	}
	return x, nil
}
