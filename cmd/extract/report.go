package main

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"

	"covenant/pipeline"
)

// report prints a run's summary, and on standard error what failed. It returns
// the error that the summary amounts to.
func report(out, errs io.Writer, sum pipeline.Summary, db string, asJSON bool) error {
	if asJSON {
		if err := writeJSON(out, sum); err != nil {
			return err
		}
	} else if err := writeSummary(out, sum, db); err != nil {
		return err
	}
	tellFailures(errs, sum)
	if more := sum.Failed - len(sum.Failures); more > 0 {
		fmt.Fprintf(errs, "… and %d more; see them all with:\n  extract query --db %s \"SELECT path, error FROM documents WHERE status = 'failed'\"\n", more, db)
	}
	tellGarbled(errs, sum.Garbled, db)
	switch {
	case sum.Interrupted:
		return errInterrupted
	case sum.NothingReadable():
		return nothingReadable(sum)
	case sum.Failed > 0:
		return errTold
	}
	return nil
}

// nothingReadable is the error of input that has no document of a format that is read.
func nothingReadable(sum pipeline.Summary) error {
	return useError{fmt.Errorf("found no readable contracts (PDF, DOCX, HTML or text) in %d files", sum.Documents)}
}

// tellFailures says of the failures that a summary lists what to do about them.
func tellFailures(errs io.Writer, sum pipeline.Summary) {
	for _, f := range sum.Failures {
		line := f.Path + ": " + f.Error
		if advice := advise(f.Err); advice != "" {
			line += " (" + advice + ")"
		}
		fmt.Fprintln(errs, line)
	}
}

// tellGarbled says what garbled pages mean.
func tellGarbled(errs io.Writer, pages int, db string) {
	if pages == 0 {
		return
	}
	subject := "1 page looks garbled: trust nothing that was found on it"
	if pages > 1 {
		subject = fmt.Sprintf("%d pages look garbled: trust nothing that was found on them", pages)
	}
	fmt.Fprintf(errs, "%s; see which:\n  extract query --db %s \"SELECT d.path, p.number FROM pages p JOIN documents d ON d.id = p.document_id WHERE p.garbled = 1\"\n", subject, db)
}

func writeSummary(w io.Writer, sum pipeline.Summary, db string) error {
	n := func(i int) string { return humanize.Comma(int64(i)) }
	took := time.Duration(sum.Seconds * float64(time.Second)).Round(100 * time.Millisecond)
	garbled := ""
	if sum.Garbled > 0 {
		garbled = fmt.Sprintf(" (%s garbled)", n(sum.Garbled))
	}
	_, err := fmt.Fprintf(w, `documents  %s: %s read, %s unchanged, %s failed, %s skipped
found      %s elements in %s pages%s, %s tokens
time       %s, %s tokens/s
database   %s
`, n(sum.Documents), n(sum.Read), n(sum.Unchanged), n(sum.Failed), n(sum.Skipped),
		n(sum.Elements), n(sum.Pages), garbled, n(sum.Tokens), took, n(int(sum.TokensPerSecond)), db)
	return err
}
