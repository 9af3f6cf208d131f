package classify

import (
	"errors"
	"fmt"
	"slices"

	"covenant/extract"
	"covenant/tagger/nn"
)

// A Task is one question about a marked stretch of text.
type Task struct {
	Name    string   `json:"name"`
	Classes []string `json:"classes"` // the possible answers, at least two
	// Thresholds say that several classes may hold at once, or none, and from which
	// probability on each does: as many as there are classes. nil: exactly one holds.
	Thresholds []float64 `json:"thresholds,omitempty"`
}

// Several returns a task of which several classes may hold at once, or none.
func Several(name string, classes []string) Task {
	return Task{Name: name, Classes: classes, Thresholds: slices.Repeat([]float64{0.5}, len(classes))}
}

func (t Task) several() bool { return t.Thresholds != nil }

// Bounds of the tasks of one model.
const (
	maxTasks   = 256
	maxClasses = 256
)

// ErrTask means that a model was not made for a task or a class.
var ErrTask = errors.New("the classifier does not know this")

// Roles returns the tasks of the labels that have roles: "DATE" with the classes
// "agreement", "effective" and so on, in the order of [extract.Labels].
func Roles() []Task {
	var tasks []Task
	for _, l := range extract.Labels() {
		t := Task{Name: string(l)}
		for _, r := range l.Roles() {
			t.Classes = append(t.Classes, string(r))
		}
		if t.Classes != nil {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// checkTasks refuses tasks that no model can have.
func checkTasks(tasks []Task) error {
	if len(tasks) == 0 || len(tasks) > maxTasks {
		return fmt.Errorf("%d tasks: must be 1 to %d", len(tasks), maxTasks)
	}
	seen := map[string]bool{}
	for _, t := range tasks {
		if t.Name == "" || seen[t.Name] {
			return fmt.Errorf("task %q: names must be given and differ", t.Name)
		}
		seen[t.Name] = true
		if len(t.Classes) < 2 || len(t.Classes) > maxClasses {
			return fmt.Errorf("task %s has %d classes: must be 2 to %d", t.Name, len(t.Classes), maxClasses)
		}
		for i, c := range t.Classes {
			if c == "" || slices.Contains(t.Classes[:i], c) {
				return fmt.Errorf("task %s: class %q: names must be given and differ", t.Name, c)
			}
		}
		if err := t.checkThresholds(); err != nil {
			return err
		}
	}
	return nil
}

func (t Task) checkThresholds() error {
	if !t.several() {
		return nil
	}
	if len(t.Thresholds) != len(t.Classes) || len(t.Classes) > nn.MaxSeveral {
		return fmt.Errorf("task %s has %d classes of which several may hold, and %d thresholds: must be as many, and at most %d",
			t.Name, len(t.Classes), len(t.Thresholds), nn.MaxSeveral)
	}
	for _, p := range t.Thresholds {
		if !(p > 0 && p <= 1) { // NaN is refused too
			return fmt.Errorf("task %s: threshold %g must lie in (0, 1]", t.Name, p)
		}
	}
	return nil
}

// find returns the number of a task.
func find(tasks []Task, name string) (int, error) {
	i := slices.IndexFunc(tasks, func(t Task) bool { return t.Name == name })
	if i < 0 {
		return 0, fmt.Errorf("%w: no task %q; there are %v", ErrTask, name, names(tasks))
	}
	return i, nil
}

func names(tasks []Task) []string {
	var out []string
	for _, t := range tasks {
		out = append(out, t.Name)
	}
	return out
}
