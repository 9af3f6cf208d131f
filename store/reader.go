package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
)

// A Reader is a database opened so that nothing can be written: the file is
// opened read-only, and only statements that read are compiled. It sees each
// document whole, also while a run is writing.
type Reader struct {
	path string
	db   *sql.DB
	conn *sql.Conn
}

// OpenReader opens the database at path for reading.
//
// Errors: fs.ErrNotExist, ErrNotDatabase, ErrForeign, ErrOlder, ErrBusy,
// ErrDamaged. A database of a newer version opens, since later versions keep
// the names of tables and columns.
func OpenReader(ctx context.Context, path string) (*Reader, error) {
	path, err := databasePath(path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	params := url.Values{"mode": {"ro"}, "_query_only": {"on"}, "_busy_timeout": {busyMilliseconds}}
	r, err := openReader(ctx, path, params)
	if code := resultCode(err) & 0xff; code == codeCantOpen || code == codeReadOnly {
		// A WAL database in a folder that cannot be written: SQLite cannot
		// make its shared memory file there. Nobody can write to it either,
		// so it may be read as it stands, if all of it is in the one file.
		if fi, statErr := os.Stat(path + "-wal"); statErr != nil || fi.Size() == 0 {
			params.Set("immutable", "1")
			r, err = openReader(ctx, path, params)
		}
	}
	if err != nil {
		return nil, explain(err, "open database %s", path)
	}
	return r, nil
}

func openReader(ctx context.Context, path string, params url.Values) (_ *Reader, err error) {
	db, err := sql.Open(driverName, dsn(path, params))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	var id int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return nil, err
	}
	have, want, err := versions(ctx, db)
	if err != nil {
		return nil, err
	}
	switch {
	case id != applicationID:
		return nil, ErrForeign
	case have < want:
		return nil, fmt.Errorf("%w (schema %d, this program needs %d); a run brings it up to date", ErrOlder, have, want)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := restrict(conn, readsOnly); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &Reader{path: path, db: db, conn: conn}, nil
}

// Close ends the Reader.
func (r *Reader) Close() error {
	return errors.Join(r.conn.Close(), r.db.Close())
}

// Actions of SQLite's authorizer that read,
// https://www.sqlite.org/c3ref/c_alter_table.html.
const (
	actionPragma    = 19
	actionRead      = 20
	actionSelect    = 21
	actionFunction  = 31
	actionRecursive = 33
)

// readsOnly is the authorizer of a Reader. What it does not name is refused:
// INSERT, ATTACH, VACUUM INTO, BEGIN, temporary tables and whatever comes.
func readsOnly(action int, arg1, arg2 string) bool {
	switch action {
	case actionRead, actionSelect, actionRecursive:
		return true
	case actionFunction:
		return arg2 != "load_extension"
	case actionPragma:
		return readingPragma(arg1, arg2)
	}
	return false
}

func readingPragma(name, value string) bool {
	switch name {
	case "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
		"foreign_key_list", "foreign_key_check", "integrity_check", "quick_check",
		"database_list", "collation_list", "function_list", "module_list", "pragma_list", "compile_options":
		return true // their value, if any, names what to show
	case "user_version", "application_id", "schema_version", "encoding", "page_count", "page_size",
		"freelist_count", "journal_mode", "data_version":
		return value == ""
	}
	return false
}
