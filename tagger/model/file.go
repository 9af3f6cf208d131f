package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/renameio/v2"
	"github.com/x448/float16"

	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// Why a file is refused.
var (
	ErrNotModel = errors.New("not a model file")
	ErrVersion  = errors.New("model file of another version")
	ErrCorrupt  = errors.New("damaged model file")
)

const (
	magic   = "COVENANT"
	version = 2
	prefix  = len(magic) + 4 + 4 // magic, version, length of the header
)

// header is the JSON part of the file.
type header struct {
	Info         Info       `json:"info"`
	Config       nn.Config  `json:"config"`
	Types        []string   `json:"types"`
	Vocabularies [][]string `json:"vocabularies"`
	Tensors      []tensor   `json:"tensors"`
}

type tensor struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
	Cols int    `json:"cols"`
}

// Encode returns the model as a file: weights are rounded to half precision.
func (m *Model) Encode() ([]byte, error) {
	h := header{Info: m.Info, Config: m.Net.Config}
	for _, t := range m.Scheme.Types {
		h.Types = append(h.Types, t.String())
	}
	for _, v := range m.Features.Vocabularies {
		h.Vocabularies = append(h.Vocabularies, v.Entries())
	}
	for _, p := range m.Net.Params() {
		h.Tensors = append(h.Tensors, tensor{p.Name, p.Rows, p.Cols})
	}
	head, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("encode model header: %w", err)
	}
	b := []byte(magic)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(head)))
	b = append(b, head...)
	for _, p := range m.Net.Params() {
		for i, w := range p.W {
			half := float16.Fromfloat32(w)
			if !half.IsFinite() {
				return nil, fmt.Errorf("encode model: weight %d of %s is %g, too large for half precision", i, p.Name, w)
			}
			b = binary.LittleEndian.AppendUint16(b, half.Bits())
		}
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...), nil
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
func Open(path string) (*Model, error) {
	b, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("open model: %w", err)
	}
	m, err := Decode(b)
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", path, err)
	}
	return m, nil
}

// read returns the bytes of a file; of one that is no model only the first.
func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := make([]byte, len(magic))
	if n, err := io.ReadFull(f, b); err == io.EOF || err == io.ErrUnexpectedEOF {
		return b[:n], nil
	} else if err != nil || string(b) != magic {
		return b, err
	}
	rest, err := io.ReadAll(f)
	return append(b, rest...), err
}

// Decode reads a model from the bytes of a file and prepares it for inference.
func Decode(b []byte) (*Model, error) {
	if len(b) < prefix || string(b[:len(magic)]) != magic {
		return nil, ErrNotModel
	}
	if v := binary.LittleEndian.Uint32(b[len(magic):]); v != version {
		return nil, fmt.Errorf("%w: %d, this program reads %d", ErrVersion, v, version)
	}
	if len(b) < prefix+sha256.Size {
		return nil, fmt.Errorf("%w: cut after %d bytes", ErrCorrupt, len(b))
	}
	body := b[:len(b)-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], b[len(body):]) {
		return nil, fmt.Errorf("%w: the checksum does not fit; the file was cut or changed", ErrCorrupt)
	}
	n := binary.LittleEndian.Uint32(b[len(magic)+4:])
	if uint64(n) > uint64(len(body)-prefix) {
		return nil, fmt.Errorf("%w: header of %d bytes in a file of %d", ErrCorrupt, n, len(b))
	}
	head, weights := body[prefix:prefix+int(n)], body[prefix+int(n):]
	var h header
	if err := json.Unmarshal(head, &h); err != nil {
		return nil, fmt.Errorf("%w: header: %w", ErrCorrupt, err)
	}
	m, err := h.model(len(weights))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err := readWeights(weights, m.Net.Params()); err != nil {
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
	if err := checkSizes(h.Config); err != nil {
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
	params := m.Net.Params()
	if len(params) != len(h.Tensors) {
		return nil, fmt.Errorf("%d tensors, the network has %d", len(h.Tensors), len(params))
	}
	for i, p := range params {
		if t := h.Tensors[i]; t != (tensor{p.Name, p.Rows, p.Cols}) {
			return nil, fmt.Errorf("tensor %v, the network has %s %d×%d", t, p.Name, p.Rows, p.Cols)
		}
	}
	return m, nil
}

func readWeights(b []byte, params []*nn.Param) error {
	for _, p := range params {
		for i := range p.W {
			half := float16.Frombits(binary.LittleEndian.Uint16(b[2*i:]))
			if !half.IsFinite() {
				return fmt.Errorf("weight %d of %s is %v", i, p.Name, half)
			}
			p.W[i] = half.Float32()
		}
		b = b[2*len(p.W):]
	}
	return nil
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
