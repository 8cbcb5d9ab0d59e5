package sqlite

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/store/row"
)

// text is a value of a TEXT column. It refuses what PostgreSQL refuses by itself: SQLite would store any bytes, and
// ignore what follows a NUL.
type text string

func (t text) Value() (driver.Value, error) {
	if strings.ContainsRune(string(t), 0) || !utf8.ValidString(string(t)) {
		return nil, errors.New("sqlite: text must be valid UTF-8 without NUL")
	}
	return string(t), nil
}

// id is a UUID in a BLOB column of 16 bytes. The zero UUID is NULL.
type id uuid.UUID

func (i id) Value() (driver.Value, error) {
	if i == (id{}) {
		return nil, nil
	}
	return i[:], nil
}

// Scan takes what Value gives.
func (i *id) Scan(src any) error {
	*i = id{}
	if src == nil {
		return nil
	}
	blob, ok := src.([]byte)
	if !ok || len(blob) != len(i) {
		return errors.New("sqlite: not a UUID of 16 bytes")
	}
	copy(i[:], blob)
	return nil
}

// when is a value of an optional time in microseconds.
type when struct{ time *time.Time }

func (w when) Value() (driver.Value, error) {
	if w.time == nil {
		return nil, nil
	}
	return w.time.UnixMicro(), nil
}

// whenSet is a time whose field is zero if the column is NULL.
func whenSet(t time.Time) when {
	if t.IsZero() {
		return when{}
	}
	return when{&t}
}

// fromMicros is the time of a column that is never NULL.
func fromMicros(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// micros scans a time in microseconds that is not NULL.
type micros time.Time

// Scan implements sql.Scanner.
func (m *micros) Scan(src any) error {
	value, ok := src.(int64)
	if !ok {
		return fmt.Errorf("sqlite: a time as %T", src)
	}
	*m = micros(fromMicros(value))
	return nil
}

// optional scans a time in microseconds that may be NULL.
type optional struct{ time **time.Time }

// Scan implements sql.Scanner.
func (o optional) Scan(src any) error {
	*o.time = nil
	if src == nil {
		return nil
	}
	*o.time = new(time.Time)
	return (*micros)(*o.time).Scan(src)
}

// texts is a list of strings as a JSON array.
type texts []string

func (t texts) Value() (driver.Value, error) {
	encoded, err := json.Marshal([]string(t))
	return string(encoded), err
}

// Scan implements sql.Scanner.
func (t *texts) Scan(src any) error {
	encoded, ok := src.(string)
	if !ok {
		return fmt.Errorf("sqlite: a list as %T", src)
	}
	return json.Unmarshal([]byte(encoded), t)
}

// ids is a list of UUIDs as a JSON array. An empty list is NULL.
type ids []uuid.UUID

func (i ids) Value() (driver.Value, error) {
	if len(i) == 0 {
		return nil, nil
	}
	encoded, err := json.Marshal([]uuid.UUID(i))
	return string(encoded), err
}

// Scan implements sql.Scanner.
func (i *ids) Scan(src any) error {
	*i = nil
	if src == nil {
		return nil
	}
	encoded, ok := src.(string)
	if !ok {
		return fmt.Errorf("sqlite: a list of UUIDs as %T", src)
	}
	return json.Unmarshal([]byte(encoded), (*[]uuid.UUID)(i))
}

// targets replaces pointers to the fields of a record by scanners for SQLite's representation where it differs.
func targets(fields []any) []any {
	for i, field := range fields {
		switch field := field.(type) {
		case *uuid.UUID:
			fields[i] = (*id)(field)
		case *time.Time:
			fields[i] = (*micros)(field)
		case **time.Time:
			fields[i] = optional{field}
		case *[]string:
			fields[i] = (*texts)(field)
		case *[]uuid.UUID:
			fields[i] = (*ids)(field)
		case *json.RawMessage:
			fields[i] = (*[]byte)(field)
		}
	}
	return fields
}

// values returns the arguments for inserting a whole record. A zero UUID becomes NULL.
func values(fields []any) []any {
	for i, field := range fields {
		switch field := field.(type) {
		case *uuid.UUID:
			fields[i] = id(*field)
		case *string:
			fields[i] = text(*field)
		case *time.Time:
			fields[i] = field.UnixMicro()
		case **time.Time:
			fields[i] = when{*field}
		case *row.OptionalTime:
			fields[i] = whenSet(time.Time(*field))
		case *[]string:
			fields[i] = texts(*field)
		case *[]uuid.UUID:
			fields[i] = ids(*field)
		case *json.RawMessage:
			fields[i] = nil
			if *field != nil {
				fields[i] = text(*field)
			}
		}
	}
	return fields
}

// arguments returns the arguments of a condition. A zero UUID is a value.
func arguments(where *row.Where) []any {
	args := make([]any, len(where.Args), len(where.Args)+1)
	for i, arg := range where.Args {
		switch arg := arg.(type) {
		case uuid.UUID:
			args[i] = arg[:]
		case string:
			args[i] = text(arg)
		case time.Time:
			args[i] = arg.UnixMicro()
		default:
			args[i] = arg
		}
	}
	return args
}
