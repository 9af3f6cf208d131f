package pipeline

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/tagger/lm"
)

func TestCollect(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": "The Buyer pays.", "sub/b.txt": "The Seller delivers 10 goods.", "c.pdf": "%PDF-1.4 broken", "d.png": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
	})
	var sum Summary
	c, _, err := Collect(t.Context(), []string{dir}, "", lm.Words, Options{}, &sum)
	if err != nil {
		t.Fatal(err)
	}
	if c.Documents() != 2 || c.Words() != 10 || sum.Read != 2 || sum.Failed != 1 {
		t.Errorf("%d documents with %d words, %+v", c.Documents(), c.Words(), sum)
	}
}

// aModel learns a few sentences by heart.
func aModel(t *testing.T) *lm.Model {
	t.Helper()
	c := new(lm.Corpus)
	for range 30 {
		text, err := NewText(t.Context(), "The Buyer shall pay the Price. The Seller shall deliver the Goods.\n")
		if err != nil {
			t.Fatal(err)
		}
		c.Add(text.Words(), false)
	}
	o := lm.DefaultOptions()
	o.Dim, o.Hidden, o.Lanes, o.Epochs, o.Rate, o.Dropout = 8, 12, 4, 6, 0.03, 0
	m, err := lm.Train(t.Context(), c, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestScoreText(t *testing.T) {
	m := aModel(t)
	// A letter of two bytes before the sentences: offsets count characters.
	const text = "§ The Buyer shall pay the Price.\n\nPrice the the pay zyx Seller.\n"
	dir := folder(t, map[string]string{"a.txt": text})
	s, err := ScoreText(t.Context(), filepath.Join(dir, "a.txt"), m)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Sentences) != 2 || s.Words != 15 || s.Unknown != 2 {
		t.Fatalf("scored %+v", s)
	}
	for _, x := range s.Sentences {
		if got := string([]rune(text)[x.Start:x.End]); got != x.Text {
			t.Errorf("offsets %d to %d are %q, the text is %q", x.Start, x.End, got, x.Text)
		}
		if x.ByDirection.Forward <= 0 || x.ByDirection.Backward <= 0 {
			t.Errorf("%q has the perplexity %+v", x.Text, x.ByDirection)
		}
	}
	if a, b := s.Sentences[0].Perplexity, s.Sentences[1].Perplexity; a >= b || s.Perplexity <= a || s.Perplexity >= b {
		t.Errorf("perplexity %.1f of a sentence, %.1f of one in disorder, %.1f together", a, b, s.Perplexity)
	}
	if _, err := ScoreText(t.Context(), filepath.Join(folder(t, map[string]string{"a.pdf": "%PDF-1.4 broken"}), "a.pdf"), m); !errors.Is(err, extract.ErrDamaged) {
		t.Errorf("a broken file: error %v, want %v", err, extract.ErrDamaged)
	}
}

func TestCompleteText(t *testing.T) {
	m := aModel(t)
	for text, want := range map[string]string{
		"The Buyer shall pay":                             "the price.",
		"The Buyer shall pay the Price. The":              "seller shall deliver the goods.",
		"The Buyer shall pay the Price.":                  "the seller shall deliver the goods.",
		"The Buyer shall pay the Price. The Seller shall": "deliver the goods.",
	} {
		list, err := CompleteText(t.Context(), text, m, lm.DefaultCompleteOptions())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range list {
			got = append(got, lm.Join(c.Words))
		}
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q goes on with %q, want %q first", text, strings.Join(got, "; "), want)
		}
	}
	if _, err := CompleteText(t.Context(), "", m, lm.DefaultCompleteOptions()); err != nil {
		t.Errorf("no text: error %v", err)
	}
}
