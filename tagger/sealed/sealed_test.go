package sealed

import (
	"bytes"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	errOther   = errors.New("other")
	errVersion = errors.New("version")
	errCorrupt = errors.New("corrupt")
)

var letters = Format{Magic: "COVTEST1", Version: 3, ErrOther: errOther, ErrVersion: errVersion, ErrCorrupt: errCorrupt}

type head struct{ Name string }

func sealed(t interface{ Fatal(...any) }, f Format, name string, body []byte) []byte {
	b, err := f.Seal(head{name}, func(b []byte) ([]byte, error) { return append(b, body...), nil })
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSealedFilesAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, body := rapid.String().Draw(t, "name"), rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		var h head
		got, err := letters.Unseal(sealed(t, letters, name, body), &h)
		if err != nil || h.Name != name || !bytes.Equal(got, body) {
			t.Fatalf("read back %q, %v, error %v", h.Name, got, err)
		}
	})
}

func TestRefused(t *testing.T) {
	whole := sealed(t, letters, "x", []byte("body"))
	older := letters
	older.Version = 2
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"nothing", nil, errOther},
		{"the letters alone", whole[:8], errOther},
		{"other letters", append([]byte("COVTEST2"), whole[8:]...), errOther},
		{"an older version", sealed(t, older, "x", nil), errVersion},
		{"cut behind the header's length", whole[:16], errCorrupt},
		{"cut", whole[:len(whole)-1], errCorrupt},
		{"a byte more", append(slices.Clone(whole), 0), errCorrupt},
	} {
		var h head
		if _, err := letters.Unseal(c.file, &h); !errors.Is(err, c.want) || h.Name != "" {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
	for i := range whole {
		changed := slices.Clone(whole)
		changed[i] ^= 0x40
		if _, err := letters.Unseal(changed, &head{}); err == nil {
			t.Errorf("byte %d changed: no error", i)
		}
	}
}

func TestErrorOfTheBodyIsKept(t *testing.T) {
	if _, err := letters.Seal(head{}, func([]byte) ([]byte, error) { return nil, errOther }); !errors.Is(err, errOther) {
		t.Errorf("error %v", err)
	}
	if _, err := letters.Seal(math.NaN(), nil); err == nil {
		t.Error("a header that is no JSON: no error")
	}
}

// Of a file of another format no more is read than its first bytes.
func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	whole := sealed(t, letters, "x", []byte("body"))
	for name, c := range map[string]struct{ file, want []byte }{
		"ours": {whole, whole}, "foreign": {[]byte("%PDF-1.7 and so on"), []byte("%PDF-1.7")}, "short": {[]byte("COV"), []byte("COV")}, "empty": {nil, nil},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, c.file, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := letters.ReadFile(path); err != nil || !bytes.Equal(got, c.want) {
			t.Errorf("%s: %q, error %v", name, got, err)
		}
	}
	if _, err := letters.ReadFile(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: error %v", err)
	}
}

func TestNumbers(t *testing.T) {
	w := []float32{0, 1, -2.5, 0.333251953125} // are numbers of half precision
	b, err := AppendHalf([]byte{7}, w)
	if err != nil || len(b) != 9 {
		t.Fatalf("%d bytes, error %v", len(b), err)
	}
	b = AppendSingle(b, []float32{math.Pi})
	got, single := make([]float32, 4), make([]float32, 1)
	rest, err := Half(got, b[1:])
	if err != nil || !slices.Equal(got, w) {
		t.Errorf("read back %v, error %v", got, err)
	}
	if rest, err = Single(single, rest); err != nil || single[0] != math.Pi || len(rest) != 0 {
		t.Errorf("read back %v with %d bytes left, error %v", single, len(rest), err)
	}
	for _, x := range []float32{1e5, float32(math.NaN()), float32(math.Inf(-1))} {
		if _, err := AppendHalf(nil, []float32{x}); err == nil {
			t.Errorf("%g in half precision: no error", x)
		}
	}
	if _, err := Half(got, b[:5]); err == nil {
		t.Error("too few bytes for half precision: no error")
	}
	if _, err := Single(got, b[:9]); err == nil {
		t.Error("too few bytes for single precision: no error")
	}
	if _, err := Half(got[:1], []byte{0, 0x7c}); err == nil {
		t.Error("an infinity: no error")
	}
}

func FuzzUnseal(f *testing.F) {
	f.Add(sealed(f, letters, "x", []byte("body")))
	f.Add([]byte("COVTEST1\x03\x00\x00\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var h head
		if body, err := letters.Unseal(b, &h); err == nil && len(body) > len(b) {
			t.Errorf("a body of %d bytes in %d", len(body), len(b))
		}
	})
}
