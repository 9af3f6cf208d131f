package nn

import (
	"math"
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
