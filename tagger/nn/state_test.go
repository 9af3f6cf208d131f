package nn

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// laidOut lays out the rows of sequences x[i] [T_i×D] for a pass.
func laidOut(xs [][]float32, d int) ([]float32, *Layout) {
	lens := make([]int, len(xs))
	for i, x := range xs {
		lens[i] = len(x) / d
	}
	lay := NewLayout(lens)
	var out []float32
	for t := range lay.Steps() {
		for i := range lay.Active(t) {
			x := xs[lay.Order[i]]
			out = append(out, x[t*d:(t+1)*d]...)
		}
	}
	return out, lay
}

// Sequences in two parts, of which the second goes on from the state after the first,
// have the states of the whole, bit by bit; backwards the second part comes first.
func TestStateIsCarried(t *testing.T) {
	const in, hidden = 3, 4
	lens := [][2]int{{2, 1}, {1, 3}, {3, 2}} // of both parts
	for _, reverse := range []bool{false, true} {
		t.Run(fmt.Sprintf("reverse=%v", reverse), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			l := NewLSTM("lstm", in, hidden, reverse, rng)
			l.Prepare(false)
			var whole, first, second [][]float32
			for _, n := range lens {
				x := randomMatrix((n[0]+n[1])*in, rng)
				whole = append(whole, x)
				a, b := x[:n[0]*in], x[n[0]*in:]
				if reverse {
					a, b = x[n[1]*in:], x[:n[1]*in]
				}
				first, second = append(first, a), append(second, b)
			}
			run := func(xs [][]float32, from State) (State, [][]float32) {
				x, lay := laidOut(xs, in)
				var p CellPass
				h := l.ForwardFrom(&p, x, lay, from)
				to := NewState(len(xs), hidden)
				l.Last(&p, to)
				states := make([][]float32, len(xs))
				for i, o := range lay.Order {
					for t := range lay.Lens[i] {
						row := lay.Off[t] + i
						states[o] = append(states[o], h[row*hidden:(row+1)*hidden]...)
					}
				}
				return to, states
			}
			end, want := run(whole, State{})
			_, zeros := run(whole, NewState(len(whole), hidden))
			middle, a := run(first, State{})
			last, b := run(second, middle)
			if !slices.Equal(last.H, end.H) || !slices.Equal(last.C, end.C) {
				t.Errorf("the last states differ:\n%v\n%v", last, end)
			}
			for i := range want {
				got := append(slices.Clone(a[i]), b[i]...)
				if reverse {
					got = append(slices.Clone(b[i]), a[i]...)
				}
				if !slices.Equal(got, want[i]) {
					t.Errorf("sequence %d in parts:\n%v, whole\n%v", i, got, want[i])
				}
				if !slices.Equal(zeros[i], want[i]) {
					t.Errorf("sequence %d from a state of zeros:\n%v, from none\n%v", i, zeros[i], want[i])
				}
			}
		})
	}
}

func TestGradientFromAState(t *testing.T) {
	for _, reverse := range []bool{false, true} {
		t.Run(fmt.Sprintf("reverse=%v", reverse), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 3))
			const in, hidden = 3, 4
			lay := NewLayout([]int{3, 5, 1})
			l := NewLSTM("lstm", in, hidden, reverse, rng)
			from := State{H: randomMatrix(3*hidden, rng), C: randomMatrix(3*hidden, rng)}
			x := &Param{Name: "x", Rows: lay.Rows(), Cols: in, W: randomMatrix(lay.Rows()*in, rng)}
			w := randomMatrix(lay.Rows()*hidden, rng)
			var p CellPass
			loss := func() float64 {
				l.Prepare(true)
				return weightedSum(l.ForwardFrom(&p, x.W, lay, from), w)
			}
			loss()
			g := NewGrads()
			l.Backward(&p, g, slices.Clone(w), g.Of(x).G)
			checkGradient(t, append(l.Params(), x), g, loss)
		})
	}
}
