package model

import (
	"bytes"
	"errors"
	"fmt"

	"covenant/tagger/nn"
	"covenant/tagger/sealed"
)

// Why a file is refused.
var (
	ErrNotModel = errors.New("not a model file")
	ErrVersion  = errors.New("model file of another version")
	ErrCorrupt  = errors.New("damaged model file")
)

// A Format is a kind of model file: a [sealed.Format] whose body are weights in half
// precision.
type Format struct {
	Magic   string // eight bytes
	Version uint32
}

func (f Format) container() sealed.Format {
	return sealed.Format{
		Magic: f.Magic, Version: f.Version,
		ErrOther: ErrNotModel, ErrVersion: ErrVersion, ErrCorrupt: ErrCorrupt,
	}
}

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
	b, err := f.container().Seal(header, func(b []byte) ([]byte, error) {
		for _, p := range params {
			var err error
			if b, err = sealed.AppendHalf(b, p.W); err != nil {
				return nil, fmt.Errorf("weights of %s: %w", p.Name, err)
			}
		}
		return b, nil
	})
	if err != nil {
		return nil, fmt.Errorf("encode model: %w", err)
	}
	return b, nil
}

// Is reports whether bytes begin as a file of the format does.
func (f Format) Is(b []byte) bool { return bytes.HasPrefix(b, []byte(f.Magic)) }

// ReadFile returns the bytes of a file; of one that is not of the format only the
// first.
func (f Format) ReadFile(path string) ([]byte, error) { return f.container().ReadFile(path) }

// Decode takes a file apart: the header is read into header, which points to a
// struct, and the weights are returned as they stand in the file. Its errors wrap
// [ErrNotModel], [ErrVersion] or [ErrCorrupt].
func (f Format) Decode(b []byte, header any) (weights []byte, err error) {
	return f.container().Unseal(b, header)
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
		var err error
		if b, err = sealed.Half(p.W, b); err != nil {
			return fmt.Errorf("weights of %s: %w", p.Name, err)
		}
	}
	return nil
}
