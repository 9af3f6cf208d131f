package read

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"ASCII", "a\r\nb\n", "a\r\nb\n"},
		{"UTF-8", "café § “x”", "café § “x”"},
		{"UTF-8 with mark", "\xef\xbb\xbfcafé", "café"},
		{"UTF-8 with a few bad bytes", "“one” “two” \xff \xc3", "“one” “two” \uFFFD \uFFFD"},
		{"Windows-1252", "caf\xe9 \x93x\x94 \x80", "café “x” €"},
		{"Windows-1252, undefined byte", "caf\xe9 \x81", "café \uFFFD"},
		{"NUL", "This is\x00 text", "This is\uFFFD text"},
		{"UTF-16 LE with mark", "\xff\xfea\x00\xe9\x00\r\x00\n\x00", "aé\r\n"},
		{"UTF-16 BE with mark", "\xfe\xff\x00a\x00\xe9", "aé"},
		{"UTF-16 LE without mark", "T\x00h\x00i\x00s\x00 \x00i\x00s\x00", "This is"},
		{"UTF-16 BE without mark", "\x00T\x00h\x00i\x00s\x00 \x00i\x00s", "This is"},
		{"UTF-16, half a pair and half a unit", "\xff\xfea\x00\x00\xd8b\x00c\x00d", "a\uFFFDbc\uFFFD"},
		{"UTF-16 NUL", "\xff\xfea\x00\x00\x00b\x00", "a\uFFFDb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Bytes(context.Background(), "a.txt", []byte(c.data))
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, d)
			if d.Text != c.want || d.Format != extract.FormatText {
				t.Errorf("%s %q, want text %q", d.Format, d.Text, c.want)
			}
		})
	}
}

func TestTextPages(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"one", "a\n", []string{"a\n"}},
		{"a form feed ends a page", "a\fb", []string{"a\f", "b"}},
		{"none after the last", "a\f", []string{"a\f"}},
		{"an empty page", "a\f\fb", []string{"a\f", "\f", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Bytes(context.Background(), "a.txt", []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, d)
			if diff := cmp.Diff(c.want, pageTexts(d)); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBinaryIsNoText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	random := make([]byte, 5000)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	for name, data := range map[string][]byte{
		"random bytes":           random,
		"random bytes with mark": append([]byte("\xff\xfe"), random...),
		"NULs":                   make([]byte, 1000),
		"UTF-32":                 []byte("\xff\xfe\x00\x00a\x00\x00\x00"),
		"ELF":                    []byte("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 60)),
		"PNG":                    []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
		"RTF":                    []byte(`{\rtf1 This is}`),
		"SVG":                    []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>`),
		"XML":                    []byte(`<?xml version="1.0"?><a>b</a>`),
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Bytes(context.Background(), "a.txt", data)
			if !errors.Is(err, extract.ErrUnsupported) {
				t.Errorf("error %v, want %v", err, extract.ErrUnsupported)
			}
			checkDocument(t, d)
		})
	}
}
