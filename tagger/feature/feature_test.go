package feature

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
)

func TestForms(t *testing.T) {
	cases := []struct{ tok, word, prefix, suffix, shape string }{
		{"Agreement", "agreement", "Agr", "ent", "Xxxxx"},
		{"2018", "0000", "201", "018", "dddd"},
		{"12345678", "00000000", "123", "678", "dddd"},
		{"IBM", "ibm", "IBM", "IBM", "XXX"},
		{"Inc.", "inc.", "Inc", "nc.", "Xxx."},
		{"U.S.C", "u.s.c", "U.S", "S.C", "X.X.X"},
		{"$5,000", "$0,000", "$5,", "000", "$d,ddd"},
		{"______", "______", "___", "___", "____"},
		{"of", "of", "of", "of", "xx"},
		{"Łódź", "łódź", "Łód", "ódź", "Xxxx"},
		{"§", "§", "§", "§", "§"},
		{"٣٤", "00", "٣٤", "٣٤", "dd"},
		{"契約書類", "契約書類", "契約書", "約書類", "xxxx"},
		{"McDonald", "mcdonald", "McD", "ald", "XxXxxxx"},
		{"", "", "", "", ""},
		{"a\xff", "a\ufffd", "a\xff", "a\xff", "x\ufffd"},
		{"\xff\xfe\xfd\xfc", "\ufffd\ufffd\ufffd\ufffd", "\xff\xfe\xfd", "\xfe\xfd\xfc", "\ufffd\ufffd\ufffd\ufffd"},
	}
	for _, c := range cases {
		if got, want := forms(c.tok), [Space]string{c.word, c.prefix, c.suffix, c.shape}; got != want {
			t.Errorf("forms(%q) = %q, want %q", c.tok, got, want)
		}
	}
}

func TestSpace(t *testing.T) {
	cases := []struct {
		before, after string
		want          int32
	}{
		{"", "", 0},
		{"", " ", 1},
		{"", "   ", 1},
		{"", "\n", 2},
		{"", "\n \n", 2},
		{" ", "", 3},
		{" ", " ", 4},
		{"  ", "", 6},
		{"\t\t", " ", 7},
		{"\n", "", 9},
		{" \r\n ", " ", 10},
		{"\n\n", "", 12},
		{"\r\n\r\n", "\n\n\n", spaceSize - 1},
	}
	for _, c := range cases {
		if got := space(c.before, c.after); got != c.want {
			t.Errorf("space(%q, %q) = %d, want %d", c.before, c.after, got, c.want)
		}
	}
}

func TestPlace(t *testing.T) {
	cases := []struct {
		i, n int
		want int32
	}{
		{0, 1, 0}, {59, 10000, 0}, {60, 10000, 1}, {149, 10000, 1}, {150, 10000, 2},
		{399, 10000, 2}, {400, 10000, 3}, {999, 10000, 3}, {1000, 10000, 4},
		{9499, 10000, 4}, {9500, 10000, 5}, {9999, 10000, 5},
		{999, 1000, 3}, {1000, 1001, 5},
	}
	for _, c := range cases {
		if got := place(c.i, c.n); got != c.want {
			t.Errorf("place(%d, %d) = %d, want %d", c.i, c.n, got, c.want)
		}
	}
}

// split cuts a text into words and single marks.
func split(text string) []extract.Token {
	var out []extract.Token
	at := 0
	for _, w := range strings.Fields(strings.NewReplacer(",", " , ", ".", " . ").Replace(text)) {
		start := at + strings.Index(text[at:], w)
		at = start + len(w)
		out = append(out, extract.Token{Start: start, End: at})
	}
	return out
}

func TestHead(t *testing.T) {
	filler := strings.Repeat("x ", headSpan)
	cases := []struct {
		name, text string
		want       string // of the tokens after the head, or of all
	}{
		{"a pair stands in the head", "Acme Corp agrees " + filler + "by Acme Corp now", "[0 3 3 0]"},
		{"the letters' case may differ", "Acme Corp agrees " + filler + "by ACME CORP now", "[0 3 3 0]"},
		{"a lower-case word is none", "Acme Corp agrees " + filler + "by acme corp now", "[0 0 0 0]"},
		{"words without their order", "Acme Corp agrees " + filler + "by Corp Acme now", "[0 2 2 0]"},
		{"a word between", "Acme Corp agrees " + filler + "by Acme new Corp", "[0 2 0 2]"},
		{"a comma between", "Acme, Corp agrees " + filler + "Acme Corp, now", "[3 3 0 0]"},
		{"unknown to the head", "Acme Corp agrees " + filler + "by Beta Gamma now", "[0 1 1 0]"},
		{"half known", "Acme Corp agrees " + filler + "by Acme Gamma now", "[0 2 1 0]"},
		{"too late for the head", filler + "Acme Corp agrees by", "[1 1 0 0]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tokens := split(c.text)
			ids := make([]int32, len(tokens))
			headNames(c.text, tokens).head(c.text, tokens, ids)
			if got := fmt.Sprint(ids[len(ids)-4:]); got != c.want {
				t.Errorf("last ids %s, want %s", got, c.want)
			}
		})
	}
}

func sentences(text string) []extract.Sentence {
	tokens := split(text)
	if len(tokens) == 0 {
		return nil
	}
	return []extract.Sentence{{Span: extract.ByteSpan{Start: tokens[0].Start, End: tokens[len(tokens)-1].End}, Tokens: tokens}}
}

func TestVocabularyIsInOrderOfFrequencyThenLetters(t *testing.T) {
	text := "the Buyer and the Seller and the Bank buyer 12 34 x"
	for range 20 { // maps are walked in random order
		c := NewCounter()
		c.Add(text, sentences(text))
		x := extractor(t, c.Lists(2))
		if got, want := fmt.Sprintf("%q", x.Vocabularies[Word].Entries()), `["the" "00" "and" "buyer"]`; got != want {
			t.Fatalf("words %s, want %s", got, want)
		}
		if got, want := fmt.Sprintf("%q", x.Vocabularies[Shape].Entries()), `["xxx" "Xxxxx" "dd"]`; got != want {
			t.Fatalf("shapes %s, want %s", got, want)
		}
		if id := x.Vocabularies[Word].ID("the"); c.Count(x.Vocabularies[Word], id) != 3 {
			t.Fatalf("%q was counted %d times, want 3", "the", c.Count(x.Vocabularies[Word], id))
		}
		if got := c.Count(x.Vocabularies[Word], 0); got != 0 {
			t.Fatalf("unknown words were counted %d times, want 0", got)
		}
	}
}

func TestVocabulary(t *testing.T) {
	v := NewVocabulary([]string{"a", "b"})
	for s, want := range map[string]int32{"a": 1, "b": 2, "c": 0, "": 0} {
		if got := v.ID(s); got != want {
			t.Errorf("ID(%q) = %d, want %d", s, got, want)
		}
	}
	if v.Size() != 3 {
		t.Errorf("Size() = %d, want 3 with the unknown", v.Size())
	}
}

func TestExtractorNeedsAllVocabularies(t *testing.T) {
	for n := range Fields {
		if _, err := NewExtractor(make([][]string, n), Default()); (err == nil) != (n == Space) {
			t.Errorf("%d vocabularies: error %v", n, err)
		}
	}
}

func TestExtractorOfSomeFields(t *testing.T) {
	lists := [][]string{{"this"}, {"Thi"}, {"his"}, {"Xxxx"}}
	text := "This Agreement"
	for _, c := range []struct {
		fields string
		ids    string // "" where the fields are refused
	}{
		{"word", "[[1 0]]"},
		{"word shape suffix", "[[1 0] [1 0] [1 0]]"},
		{"word place", "[[1 0] [0 0]]"},
		{"", ""},
		{"shape", ""},
		{"shape word", ""},
		{"word word", ""},
		{"word colour", ""},
	} {
		x, err := NewExtractor(lists, strings.Fields(c.fields))
		if (err != nil) != (c.ids == "") {
			t.Errorf("%q: error %v", c.fields, err)
		}
		if err != nil {
			continue
		}
		ids, err := x.IDs(text, split(text))
		if got := fmt.Sprint(ids); err != nil || got != c.ids {
			t.Errorf("%q: ids %s (%v), want %s", c.fields, got, err, c.ids)
		}
	}
}

// tagged returns the part of speech of every token, "?" for the unknown.
func tagged(t *testing.T, text string) string {
	t.Helper()
	x, err := NewExtractor(make([][]string, Space), []string{"word", "pos"})
	if err != nil {
		t.Fatal(err)
	}
	tokens := split(text)
	ids, err := x.IDs(text, tokens)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, id := range ids[1] {
		tag := "?"
		if id > 0 {
			tag = parts[id-1]
		}
		out = append(out, tokens[i].Of(text)+"/"+tag)
	}
	return strings.Join(out, " ")
}

func TestPartsOfSpeech(t *testing.T) {
	if len(parts)+1 != posSize {
		t.Fatalf("%d parts of speech, room for %d", len(parts), posSize)
	}
	for text, want := range map[string]string{
		"The Buyer shall pay the price .":    "The/DT Buyer/NNP shall/MD pay/VB the/DT price/NN ./.",
		"Straße “ doesn't ” 5 . The Bank is": "Straße/NNP “/, doesn't/NN ”/, 5/CD ./. The/DT Bank/NNP is/VBZ",
	} {
		if got := tagged(t, text); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestChars(t *testing.T) {
	for tok, want := range map[string]string{
		"":                               "",
		"Ab1.":                           "Ab1.",
		"Éß٣“":                           "\x80\x81\x82\x84",
		"\x00":                           "\x85",
		"abcdefghijklmnopqrstuvwxyz0123": "abcdefghijklstuvwxyz0123",
	} {
		if got := Chars(tok); got != want {
			t.Errorf("Chars(%q) = %q, want %q", tok, got, want)
		}
	}
}

func extractor(t *testing.T, lists [][]string) *Extractor {
	t.Helper()
	names := Names()
	x, err := NewExtractor(lists, names[:])
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestIDs(t *testing.T) {
	x, err := NewExtractor([][]string{{"this", "agreement"}, {"Agr"}, {"ent"}, {"Xxxx"}}, Default())
	if err != nil {
		t.Fatal(err)
	}
	text := "This  Agreement\nbinds."
	want := [][]int32{
		Word:   {1, 2, 0, 0},
		Prefix: {0, 1, 0, 0},
		Suffix: {0, 1, 0, 0},
		Shape:  {1, 0, 0, 0},
		// before: empty line, blanks, line, none; after: blanks, line, none, empty line
		Space: {13, 8, 9, 2},
		Place: {0, 0, 0, 0},
		Head:  {3, 3, 0, 0},
	}
	ids, err := x.IDs(text, split(text))
	if err != nil || len(ids) != len(want) {
		t.Fatalf("%d fields (%v), want %d", len(ids), err, len(want))
	}
	for f, got := range ids {
		if !slices.Equal(got, want[f]) {
			t.Errorf("%s: ids %v, want %v", Names()[f], got, want[f])
		}
	}
	if ids, err = x.IDs("", nil); err != nil {
		t.Fatal(err)
	}
	for f, got := range ids {
		if len(got) != 0 {
			t.Errorf("%s: %d ids of no tokens", Names()[f], len(got))
		}
	}
}

// anyBytes draws texts with much that breaks and repeats, also invalid UTF-8.
func anyBytes() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"Acme", "Corp", "acme", " ", "\n", "\r\n\r\n", "2018", "\xff", "\xe2\x80", "é", "\u00a0", "\x00"}),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 5), func(b []byte) string { return string(b) }),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 30), func(s []string) string { return strings.Join(s, "") })
}

// Whatever the text and its tokens, ids index their embedding tables and do not
// depend on anything but the text.
func TestIDsAreBelowSizes(t *testing.T) {
	known := "Acme Corp acme 2018 é"
	c := NewCounter()
	c.Add(known, sentences(known))
	x := extractor(t, c.Lists(1))
	sizes := x.Sizes()
	rapid.Check(t, func(t *rapid.T) {
		text := anyBytes().Draw(t, "text")
		if rapid.Bool().Draw(t, "long") {
			text = strings.Repeat(text+" w ", 300)
		}
		var tokens []extract.Token
		for at := 0; at < len(text) && len(tokens) < 3000; {
			at += rapid.IntRange(0, 3).Draw(t, "gap")
			end := at + rapid.IntRange(1, 9).Draw(t, "length")
			if end > len(text) {
				break
			}
			tokens = append(tokens, extract.Token{Start: at, End: end})
			at = end
		}
		ids, err := x.IDs(text, tokens)
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) != Fields {
			t.Fatalf("%d fields, want %d", len(ids), Fields)
		}
		again, err := x.IDs(strings.Clone(text), slices.Clone(tokens))
		if err != nil {
			t.Fatal(err)
		}
		for f, field := range ids {
			if len(field) != len(tokens) {
				t.Fatalf("%s: %d ids for %d tokens", Names()[f], len(field), len(tokens))
			}
			for i, id := range field {
				if id < 0 || int(id) >= sizes[f] {
					t.Fatalf("%s of %q is %d, not below %d", Names()[f], tokens[i].Of(text), id, sizes[f])
				}
			}
			if f != Pos && !slices.Equal(field, again[f]) {
				t.Fatalf("%s: %v, then %v", Names()[f], field, again[f])
			}
		}
	})
}
