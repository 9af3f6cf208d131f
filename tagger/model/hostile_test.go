package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

func TestRefused(t *testing.T) {
	whole := encode(t, small(t))
	with := func(at int, b ...byte) []byte {
		c := slices.Clone(whole)
		copy(c[at:], b)
		return c
	}
	cases := []struct {
		name string
		file []byte
		want error
	}{
		{"empty", nil, ErrNotModel},
		{"a text", []byte("This AGREEMENT is made as of the Effective Date."), ErrNotModel},
		{"magic alone", []byte("COVENANT"), ErrNotModel},
		{"other letters", with(0, 'c'), ErrNotModel},
		{"version 0", with(8, 0), ErrVersion},
		{"version 1", with(8, 1), ErrVersion},
		{"version 3", with(8, 3), ErrVersion},
		{"version 2³¹", with(11, 0x80), ErrVersion},
		{"header length changed", with(12, 0xff), ErrCorrupt},
		{"a byte more", append(slices.Clone(whole), 0), ErrCorrupt},
		{"twice", append(slices.Clone(whole), whole...), ErrCorrupt},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if m, err := Decode(c.file); !errors.Is(err, c.want) || m != nil {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
}

func TestCutFilesAreRefused(t *testing.T) {
	whole := encode(t, small(t))
	for n := range whole {
		want := ErrCorrupt
		if n < 16 {
			want = ErrNotModel
		}
		if _, err := Decode(whole[:n]); !errors.Is(err, want) {
			t.Fatalf("cut to %d of %d bytes: error %v, want %v", n, len(whole), err, want)
		}
	}
}

func TestAnyChangedByteIsRefused(t *testing.T) {
	whole := encode(t, small(t))
	for i := range whole {
		whole[i] ^= 1 << (i % 8)
		_, err := Decode(whole)
		if !errors.Is(err, ErrNotModel) && !errors.Is(err, ErrVersion) && !errors.Is(err, ErrCorrupt) {
			t.Fatalf("byte %d of %d changed: error %v", i, len(whole), err)
		}
		whole[i] ^= 1 << (i % 8)
	}
	if _, err := Decode(whole); err != nil {
		t.Fatal(err)
	}
}

// A header that lies, in a file whose checksum is right, is refused before
// anything large is allocated.
func TestLyingHeaders(t *testing.T) {
	m := small(t)
	head, weights := parts(encode(t, m))
	words := make([]string, 100_000)
	for i := range words {
		words[i] = fmt.Sprint(i)
	}
	cases := []struct {
		name   string
		change func(h *header)
	}{
		{"no fields", func(h *header) { h.Config.Fields = nil }},
		{"a field more", func(h *header) { h.Config.Fields = append(h.Config.Fields, nn.Field{Name: "x", Size: 1, Dim: 1}) }},
		{"more ids than words", func(h *header) { h.Config.Fields[feature.Word].Size = math.MaxInt }},
		{"negative ids", func(h *header) { h.Config.Fields[feature.Word].Size = -5 }},
		{"dimension 0", func(h *header) { h.Config.Fields[feature.Head].Dim = 0 }},
		{"negative dimension", func(h *header) { h.Config.Fields[feature.Head].Dim = -2 }},
		{"enormous dimension", func(h *header) { h.Config.Fields[feature.Head].Dim = math.MaxInt }},
		{"dimension whose product overflows", func(h *header) { h.Config.Fields[feature.Head].Dim = math.MaxInt >> 2 }},
		{"widest dimensions", func(h *header) {
			for f := range h.Config.Fields {
				h.Config.Fields[f].Dim = MaxWidth
			}
		}},
		{"large vocabulary, widest dimension", func(h *header) {
			h.Vocabularies[feature.Word] = words
			h.Config.Fields[feature.Word] = nn.Field{Name: "word", Size: len(words) + 1, Dim: MaxWidth}
		}},
		{"largest network", func(h *header) { h.Config.Hidden, h.Config.Layers = MaxWidth, maxLayers }},
		{"no hidden units", func(h *header) { h.Config.Hidden = 0 }},
		{"negative hidden units", func(h *header) { h.Config.Hidden = -3 }},
		{"enormous hidden units", func(h *header) { h.Config.Hidden = math.MaxInt }},
		{"no layers", func(h *header) { h.Config.Layers = 0 }},
		{"enormous layers", func(h *header) { h.Config.Layers = math.MaxInt }},
		{"a layer less", func(h *header) { h.Config.Layers = 1 }},
		{"a layer more", func(h *header) { h.Config.Layers = 3 }},
		{"dropout 1", func(h *header) { h.Config.Dropout = 1 }},
		{"enormous width of characters", func(h *header) { h.Config.Chars = &nn.Chars{Kind: nn.CharConv, Dim: math.MaxInt, Hidden: 1} }},
		{"enormous encoder of characters", func(h *header) { h.Config.Chars = &nn.Chars{Kind: nn.CharLSTM, Dim: 1, Hidden: math.MaxInt} }},
		{"negative encoder of characters", func(h *header) { h.Config.Chars = &nn.Chars{Kind: nn.CharLSTM, Dim: 1, Hidden: -1} }},
		{"an encoder of characters of no kind", func(h *header) { h.Config.Chars = &nn.Chars{Dim: 1, Hidden: 1} }},
		{"an encoder of characters more", func(h *header) { h.Config.Chars = &nn.Chars{Kind: nn.CharConv, Dim: 1, Hidden: 1} }},
		{"unknown cell", func(h *header) { h.Config.Cell = "transformer" }},
		{"another cell", func(h *header) { h.Config.Cell = nn.CellGRU }},
		{"unknown direction", func(h *header) { h.Config.Direction = "up" }},
		{"another direction", func(h *header) { h.Config.Direction = nn.Forward }},
		{"unknown output", func(h *header) { h.Config.Output = "argmax" }},
		{"another output", func(h *header) { h.Config.Output = nn.OutputSoftmax }},
		{"a layer on top", func(h *header) { h.Config.Top = true }},
		{"a field twice", func(h *header) { h.Config.Fields[feature.Shape] = h.Config.Fields[feature.Suffix] }},
		{"a field unknown", func(h *header) { h.Config.Fields[feature.Shape].Name = "colour" }},
		{"the word not first", func(h *header) { f := h.Config.Fields; f[0], f[1] = f[1], f[0] }},
		{"no types", func(h *header) { h.Types = nil }},
		{"not a type", func(h *header) { h.Types[0] = "person" }},
		{"unknown role", func(h *header) { h.Types[0] = "PARTY-effective" }},
		{"a type less", func(h *header) { h.Types = h.Types[:1] }},
		{"more types than a set of tags holds", func(h *header) { h.Types = slices.Repeat([]string{"PARTY"}, 32) }},
		{"very many types", func(h *header) { h.Types = slices.Repeat([]string{"PARTY"}, 100_000) }},
		{"no vocabularies", func(h *header) { h.Vocabularies = nil }},
		{"a vocabulary more", func(h *header) { h.Vocabularies = append(h.Vocabularies, nil) }},
		{"a word more", func(h *header) { h.Vocabularies[0] = append(h.Vocabularies[0], "x") }},
		{"no tensors", func(h *header) { h.Tensors = nil }},
		{"a tensor less", func(h *header) { h.Tensors = h.Tensors[1:] }},
		{"a tensor renamed", func(h *header) { h.Tensors[2].Name = "x" }},
		{"a tensor turned", func(h *header) { h.Tensors[0].Rows, h.Tensors[0].Cols = h.Tensors[0].Cols, h.Tensors[0].Rows }},
		{"a negative tensor", func(h *header) { h.Tensors[0].Rows *= -1; h.Tensors[0].Cols *= -1 }},
		{"8 bits of a GRU", func(h *header) { h.Info.Int8, h.Config.Cell = true, nn.CellGRU }},
		{"window 0", func(h *header) { h.Info.Window = 0 }},
		{"negative window", func(h *header) { h.Info.Window = -1 }},
		{"enormous window", func(h *header) { h.Info.Window = math.MaxInt }},
		{"negative context", func(h *header) { h.Info.Context = -1 }},
		{"enormous context", func(h *header) { h.Info.Context = math.MaxInt }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var h header
			if err := json.Unmarshal(head, &h); err != nil {
				t.Fatal(err)
			}
			c.change(&h)
			lie, err := json.Marshal(h)
			if err != nil {
				t.Fatal(err)
			}
			refusedCheaply(t, seal(lie, weights))
		})
	}
	// What JSON itself can do.
	for name, lie := range map[string]string{
		"not JSON":             "COVENANT",
		"nothing":              "",
		"null":                 "null",
		"an empty object":      "{}",
		"a list":               "[]",
		"two objects":          string(head) + string(head),
		"a number too large":   strings.Replace(string(head), `"Hidden":3`, `"Hidden":1e300`, 1),
		"a fraction":           strings.Replace(string(head), `"Hidden":3`, `"Hidden":3.5`, 1),
		"a string":             strings.Replace(string(head), `"Hidden":3`, `"Hidden":"3"`, 1),
		"very deep":            strings.Repeat("[", 1<<16),
		"a bad escape":         strings.Replace(string(head), `"small"`, `"\x"`, 1),
		"vocabularies of null": strings.Replace(string(head), `"vocabularies":[`, `"vocabularies":[null,`, 1),
	} {
		t.Run(name, func(t *testing.T) { refusedCheaply(t, seal([]byte(lie), weights)) })
	}
}

// refusedCheaply fails unless a file is refused as damaged with memory in
// proportion to its size.
func refusedCheaply(t *testing.T, file []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Decode(file)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, ErrCorrupt) {
		t.Errorf("error %v, want %v", err, ErrCorrupt)
	}
	if got, most := after.TotalAlloc-before.TotalAlloc, uint64(1<<20+40*len(file)); got > most {
		t.Errorf("%d bytes were allocated for a file of %d", got, len(file))
	}
}

func TestWeightsThatDoNotFit(t *testing.T) {
	head, weights := parts(encode(t, small(t)))
	bad := func(i int, bits uint16) []byte {
		w := slices.Clone(weights)
		binary.LittleEndian.PutUint16(w[2*i:], bits)
		return w
	}
	for name, w := range map[string][]byte{
		"none":          nil,
		"a byte less":   weights[1:],
		"a weight less": weights[2:],
		"a byte more":   append(slices.Clone(weights), 0),
		"a weight more": append(slices.Clone(weights), 0, 0),
		"infinite":      bad(0, 0x7c00),
		"NaN":           bad(len(weights)/2-1, 0x7e01),
		"score of 1024": bad(len(weights)/2-1, 0x6400), // the CRF's last
	} {
		t.Run(name, func(t *testing.T) { refusedCheaply(t, seal(head, w)) })
	}
	if _, err := Decode(seal(head, weights)); err != nil {
		t.Errorf("the file put together again: %v", err)
	}
}

func TestHeaderLengthBeyondTheFile(t *testing.T) {
	whole := encode(t, small(t))
	head, _ := parts(whole)
	for _, n := range []uint32{uint32(len(whole)), math.MaxInt32, math.MaxInt32 + 1, math.MaxUint32, uint32(len(head)) - 1, 0} {
		b := slices.Clone(whole[:len(whole)-sha256.Size])
		binary.LittleEndian.PutUint32(b[12:], n)
		sum := sha256.Sum256(b)
		refusedCheaply(t, append(b, sum[:]...))
	}
}

// FuzzDecode changes the parts of a file and puts a correct checksum under
// them, so that the header itself is tried. What is accepted must be usable.
func FuzzDecode(f *testing.F) {
	head, weights := parts(encode(f, small(f)))
	f.Add(head, weights, int32(0))
	f.Add(head, weights[2:], int32(1))
	f.Add([]byte("{}"), []byte{}, int32(-1))
	f.Add([]byte(`{"config":{"Fields":[{"Size":9223372036854775807,"Dim":-1}]}}`), []byte{0}, int32(0))
	f.Fuzz(func(t *testing.T, head, weights []byte, shift int32) {
		if len(head) > 1<<16 || len(weights) > 1<<16 {
			t.Skip()
		}
		b := seal(head, weights)
		b = b[:len(b)-sha256.Size]
		binary.LittleEndian.PutUint32(b[12:], uint32(int32(len(head))+shift))
		sum := sha256.Sum256(b)
		m, err := Decode(append(b, sum[:]...))
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		emissions(m, 1)
		again, err := Decode(encode(t, m))
		if err != nil {
			t.Fatalf("accepted, but not when written again: %v", err)
		}
		if again.Info != m.Info || fmt.Sprint(again.Net.Config) != fmt.Sprint(m.Net.Config) {
			t.Fatal("written again it is another model")
		}
	})
}
