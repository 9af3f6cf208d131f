package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"

	"covenant/migrations"
)

// applicationID marks this program's databases ("covn"), see
// https://www.sqlite.org/pragma.html#pragma_application_id.
const applicationID = 0x636f766e

// busyMilliseconds is how long a statement waits for another program's
// transaction to end before it gives up with ErrBusy.
const busyMilliseconds = "5000"

// A Store is a database opened for one run: to ask what is known of a path and
// to write what was read. Its methods may be called from several goroutines,
// but there is one connection, so they wait for each other.
type Store struct {
	path string
	db   *sql.DB
	lock *runLock
	stmt statements
}

// Open opens the database at path for a run, creates it where there is none,
// and brings its schema up to date. Only one Store can be open on a file at a
// time, in all processes: while it is, a file path+"-lock" stands beside it.
//
// Errors: ErrNotDatabase, ErrForeign, ErrNewer, ErrReadOnly, ErrBusy,
// ErrDamaged. The file is not changed in any of these cases.
func Open(ctx context.Context, path string) (*Store, error) {
	path, err := databasePath(path)
	if err != nil {
		return nil, err
	}
	lock, err := lockRun(path)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	s := &Store{path: path, lock: lock}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(explain(err, "open database %s", path), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	db, err := sql.Open(driverName, dsn(s.path, url.Values{
		"mode":          {"rwc"},
		"_busy_timeout": {busyMilliseconds},
		"_foreign_keys": {"on"},
		"_synchronous":  {"NORMAL"},
		"_txlock":       {"immediate"},
	}))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	s.db = db
	if err := s.claim(ctx); err != nil {
		return err
	}
	if err := migrate(ctx, db); err != nil {
		return err
	}
	return s.stmt.prepare(ctx, db)
}

// claim makes sure that the file is ours, or new, and turns WAL on.
func (s *Store) claim(ctx context.Context) error {
	var id, objects int
	if err := s.db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&objects); err != nil {
		return err
	}
	switch {
	case id == applicationID:
		if err := refuseNewer(ctx, s.db); err != nil {
			return err
		}
	case id != 0 || objects > 0:
		return fmt.Errorf("%w; give another file name", ErrForeign)
	}
	// This writes, so it also finds out whether the file can be written:
	// SQLite opens what it cannot write for reading without a word. The mark
	// comes before the first migration, so that a process killed in between
	// leaves a file that the next one accepts.
	if _, err := s.db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return err
	}
	var mode string
	if err := s.db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("journal mode is %q where WAL was asked for", mode)
	}
	return nil
}

// migrate applies the migrations that the database lacks.
func migrate(ctx context.Context, db *sql.DB) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, db, migrations.FS)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	return nil
}

// schemaVersion returns the version of the newest migration that this program
// holds.
func schemaVersion() (int64, error) {
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range names {
		v, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", name, err)
		}
		newest = max(newest, v)
	}
	return newest, nil
}

// versions returns the schema version of the database, 0 where no migration
// was applied yet, and the one of the program.
func versions(ctx context.Context, db *sql.DB) (have, want int64, err error) {
	if want, err = schemaVersion(); err != nil {
		return 0, 0, err
	}
	var tables int
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'").Scan(&tables)
	if err != nil || tables == 0 {
		return 0, want, err
	}
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&have)
	return have, want, err
}

func refuseNewer(ctx context.Context, db *sql.DB) error {
	have, want, err := versions(ctx, db)
	if err != nil {
		return err
	}
	if have > want {
		return fmt.Errorf("%w (schema %d, this program knows %d)", ErrNewer, have, want)
	}
	return nil
}

// Path returns the absolute path of the database file.
func (s *Store) Path() string { return s.path }

// Close ends the Store and lets the next one open the file.
func (s *Store) Close() error {
	var errs []error
	if s.db != nil {
		s.stmt.close()
		if err := s.db.Close(); err != nil {
			errs = append(errs, fmt.Errorf("close database %s: %w", s.path, err))
		}
	}
	if err := s.lock.release(); err != nil {
		errs = append(errs, fmt.Errorf("unlock database %s: %w", s.path, err))
	}
	return errors.Join(errs...)
}

// databasePath returns path made absolute, or says why no database can be
// there.
func databasePath(path string) (string, error) {
	if path == "" {
		return "", errors.New("open database: no file name given")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("open database %s: %w", path, err)
	}
	if fi, err := os.Stat(abs); err == nil && fi.IsDir() {
		return "", fmt.Errorf("open database %s: %w (it is a folder)", abs, ErrNotDatabase)
	}
	if _, err := os.Stat(filepath.Dir(abs)); err != nil {
		return "", fmt.Errorf("open database %s: %w", abs, err)
	}
	return abs, nil
}

// dsn returns the SQLite URI of an absolute path. Both drivers read the same
// parameters.
func dsn(path string, params url.Values) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/... on Windows
	}
	return "file:" + (&url.URL{Path: p}).EscapedPath() + "?" + params.Encode()
}
