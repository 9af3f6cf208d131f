package kernel

import "fmt"

// Uint8 is a matrix of activations of unsigned 8-bit numbers, the left operand of
// [MulInt8]. The code q of row i stands for the value (q-128)·scale_i.
//
// The kernels read whole groups of four bytes: behind the last row's last element
// Data must hold up to 3 bytes more, to a multiple of 4 from where that row
// begins. Those bytes, like those between the rows, may have any value, which
// may change meanwhile, since their weights are zero. So the outputs of the two
// directions of a layer can stand side by side in one matrix; From gives each.
type Uint8 struct {
	Data   []uint8
	Stride int       // from a row to the next, at least the number of columns
	Scale  []float32 // of each row; nil stands for 1/127 in every row
}

// NewUint8 returns a matrix [rows×cols] without scales.
func NewUint8(rows, cols int) Uint8 {
	stride := roundUp(cols, group)
	return Uint8{Data: make([]uint8, rows*stride), Stride: stride}
}

// Resized returns a matrix [rows×cols] with the scales of a and, where it is large
// enough, its memory. Contents are undefined. A view of it that begins at any of
// its columns may be read in whole groups.
func (a Uint8) Resized(rows, cols int) Uint8 {
	a.Stride = roundUp(cols, group)
	if need := rows*a.Stride + group - 1; cap(a.Data) < need {
		a.Data = make([]uint8, need, need+need/4)
	} else {
		a.Data = a.Data[:need]
	}
	return a
}

// From is the part of a that begins at a row and a column. It shares the memory.
func (a Uint8) From(row, col int) Uint8 {
	a.Data = a.Data[row*a.Stride+col:]
	if a.Scale != nil {
		a.Scale = a.Scale[row:]
	}
	return a
}

// need panics unless a holds rows×cols elements.
func (a Uint8) need(name string, rows, cols int) {
	if rows < 0 || cols < 0 || a.Stride < cols {
		panic(fmt.Sprintf("kernel: %s has the shape %d×%d and the stride %d", name, rows, cols, a.Stride))
	}
	if rows == 0 || cols == 0 {
		return
	}
	if bytes := (rows-1)*a.Stride + roundUp(cols, group); len(a.Data) < bytes {
		panic(fmt.Sprintf("kernel: %s holds %d bytes, its shape of %d×%d with the stride %d needs %d",
			name, len(a.Data), rows, cols, a.Stride, bytes))
	}
}

// QuantizeUnit rounds x [rows×cols], values from -1 to 1 such as hidden states, to
// multiples of 1/127, ties to even, and writes their codes round(127·x)+128 to q.
// Values outside are limited to -1 and 1. NaN has no code, it gets that of -1. It
// does not touch q.Scale, which [MulInt8] needs to be nil.
func QuantizeUnit(q Uint8, x []float32, rows, cols int) { active.quantizeUnit(q, x, rows, cols) }

func (l *level) quantizeUnit(q Uint8, x []float32, rows, cols int) {
	need("x", x, rows, cols)
	q.need("q", rows, cols)
	if cols == 0 {
		return
	}
	for i := range rows {
		l.int8.quantize(q.Data[i*q.Stride:], x[i*cols:][:cols], 127)
	}
}

// QuantizeRows rounds x [rows×cols] to multiples of a scale for each row,
// max|x[i,p]|/127, ties to even, and writes the codes to q and the scales to
// q.Scale [rows]. A row without a value above 1e-30 has the scale 0; a row with a
// value that is not finite has a scale that is not finite.
func QuantizeRows(q Uint8, x []float32, rows, cols int) { active.quantizeRows(q, x, rows, cols) }

func (l *level) quantizeRows(q Uint8, x []float32, rows, cols int) {
	need("x", x, rows, cols)
	q.need("q", rows, cols)
	need("q.Scale", q.Scale, rows, 1)
	for i := range rows {
		row := x[i*cols:][:cols]
		q.Scale[i] = 0
		if cols == 0 {
			continue
		}
		var factor float32
		if largest := l.int8.maxAbs(row); !(largest <= negligible) {
			q.Scale[i], factor = largest/127, 127/largest
		}
		l.int8.quantize(q.Data[i*q.Stride:], row, factor)
	}
}
