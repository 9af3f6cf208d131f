package main

import (
	"context"
	"fmt"
	"io"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"covenant/store"
)

func exportCommand() *cobra.Command {
	var db, format, what, output string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write elements, contracts, fields, clauses or documents as CSV or JSON lines",
		Long: `export writes one line for each element, contract, field of a contract, clause
or document. Fields are the values of the contract records and the ones that they
might have had instead (rank 2 and on), each with its confidence, the words that
say it and their place.

In CSV, texts that a spreadsheet would take for a formula get an apostrophe
before them. JSON lines have every value as it is.`,
		Example: `  extract export --format csv --what contracts -o contracts.csv
  extract export --format jsonl --what fields -o fields.jsonl`,
		Args: checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var export func(*store.Reader, context.Context, io.Writer, string) error
			switch format {
			case "csv":
				export = (*store.Reader).ExportCSV
			case "jsonl":
				export = (*store.Reader).ExportJSONL
			default:
				return wrongUse(cmd, fmt.Errorf("--format is %q, want csv or jsonl", format))
			}
			r, err := store.OpenReader(cmd.Context(), db)
			if err != nil {
				return useError{err}
			}
			defer r.Close()
			if output == "" || output == "-" {
				return export(r, cmd.Context(), cmd.OutOrStdout(), what)
			}
			return replaceFile(output, func(w io.Writer) error { return export(r, cmd.Context(), w, what) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&db, "db", "contracts.db", "read the database `FILE`")
	f.StringVar(&format, "format", "csv", "csv or jsonl")
	f.StringVar(&what, "what", store.Elements, "elements, contracts, fields, clauses or documents")
	f.StringVarP(&output, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

// replaceFile writes a file that appears only when it is whole.
func replaceFile(path string, write func(io.Writer) error) error {
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644))
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer f.Cleanup()
	if err := write(f); err != nil {
		return err
	}
	if err := f.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
