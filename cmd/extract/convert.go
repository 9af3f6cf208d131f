package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"covenant/extract/annotation"
	"covenant/extract/token"
)

func convertCommand() *cobra.Command {
	var from, to, output, texts string
	cmd := &cobra.Command{
		Use:   "convert IN",
		Short: "Turn annotations of one format into another",
		Long: `convert reads annotated texts and writes them in another format:

  conll        a file of columns: token first, IOB2 tag last
  brat         a folder of .txt and .ann files
  labelstudio  Label Studio's JSON, to import into a project for named entities
  doccano      a file of JSON lines
  gold         a folder of .csv and .txt files, as train and eval read them

The format of IN is guessed where --from is not given, that of the output from
the end of its name (.jsonl, .json, .conll). Labels of one's own are kept; "gold"
alone holds only the labels of this program. Every span that the new format
cannot hold as it is, is counted, and what was not annotated is told.`,
		Example: `  extract convert project-1.json -o train.conll
  extract convert ../shared/gold/train --texts ../shared/cuad/train/txt --to brat -o brat`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output == "" {
				return wrongUse(cmd, errors.New("give the file or folder to write with -o"))
			}
			source, target, err := conversion(args[0], from, output, to)
			if err != nil {
				return wrongUse(cmd, err)
			}
			docs, notes, err := annotation.Reader{Texts: texts}.Read(cmd.Context(), args[0], source)
			if err != nil {
				return readError(cmd, err)
			}
			tellNotes(cmd.ErrOrStderr(), notes)
			report, err := annotation.Write(cmd.Context(), output, target, docs, token.Sentences)
			if errors.Is(err, annotation.ErrLabel) || errors.Is(err, fs.ErrExist) {
				return useError{err}
			}
			if err != nil {
				return err
			}
			return printConversion(cmd.OutOrStdout(), output, source, target, report)
		},
	}
	f := cmd.Flags()
	f.StringVar(&from, "from", "", "`FORMAT` of IN (default: guessed)")
	f.StringVar(&to, "to", "", "`FORMAT` to write (default: guessed from the name of the output)")
	f.StringVarP(&output, "output", "o", "", "write to this `PATH`: a file, or for brat and gold a new folder")
	f.StringVar(&texts, "texts", "", "with gold: the texts are in `FOLDER` (default: beside the tables, or in txt there)")
	return cmd
}

// readError is an error of reading; a cancelled one stays what it is.
func readError(cmd *cobra.Command, err error) error {
	if cmd.Context().Err() != nil {
		return err
	}
	return useError{err}
}

// conversion returns the two formats, guessed where they are not given.
func conversion(in, from, out, to string) (source, target annotation.Format, err error) {
	if to != "" {
		target, err = annotation.ParseFormat(to)
	} else if target = annotation.FormatOf(out); target == "" {
		err = fmt.Errorf("the name %q does not tell the format to write: give --to, one of %v", out, annotation.Formats())
	}
	if err != nil {
		return "", "", err
	}
	if from != "" {
		source, err = annotation.ParseFormat(from)
	} else {
		source, err = annotation.Detect(in)
	}
	return source, target, err
}

// mostNotes is how many notes are told one by one.
const mostNotes = 20

func tellNotes(w io.Writer, notes []annotation.Note) {
	for i, n := range notes {
		if i == mostNotes {
			fmt.Fprintf(w, "and %d more like these\n", len(notes)-mostNotes)
			return
		}
		fmt.Fprintln(w, n)
	}
}

// printConversion says what was written, and in words what was not as it was.
func printConversion(w io.Writer, path string, from, to annotation.Format, r annotation.Report) error {
	_, err := fmt.Fprintf(w, "%s written: %d documents with %d spans, %s to %s\n", path, r.Documents, r.Spans, from, to)
	for _, line := range []struct {
		n    int
		text string
	}{
		{r.Overlapping, "spans dropped, which a longer one overlaps"},
		{r.Blank, "spans dropped, which cover only white space"},
		{r.Snapped, "spans widened to whole tokens"},
		{r.Relabelled, "spans relabelled: a low line stands for each white space in the label"},
		{r.Empty, "documents dropped, which have no text"},
		{r.Renamed, "documents renamed, since the format cannot hold their names"},
	} {
		if line.n > 0 && err == nil {
			_, err = fmt.Fprintf(w, "  %d %s\n", line.n, line.text)
		}
	}
	return err
}
