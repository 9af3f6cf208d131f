package nn

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// bioAllowed is a small BIO scheme of n types for tests: tag 0 is O, 2i+1 is B,
// 2i+2 is I of type i.
func bioAllowed(from, to int) bool { return to == 0 || to%2 == 1 || from == to || from == to-1 }
func bioFirst(tag int) bool        { return tag == 0 || tag%2 == 1 }

func testCRF(t testing.TB, k int, rng *rand.Rand) *CRF {
	t.Helper()
	c, err := NewCRF(k, bioAllowed, bioFirst)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Params() {
		uniform(p.W, 1, rng)
	}
	c.Prepare(false)
	return c
}

func TestCRFGradient(t *testing.T) {
	const k, n = 5, 4
	cases := map[string][]TagSet{
		"one labelling":      {1 << 1, 1 << 2, 1 << 0, 1 << 3},
		"some steps open":    {1 << 1, AllTags(k), AllTags(k), 1 << 3},
		"two tags at a step": {1<<1 | 1<<3, 1<<2 | 1<<4, 1 << 0, 1 << 0},
	}
	for name, sets := range cases {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(10, 11))
			c := testCRF(t, k, rng)
			em := &Param{Name: "emissions", Rows: n, Cols: k, W: randomMatrix(n*k, rng)}
			var p CRFPass
			loss := func() float64 {
				c.Prepare(false)
				return c.Loss(&p, NewGrads(), em.W, sets, make([]float32, n*k), 0.5)
			}
			g := NewGrads()
			c.Loss(&p, g, em.W, sets, g.Of(em).G, 0.5)
			checkGradient(t, append(c.Params(), em), g, loss)
		})
	}
}

// enumerate calls f with every sequence of n tags that the scheme allows and
// its score.
func enumerate(c *CRF, em []float32, f func(tags []int, score float64)) {
	k := c.k
	n := len(em) / k
	tags := make([]int, n)
	var walk func(t int, score float64)
	walk = func(t int, score float64) {
		if t == n {
			f(tags, score+float64(c.End.W[tags[n-1]]))
			return
		}
		for j := range k {
			s := score + float64(em[t*k+j])
			if t == 0 {
				if !bioFirst(j) {
					continue
				}
				s += float64(c.Start.W[j])
			} else {
				if !bioAllowed(tags[t-1], j) {
					continue
				}
				s += float64(c.Trans.W[tags[t-1]*k+j])
			}
			tags[t] = j
			walk(t+1, s)
		}
	}
	walk(0, 0)
}

func TestCRFAgreesWithEnumeration(t *testing.T) {
	const k = 5
	for n := 1; n <= 5; n++ {
		rng := rand.New(rand.NewPCG(uint64(n), 12))
		c := testCRF(t, k, rng)
		em := randomMatrix(n*k, rng)
		z, best := 0.0, math.Inf(-1)
		var want []int
		marginal := make([]float64, n*k)
		span := map[[3]int]float64{} // start, end, type
		enumerate(c, em, func(tags []int, score float64) {
			p := math.Exp(score)
			z += p
			if score > best {
				best, want = score, append([]int(nil), tags...)
			}
			for t, j := range tags {
				marginal[t*k+j] += p
			}
			for s := 0; s < n; s++ {
				if tags[s]%2 == 1 {
					e := s + 1
					for e < n && tags[e] == tags[s]+1 {
						e++
					}
					span[[3]int{s, e, tags[s] / 2}] += p
				}
			}
		})
		var l Lattice
		c.Sum(&l, em, nil)
		if math.Abs(l.LogZ-math.Log(z)) > 1e-6 {
			t.Errorf("n=%d: log Z %.6f, enumeration gives %.6f", n, l.LogZ, math.Log(z))
		}
		got := make([]float64, n*k)
		l.Marginals(got)
		for i := range got {
			if math.Abs(got[i]-marginal[i]/z) > 1e-6 {
				t.Errorf("n=%d: marginal[%d] %.6f, enumeration gives %.6f", n, i, got[i], marginal[i]/z)
			}
		}
		if path := c.Decode(em); fmt.Sprint(path) != fmt.Sprint(want) {
			t.Errorf("n=%d: Viterbi %v, enumeration gives %v", n, path, want)
		}
		for key, p := range span {
			b, in := TagSet(1)<<(2*key[2]+1), TagSet(1)<<(2*key[2]+2)
			if got := c.SpanProbability(&l, key[0], key[1], b, in); math.Abs(got-p/z) > 1e-6 {
				t.Errorf("n=%d: span %v has probability %.6f, enumeration gives %.6f", n, key, got, p/z)
			}
		}
	}
}

func TestCRFImpossibleLabellingAddsNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	c := testCRF(t, 5, rng)
	g := NewGrads()
	dem := make([]float32, 10)
	// I of one type cannot begin a sequence.
	if loss := c.Loss(&CRFPass{}, g, randomMatrix(10, rng), []TagSet{1 << 2, 1 << 2}, dem, 1); loss != 0 {
		t.Errorf("loss %g, want 0", loss)
	}
	for _, v := range dem {
		if v != 0 {
			t.Fatalf("gradient %v, want zero", dem)
		}
	}
}

// A loss that is no number is told as such: nothing can be learned from it.
func TestLossOfWhatIsNoNumber(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	softmax, err := NewSoftmax(5)
	if err != nil {
		t.Fatal(err)
	}
	large := testCRF(t, 5, rand.New(rand.NewPCG(1, 1)))
	for i := range large.Trans.W {
		large.Trans.W[i] = 1000
	}
	large.Prepare(true)
	for name, c := range map[string]struct {
		out Output
		em  float32
	}{
		"CRF, NaN":          {testCRF(t, 5, rand.New(rand.NewPCG(1, 1))), nan},
		"CRF, infinite":     {testCRF(t, 5, rand.New(rand.NewPCG(1, 1))), inf},
		"CRF, transitions":  {large, 0},
		"softmax, NaN":      {softmax, nan},
		"softmax, infinite": {softmax, inf},
	} {
		em := []float32{0, c.em, 0, 0, 0, 1, 2, c.em, 1, 0}
		if loss := c.out.Loss(&CRFPass{}, NewGrads(), em, []TagSet{1 << 1, 1 << 2}, make([]float32, 10), 1); !math.IsNaN(loss) {
			t.Errorf("%s: loss %g, want no number", name, loss)
		}
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
