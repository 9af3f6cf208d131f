package word2vec

import (
	"math"
	"slices"
	"testing"
)

func TestMerge(t *testing.T) {
	const curvature = 0.1
	many := int(100 / curvature) // so many updates have reached the optimum
	type change struct {
		row, hits int
		by        float32
	}
	cases := []struct {
		name   string
		shards [][]change
		want   []float64 // of rows that were 10, 20, 30
	}{
		{"nothing touched", [][]change{{}, {}}, []float64{10, 20, 30}},
		{"one shard's change is taken whole", [][]change{{{0, many, 4}}, {{2, 1, -1}}}, []float64{14, 20, 29}},
		{"after many updates the mean", [][]change{{{1, many, 4}}, {{1, many, 2}}}, []float64{10, 23, 30}},
		{"an idle shard has no part in the mean", [][]change{{{1, many, 4}}, {}, {{1, many, 2}}}, []float64{10, 23, 30}},
		{"after few updates nearly the sum", [][]change{{{1, 1, 4}}, {{1, 1, 2}}},
			[]float64{10, 20 + 6*(1-math.Exp(-0.2))/(2*(1-math.Exp(-0.1))), 30}},
		{"unlike numbers of updates", [][]change{{{1, 3, 4}}, {{1, 1, 2}}},
			[]float64{10, 20 + 6*(1-math.Exp(-0.4))/(2-math.Exp(-0.3)-math.Exp(-0.1)), 30}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			const dim = 2
			base := []float32{10, 10, 20, 20, 30, 30}
			var overlays []*overlay
			for _, changes := range c.shards {
				o := newOverlay(base, dim)
				for _, ch := range changes {
					for range ch.hits {
						o.touch(int32(ch.row))
					}
					for i := range dim {
						o.at(o.slot[ch.row])[i] += ch.by
					}
				}
				overlays = append(overlays, o)
			}
			if !slices.Equal(base, []float32{10, 10, 20, 20, 30, 30}) {
				t.Fatalf("the shards changed the matrix to %v", base)
			}
			merge(overlays, 0, 3, curvature, make([]float32, dim))
			for i, got := range base {
				if want := c.want[i/dim]; math.Abs(float64(got)-want) > 1e-4 {
					t.Errorf("row %d is %g, want %g", i/dim, got, want)
				}
			}
			for i, o := range overlays {
				o.reset()
				if slices.ContainsFunc(o.slot, func(s int32) bool { return s >= 0 }) {
					t.Errorf("shard %d still has rows", i)
				}
			}
		})
	}
}
