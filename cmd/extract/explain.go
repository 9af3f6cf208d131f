package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"covenant/extract"
	"covenant/extract/explain"
	"covenant/pipeline"
)

func explainCommand() *cobra.Command {
	var (
		model         modelFlags
		html, colour  string
		labels, roles []string
		categories    []string
		pages         []int
		asJSON        bool
	)
	cmd := &cobra.Command{
		Use:   "explain DOC",
		Short: "Show what is found in one document, and the words that each decision rests on",
		Long: `explain takes one document of any format through the stages of a run, writes no
database, and shows its contract record, its elements and its clauses. Each element
that has a role is shown among the words around it: those that the decision rests on
are lit, the more the stronger, and named with their weights. So are clauses, the long
ones cut around such words, and the head of the contract, which tells its kind.

With --html it writes a report instead, one page that needs no network: the whole
text with its elements marked and its clauses noted in the margin, and the words of a
decision lit when you point at it.

--label and --role choose elements, --category clauses; give one of them, and you see
nothing else.

--color auto leaves colours out where the output is no terminal or NO_COLOR is set.`,
		Example: `  extract explain contract.pdf --label date --label amount
  extract explain contract.pdf --category "cap on liability"
  extract explain contract.pdf --html report.html`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			coloured, err := wantsColour(cmd.OutOrStdout(), colour)
			if err != nil {
				return wrongUse(cmd, err)
			}
			if asJSON && html != "" {
				return wrongUse(cmd, errors.New("--json and --html are two ways to show it: give one"))
			}
			filter, err := newFilter(labels, roles, categories, pages)
			if err != nil {
				return wrongUse(cmd, err)
			}
			if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
				return wrongUse(cmd, fmt.Errorf("%s is a folder: give one document", args[0]))
			}
			if html != "" {
				if err := writable(filepath.Dir(html)); err != nil {
					return useError{err}
				}
			}
			opts, err := model.options()
			if err != nil {
				return err
			}
			if err := checkCategories(categories, opts.Clauses); err != nil {
				return wrongUse(cmd, err)
			}
			x, err := pipeline.Explain(cmd.Context(), args[0], opts)
			if err != nil {
				return notExplained(args[0], err)
			}
			x = x.Select(filter)
			switch {
			case asJSON:
				return writeJSON(cmd.OutOrStdout(), pipeline.NewExplained(x))
			case html != "":
				if err := replaceFile(html, func(w io.Writer) error { return x.WriteHTML(w) }); err != nil {
					return err
				}
				_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s written: open it with a browser\n", html)
				return err
			}
			return x.WriteText(cmd.OutOrStdout(), coloured)
		},
	}
	f := cmd.Flags()
	f.StringVar(&html, "html", "", "write a report to `FILE`, one HTML page")
	f.BoolVar(&asJSON, "json", false, "print everything as JSON, offsets in code points")
	f.StringVar(&colour, "color", colourAuto, "colours: always, never or auto")
	f.StringSliceVar(&labels, "label", nil, "show only elements with this label; may be given several times")
	f.StringSliceVar(&roles, "role", nil, "show only elements with this role")
	f.StringSliceVar(&categories, "category", nil, "show only clauses of this category")
	f.IntSliceVar(&pages, "page", nil, "show only what begins on this page")
	model.add(f)
	model.addRoles(f)
	model.addWeights(f)
	model.addPages(f)
	model.addClauses(f)
	return cmd
}

// notExplained is the error of a document that cannot be read.
func notExplained(path string, err error) error {
	err = fmt.Errorf("%s: %w", filepath.Base(path), err)
	if advice := advise(err); advice != "" {
		err = fmt.Errorf("%w (%s)", err, advice)
	}
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, extract.ErrUnsupported) {
		return useError{err}
	}
	return err
}

// newFilter checks the filters. Labels and roles may be of one's own models, so that
// only their spelling is checked.
func newFilter(labels, roles, categories []string, pages []int) (explain.Filter, error) {
	f := explain.Filter{Categories: categories, Pages: pages}
	for _, l := range labels {
		f.Labels = append(f.Labels, extract.Label(strings.ToUpper(l)))
	}
	for _, r := range roles {
		f.Roles = append(f.Roles, extract.Role(strings.ToLower(r)))
	}
	if slices.ContainsFunc(pages, func(n int) bool { return n < 1 }) {
		return f, errors.New("pages count from 1")
	}
	return f, nil
}

// checkCategories returns an error if the finder of clauses does not know one of them,
// as a misspelt one.
func checkCategories(names []string, f pipeline.ClauseFinder) error {
	if len(names) == 0 {
		return nil
	}
	finder, ok := f.(interface{ Categories() []string })
	if !ok {
		return errors.New("--category chooses among clauses, and --clauses none finds none")
	}
	known := finder.Categories()
	for _, n := range names {
		if !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, n) }) {
			return fmt.Errorf("no clauses of the category %q are looked for; there are %s", n, strings.Join(known, ", "))
		}
	}
	return nil
}
