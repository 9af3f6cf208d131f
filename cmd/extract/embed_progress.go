package main

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/schollz/progressbar/v3"

	"covenant/tagger/word2vec"
)

// An embedProgress prints a line for each epoch of learning word vectors. On a
// terminal it also shows a bar while documents are read, and one while learning.
type embedProgress struct {
	out     io.Writer
	start   time.Time
	reading *bar // nil where there is no terminal

	learning *progressbar.ProgressBar // nil before, and where there is no terminal
	began    time.Time                // to learn
}

func newEmbedProgress(w io.Writer) *embedProgress {
	return &embedProgress{out: w, start: time.Now(), reading: newBar(w, false)}
}

// told is called while learning, never while reading.
func (p *embedProgress) told(now word2vec.Progress) {
	if p.began.IsZero() {
		p.began = time.Now()
		p.reading.end()
		p.learning = newLearningBar(p.out, now.Total)
	}
	if p.learning != nil {
		p.learning.Describe(fmt.Sprintf("epoch %d of %d", now.Epoch, now.Epochs))
		_ = p.learning.Set(now.Words) // a terminal that cannot be written to stops nothing
	}
	if now.Words*now.Epochs == now.Total*now.Epoch { // an epoch's end
		p.end()
		fmt.Fprintf(p.out, "%6.0f s  epoch %d of %d: %s words\n", time.Since(p.start).Seconds(), now.Epoch, now.Epochs, humanize.Comma(int64(now.Words)))
	}
}

// end removes what bar there is.
func (p *embedProgress) end() {
	p.reading.end()
	if p.learning != nil {
		_ = p.learning.Clear()
	}
}
