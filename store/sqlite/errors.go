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

// duplicate reports whether err is a violation of a primary key or unique constraint. The code does not tell which one,
// so it is used only for statements that can violate a single constraint.
func duplicate(err error) bool {
	var sqliteErr *sqlite.Error
	if !errors.As(err, &sqliteErr) {
		return false
	}
	return sqliteErr.Code() == constraintPrimaryKey || sqliteErr.Code() == constraintUnique
}
