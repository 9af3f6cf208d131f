package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"covenant/store"
	"covenant/tagger/feature"
	"covenant/tagger/word2vec"
)

func nearestCommand() *cobra.Command {
	var path string
	var n int
	cmd := &cobra.Command{
		Use:   "nearest WORD...",
		Short: "Print the words whose vectors are nearest",
		Long: `nearest prints for each WORD those whose vectors have the largest cosine with its
vector: 1 is the same direction, 0 means nothing in common. A word is looked up as
it is given, then in the form in which embed counts words: small letters, digits
as 0.`,
		Example: `  extract embed nearest indemnify terminate Delaware --vectors words.vec -n 5`,
		Args:    checked(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if path == "" {
				return wrongUse(cmd, errors.New("give the file of vectors with --vectors"))
			}
			if n < 1 {
				return wrongUse(cmd, errors.New("-n must be at least 1"))
			}
			v, err := word2vec.Open(path)
			if err != nil {
				return useError{err}
			}
			words, err := lookUp(v, path, args)
			if err != nil {
				return useError{err}
			}
			return printNearest(store.NewTable(cmd.OutOrStdout()), v, words, n)
		},
	}
	cmd.Flags().StringVar(&path, "vectors", "", "read word2vec vectors (text or binary) from `FILE`")
	cmd.Flags().IntVarP(&n, "number", "n", 10, "print so many for each word")
	return cmd
}

// mostAlike is how many words of like spelling are named for one that is unknown.
const mostAlike = 5

// lookUp returns the words in the form in which they have vectors. Its error
// names all that have none.
func lookUp(v *word2vec.Vectors, path string, given []string) ([]string, error) {
	var words []string
	var unknown []error
	for _, g := range given {
		if v.Of(g) != nil {
			words = append(words, g)
			continue
		}
		if w := feature.Normal(g); v.Of(w) != nil {
			words = append(words, w)
			continue
		}
		unknown = append(unknown, errUnknown(v, path, g))
	}
	return words, errors.Join(unknown...)
}

func errUnknown(v *word2vec.Vectors, path, word string) error {
	advice := "no word in it is spelled alike"
	if alike := v.Alike(feature.Normal(word), mostAlike); len(strings.Fields(word)) > 1 {
		advice = "ask for each of its words alone"
	} else if len(alike) > 0 {
		advice = "spelled alike: " + strings.Join(alike, ", ")
	}
	return fmt.Errorf("%s has no vector of %q; %s", path, word, advice)
}

func printNearest(table store.RowWriter, v *word2vec.Vectors, words []string, n int) error {
	if err := table.Columns([]string{"word", "neighbour", "cosine"}); err != nil {
		return err
	}
	for _, w := range words {
		for _, near := range v.Nearest(w, n) {
			if err := table.Row([]any{w, near.Word, strconv.FormatFloat(near.Cosine, 'f', 4, 64)}); err != nil {
				return err
			}
		}
	}
	return table.Flush()
}
