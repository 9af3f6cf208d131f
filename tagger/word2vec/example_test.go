package word2vec_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"covenant/extract/read"
	"covenant/extract/token"
	"covenant/tagger/word2vec"
)

// folder yields the sentences of all files of a folder, in lower case.
func folder(ctx context.Context, dir string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		files, err := os.ReadDir(dir)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, f := range files {
			doc, err := read.Read(ctx, filepath.Join(dir, f.Name()))
			if err != nil {
				yield(nil, err)
				return
			}
			sentences, err := token.Sentences(ctx, doc.Text)
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", f.Name(), err))
				return
			}
			for _, s := range sentences {
				words := make([]string, len(s.Tokens))
				for i, t := range s.Tokens {
					words[i] = strings.ToLower(t.Of(doc.Text))
				}
				if !yield(words, nil) {
					return
				}
			}
		}
	}
}

// Vectors of the words in a folder of texts, written to a file.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "word2vec")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	text := strings.Repeat("The Buyer shall pay the price. The Seller shall deliver the goods.\n", 20)
	if err := os.WriteFile(filepath.Join(dir, "sale.txt"), []byte(text), 0o600); err != nil {
		fmt.Println(err)
		return
	}

	opts := word2vec.DefaultOptions()
	opts.Dim = 20
	vectors, err := word2vec.Train(ctx, folder(ctx, dir), opts, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := os.Create(filepath.Join(dir, "words.vec"))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := vectors.WriteText(out); err != nil {
		fmt.Println(err)
	}
	if err := out.Close(); err != nil {
		fmt.Println(err)
	}

	again, err := word2vec.Open(out.Name())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(again.Words), "words:", again.Words)
	fmt.Println(len(again.Of("buyer")), "dimensions")
	// Output:
	// 9 words: [the . shall buyer deliver goods pay price seller]
	// 20 dimensions
}
