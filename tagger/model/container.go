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

	"github.com/x448/float16"

	"covenant/tagger/nn"
)

// Why a file is refused.
var (
	ErrNotModel = errors.New("not a model file")
	ErrVersion  = errors.New("model file of another version")
	ErrCorrupt  = errors.New("damaged model file")
)

// A Format is a kind of model file: eight letters at its beginning, the version,
// the length of a JSON header, the header, weights in half precision, and a
// SHA-256 of all this (docs/format.md draws it).
type Format struct {
	Magic   string // eight bytes
	Version uint32
}

const (
	magicBytes = 8
	prefix     = magicBytes + 4 + 4 // magic, version, length of the header
)

// A Tensor is the name and the shape of a parameter in a header.
type Tensor struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
	Cols int    `json:"cols"`
}

// Tensors describes the parameters.
func Tensors(params []*nn.Param) []Tensor {
	var ts []Tensor
	for _, p := range params {
		ts = append(ts, Tensor{p.Name, p.Rows, p.Cols})
	}
	return ts
}

// Encode returns a file of the header and the weights, which are rounded to half
// precision.
func (f Format) Encode(header any, params []*nn.Param) ([]byte, error) {
	head, err := json.Marshal(header)
	if err != nil {
		return nil, fmt.Errorf("encode model header: %w", err)
	}
	b := []byte(f.Magic)
	b = binary.LittleEndian.AppendUint32(b, f.Version)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(head)))
	b = append(b, head...)
	for _, p := range params {
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

// Is reports whether bytes begin as a file of the format does.
func (f Format) Is(b []byte) bool {
	return len(b) >= magicBytes && string(b[:magicBytes]) == f.Magic
}

// ReadFile returns the bytes of a file; of one that is not of the format only the
// first.
func (f Format) ReadFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b := make([]byte, magicBytes)
	if n, err := io.ReadFull(file, b); err == io.EOF || err == io.ErrUnexpectedEOF {
		return b[:n], nil
	} else if err != nil || !f.Is(b) {
		return b, err
	}
	rest, err := io.ReadAll(file)
	return append(b, rest...), err
}

// Decode takes a file apart: the header is read into header, which points to a
// struct, and the weights are returned as they stand in the file. Its errors wrap
// [ErrNotModel], [ErrVersion] or [ErrCorrupt].
func (f Format) Decode(b []byte, header any) (weights []byte, err error) {
	if len(b) < prefix || !f.Is(b) {
		return nil, ErrNotModel
	}
	if v := binary.LittleEndian.Uint32(b[magicBytes:]); v != f.Version {
		return nil, fmt.Errorf("%w: %d, this program reads %d", ErrVersion, v, f.Version)
	}
	if len(b) < prefix+sha256.Size {
		return nil, fmt.Errorf("%w: cut after %d bytes", ErrCorrupt, len(b))
	}
	body := b[:len(b)-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], b[len(body):]) {
		return nil, fmt.Errorf("%w: the checksum does not fit; the file was cut or changed", ErrCorrupt)
	}
	n := binary.LittleEndian.Uint32(b[magicBytes+4:])
	if uint64(n) > uint64(len(body)-prefix) {
		return nil, fmt.Errorf("%w: header of %d bytes in a file of %d", ErrCorrupt, n, len(b))
	}
	head, weights := body[prefix:prefix+int(n)], body[prefix+int(n):]
	if err := json.Unmarshal(head, header); err != nil {
		return nil, fmt.Errorf("%w: header: %w", ErrCorrupt, err)
	}
	return weights, nil
}

// CheckTensors reports where a header's tensors are not those of the network.
func CheckTensors(tensors []Tensor, params []*nn.Param) error {
	if len(params) != len(tensors) {
		return fmt.Errorf("%d tensors, the network has %d", len(tensors), len(params))
	}
	for i, p := range params {
		if t := tensors[i]; t != (Tensor{p.Name, p.Rows, p.Cols}) {
			return fmt.Errorf("tensor %v, the network has %s %d×%d", t, p.Name, p.Rows, p.Cols)
		}
	}
	return nil
}

// ReadWeights sets the parameters to the weights of a file, which must be as many.
func ReadWeights(b []byte, params []*nn.Param) error {
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
