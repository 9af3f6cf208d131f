package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"covenant/pipeline"
	"covenant/tagger/lm"
)

func lmCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lm",
		Short: "Score and continue texts with a language model that pretrain wrote",
		Args:  noVerb,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(lmScoreCommand(), lmCompleteCommand())
	return cmd
}

// openLanguage opens the language model of --lm.
func openLanguage(cmd *cobra.Command, path string) (*lm.Model, error) {
	if path == "" {
		return nil, wrongUse(cmd, errors.New("give the language model, which extract pretrain writes, with --lm"))
	}
	m, err := lm.Open(path)
	if err != nil {
		return nil, useError{err}
	}
	return m, nil
}

func lmScoreCommand() *cobra.Command {
	var path string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "score FILE",
		Short: "Say how well a language model foresees each sentence of a document",
		Long: `score prints the perplexity of each sentence and of the whole document: from how
many words, on average, the model would have had to guess. Sound text of the kind
that the model was trained on has a low one, garbled text a high one. Words that
the model does not know are as unlikely as rare words; they are counted besides.
A model of characters also scores each page, as a run does.`,
		Example: `  extract lm score contract.pdf --lm contracts.lm
  extract lm score contract.pdf --lm contracts.lm --json`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := openLanguage(cmd, path)
			if err != nil {
				return err
			}
			s, err := pipeline.ScoreText(cmd.Context(), args[0], m)
			if err != nil {
				if advice := advise(err); advice != "" {
					err = fmt.Errorf("%w (%s)", err, advice)
				}
				return readError(cmd, fmt.Errorf("%s: %w", filepath.Base(args[0]), err))
			}
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), s)
			}
			return printScores(cmd.OutOrStdout(), s)
		},
	}
	cmd.Flags().StringVar(&path, "lm", "", "use the language model in `FILE`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with the offsets of the sentences and both directions")
	return cmd
}

// mostText is how many characters of a sentence are shown.
const mostText = 90

func printScores(w io.Writer, s pipeline.ScoredText) error {
	var b strings.Builder
	unit := "words"
	if len(s.Pages) > 0 {
		unit = "chars"
	}
	fmt.Fprintf(&b, "%10s  %6s  %7s  sentence\n", "perplexity", unit, "unknown")
	for _, x := range s.Sentences {
		text := []rune(strings.Join(strings.Fields(x.Text), " "))
		if len(text) > mostText {
			text = append(text[:mostText-1], '…')
		}
		fmt.Fprintf(&b, "%10.1f  %6d  %7d  %s\n", x.Perplexity, x.Words, x.Unknown, string(text))
	}
	fmt.Fprintf(&b, "%10.1f  %6d  %7d  the whole document\n", s.Perplexity, s.Words, s.Unknown)
	for _, p := range s.Pages {
		switch {
		case p.BitsPerCharacter == 0:
			fmt.Fprintf(&b, "page %d: too little to tell\n", p.Number)
		case p.Garbled:
			fmt.Fprintf(&b, "page %d: %.2f bits per character, garbled\n", p.Number, p.BitsPerCharacter)
		default:
			fmt.Fprintf(&b, "page %d: %.2f bits per character\n", p.Number, p.BitsPerCharacter)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func lmCompleteCommand() *cobra.Command {
	var path string
	o := lm.DefaultCompleteOptions()
	cmd := &cobra.Command{
		Use:   "complete TEXT",
		Short: "Continue a text as a language model finds likeliest",
		Long: `complete follows the likeliest continuations of the text word by word and prints
the best, up to the end of the sentence, each with its probability. Words are in
small letters, with digits as 0. They show what the model has learned; they are
no advice.`,
		Example: `  extract lm complete "This Agreement shall be governed by" --lm contracts.lm`,
		Args:    checked(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.Validate(); err != nil {
				return wrongUse(cmd, err)
			}
			m, err := openLanguage(cmd, path)
			if err != nil {
				return err
			}
			list, err := pipeline.CompleteText(cmd.Context(), args[0], m, o)
			if errors.Is(err, lm.ErrNoForward) {
				return useError{fmt.Errorf("%w: give one that extract pretrain trained without --backward", err)}
			}
			if errors.Is(err, lm.ErrCharacters) {
				return useError{fmt.Errorf("%w: give one that extract pretrain trained without --characters", err)}
			}
			if err != nil {
				return err
			}
			for _, c := range list {
				end := ""
				if !c.Ended {
					end = " …"
				}
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%.1e  %s%s\n", math.Exp(c.LogProb), lm.Join(append([]string{strings.TrimSpace(args[0])}, c.Words...)), end); err != nil {
					return err
				}
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&path, "lm", "", "use the language model in `FILE`")
	f.IntVarP(&o.N, "number", "n", o.N, "continuations to print")
	f.IntVar(&o.Beam, "beam", o.Beam, "continuations followed at a time")
	f.IntVar(&o.Length, "length", o.Length, "words of each, at most")
	return cmd
}
