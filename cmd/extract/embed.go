package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/pipeline"
	"covenant/tagger/word2vec"
)

func embedCommand() *cobra.Command {
	var out, format string
	var deterministic bool
	o := word2vec.DefaultOptions()
	cmd := &cobra.Command{
		Use:   "embed PATH...",
		Short: "Learn word vectors from documents that nobody annotated",
		Long: `embed reads the files at each PATH, and in folders all files under it, learns a
vector for each frequent word from the words around it (word2vec: skip-gram or
CBOW with negative sampling), and writes them in a format of the word2vec
program. Words are in small letters, with digits as 0. extract train starts from
such a file with --vectors.

It uses all processors to read, and up to eight of them to learn. With more than
four the vectors depend on their number; --deterministic uses one and gives the
vectors of up to four.

A folder called "nearest" is given as ./nearest.`,
		Example: `  extract embed contracts/ -o words.vec
  extract embed contracts/ --cbow --dim 200 --format binary -o words.bin
  extract embed nearest indemnify --vectors words.vec`,
		Args: checked(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := embedOptions(cmd, &o, deterministic); err != nil {
				return wrongUse(cmd, err)
			}
			write, err := vectorsWriter(format)
			if err != nil {
				return wrongUse(cmd, err)
			}
			if out == "" {
				return wrongUse(cmd, errors.New("give the file to write with -o"))
			}
			if err := writableFile(out); err != nil {
				return useError{err}
			}
			roots, err := pipeline.Roots(args)
			if err != nil {
				return useError{err}
			}
			p := newEmbedProgress(cmd.ErrOrStderr())
			read := pipeline.Options{Workers: o.Workers}
			if p.reading != nil {
				read.Progress = p.reading
			}
			var sum pipeline.Summary
			v, err := word2vec.Train(cmd.Context(), pipeline.Sentences(cmd.Context(), roots, out, read, &sum), o, p.told)
			p.end()
			tellFailures(cmd.ErrOrStderr(), sum)
			if more := sum.Failed - len(sum.Failures); more > 0 {
				fmt.Fprintf(cmd.ErrOrStderr(), "… and %d more\n", more)
			}
			switch {
			case cmd.Context().Err() != nil:
				return errNothingWritten
			case errors.Is(err, word2vec.ErrNoWords) && sum.Read == 0:
				return nothingReadable(sum)
			case errors.Is(err, word2vec.ErrNoWords):
				return useError{fmt.Errorf("%w; give more text, or a lower --min-count", err)}
			case err != nil:
				return err
			}
			if err := replaceFile(out, func(w io.Writer) error { return write(v, w) }); err != nil {
				return err
			}
			if err := printEmbedded(cmd.OutOrStdout(), out, v, sum, p.start); err != nil {
				return err
			}
			if sum.Failed > 0 {
				return errTold
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVarP(&out, "out", "o", "", "write the vectors to `FILE`")
	f.StringVar(&format, "format", "text", "format of the file: text or binary")
	embedFlags(f, &o)
	f.BoolVar(&deterministic, "deterministic", false, "use one processor, for vectors that depend on no machine's number of them")
	cmd.AddCommand(nearestCommand())
	return cmd
}

func embedFlags(f *pflag.FlagSet, o *word2vec.Options) {
	f.BoolVar(&o.CBOW, "cbow", o.CBOW, "tell each word from the mean of those around it (CBOW), not these from it (skip-gram)")
	f.IntVar(&o.Dim, "dim", o.Dim, "numbers in a vector")
	f.IntVar(&o.Window, "window", o.Window, "words on either side that count, at most")
	f.IntVar(&o.MinCount, "min-count", o.MinCount, "a word seen less often has no vector")
	f.IntVar(&o.Negative, "negative", o.Negative, "noise words for each true one")
	f.Float64Var(&o.Subsample, "subsample", o.Subsample, "thin out words whose share of the text is above this; 0 keeps all")
	f.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over the text")
	f.Float64Var(&o.Rate, "rate", o.Rate, fmt.Sprintf("learning rate at the start (default with --cbow: %g)", cbowRate))
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all random choices")
	f.IntVar(&o.Workers, "workers", 0, fmt.Sprintf("processors to use (default: all, of which learning uses up to %d)", word2vec.MaxShards))
}

// cbowRate is the default for CBOW, whose gradient each word of the context gets a
// share of.
const cbowRate = 0.075

// embedOptions completes the options and checks them.
func embedOptions(cmd *cobra.Command, o *word2vec.Options, deterministic bool) error {
	if o.CBOW && !cmd.Flags().Changed("rate") {
		o.Rate = cbowRate
	}
	if deterministic {
		if o.Workers > 1 {
			return fmt.Errorf("--deterministic uses one processor: leave out --workers %d", o.Workers)
		}
		o.Workers = 1
	}
	if err := o.Validate(); err != nil {
		return err
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	o.Shards = min(max(o.Workers, word2vec.DefaultShards), word2vec.MaxShards)
	return nil
}

func vectorsWriter(format string) (func(*word2vec.Vectors, io.Writer) error, error) {
	switch format {
	case "text":
		return (*word2vec.Vectors).WriteText, nil
	case "binary":
		return (*word2vec.Vectors).WriteBinary, nil
	}
	return nil, fmt.Errorf("--format is %q, want text or binary", format)
}

// writableFile reports whether a file can be written, before the work and not
// after it.
func writableFile(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file that can be written over: give another with -o", path)
	}
	return writable(filepath.Dir(path))
}

// printEmbedded says what was learned from what.
func printEmbedded(w io.Writer, path string, v *word2vec.Vectors, sum pipeline.Summary, start time.Time) error {
	n := func(i int) string { return humanize.Comma(int64(i)) }
	_, err := fmt.Fprintf(w, `documents  %s: %s read, %s failed, %s skipped
learned    vectors of %s words, %d wide, from %s words
time       %s
vectors    %s
`, n(sum.Documents), n(sum.Read), n(sum.Failed), n(sum.Skipped),
		n(len(v.Words)), v.Dim, n(sum.Tokens), time.Since(start).Round(100*time.Millisecond), path)
	return err
}
