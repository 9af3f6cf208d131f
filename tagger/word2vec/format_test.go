package word2vec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// one is 1 as a little-endian float32.
const one = "\x00\x00\x80\x3f"

func TestReadText(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"plain", "2 3\na 1 2 3\nb -1 0.5 1e-3\n", "[a b] [1 2 3 -1 0.5 0.001]"},
		{"as the word2vec program ends lines", "1 2 \r\na 1 2 \r\n", "[a] [1 2]"},
		{"no line end at the end", "1 1\na 1", "[a] [1]"},
		{"empty lines", "1 1\n\na 1\n\n \n", "[a] [1]"},
		{"any space that ASCII lacks is part of a word", "1 1\nNew\u00a0York 1\n", "[New\u00a0York] [1]"},
		{"bytes that are not UTF-8", "1 1\n\xff 1\n", "[\xff] [1]"},
		{"no words", "0 5\n", "[] []"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v, err := ReadText(strings.NewReader(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(v.Words, v.Data); got != c.want {
				t.Errorf("read %s, want %s", got, c.want)
			}
		})
	}
}

func TestReadBinary(t *testing.T) {
	cases := []struct{ name, file, want string }{
		{"plain", "2 1\na " + one + "\nb " + one + "\n", "[a b] [1 1]"},
		{"without line feeds", "2 1\na " + one + "b " + one, "[a b] [1 1]"},
		{"numbers that look like spaces", "1 2\na \n  \n" + one + "\n", "[a] [7.709746e-33 1]"},
		{"no words", "0 5\n", "[] []"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v, err := ReadBinary(strings.NewReader(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(v.Words, v.Data); got != c.want {
				t.Errorf("read %s, want %s", got, c.want)
			}
		})
	}
}

func TestWrongFilesAreRefusedWithTheirPlace(t *testing.T) {
	long := strings.Repeat("a", maxWordBytes+1)
	text, binary := ReadText, ReadBinary
	cases := []struct {
		name string
		read func(r io.Reader) (*Vectors, error)
		file string
		want string // the end of the error
	}{
		{"empty text", text, "", "line 1 (byte 0): unexpected EOF"},
		{"empty binary", binary, "", "line 1 (byte 0): unexpected EOF"},
		{"no header", text, "a 1 2 3\n", "line 1 (byte 0): the header has 4 fields, want the numbers of words and dimensions"},
		{"endless header", text, strings.Repeat("1", 1000), "line 1 (byte 0): the line is longer than 64 bytes"},
		{"endless binary header", binary, strings.Repeat("1", 1000), "line 1 (byte 0): the line is longer than 64 bytes"},
		{"words below 0", text, "-1 1\n", `line 1 (byte 0): the header has "-1" for a number of words`},
		{"huge number of words", text, "99999999999999999999 1\n", `line 1 (byte 0): the header has "99999999999999999999" for a number of words`},
		{"no dimensions", binary, "1 0\n", `line 1 (byte 0): the header has "0" for a number of dimensions, must be 1 to 65536`},
		{"huge number of dimensions", text, "1 65537\n", `line 1 (byte 0): the header has "65537" for a number of dimensions, must be 1 to 65536`},
		{"claims of many words", text, "9000000000000 300\n", "line 2 (byte 18): the file ends after 0 of 9000000000000 words: unexpected EOF"},
		{"claims of many binary words", binary, "9000000000000 65536\n", "byte 20: the file ends after 0 of 9000000000000 words: unexpected EOF"},
		{"more words than claimed", text, "1 1\na 1\nb 2\n", "line 3 (byte 8): more than the 1 words of the header"},
		{"more binary words than claimed", binary, "1 1\na " + one + "\nb " + one, "byte 11: more than the 1 words of the header"},
		{"rest after binary words", binary, "1 1\na " + one + "\nxy", "byte 11: unexpected EOF"},
		{"number missing", text, "1 2\na 1\n", `line 2 (byte 4): the word "a" has 1 numbers, want 2`},
		{"number too many", text, "1 2\na 1 2 3\n", `line 2 (byte 4): the word "a" has 3 numbers, want 2`},
		{"not a number", text, "1 2\na 1 x\n", `line 2 (byte 4): the word "a": number 2: strconv.ParseFloat: parsing "x": invalid syntax`},
		{"too large a number", text, "1 1\na 1e39\n", `line 2 (byte 4): the word "a": number 1: strconv.ParseFloat: parsing "1e39": value out of range`},
		{"NaN", text, "1 1\na NaN\n", `line 2 (byte 4): the word "a" has the number NaN`},
		{"infinity", text, "1 1\na -inf\n", `line 2 (byte 4): the word "a" has the number -Inf`},
		{"binary NaN", binary, "2 1\na " + one + "\nb \x00\x00\xc0\x7f\n", `byte 11: the word "b" has the number NaN`},
		{"word missing", text, "1 1\n 1\n", "line 2 (byte 4): the word is empty"},
		{"binary word missing", binary, "1 1\n " + one, "byte 4: the word is empty"},
		{"tab for a space", text, "1 1\na\t1 1\n", `line 2 (byte 4): the word "a\t1" holds white space`},
		{"word twice", text, "2 1\na 1\na 2\n", `line 3 (byte 8): the word "a" stands twice`},
		{"long word", text, "1 1\n" + long + " 1\n", "line 2 (byte 4): the word has 4097 bytes, at most 4096 are allowed"},
		{"long binary word", binary, "1 1\n" + long + " " + one, "byte 4: no space ends the word within 4096 bytes"},
		{"endless line", text, "1 1\na" + strings.Repeat(" ", 10_000) + "1\n", "line 2 (byte 4): the line is longer than 4160 bytes"},
		{"cut in the numbers", binary, "1 2\na " + one + "\x00", `byte 4: the 2 numbers of the word "a": unexpected EOF`},
		{"cut behind a word", binary, "1 2\na ", `byte 4: the 2 numbers of the word "a": unexpected EOF`},
		{"cut in a word", binary, "1 2\nabc", "byte 4: unexpected EOF"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v, err := c.read(strings.NewReader(c.file))
			var at *FormatError
			if v != nil || !errors.As(err, &at) {
				t.Fatalf("read %v, %v; want a FormatError alone", v, err)
			}
			if got := at.Error(); got != c.want {
				t.Errorf("error\n%q, want\n%q", got, c.want)
			}
		})
	}
}

func TestReadErrorsAreKept(t *testing.T) {
	lost := errors.New("disk lost")
	for _, file := range []string{"", "2 1\n", "2 1\na 1\n", "2 1\na " + one + "\n"} {
		r := func() io.Reader { return io.MultiReader(strings.NewReader(file), iotest.ErrReader(lost)) }
		if _, err := ReadText(r()); !errors.Is(err, lost) && !strings.Contains(file, one) {
			t.Errorf("text %q: error %v, want %v", file, err, lost)
		}
		if _, err := ReadBinary(r()); !errors.Is(err, lost) {
			t.Errorf("binary %q: error %v, want %v", file, err, lost)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, fs.ErrClosed }

func TestWriteErrorsAreKept(t *testing.T) {
	v := &Vectors{Words: []string{"a"}, Dim: 5000, Data: make([]float32, 5000)}
	if err := v.WriteText(fullDisk{}); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("text: error %v, want %v", err, fs.ErrClosed)
	}
	if err := v.WriteBinary(fullDisk{}); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("binary: error %v, want %v", err, fs.ErrClosed)
	}
}

// anyVectors draws what the formats can hold. Binary rows of one or two dimensions
// may look like text to Open.
func anyVectors() *rapid.Generator[*Vectors] {
	word := rapid.OneOf(
		rapid.SampledFrom([]string{"a", "1", "-0.5", "é", "\u00a0", "\xff\xfe", "nan", strings.Repeat("w", maxWordBytes)}),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 8), func(b []byte) string { return string(b) }),
	).Filter(func(w string) bool { return checkWord(w) == nil })
	number := rapid.Map(rapid.Uint32(), math.Float32frombits).Filter(func(x float32) bool { return x-x == 0 })
	return rapid.Custom(func(t *rapid.T) *Vectors {
		words := rapid.SliceOfNDistinct(word, 0, 6, rapid.ID[string]).Draw(t, "words")
		dim := rapid.IntRange(3, 40).Draw(t, "dim")
		return &Vectors{Words: words, Dim: dim, Data: rapid.SliceOfN(number, dim*len(words), dim*len(words)).Draw(t, "data")}
	})
}

func sameVectors(a, b *Vectors) bool {
	return a.Dim == b.Dim && slices.Equal(a.Words, b.Words) && sameBits(a.Data, b.Data)
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.vec")
	rapid.Check(t, func(t *rapid.T) {
		v := anyVectors().Draw(t, "vectors")
		for _, format := range []struct {
			name  string
			write func(v *Vectors, w io.Writer) error
			read  func(r io.Reader) (*Vectors, error)
		}{
			{"text", (*Vectors).WriteText, ReadText},
			{"binary", (*Vectors).WriteBinary, ReadBinary},
		} {
			var file bytes.Buffer
			if err := format.write(v, &file); err != nil {
				t.Fatalf("%s: %v", format.name, err)
			}
			if got, err := format.read(iotest.HalfReader(bytes.NewReader(file.Bytes()))); err != nil || !sameVectors(got, v) {
				t.Fatalf("%s: read %v, %v; want %v", format.name, got, err, v)
			}
			if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := Open(path); err != nil || !sameVectors(got, v) {
				t.Fatalf("%s: opened %v, %v; want %v", format.name, got, err, v)
			}
		}
	})
}

func TestOpenNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none.vec")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none.vec") {
		t.Errorf("error %v", err)
	}
	for name, content := range map[string]string{
		"empty.vec":  "",
		"text.vec":   "1 2\na 1 x\n",
		"binary.vec": "2 1\na " + one + "\n",
		"other.vec":  "%PDF-1.4\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		var at *FormatError
		if _, err := Open(path); !errors.As(err, &at) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// fuzz holds any bytes against a reader: what it takes can be written and is read
// again as it was.
func fuzz(f *testing.F, read func(r io.Reader) (*Vectors, error), write func(v *Vectors, w io.Writer) error) {
	f.Fuzz(func(t *testing.T, file []byte) {
		v, err := read(bytes.NewReader(file))
		if err != nil {
			var at *FormatError
			if v != nil || !errors.As(err, &at) || at.Offset > int64(len(file)) {
				t.Fatalf("read %v, %v of %d bytes", v, err, len(file))
			}
			return
		}
		if cap(v.Data) > 2*len(file)+1024 {
			t.Errorf("%d numbers reserved for %d bytes", cap(v.Data), len(file))
		}
		var out bytes.Buffer
		if err := write(v, &out); err != nil {
			t.Fatalf("write what was read: %v", err)
		}
		if again, err := read(&out); err != nil || !sameVectors(again, v) {
			t.Fatalf("read %v, wrote it, and read %v, %v", v, again, err)
		}
	})
}

func FuzzReadText(f *testing.F) {
	for _, s := range []string{"2 3\na 1 2 3\nb -1 0.5 1e-3\n", "1 1\r\na 1", "0 5\n", "9 9\n", "1 1\na nan\n", "1 2\na 0x1p-2 1_0"} {
		f.Add([]byte(s))
	}
	fuzz(f, ReadText, (*Vectors).WriteText)
}

func FuzzReadBinary(f *testing.F) {
	for _, s := range []string{"2 1\na " + one + "\nb " + one + "\n", "1 1\na " + one, "0 5\n", "9 9\n", "1 1\na \xff\xff\xff\xff"} {
		f.Add([]byte(s))
	}
	fuzz(f, ReadBinary, (*Vectors).WriteBinary)
}
