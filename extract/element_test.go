package extract

import (
	"slices"
	"testing"
)

// The role is the likeliest of its label; a label without roles keeps what it has.
func TestSetRoles(t *testing.T) {
	for _, c := range []struct {
		name          string
		label         Label
		was           Role
		probabilities []float64
		want          Role
	}{
		{"the likeliest", Date, RoleOther, []float64{0.2, 0.1, 0.6, 0.1}, RoleExpiration},
		{"of equal ones the first", Court, RoleOther, []float64{0.5, 0.5}, RoleJurisdiction},
		{"nothing known", Date, RoleOther, nil, RoleOther},
		{"no roles", Party, "", []float64{1}, ""},
		{"a role of one's own", "FOO", "bar", nil, "bar"},
		{"fewer than there are", Court, "", []float64{1}, RoleJurisdiction},
	} {
		e := Element{Label: c.label, Role: c.was}
		if e.SetRoles(c.probabilities); e.Role != c.want || !slices.Equal(e.RoleProbabilities, c.probabilities) {
			t.Errorf("%s: role %q by %v, want %q", c.name, e.Role, e.RoleProbabilities, c.want)
		}
	}
}
