package word2vec

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	v := &Vectors{
		Words: []string{"east", "north", "far east", "north-east", "west", "nowhere", "tiny east", "huge east"},
		Dim:   2,
		Data:  []float32{1, 0, 0, 1, 5, 0, 1, 1, -1, 0, 0, 0, 1e-30, 0, 1e30, 0},
	}
	cases := []struct {
		word string
		n    int
		want string
	}{
		{"east", 4, "[{far east 1} {tiny east 1} {huge east 1} {north-east 0.707}]"},
		{"east", 1, "[{far east 1}]"},
		{"east", 99, "[{far east 1} {tiny east 1} {huge east 1} {north-east 0.707} {north 0} {nowhere 0} {west -1}]"},
		{"tiny east", 2, "[{east 1} {far east 1}]"},
		{"nowhere", 2, "[{east 0} {north 0}]"},
		{"east", 0, "[]"},
		{"east", -1, "[]"},
		{"unknown", 3, "[]"},
	}
	for _, c := range cases {
		got := v.Nearest(c.word, c.n)
		for i := range got {
			got[i].Cosine = math.Round(got[i].Cosine*1000) / 1000
		}
		if s := fmt.Sprint(got); s != c.want {
			t.Errorf("Nearest(%q, %d) = %s, want %s", c.word, c.n, s, c.want)
		}
	}
}

func TestOf(t *testing.T) {
	v := &Vectors{Words: []string{"a", "b"}, Dim: 2, Data: []float32{1, 2, 3, 4}}
	if got := fmt.Sprint(v.Of("b"), v.Of("c") == nil); got != "[3 4] true" {
		t.Errorf("Of gives %s", got)
	}
	if x := append(v.Of("a"), 9); v.Data[2] != 3 {
		t.Errorf("appending to a vector, %v, changed the next", x)
	}
}

func TestWhatNoFileCanHoldIsNotWritten(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	cases := []struct {
		name string
		v    *Vectors
		want string // in the error
	}{
		{"empty word", &Vectors{Words: []string{"a", ""}, Dim: 1, Data: []float32{1, 2}}, "word 2: the word is empty"},
		{"space", &Vectors{Words: []string{"New York"}, Dim: 1, Data: []float32{1}}, `"New York" holds white space`},
		{"line feed", &Vectors{Words: []string{"a\n"}, Dim: 1, Data: []float32{1}}, "white space"},
		{"vertical tab", &Vectors{Words: []string{"\v"}, Dim: 1, Data: []float32{1}}, "white space"},
		{"long word", &Vectors{Words: []string{strings.Repeat("a", maxWordBytes+1)}, Dim: 1, Data: []float32{1}}, "4097 bytes"},
		{"word twice", &Vectors{Words: []string{"a", "a"}, Dim: 1, Data: []float32{1, 2}}, "stands twice"},
		{"NaN", &Vectors{Words: []string{"a"}, Dim: 2, Data: []float32{1, nan}}, "NaN"},
		{"infinity", &Vectors{Words: []string{"a"}, Dim: 2, Data: []float32{-inf, 1}}, "-Inf"},
		{"number missing", &Vectors{Words: []string{"a"}, Dim: 2, Data: []float32{1}}, "1 numbers, want 2"},
		{"number too many", &Vectors{Dim: 1, Data: []float32{1}}, "1 numbers, want 0"},
		{"no dimensions", &Vectors{}, "0 dimensions"},
		{"too many dimensions", &Vectors{Dim: maxDim + 1}, "65537 dimensions"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for name, write := range map[string]func(w *strings.Builder) error{
				"text":   func(w *strings.Builder) error { return c.v.WriteText(w) },
				"binary": func(w *strings.Builder) error { return c.v.WriteBinary(w) },
			} {
				var out strings.Builder
				err := write(&out)
				if !errors.Is(err, ErrVectors) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s: error %v, want %q with %q", name, err, ErrVectors, c.want)
				}
				if out.Len() > 0 {
					t.Errorf("%s: %q was written", name, out.String())
				}
			}
		})
	}
}
