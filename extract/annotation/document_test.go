package annotation

import (
	"fmt"
	"slices"
	"testing"

	"covenant/extract"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseName(t *testing.T) {
	for _, c := range []struct{ name, label, role string }{
		{"PARTY", "PARTY", ""},
		{"DATE-effective", "DATE", "effective"},
		{"COURT-other", "COURT", "other"},
		{"MY_LABEL", "MY_LABEL", ""},
		{"my-label", "my-label", ""},
		{"PARTY-buyer", "PARTY-buyer", ""}, // PARTY has no roles
		{"DATE-cap", "DATE-cap", ""},       // a role of AMOUNT
		{"DATE-", "DATE-", ""},
		{"DATE--", "DATE--", ""},
		{"DATE-effective-2", "DATE-effective-2", ""},
		{"date-effective", "date-effective", ""},
		{"-", "-", ""},
		{"", "", ""},
	} {
		label, role := ParseName(c.name)
		if label != c.label || role != c.role {
			t.Errorf("ParseName(%q) = %q, %q, want %q, %q", c.name, label, role, c.label, c.role)
		}
		if back := (Span{Label: label, Role: role}).Name(); back != c.name {
			t.Errorf("the name of %q, %q is %q, want %q", label, role, back, c.name)
		}
	}
}

func TestDropOverlaps(t *testing.T) {
	for name, c := range map[string]struct {
		in, want []Span
		dropped  int
	}{
		"none":                {nil, nil, 0},
		"apart and touching":  {spans("0-3 A", "3-5 B", "8-9 A"), spans("0-3 A", "3-5 B", "8-9 A"), 0},
		"out of order":        {spans("8-9 A", "0-3 B"), spans("0-3 B", "8-9 A"), 0},
		"nested":              {spans("0-9 A", "3-5 B"), spans("0-9 A"), 1},
		"nested, inner first": {spans("3-5 B", "0-9 A"), spans("0-9 A"), 1},
		"crossing":            {spans("0-4 A", "3-8 B"), spans("3-8 B"), 1},
		"equally long":        {spans("2-6 B", "0-4 A"), spans("0-4 A"), 1},
		"same place":          {spans("0-4 B", "0-4 A"), spans("0-4 B"), 1},
		"repeated":            {spans("0-4 A", "0-4 A", "0-4 A"), spans("0-4 A"), 2},
		"chain":               {spans("0-4 A", "3-8 B", "7-10 C"), spans("3-8 B"), 2},
		"a long one between":  {spans("0-2 A", "1-9 B", "8-10 C", "10-11 D"), spans("1-9 B", "10-11 D"), 2},
		"empty and reversed":  {spans("3-3 A", "5-2 B", "-4--2 C"), spans("-4--2 C"), 2},
	} {
		t.Run(name, func(t *testing.T) {
			got, dropped := DropOverlaps(c.in)
			if d := cmp.Diff(c.want, got); d != "" || dropped != c.dropped {
				t.Errorf("dropped %d, want %d; spans (-want +got):\n%s", dropped, c.dropped, d)
			}
		})
	}
}

// The quick way agrees with comparing each span with all that were kept.
func TestDropOverlapsLikeTheSlowWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
			start := rapid.IntRange(0, 20).Draw(t, "start")
			return newSpan(start, start+rapid.IntRange(1, 8).Draw(t, "length"), rapid.SampledFrom([]string{"A", "B"}).Draw(t, "label"))
		}), 0, 12).Draw(t, "spans")
		var want []Span
		longest := slices.Clone(in)
		slices.SortStableFunc(longest, func(a, b Span) int {
			if d := (b.End - b.Start) - (a.End - a.Start); d != 0 {
				return d
			}
			return a.Start - b.Start
		})
		for _, s := range longest {
			if !slices.ContainsFunc(want, func(k Span) bool { return s.Start < k.End && k.Start < s.End }) {
				want = append(want, s)
			}
		}
		sortSpans(want)
		got, dropped := DropOverlaps(in)
		if d := cmp.Diff(want, got); d != "" || dropped != len(in)-len(want) {
			t.Fatalf("dropped %d (-want +got):\n%s", dropped, d)
		}
	})
}

// spans makes spans of "start-end LABEL".
func spans(list ...string) []Span {
	var out []Span
	for _, s := range list {
		out = append(out, span(s))
	}
	return out
}

func span(s string) Span {
	var start, end int
	var name string
	if _, err := fmt.Sscanf(s, "%d-%d %s", &start, &end, &name); err != nil {
		panic(fmt.Sprintf("the test's span %q: %v", s, err))
	}
	return newSpan(start, end, name)
}

// covered is the text under a span, taken from the code points themselves.
func covered(text string, s extract.RuneSpan) string { return string([]rune(text)[s.Start:s.End]) }
