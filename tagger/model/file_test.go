package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// small returns a model of a few thousand random weights.
func small(t testing.TB) *Model {
	t.Helper()
	features, err := feature.NewExtractor([][]string{{"this", "agreement", "<&>", "§"}, {"Agr"}, {"ent", "\u2028"}, {"Xxxxx"}}, feature.Default())
	if err != nil {
		t.Fatal(err)
	}
	cfg := nn.Config{Hidden: 3, Layers: 2, Dropout: 0.25}
	cfg.Fields = Fields(features, func(name string) int { return 2 + len(name)%2 })
	types := []bio.Type{{Label: extract.Party}, {Label: extract.Date, Role: extract.RoleEffective}}
	info := Info{Name: "small", Command: "extract train", Data: "none", Seed: math.MaxUint64, Window: 20, Context: 4}
	m, err := New(info, bio.New(types), features, cfg)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for _, p := range m.Net.Output.Params() {
		for i := range p.W {
			p.W[i] = rng.Float32() - 0.5
		}
	}
	m.Net.Prepare(false)
	return m
}

func encode(t testing.TB, m *Model) []byte {
	t.Helper()
	b, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// seal puts a header and weights into a file with a correct checksum.
func seal(header, weights []byte) []byte {
	b := []byte("COVENANT\x02\x00\x00\x00")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(header)))
	b = append(append(b, header...), weights...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// parts takes a file apart.
func parts(b []byte) (header, weights []byte) {
	n := 16 + int(binary.LittleEndian.Uint32(b[12:]))
	return b[16:n], b[n : len(b)-sha256.Size]
}

// emissions are what a model says of a sequence that uses the given ids.
func emissions(m *Model, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 0))
	var s nn.Sequence
	for _, f := range m.Net.Config.Fields {
		ids := make([]int32, 9)
		for t := range ids {
			ids[t] = rng.Int32N(int32(f.Size))
		}
		s.IDs = append(s.IDs, ids)
	}
	for range 9 {
		s.Chars = append(s.Chars, "abcdefgh"[:rng.IntN(9)])
	}
	var p nn.Pass
	m.Net.Forward(&p, []nn.Sequence{s}, nil)
	return m.Net.Emissions(&p, 0)
}

func TestReadBackAsWritten(t *testing.T) {
	m := small(t)
	b := encode(t, m)
	got, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if got.Info != m.Info {
		t.Errorf("info %+v, want %+v", got.Info, m.Info)
	}
	if !slices.Equal(got.Scheme.Types, m.Scheme.Types) {
		t.Errorf("types %v, want %v", got.Scheme.Types, m.Scheme.Types)
	}
	if fmt.Sprint(got.Net.Config) != fmt.Sprint(m.Net.Config) {
		t.Errorf("config %+v, want %+v", got.Net.Config, m.Net.Config)
	}
	for f, v := range m.Features.Vocabularies {
		if !slices.Equal(got.Features.Vocabularies[f].Entries(), v.Entries()) {
			t.Errorf("vocabulary %d: %q, want %q", f, got.Features.Vocabularies[f].Entries(), v.Entries())
		}
	}
	for i, p := range m.Net.Params() {
		q := got.Net.Params()[i]
		if q.Name != p.Name || q.Rows != p.Rows || q.Cols != p.Cols || q.Sparse != p.Sparse {
			t.Fatalf("tensor %d is %s %d×%d, want %s %d×%d", i, q.Name, q.Rows, q.Cols, p.Name, p.Rows, p.Cols)
		}
		for j, w := range p.W {
			// Half precision has 11 significant bits, and steps of 2⁻²⁴ near 0.
			if diff := math.Abs(float64(q.W[j] - w)); diff > math.Abs(float64(w))/(1<<11)+1.0/(1<<25) {
				t.Fatalf("%s[%d] = %g, want %g to half precision", p.Name, j, q.W[j], w)
			}
		}
	}
	for seed := range uint64(5) {
		want, em := slices.Clone(emissions(m, seed)), emissions(got, seed)
		for i := range em {
			if math.Abs(float64(em[i]-want[i])) > 0.01 {
				t.Fatalf("emission %d is %g, want %g", i, em[i], want[i])
			}
		}
	}
	if got.Sum != sha256.Sum256(b) {
		t.Error("Sum is not the checksum of the file")
	}
	// What was rounded once stays as it is: the same file, the same predictions.
	if again := encode(t, got); !bytes.Equal(again, b) {
		t.Error("a model that was read is written otherwise")
	}
}

// Every member of the family is read back.
func TestFamilyIsReadBackAsWritten(t *testing.T) {
	for name, change := range map[string]func(c *nn.Config){
		"vanilla RNN":               func(c *nn.Config) { c.Cell = nn.CellRNN },
		"GRU":                       func(c *nn.Config) { c.Cell = nn.CellGRU },
		"LSTM by its name":          func(c *nn.Config) { c.Cell, c.Direction, c.Output = nn.CellLSTM, nn.Both, nn.OutputCRF },
		"forward":                   func(c *nn.Config) { c.Direction = nn.Forward },
		"backward":                  func(c *nn.Config) { c.Direction = nn.Backward },
		"forward on top":            func(c *nn.Config) { c.Top = true },
		"softmax":                   func(c *nn.Config) { c.Output = nn.OutputSoftmax },
		"filters over characters":   func(c *nn.Config) { c.Chars = &nn.Chars{Kind: nn.CharConv, Dim: 2, Hidden: 3} },
		"an LSTM over characters":   func(c *nn.Config) { c.Chars = &nn.Chars{Kind: nn.CharLSTM, Dim: 2, Hidden: 3} },
		"dropout drawn every token": func(c *nn.Config) { c.DropoutPerStep = true },
	} {
		t.Run(name, func(t *testing.T) {
			m := small(t)
			cfg := m.Net.Config
			change(&cfg)
			m, err := New(m.Info, m.Scheme, m.Features, cfg)
			if err != nil {
				t.Fatal(err)
			}
			m.Net.Prepare(false)
			b := encode(t, m)
			got, err := Decode(b)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Net.Config, cfg) {
				t.Errorf("config %+v, want %+v", got.Net.Config, cfg)
			}
			want, em := slices.Clone(emissions(m, 1)), emissions(got, 1)
			for i := range em {
				if math.Abs(float64(em[i]-want[i])) > 0.01 {
					t.Fatalf("emission %d is %g, want %g", i, em[i], want[i])
				}
			}
			if !bytes.Equal(encode(t, got), b) {
				t.Error("a model that was read is written otherwise")
			}
		})
	}
}

func TestTensorsAreLittleEndianHalves(t *testing.T) {
	m := small(t)
	first := m.Net.Params()[0]
	first.W[0], first.W[1], first.W[2] = 1, -2, 65504
	_, weights := parts(encode(t, m))
	if want := []byte{0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b}; !bytes.Equal(weights[:6], want) {
		t.Errorf("weights 1, -2, 65504 are written % x, want % x", weights[:6], want)
	}
}

func TestEncodeRefusesWeightsBeyondHalfPrecision(t *testing.T) {
	for _, w := range []float64{65520, -1e6, math.NaN(), math.Inf(1)} {
		m := small(t)
		m.Net.Params()[0].W[3] = float32(w)
		if _, err := m.Encode(); err == nil || !strings.Contains(err.Error(), "embed.word") {
			t.Errorf("weight %g: error %v, want one that names the tensor", w, err)
		}
	}
}

func TestSave(t *testing.T) {
	m := small(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "a.model")
	if err := os.WriteFile(path, []byte("what was there before"), 0o644); err != nil {
		t.Fatal(err)
	}
	old, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	// Who had the old file open goes on reading the old one.
	before := make([]byte, 100)
	if n, _ := old.Read(before); string(before[:n]) != "what was there before" {
		t.Errorf("the old file was written over: %q", before[:n])
	}
	got, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Sum != sha256.Sum256(encode(t, m)) {
		t.Error("Open read another model")
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("%d files after Save, want 1 (%v)", len(files), err)
	}
}

func TestSaveThatFailsLeavesTheOldFile(t *testing.T) {
	m := small(t)
	path := filepath.Join(t.TempDir(), "a.model")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	broken := small(t)
	broken.Net.Params()[0].W[0] = float32(math.NaN())
	if err := broken.Save(path); err == nil {
		t.Error("a model with a weight that is no number was saved")
	}
	if _, err := Open(path); err != nil {
		t.Errorf("the old file: %v", err)
	}
	missing := filepath.Join(filepath.Dir(path), "no", "such", "folder.model")
	if err := m.Save(missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Save into a folder that does not exist: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := encode(t, small(t))
	for _, c := range []struct {
		path string
		want error
	}{
		{filepath.Join(dir, "missing.model"), os.ErrNotExist},
		{write("empty.model", nil), ErrNotModel},
		{write("short.model", []byte("COV")), ErrNotModel},
		{write("letter.pdf", []byte("%PDF-1.7 and so on")), ErrNotModel},
		{write("cut.model", whole[:len(whole)/2]), ErrCorrupt},
	} {
		if _, err := Open(c.path); !errors.Is(err, c.want) || !strings.Contains(err.Error(), filepath.Base(c.path)) {
			t.Errorf("Open(%s): %v, want %v and the path", filepath.Base(c.path), err, c.want)
		}
	}
	if _, err := Open(dir); err == nil {
		t.Error("a folder was opened as a model")
	}
}

func TestNewRefuses(t *testing.T) {
	m := small(t)
	for name, change := range map[string]func(i *Info, c *nn.Config){
		"window 0":         func(i *Info, c *nn.Config) { i.Window = 0 },
		"negative context": func(i *Info, c *nn.Config) { i.Context = -1 },
		"no hidden units":  func(i *Info, c *nn.Config) { c.Hidden = 0 },
		// What Decode refuses must not be trained for hours first.
		"too many hidden units": func(i *Info, c *nn.Config) { c.Hidden = MaxWidth + 1 },
		"too many layers":       func(i *Info, c *nn.Config) { c.Layers = maxLayers + 1 },
		"too wide a field": func(i *Info, c *nn.Config) {
			c.Fields = slices.Clone(c.Fields)
			c.Fields[0].Dim = MaxWidth + 1
		},
		"too wide characters": func(i *Info, c *nn.Config) { c.Chars = &nn.Chars{Kind: nn.CharConv, Dim: MaxWidth + 1, Hidden: 1} },
		"too many filters":    func(i *Info, c *nn.Config) { c.Chars = &nn.Chars{Kind: nn.CharConv, Dim: 1, Hidden: MaxWidth + 1} },
		"unknown encoder":     func(i *Info, c *nn.Config) { c.Chars = &nn.Chars{Dim: 1, Hidden: 1} },
	} {
		info, cfg := m.Info, m.Net.Config
		change(&info, &cfg)
		if _, err := New(info, m.Scheme, m.Features, cfg); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// maxEmbedded bounds the model that is part of the program.
const maxEmbedded = 12 << 20

func TestDefault(t *testing.T) {
	if len(defaultModel) == 0 {
		t.Skip("no default model is embedded: default.model is empty")
	}
	if len(defaultModel) >= maxEmbedded {
		t.Errorf("the embedded model has %d bytes, want less than %d", len(defaultModel), maxEmbedded)
	}
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Scheme.Types, bio.Default().Types) {
		t.Errorf("types %v are not this program's", m.Scheme.Types)
	}
	if m.Info.Name == "" || m.Info.Command == "" || m.Info.Data == "" {
		t.Errorf("the model does not say how it came to be: %+v", m.Info)
	}
	for f, field := range m.Net.Config.Fields {
		if field.Name != feature.Default()[f] {
			t.Errorf("field %d is %q, want %q", f, field.Name, feature.Default()[f])
		}
	}
}
