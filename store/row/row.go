// Package row describes how the records of package store lie in the tables, as far as that is the same in every
// database: the columns of a record with the fields that they are read into, the conditions of a filter, and which
// rows expire when.
//
// The columns of a record are a constant, in the order of the pointers that the function beside it returns. The
// function is given a zero record, and the drivers convert what a pointer of its type needs there: SQLite stores UUIDs
// as blobs and times as microseconds. A UUID that is NULL leaves its field zero. Statements, transactions and errors
// are the drivers' own.
package row

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"time"

	"latchkey/store"
)

// Fixed is a column of bytes with a fixed length, such as a hash, which it is scanned into. NULL leaves it as it is.
type Fixed []byte

// Scan implements sql.Scanner.
func (f Fixed) Scan(src any) error {
	value, ok := src.([]byte)
	switch {
	case src == nil:
		return nil
	case !ok || len(value) != len(f):
		return fmt.Errorf("row: a column of %d bytes has %d as %T", len(f), len(value), src)
	}
	copy(f, value)
	return nil
}

// Value implements driver.Valuer.
func (f Fixed) Value() (driver.Value, error) { return []byte(f), nil }

// OptionalFixed is Fixed for a column that is NULL where the field is zero.
type OptionalFixed []byte

// Scan implements sql.Scanner.
func (f OptionalFixed) Scan(src any) error { return Fixed(f).Scan(src) }

// Value implements driver.Valuer.
func (f OptionalFixed) Value() (driver.Value, error) {
	if !slices.ContainsFunc(f, func(b byte) bool { return b != 0 }) {
		return nil, nil
	}
	return []byte(f), nil
}

// OptionalTime is a column with a time, in a field that is zero where the column is NULL.
type OptionalTime time.Time

// Scan implements sql.Scanner. It takes what either database has: a time, or microseconds.
func (t *OptionalTime) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*t = OptionalTime{}
	case time.Time:
		*t = OptionalTime(src.UTC())
	case int64:
		*t = OptionalTime(time.UnixMicro(src).UTC())
	default:
		return fmt.Errorf("row: a time as %T", src)
	}
	return nil
}

// removal is a head's column removed_at, without which there is no removal.
type removal struct{ head *store.AuditHead }

// Scan implements sql.Scanner.
func (r removal) Scan(src any) error {
	if src == nil {
		return nil
	}
	r.head.Removal = new(store.AuditRemoval)
	return (*OptionalTime)(&r.head.Removal.At).Scan(src)
}

// removalSignature is a head's column removal, which follows removed_at.
type removalSignature struct{ head *store.AuditHead }

// Scan implements sql.Scanner.
func (r removalSignature) Scan(src any) error {
	if r.head.Removal == nil {
		return nil
	}
	return Fixed(r.head.Removal.Signature[:]).Scan(src)
}
