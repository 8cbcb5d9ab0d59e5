package audit

import (
	"context"

	"github.com/google/uuid"

	"latchkey/store"
)

// rowReader reads sealed rows by batch and ID, a few at a time.
type rowReader struct {
	store store.AuditSnapshot
	batch int64 // the last row's
	id    uuid.UUID
	rows  []store.SealedEvent
}

// peek returns the next row, or nil at the end.
func (r *rowReader) peek(ctx context.Context) (*store.SealedEvent, error) {
	if len(r.rows) == 0 {
		rows, err := r.store.SealedEvents(ctx, r.batch, r.id, sealBatch)
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		r.rows = rows
	}
	return &r.rows[0], nil
}

// take advances past the row that peek returned. It returns a copy, so that the other rows can be freed.
func (r *rowReader) take() store.SealedEvent {
	row := r.rows[0]
	r.batch, r.id = row.Batch, row.ID
	r.rows = r.rows[1:]
	return row
}
