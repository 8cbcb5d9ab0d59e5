package postgres

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// timeType reads and writes time.Time as microseconds, in UTC. By default, pgx wraps each time.Time, which
// costs an allocation to write one and three to read one that may be NULL.
var timeType = &pgtype.Type{
	Name:  "timestamptz",
	OID:   pgtype.TimestamptzOID,
	Codec: timeCodec{&pgtype.TimestamptzCodec{ScanLocation: time.UTC}},
}

type timeCodec struct{ *pgtype.TimestamptzCodec }

func (c timeCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(time.Time); ok && format == pgtype.BinaryFormatCode {
		return encodeTime{}
	}
	return c.TimestamptzCodec.PlanEncode(m, oid, format, value)
}

func (c timeCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if format == pgtype.BinaryFormatCode {
		switch target.(type) {
		case *time.Time:
			return scanTime{}
		case **time.Time:
			return scanTimeOrNull{}
		}
	}
	return c.TimestamptzCodec.PlanScan(m, oid, format, target)
}

// epoch is 2000-01-01, the zero of PostgreSQL, in microseconds of Unix time.
const epoch = 946_684_800 * 1_000_000

type encodeTime struct{}

func (encodeTime) Encode(value any, buf []byte) ([]byte, error) {
	return binary.BigEndian.AppendUint64(buf, uint64(value.(time.Time).UnixMicro()-epoch)), nil
}

type scanTime struct{}

func (scanTime) Scan(src []byte, target any) error {
	if src == nil {
		return errors.New("postgres: NULL where a time is required")
	}
	at, err := decodeTime(src)
	if err == nil {
		*target.(*time.Time) = at
	}
	return err
}

type scanTimeOrNull struct{}

func (scanTimeOrNull) Scan(src []byte, target any) error {
	into := target.(**time.Time)
	if src == nil {
		*into = nil
		return nil
	}
	at, err := decodeTime(src)
	if err == nil {
		*into = &at
	}
	return err
}

func decodeTime(src []byte) (time.Time, error) {
	if len(src) != 8 {
		return time.Time{}, errors.New("postgres: a time is not 8 bytes long")
	}
	since := int64(binary.BigEndian.Uint64(src))
	if since == math.MaxInt64 || since == math.MinInt64 {
		return time.Time{}, errors.New("postgres: a time is infinite")
	}
	return time.UnixMicro(since + epoch).UTC(), nil
}
