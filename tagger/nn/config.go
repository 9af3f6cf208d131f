package nn

import "fmt"

// A CellKind names a recurrent cell.
type CellKind string

// The cells.
const (
	CellRNN  CellKind = "rnn"
	CellGRU  CellKind = "gru"
	CellLSTM CellKind = "lstm"
)

// A Direction says which way the layers run.
type Direction string

// The directions.
const (
	Both     Direction = "both"
	Forward  Direction = "forward"
	Backward Direction = "backward"
)

// An OutputKind names what turns emissions into tags.
type OutputKind string

// The outputs.
const (
	OutputCRF     OutputKind = "crf"
	OutputSoftmax OutputKind = "softmax"
)

// A CharKind names an encoder of a token's characters.
type CharKind string

// The encoders of characters.
const (
	CharConv CharKind = "cnn"
	CharLSTM CharKind = "lstm"
)

// A Field describes one categorical feature of a token: how many ids it has and
// the width of its embedding.
type Field struct {
	Name      string `json:"name"`
	Size, Dim int
}

// Chars describes an encoder of a token's characters, which are ids below 256.
type Chars struct {
	Kind   CharKind
	Dim    int // of a character's embedding
	Hidden int // filters, or hidden units of each direction
}

// Output returns the width of a token's encoding.
func (c *Chars) Output() int {
	switch {
	case c == nil:
		return 0
	case c.Kind == CharLSTM:
		return 2 * c.Hidden
	default:
		return c.Hidden
	}
}

// A Config says what a tagging network is made of. Empty names stand for a
// bidirectional LSTM under a CRF.
type Config struct {
	Fields    []Field
	Cell      CellKind   `json:",omitempty"`
	Hidden    int        // of each direction
	Layers    int        // stacked recurrent layers
	Direction Direction  `json:",omitempty"`
	Top       bool       `json:",omitempty"` // one more layer, forward only, over the others
	Chars     *Chars     `json:",omitempty"`
	Output    OutputKind `json:",omitempty"`
	Dropout   float32    // on the embeddings and on each layer's output
	// DropoutPerStep draws a new mask at every step; otherwise a sequence keeps one.
	DropoutPerStep bool `json:",omitempty"`
}

func (c Config) cell() CellKind       { return orElse(c.Cell, CellLSTM) }
func (c Config) direction() Direction { return orElse(c.Direction, Both) }
func (c Config) output() OutputKind   { return orElse(c.Output, OutputCRF) }

func orElse[T comparable](v, other T) T {
	if v == *new(T) {
		return other
	}
	return v
}

// Input returns the width of the first layer's input.
func (c Config) Input() int {
	n := c.Chars.Output()
	for _, f := range c.Fields {
		n += f.Dim
	}
	return n
}

// Validate checks the configuration.
func (c Config) Validate() error {
	if len(c.Fields) == 0 || c.Hidden < 1 || c.Layers < 1 {
		return fmt.Errorf("network needs fields, a hidden size and layers; has %d, %d, %d", len(c.Fields), c.Hidden, c.Layers)
	}
	for _, f := range c.Fields {
		if f.Size < 1 || f.Dim < 1 {
			return fmt.Errorf("field %q has size %d and dimension %d; both must be positive", f.Name, f.Size, f.Dim)
		}
	}
	switch c.cell() {
	case CellRNN, CellGRU, CellLSTM:
	default:
		return fmt.Errorf("cell %q: must be %s, %s or %s", c.Cell, CellRNN, CellGRU, CellLSTM)
	}
	switch c.direction() {
	case Both, Forward, Backward:
	default:
		return fmt.Errorf("direction %q: must be %s, %s or %s", c.Direction, Both, Forward, Backward)
	}
	switch c.output() {
	case OutputCRF, OutputSoftmax:
	default:
		return fmt.Errorf("output %q: must be %s or %s", c.Output, OutputCRF, OutputSoftmax)
	}
	if ch := c.Chars; ch != nil {
		if ch.Kind != CharConv && ch.Kind != CharLSTM {
			return fmt.Errorf("encoder of characters %q: must be %s or %s", ch.Kind, CharConv, CharLSTM)
		}
		if ch.Dim < 1 || ch.Hidden < 1 {
			return fmt.Errorf("encoder of characters with dimension %d and %d hidden units; both must be positive", ch.Dim, ch.Hidden)
		}
	}
	if !(c.Dropout >= 0 && c.Dropout < 1) { // NaN is refused too
		return fmt.Errorf("dropout %g is not in [0, 1)", c.Dropout)
	}
	return nil
}

// Weights returns how many weights the network has with so many tags. The
// configuration must be valid and its sizes small enough that nothing overflows.
func (c Config) Weights(tags int) int64 {
	var n int64
	for _, f := range c.Fields {
		n += int64(f.Size) * int64(f.Dim)
	}
	gates := map[CellKind]int64{CellRNN: 1, CellGRU: 3, CellLSTM: 4}
	cell := func(kind CellKind, in, h int64) int64 {
		w := gates[kind] * h * (in + h + 1)
		if kind == CellGRU {
			w += h
		}
		return w
	}
	if ch := c.Chars; ch != nil {
		d, h := int64(ch.Dim), int64(ch.Hidden)
		n += charIDs * d
		if ch.Kind == CharLSTM {
			n += 2 * cell(CellLSTM, d, h)
		} else {
			n += charWidth*d*h + h
		}
	}
	in, h, ways := int64(c.Input()), int64(c.Hidden), int64(1)
	if c.direction() == Both {
		ways = 2
	}
	for range c.Layers {
		n += ways * cell(c.cell(), in, h)
		in = ways * h
	}
	if c.Top {
		n += cell(c.cell(), in, h)
		in = h
	}
	k := int64(tags)
	n += (in + 1) * k
	if c.output() == OutputCRF {
		n += k*k + 2*k
	}
	return n
}
