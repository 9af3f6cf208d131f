package main

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/schollz/progressbar/v3"

	"covenant/tagger/lm"
)

// A pretrainProgress prints a line for each epoch, and between them a bar where
// there is a terminal.
type pretrainProgress struct {
	out   io.Writer
	bar   *progressbar.ProgressBar
	start time.Time
	// Of the epochs in this run: words read, and the time that reading took without
	// the judging.
	first, words int
	began        time.Time
	read         time.Duration
}

func newPretrainProgress(w io.Writer) *pretrainProgress {
	return &pretrainProgress{out: w, bar: newLearningBar(w, barSteps), start: time.Now(), began: time.Now(), first: -1}
}

func (p *pretrainProgress) Batch(done float64, words int, loss float64) {
	if p.first < 0 {
		p.first, p.began = words, time.Now() // a run that goes on has read words before
	}
	p.words = words
	p.read = time.Since(p.began)
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("loss %.3f, %s words/s", loss, p.speed()))
		_ = p.bar.Set(int(done * barSteps)) // a terminal that cannot be written to stops nothing
	}
}

func (p *pretrainProgress) speed() string {
	return humanize.Comma(int64(float64(p.words-p.first) / max(p.read.Seconds(), 1e-9)))
}

func (p *pretrainProgress) Epoch(e lm.Epoch) {
	p.end()
	fmt.Fprintf(p.out, "%6.0f s  epoch %d of %d: loss %.3f", time.Since(p.start).Seconds(), e.Number, e.Of, e.Loss)
	if e.HeldOut.Mean() > 0 {
		fmt.Fprintf(p.out, "; held out: perplexity %s", perplexity(e.HeldOut))
		if e.Best {
			fmt.Fprint(p.out, ", best so far")
		}
	}
	if p.words > p.first && p.first >= 0 {
		fmt.Fprintf(p.out, "; %s words/s", p.speed())
	}
	fmt.Fprintln(p.out)
	p.first = -1
}

func (p *pretrainProgress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
