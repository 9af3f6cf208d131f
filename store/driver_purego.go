//go:build !cgo

package store

import (
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

const driverName = "sqlite"

// resultCode returns SQLite's extended result code of a driver error, 0 for
// any other.
func resultCode(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code()
}

// restrict lets conn compile only what allow allows.
func restrict(conn *sql.Conn, allow func(action int, arg1, arg2 string) bool) error {
	return conn.Raw(func(c any) error {
		sc, ok := c.(sqlite.AuthorizerRegisterer)
		if !ok {
			return fmt.Errorf("unexpected connection %T", c)
		}
		return sc.RegisterAuthorizer(func(action sqlite.AuthorizerActionCode, arg1, arg2, _, _ string) sqlite.AuthorizerReturnCode {
			if allow(int(action), arg1, arg2) {
				return sqlite.AuthorizerOK
			}
			return sqlite.AuthorizerDeny
		})
	})
}
