package lm

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSpell(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"small letters, digits as 0", "Acme 19", "acme 00"},
		{"white space is one blank", " a\n\t b ", "a b"},
		{"long runs are cut", "By: ________ ......", "by: ___ ..."},
		{"also of digits", "1,234,567", "0,000,000"},
		{"a blank ends a run", "xx xx", "xx xx"},
		{"letters of other scripts", "ÄÖ § 합의", "äö § 합의"},
		{"invalid bytes", "a\xffb", "a\uFFFDb"},
		{"nothing", " \n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(Spell(c.text), ""); got != c.want {
				t.Errorf("%q is spelled %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func FuzzSpell(f *testing.F) {
	f.Add("By: ____ 2019\n\nAcme, Inc.")
	f.Add("\xf0\x9f\x96\x8b İstanbul \x00\x00\x00\x00")
	f.Fuzz(func(t *testing.T, text string) {
		got := Spell(text)
		run := 0
		for i, c := range got {
			if utf8.RuneCountInString(c) != 1 {
				t.Fatalf("%q is not one character", c)
			}
			if run++; i > 0 && c != got[i-1] {
				run = 1
			}
			if run > longestRun {
				t.Fatalf("%q stands %d times in a row", c, run)
			}
		}
		if n := len(got); n > 0 && (got[0] == " " || got[n-1] == " ") {
			t.Fatalf("a blank at an end of %q", got)
		}
		if again := Spell(strings.Join(got, "")); !slices.Equal(again, got) {
			t.Fatalf("%q is spelled %q, and that %q", text, got, again)
		}
	})
}
