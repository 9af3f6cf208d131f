package word2vec

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// A FormatError says where a file is not what the formats allow, or where reading
// it failed.
type FormatError struct {
	Line   int   // from 1; 0 in the binary format, behind its header
	Offset int64 // of the line or, in the binary format, of the word; in bytes
	Err    error
}

func (e *FormatError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d (byte %d): %v", e.Line, e.Offset, e.Err)
	}
	return fmt.Sprintf("byte %d: %v", e.Offset, e.Err)
}

// Unwrap returns the reason.
func (e *FormatError) Unwrap() error { return e.Err }

// Open reads a file of either format, and tells them apart by the first row.
// Binary rows of one or two dimensions can, by rare chance, look like text.
func Open(path string) (*Vectors, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("word vectors: %w", err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, sniffBytes)
	head, err := r.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("word vectors %s: %w", path, err)
	}
	read := ReadBinary
	if looksLikeText(head) {
		read = ReadText
	}
	v, err := read(r)
	if err != nil {
		return nil, fmt.Errorf("word vectors %s: %w", path, err)
	}
	return v, nil
}

// sniffBytes holds a header, the longest word, and enough numbers behind it.
const sniffBytes = 64 + maxWordBytes + 1024

// looksLikeText reports whether behind the header and the first word stand
// characters of numbers alone, up to the line's end, and as many numbers as the
// header says. Of a line that is cut off, or a file without rows, only the
// characters count.
func looksLikeText(head []byte) bool {
	header, rest, _ := bytes.Cut(head, []byte{'\n'})
	_, dim, err := parseHeader(header)
	if err != nil {
		return true // either reader says what is wrong
	}
	row, _, whole := bytes.Cut(rest, []byte{'\n'})
	_, numbers, _ := bytes.Cut(row, []byte{' '})
	if !onlyNumbers(numbers) {
		return false
	}
	return !whole || len(bytes.Fields(numbers)) == dim
}

// onlyNumbers also lets the letters of "NaN" and "Infinity" pass, for ReadText to
// refuse.
func onlyNumbers(b []byte) bool {
	return bytes.IndexFunc(b, func(r rune) bool {
		return !strings.ContainsRune("0123456789+-.eEaAfFiInNtTyY \t\r", r)
	}) < 0
}

// parseHeader reads the number of words and dimensions, without the line's end.
func parseHeader(line []byte) (words, dim int, err error) {
	fields := bytes.Fields(line)
	if len(fields) != 2 {
		return 0, 0, fmt.Errorf("the header has %d fields, want the numbers of words and dimensions", len(fields))
	}
	if words, err = strconv.Atoi(string(fields[0])); err != nil || words < 0 {
		return 0, 0, fmt.Errorf("the header has %q for a number of words", fields[0])
	}
	if dim, err = strconv.Atoi(string(fields[1])); err != nil || dim < 1 || dim > maxDim {
		return 0, 0, fmt.Errorf("the header has %q for a number of dimensions, must be 1 to %d", fields[1], maxDim)
	}
	return words, dim, nil
}

// builder collects rows. It never reserves more memory than rows were read: a
// header may claim anything.
type builder struct {
	v     Vectors
	words int // that the header claims
	seen  map[string]struct{}
}

func newBuilder(words, dim int) *builder {
	return &builder{v: Vectors{Dim: dim}, words: words, seen: map[string]struct{}{}}
}

// add takes a word whose numbers stand at the end of v.Data.
func (b *builder) add(word string) error {
	if err := checkWord(word); err != nil {
		return err
	}
	if _, ok := b.seen[word]; ok {
		return fmt.Errorf("the word %q stands twice", word)
	}
	if len(b.v.Words) == b.words {
		return fmt.Errorf("more than the %d words of the header", b.words)
	}
	row := b.v.Data[len(b.v.Data)-b.v.Dim:]
	if j := notFinite(row); j >= 0 {
		return fmt.Errorf("the word %q has the number %g", word, row[j])
	}
	b.seen[word] = struct{}{}
	b.v.Words = append(b.v.Words, word)
	return nil
}

// missing is the error of a file that ends before its header says; nil at its
// true end.
func (b *builder) missing() error {
	if n := len(b.v.Words); n < b.words {
		return fmt.Errorf("the file ends after %d of %d words: %w", n, b.words, io.ErrUnexpectedEOF)
	}
	return nil
}
