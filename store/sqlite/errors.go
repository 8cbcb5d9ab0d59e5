package sqlite

import (
	"errors"

	"modernc.org/sqlite"
)

// Extended result codes, https://www.sqlite.org/rescode.html
const (
	constraintPrimaryKey = 1555
	constraintUnique     = 2067
)

// duplicate tells whether err is a violation of a primary key or unique constraint. SQLite does not say of which
// by code, so it is asked only of statements that can violate just one.
func duplicate(err error) bool {
	var sqliteErr *sqlite.Error
	if !errors.As(err, &sqliteErr) {
		return false
	}
	return sqliteErr.Code() == constraintPrimaryKey || sqliteErr.Code() == constraintUnique
}
