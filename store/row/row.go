// Package row maps the records of package store to the tables, where that is the same in all databases: the columns of
// each record with the fields that they are read into, the conditions of the list filters, and the expiry of rows.
//
// For each record there is a constant with its columns, and a function that returns pointers to the fields in the same
// order. Drivers scan a row into the fields of a zero record, and convert types that their database represents
// differently: SQLite stores UUIDs as blobs and times as microseconds. A NULL UUID leaves its field zero. Statements,
// transactions and the mapping of errors belong to the drivers.
package row

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"time"

	"latchkey/store"
)

// Fixed is the target of a column of bytes with a fixed length, such as a hash. NULL leaves it unchanged.
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

// OptionalFixed is Fixed for a column that is NULL if the field is zero.
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

// OptionalTime is the target of a time whose field is zero if the column is NULL.
type OptionalTime time.Time

// Scan implements sql.Scanner. It accepts the representations of both databases: a time, or microseconds.
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

// removal is the target of a head's column removed_at, which is NULL if there is no removal.
type removal struct{ head *store.AuditHead }

// Scan implements sql.Scanner.
func (r removal) Scan(src any) error {
	if src == nil {
		return nil
	}
	r.head.Removal = new(store.AuditRemoval)
	return (*OptionalTime)(&r.head.Removal.At).Scan(src)
}

// removalSignature is the target of a head's column removal, which follows removed_at.
type removalSignature struct{ head *store.AuditHead }

// Scan implements sql.Scanner.
func (r removalSignature) Scan(src any) error {
	if r.head.Removal == nil {
		return nil
	}
	return Fixed(r.head.Removal.Signature[:]).Scan(src)
}
