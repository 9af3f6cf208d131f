package train

import (
	"fmt"
	"strings"
	"testing"

	"covenant/tagger/bio"
	"covenant/tagger/nn"
)

func TestScore(t *testing.T) {
	for _, c := range []struct {
		s        Score
		f1, role float64
	}{
		{Score{}, 0, 0},
		{Score{Gold: 5}, 0, 0},
		{Score{Gold: 4, Predicted: 4, Right: 4, WithRole: 4}, 1, 1},
		{Score{Gold: 4, Predicted: 6, Right: 3, WithRole: 2}, 0.6, 0.4},
	} {
		if c.s.F1() != c.f1 || c.s.RoleF1() != c.role {
			t.Errorf("%+v: F1 %g and %g, want %g and %g", c.s, c.s.F1(), c.s.RoleF1(), c.f1, c.role)
		}
	}
}

// Only what a person has read is scored.
func TestScoreOfAnExample(t *testing.T) {
	l := labelledOf(t, "Acme Corp ((by <PARTY|Beta LLC> on <DATE-effective|May 1> as <ALIAS|it>)) Acme Corp")
	scheme := bio.Default()
	e := l.goldExamples(100, 2, nn.AllTags(scheme.Tags()))[0]
	tags := func(names string) []int {
		var out []int
		for _, n := range strings.Fields(names) {
			out = append(out, tagOf(scheme, n))
		}
		return out
	}
	for _, c := range []struct{ name, tags, want string }{
		{"nothing", "O O O O O O O O O O O O", "{3 0 0 0}"},
		{"all", "O O O B-PARTY I-PARTY O B-DATE-effective I-DATE-effective O B-ALIAS O O", "{3 3 3 3}"},
		{"another role", "O O O B-PARTY I-PARTY O B-DATE-other I-DATE-other O B-ALIAS O O", "{3 3 3 2}"},
		{"another label", "O O O B-TITLE I-TITLE O O O O B-PARTY O O", "{3 2 0 0}"},
		{"too short", "O O O B-PARTY O O O O O O O O", "{3 1 0 0}"},
		{"two for one", "O O O B-PARTY B-PARTY O O O O O O O", "{3 2 0 0}"},
		{"outside the passage", "B-PARTY I-PARTY O B-PARTY I-PARTY O O O O O B-PARTY I-PARTY", "{3 1 1 1}"},
		{"over its border", "B-PARTY I-PARTY I-PARTY B-PARTY I-PARTY O O O O B-ALIAS I-ALIAS O", "{3 3 1 1}"},
	} {
		var s Score
		s.add(&e, tags(c.tags), scheme)
		if got := fmt.Sprint(s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// An annotation that does not say its role has any of its label.
func TestScoreOfAnOpenRole(t *testing.T) {
	l := labelledOf(t, "((on <DATE|May 1> now))")
	scheme := bio.Default()
	e := l.goldExamples(100, 0, nn.AllTags(scheme.Tags()))[0]
	for role, want := range map[string]string{"DATE-other": "{1 1 1 1}", "DATE-effective": "{1 1 1 1}", "DURATION-other": "{1 1 0 0}"} {
		var s Score
		s.add(&e, []int{0, tagOf(scheme, "B-"+role), tagOf(scheme, "I-"+role), 0}, scheme)
		if got := fmt.Sprint(s); got != want {
			t.Errorf("tagged %s: %s, want %s", role, got, want)
		}
	}
}
