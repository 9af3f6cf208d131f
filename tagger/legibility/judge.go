package legibility

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

	"covenant/extract"
	"covenant/tagger/lm"
)

// Why no page can be judged by a language model.
var (
	// ErrWords means that the model reads words, not characters.
	ErrWords = errors.New("a language model of words")
	// ErrNoLimit means that the model does not say what score is too high.
	ErrNoLimit = errors.New("a language model that had too little text to tell garbled pages by")
)

//go:embed default.lm
var defaultModel []byte

// A Judge finds the pages that are garbled. It is safe for concurrent use.
type Judge struct {
	model *lm.Model
}

// New returns a judge by a language model of characters.
func New(m *lm.Model) (*Judge, error) {
	switch {
	case m.Config.Unit != lm.Characters:
		return nil, ErrWords
	case m.Info.Garbled <= 0:
		return nil, ErrNoLimit
	}
	return &Judge{m}, nil
}

// Default returns the judge by the model that is embedded in the program.
func Default() (*Judge, error) {
	m, err := lm.Decode(defaultModel)
	if err != nil {
		return nil, fmt.Errorf("embedded language model: %w", err)
	}
	return New(m)
}

// Open returns the judge by the model in a file.
func Open(path string) (*Judge, error) {
	m, err := lm.Open(path)
	if err != nil {
		return nil, err
	}
	j, err := New(m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return j, nil
}

// ID names the judge so exactly that equal names give equal scores on processors with
// the same vector instructions.
func (j *Judge) ID() string { return fmt.Sprintf("%x", j.model.Sum) }

// Limit returns the score above which a page is garbled; one of hardly more than 500
// characters only is if it lies a bit above that.
func (j *Judge) Limit() float64 { return j.model.Info.Garbled }

// Judge sets the score of each page, and whether it is garbled.
func (j *Judge) Judge(ctx context.Context, doc *extract.Document) error {
	texts := make([]string, len(doc.Pages))
	for i, p := range doc.Pages {
		texts[i] = p.Span.Of(doc.Text)
	}
	scores, err := Scores(ctx, j.model, texts)
	if err != nil {
		return err
	}
	for i, s := range scores {
		doc.Pages[i].BitsPerCharacter, doc.Pages[i].Garbled = s, j.garbled(texts[i], s)
	}
	return nil
}

const (
	// shortPage is the length up to which the sample is all of a page.
	shortPage = pageStretches * stretchBytes
	// shortMargin, in bits, is what a short page may have above the limit: covers and
	// pages for signatures are names and addresses with hardly any prose between them.
	shortMargin = 1
)

// garbled reports whether a text with the score is garbled.
func (j *Judge) garbled(text string, score float64) bool {
	if len(text) <= shortPage {
		score -= shortMargin
	}
	return score > j.Limit()
}
