package bio

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
)

func TestSpans(t *testing.T) {
	cases := []struct {
		name string
		tags []int
		want string // start end type
	}{
		{"nothing", nil, "[]"},
		{"outside only", []int{0, 0, 0}, "[]"},
		{"one token", []int{0, 1, 0}, "[{1 2 0}]"},
		{"to the end", []int{0, 3, 4}, "[{1 3 1}]"},
		{"from the beginning", []int{1, 2, 2, 0}, "[{0 3 0}]"},
		{"two that touch", []int{1, 2, 1, 2}, "[{0 2 0} {2 4 0}]"},
		{"two types that touch", []int{1, 3, 4}, "[{0 1 0} {1 3 1}]"},
		{"I at the beginning begins", []int{2, 2}, "[{0 2 0}]"},
		{"I after O begins", []int{0, 4, 4}, "[{1 3 1}]"},
		{"I of another type begins", []int{1, 4, 2}, "[{0 1 0} {1 2 1} {2 3 0}]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := fmt.Sprint(Spans(c.tags)); got != c.want {
				t.Errorf("Spans(%v) = %s, want %s", c.tags, got, c.want)
			}
		})
	}
}

// Tags: 0 is O, 1 and 2 are B and I of type 0, 3 and 4 those of type 1.
func TestAllowed(t *testing.T) {
	want := [5][5]bool{ // from row to column
		{true, true, false, true, false},
		{true, true, true, true, false},
		{true, true, true, true, false},
		{true, true, false, true, true},
		{true, true, false, true, true},
	}
	for from := range want {
		for to := range want[from] {
			if got := Allowed(from, to); got != want[from][to] {
				t.Errorf("Allowed(%d, %d) = %v, want %v", from, to, got, want[from][to])
			}
		}
	}
}

func TestFirst(t *testing.T) {
	for tag, want := range []bool{true, true, false, true, false} {
		if got := First(tag); got != want {
			t.Errorf("First(%d) = %v, want %v", tag, got, want)
		}
	}
}

func TestTypeNames(t *testing.T) {
	for text, want := range map[string]Type{
		"PARTY":              {extract.Party, ""},
		"DATE-effective":     {extract.Date, extract.RoleEffective},
		"DATE":               {extract.Date, ""},
		"DURATION-other":     {extract.Duration, extract.RoleOther},
		"COURT-jurisdiction": {extract.Court, extract.RoleJurisdiction},
		"PRODUCT":            {"PRODUCT", ""},
		"PRODUCT_2-main":     {"PRODUCT_2", "main"},
	} {
		got, err := ParseType(text)
		if err != nil || got != want {
			t.Errorf("ParseType(%q) = %v, %v, want %v", text, got, err, want)
		}
		if got.String() != text {
			t.Errorf("%#v is written %q, want %q", got, got.String(), text)
		}
	}
	for _, text := range []string{"", "party", "PARTY-effective", "DATE-Effective", "DATE-effective-x", "-effective", "B-DATE", "Product", "PRO DUCT", "PRODUCT-", "PRODUCT-main-x", "DATE-"} {
		if got, err := ParseType(text); err == nil {
			t.Errorf("ParseType(%q) = %v, want an error", text, got)
		}
	}
}

func TestDefaultScheme(t *testing.T) {
	s := Default()
	if s.Tags() != 2*len(s.Types)+1 || s.Tags() != 45 {
		t.Errorf("%d tags for %d types, want 45", s.Tags(), len(s.Types))
	}
	seen := map[string]bool{}
	for i, typ := range s.Types {
		if got := s.Index(typ); got != i {
			t.Errorf("Index(%s) = %d, want %d", typ, got, i)
		}
		if got, err := ParseType(typ.String()); err != nil || got != typ {
			t.Errorf("ParseType(%q) = %v, %v, want %v", typ.String(), got, err, typ)
		}
		b, in := s.Name(Begin(i)), s.Name(Inside(i))
		if b != "B-"+typ.String() || in != "I-"+typ.String() {
			t.Errorf("tags of %s are named %s and %s", typ, b, in)
		}
		seen[b], seen[in] = true, true
	}
	if len(seen) != s.Tags()-1 {
		t.Errorf("%d distinct names for %d tags", len(seen)+1, s.Tags())
	}
	if got := s.Name(Outside); got != "O" {
		t.Errorf("Name(Outside) = %q, want O", got)
	}
	for _, l := range extract.Labels() {
		if got := s.Index(Type{Label: l}) >= 0; got != (l.Roles() == nil) {
			t.Errorf("%s without a role is in the scheme: %v", l, got)
		}
	}
}

// Spans that are written as tags are read back the same, by a sequence that
// the scheme allows.
func TestSpansAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tags []int
		var want []Span
		for range rapid.IntRange(0, 8).Draw(t, "pieces") {
			n := rapid.IntRange(1, 4).Draw(t, "length")
			typ := rapid.IntRange(-1, 3).Draw(t, "type")
			if typ < 0 {
				tags = append(tags, make([]int, n)...)
				continue
			}
			want = append(want, Span{len(tags), len(tags) + n, typ})
			tags = append(tags, Begin(typ))
			for range n - 1 {
				tags = append(tags, Inside(typ))
			}
		}
		for i, tag := range tags {
			if i == 0 && !First(tag) || i > 0 && !Allowed(tags[i-1], tag) {
				t.Fatalf("tags %v are not allowed at %d", tags, i)
			}
		}
		if got := Spans(tags); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("tags %v give %v, want %v", tags, got, want)
		}
	})
}

// Any sequence of tags gives spans in order that cover just the tokens that are
// not outside.
func TestSpansOfAnyTags(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tags := rapid.SliceOf(rapid.IntRange(0, 8)).Draw(t, "tags")
		covered := make([]bool, len(tags))
		end := 0
		for _, s := range Spans(tags) {
			if s.Start < end || s.End <= s.Start {
				t.Fatalf("span %v after one that ends at %d", s, end)
			}
			for i := s.Start; i < s.End; i++ {
				covered[i] = true
				if (tags[i]-1)/2 != s.Type {
					t.Fatalf("span %v holds tag %d", s, tags[i])
				}
			}
			end = s.End
		}
		for i, tag := range tags {
			if covered[i] != (tag != Outside) {
				t.Fatalf("token %d with tag %d is covered: %v", i, tag, covered[i])
			}
		}
	})
}
