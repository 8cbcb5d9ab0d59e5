package postgres

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
)

// uuidType reads and writes uuid.UUID as 16 bytes. By default, pgx uses the type's database/sql methods, which format and
// parse text: a fifth of the allocations of a login.
var uuidType = &pgtype.Type{Name: "uuid", OID: pgtype.UUIDOID, Codec: uuidCodec{}}

type uuidCodec struct{ pgtype.UUIDCodec }

func (c uuidCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if format == pgtype.BinaryFormatCode {
		switch value.(type) {
		case uuid.UUID, *uuid.UUID:
			return encodeUUID{}
		}
	}
	return c.UUIDCodec.PlanEncode(m, oid, format, value)
}

func (c uuidCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*uuid.UUID); ok && format == pgtype.BinaryFormatCode {
		return scanUUID{}
	}
	return c.UUIDCodec.PlanScan(m, oid, format, target)
}

type encodeUUID struct{}

func (encodeUUID) Encode(value any, buf []byte) ([]byte, error) {
	id, ok := value.(uuid.UUID)
	if !ok {
		pointer := value.(*uuid.UUID)
		if pointer == nil {
			return nil, nil // NULL
		}
		id = *pointer
	}
	return append(buf, id[:]...), nil
}

type scanUUID struct{}

// Scan leaves the target unchanged for NULL, as uuid.UUID.Scan does.
func (scanUUID) Scan(src []byte, target any) error {
	if src == nil {
		return nil
	}
	id, err := uuid.FromBytes(src)
	if err == nil {
		*target.(*uuid.UUID) = id
	}
	return err
}
