package lm

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"covenant/tagger/nn"
)

func small() *Model {
	cfg := Config{Dim: 3, Hidden: 4, Layers: 2}
	return newModel(cfg, []string{"the", "buyer", "ü"}, Info{Command: "extract pretrain", Seed: 7, HeldOut: Perplexity{Forward: 3, Backward: 2.5}})
}

func encode(t testing.TB, m *Model) []byte {
	t.Helper()
	b, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFileIsReadBack(t *testing.T) {
	for _, cfg := range []Config{
		{Dim: 3, Hidden: 4, Layers: 2},
		{Dim: 4, Hidden: 4, Layers: 1, Direction: nn.Forward},
		{Dim: 1, Hidden: 2, Layers: 3, Direction: nn.Backward},
		{Dim: 2, Hidden: 1, Layers: 1, Direction: nn.Both},
	} {
		m := newModel(cfg, []string{"the", "buyer", "ü"}, small().Info)
		weights := 0
		for _, p := range m.params() {
			weights += len(p.W)
		}
		if got := cfg.weights(m.Embed.Table.Rows); got != int64(weights) {
			t.Errorf("%+v has %d weights, is said to have %d", cfg, weights, got)
		}
		path := filepath.Join(t.TempDir(), "x.lm")
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		got, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if got.Info != m.Info || got.Config != m.Config || !slices.Equal(got.Words(), m.Words()) {
			t.Errorf("read back %+v, %+v, %q", got.Info, got.Config, got.Words())
		}
		for i, p := range m.params() {
			for j, w := range p.W {
				if x := got.params()[i].W[j]; math.Abs(float64(x-w)) > 1e-3*math.Abs(float64(w))+1e-6 {
					t.Errorf("%s[%d]: %g came back as %g", p.Name, j, w, x)
				}
			}
		}
		if again := encode(t, got); !bytes.Equal(again, encode(t, m)) {
			t.Error("what was read is written differently")
		}
	}
}

func TestRefused(t *testing.T) {
	whole := encode(t, small())
	with := func(at int, b ...byte) []byte {
		c := slices.Clone(whole)
		copy(c[at:], b)
		return c
	}
	dir := t.TempDir()
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"empty", nil, ErrNotModel},
		{"a tagger's model", append([]byte("COVENANT"), whole[8:]...), ErrNotModel},
		{"another version", with(8, 2), ErrVersion},
		{"cut", whole[:len(whole)-1], ErrCorrupt},
		{"a weight changed", with(len(whole)-40, 0xff), ErrCorrupt},
	} {
		path := filepath.Join(dir, "x.lm")
		if err := os.WriteFile(path, c.file, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: error %v", err)
	}
}

// A header that lies, in a file whose checksum is right, is refused before anything
// large is allocated.
func TestLyingHeaders(t *testing.T) {
	whole := encode(t, small())
	for name, lie := range map[string]func(h *header){
		"no width":            func(h *header) { h.Config.Dim = 0 },
		"negative width":      func(h *header) { h.Config.Hidden = -4 },
		"enormous width":      func(h *header) { h.Config.Hidden = math.MaxInt },
		"widest":              func(h *header) { h.Config.Hidden, h.Config.Dim, h.Config.Layers = maxWidth, maxWidth, maxLayers },
		"enormous layers":     func(h *header) { h.Config.Layers = math.MaxInt },
		"another direction":   func(h *header) { h.Config.Direction = nn.Forward },
		"no direction":        func(h *header) { h.Config.Direction = "sideways" },
		"a word more":         func(h *header) { h.Words = append(h.Words, "x") },
		"a word twice":        func(h *header) { h.Words[1] = h.Words[0] },
		"a tensor less":       func(h *header) { h.Tensors = h.Tensors[1:] },
		"tensors in disorder": func(h *header) { h.Tensors[0], h.Tensors[1] = h.Tensors[1], h.Tensors[0] },
	} {
		var h header
		weights, err := format.Unseal(whole, &h)
		if err != nil {
			t.Fatal(err)
		}
		lie(&h)
		b, err := format.Seal(h, func(b []byte) ([]byte, error) { return append(b, weights...), nil })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(b); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: error %v, want %v", name, err, ErrCorrupt)
		}
	}
	var h header
	weights, _ := format.Unseal(whole, &h)
	infinite := slices.Clone(weights)
	infinite[0], infinite[1] = 0, 0x7c
	b, err := format.Seal(h, func(b []byte) ([]byte, error) { return append(b, infinite...), nil })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(b); !errors.Is(err, ErrCorrupt) {
		t.Errorf("an infinite weight: error %v, want %v", err, ErrCorrupt)
	}
}

func TestWeightsTooLargeForTheFile(t *testing.T) {
	m := small()
	m.Out.B.W[1] = 1e6
	if _, err := m.Encode(); err == nil {
		t.Error("no error")
	}
}

// Whatever stands behind a right checksum, reading gives a model or an error.
func FuzzDecode(f *testing.F) {
	whole := encode(f, small())
	var h header
	weights, err := format.Unseal(whole, &h)
	if err != nil {
		f.Fatal(err)
	}
	head, err := json.Marshal(h)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(head, weights)
	f.Add([]byte(`{"config":{"Dim":1,"Hidden":1,"Layers":1}}`), make([]byte, 72))
	f.Add([]byte(`{"config":{"Dim":4096,"Hidden":4096,"Layers":64},"words":["a"]}`), []byte{})
	f.Fuzz(func(t *testing.T, head, weights []byte) {
		if !json.Valid(head) {
			return
		}
		b, err := format.Seal(json.RawMessage(head), func(b []byte) ([]byte, error) { return append(b, weights...), nil })
		if err != nil {
			t.Skip()
		}
		m, err := Decode(b)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Fatalf("error %v", err)
			}
			return
		}
		if _, err := m.Score(t.Context(), [][][]string{{{"a", "b"}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Complete(t.Context(), [][]string{{"a"}}, CompleteOptions{N: 1, Beam: 2, Length: 2}); err != nil && !errors.Is(err, ErrNoForward) {
			t.Fatal(err)
		}
	})
}
