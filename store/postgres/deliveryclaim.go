package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// ClaimDeliveries skips rows that other replicas are claiming. Claimed deliveries are not due until the claim ends.
func (s *Store) ClaimDeliveries(
	ctx context.Context, sink string, claim uuid.UUID, now, until time.Time, size int,
) ([]store.ClaimedDelivery, error) {
	claimed, err := list(ctx, s.pool, row.Delivery, claimDeliveries, sink, now, size, claim, until)
	if err != nil || len(claimed) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(claimed))
	for i, d := range claimed {
		ids[i] = d.EventID
	}
	events, err := list(ctx, s.pool, row.AuditEvent, selectEvent+`
		WHERE id = ANY($1) AND erasure IS NULL`,
		ids)
	if err != nil {
		return nil, err
	}
	return store.WithEvents(claimed, events), nil
}

const claimDeliveries = `
	WITH due AS (
		SELECT id AS due_id
		FROM deliveries AS d
		WHERE state = 'pending'
		  AND sink = $1
		  AND next_try_at <= $2
		  AND NOT EXISTS (
			SELECT 1
			FROM deliveries AS earlier
			WHERE earlier.state = 'pending'
			  AND earlier.sink = d.sink
			  AND earlier.identity_id = d.identity_id
			  AND (earlier.batch, earlier.event_id) < (d.batch, d.event_id)
		  )
		ORDER BY next_try_at
		LIMIT $3
		FOR UPDATE SKIP LOCKED
	)
	UPDATE deliveries
	SET claim = $4,
	    next_try_at = $5,
	    tries = tries + 1
	FROM due
	WHERE id = due_id
	RETURNING` + row.DeliveryColumns

// EndDelivery also postpones the deliveries that wait for this one to its next try, so that no
// worker claims them before that.
func (s *Store) EndDelivery(ctx context.Context, end store.DeliveryEnd) error {
	pending, ended := &end.At, (*time.Time)(nil)
	if end.State != store.DeliveryPending {
		pending, ended = nil, &end.At
	}
	n, err := s.count(ctx, `
		WITH tried AS (
			UPDATE deliveries
			SET state = $3,
			    failure = $4,
			    claim = NULL,
			    next_try_at = $5,
			    ended_at = $6
			WHERE id = $1 AND claim = $2
			RETURNING id, sink, identity_id, next_try_at, batch, event_id
		), held AS (
			UPDATE deliveries AS later
			SET next_try_at = tried.next_try_at
			FROM tried
			WHERE later.state = 'pending'
			  AND later.sink = tried.sink
			  AND later.identity_id = tried.identity_id
			  AND (later.batch, later.event_id) > (tried.batch, tried.event_id)
			  AND later.next_try_at < tried.next_try_at
		)
		SELECT count(*) FROM tried`,
		end.ID, end.Claim, end.State, end.Failure, pending, ended)
	if err == nil && n == 0 {
		return store.ErrNotFound
	}
	return err
}
