package fit

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/resolve"
)

// with makes a candidate with features that are 1.
func with(features ...string) resolve.Candidate {
	var c resolve.Candidate
	for _, name := range features {
		c.Features = append(c.Features, resolve.Feature{Name: name, Value: 1})
	}
	return c
}

// repeated returns the examples n times.
func repeated(n int, examples ...example) []example {
	var out []example
	for range n {
		out = append(out, examples...)
	}
	return out
}

func TestLossesByHand(t *testing.T) {
	for _, test := range []struct {
		name              string
		right             []bool // of three candidates with one feature each
		weights           []float64
		softmax, logistic float64
	}{
		{"one of four, none among them", []bool{true, false, false}, []float64{0, 0, 0}, math.Log(4), 3 * math.Log(2)},
		{"two of four", []bool{true, true, false}, []float64{0, 0, 0}, math.Log(2), 3 * math.Log(2)},
		{"none of them", []bool{false, false, false}, []float64{0, 0, 0}, math.Log(4), 3 * math.Log(2)},
		{"with weights", []bool{true, false, false}, []float64{math.Log(3), 0, 0}, math.Log(2), math.Log(4./3) + 2*math.Log(2)},
		{"great scores do not overflow", []bool{true, false, false}, []float64{800, 0, -800}, 0, math.Log(2)},
	} {
		p := newProblem([]example{{[]resolve.Candidate{with("a"), with("b"), with("c")}, test.right}}, 0)
		if got := p.softmax(test.weights, make([]float64, 3)); math.Abs(got-test.softmax) > 1e-12 {
			t.Errorf("%s: softmax loss %v, want %v", test.name, got, test.softmax)
		}
		if got := p.logistic(test.weights, make([]float64, 3)); math.Abs(got-test.logistic) > 1e-12 {
			t.Errorf("%s: logistic loss %v, want %v", test.name, got, test.logistic)
		}
	}
}

func TestPriorByHand(t *testing.T) {
	p := newProblem([]example{{[]resolve.Candidate{with("a", "b")}, []bool{true}}}, 2)
	gradient := make([]float64, 2)
	if loss := p.prior([]float64{3, -1}, gradient); loss != 10 || !cmp.Equal(gradient, []float64{6, -2}) {
		t.Errorf("loss %v and gradient %v, want 10 and [6 -2]", loss, gradient)
	}
}

// problems draws problems of up to four contracts. Some candidates have no
// feature, some contracts no candidate or no right one.
func problems(t *rapid.T) *problem {
	number := rapid.Float64Range(-2, 2)
	var examples []example
	for range rapid.IntRange(1, 4).Draw(t, "contracts") {
		var e example
		for range rapid.IntRange(0, 4).Draw(t, "candidates") {
			var c resolve.Candidate
			for k := range 4 {
				if rapid.Bool().Draw(t, "has feature") {
					c.Features = append(c.Features, resolve.Feature{Name: fmt.Sprint("f", k), Value: number.Draw(t, "value")})
				}
			}
			e.candidates = append(e.candidates, c)
			e.right = append(e.right, rapid.Bool().Draw(t, "right"))
		}
		examples = append(examples, e)
	}
	return newProblem(examples, rapid.Float64Range(0, 2).Draw(t, "precision"))
}

func TestGradients(t *testing.T) {
	for name, loss := range map[string]func(p *problem, w, gradient []float64) float64{
		"softmax": (*problem).softmax, "logistic": (*problem).logistic,
	} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			p := problems(t)
			n := len(p.names)
			w := rapid.SliceOfN(rapid.Float64Range(-3, 3), n, n).Draw(t, "weights")
			got := make([]float64, n)
			loss(p, w, got)
			if n == 0 {
				return
			}
			value := func(w []float64) float64 { return loss(p, w, make([]float64, n)) }
			want := fd.Gradient(nil, value, w, &fd.Settings{Formula: fd.Central})
			for i := range want {
				if math.Abs(got[i]-want[i]) > 1e-6*(1+math.Abs(want[i])) {
					t.Fatalf("gradient by %s is %v, numerically %v", p.names[i], got[i], want[i])
				}
			}
		}))
	}
}

func TestSeparableExamplesAreLearned(t *testing.T) {
	right := example{[]resolve.Candidate{with("bias", "odd"), with("bias", "good"), with("bias")}, []bool{false, true, false}}
	none := example{[]resolve.Candidate{with("bias", "odd"), with("bias")}, []bool{false, false}}
	for _, test := range []struct {
		field      extract.FieldName
		candidates []resolve.Candidate
		want       []float64 // probability of each
	}{
		{extract.FieldTerm, right.candidates, []float64{0, 1, 0}},
		{extract.FieldTerm, none.candidates, []float64{0, 0}},
		{extract.FieldTerm, nil, nil},
		{extract.FieldParty, right.candidates, []float64{0, 1, 0}},
		{extract.FieldParty, none.candidates, []float64{0, 0}},
	} {
		of, err := weightsOf(test.field, repeated(200, right, none))
		if err != nil {
			t.Fatal(err)
		}
		w := resolve.Weights{test.field: of}
		sum := 1.0 // of none
		var got []float64
		for _, c := range test.candidates {
			e := math.Exp(w.Score(test.field, c.Features))
			got = append(got, e)
			sum += e
		}
		for i := range got {
			if test.field == extract.FieldParty {
				got[i] /= 1 + got[i]
			} else {
				got[i] /= sum
			}
			if math.Abs(got[i]-test.want[i]) > 0.05 {
				t.Errorf("%s: candidate %d of %d has probability %.3f, want about %v", test.field, i, len(got), got[i], test.want[i])
			}
		}
	}
}

// At the weights that are learned the loss goes neither up nor down.
func TestLearnedWeightsAreAMinimum(t *testing.T) {
	examples := repeated(20,
		example{[]resolve.Candidate{with("a", "b"), with("b"), with("c")}, []bool{true, true, false}},
		example{[]resolve.Candidate{with("a", "c"), with("b")}, []bool{false, false}})
	for field, loss := range map[extract.FieldName]func(p *problem, w, gradient []float64) float64{
		extract.FieldTerm: (*problem).softmax, extract.FieldParty: (*problem).logistic,
	} {
		of, err := weightsOf(field, examples)
		if err != nil {
			t.Fatal(err)
		}
		p := newProblem(examples, precision)
		var w []float64
		for _, name := range p.names {
			w = append(w, of[name])
		}
		least, gradient := loss(p, w, make([]float64, len(w))), make([]float64, len(w))
		if loss(p, w, gradient); floats.Norm(gradient, 2) > 1e-3 {
			t.Errorf("%s: gradient %v at the weights %v", field, gradient, of)
		}
		for i := range w {
			for _, step := range []float64{-0.1, 0.1} {
				w[i] += step
				if near := loss(p, w, make([]float64, len(w))); near <= least {
					t.Errorf("%s: loss %v at the weights, %v where that of %s is %v higher", field, least, near, p.names[i], step)
				}
				w[i] -= step
			}
		}
	}
}

func TestSameExamplesGiveTheSameWeights(t *testing.T) {
	examples := repeated(30,
		example{[]resolve.Candidate{with("a", "b", "c"), with("b", "d"), with("e", "c")}, []bool{true, false, false}},
		example{[]resolve.Candidate{with("a", "d"), with("c", "e")}, []bool{false, false}},
		example{[]resolve.Candidate{with("e", "b"), with("a")}, []bool{false, true}})
	for _, field := range []extract.FieldName{extract.FieldTerm, extract.FieldParty} {
		first, err := weightsOf(field, examples)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			again, err := weightsOf(field, examples)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(first, again); diff != "" {
				t.Fatalf("%s: %s", field, diff)
			}
		}
	}
}

func TestNothingToLearnFrom(t *testing.T) {
	for name, examples := range map[string][]example{
		"no contract":         nil,
		"no candidate":        {{}, {}},
		"candidates are bare": {{[]resolve.Candidate{{}}, []bool{true}}},
	} {
		if of, err := weightsOf(extract.FieldTerm, examples); !errors.Is(err, ErrExamples) {
			t.Errorf("%s: weights %v, error %v, want ErrExamples", name, of, err)
		}
	}
}

func TestLogAdd(t *testing.T) {
	inf := math.Inf(-1)
	for _, test := range []struct{ a, b, want float64 }{
		{0, 0, math.Log(2)}, {math.Log(2), math.Log(3), math.Log(5)}, {inf, 1, 1}, {1, inf, 1}, {inf, inf, inf}, {1000, 0, 1000}, {-1000, -1000, -1000 + math.Log(2)},
	} {
		if got := logAdd(test.a, test.b); got != test.want && !(math.Abs(got-test.want) < 1e-12) {
			t.Errorf("logAdd(%v, %v) = %v, want %v", test.a, test.b, got, test.want)
		}
	}
}
