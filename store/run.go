package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"covenant/extract"
)

// timeLayout is ISO 8601 in UTC as SQLite's date functions read it.
const timeLayout = "2006-01-02T15:04:05.000Z"

// RunInfo is what a run's results depend on.
type RunInfo struct {
	Model   string // name and checksum
	Version string // of the program
	// Options is a JSON object of the options that matter for the result,
	// always spelled the same way; empty means {}.
	Options string
}

// Known is what the database holds of a path: enough to decide whether it has
// to be read again.
type Known struct {
	SHA256  string // empty when the file could not be read
	Status  extract.Status
	RunID   int64 // the run that read it
	RunInfo       // of that run
}

// BeginRun registers a run and returns its number.
func (s *Store) BeginRun(ctx context.Context, info RunInfo) (int64, error) {
	options := info.Options
	if options == "" {
		options = "{}"
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO runs (started_at, model, version, options) VALUES (?, ?, ?, ?)",
		time.Now().UTC().Format(timeLayout), info.Model, info.Version, options)
	if err != nil {
		return 0, explain(err, "begin a run in %s", s.path)
	}
	id, err := res.LastInsertId()
	return id, explain(err, "begin a run in %s", s.path)
}

// FinishRun notes that the run ended. After an interruption call it with a
// context that is not cancelled.
func (s *Store) FinishRun(ctx context.Context, runID int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE runs SET finished_at = ? WHERE id = ?",
		time.Now().UTC().Format(timeLayout), runID)
	return explain(err, "finish run %d in %s", runID, s.path)
}

// Known returns what the database holds of a path; false where it holds
// nothing.
func (s *Store) Known(ctx context.Context, path string) (Known, bool, error) {
	var k Known
	err := s.stmt.known.QueryRowContext(ctx, path).Scan(&k.SHA256, &k.Status, &k.RunID, &k.Model, &k.Version, &k.Options)
	if errors.Is(err, sql.ErrNoRows) {
		return Known{}, false, nil
	}
	if err != nil {
		return Known{}, false, explain(err, "look up %s in %s", path, s.path)
	}
	return k, true, nil
}

// MarkUnchanged notes that the run left the reading of path as it was.
func (s *Store) MarkUnchanged(ctx context.Context, runID int64, path string) error {
	_, err := s.stmt.outcome.ExecContext(ctx, runID, path, "unchanged", nil)
	return explain(err, "note %s as unchanged in %s", path, s.path)
}
