package pipeline

import "covenant/extract"

// MaxFailures is how many failed documents a [Summary] lists; all of them
// stand in the database.
const MaxFailures = 20

// A Summary says what a run did. Its JSON is what `extract run --json` prints.
type Summary struct {
	Run       int64 `json:"run"` // runs.id in the database
	Documents int   `json:"documents"`
	Read      int   `json:"read"`
	Unchanged int   `json:"unchanged"`
	Failed    int   `json:"failed"`
	Skipped   int   `json:"skipped"` // not a format that is read

	// What the documents hold that this run read.
	Pages    int `json:"pages"`
	Garbled  int `json:"garbled_pages"` // of the pages
	Tokens   int `json:"tokens"`
	Elements int `json:"elements"`

	Seconds         float64 `json:"seconds"` // on the clock
	TokensPerSecond float64 `json:"tokens_per_second"`

	Interrupted bool      `json:"interrupted"`
	Error       string    `json:"error,omitempty"` // why the run ended early
	Failures    []Failure `json:"failures"`        // the first MaxFailures

	unreadable int // skipped now or in the run whose reading still holds
}

// A Failure is a document that could not be read.
type Failure struct {
	Path  string `json:"path"`
	Error string `json:"error"`
	Err   error  `json:"-"`
}

// NothingReadable reports whether there was no input of a format that is read.
func (s *Summary) NothingReadable() bool { return s.Documents == s.unreadable }

func (s *Summary) add(d *document) {
	o := d.outcome()
	s.Documents++
	if o.Status == extract.StatusSkipped {
		s.unreadable++
	}
	if o.Unchanged {
		s.Unchanged++
		return
	}
	switch o.Status {
	case extract.StatusSkipped:
		s.Skipped++
	case extract.StatusFailed:
		s.Failed++
		if len(s.Failures) < MaxFailures {
			s.Failures = append(s.Failures, Failure{o.Path, o.Err.Error(), o.Err})
		}
	default:
		s.Read++
		s.Pages += len(d.record.Document.Pages)
		s.Garbled += garbledPages(d.record.Document)
		s.Tokens += o.Tokens
		s.Elements += len(d.record.Elements)
	}
}
