package pipeline

import (
	"time"

	"covenant/extract"
)

// A document is one file on its way through the stages, each of which adds
// what it learns to record. Only the stage that holds it touches it.
type document struct {
	path  string
	bytes int64 // size of the file when it was found
	place int   // among those found, from 0; set by admit alone
	held  int64 // share of the run's memory, returned when it is stored

	record    extract.Record
	unchanged bool           // an earlier run's reading still holds
	was       extract.Status // status of that earlier reading
}

// ended reports whether the stages after reading have nothing left to do.
func (d *document) ended() bool { return d.unchanged || d.record.Err != nil }

// fail ends the document with an error. What is known of it stays.
func (d *document) fail(status extract.Status, err error) {
	d.record.Status, d.record.Err = status, err
	d.record.Sentences, d.record.Elements, d.record.Clauses, d.record.Contracts = nil, nil, nil, nil
}

func (d *document) spent(since time.Time) { d.record.Seconds += time.Since(since).Seconds() }
