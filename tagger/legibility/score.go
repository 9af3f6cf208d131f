package legibility

import (
	"context"
	"math"
	"slices"

	"covenant/tagger/lm"
)

// Scores returns the score of each text by a language model of characters: how many
// bits it needs for a character, in the mean over stretches from all over the text.
// The bits of words that begin with a capital letter count half. A score is zero where
// there is too little to tell.
func Scores(ctx context.Context, m *lm.Model, texts []string) ([]float64, error) {
	var stretches []stretch
	var symbols [][]string
	ends := make([]int, len(texts))
	for i, t := range texts {
		for _, s := range sample(t) {
			stretches, symbols = append(stretches, s), append(symbols, s.symbols)
		}
		ends[i] = len(stretches)
	}
	bits, err := m.Surprise(ctx, symbols)
	if err != nil {
		return nil, err
	}
	scores := make([]float64, len(texts))
	at := 0
	for i, end := range ends {
		sum, n := 0.0, 0
		for ; at < end; at++ {
			for k := warmUp; k < len(bits[at]); k++ {
				sum += bits[at][k] * stretches[at].weights[k]
			}
			n += len(bits[at]) - warmUp
		}
		if n > 0 {
			scores[i] = sum / float64(n)
		}
	}
	return scores, nil
}

const (
	// soundShare of the pages that a limit is learned from lie below it, margin not
	// counted.
	soundShare = 0.995
	// margin, in bits, lies between them and the limit: documents of others differ more.
	margin = 0.25
	// fewestPages are needed to learn a limit.
	fewestPages = 50
	// partBytes is the length of the parts that long pages are cut to.
	partBytes = 3000
)

// Limit returns the score above which a page is garbled, from the scores of sound pages
// that the model was not trained on: that which 99.5 % of them do not exceed, and a
// quarter of a bit. It is zero where there are fewer than fifty.
func Limit(sound []float64) float64 {
	var told []float64
	for _, s := range sound {
		if s > 0 {
			told = append(told, s)
		}
	}
	if len(told) < fewestPages {
		return 0
	}
	slices.Sort(told)
	i := int(math.Ceil(soundShare*float64(len(told)))) - 1
	return told[i] + margin
}

// Parts cuts a text to parts of about the length of a page.
func Parts(text string) []string {
	var out []string
	for len(text) > partBytes*3/2 {
		at := runeStart(text, partBytes)
		out, text = append(out, text[:at]), text[at:]
	}
	return append(out, text)
}
