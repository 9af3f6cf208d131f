package score

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Classified element has a class, such as a role, by people and by a classifier; an
// empty one means that it has none, and is no class itself.
type Classified struct {
	Task      string // what is asked, such as a label whose role is wanted
	Want, Got string
}

// A ClassReport says how well classes agree with those that people gave.
type ClassReport struct {
	Name     string      `json:"name,omitempty"` // of what classified
	Tasks    []TaskScore `json:"tasks"`          // in alphabetical order
	Elements int         `json:"elements"`
	Right    int         `json:"right"`
	Accuracy float64     `json:"accuracy"` // Right / Elements
	// MacroF1 is the mean of F1 over the classes of all tasks that people gave at
	// least once, each counted alike.
	MacroF1 float64 `json:"macro_f1"`
}

// A TaskScore is the score of one task.
type TaskScore struct {
	Task     string       `json:"task"`
	Elements int          `json:"elements"`
	Right    int          `json:"right"`
	Accuracy float64      `json:"accuracy"`
	MacroF1  float64      `json:"macro_f1"` // over its classes that people gave
	Classes  []LabelScore `json:"classes"`  // in alphabetical order; those that occur
}

// Classes scores the classes of elements.
func Classes(elements []Classified) ClassReport {
	byTask := map[string][]Classified{}
	var names []string
	for _, e := range elements {
		if _, ok := byTask[e.Task]; !ok {
			names = append(names, e.Task)
		}
		byTask[e.Task] = append(byTask[e.Task], e)
	}
	slices.Sort(names)
	r := ClassReport{Tasks: []TaskScore{}}
	classes := 0
	for _, name := range names {
		t, given := scoreTask(name, byTask[name])
		r.Tasks = append(r.Tasks, t)
		r.Elements += t.Elements
		r.Right += t.Right
		r.MacroF1 += t.MacroF1 * float64(given)
		classes += given
	}
	r.Accuracy = ratio(r.Right, r.Elements)
	if classes > 0 {
		r.MacroF1 /= float64(classes)
	}
	return r
}

// scoreTask scores one task and returns how many of its classes people gave.
func scoreTask(name string, elements []Classified) (TaskScore, int) {
	gold, predicted, right := map[string]int{}, map[string]int{}, map[string]int{}
	var classes []string
	for _, e := range elements {
		gold[e.Want]++
		predicted[e.Got]++
		classes = append(classes, e.Want, e.Got)
		if e.Want == e.Got {
			right[e.Got]++
		}
	}
	slices.Sort(classes)
	t := TaskScore{Task: name, Elements: len(elements)}
	given := 0
	for _, c := range slices.Compact(classes) {
		if c == "" {
			continue
		}
		s := score(name+"/"+c, right[c], predicted[c], gold[c])
		t.Classes = append(t.Classes, s)
		t.Right += s.Right
		if s.Gold > 0 {
			given++
			t.MacroF1 += s.F1
		}
	}
	t.Accuracy = ratio(t.Right, t.Elements)
	if given > 0 {
		t.MacroF1 /= float64(given)
	}
	return t, given
}

// ClassReports are those of several classifiers of the same elements.
type ClassReports []ClassReport

// WriteTable prints the reports for people: a short table, then the classes of
// each classifier.
func (rs ClassReports) WriteTable(w io.Writer) error {
	var b strings.Builder
	wide := len("classifier")
	for _, r := range rs {
		wide = max(wide, len(r.Name))
	}
	for i, r := range rs {
		if i == 0 {
			fmt.Fprintf(&b, "%-*s  %-12s%8s%8s%10s%10s\n", wide, "classifier", "label", "gold", "right", "accuracy", "macro F1")
		}
		for _, t := range r.Tasks {
			fmt.Fprintf(&b, "%-*s  %-12s%8d%8d%10.3f%10.3f\n", wide, r.Name, t.Task, t.Elements, t.Right, t.Accuracy, t.MacroF1)
		}
		fmt.Fprintf(&b, "%-*s  %-12s%8d%8d%10.3f%10.3f\n", wide, r.Name, "all", r.Elements, r.Right, r.Accuracy, r.MacroF1)
	}
	for _, r := range rs {
		fmt.Fprintf(&b, "\n%s\n%-24s%6s%6s%8s%8s%8s\n", r.Name, "role", "gold", "given", "P", "R", "F1")
		for _, t := range r.Tasks {
			for _, c := range t.Classes {
				c.row(&b, c.Name)
				b.WriteByte('\n')
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
