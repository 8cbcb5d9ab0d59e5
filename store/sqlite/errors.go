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

// Primary result codes of errors that pass: of other processes, the disk and the machine. All others are faults of the
// program, the schema or the file.
var passing = map[int]bool{
	5:  true, // BUSY
	6:  true, // LOCKED
	7:  true, // NOMEM
	8:  true, // READONLY
	9:  true, // INTERRUPT: the context ended
	10: true, // IOERR
	13: true, // FULL
	14: true, // CANTOPEN
	15: true, // PROTOCOL: a race for the lock of the WAL
	17: true, // SCHEMA: changed meanwhile
}

// Permanent reports whether err is an error that the same statement would give again.
func Permanent(err error) bool {
	var sqliteErr *sqlite.Error
	return errors.As(err, &sqliteErr) && !passing[sqliteErr.Code()&0xff]
}

// duplicate reports whether err is a violation of a primary key or unique constraint. The code does not tell which one,
// so it is used only for statements that can violate a single constraint.
func duplicate(err error) bool {
	var sqliteErr *sqlite.Error
	if !errors.As(err, &sqliteErr) {
		return false
	}
	return sqliteErr.Code() == constraintPrimaryKey || sqliteErr.Code() == constraintUnique
}
