package pipeline

import (
	"context"
	"fmt"
	"strings"

	"covenant/extract"
	"covenant/tagger/legibility"
	"covenant/tagger/lm"
	"covenant/tagger/train"
)

// Collect reads the documents under roots for a language model; see [Texts]. The tenth
// of them that taggers are not trained on is held out, and its pages are returned for a
// model of characters; long ones in parts.
func Collect(ctx context.Context, roots []string, except string, unit lm.Unit, opts Options, sum *Summary) (corpus *lm.Corpus, held []string, err error) {
	corpus = new(lm.Corpus)
	for t, err := range Texts(ctx, roots, except, opts, sum) {
		if err != nil {
			return nil, nil, err
		}
		heldOut := train.HeldOut(t.Text)
		corpus.Add(t.Symbols(unit), heldOut)
		if !heldOut || unit != lm.Characters {
			continue
		}
		for _, p := range t.Pages {
			for _, part := range legibility.Parts(p.Span.Of(t.Text)) {
				held = append(held, strings.Clone(part))
			}
		}
	}
	return corpus, held, nil
}

// A ScoredText is what a language model makes of a document, ready for JSON.
type ScoredText struct {
	Path string `json:"path"`
	ScoredWords
	Sentences []ScoredSentence `json:"sentences"`
	// Pages are there for models by which a run can tell garbled ones.
	Pages []InspectedPage `json:"pages,omitempty"`
}

// ScoredWords are the figures of a document or a sentence.
type ScoredWords struct {
	Words   int `json:"words"`   // or characters, whichever the model reads
	Unknown int `json:"unknown"` // of the words are not in the model's vocabulary
	// Perplexity is the geometric mean of those of the directions.
	Perplexity  float64       `json:"perplexity"`
	ByDirection lm.Perplexity `json:"byDirection"`
}

// A ScoredSentence is a sentence with its figures; offsets count code points.
type ScoredSentence struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	ScoredWords
}

// ScoreText reads a file and scores its sentences.
func ScoreText(ctx context.Context, path string, m *lm.Model) (ScoredText, error) {
	t, err := ReadText(ctx, path)
	if err != nil {
		return ScoredText{}, err
	}
	scores, err := m.Score(ctx, [][][]string{t.Symbols(m.Config.Unit)})
	if err != nil {
		return ScoredText{}, fmt.Errorf("score: %w", err)
	}
	out := ScoredText{Path: t.Path, Sentences: []ScoredSentence{}}
	runes := extract.NewRuneIndex(t.Text)
	for i, s := range t.Sentences {
		span := runes.RuneSpan(s.Span)
		score := scores[0][i]
		out.Sentences = append(out.Sentences, ScoredSentence{
			Start: span.Start, End: span.End, Text: s.Span.Of(t.Text),
			ScoredWords: scoredWords(score, score.Perplexity()),
		})
	}
	out.ScoredWords = scoredWords(lm.Total(scores[0]))
	if judge, err := legibility.New(m); err == nil {
		doc := &extract.Document{Path: t.Path, Text: t.Text, Pages: t.Pages}
		if err := judge.Judge(ctx, doc); err != nil {
			return ScoredText{}, fmt.Errorf("score: %w", err)
		}
		out.Pages = inspection(&extract.Record{Document: doc}).Pages
	}
	return out, nil
}

func scoredWords(s lm.SentenceScore, p lm.Perplexity) ScoredWords {
	return ScoredWords{Words: s.Words, Unknown: s.Unknown, Perplexity: p.Mean(), ByDirection: p}
}

// CompleteText continues a text by a language model. One whose last sentence has ended
// goes on with a new one.
func CompleteText(ctx context.Context, text string, m *lm.Model, o lm.CompleteOptions) ([]lm.Completion, error) {
	t, err := NewText(ctx, text)
	if err != nil {
		return nil, err
	}
	words := t.Symbols(m.Config.Unit)
	if n := len(words); n > 0 && ends(words[n-1]) {
		words = append(words, nil)
	}
	return m.Complete(ctx, words, o)
}

func ends(sentence []string) bool {
	switch sentence[len(sentence)-1] {
	case ".", "!", "?":
		return true
	}
	return false
}
