package classify

import (
	"cmp"
	"context"
	"slices"

	"covenant/extract/score"
	"covenant/tagger/nn"
)

// An answered mark is one held out with the probabilities that the network gives it.
type answered struct {
	*example
	probabilities []float64
}

// score classifies the examples held out, by the best thresholds where several
// classes may hold.
func (t *trainer) score(ctx context.Context) (score.ClassReport, error) {
	byTask := make([][]answered, len(t.model.Tasks))
	var pass nn.ClassifierPass
	for batch := range slices.Chunk(t.held, 32) {
		if err := ctx.Err(); err != nil {
			return score.ClassReport{}, err
		}
		seqs := make([]nn.Sequence, len(batch))
		for i, e := range batch {
			seqs[i] = e.seq
		}
		t.model.Net.Infer(&pass, seqs)
		for i, e := range batch {
			byTask[e.task] = append(byTask[e.task], answered{e, t.model.Net.Probabilities(&pass, i, e.task)})
		}
	}
	var all []score.Classified
	t.thresholds = make([][]float64, len(t.model.Tasks))
	for n, task := range t.model.Tasks {
		if task.several() && len(byTask[n]) > 0 {
			t.thresholds[n] = thresholds(byTask[n], len(task.Classes))
			task.Thresholds = t.thresholds[n]
		}
		for _, a := range byTask[n] {
			all = append(all, task.classified(a)...)
		}
	}
	return score.Classes(all), nil
}

// classified compares an answer with what the network says. Where several classes may
// hold, each that holds or is said to counts by itself.
func (t Task) classified(a answered) []score.Classified {
	if !t.several() {
		return []score.Classified{{Task: t.Name, Want: t.Classes[a.class()], Got: t.Classes[likeliest(a.probabilities)]}}
	}
	var out []score.Classified
	for c, name := range t.Classes {
		holds, said := nn.Holds(a.class(), c), a.probabilities[c] >= t.Thresholds[c]
		if holds || said {
			x := score.Classified{Task: t.Name}
			if holds {
				x.Want = name
			}
			if said {
				x.Got = name
			}
			out = append(out, x)
		}
	}
	return out
}

// shrink is how many marks of all classes together stand beside each class's own
// where its threshold is chosen: a class that holds rarely in the documents held out
// gets nearly the common one.
const shrink = 5

// A candidate is a probability that the network gave a class, and whether it holds.
type candidate struct {
	class int
	p     float64
	holds bool
}

// thresholds returns for each class the probability from which on it is best taken to
// hold: that of the greatest F1 on the answers, those of all classes together counted
// as [shrink] of its own.
func thresholds(answers []answered, classes int) []float64 {
	var all []candidate
	held, total := make([]int, classes), 0
	for _, a := range answers {
		for c, p := range a.probabilities {
			holds := nn.Holds(a.class(), c)
			if holds {
				held[c]++
				total++
			}
			if holds || p > leastThreshold {
				all = append(all, candidate{c, p, holds})
			}
		}
	}
	best, f1 := make([]float64, classes), make([]float64, classes)
	for c := range best {
		best[c] = 0.5
	}
	if total == 0 {
		return best
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.p, a.p) })
	right, given, rightAll, givenAll := make([]int, classes), make([]int, classes), 0, 0
	for i, x := range all {
		if x.p <= leastThreshold {
			break
		}
		given[x.class]++
		givenAll++
		if x.holds {
			right[x.class]++
			rightAll++
		}
		next := leastThreshold
		if i+1 < len(all) {
			next = max(next, all[i+1].p)
		}
		if next == x.p {
			continue // a threshold parts no equal ones
		}
		common := float64(shrink) / float64(total)
		for c := range best {
			r := float64(right[c]) + common*float64(rightAll)
			n := float64(given[c]+held[c]) + common*float64(givenAll+total)
			if f := 2 * r / n; f > f1[c] {
				f1[c], best[c] = f, (x.p+next)/2
			}
		}
	}
	return best
}

// leastThreshold bounds thresholds from below.
const leastThreshold = 0.05

// draw returns the examples that a pass visits: all, but of those where several
// classes may hold and none does only so many as Negatives says, at random.
func (t *trainer) draw(ex []*example) []*example {
	var kept, none []*example
	for _, e := range ex {
		if e.none(t.model.Tasks) {
			none = append(none, e)
		} else {
			kept = append(kept, e)
		}
	}
	n := t.visits(ex) - len(kept)
	if n == len(none) {
		return ex
	}
	for _, i := range t.rng.Perm(len(none))[:n] {
		kept = append(kept, none[i])
	}
	return kept
}

// visits returns how many examples a pass visits.
func (t *trainer) visits(ex []*example) int {
	several, none := 0, 0
	for _, e := range ex {
		switch {
		case e.none(t.model.Tasks):
			none++
		case t.model.Tasks[e.task].several():
			several++
		}
	}
	return len(ex) - none + min(none, int(t.Negatives*float64(several)))
}
