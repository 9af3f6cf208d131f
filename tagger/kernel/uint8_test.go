package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestQuantizeUnit(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	cases := []struct {
		x    float32
		want uint8
	}{
		{0, 128}, {float32(math.Copysign(0, -1)), 128}, {1, 255}, {-1, 1},
		{0.5, 192}, {-0.5, 64}, // 63.5 is a tie: to even
		{1.0 / 254, 128}, {1.1 / 254, 129}, {-1.1 / 254, 127},
		{1.01, 255}, {-1.01, 1}, {3e38, 255}, {-3e38, 1}, {inf, 255}, {-inf, 1}, {nan, 1}, {1e-40, 128},
	}
	onEachLevel(t, func(t *testing.T, l *level) {
		for _, c := range cases {
			for n := 1; n <= 40; n++ {
				x := slices.Repeat([]float32{c.x}, n)
				q := NewUint8(1, n)
				l.quantizeUnit(q, x, 1, n)
				if i := slices.IndexFunc(q.Data[:n], func(v uint8) bool { return v != c.want }); i >= 0 {
					t.Fatalf("the code of %g is %d at %d of %d, want %d", c.x, q.Data[i], i, n, c.want)
				}
			}
		}
	})
}

func TestQuantizeRows(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	cases := []struct {
		name  string
		x     []float32
		scale float32
		want  []uint8
	}{
		{"the largest value is 127", []float32{254, 2, -100, 0}, 2, []uint8{255, 129, 78, 128}},
		{"also where it is negative", []float32{1, -127}, 1, []uint8{129, 1}},
		{"ties go to even", []float32{127, 0.5, 1.5, -0.5, -1.5}, 1, []uint8{255, 128, 130, 128, 126}},
		{"zeros", []float32{0, 0, 0}, 0, []uint8{128, 128, 128}},
		{"as good as zeros", []float32{1e-30, -1e-31, 1e-45}, 0, []uint8{128, 128, 128}},
		{"infinite", []float32{1, inf, 0}, inf, []uint8{128, 1, 128}},
		{"not a number", []float32{1, nan, 0}, nan, []uint8{1, 1, 1}},
		{"empty", nil, 0, nil},
	}
	onEachLevel(t, func(t *testing.T, l *level) {
		for _, c := range cases {
			q := NewUint8(1, len(c.x))
			q.Scale = []float32{-1}
			l.quantizeRows(q, c.x, 1, len(c.x))
			sameBits(t, c.name, q.Scale, []float32{c.scale})
			if !slices.Equal(q.Data[:len(c.x)], c.want) {
				t.Errorf("%s: codes %d, want %d", c.name, q.Data, c.want)
			}
		}
	})
}

// All levels write the same codes and scales, and nothing but them.
func TestQuantizedRowsAreTheSameOnAllLevels(t *testing.T) {
	const rows, spare = 3, 5
	rng := rand.New(rand.NewPCG(27, 28))
	for n := 1; n <= 100; n++ {
		x := random(rng, rows*n)
		for i := range x {
			x[i] *= float32(math.Exp(rng.NormFloat64() * 4))
		}
		want := Uint8{slices.Repeat([]uint8{77}, rows*(n+spare)), n + spare, make([]float32, rows)}
		generic.quantizeRows(want, x, rows, n)
		for _, l := range levels() {
			got := Uint8{slices.Repeat([]uint8{77}, rows*(n+spare)), n + spare, make([]float32, rows)}
			x, g := guard(t, "x", x)
			l.quantizeRows(got, x, rows, n)
			g.check()
			if !slices.Equal(got.Data, want.Data) {
				t.Fatalf("%s: the codes of %d numbers are %d, want %d", l.name, n, got.Data, want.Data)
			}
			sameBits(t, fmt.Sprint(l.name, " scales"), got.Scale, want.Scale)
		}
	}
}

func TestUint8From(t *testing.T) {
	a := Uint8{Data: []uint8{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, Stride: 4, Scale: []float32{1, 2, 3}}
	part := a.From(1, 2)
	if part.Data[0] != 6 || part.Stride != 4 || part.Scale[0] != 2 {
		t.Errorf("the part from row 1, column 2 is %v", part)
	}
}

// Memory is used again, and every view that begins at a column holds whole groups.
func TestResized(t *testing.T) {
	a := Uint8{}.Resized(5, 10)
	for _, shape := range [][2]int{{5, 10}, {3, 7}, {1, 1}, {0, 4}, {9, 30}} {
		rows, cols := shape[0], shape[1]
		fits := rows*roundUp(cols, group)+group-1 <= cap(a.Data)
		b := a.Resized(rows, cols)
		if again := &a.Data[:1][0] == &b.Data[:1][0]; again != fits {
			t.Errorf("%v: the memory is used again: %v, want %v", shape, again, fits)
		}
		for col := range cols {
			if rows > 0 {
				b.From(rows-1, col).need("view", 1, cols-col)
			}
		}
	}
}
