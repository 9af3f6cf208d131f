package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// A runLock is held by the one Store that is open on a database. SQLite's own
// locks last for a transaction only, and two runs that took turns would do
// each other's work again. The operating system drops the lock when a process
// dies, so a file that is left over locks nothing.
type runLock struct {
	file *flock.Flock
}

// lockRun takes the lock of the database at path, or fails at once with
// ErrBusy.
func lockRun(path string) (*runLock, error) {
	name := path + "-lock"
	for {
		f := flock.New(name)
		ok, err := f.TryLock()
		switch {
		case errors.Is(err, fs.ErrPermission):
			return nil, fmt.Errorf("%w (%w)", ErrReadOnly, err)
		case err != nil:
			return nil, fmt.Errorf("lock %s: %w", name, err)
		case !ok:
			return nil, ErrBusy
		}
		// The holder before us may have removed the file between our opening
		// and locking it; then the lock guards nothing and we try again.
		held, err := f.Stat()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", name, err), f.Unlock())
		}
		if now, err := os.Stat(name); err == nil && os.SameFile(held, now) {
			return &runLock{f}, nil
		}
		if err := f.Unlock(); err != nil {
			return nil, fmt.Errorf("lock %s: %w", name, err)
		}
	}
}

// release removes the lock file and lets the lock go, in this order, so that
// nobody can lock a file that is about to vanish without noticing.
func (l *runLock) release() error {
	if l == nil || l.file == nil {
		return nil
	}
	// Where an open file cannot be removed (Windows) an empty file stays.
	_ = os.Remove(l.file.Path())
	err := l.file.Unlock()
	l.file = nil
	return err
}
