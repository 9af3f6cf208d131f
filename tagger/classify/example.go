package classify

import (
	"context"
	"fmt"
	"math"
	"slices"

	"covenant/extract"
	"covenant/tagger/nn"
)

// A Document is one contract with answers about it.
type Document struct {
	Name      string
	Text      string
	Sentences []extract.Sentence
	Answers   []Answer // by people
	Silver    []Answer // by patterns, right as a rule
	HeldOut   bool     // never trained on: judged by
}

// An Answer is a mark and its class. Where several classes may hold, answers about
// one mark that follow each other add up, and one without a class says that, as far as
// it goes, none does.
type Answer struct {
	Mark
	Class string
}

// An example is an answer as the network sees it.
type example struct {
	seq     nn.Sequence
	task    int
	targets []int // by task: the class, the set of those that hold, or nn.Unknown
}

func (e *example) class() int { return e.targets[e.task] }

// none reports whether several classes may hold and none does.
func (e *example) none(tasks []Task) bool {
	return tasks[e.task].several() && e.class() == nn.Holding()
}

// load makes examples of the documents' answers. Answers about tasks that the
// model lacks are left out.
func (t *trainer) load(ctx context.Context, docs []Document) error {
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		d := &docs[i]
		x, err := t.model.read(d.Text, d.Sentences)
		if err != nil {
			return fmt.Errorf("features of %s: %w", d.Name, err)
		}
		made, err := t.examples(x, d.Answers)
		if err != nil {
			return fmt.Errorf("answers about %s: %w", d.Name, err)
		}
		if d.HeldOut {
			t.held = append(t.held, made...)
			continue
		}
		t.gold = append(t.gold, made...)
		if t.SilverEpochs > 0 {
			if made, err = t.examples(x, d.Silver); err != nil {
				return fmt.Errorf("silver answers about %s: %w", d.Name, err)
			}
			t.silver = append(t.silver, made...)
		}
	}
	if len(t.gold) == 0 {
		return ErrNoData
	}
	if len(t.silver) == 0 {
		t.SilverEpochs = 0 // there is nothing to pass over
	}
	return nil
}

func (t *trainer) examples(x *text, answers []Answer) ([]*example, error) {
	tasks := t.model.Tasks
	var out []*example
	for n, a := range answers {
		task := slices.IndexFunc(tasks, func(t Task) bool { return t.Name == a.Task })
		if task < 0 {
			continue
		}
		class := slices.Index(tasks[task].Classes, a.Class)
		if class < 0 && (a.Class != "" || !tasks[task].several()) {
			return nil, fmt.Errorf("%w: task %s has no class %q", ErrTask, a.Task, a.Class)
		}
		if tasks[task].several() {
			set := nn.Holding()
			if class >= 0 {
				set = nn.Holding(class)
			}
			class = set
			if n > 0 && answers[n-1].Mark == a.Mark {
				out[len(out)-1].targets[task] |= class
				continue
			}
		}
		w, err := t.model.window(x, task, a.Span)
		if err != nil {
			return nil, err
		}
		e := &example{seq: w.seq, task: task, targets: slices.Repeat([]int{nn.Unknown}, len(tasks))}
		e.targets[task] = class
		out = append(out, e)
	}
	return out, nil
}

// classWeights returns how much each class of each task counts in the loss: n^-b
// for a class of n examples, scaled so that an example of each task counts once on
// average.
func classWeights(tasks []Task, ex []*example, b float64) [][]float64 {
	counts := make([][]float64, len(tasks))
	for i, t := range tasks {
		counts[i] = make([]float64, len(t.Classes))
	}
	for _, e := range ex {
		if !tasks[e.task].several() {
			counts[e.task][e.class()]++
			continue
		}
		for c := range tasks[e.task].Classes {
			if nn.Holds(e.class(), c) {
				counts[e.task][c]++
			}
		}
	}
	for _, n := range counts {
		examples, weight := 0.0, 0.0
		for _, c := range n {
			examples += c
			weight += c * math.Pow(max(c, 1), -b)
		}
		for i, c := range n {
			n[i] = 1
			if weight > 0 {
				n[i] = math.Pow(max(c, 1), -b) * examples / weight
			}
		}
	}
	return counts
}
