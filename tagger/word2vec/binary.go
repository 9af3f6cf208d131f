package word2vec

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// ReadBinary reads the binary format: the header of the text format, then for
// each word its bytes, a space, D little-endian float32 and a line feed, which
// some programs leave out. Wrong content gives a [*FormatError]. Words that stand
// twice, NaN and infinities are refused.
func ReadBinary(r io.Reader) (*Vectors, error) {
	in := bufio.NewReader(r)
	lines := &lineReader{r: in, format: "binary"}
	words, dim, err := lines.header()
	if err != nil {
		return nil, err
	}
	b := newBuilder(words, dim)
	at := lines.end
	raw := make([]byte, 4*dim)
	for {
		word, skipped, err := readWord(in)
		at += int64(skipped)
		if errors.Is(err, io.EOF) && word == "" {
			if err = b.missing(); err == nil {
				return &b.v, nil
			}
		} else if err == nil {
			err = b.addRaw(in, word, raw)
		}
		if err != nil {
			return nil, fmt.Errorf("read word vectors as binary: %w", &FormatError{Offset: at, Err: noEOF(err)})
		}
		at += int64(len(word) + 1 + len(raw))
	}
}

// readWord reads up to a space, after any line feeds, which are counted.
func readWord(in *bufio.Reader) (word string, skipped int, err error) {
	var buf []byte
	for {
		c, err := in.ReadByte()
		switch {
		case err != nil:
			return string(buf), skipped, err
		case c == ' ':
			return string(buf), skipped, nil
		case c == '\n' && len(buf) == 0:
			skipped++
			continue
		}
		if len(buf) == maxWordBytes {
			return "", skipped, fmt.Errorf("no space ends the word within %d bytes", maxWordBytes)
		}
		buf = append(buf, c)
	}
}

func (b *builder) addRaw(in *bufio.Reader, word string, raw []byte) error {
	if _, err := io.ReadFull(in, raw); err != nil {
		return fmt.Errorf("the %d numbers of the word %.100q: %w", b.v.Dim, word, noEOF(err))
	}
	for i := 0; i < len(raw); i += 4 {
		b.v.Data = append(b.v.Data, math.Float32frombits(binary.LittleEndian.Uint32(raw[i:])))
	}
	return b.add(word)
}

// WriteBinary writes the binary format. What [Vectors.Validate] refuses is not
// written at all.
func (v *Vectors) WriteBinary(w io.Writer) error {
	if err := v.Validate(); err != nil {
		return fmt.Errorf("write word vectors: %w", err)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%d %d\n", len(v.Words), v.Dim)
	var row []byte
	for i, word := range v.Words {
		row = append(append(row[:0], word...), ' ')
		for _, x := range v.row(i) {
			row = binary.LittleEndian.AppendUint32(row, math.Float32bits(x))
		}
		out.Write(append(row, '\n'))
	}
	if err := out.Flush(); err != nil { // the first error of any write
		return fmt.Errorf("write word vectors: %w", err)
	}
	return nil
}
