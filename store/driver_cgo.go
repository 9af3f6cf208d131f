//go:build cgo

package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

const driverName = "sqlite3"

// resultCode returns SQLite's extended result code of a driver error, 0 for
// any other.
func resultCode(err error) int {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return 0
	}
	if e.ExtendedCode != 0 {
		return int(e.ExtendedCode)
	}
	return int(e.Code)
}

// restrict lets conn compile only what allow allows.
func restrict(conn *sql.Conn, allow func(action int, arg1, arg2 string) bool) error {
	return conn.Raw(func(c any) error {
		sc, ok := c.(*sqlite3.SQLiteConn)
		if !ok {
			return fmt.Errorf("unexpected connection %T", c)
		}
		sc.RegisterAuthorizer(func(action int, arg1, arg2, _ string) int {
			if allow(action, arg1, arg2) {
				return sqlite3.SQLITE_OK
			}
			return sqlite3.SQLITE_DENY
		})
		return nil
	})
}
