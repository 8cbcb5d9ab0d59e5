package sqlite

import (
	"database/sql/driver"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// text is a string on its way into a TEXT column. SQLite would take any bytes and count no character behind a NUL,
// so what PostgreSQL refuses by itself is refused here.
type text string

func (t text) Value() (driver.Value, error) {
	if strings.ContainsRune(string(t), 0) || !utf8.ValidString(string(t)) {
		return nil, errors.New("sqlite: text must be valid UTF-8 without NUL")
	}
	return string(t), nil
}

// id is a UUID as the 16 bytes of a BLOB column; the zero one is NULL.
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

// when is an optional time as microseconds.
type when struct{ time *time.Time }

func (w when) Value() (driver.Value, error) {
	if w.time == nil {
		return nil, nil
	}
	return w.time.UnixMicro(), nil
}

// fromMicros is the time of a column that is never NULL.
func fromMicros(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// optionalTime is the time of a column that may be NULL.
func optionalTime(micros *int64) *time.Time {
	if micros == nil {
		return nil
	}
	t := fromMicros(*micros)
	return &t
}
