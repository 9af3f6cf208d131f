package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"covenant/store"
)

func queryCommand() *cobra.Command {
	var db, format string
	cmd := &cobra.Command{
		Use:   "query SQL",
		Short: "Ask the database a question in SQL; nothing can be changed",
		Example: `  extract query "SELECT label, count(*) FROM elements GROUP BY label"
  extract query --format csv "SELECT d.path, c.governing_law FROM contracts c JOIN documents d ON d.id = c.document_id"`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			var w store.RowWriter
			switch format {
			case "table":
				w = store.NewTable(cmd.OutOrStdout())
			case "csv":
				w = store.NewCSV(cmd.OutOrStdout())
			default:
				return wrongUse(cmd, fmt.Errorf("--format is %q, want table or csv", format))
			}
			if err := store.Query(cmd.Context(), db, w, args[0]); err != nil {
				return useError{err}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&db, "db", "contracts.db", "read the database `FILE`")
	cmd.Flags().StringVar(&format, "format", "table", "print a table for people or csv for programs")
	return cmd
}
