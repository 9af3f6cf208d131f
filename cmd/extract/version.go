package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"covenant/tagger"
	"covenant/tagger/kernel"
)

// version changes with every release, and with every change of what a run
// writes: documents that another version read are read again.
const version = "0.1.0"

// fullVersion adds the revision that the program was built from, where known.
func fullVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	full := version
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			full += "+" + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			full += ".modified"
		}
	}
	return full
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program and of its model",
		Args:  checked(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			model := "none embedded"
			if t, err := tagger.Default(tagger.Auto); err == nil {
				model = t.ID()
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "extract %s\nmodel   %s\n%s %s/%s, %s kernels\n",
				fullVersion(), model, runtime.Version(), runtime.GOOS, runtime.GOARCH, kernel.Level())
			return err
		},
	}
}
