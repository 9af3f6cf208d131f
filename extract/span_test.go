package extract

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestRuneIndexAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.String().Draw(t, "unit")
		text := unit
		for range rapid.IntRange(0, 60).Draw(t, "repeats") {
			text += unit
		}
		x := NewRuneIndex(text)
		if x.Runes() != utf8.RuneCountInString(text) {
			t.Fatalf("Runes() = %d, want %d", x.Runes(), utf8.RuneCountInString(text))
		}
		r := 0
		for b := range text {
			if got := x.Rune(b); got != r {
				t.Fatalf("Rune(%d) = %d, want %d", b, got, r)
			}
			if got := x.Byte(r); got != b {
				t.Fatalf("Byte(%d) = %d, want %d", r, got, b)
			}
			r++
		}
		if x.Byte(r) != len(text) || x.Rune(len(text)) != r {
			t.Fatalf("end: Byte(%d) = %d, Rune(%d) = %d", r, x.Byte(r), len(text), x.Rune(len(text)))
		}
	})
}

func TestPageAt(t *testing.T) {
	d := Document{Pages: []Page{{Number: 1, Span: ByteSpan{0, 10}}, {Number: 2, Span: ByteSpan{10, 10}}, {Number: 3, Span: ByteSpan{10, 20}}}}
	for b, want := range map[int]int{0: 1, 9: 1, 10: 3, 19: 3} {
		if got := d.PageAt(b); got != want {
			t.Errorf("PageAt(%d) = %d, want %d", b, got, want)
		}
	}
}

func TestRolesParse(t *testing.T) {
	for _, l := range Labels() {
		if got, err := ParseLabel(string(l)); err != nil || got != l {
			t.Errorf("ParseLabel(%s) = %v, %v", l, got, err)
		}
		for _, r := range l.Roles() {
			if got, err := ParseRole(l, string(r)); err != nil || got != r {
				t.Errorf("ParseRole(%s, %s) = %v, %v", l, r, got, err)
			}
		}
	}
	if _, err := ParseRole(Party, "term"); err == nil {
		t.Error("PARTY must have no role term")
	}
}
