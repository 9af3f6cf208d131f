package word2vec

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAlike(t *testing.T) {
	v := &Vectors{Words: []string{"the", "terminate", "indemnify", "determine", "terminates", "terminated", "terminal", "then", "tée", "\xff"}}
	cases := []struct {
		word string
		n    int
		want string
	}{
		{"termnate", 5, "[terminate terminates terminated]"}, // 1, then 2 letters away, frequent ones first
		{"termnate", 1, "[terminate]"},
		{"terminate", 2, "[terminates terminated]"}, // not itself
		{"teh", 3, "[]"}, // two letters away, of three
		{"th", 3, "[the]"},
		{"tee", 3, "[the tée]"}, // code points, not bytes
		{"\xfe", 3, "[\xff]"},
		{"quux", 3, "[]"},
		{"", 3, "[\xff]"},
		{"termnate", 0, "[]"},
		{"termnate", -1, "[]"},
	}
	for _, c := range cases {
		if got := fmt.Sprint(v.Alike(c.word, c.n)); got != c.want {
			t.Errorf("Alike(%q, %d) = %s, want %s", c.word, c.n, got, c.want)
		}
	}
}

// A word with one letter changed, left out or added is alike, if it has letters
// enough.
func TestOneSlipIsAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.StringMatching(`[a-zé]{2,12}`).Draw(t, "word"))
		at := rapid.IntRange(0, len(word)-1).Draw(t, "at")
		slip := []string{
			string(word[:at]) + "Q" + string(word[at+1:]),
			string(word[:at]) + string(word[at+1:]),
			string(word[:at]) + "Q" + string(word[at:]),
		}[rapid.IntRange(0, 2).Draw(t, "kind")]
		v := &Vectors{Words: []string{strings.Repeat("z", 30), string(word)}}
		if got := v.Alike(slip, 3); len(got) != 1 || got[0] != string(word) {
			t.Errorf("Alike(%q) = %q, want %q", slip, got, string(word))
		}
	})
}
