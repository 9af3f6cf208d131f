package sealed

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/x448/float16"
)

// AppendHalf appends numbers rounded to half precision, two bytes each. One that is
// too large for it, or no number, is an error.
func AppendHalf(b []byte, w []float32) ([]byte, error) {
	for i, x := range w {
		half := float16.Fromfloat32(x)
		if !half.IsFinite() {
			return nil, fmt.Errorf("number %d is %g, too large for half precision", i, x)
		}
		b = binary.LittleEndian.AppendUint16(b, half.Bits())
	}
	return b, nil
}

// Half reads numbers in half precision into w and returns the bytes after them.
// Infinities and what is no number are an error.
func Half(w []float32, b []byte) (rest []byte, err error) {
	if len(b) < 2*len(w) {
		return nil, errShort
	}
	for i := range w {
		half := float16.Frombits(binary.LittleEndian.Uint16(b[2*i:]))
		if !half.IsFinite() {
			return nil, fmt.Errorf("number %d is %v", i, half)
		}
		w[i] = half.Float32()
	}
	return b[2*len(w):], nil
}

// AppendSingle appends numbers as they are, four bytes each.
func AppendSingle(b []byte, w []float32) []byte {
	for _, x := range w {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// Single reads numbers in single precision into w and returns the bytes after them.
func Single(w []float32, b []byte) (rest []byte, err error) {
	if len(b) < 4*len(w) {
		return nil, errShort
	}
	for i := range w {
		w[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return b[4*len(w):], nil
}

var errShort = errors.New("fewer numbers than there should be")
