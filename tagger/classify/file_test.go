package classify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

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
	b := []byte("COVCLASS\x01\x00\x00\x00")
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

// A file gives the same model: the same decisions, and the same file again.
func TestFileRoundTrip(t *testing.T) {
	const text = "This Agreement is made on May 1, 2019 by Acme.\n"
	doc, sents := &extract.Document{Text: text}, sentences(t, text)
	for _, pool := range pools {
		path := filepath.Join(t.TempDir(), "a.model")
		if err := small(t, pool).Save(path); err != nil {
			t.Fatal(err)
		}
		first, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		b := encode(t, first)
		second, err := Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if file, err := os.ReadFile(path); err != nil || !bytes.Equal(file, b) {
			t.Errorf("%s: written again the file differs (%v)", pool, err)
		}
		if first.ID() != second.ID() || !strings.HasPrefix(first.ID(), "small-") {
			t.Errorf("IDs %s and %s", first.ID(), second.ID())
		}
		marks := []Mark{{"COURT", spanOf(t, text, "Acme")}, {"DATE", spanOf(t, text, "May 1")}}
		a, err := first.Decide(context.Background(), doc, sents, marks)
		if err != nil {
			t.Fatal(err)
		}
		c, err := second.Decide(context.Background(), doc, sents, marks)
		if err != nil || !reflect.DeepEqual(a, c) {
			t.Errorf("%s: decisions %+v, then %+v: %v", pool, a, c, err)
		}
	}
}

// The thresholds of a task of which several classes may hold are read back, and decide;
// bad ones are refused, and so is one for a head of one class.
func TestFileWithThresholds(t *testing.T) {
	const text = "This Agreement is made on May 1, 2019 by Acme.\n"
	doc, sents := &extract.Document{Text: text}, sentences(t, text)
	m := severalModel(t)
	m.Tasks[0].Thresholds = []float64{0.001, 1}
	b := encode(t, m)
	again, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	d, err := again.Decide(context.Background(), doc, sents, []Mark{{"TOPIC", spanOf(t, text, "This Agreement")}})
	if err != nil || len(d[0].Holding) != 1 || d[0].Holding[0].Class != "a" {
		t.Errorf("decision %+v: %v", d, err)
	}
	head, weights := parts(b)
	for name, change := range map[string]func(h *header){
		"none":               func(h *header) { h.Tasks[0].Thresholds = nil },
		"one too few":        func(h *header) { h.Tasks[0].Thresholds = []float64{0.5} },
		"zero":               func(h *header) { h.Tasks[0].Thresholds[0] = 0 },
		"above one":          func(h *header) { h.Tasks[0].Thresholds[1] = 1.5 },
		"for one class":      func(h *header) { h.Tasks[1].Thresholds = []float64{0.5, 0.5} },
		"unknown of a head":  func(h *header) { h.Config.Several = h.Config.Several[1:] },
		"several of neither": func(h *header) { h.Config.Several = nil },
		"very many classes":  func(h *header) { manyClasses(h) },
	} {
		t.Run(name, func(t *testing.T) {
			var h header
			if err := json.Unmarshal(head, &h); err != nil {
				t.Fatal(err)
			}
			change(&h)
			lie, err := json.Marshal(h)
			if err != nil {
				t.Fatal(err)
			}
			refusedCheaply(t, seal(lie, weights))
		})
	}
}

// manyClasses gives the first task more classes than a set of them can have.
func manyClasses(h *header) {
	h.Tasks[0].Classes, h.Tasks[0].Thresholds = nil, nil
	for i := range nn.MaxSeveral + 1 {
		h.Tasks[0].Classes = append(h.Tasks[0].Classes, fmt.Sprint(i))
		h.Tasks[0].Thresholds = append(h.Tasks[0].Thresholds, 0.5)
	}
	h.Config.Heads[0] = len(h.Tasks[0].Classes)
}

func TestRefusedFiles(t *testing.T) {
	whole := encode(t, small(t, nn.PoolAttention))
	with := func(at int, b byte) []byte {
		c := slices.Clone(whole)
		c[at] = b
		return c
	}
	tagger, err := os.ReadFile("../model/default.model")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":         {nil, model.ErrNotModel},
		"a text":        {[]byte("This AGREEMENT is made as of the Effective Date."), model.ErrNotModel},
		"a tagger":      {tagger, model.ErrNotModel},
		"version 0":     {with(8, 0), model.ErrVersion},
		"version 2":     {with(8, 2), model.ErrVersion},
		"header longer": {with(12, 0xff), model.ErrCorrupt},
		"cut":           {whole[:len(whole)-1], model.ErrCorrupt},
		"a byte more":   {append(slices.Clone(whole), 0), model.ErrCorrupt},
	} {
		if m, err := Decode(c.file); !errors.Is(err, c.want) || m != nil {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
	for i := range whole {
		whole[i] ^= 1 << (i % 8)
		if _, err := Decode(whole); err == nil {
			t.Fatalf("byte %d of %d changed: accepted", i, len(whole))
		}
		whole[i] ^= 1 << (i % 8)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// A header that lies, in a file whose checksum is right, is refused before anything
// large is allocated.
func TestLyingHeaders(t *testing.T) {
	head, weights := parts(encode(t, small(t, nn.PoolAttention)))
	for name, change := range map[string]func(h *header){
		"no fields":              func(h *header) { h.Config.Fields = nil },
		"the marks alone":        func(h *header) { h.Config.Fields = h.Config.Fields[3:] },
		"without marks":          func(h *header) { h.Config.Fields = h.Config.Fields[:3] },
		"marks of more tasks":    func(h *header) { h.Config.Fields[3].Size++ },
		"enormous ids":           func(h *header) { h.Config.Fields[0].Size = math.MaxInt },
		"enormous dimension":     func(h *header) { h.Config.Fields[4].Dim = math.MaxInt },
		"negative dimension":     func(h *header) { h.Config.Fields[4].Dim = -1 },
		"enormous hidden units":  func(h *header) { h.Config.Hidden = math.MaxInt },
		"largest network":        func(h *header) { h.Config.Hidden, h.Config.Layers = model.MaxWidth, 64 },
		"no layers":              func(h *header) { h.Config.Layers = 0 },
		"a layer more":           func(h *header) { h.Config.Layers++ },
		"another cell":           func(h *header) { h.Config.Cell = nn.CellLSTM },
		"unknown cell":           func(h *header) { h.Config.Cell = "x" },
		"an output of tags":      func(h *header) { h.Config.Output = nn.OutputCRF },
		"characters":             func(h *header) { h.Config.Chars = &nn.Chars{Kind: nn.CharConv, Dim: 1, Hidden: 1} },
		"no gate":                func(h *header) { h.Config.Gate = false },
		"unknown pool":           func(h *header) { h.Config.Pool = "mean" },
		"another pool":           func(h *header) { h.Config.Pool = nn.PoolMax },
		"enormous attention":     func(h *header) { h.Config.Attention = math.MaxInt },
		"negative attention":     func(h *header) { h.Config.Attention = -3 },
		"a head more":            func(h *header) { h.Config.Heads = append(h.Config.Heads, 2) },
		"an enormous head":       func(h *header) { h.Config.Heads[0] = math.MaxInt },
		"a negative head":        func(h *header) { h.Config.Heads[0] = -2 },
		"no tasks":               func(h *header) { h.Tasks = nil },
		"a task less":            func(h *header) { h.Tasks = h.Tasks[1:] },
		"a task of another name": func(h *header) { h.Tasks[0].Name = h.Tasks[1].Name },
		"a class more":           func(h *header) { h.Tasks[0].Classes = append(h.Tasks[0].Classes, "x") },
		"a class twice":          func(h *header) { h.Tasks[0].Classes[1] = h.Tasks[0].Classes[0] },
		"thresholds of one":      func(h *header) { h.Tasks[0].Thresholds = []float64{0.5, 0.5} },
		"several of one":         func(h *header) { h.Config.Several = []bool{true, false} },
		"several, named as one":  func(h *header) { h.Config.Several, h.Tasks[0].Thresholds = []bool{true, false}, []float64{0.5, 0.5} },
		"no vocabularies":        func(h *header) { h.Vocabularies = nil },
		"a word more":            func(h *header) { h.Vocabularies[0] = append(h.Vocabularies[0], "x") },
		"no tensors":             func(h *header) { h.Tensors = nil },
		"a tensor renamed":       func(h *header) { h.Tensors[2].Name = "x" },
		"negative context":       func(h *header) { h.Info.Context = -1 },
		"reach below context":    func(h *header) { h.Info.Reach = h.Info.Context - 1 },
		"enormous reach":         func(h *header) { h.Info.Reach = math.MaxInt },
	} {
		t.Run(name, func(t *testing.T) {
			var h header
			if err := json.Unmarshal(head, &h); err != nil {
				t.Fatal(err)
			}
			change(&h)
			lie, err := json.Marshal(h)
			if err != nil {
				t.Fatal(err)
			}
			refusedCheaply(t, seal(lie, weights))
		})
	}
	for name, w := range map[string][]byte{
		"no weights":    nil,
		"a weight less": weights[2:],
		"a byte more":   append(slices.Clone(weights), 0),
		"infinite":      append([]byte{0x00, 0x7c}, weights[2:]...),
	} {
		t.Run(name, func(t *testing.T) { refusedCheaply(t, seal(head, w)) })
	}
	if _, err := Decode(seal(head, weights)); err != nil {
		t.Errorf("the file put together again: %v", err)
	}
}

// refusedCheaply fails unless a file is refused as damaged with memory in proportion
// to its size.
func refusedCheaply(t *testing.T, file []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Decode(file)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, model.ErrCorrupt) {
		t.Errorf("error %v, want %v", err, model.ErrCorrupt)
	}
	if got, most := after.TotalAlloc-before.TotalAlloc, uint64(1<<20+40*len(file)); got > most {
		t.Errorf("%d bytes were allocated for a file of %d", got, len(file))
	}
}

// FuzzDecode changes the parts of a file and puts a correct checksum under them, so
// that the header itself is tried. What is accepted must be usable.
func FuzzDecode(f *testing.F) {
	for _, pool := range pools {
		head, weights := parts(encode(f, small(f, pool)))
		f.Add(head, weights)
		f.Add(head, weights[2:])
	}
	head, weights := parts(encode(f, severalModel(f)))
	f.Add(head, weights)
	f.Add([]byte("{}"), []byte{})
	const text = "This Agreement is made on May 1, 2019 by Acme.\n"
	doc, sents := &extract.Document{Text: text}, sentences(f, text)
	f.Fuzz(func(t *testing.T, head, weights []byte) {
		if len(head) > 1<<16 || len(weights) > 1<<16 {
			t.Skip()
		}
		m, err := Decode(seal(head, weights))
		if err != nil {
			if !errors.Is(err, model.ErrCorrupt) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		for _, task := range m.Tasks {
			if _, err := m.Decide(context.Background(), doc, sents, []Mark{{task.Name, extract.ByteSpan{Start: 26, End: 37}}}); err != nil {
				t.Fatal(err)
			}
		}
		again, err := Decode(encode(t, m))
		if err != nil || fmt.Sprint(again.Info, again.Tasks) != fmt.Sprint(m.Info, m.Tasks) {
			t.Fatalf("written again it is another model: %v", err)
		}
	})
}
