package nn

import (
	"fmt"
	"math"
	"testing"
)

// Three tags with emissions ln 1, ln 2, ln 5 have probabilities 1/8, 2/8, 5/8: the
// loss of tag 1 is ln 4, that of "tag 0 or 1" ln(8/3). The gradient of the first
// is (1/8, 2/8-1, 5/8), of the second (1/8-1/3, 2/8-2/3, 5/8).
func TestSoftmaxByHand(t *testing.T) {
	s, err := NewSoftmax(3)
	if err != nil {
		t.Fatal(err)
	}
	em := []float32{0, float32(math.Log(2)), float32(math.Log(5))}
	for _, c := range []struct {
		set  TagSet
		loss float64
		grad [3]float64
	}{
		{1 << 1, math.Log(4), [3]float64{1.0 / 8, 2.0/8 - 1, 5.0 / 8}},
		{1<<0 | 1<<1, math.Log(8.0 / 3), [3]float64{1.0/8 - 1.0/3, 2.0/8 - 2.0/3, 5.0 / 8}},
		{AllTags(3), 0, [3]float64{}},
	} {
		d := make([]float32, 3)
		if got := s.Loss(nil, nil, em, []TagSet{c.set}, d, 2); math.Abs(got-2*c.loss) > 1e-6 {
			t.Errorf("set %b: loss %g, by hand %g", c.set, got/2, c.loss)
		}
		for j, want := range c.grad {
			if math.Abs(float64(d[j])-2*want) > 1e-6 {
				t.Errorf("set %b: gradient %d is %g, by hand %g", c.set, j, d[j]/2, want)
			}
		}
	}
	if got := fmt.Sprint(s.Decode(append(em, 3, 2, 1))); got != "[2 0]" {
		t.Errorf("tags %s, want [2 0]", got)
	}
	// The span [0, 1) of begin 1 and inside 2: 2/8, or 5/8 where nothing goes before
	// it, times what is not 2. In [1, 2) inside begins it after tag 0 alone.
	var l Lattice
	two := append(append([]float32(nil), em...), em...)
	s.Sum(&l, two, nil)
	for _, c := range []struct {
		start, end int
		want       float64
	}{{0, 1, 7.0 / 8 * 3 / 8}, {0, 2, 7.0 / 8 * 5 / 8}, {1, 2, 2.0/8 + 5.0/8*1/8}} {
		if got := s.SpanProbability(&l, c.start, c.end, 1<<1, 1<<2); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("span [%d, %d) has probability %g, by hand %g", c.start, c.end, got, c.want)
		}
	}
	m := make([]float64, 6)
	l.Marginals(m)
	if got := fmt.Sprintf("%.3f", m); got != "[0.125 0.250 0.625 0.125 0.250 0.625]" || math.Abs(l.LogZ-2*math.Log(8)) > 1e-6 {
		t.Errorf("marginals %s, log Z %g", got, l.LogZ)
	}
	if s.Sum(&l, two, []TagSet{1 << 1, 1<<0 | 1<<2}); math.Abs(l.LogZ-math.Log(12)) > 1e-6 {
		t.Errorf("log Z inside sets %g, want ln 12", l.LogZ)
	}
}
