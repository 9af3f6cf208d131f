package word2vec

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxNumberBytes is the room for one number and its separators in a line.
const maxNumberBytes = 64

// ReadText reads the text format: a line with the numbers of words V and
// dimensions D, then V lines of a word and D decimal numbers with spaces between
// them. Wrong content gives a [*FormatError]. Words that stand twice, NaN and
// infinities are refused.
func ReadText(r io.Reader) (*Vectors, error) {
	lines := &lineReader{r: bufio.NewReader(r), format: "text"}
	words, dim, err := lines.header()
	if err != nil {
		return nil, err
	}
	b := newBuilder(words, dim)
	for {
		line, err := lines.next(maxWordBytes + maxNumberBytes*dim)
		if errors.Is(err, io.EOF) {
			if err := b.missing(); err != nil {
				return nil, lines.fail(err)
			}
			return &b.v, nil
		}
		if err != nil {
			return nil, lines.fail(err)
		}
		if strings.Trim(line, asciiSpace) == "" {
			continue
		}
		if err := b.addLine(line); err != nil {
			return nil, lines.fail(err)
		}
	}
}

func (b *builder) addLine(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	n := 0
	for field := range strings.FieldsFuncSeq(rest, isASCIISpace) {
		if n++; n > b.v.Dim {
			continue
		}
		x, err := strconv.ParseFloat(field, 32)
		if err != nil {
			return fmt.Errorf("the word %.100q: number %d: %w", word, n, err)
		}
		b.v.Data = append(b.v.Data, float32(x))
	}
	if n != b.v.Dim {
		return fmt.Errorf("the word %.100q has %d numbers, want %d", word, n, b.v.Dim)
	}
	return b.add(strings.Clone(word)) // not the whole line
}

// WriteText writes the text format, with as many digits as give the same numbers
// when read. What [Vectors.Validate] refuses is not written at all.
func (v *Vectors) WriteText(w io.Writer) error {
	if err := v.Validate(); err != nil {
		return fmt.Errorf("write word vectors: %w", err)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%d %d\n", len(v.Words), v.Dim)
	var line []byte
	for i, word := range v.Words {
		line = append(line[:0], word...)
		for _, x := range v.row(i) {
			line = append(line, ' ')
			line = strconv.AppendFloat(line, float64(x), 'g', -1, 32)
		}
		out.Write(append(line, '\n'))
	}
	if err := out.Flush(); err != nil { // the first error of any write
		return fmt.Errorf("write word vectors: %w", err)
	}
	return nil
}

// lineReader reads lines of bounded length and knows where the last one stood.
type lineReader struct {
	r          *bufio.Reader
	format     string // for errors
	line       int
	start, end int64
}

// next returns a line without its end; io.EOF where there is none.
func (l *lineReader) next(limit int) (string, error) {
	l.line, l.start = l.line+1, l.end
	var line []byte
	for {
		part, err := l.r.ReadSlice('\n')
		l.end += int64(len(part))
		if len(line)+len(part) > limit+1 {
			return "", fmt.Errorf("the line is longer than %d bytes", limit)
		}
		line = append(line, part...)
		switch {
		case err == nil:
			return string(line[:len(line)-1]), nil
		case errors.Is(err, io.EOF) && len(line) > 0:
			return string(line), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		}
	}
}

// header reads the first line.
func (l *lineReader) header() (words, dim int, err error) {
	line, err := l.next(maxNumberBytes)
	if err == nil {
		words, dim, err = parseHeader([]byte(line))
	}
	if err != nil {
		return 0, 0, l.fail(noEOF(err))
	}
	return words, dim, nil
}

// fail says where the present line stands.
func (l *lineReader) fail(err error) error {
	return fmt.Errorf("read word vectors as %s: %w", l.format, &FormatError{Line: l.line, Offset: l.start, Err: err})
}

// noEOF marks an end that comes too early.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
