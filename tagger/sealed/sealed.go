// Package sealed is the container of the files that hold trained weights: eight
// letters that name the format, its version, a header in JSON, numbers, and a SHA-256
// of all this (docs/format.md draws it).
//
// A file is read back exactly or refused with the error that its format names; no
// part of it is believed before the checksum fits.
package sealed

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	magicSize = 8
	prefix    = magicSize + 4 + 4 // magic, version, length of the header
)

// A Format is one kind of file.
type Format struct {
	Magic   string // of eight bytes
	Version uint32
	// Why a file is refused: it does not begin so, it has another version, or it
	// was cut or changed.
	ErrOther, ErrVersion, ErrCorrupt error
}

// Seal returns a file: its header, and the body that body appends.
func (f Format) Seal(header any, body func(b []byte) ([]byte, error)) ([]byte, error) {
	head, err := json.Marshal(header)
	if err != nil {
		return nil, fmt.Errorf("encode header: %w", err)
	}
	b := []byte(f.Magic)
	b = binary.LittleEndian.AppendUint32(b, f.Version)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(head)))
	if b, err = body(append(b, head...)); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...), nil
}

// Unseal checks the file b, reads its header, and returns its body, a part of b.
func (f Format) Unseal(b []byte, header any) (body []byte, err error) {
	if len(b) < prefix || string(b[:magicSize]) != f.Magic {
		return nil, f.ErrOther
	}
	if v := binary.LittleEndian.Uint32(b[magicSize:]); v != f.Version {
		return nil, fmt.Errorf("%w: %d, this program reads %d", f.ErrVersion, v, f.Version)
	}
	if len(b) < prefix+sha256.Size {
		return nil, fmt.Errorf("%w: cut after %d bytes", f.ErrCorrupt, len(b))
	}
	all := b[:len(b)-sha256.Size]
	if sum := sha256.Sum256(all); !bytes.Equal(sum[:], b[len(all):]) {
		return nil, fmt.Errorf("%w: the checksum does not fit; the file was cut or changed", f.ErrCorrupt)
	}
	n := binary.LittleEndian.Uint32(b[magicSize+4:])
	if uint64(n) > uint64(len(all)-prefix) {
		return nil, fmt.Errorf("%w: header of %d bytes in a file of %d", f.ErrCorrupt, n, len(b))
	}
	if err := json.Unmarshal(all[prefix:prefix+int(n)], header); err != nil {
		return nil, fmt.Errorf("%w: header: %w", f.ErrCorrupt, err)
	}
	return all[prefix+int(n):], nil
}

// ReadFile returns the bytes of a file; of one of another format only the first, for
// [Format.Unseal] to refuse.
func (f Format) ReadFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b := make([]byte, magicSize)
	if n, err := io.ReadFull(file, b); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return b[:n], nil
	} else if err != nil || string(b) != f.Magic {
		return b, err
	}
	rest, err := io.ReadAll(file)
	return append(b, rest...), err
}

// Open reads a file and decodes it. Its errors say that what could not be opened.
func Open[T any](format interface {
	ReadFile(path string) ([]byte, error)
}, what, path string, decode func([]byte) (*T, error)) (*T, error) {
	b, err := format.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", what, err)
	}
	v, err := decode(b)
	if err != nil {
		return nil, fmt.Errorf("open %s %s: %w", what, path, err)
	}
	return v, nil
}
