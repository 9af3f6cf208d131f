package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
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
	b := []byte("COVENANT\x01\x00\x00\x00")
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
		{"version 2", with(8, 2), ErrVersion},
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
				h.Config.Fields[f].Dim = maxWidth
			}
		}},
		{"large vocabulary, widest dimension", func(h *header) {
			h.Vocabularies[feature.Word] = words
			h.Config.Fields[feature.Word] = nn.Field{Name: "word", Size: len(words) + 1, Dim: maxWidth}
		}},
		{"largest network", func(h *header) { h.Config.Hidden, h.Config.Layers = maxWidth, maxLayers }},
		{"no hidden units", func(h *header) { h.Config.Hidden = 0 }},
		{"negative hidden units", func(h *header) { h.Config.Hidden = -3 }},
		{"enormous hidden units", func(h *header) { h.Config.Hidden = math.MaxInt }},
		{"no layers", func(h *header) { h.Config.Layers = 0 }},
		{"enormous layers", func(h *header) { h.Config.Layers = math.MaxInt }},
		{"a layer less", func(h *header) { h.Config.Layers = 1 }},
		{"a layer more", func(h *header) { h.Config.Layers = 3 }},
		{"dropout 1", func(h *header) { h.Config.Dropout = 1 }},
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
