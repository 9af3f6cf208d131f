package main

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"covenant/pipeline"
)

// A bar shows a run's progress on a terminal: documents, tokens per second and
// the time left, which it reckons from the sizes of the files.
type bar struct {
	out              *progressbar.ProgressBar
	start            time.Time
	documents, total int
	tokens           int
}

// newBar returns nil where w is no terminal, or the output is for machines.
func newBar(w io.Writer, quiet bool) *bar {
	if quiet || !isTerminal(w) {
		return nil
	}
	return &bar{start: time.Now(), out: progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionClearOnFinish(),
	)}
}

func (b *bar) Total(documents int, bytes int64) {
	b.total = documents
	b.out.ChangeMax64(max(bytes, 1))
}

func (b *bar) Done(o pipeline.Outcome) {
	b.documents++
	b.tokens += o.Tokens
	count := fmt.Sprint(b.documents)
	if b.total > 0 {
		count = fmt.Sprintf("%d/%d", b.documents, b.total)
	}
	b.out.Describe(fmt.Sprintf("%s documents, %.0f tokens/s", count, float64(b.tokens)/time.Since(b.start).Seconds()))
	_ = b.out.Add64(o.Bytes) // a terminal that cannot be written to stops no run
}

// end removes the bar. It may be nil.
func (b *bar) end() {
	if b != nil {
		_ = b.out.Clear()
	}
}
