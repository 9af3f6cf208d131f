package nn

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

func TestConfigValidate(t *testing.T) {
	fields := []Field{{"word", 5, 2}}
	for name, c := range map[string]struct {
		cfg Config
		ok  bool
	}{
		"smallest":           {Config{Fields: []Field{{"word", 1, 1}}, Hidden: 1, Layers: 1}, true},
		"with dropout":       {Config{Fields: fields, Hidden: 3, Layers: 2, Dropout: 0.9}, true},
		"zero value":         {Config{}, false},
		"no fields":          {Config{Hidden: 3, Layers: 2}, false},
		"no hidden units":    {Config{Fields: fields, Layers: 2}, false},
		"negative hidden":    {Config{Fields: fields, Hidden: -1, Layers: 2}, false},
		"no layers":          {Config{Fields: fields, Hidden: 3}, false},
		"field without ids":  {Config{Fields: []Field{{"word", 0, 2}}, Hidden: 3, Layers: 2}, false},
		"field of no width":  {Config{Fields: []Field{{"word", 5, 0}}, Hidden: 3, Layers: 2}, false},
		"negative dropout":   {Config{Fields: fields, Hidden: 3, Layers: 2, Dropout: -0.1}, false},
		"dropout of all":     {Config{Fields: fields, Hidden: 3, Layers: 2, Dropout: 1}, false},
		"every part":         {Config{Fields: fields, Cell: CellGRU, Hidden: 3, Layers: 2, Direction: Backward, Top: true, Chars: &Chars{CharConv, 2, 3}, Output: OutputSoftmax}, true},
		"unknown cell":       {Config{Fields: fields, Hidden: 3, Layers: 2, Cell: "transformer"}, false},
		"unknown direction":  {Config{Fields: fields, Hidden: 3, Layers: 2, Direction: "sideways"}, false},
		"unknown output":     {Config{Fields: fields, Hidden: 3, Layers: 2, Output: "argmax"}, false},
		"unknown encoder":    {Config{Fields: fields, Hidden: 3, Layers: 2, Chars: &Chars{"rnn", 2, 3}}, false},
		"encoder of width 0": {Config{Fields: fields, Hidden: 3, Layers: 2, Chars: &Chars{CharConv, 2, 0}}, false},
		"dropout no number":  {Config{Fields: fields, Hidden: 3, Layers: 2, Dropout: float32(math.NaN())}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.cfg.Validate(); (err == nil) != c.ok {
				t.Errorf("Validate() = %v, want error: %v", err, !c.ok)
			}
			rng := rand.New(rand.NewPCG(1, 1))
			if net, err := NewNetwork(c.cfg, testCRF(t, 3, rng), rng); (err == nil) != c.ok || (net != nil) != c.ok {
				t.Errorf("NewNetwork: %v, want error: %v", err, !c.ok)
			}
		})
	}
}

func TestCRFSize(t *testing.T) {
	for k, ok := range map[int]bool{-1: false, 0: false, 1: true, 45: true, MaxTags: true, MaxTags + 1: false, 1 << 40: false} {
		c, err := NewCRF(k, bioAllowed, bioFirst)
		if (err == nil) != ok || (c != nil) != ok {
			t.Errorf("CRF of %d tags: error %v, want error: %v", k, err, !ok)
		}
		if ok && c.Tags() != k {
			t.Errorf("CRF of %d tags says it has %d", k, c.Tags())
		}
	}
}

func TestAllTags(t *testing.T) {
	for k := 1; k <= MaxTags; k++ {
		s := AllTags(k)
		if bits.OnesCount64(uint64(s)) != k || !s.Has(0) || !s.Has(k-1) || k < MaxTags && s.Has(k) {
			t.Errorf("AllTags(%d) = %b", k, s)
		}
	}
}

// With as many tags as a set can hold, the last tag is like any other.
func TestCRFOfMostTags(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	c, err := NewCRF(MaxTags, func(from, to int) bool { return true }, func(int) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	c.Prepare(false)
	em := randomMatrix(3*MaxTags, rng)
	for step := range 3 {
		em[step*MaxTags+MaxTags-1-step] = 5
	}
	if got := c.Decode(em); got[0] != 63 || got[1] != 62 || got[2] != 61 {
		t.Errorf("Viterbi %v, want [63 62 61]", got)
	}
	var l Lattice
	c.Sum(&l, em, nil)
	m := make([]float64, len(em))
	l.Marginals(m)
	for step := range 3 {
		sum := 0.0
		for _, p := range m[step*MaxTags : (step+1)*MaxTags] {
			sum += p
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("marginals of step %d sum to %g", step, sum)
		}
	}
}
