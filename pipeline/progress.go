package pipeline

import "covenant/extract"

// A Progress is told how a run goes. Its methods are never called at the same
// time, and must return quickly: the run waits for them.
type Progress interface {
	// Total is called once, when all input has been counted, which may be
	// after the first documents are done; not at all in a run that ends before.
	Total(documents int, bytes int64)
	// Done is called when a document is in the database.
	Done(Outcome)
}

// An Outcome says how one document ended.
type Outcome struct {
	Path      string
	Bytes     int64 // size of the file
	Tokens    int
	Unchanged bool // an earlier run's reading still holds
	Status    extract.Status
	Err       error // why Status is not ok; nil when unchanged
}

func (d *document) outcome() Outcome {
	o := Outcome{Path: d.path, Bytes: d.bytes, Unchanged: d.unchanged, Status: d.record.Status, Err: d.record.Err}
	if d.unchanged {
		o.Status = d.was
	}
	for _, s := range d.record.Sentences {
		o.Tokens += len(s.Tokens)
	}
	return o
}
