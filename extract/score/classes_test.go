package score

import (
	"fmt"
	"strings"
	"testing"
)

// Worked by hand: of four dates three are right; "end" has precision 1/2 and recall
// 1, "other" precision 1 and recall 2/3. "term" is given but nowhere in the gold, so
// it does not count in the mean.
func TestClasses(t *testing.T) {
	r := Classes([]Classified{
		{"DATE", "end", "end"}, {"DATE", "other", "other"}, {"DATE", "other", "other"}, {"DATE", "other", "end"},
		{"COURT", "here", "term"},
	})
	got := fmt.Sprintf("%d/%d accuracy %.3f macro %.3f", r.Right, r.Elements, r.Accuracy, r.MacroF1)
	if want := "3/5 accuracy 0.600 macro 0.489"; got != want {
		t.Errorf("all: %s, want %s", got, want)
	}
	for i, want := range []string{"COURT 0/1 accuracy 0.000 macro 0.000", "DATE 3/4 accuracy 0.750 macro 0.733"} {
		s := r.Tasks[i]
		if got := fmt.Sprintf("%s %d/%d accuracy %.3f macro %.3f", s.Task, s.Right, s.Elements, s.Accuracy, s.MacroF1); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := fmt.Sprint(r.Tasks[0].Classes); got != "[{COURT/here 1 0 0 {0 0 0} 0 []} {COURT/term 0 1 0 {0 0 0} 0 []}]" {
		t.Errorf("classes of COURT: %s", got)
	}
	if r := Classes(nil); r.Elements != 0 || r.Accuracy != 0 || r.MacroF1 != 0 {
		t.Errorf("of nothing: %+v", r)
	}
}

func TestClassTable(t *testing.T) {
	r := Classes([]Classified{{"DATE", "end", "end"}, {"DATE", "other", "end"}})
	r.Name = "a.model"
	var b strings.Builder
	if err := (ClassReports{r}).WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	want := `classifier  label           gold   right  accuracy  macro F1
a.model     DATE               2       1     0.500     0.333
a.model     all                2       1     0.500     0.333

a.model
role                      gold given       P       R      F1
DATE/end                     1     2   0.500   1.000   0.667
DATE/other                   1     0   0.000   0.000   0.000
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// An empty class is none: what should have it and has another counts against that, and
// the other way round.
func TestClassesOfSome(t *testing.T) {
	r := Classes([]Classified{
		{Task: "T", Want: "a", Got: "a"}, {Task: "T", Want: "a"}, {Task: "T", Got: "a"}, {Task: "T", Want: "b", Got: ""},
	})
	if r.Elements != 4 || r.Right != 1 || len(r.Tasks[0].Classes) != 2 {
		t.Fatalf("report %+v", r)
	}
	if a := r.Tasks[0].Classes[0]; a.Gold != 2 || a.Predicted != 2 || a.Right != 1 || r.MacroF1 != 0.25 {
		t.Errorf("class %+v, macro F1 %g", a, r.MacroF1)
	}
}
