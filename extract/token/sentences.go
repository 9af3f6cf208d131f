package token

import (
	"context"
	"fmt"
	"unicode/utf8"

	"covenant/extract"
)

// chunkBytes is about how much text goes to prose in one call: enough to make
// its fixed cost (see prose.go) small, little enough to be cancelled promptly.
const chunkBytes = 1 << 19

// Sentences returns the sentences of text with their tokens. The text may be of
// any kind and need not be valid UTF-8. The error is ctx's, or says that prose
// failed.
func Sentences(ctx context.Context, text string) ([]extract.Sentence, error) {
	out := make([]extract.Sentence, 0, len(text)/128+1)
	for base := 0; base < len(text); {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("tokenize: %w", err)
		}
		end := chunkEnd(text, base)
		words := splitWords(text, base, end)
		if err := annotate(text, words); err != nil {
			return nil, fmt.Errorf("tokenize bytes %d to %d: %w", base, end, err)
		}
		out = group(text, words, out)
		base = end
	}
	return out, nil
}

// chunkEnd returns where the chunk that starts at base ends: after a blank line
// if there is one in reach, so that no sentence is cut; else after white space;
// else between two characters.
func chunkEnd(text string, base int) int {
	lo := base + chunkBytes
	if lo >= len(text) {
		return len(text)
	}
	hi := min(lo+chunkBytes, len(text))
	space := -1
	for i := lo; i < hi; i++ {
		switch text[i] {
		case '\n':
			if i+1 < len(text) && text[i+1] == '\n' {
				return i + 2
			}
			if i+2 < len(text) && text[i+1] == '\r' && text[i+2] == '\n' {
				return i + 3
			}
			space = i + 1
		case ' ':
			if space < 0 {
				space = i + 1
			}
		}
	}
	if space > 0 {
		return space
	}
	for hi < len(text) && !utf8.RuneStart(text[hi]) {
		hi++
	}
	return hi
}
