package audit

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// eraseRounds limits an erasure of an identity for which new events keep arriving.
const eraseRounds = 10000

// ownerErased is the reason on the event of a key whose owner was erased.
const ownerErased = "owner_erased"

// Erase deletes everything stored about an identity but the session endings that Kratos has not confirmed, revokes its
// admin keys with all that they created, and blanks its events: they stay in the log and in the chain, without personal
// data. An identity that still exists at Kratos can come back at any time. The erasure is recorded without the identity,
// so the reason must not name the user either. Errors: *fault.FieldError; fault.ErrNotFound if nothing is stored.
func (l *Log) Erase(ctx context.Context, by Actor, req Request, id uuid.UUID, reason string) (*store.Erased, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return nil, err
	}
	key, err := l.signingKey(ctx)
	if err != nil {
		return nil, err
	}
	var total store.Erased
	for range eraseRounds {
		erased, err := l.eraseSome(ctx, key, id, func(key store.AdminKey) store.AuditEvent {
			event := l.Event(AdminKeyRevoked, req, by, Nothing)
			event.Reason, event.Metadata = ownerErased, Metadata(map[string]any{"key_id": key.ID})
			return event
		}, func(erased store.Erased) store.AuditEvent {
			event := l.Event(IdentityErased, req, by, Nothing)
			event.Reason = reason
			event.Metadata, _ = json.Marshal(erased)
			return event
		})
		switch {
		case errors.Is(err, store.ErrNotFound) && total.None():
			return nil, fault.OfStore(err)
		case errors.Is(err, store.ErrNotFound):
			return &total, nil
		case err != nil:
			return nil, fault.OfStore(err)
		}
		total = total.Plus(erased)
	}
	return nil, errors.New("events about this identity keep coming; suspend it at Kratos, then erase it again")
}

// eraseSome deletes everything and blanks the first events. Only sealed events can be blanked, so that every event has
// a place in the chain.
func (l *Log) eraseSome(
	ctx context.Context, key ed25519.PrivateKey, id uuid.UUID, revoked func(store.AdminKey) store.AuditEvent, record func(store.Erased) store.AuditEvent,
) (store.Erased, error) {
	if err := l.sealAll(ctx, key); err != nil {
		return store.Erased{}, err
	}
	events, err := l.store.ErasableEvents(ctx, id, sealBatch)
	if err != nil {
		return store.Erased{}, err
	}
	erasures := make([]store.EventErasure, len(events))
	for i, e := range events {
		erasures[i] = store.EventErasure{ID: e.ID, Signature: [64]byte(ed25519.Sign(key, erasureStatement(e)))}
	}
	return l.store.EraseIdentity(ctx, id, l.cfg.Now().UTC(), erasures, revoked, record)
}

// sealAll seals the events up to now. Later ones do not matter, however many there are. It waits for another replica
// that is sealing.
func (l *Log) sealAll(ctx context.Context, key ed25519.PrivateKey) error {
	for now := l.cfg.Now(); ; {
		left, oldest, err := l.store.AuditBacklog(ctx)
		if err != nil || left == 0 || oldest.After(now) {
			return err
		}
		sealed, err := l.sealNext(ctx, key)
		if err != nil {
			return err
		}
		if sealed > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
