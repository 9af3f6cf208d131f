package main

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/schollz/progressbar/v3"

	"covenant/tagger/train"
)

// A trainProgress prints a line for each epoch, and between them a bar where
// there is a terminal.
type trainProgress struct {
	out   io.Writer
	bar   *progressbar.ProgressBar
	start time.Time
}

// barSteps is how finely the bar tells the run's progress.
const barSteps = 10000

func newTrainProgress(w io.Writer) *trainProgress {
	return &trainProgress{out: w, start: time.Now(), bar: newLearningBar(w, barSteps)}
}

// newLearningBar returns a bar of so many steps, nil where w is no terminal.
func newLearningBar(w io.Writer, steps int) *progressbar.ProgressBar {
	if !isTerminal(w) {
		return nil
	}
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish())
}

func (p *trainProgress) Started(known, words int) {
	fmt.Fprintf(p.out, "%6.0f s  %s of the network's %s words have a vector to start from\n",
		time.Since(p.start).Seconds(), humanize.Comma(int64(known)), humanize.Comma(int64(words)))
}

func (p *trainProgress) Batch(done float64, stage string, loss float64) {
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%s, loss %.3f", stage, loss))
		_ = p.bar.Set(int(done * barSteps)) // a terminal that cannot be written to stops nothing
	}
}

func (p *trainProgress) Epoch(e train.Epoch) {
	p.end()
	fmt.Fprintf(p.out, "%6.0f s  %s epoch %d of %d: loss %.3f", time.Since(p.start).Seconds(), e.Stage, e.Number, e.Of, e.Loss)
	if e.HeldOut.Gold > 0 {
		fmt.Fprintf(p.out, "; held out: span F1 %.4f, with roles %.4f", e.HeldOut.F1(), e.HeldOut.RoleF1())
		if e.Best {
			fmt.Fprint(p.out, ", best so far")
		}
	}
	fmt.Fprintln(p.out)
}

func (p *trainProgress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
