// Command extract reads folders of contracts and writes what is in them to an
// SQLite database. Each verb has its file: it takes flags, calls package
// pipeline or store, and returns an error from which exit.go makes the exit
// code. Results go to standard output; progress and errors to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills
	os.Exit(execute(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, args []string, out, errs io.Writer) int {
	root := &cobra.Command{
		Use:   "extract",
		Short: "Find parties, dates, amounts, laws and more in contracts",
		Long: `extract reads contracts (PDF, DOCX, HTML, text), finds their elements and
writes them to an SQLite database, each with its place in the document.

Exit codes: 0 all good; 1 some documents failed, or the work ended early;
2 wrong use, or no readable input; 130 interrupted.`,
		Args:          noVerb,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return wrongUse(cmd, err) })
	root.AddCommand(runCommand(), queryCommand(), exportCommand(), explainCommand(), evalCommand(), fitCommand(), trainCommand(), embedCommand(), pretrainCommand(), lmCommand(), compareCommand(), convertCommand(), versionCommand())
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) && !errors.Is(err, errInterrupted) {
		err = errInterrupted
	}
	if err != nil && !errors.Is(err, errTold) {
		fmt.Fprintln(errs, "extract:", strings.TrimSpace(withAdvice(err)))
	}
	return exitCode(err)
}

func noVerb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return wrongUse(cmd, fmt.Errorf("there is no command %q", args[0]))
}
